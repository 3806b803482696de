"""What a search for a room looks at: the wish, the facilities, and rooms as they are told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import calendar, queries
from scheduler.actors import Actor
from scheduler.covenant import CovenantSettings
from scheduler.errors import NotFound
from scheduler.models import Facility
from scheduler.queries.room_uses import Use
from scheduler.translation.room_days import facility_days
from scheduler.translation.room_judging import Judge
from scheduler.translation.room_openings import Ask, Place
from scheduler.translation.walks import metres
from scheduler.usecases import room_claims
from scheduler.usecases.bookings import Span


@dataclass(frozen=True, slots=True)
class Wish:
    """What is looked for: at a `span`, or for some `minutes` at any time of a `day`; `near` is a point on the map."""

    ask: Ask
    span: Span | None = None
    day: date | None = None
    minutes: int = 60
    facility_id: UUID | None = None
    near: tuple[float, float] | None = None
    near_facility_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class FreeRoom:
    """A room with the spans in which it could be had; `kind` of an alternative tells how it differs from the wish."""

    facility_id: UUID
    facility_code: str
    facility_zh: str
    facility_en: str
    room: Place
    metres: int | None
    needs_staff: bool
    spans: Sequence[Span]
    kind: str = "as_asked"


@dataclass(frozen=True, slots=True)
class Found:
    """Rooms that are free, the nearest first; else alternatives, and how many rooms each rule was against."""

    rooms: Sequence[FreeRoom]
    alternatives: Sequence[FreeRoom] = ()
    reasons: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Looking:
    """One search: the community's facilities, by what they are judged, and where from they are looked at."""

    session: Session
    facilities: Sequence[Facility]
    rules: CovenantSettings
    zone: str
    wish: Wish
    origin: tuple[float, float] | None
    now: datetime

    def judges(self, day: date) -> list[Judge]:
        """Every facility on a date, with what is in use."""
        since = calendar.instant_of(day, 0, self.zone)
        until = calendar.instant_of(day + timedelta(days=1), 0, self.zone)
        community = self.facilities[0].community_id if self.facilities else UUID(int=0)
        uses: dict[UUID, list[Use]] = {}
        found = queries.room_uses.uses(self.session, "community", community, since, until)
        if self.wish.ask.equipment:
            found += queries.room_uses.lent_alone(self.session, "community", community, since, until)
        for use in found:
            uses.setdefault(use.facility_id, []).append(use)
        days = facility_days(self.session, self.facilities, [day], self.rules.rooms)
        return [Judge(days[one.id, day], uses.get(one.id, []), self.zone) for one in self.facilities]

    def shown(self, judge: Judge, place: Place, spans: Sequence[Span], kind: str = "as_asked") -> FreeRoom:
        """A room as it is told."""
        day = judge.day
        far = None if self.origin is None or day.point is None else metres(self.origin, day.point)
        staff = judge.needs_staff(place.code, spans[0].starts_at, spans[0].ends_at)
        return FreeRoom(day.id, day.code, day.name_zh, day.name_en, place, far, staff, spans, kind)

    def is_asked(self, judge: Judge) -> bool:
        """Whether a facility is the one that was asked for, if one was."""
        return self.wish.facility_id in (None, judge.day.id)


def looking_for(session: Session, actor: Actor, wish: Wish, now: datetime) -> Looking:
    """A search by somebody.

    Raises
    ------
    NotFound, Conflict
        No such facility; no covenant.
    """
    covenant = queries.community.covenant_in_force(session, actor.community_id, now)
    rules = room_claims.rules_of(None if covenant is None else covenant.settings)
    facilities = queries.rooms.facilities_of(session, actor.community_id)
    by_id = {one.id: one for one in facilities}
    if not {wish.facility_id, wish.near_facility_id} <= {None, *by_id}:
        raise NotFound()
    near = by_id.get(wish.near_facility_id) if wish.near_facility_id is not None else None
    origin = wish.near
    if near is not None and near.latitude is not None and near.longitude is not None:
        origin = (near.latitude, near.longitude)
    zone = queries.community.one(session, actor.community_id).zone
    return Looking(session, facilities, rules, zone, wish, origin, now)


def nearest_first(rooms: Sequence[FreeRoom]) -> list[FreeRoom]:
    """The nearest first, then the smallest that will do, then the soonest."""
    return sorted(
        rooms,
        key=lambda one: (
            one.metres if one.metres is not None else 0,
            one.room.capacity,
            one.spans[0].starts_at,
            one.room.code,
        ),
    )
