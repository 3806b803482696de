"""What a review of a period counts: who had what, who asked in vain and why, what went wrong, what was changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from scheduler.models import (
    Allocation,
    AuditEntry,
    Booking,
    CurrentPublication,
    Dispute,
    Occupation,
    Publication,
    PublicationRow,
    Registration,
    Room,
    Round,
    Seat,
    Shift,
    Space,
    Violation,
)
from scheduler.queries.bookings import LONGEST


@dataclass(frozen=True, slots=True)
class Span:
    """So many spaces or rooms taken between two instants."""

    starts_at: datetime
    ends_at: datetime
    count: int


@dataclass(frozen=True, slots=True)
class Place:
    """What a review is about: the whole community, one of its sites, or one of its facilities."""

    community_id: UUID
    site_id: UUID | None = None
    facility_id: UUID | None = None


def spaces_taken(session: Session, place: Place, since: datetime, until: datetime) -> list[Span]:
    """Uses of spaces that touch a period, equal ones counted."""
    here = [Space.community_id == place.community_id]
    here += [] if place.site_id is None else [Space.site_id == place.site_id]
    return _taken(session, Space, here, since, until)


def rooms_taken(session: Session, place: Place, since: datetime, until: datetime) -> list[Span]:
    """Uses of undivided rooms that touch a period, equal ones counted."""
    here = [Room.community_id == place.community_id]
    here += [] if place.facility_id is None else [Room.facility_id == place.facility_id]
    return _taken(session, Room, here, since, until)


def _taken(
    session: Session,
    asset: type[Space] | type[Room],
    here: Sequence[ColumnElement[bool]],
    since: datetime,
    until: datetime,
) -> list[Span]:
    wanted = (
        select(Occupation.starts_at, Occupation.ends_at, func.count())
        .join(asset, asset.resource_id == Occupation.resource_id)
        .where(*here, Occupation.active)
        .where(Occupation.starts_at > since - LONGEST, Occupation.starts_at < until, Occupation.ends_at > since)
        .group_by(Occupation.starts_at, Occupation.ends_at)
    )
    return [Span(*row) for row in session.execute(wanted)]


def rounds(session: Session, community: UUID, first: date, last: date) -> list[Round]:
    """Rounds whose dates of use touch a period, but drafts and cancelled ones."""
    wanted = select(Round).where(
        Round.community_id == community,
        Round.use_first <= last,
        Round.use_last >= first,
        Round.state.not_in(("draft", "cancelled")),
    )
    return list(session.execute(wanted.order_by(Round.use_first, Round.id)).scalars())


def asked(session: Session, rounds: Sequence[UUID], home: UUID | None) -> dict[str, dict[str, int]]:
    """How many registrations of rounds are in which state, by domain; of people of one site where it is named."""
    wanted = (
        select(Round.domain, Registration.state, func.count())
        .join(Round, Round.id == Registration.round_id)
        .where(Registration.round_id.in_(rounds), Registration.state.not_in(("draft", "withdrawn")))
        .group_by(Round.domain, Registration.state)
    )
    if home is not None:
        wanted = wanted.where(Registration.home_site_id == home)
    found: dict[str, dict[str, int]] = {}
    for domain, state, count in session.execute(wanted):
        found.setdefault(domain, {})[state] = int(count)
    return found


def in_force(session: Session, rounds: Sequence[UUID]) -> list[UUID]:
    """The versions of the notices that are in force, of rounds that have one."""
    wanted = select(CurrentPublication.publication_id).where(CurrentPublication.round_id.in_(rounds))
    return list(session.execute(wanted.order_by(CurrentPublication.publication_id)).scalars())


def refused_for(session: Session, versions: Sequence[UUID], home: UUID | None) -> list[tuple[str, str, int]]:
    """Domain and first reason of the lines of versions of notices that were not served, and how many there are."""
    rule = func.coalesce(PublicationRow.reasons[0]["rule"].as_string(), "").label("rule")
    wanted = (
        select(Round.domain, rule, func.count())
        .join(Publication, Publication.id == PublicationRow.publication_id)
        .join(Round, Round.id == Publication.round_id)
        .where(Publication.id.in_(versions), PublicationRow.outcome != "allocated")
        .group_by(Round.domain, rule)
        .order_by(Round.domain, func.count().desc(), rule)
    )
    if home is not None:
        wanted = wanted.join(Registration, Registration.id == PublicationRow.registration_id)
        wanted = wanted.where(Registration.home_site_id == home)
    return [(row[0], row[1], int(row[2])) for row in session.execute(wanted)]


def rights_held(session: Session, rounds: Sequence[UUID], site: UUID) -> int:
    """How many rights of rounds are held at a site."""
    wanted = select(func.count()).where(
        Allocation.round_id.in_(rounds), Allocation.site_id == site, Allocation.state == "held"
    )
    return session.execute(wanted).scalar_one()


def no_shows(session: Session, place: Place, since: datetime, until: datetime) -> dict[str, int]:
    """Bookings of rooms that nobody came to, and volunteers who were absent without excuse."""
    rooms = (
        select(func.count())
        .select_from(Booking)
        .join(Room, Room.resource_id == Booking.resource_id)
        .where(
            Booking.community_id == place.community_id,
            Booking.state == "no_show",
            Booking.starts_at >= since,
            Booking.starts_at < until,
        )
    )
    if place.facility_id is not None:
        rooms = rooms.where(Room.facility_id == place.facility_id)
    seats = (
        select(func.count())
        .select_from(Seat)
        .join(Shift, Shift.id == Seat.shift_id)
        .where(
            Seat.community_id == place.community_id,
            Seat.state == "absent",
            Shift.starts_at >= since,
            Shift.starts_at < until,
        )
    )
    counted = {"bookings": int(session.execute(rooms).scalar_one())} if place.site_id is None else {}
    if place.site_id is None and place.facility_id is None:
        counted["seats"] = int(session.execute(seats).scalar_one())
    return counted


def violations(session: Session, place: Place, since: datetime, until: datetime) -> dict[str, int]:
    """Violations of a period by kind, those that were waived left out and told as "waived"."""
    wanted = (
        select(Violation.kind, Violation.state, func.count())
        .where(Violation.community_id == place.community_id, Violation.at >= since, Violation.at < until)
        .group_by(Violation.kind, Violation.state)
    )
    if place.site_id is not None:
        wanted = wanted.where(Violation.site_id == place.site_id)
    found: dict[str, int] = {}
    for kind, state, count in session.execute(wanted):
        name = "waived" if state == "waived" else kind
        found[name] = found.get(name, 0) + int(count)
    return found


def disputes(session: Session, place: Place, since: datetime, until: datetime) -> list[tuple[str, str, int]]:
    """Cases that were opened in a period, by what they are about and where they stand."""
    wanted = (
        select(Dispute.about, Dispute.state, func.count())
        .where(Dispute.community_id == place.community_id, Dispute.opened_at >= since, Dispute.opened_at < until)
        .group_by(Dispute.about, Dispute.state)
        .order_by(Dispute.about, Dispute.state)
    )
    if place.site_id is not None:
        wanted = wanted.where(Dispute.site_id == place.site_id)
    return [(row[0], row[1], int(row[2])) for row in session.execute(wanted)]


def changes(
    session: Session, community: UUID, actions: Sequence[str], since: datetime, until: datetime, subject: UUID | None
) -> list[tuple[datetime, str]]:
    """When what was changed in a period, of kinds that a meeting wants to hear of; of one thing where it is named."""
    of: list[ColumnElement[bool]] = [] if subject is None else [AuditEntry.subject_id == str(subject)]
    wanted = (
        select(AuditEntry.at, AuditEntry.action)
        .where(
            AuditEntry.community_id == community,
            AuditEntry.action.in_(actions),
            AuditEntry.at >= since,
            AuditEntry.at < until,
            *of,
        )
        .order_by(AuditEntry.seq)
    )
    return [(row[0], row[1]) for row in session.execute(wanted)]
