"""What a dispute is about: whose matter it is, since when, and who decided it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import queries
from scheduler.actors import Actor
from scheduler.covenant import CovenantSettings, settings_of
from scheduler.errors import NotFound
from scheduler.models import Booking, CallBack, Dispute, Invoice, Registration, Violation
from scheduler.usecases.serving import may_ask_for

DECISIONS = ("request_information", "return", "reject", "allocate", "refuse", "waitlist", "lapse", "annul", "end")
"""Steps of a registration that somebody may dispute."""
DECIDED = (*DECISIONS, "endorse", "approve")
"""Steps by which somebody decided on a registration."""
OFFERED = 20
"""Things of a kind that a person is offered to open a dispute on."""


@dataclass(frozen=True, slots=True)
class Matter:
    """Something to dispute: whose it is, where, since when (None: nothing was decided yet), decided by whom."""

    member_id: UUID
    since: datetime | None
    site_id: UUID | None = None
    round_id: UUID | None = None
    decided_by: frozenset[UUID] = field(default_factory=frozenset)


class Ground(NamedTuple):
    """Something that a person may open a dispute on: the receipt or number by which they know it, and it itself."""

    about: str
    subject_id: UUID
    name: str
    since: datetime
    row: queries.dispute_matters.Matter


def matter(session: Session, community: UUID, about: str, subject_id: UUID) -> Matter:
    """The matter that somebody names.

    Raises
    ------
    NotFound
        If there is none.
    """
    found = _MATTERS[about](session, community, subject_id)
    if found is None:
        raise NotFound()
    return found


def rules_in_force(session: Session, community: UUID, now: datetime) -> tuple[int, CovenantSettings]:
    """The version of the covenant in force, and its settings.

    Raises
    ------
    NotFound
        If the community has none.
    """
    covenant = queries.community.covenant_in_force(session, community, now)
    if covenant is None:
        raise NotFound()
    return covenant.version, settings_of(covenant.settings)


def rules_of(session: Session, row: Dispute) -> CovenantSettings:
    """Settings of the version under which a dispute is heard."""
    return settings_of(queries.community.covenant(session, row.community_id, row.covenant_version).settings)


def decided_by(session: Session, row: Dispute) -> frozenset[UUID]:
    """Accounts that decided what a dispute is about: they do not hear it."""
    if row.subject_id is None:
        return frozenset()
    found = _MATTERS[row.about](session, row.community_id, row.subject_id)
    return frozenset() if found is None else found.decided_by


def own(session: Session, *, actor: Actor, now: datetime, member_id: UUID | None = None) -> list[Ground]:
    """What a person may open a dispute on now, newest first of each kind: oneself, or for staff whom they serve.

    Raises
    ------
    NotFound
        No such person for whoever asks.
    """
    person = member_id or actor.member_id
    if person is None:
        return []
    known = queries.community.member(session, actor.community_id, person)
    if known is None or not may_ask_for(session, actor, person):
        raise NotFound()
    _, rules = rules_in_force(session, actor.community_id, now)
    since = now - timedelta(days=rules.disputes.open_days)
    found = queries.dispute_matters.own(session, person, since, OFFERED)
    decided = [(row, queries.dispute_matters.decided_at(session, row.id, DECISIONS)) for row in found.registrations]
    return [
        *(Ground("decision", row.id, row.receipt, at, row) for row, at in decided if at is not None and at >= since),
        *(Ground("fee", row.id, f"{row.number} ({row.month})", row.issued_at, row) for row in found.invoices),
        *(Ground("violation", row.id, "", row.recorded_at, row) for row in found.violations),
        *(Ground("owner_return", row.id, "", _missed_from(row), row) for row in found.calls),
        *(Ground("booking", row.id, row.receipt, row.starts_at, row) for row in found.bookings),
    ]


# ---- each kind


def _decision(session: Session, community: UUID, subject_id: UUID) -> Matter | None:
    row = queries.dispute_matters.subject(session, Registration, community, subject_id)
    if row is None:
        return None
    return Matter(
        row.member_id,
        queries.dispute_matters.decided_at(session, row.id, DECISIONS),
        row.home_site_id,
        row.round_id,
        _but(queries.dispute_matters.deciders(session, row.id, DECIDED)),
    )


def _fee(session: Session, community: UUID, subject_id: UUID) -> Matter | None:
    row = queries.dispute_matters.subject(session, Invoice, community, subject_id)
    if row is None:
        return None
    return Matter(row.member_id, row.issued_at, row.site_id)


def _violation(session: Session, community: UUID, subject_id: UUID) -> Matter | None:
    row = queries.dispute_matters.subject(session, Violation, community, subject_id)
    if row is None:
        return None
    # Whoever is told of it late has as long to dispute it.
    return Matter(row.member_id, row.recorded_at, row.site_id, decided_by=_but({row.recorded_by}))


def _owner_return(session: Session, community: UUID, subject_id: UUID) -> Matter | None:
    row = queries.dispute_matters.subject(session, CallBack, community, subject_id)
    if row is None:
        return None
    space = queries.supply.space(session, community, row.space_id)
    owner = queries.dispute_matters.owner_of(session, row)
    return Matter(owner, _missed_from(row), None if space is None else space.site_id)


def _missed_from(row: CallBack) -> datetime:
    """From when a space can be missed: it is asked for long before."""
    return max(row.asked_at, row.starts_at)


def _booking(session: Session, community: UUID, subject_id: UUID) -> Matter | None:
    row = queries.dispute_matters.subject(session, Booking, community, subject_id)
    if row is None:
        return None
    site = queries.supply.site_of_resource(session, row.resource_id) if row.vehicle_id is not None else None
    # What one complains of may have happened at its end.
    return Matter(row.member_id, row.ends_at, site, decided_by=_but({row.decided_by}))


def _but(found: set[UUID] | set[UUID | None]) -> frozenset[UUID]:
    return frozenset(account for account in found if account is not None)


_MATTERS: Mapping[str, Callable[[Session, UUID, UUID], Matter | None]] = {
    "decision": _decision,
    "fee": _fee,
    "violation": _violation,
    "owner_return": _owner_return,
    "booking": _booking,
}
