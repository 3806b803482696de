"""What speaks against a single use of a room: rules of a plan, who has it, who is loud beside it, what is lent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from scheduler import calendar
from scheduler.queries.room_uses import Use
from scheduler.translation.room_openings import Ask, FacilityDay
from solvers.window import Span, Timetable, merged

TIME_RULES = frozenset({"room_closed", "outside_day", "room_taken", "noisy_neighbours", "equipment_short"})
"""What another time may mend; the other rules speak of the room itself."""


@dataclass(frozen=True)
class Judge:
    """A facility on a date with all that is in use; `but` are bookings that would be given up for the new one."""

    day: FacilityDay
    uses: Sequence[Use]
    zone: str
    but: frozenset[UUID] = frozenset()

    def against(self, code: str, ask: Ask, since: datetime, until: datetime) -> str | None:
        """The first thing that speaks against a room from an instant until another, None if nothing does."""
        rule = self.day.obstacle(code, ask, self.minute(since), self.minute(until))
        return self.in_the_way(code, ask, since, until) if rule is None else rule

    def in_the_way(self, code: str, ask: Ask, since: datetime, until: datetime) -> str | None:
        """The first thing that others have which a use would need, None if there is none."""
        first, last = self.occupied(code, since, until)
        if any(use.starts_at < last and use.ends_at > first for use in self._there(code)):
            return "room_taken"
        if ask.noisy and any(use.since < until and use.until > since for use in self._loud_beside(code)):
            return "noisy_neighbours"
        needed = {name: n for name, n in ask.equipment.items() if name not in self.day.rooms[code].features}
        return "equipment_short" if self.short_of(needed, since, until) else None

    def against_lending(self, ask: Ask, since: datetime, until: datetime) -> str | None:
        """The first thing that speaks against lending equipment without a room."""
        return "equipment_short" if self.short_of(ask.equipment, since, until) else None

    def short_of(self, wanted: Mapping[str, int], since: datetime, until: datetime) -> list[str]:
        """Items of which too few would be left at some moment of a span."""
        out = []
        for name, count in wanted.items():
            lent = [(use.since, use.until, n) for use, n in self._lent(name) if use.since < until and use.until > since]
            # The most are out when somebody has just taken some.
            moments = [since, *(first for first, _, _ in lent if first > since)]
            most = max(sum(n for first, last, n in lent if first <= moment < last) for moment in moments)
            if most + count > self.day.pool.get(name, 0):
                out.append(name)
        return out

    def occupied(self, code: str, since: datetime, until: datetime) -> tuple[datetime, datetime]:
        """From when until when a use holds a room, with the time to set up and to clear."""
        setup, clear = self.day.buffers(code)
        return since - timedelta(minutes=setup), until + timedelta(minutes=clear)

    def needs_staff(self, code: str, since: datetime, until: datetime) -> bool:
        """Whether staff decide on a booking."""
        return self.day.needs_staff(code, self.minute(since), self.minute(until))

    def free(self, code: str, ask: Ask) -> Timetable:
        """Minutes of the day at which nobody has a room and it is open; a use must lie within one of the spans."""
        setup, clear = self.day.buffers(code)
        taken: list[Span] = [
            (self.minute(use.starts_at) - clear, self.minute(use.ends_at) + setup) for use in self._there(code)
        ]
        return tuple(_left(self.day.open_for(code, ask.age_group == "senior"), merged(taken)))

    def minute(self, moment: datetime) -> int:
        """Minute of the day of an instant."""
        return calendar.minute_of(self.day.day, moment, self.zone)

    def instant(self, minute: int) -> datetime:
        """Instant of a minute of the day."""
        return calendar.instant_of(self.day.day, minute, self.zone)

    @property
    def _counted(self) -> Iterator[Use]:
        return (use for use in self.uses if use.booking_id is None or use.booking_id not in self.but)

    def _there(self, code: str) -> Iterable[Use]:
        place = self.day.rooms[code]
        # A hall that was had before it was divided, or a part of it, counts as well as its parts do.
        rooms = {atom.room_id for atom in place.atoms} | {place.id}
        return (use for use in self._counted if use.room_id in rooms)

    def _loud_beside(self, code: str) -> Iterable[Use]:
        beside = self.day.beside[code]
        return (use for use in self._counted if use.noisy and use.room_id in beside)

    def _lent(self, name: str) -> list[tuple[Use, int]]:
        """Uses that have some of an item carried to them; a hall is one use, whatever its parts have."""
        found: dict[object, tuple[Use, set[UUID]]] = {}
        for use in self._counted:
            if use.equipment.get(name):
                rooms = found.setdefault(use.booking_id or (use.allocation_id, use.starts_at), (use, set()))[1]
                rooms.update(() if use.room_id is None else (use.room_id,))
        return [
            (use, use.equipment[name])
            for use, rooms in found.values()
            if name not in self.day.features.get(frozenset(rooms), ())
        ]


def _left(open_: Timetable, taken: Timetable) -> Iterator[Span]:
    for start, end in open_:
        at = start
        for first, last in taken:
            if first >= end:
                break
            if first > at:
                yield at, first
            at = max(at, last)
        if at < end:
            yield at, end
