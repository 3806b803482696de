"""Seats as people see them; whoever visits an elder soon also sees whom, and where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import queries
from scheduler.actors import AUDITOR, OFFICE, Actor
from scheduler.models import Elder, MeetingPoint
from scheduler.privacy import Vault
from scheduler.queries.seats import SeatAt
from scheduler.queries.seats import SeatsAsked as SeatsAsked
from scheduler.usecases import seat_claims, seats

VISITING = ("accepted", "confirmed", "checked_in", "checked_out")
"""States of a seat on a visit in which its person knows whom they visit."""


@dataclass(frozen=True, slots=True)
class Visit:
    """Whom somebody visits."""

    name: str
    phone: str | None
    address: str


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a seat; why it was taken may name somebody: the office and the seat's person read it."""

    action: str
    before: str
    after: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Detail:
    """A seat with its steps, where people meet, and whom its person visits soon."""

    at: SeatAt
    events: Sequence[Step]
    point: MeetingPoint | None
    visit: Visit | None


def seen(session: Session, *, actor: Actor, vault: Vault, seat_id: UUID, now: datetime) -> Detail:
    """A seat that this person may see.

    Raises
    ------
    NotFound, Conflict
        No such seat for this person; ``no_covenant``.
    """
    found = seat_claims.seen(session, actor, seat_id)
    point = None if found.shift.point_id is None else session.get_one(MeetingPoint, found.shift.point_id)
    return Detail(found, _steps(session, actor, found), point, _visit(session, actor, vault, found, now))


def one(session: Session, *, actor: Actor, seat_id: UUID) -> SeatAt:
    """A seat that this person may see, without more.

    Raises
    ------
    NotFound
        If there is none.
    """
    return seat_claims.seen(session, actor, seat_id)


def listed(
    session: Session,
    *,
    actor: Actor,
    asked: SeatsAsked,
    last: UUID | None = None,
    limit: int = 50,
    newest: bool = True,
) -> list[SeatAt]:
    """Seats: a person's own; all of the community for the office and auditors."""
    if not actor.has(*OFFICE, AUDITOR):
        own = queries.volunteers.of_member(session, actor.community_id, actor.member_id)
        if own is None or asked.volunteer_id not in (None, own.id):
            return []
        asked = asked._replace(volunteer_id=own.id)
    return queries.seats.listed(session, actor.community_id, asked, last, limit, newest)


def _steps(session: Session, actor: Actor, found: SeatAt) -> list[Step]:
    told = actor.has(*OFFICE) or _is_own(actor, found)
    return [
        Step(row.action, row.before, row.after, row.reason if told else "", row.at)
        for row in queries.seats.events_of(session, found.seat.id)
    ]


def _is_own(actor: Actor, found: SeatAt) -> bool:
    return actor.member_id is not None and found.volunteer.member_id == actor.member_id


def _visit(session: Session, actor: Actor, vault: Vault, found: SeatAt, now: datetime) -> Visit | None:
    """Whom the seat's own person visits, from their yes until some hours after the visit; not who only stands by."""
    own = actor.member_id is not None and found.volunteer.member_id == actor.member_id
    visiting = found.seat.state in VISITING and found.seat.role != seats.STANDBY
    if not own or found.shift.elder_id is None or not visiting:
        return None
    rules = seat_claims.service_rules(session, actor.community_id, now)
    over = found.shift.ends_at + timedelta(hours=rules.address_hours) < now
    if over or found.shift.state == "cancelled":
        return None
    row = session.get_one(Elder, found.shift.elder_id)
    if str(found.volunteer.id) in row.vetoes:
        return None
    phone = None if row.phone_cipher is None else vault.open_sealed(row.phone_cipher, "elder.phone", row.id)
    return Visit(
        vault.open_sealed(row.name_cipher, "elder.name", row.id),
        phone,
        vault.open_sealed(row.address_cipher, "elder.address", row.id),
    )
