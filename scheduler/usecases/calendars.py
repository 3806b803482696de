"""Calendars that people subscribe to: of a room, of a facility, and their own under a secret address.

What they tell is public or nobody's: where and when, the category, and a title only of groups that want to be known.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import audit, calendar, queries
from scheduler.actors import Actor
from scheduler.errors import NotAllowed, NotFound
from scheduler.ids import new_id
from scheduler.models import Community, Feed
from scheduler.queries.calendars import Booked, Held
from scheduler.translation.sessions import dates_of, span_of_meeting
from scheduler.usecases import own_dates
from scheduler.usecases.access import SECRET_BYTES, hash_of
from scheduler.usecases.agendas import AHEAD, BEHIND, Event
from scheduler.usecases.agendas import Agenda as Agenda

Names = Mapping[str, tuple[str, str]]
"""What rooms are called, in Chinese and English, by code."""


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
    held = queries.calendars.held_rooms(session, community.id, calendar.date_of(now - BEHIND, community.zone))
    ids = [house.rooms_by_code[code].id for code in rooms]
    booked = queries.calendars.booked_rooms(session, ids, now - BEHIND, now + AHEAD)
    named = facility if room is None else room
    names = {code: name for code, name in _named(session, community, held, booked).items() if code in rooms}
    events = sorted(_of_rooms(community, names, held, booked, now), key=_in_time)
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
    sections = [row.id for row in queries.registrations.holding_rooms(session, member_id, organisation)]
    since = calendar.date_of(now - BEHIND, community.zone)
    held = queries.calendars.held_rooms(session, community.id, since, sections) if sections else []
    booked = queries.calendars.booked_by(session, member_id, now - BEHIND, now + AHEAD)
    events = [
        *_of_rooms(community, _named(session, community, held, booked), held, booked, now),
        *own_dates.of_member(session, community, member_id, now - BEHIND, now + AHEAD),
    ]
    return Agenda((community.name_zh, community.name_en), community.zone, sorted(events, key=_in_time))


def _named(session: Session, community: Community, held: Sequence[Held], booked: Sequence[Booked]) -> Names:
    """Names of rooms, where any is told of."""
    if held or any(row.room is not None for row in booked):
        return queries.calendars.rooms_named(session, community.id)
    return {}


def _of_rooms(
    community: Community, names: Names, held: Iterable[Held], booked: Iterable[Booked], now: datetime
) -> Iterator[Event]:
    yield from _of_rights(community, names, held, now)
    yield from _of_bookings(names, booked)


def _in_time(event: Event) -> tuple[datetime, str]:
    return event.starts_at, event.uid


def _of_rights(community: Community, names: Names, held: Iterable[Held], now: datetime) -> Iterator[Event]:
    first, last = (calendar.date_of(moment, community.zone) for moment in (now - BEHIND, now + AHEAD))
    for right in held:
        category, title = str(right.section.get("category", "other")), str(right.section.get("title", ""))
        for day, room, start, end in dates_of(right.sessions):
            if room in names and first <= day <= last:
                since, until = span_of_meeting(day, start, end, community.zone)
                uid = f"{right.allocation_id}-{day.isoformat()}-{start.replace(':', '')}"
                yield Event(uid, since, until, category, (title, title), names[room])


def _of_bookings(names: Names, booked: Iterable[Booked]) -> Iterator[Event]:
    for row in booked:
        place = (row.site or "", row.site or "") if row.room is None else names[row.room]
        category = row.category or ("parking" if row.site else "other")
        yield Event(str(row.booking_id), row.starts_at, row.ends_at, category, ("", ""), place)


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
