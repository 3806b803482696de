"""When facilities and rooms may be used: windows and closures; who is in the way of a closure is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import calendar, queries
from scheduler.actors import Actor
from scheduler.errors import NotFound, Rejected
from scheduler.ids import new_id
from scheduler.models import Facility, FacilityClosure, FacilityWindow
from scheduler.translation.room_rules import check_closure, check_window
from scheduler.usecases import facilities, room_freeing
from scheduler.usecases.facilities import touch

OF_A_FACILITY = ("open", "seniors")
OF_A_ROOM = ("open", "staffed", "approval")
CLOSURES = ("closure", "suspension")
MOST_WINDOWS = 50


@dataclass(frozen=True, slots=True)
class HoursTerms:
    """A rule of the clock of a facility or room."""

    purpose: str
    start: str
    end: str
    days: str = "every"
    season: str = "any"
    weekdays: Sequence[int] = ()
    first: date | None = None
    last: date | None = None


def set_windows(
    session: Session,
    *,
    actor: Actor,
    facility_id: UUID,
    version: int,
    windows: Sequence[HoursTerms],
    now: datetime,
    room_id: UUID | None = None,
) -> Facility:
    """Replace all windows of a facility, or of one of its rooms; bookings made before stand.

    Raises
    ------
    NotFound, NotAllowed, Stale, Rejected
        No such facility or room; not for this person; changed meanwhile; the first window that cannot be.
    """
    facility = facilities.versioned(session, actor, facility_id, version)
    _own_room(session, facility, room_id)
    if len(windows) > MOST_WINDOWS:
        raise Rejected("out_of_range", "windows", len(windows), f"at most {MOST_WINDOWS} windows")
    rows = [_window(facility.id, room_id, at, terms) for at, terms in enumerate(windows)]
    queries.rooms.drop_windows(session, facility.id, room_id)
    session.add_all(rows)
    touch(session, actor, facility, "facility.set_windows", now, count=len(rows))
    return facility


def close(
    session: Session, *, actor: Actor, facility_id: UUID, version: int, terms: Mapping[str, Any], now: datetime
) -> FacilityClosure:
    """Close a facility or a room on some dates; single bookings that fall into it are cancelled, their people told why.

    `terms` are `first`, `last`, `start`, `end`, `kind`, `reason`, `room_id`.

    Raises
    ------
    NotFound, NotAllowed, Stale, Rejected
        No such facility or room; not for this person; changed meanwhile; a value that cannot be.
    """
    facility = facilities.versioned(session, actor, facility_id, version)
    room_id, kind = terms.get("room_id"), terms.get("kind", "closure")
    _own_room(session, facility, room_id)
    if kind not in CLOSURES:
        raise Rejected("not_offered", "kind", kind, ", ".join(CLOSURES))
    row = FacilityClosure(
        id=new_id(),
        facility_id=facility.id,
        room_id=room_id,
        first=terms["first"],
        last=terms["last"],
        start_clock=terms.get("start", "00:00"),
        end_clock=terms.get("end", "24:00"),
        kind=kind,
        reason=terms.get("reason", ""),
    )
    check_closure(row)
    session.add(row)
    details = {"first": row.first.isoformat(), "last": row.last.isoformat()}
    touch(session, actor, facility, "facility.close", now, **details)
    since, until = _dates(session, row)
    room_freeing.cancel_shut_out(session, actor, facility, max(since, now), until, row.reason, now)
    return row


def reopen(session: Session, *, actor: Actor, facility_id: UUID, closure_id: UUID, now: datetime) -> Facility:
    """Take a closure back; what comes free is offered to those who wait for it.

    Raises
    ------
    NotFound, NotAllowed
        No such facility or closure; not for this person.
    """
    facility = facilities.locked(session, actor, facility_id)
    row = session.get(FacilityClosure, closure_id)
    if row is None or row.facility_id != facility.id:
        raise NotFound()
    session.delete(row)
    details = {"first": row.first.isoformat(), "last": row.last.isoformat()}
    touch(session, actor, facility, "facility.reopen", now, **details)
    room_freeing.offer(session, facility, *_dates(session, row), now)
    return facility


def _dates(session: Session, row: FacilityClosure) -> tuple[datetime, datetime]:
    """The instants between which a closure lies; one that goes beyond midnight ends on the day after."""
    facility = session.get_one(Facility, row.facility_id)
    zone = queries.community.one(session, facility.community_id).zone
    after = row.last + timedelta(days=2)
    return calendar.instant_of(row.first, 0, zone), calendar.instant_of(after, 0, zone)


def _own_room(session: Session, facility: Facility, room_id: UUID | None) -> None:
    if room_id is not None:
        room = queries.rooms.room(session, facility.community_id, room_id)
        if room is None or room.facility_id != facility.id:
            raise NotFound()


def _window(facility_id: UUID, room_id: UUID | None, at: int, terms: HoursTerms) -> FacilityWindow:
    offered = OF_A_FACILITY if room_id is None else OF_A_ROOM
    if terms.purpose not in offered:
        raise Rejected("not_offered", f"windows.{at}.purpose", terms.purpose, ", ".join(offered))
    row = FacilityWindow(
        id=new_id(),
        facility_id=facility_id,
        room_id=room_id,
        purpose=terms.purpose,
        position=at,
        days=terms.days,
        season=terms.season,
        weekdays=list(terms.weekdays),
        first=terms.first,
        last=terms.last,
        start_clock=terms.start,
        end_clock=terms.end,
    )
    check_window(row, f"windows.{at}")
    return row
