"""Calendars that people subscribe to: of a room, of a facility, and their own under a secret address.

What they tell is public or nobody's: where and when, the category, and a title only of groups that want to be known.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import audit, calendar, queries
from scheduler.actors import Actor
from scheduler.errors import NotAllowed, NotFound
from scheduler.ids import new_id
from scheduler.models import Community, Feed
from scheduler.queries.calendars import Booked, Held
from scheduler.queries.rooms import House
from scheduler.translation.sessions import dates_of, span_of_meeting
from scheduler.usecases import own_dates
from scheduler.usecases.access import SECRET_BYTES, hash_of
from scheduler.usecases.agendas import AHEAD, BEHIND, Event
from scheduler.usecases.agendas import Agenda as Agenda


def of_place(
    session: Session, *, now: datetime, facility_id: UUID | None = None, room_id: UUID | None = None
) -> Agenda:
    """The public calendar of a facility, or of one of its rooms (with the hall that it is a part of).

    Raises
    ------
    NotFound
        If there is no such place.
    """
    place = queries.rooms.place(session, facility_id, room_id)
    if place is None:
        raise NotFound()
    facility, room = place
    community = queries.community.one(session, facility.community_id)
    house = queries.rooms.house_of(session, community.id, only=[facility.id])
    rooms = set(house.rooms_by_code)
    if room is not None:
        atoms = {atom.id for atom in house.atoms[room.id]}
        rooms = {one.code for one in house.rooms if not atoms.isdisjoint(atom.id for atom in house.atoms[one.id])}
    held = queries.calendars.held_rooms(session, community.id, (now - BEHIND).date())
    ids = [house.rooms_by_code[code].id for code in rooms]
    booked = queries.calendars.booked_rooms(session, ids, now - BEHIND, now + AHEAD)
    named = facility if room is None else room
    events = _events(community, house, held, booked, now, rooms)
    return Agenda((named.name_zh, named.name_en), community.zone, events)


def own(session: Session, *, secret: str, now: datetime) -> Agenda:
    """The calendar of the person of a secret address: rights to rooms and spaces, bookings, shifts.

    Raises
    ------
    NotFound
        If the address never was, or was revoked.
    """
    feed = queries.calendars.feed_by_hash(session, hash_of(secret))
    if feed is None:
        raise NotFound()
    return of_member(session, feed.community_id, feed.member_id, now)


def of_member(session: Session, community_id: UUID, member_id: UUID, now: datetime) -> Agenda:
    """All that somebody has on dates: rights to rooms and spaces, bookings, shifts."""
    community = queries.community.one(session, community_id)
    member = queries.community.member(session, community.id, member_id)
    organisation = None if member is None else member.organisation_id
    rows = queries.registrations.holding_rooms(session, member_id, organisation)
    held = queries.calendars.held_rooms(session, community.id, (now - BEHIND).date(), [row.id for row in rows])
    booked = queries.calendars.booked_by(session, member_id, now - BEHIND, now + AHEAD)
    house = queries.rooms.house_of(session, community.id)
    events = _events(community, house, held, booked, now, set(house.rooms_by_code))
    events += own_dates.of_member(session, community, member_id, now - BEHIND, now + AHEAD)
    events.sort(key=_in_time)
    return Agenda((community.name_zh, community.name_en), community.zone, events)


def _events(
    community: Community,
    house: House,
    held: Iterable[Held],
    booked: Iterable[Booked],
    now: datetime,
    rooms: set[str],
) -> list[Event]:
    found = [*_of_rights(community, house, held, now, rooms), *_of_bookings(house, booked)]
    return sorted(found, key=_in_time)


def _in_time(event: Event) -> tuple[datetime, str]:
    return event.starts_at, event.uid


def _of_rights(
    community: Community, house: House, held: Iterable[Held], now: datetime, rooms: set[str]
) -> Iterator[Event]:
    first, last = (calendar.date_of(moment, community.zone) for moment in (now - BEHIND, now + AHEAD))
    for right in held:
        category, title = str(right.section.get("category", "other")), str(right.section.get("title", ""))
        for day, room, start, end in dates_of(right.sessions):
            if room in rooms and first <= day <= last:
                since, until = span_of_meeting(day, start, end, community.zone)
                uid = f"{right.allocation_id}-{day.isoformat()}-{start.replace(':', '')}"
                yield Event(uid, since, until, category, (title, title), _place(house, room))


def _of_bookings(house: House, booked: Iterable[Booked]) -> Iterator[Event]:
    for row in booked:
        place = (row.site or "", row.site or "") if row.room is None else _place(house, row.room)
        category = row.category or ("parking" if row.site else "other")
        yield Event(str(row.booking_id), row.starts_at, row.ends_at, category, ("", ""), place)


def _place(house: House, code: str) -> tuple[str, str]:
    room = house.rooms_by_code[code]
    facility = house.facilities_by_id[room.facility_id]
    return f"{facility.name_zh} {room.name_zh}", f"{facility.name_en}, {room.name_en}"


# ---- secret addresses


def subscribe(session: Session, *, actor: Actor, now: datetime) -> tuple[Feed, str]:
    """A new secret address of one's own calendar; the secret is told once.

    Raises
    ------
    NotAllowed
        For who is no resident.
    """
    if actor.member_id is None:
        raise NotAllowed("not_for_this_role")
    secret = secrets.token_urlsafe(SECRET_BYTES)
    row = Feed(
        id=new_id(),
        community_id=actor.community_id,
        member_id=actor.member_id,
        secret_hash=hash_of(secret),
        created_at=now,
    )
    session.add(row)
    session.flush()
    audit.record(session, row.community_id, actor.name, "feed.add", "feed", row.id, now)
    return row, secret


def listed(session: Session, *, actor: Actor) -> list[Feed]:
    """One's own secret addresses, the newest first."""
    return [] if actor.member_id is None else queries.calendars.feeds_of(session, actor.member_id)


def revoke(session: Session, *, actor: Actor, feed_id: UUID, now: datetime) -> Feed:
    """End a secret address of one's own for good; once is enough.

    Raises
    ------
    NotFound
        If there is none.
    """
    row = session.get(Feed, feed_id)
    if row is None or actor.member_id is None or row.member_id != actor.member_id:
        raise NotFound()
    if row.revoked_at is None:
        row.revoked_at = now
        audit.record(session, row.community_id, actor.name, "feed.revoke", "feed", row.id, now)
    return row
