"""Ways forward: those that were found for somebody, held, taken, and the searches for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select, update
from sqlalchemy.orm import Session

from scheduler.models import Allocation, Alternative, Publication, Registration, Site, Space, WaySearch

OPEN = ("found", "held")
"""States in which a way can be taken."""


def one(session: Session, community: UUID, alternative_id: UUID) -> Alternative | None:
    """A way of the community."""
    found = session.get(Alternative, alternative_id)
    return found if found is not None and found.community_id == community else None


def locked(session: Session, alternative_id: UUID) -> Alternative:
    """A way, kept from other writers until the transaction ends."""
    wanted = select(Alternative).where(Alternative.id == alternative_id).with_for_update()
    return session.execute(wanted.execution_options(populate_existing=True)).scalar_one()


def open_of(session: Session, registration_id: UUID) -> list[Alternative]:
    """What a registration may take, the gentlest first."""
    wanted = _open([registration_id]).order_by(Alternative.rank, Alternative.id)
    return list(session.execute(wanted).scalars())


def open_of_all(session: Session, registrations: Sequence[UUID]) -> list[Alternative]:
    """What some registrations may take."""
    return list(session.execute(_open(registrations)).scalars())


def held_in(session: Session, round_id: UUID) -> list[tuple[str, Alternative]]:
    """Ways that are held in a round, with the receipts."""
    wanted = (
        select(Registration.receipt, Alternative)
        .join(Registration, Alternative.registration_id == Registration.id)
        .where(Alternative.round_id == round_id, Alternative.state == "held")
        .order_by(Alternative.id)
    )
    return [(row[0], row[1]) for row in session.execute(wanted)]


def held_out(round_id: UUID, but: UUID | None = None) -> ColumnElement[bool]:
    """That a right is one of those held as ways forward in a round, for others than the registration `but`."""
    out = select(Alternative.allocation_id).where(Alternative.round_id == round_id, Alternative.state == "held")
    if but is not None:
        out = out.where(Alternative.registration_id != but)
    return Allocation.id.in_(out)


def overdue(session: Session, now: datetime, limit: int) -> list[Alternative]:
    """Ways that are held no longer than until now."""
    wanted = (
        select(Alternative)
        .where(Alternative.state == "held", Alternative.held_until <= now)
        .order_by(Alternative.held_until, Alternative.id)
        .limit(limit)
    )
    return list(session.execute(wanted).scalars())


def held_where_given(session: Session, publication: Publication) -> list[Alternative]:
    """Ways held by registrations that a prepared version gives something."""
    given = select(Allocation.registration_id).where(
        Allocation.publication_id == publication.id, Allocation.state == "prepared"
    )
    wanted = select(Alternative).where(
        Alternative.round_id == publication.round_id,
        Alternative.state == "held",
        Alternative.registration_id.in_(given),
    )
    return list(session.execute(wanted.order_by(Alternative.id)).scalars())


def drop_found(session: Session, round_id: UUID, now: datetime, registrations: Sequence[UUID] | None = None) -> None:
    """Let what was found and nobody holds be gone: in a whole round, or of some registrations."""
    chosen = [Alternative.round_id == round_id, Alternative.state == "found"]
    if registrations is not None:
        chosen.append(Alternative.registration_id.in_(registrations))
    session.execute(
        update(Alternative)
        .where(*chosen)
        .values(state="gone", decided_at=now)
        .execution_options(synchronize_session="fetch")
    )


def given_since(session: Session, round_id: UUID, since: datetime) -> bool:
    """Whether somebody was given, or is held, a place of a round after an instant."""
    wanted = select(Allocation.id).where(
        Allocation.round_id == round_id, Allocation.state.in_(("held", "prepared")), Allocation.created_at > since
    )
    return session.execute(wanted.limit(1)).first() is not None


def unserved(session: Session, round_id: UUID) -> list[Registration]:
    """Who took part and has no place, in the order of receipts."""
    wanted = select(Registration).where(
        Registration.round_id == round_id,
        Registration.entered.is_(True),
        Registration.state.in_(("refused", "waitlisted")),
    )
    return list(session.execute(wanted.order_by(Registration.id)).scalars())


def codes(session: Session, community: UUID) -> tuple[Mapping[UUID, str], Mapping[str, str]]:
    """Codes of all sites by id, and of all spaces by the text of their id."""
    sites = session.execute(select(Site.id, Site.code).where(Site.community_id == community))
    spaces = session.execute(select(Space.id, Space.code).where(Space.community_id == community))
    return {row[0]: row[1] for row in sites}, {str(row[0]): row[1] for row in spaces}


# ---- searches


def search_of(session: Session, round_id: UUID) -> WaySearch | None:
    """The search of a round, kept from other writers until the transaction ends."""
    wanted = select(WaySearch).where(WaySearch.round_id == round_id).with_for_update()
    return session.execute(wanted.execution_options(populate_existing=True)).scalar_one_or_none()


def is_waiting(session: Session, round_id: UUID) -> bool:
    """Whether the ways of a round are to be looked for."""
    wanted = select(WaySearch.id).where(WaySearch.round_id == round_id, WaySearch.done_at.is_(None))
    return session.execute(wanted).first() is not None


def searches_waiting(session: Session, since: datetime) -> Sequence[UUID]:
    """Rounds whose search waits since before an instant."""
    wanted = select(WaySearch.round_id).where(WaySearch.done_at.is_(None), WaySearch.asked_at < since)
    return session.execute(wanted.order_by(WaySearch.id)).scalars().all()


def _open(registrations: Sequence[UUID]) -> Select[Alternative]:
    return select(Alternative).where(Alternative.registration_id.in_(registrations), Alternative.state.in_(OPEN))
