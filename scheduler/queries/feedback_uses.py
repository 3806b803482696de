"""Uses of a person that are over, and the names of what can be given stars."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Text, cast, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from scheduler.models import (
    Allocation,
    Booking,
    Facility,
    Feedback,
    Occupation,
    Organisation,
    Registration,
    Resource,
    Room,
    Round,
    Seat,
    Shift,
    Site,
    Space,
    Volunteer,
)
from scheduler.queries.feedback import Used
from scheduler.queries.rounds import A_DAY

BUFFER = timedelta(days=1)
"""By which the dated rows of a booking may last longer than it: no set-up, clearing or guard takes a day."""
Places = Mapping[UUID, tuple[frozenset[UUID], frozenset[UUID], datetime]]
"""Sites and rooms of each use, and when its last dated row that is over ended."""


class Named(NamedTuple):
    """What something is called, in both languages; what it is part of, where it is a part."""

    name_zh: str
    name_en: str
    of_zh: str = ""
    of_en: str = ""
    on: Any = None


def of_member(
    session: Session, community: UUID, member_id: UUID, mark: str | None, since: datetime, now: datetime
) -> dict[UUID, Used]:
    """Rights, bookings and seats of a person that were used since an instant, by id; rights of their groups as well."""
    found = {
        **_rights(session, _own_rights(session, member_id), since, now),
        **_bookings(session, member_id, since, now),
    }
    if mark is not None:
        found |= _rights(session, _rights_of_groups(session, community, mark, since), since, now)
    return {**found, **_seats(session, community, member_id, since)}


def given_by(session: Session, member_id: UUID) -> set[tuple[UUID, str]]:
    """Uses that somebody gave stars for, each with what of it."""
    wanted = select(Feedback.use_id, Feedback.subject).where(Feedback.member_id == member_id)
    return {(use, subject) for use, subject in session.execute(wanted)}


def names(session: Session, community: UUID, wanted: Iterable[tuple[str, UUID]]) -> dict[tuple[str, UUID], Named]:
    """What sites, rooms, organisations and shifts are called."""
    ids: dict[str, set[UUID]] = defaultdict(set)
    for subject, subject_id in wanted:
        ids[subject].add(subject_id)
    found: dict[tuple[str, UUID], Named] = {}
    for site in session.execute(select(Site).where(Site.community_id == community, Site.id.in_(ids["site"]))).scalars():
        found["site", site.id] = Named(site.name_zh, site.name_en)
    rooms = select(Room, Facility).join(Facility, Facility.id == Room.facility_id)
    for room, house in session.execute(rooms.where(Room.community_id == community, Room.id.in_(ids["room"]))):
        found["room", room.id] = Named(room.name_zh, room.name_en, house.name_zh, house.name_en)
    groups = select(Organisation).where(Organisation.community_id == community)
    for group in session.execute(groups.where(Organisation.id.in_(ids["organisation"]))).scalars():
        found["organisation", group.id] = Named(group.name, group.name)
    for shift in session.execute(
        select(Shift).where(Shift.community_id == community, Shift.id.in_(ids["shift"]))
    ).scalars():
        found["shift", shift.id] = Named(shift.title_zh, shift.title_en, on=shift.date)
    return found


def _own_rights(session: Session, member_id: UUID) -> list[tuple[UUID, Registration]]:
    wanted = (
        select(Allocation.id, Registration)
        .join(Registration, Registration.id == Allocation.registration_id)
        .where(Registration.member_id == member_id, Allocation.state != "prepared")
    )
    return [(right, row) for right, row in session.execute(wanted)]


def _rights_of_groups(session: Session, community: UUID, mark: str, since: datetime) -> list[tuple[UUID, Registration]]:
    """Rights of organisations in whose groups somebody is."""
    wanted = (
        select(Allocation.id, Registration)
        .join(Registration, Registration.id == Allocation.registration_id)
        .join(Round, Round.id == Registration.round_id)
        .where(
            Registration.community_id == community,
            Registration.organisation_id.is_not(None),
            # What holds the mark anywhere is looked at more closely: sections of a street take long to read.
            cast(Registration.section, Text).contains(mark, autoescape=True),
            Round.use_last >= (since - A_DAY).date(),
            Allocation.state != "prepared",
        )
    )
    return [(right, row) for right, row in session.execute(wanted) if mark in _marks(row)]


def _marks(row: Registration) -> frozenset[str]:
    section = row.section or {}
    return frozenset([*section.get("members", []), *([section["leader"]] if section.get("leader") else [])])


def _rights(
    session: Session, rows: Collection[tuple[UUID, Registration]], since: datetime, now: datetime
) -> dict[UUID, Used]:
    places = _places(session, Occupation.allocation_id, [right for right, _ in rows], since, now)
    return {
        right: Used(row.member_id, row.organisation_id, *places[right][:2], frozenset(), places[right][2], _marks(row))
        for right, row in rows
        if right in places
    }


def _bookings(session: Session, member_id: UUID, since: datetime, now: datetime) -> dict[UUID, Used]:
    wanted = select(Booking).where(
        Booking.member_id == member_id,
        Booking.state == "confirmed",
        Booking.ends_at >= since - BUFFER,
        Booking.ends_at <= now,
    )
    rows = {row.id: row for row in session.execute(wanted).scalars()}
    places = _places(session, Occupation.booking_id, list(rows), since, now)
    return {
        use: Used(member_id, rows[use].organisation_id, sites, rooms, frozenset(), ended)
        for use, (sites, rooms, ended) in places.items()
    }


def _seats(session: Session, community: UUID, member_id: UUID, since: datetime) -> dict[UUID, Used]:
    wanted = (
        select(Seat.id, Seat.shift_id, Shift.ends_at)
        .join(Volunteer, Volunteer.id == Seat.volunteer_id)
        .join(Shift, Shift.id == Seat.shift_id)
        .where(Volunteer.member_id == member_id, Seat.community_id == community)
        .where(Seat.state == "done", Shift.ends_at >= since)
    )
    return {
        seat: Used(member_id, None, frozenset(), frozenset(), frozenset([shift]), ended)
        for seat, shift, ended in session.execute(wanted)
    }


def _places(
    session: Session, column: InstrumentedAttribute[Any], uses: Collection[UUID], since: datetime, now: datetime
) -> Places:
    """Where uses were, of those that ended last since an instant."""
    if not uses:
        return {}
    wanted = (
        select(column, Resource.kind, Resource.subject_id, Space.site_id, func.max(Occupation.ends_at))
        .join(Resource, Resource.id == Occupation.resource_id)
        .outerjoin(Space, Space.resource_id == Resource.id)
        .where(column.in_(uses), Occupation.active, Occupation.ends_at <= now)
        .group_by(column, Resource.kind, Resource.subject_id, Space.site_id)
    )
    rows: dict[UUID, list[Any]] = defaultdict(list)
    for use, *row in session.execute(wanted):
        rows[use].append(row)
    found = {
        use: (
            frozenset(site for _, _, site, _ in parts if site is not None),
            frozenset(subject for kind, subject, _, _ in parts if kind == "room"),
            max(ended for *_, ended in parts),
        )
        for use, parts in rows.items()
    }
    return {use: place for use, place in found.items() if place[2] >= since}
