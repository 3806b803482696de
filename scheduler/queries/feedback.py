"""What people think of sites, rooms, organisations and shifts, and the uses by which they may say so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, case, delete, func, select
from sqlalchemy.orm import Session

from scheduler.models import (
    Allocation,
    Booking,
    Feedback,
    Occupation,
    Registration,
    Resource,
    Seat,
    Shift,
    Space,
    Volunteer,
)
from scheduler.queries.paging import part_of


class Used(NamedTuple):
    """A use that is over, at least in part: whose it was, of what, and when it ended last.

    `marks` are those of the group that used it.
    """

    member_id: UUID
    organisation_id: UUID | None
    sites: frozenset[UUID]
    rooms: frozenset[UUID]
    shifts: frozenset[UUID]
    ended_at: datetime
    marks: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Rating:
    """Stars that something was given: answers, by how many people, their sum, and how many of each from one to five."""

    subject: str
    subject_id: UUID
    count: int
    people: int
    total: int
    stars: tuple[int, ...]


def used(session: Session, community: UUID, use_id: UUID, now: datetime) -> Used | None:
    """A use by its id: a right, a booking or a seat; None where there is none, or none of it is over yet."""
    return (
        _right(session, community, use_id, now)
        or _booking(session, community, use_id, now)
        or _seat(session, community, use_id)
    )


def _right(session: Session, community: UUID, use_id: UUID, now: datetime) -> Used | None:
    right = session.get(Allocation, use_id)
    if right is None or right.community_id != community:
        return None
    places, ended = _places(session, Occupation.allocation_id == use_id, now)
    if ended is None:
        return None
    row = session.get_one(Registration, right.registration_id)
    section = row.section or {}
    marks = frozenset([*section.get("members", []), *([section["leader"]] if section.get("leader") else [])])
    return Used(row.member_id, row.organisation_id, *places, frozenset(), ended, marks)


def _booking(session: Session, community: UUID, use_id: UUID, now: datetime) -> Used | None:
    booking = session.get(Booking, use_id)
    if booking is None or booking.community_id != community or booking.state != "confirmed":
        return None
    places, ended = _places(session, Occupation.booking_id == use_id, now)
    if ended is None:
        return None
    return Used(booking.member_id, booking.organisation_id, *places, frozenset(), ended)


def _seat(session: Session, community: UUID, use_id: UUID) -> Used | None:
    wanted = (
        select(Seat.shift_id, Volunteer.member_id, Shift.ends_at)
        .join(Volunteer, Volunteer.id == Seat.volunteer_id)
        .join(Shift, Shift.id == Seat.shift_id)
        .where(Seat.id == use_id, Seat.community_id == community, Seat.state == "done")
    )
    found = session.execute(wanted).one_or_none()
    return None if found is None else Used(found[1], None, frozenset(), frozenset(), frozenset([found[0]]), found[2])


def _places(
    session: Session, whose: ColumnElement[bool], now: datetime
) -> tuple[tuple[frozenset[UUID], frozenset[UUID]], datetime | None]:
    """Sites and rooms of dated rows that are over, and when the last of them ended."""
    wanted = (
        select(Resource.kind, Resource.subject_id, Space.site_id, func.max(Occupation.ends_at))
        .join(Resource, Resource.id == Occupation.resource_id)
        .outerjoin(Space, Space.resource_id == Resource.id)
        .where(whose, Occupation.active, Occupation.ends_at <= now)
        .group_by(Resource.kind, Resource.subject_id, Space.site_id)
    )
    rows = session.execute(wanted).all()
    sites = frozenset(site for _, _, site, _ in rows if site is not None)
    rooms = frozenset(subject for kind, subject, _, _ in rows if kind == "room")
    return (sites, rooms), max((ended for *_, ended in rows), default=None)


def add(session: Session, row: Feedback) -> None:
    """Write what somebody thinks."""
    session.add(row)
    session.flush()


def given(session: Session, member_id: UUID, use_id: UUID, subject: str) -> Feedback | None:
    """What somebody said of a use already."""
    wanted = select(Feedback).where(
        Feedback.member_id == member_id, Feedback.use_id == use_id, Feedback.subject == subject
    )
    return session.execute(wanted).scalar_one_or_none()


def one(session: Session, community: UUID, feedback_id: UUID) -> Feedback | None:
    """One of the community, kept from other writers until the transaction ends."""
    wanted = select(Feedback).where(Feedback.id == feedback_id, Feedback.community_id == community)
    return session.execute(wanted.with_for_update().execution_options(populate_existing=True)).scalar_one_or_none()


def part(
    session: Session,
    community: UUID,
    last: UUID | None,
    limit: int,
    member_id: UUID | None = None,
    sites: Sequence[UUID] | None = None,
) -> list[Feedback]:
    """What was said, newest first; by a person, or of some sites only."""
    wanted = select(Feedback).where(Feedback.community_id == community)
    if member_id is not None:
        wanted = wanted.where(Feedback.member_id == member_id)
    if sites is not None:
        wanted = wanted.where(Feedback.subject == "site", Feedback.subject_id.in_(sites))
    return list(session.execute(part_of(wanted, Feedback.id, last, limit, newest=True)).scalars())


def ratings(
    session: Session, community: UUID, since: datetime | None = None, until: datetime | None = None
) -> list[Rating]:
    """Stars by what they are of, hidden answers left out; of a period where it is named."""
    each = [func.sum(case((Feedback.stars == star, 1), else_=0)) for star in range(1, 6)]
    wanted = (
        select(
            Feedback.subject,
            Feedback.subject_id,
            func.count(),
            func.count(Feedback.member_id.distinct()),
            func.sum(Feedback.stars),
            *each,
        )
        .where(Feedback.community_id == community, Feedback.hidden_at.is_(None))
        .group_by(Feedback.subject, Feedback.subject_id)
        .order_by(Feedback.subject, Feedback.subject_id)
    )
    if since is not None:
        wanted = wanted.where(Feedback.given_at >= since)
    if until is not None:
        wanted = wanted.where(Feedback.given_at < until)
    rows = session.execute(wanted).all()
    return [Rating(row[0], row[1], int(row[2]), int(row[3]), int(row[4]), tuple(map(int, row[5:]))) for row in rows]


def sweep(session: Session, community: UUID, before: datetime) -> int:
    """Throw away what was said before an instant; how many answers there were."""
    gone = delete(Feedback).where(Feedback.community_id == community, Feedback.given_at < before)
    return len(session.execute(gone.returning(Feedback.id)).all())
