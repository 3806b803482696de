"""Agreements, their steps, and which are due for one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from scheduler.models import Agreement, AgreementEvent, Allocation, Registration, Round
from scheduler.queries.paging import part_of
from scheduler.queries.whose import is_of
from scheduler.states import AGREEMENT_LIVING

_ONE_DAY = timedelta(days=1)
_TO_BE_SIGNED = (Agreement.signed_on.is_(None), Agreement.state.in_(AGREEMENT_LIVING))


def one(session: Session, community: UUID, agreement_id: UUID) -> Agreement | None:
    """An agreement of the community."""
    found = session.get(Agreement, agreement_id)
    return found if found is not None and found.community_id == community else None


def locked(session: Session, agreement_id: UUID) -> Agreement:
    """An agreement, kept from other writers until the transaction ends."""
    wanted = select(Agreement).where(Agreement.id == agreement_id).with_for_update()
    return session.execute(wanted.execution_options(populate_existing=True)).scalar_one()


def by_code(session: Session, code: str) -> Agreement | None:
    """The agreement whose QR code asks for it."""
    return session.execute(select(Agreement).where(Agreement.code == code)).scalar_one_or_none()


def living_of(session: Session, registrations: Sequence[UUID]) -> list[Agreement]:
    """Agreements of registrations that something may still come of, at most one for each."""
    wanted = select(Agreement).where(
        Agreement.registration_id.in_(list(registrations)), Agreement.state.in_(AGREEMENT_LIVING)
    )
    return list(session.execute(wanted.order_by(Agreement.id)).scalars())


def newest_of(session: Session, registration_id: UUID) -> Agreement | None:
    """The latest agreement of a registration, whatever its state."""
    wanted = select(Agreement).where(Agreement.registration_id == registration_id).order_by(Agreement.number.desc())
    return session.execute(wanted.limit(1)).scalar_one_or_none()


def newest_of_each(session: Session, registrations: Sequence[UUID]) -> dict[UUID, Agreement]:
    """The latest agreements of registrations, whatever their states, of those that have any."""
    wanted = select(Agreement).where(Agreement.registration_id.in_(list(registrations)))
    return {row.registration_id: row for row in session.execute(wanted.order_by(Agreement.number)).scalars()}


def of_member(
    session: Session,
    member_id: UUID,
    states: Sequence[str] = (),
    last: UUID | None = None,
    limit: int = 50,
    newest: bool = True,
) -> list[Agreement]:
    """A person's own."""
    wanted = select(Agreement).where(is_of(Agreement, member_id))
    if states:
        wanted = wanted.where(Agreement.state.in_(states))
    return list(session.execute(part_of(wanted, Agreement.id, last, limit, newest)).scalars())


def listed(
    session: Session,
    community: UUID,
    states: Sequence[str] = (),
    round_id: UUID | None = None,
    sites: Sequence[UUID] | None = None,
    unsigned_at: datetime | None = None,
    last: UUID | None = None,
    limit: int = 50,
    newest: bool = True,
) -> list[Agreement]:
    """Agreements of a community: of places or people of some sites only where `sites` says so; with `unsigned_at`
    those that should have been signed by then.
    """
    wanted = select(Agreement).where(Agreement.community_id == community)
    if states:
        wanted = wanted.where(Agreement.state.in_(states))
    if round_id is not None:
        wanted = wanted.where(Agreement.round_id == round_id)
    if sites is not None:
        wanted = wanted.join(Registration, Agreement.registration_id == Registration.id)
        wanted = wanted.where(or_(Agreement.site_id.in_(sites), Registration.home_site_id.in_(sites)))
    if unsigned_at is not None:
        wanted = wanted.where(*_TO_BE_SIGNED, Agreement.sign_by <= unsigned_at)
    return list(session.execute(part_of(wanted, Agreement.id, last, limit, newest)).scalars())


def steps(session: Session, agreement_id: UUID) -> list[AgreementEvent]:
    """What happened to an agreement, in order."""
    wanted = select(AgreementEvent).where(AgreementEvent.agreement_id == agreement_id)
    return list(session.execute(wanted.order_by(AgreementEvent.at, AgreementEvent.id)).scalars())


def last_step(session: Session, agreement_id: UUID, action: str) -> AgreementEvent | None:
    """The latest step of a kind that an agreement took."""
    wanted = select(AgreementEvent).where(AgreementEvent.agreement_id == agreement_id, AgreementEvent.action == action)
    newest = wanted.order_by(AgreementEvent.at.desc(), AgreementEvent.id.desc()).limit(1)
    return session.execute(newest).scalar_one_or_none()


def earlier(session: Session, row: Registration, site_id: UUID) -> list[Agreement]:
    """Agreements of earlier rounds on the same vehicle of the same person at a site, the latest first."""
    wanted = select(Agreement).where(
        Agreement.vehicle_id == row.vehicle_id,
        Agreement.member_id == row.member_id,
        Agreement.site_id == site_id,
        Agreement.round_id != row.round_id,
        Agreement.state.not_in(("lapsed", "replaced")),
    )
    return list(session.execute(wanted.order_by(Agreement.ends_on.desc(), Agreement.number.desc())).scalars())


# ---- what is due


def undrawn(session: Session, now: datetime, limit: int) -> list[Registration]:
    """Registrations whose parking right was accepted, and has no agreement."""
    rounds = select(Round.id).where(
        Round.domain == "parking",
        Round.state.in_(("published", "settled")),
        Round.use_last >= (now - _ONE_DAY).date(),
    )
    known = select(Agreement.id).where(
        Agreement.registration_id == Registration.id, Agreement.allocation_id == Allocation.id
    )
    wanted = (
        select(Registration)
        .join(Allocation, Allocation.registration_id == Registration.id)
        .where(
            Registration.round_id.in_(rounds),
            Registration.state.in_(("accepted", "active")),
            Registration.vehicle_id.is_not(None),
            Allocation.state == "held",
            Allocation.site_id.is_not(None),
            ~known.exists(),
        )
    )
    return list(session.execute(wanted.order_by(Registration.id).limit(limit)).scalars())


def without_right(session: Session, limit: int) -> list[Agreement]:
    """Living agreements whose right was released, as by a later version."""
    wanted = (
        select(Agreement)
        .join(Allocation, Agreement.allocation_id == Allocation.id)
        .where(Agreement.state.in_(AGREEMENT_LIVING), Allocation.state == "released")
    )
    return list(session.execute(wanted.order_by(Agreement.id).limit(limit)).scalars())


def to_activate(session: Session, community: UUID, today: date, free: Sequence[int], limit: int) -> list[Agreement]:
    """Agreements whose first day has come: signed ones, and those of versions of the covenant that want none of it."""
    ready = (Agreement.state == "signed") | Agreement.covenant_version.in_(free)
    return _due(session, community, ("drawn_up", "signed"), ready & (Agreement.starts_on <= today), limit)


def to_resume(session: Session, community: UUID, today: date, limit: int) -> list[Agreement]:
    """Suspended agreements whose suspension is over."""
    return _due(session, community, ("suspended",), Agreement.suspended_until < today, limit)


def to_end(session: Session, community: UUID, today: date, limit: int) -> list[Agreement]:
    """Living agreements whose last day is over."""
    return _due(session, community, AGREEMENT_LIVING, Agreement.ends_on < today, limit)


def unsigned_versions(session: Session, community: UUID) -> list[int]:
    """Versions of the covenant under which agreements stand that are to be signed."""
    wanted = select(Agreement.covenant_version).where(
        Agreement.community_id == community, Agreement.state == "drawn_up"
    )
    return sorted(session.execute(wanted.distinct()).scalars())


def unsigned(session: Session, community: UUID, at: datetime, versions: Sequence[int], limit: int) -> list[Agreement]:
    """Agreements of some versions of the covenant that should have been signed by now."""
    condition = (Agreement.sign_by <= at) & Agreement.covenant_version.in_(versions)
    return _due(session, community, ("drawn_up",), condition, limit)


def unreminded(session: Session, community: UUID, until: datetime, limit: int) -> list[Agreement]:
    """Agreements that are to be signed by some moment and are not, of which nobody was reminded."""
    reminded = select(AgreementEvent.id).where(
        AgreementEvent.agreement_id == Agreement.id, AgreementEvent.action == "remind"
    )
    unsigned = Agreement.signed_on.is_(None) & (Agreement.sign_by <= until)
    return _due(session, community, AGREEMENT_LIVING, unsigned & ~reminded.exists(), limit)


def _due(
    session: Session, community: UUID, states: Sequence[str], condition: ColumnElement[bool], limit: int
) -> list[Agreement]:
    wanted = select(Agreement).where(
        Agreement.community_id == community,
        Agreement.state.in_(states),
        condition,
    )
    return list(session.execute(wanted.order_by(Agreement.sign_by, Agreement.id).limit(limit)).scalars())
