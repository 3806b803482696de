"""A season round made ready for solving: which session each section could have where and when, and on which dates.

An option is one weekly slot of one section in one room. It lists the dates on which the room is open for it and those
on which it is not, so whatever is chosen is held only on dates that were looked at one by one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from solvers.guarantee import guaranteed_of
from solvers.lots import lot_worths
from solvers.rooms.openings import Openings
from solvers.rooms.problem import RoomLock, RoomsProblem, Section
from solvers.window import DAY, minute_of


@dataclass(frozen=True, slots=True)
class Option:
    """A weekly slot of a section: minutes of the day, and numbers of the dates it is held on or blocked on."""

    section: int
    room: int
    weekday: int
    start: int
    length: int
    held: tuple[int, ...]
    blocked: tuple[int, ...]
    primary: bool
    rank: int

    @property
    def end(self) -> int:
        """Minute of the day at which it ends."""
        return self.start + self.length


@dataclass
class RoomsCase:
    """Derived once from a problem; positions throughout."""

    rooms: RoomsProblem
    _split: dict[tuple[int, tuple[int, ...], int, int], tuple[tuple[int, ...], tuple[int, ...]]] = field(
        default_factory=dict
    )
    _sums: dict[int, NDArray[np.int32]] = field(default_factory=dict)
    _days: dict[object, tuple[int, ...]] = field(default_factory=dict)

    @cached_property
    def openings(self) -> Openings:
        """Opening minutes."""
        return Openings(self.rooms)

    @cached_property
    def guaranteed(self) -> frozenset[int]:
        """Sections that come before all others."""
        return guaranteed_of(self.rooms.requests)

    @cached_property
    def lots(self) -> Mapping[int, int]:
        """What the lot of each section that has one counts in the public draw."""
        return lot_worths(self.rooms.requests)

    @cached_property
    def options(self) -> tuple[Option, ...]:
        """Every option of every section, those most wished for first within a section."""
        return tuple(option for at in range(len(self.rooms.requests)) for option in self._options_of(at))

    @cached_property
    def options_at(self) -> Sequence[range]:
        """Positions of each section's options."""
        counts = Counter(option.section for option in self.options)
        out, first = [], 0
        for at in range(len(self.rooms.requests)):
            out.append(range(first, first + counts[at]))
            first += counts[at]
        return out

    @cached_property
    def shortest(self) -> tuple[int, ...]:
        """Positions of the options to which no shorter one in the same room at the same start on the same dates exists.

        A longer one occupies more and counts no more, so for the number of sessions these are enough. One that is held
        on fewer dates leaves the others to somebody else: it stays.
        """
        best: dict[tuple[int, int, int, int, tuple[int, ...]], int] = {}
        for at, one in enumerate(self.options):
            key = (one.section, one.room, one.weekday, one.start, one.held)
            if key not in best or one.length < self.options[best[key]].length:
                best[key] = at
        return tuple(sorted(best.values()))

    @cached_property
    def bans(self) -> Mapping[int, tuple[RoomLock, ...]]:
        """Bans by section."""
        return self._locks("ban")

    @cached_property
    def pins(self) -> Mapping[int, tuple[RoomLock, ...]]:
        """Pins by section."""
        return self._locks("pin")

    @property
    def every_pin(self) -> list[tuple[int, int]]:
        """Section and number of each pin, for a verifier that shall hold nobody to them."""
        return [(section, number) for section, locks in self.pins.items() for number in range(len(locks))]

    def _locks(self, kind: str) -> Mapping[int, tuple[RoomLock, ...]]:
        found: dict[int, list[RoomLock]] = {}
        for lock in self.rooms.locks:
            if lock.kind == kind:
                found.setdefault(self.rooms.request_index[lock.request], []).append(lock)
        return {at: tuple(locks) for at, locks in found.items()}

    def matches(self, lock: RoomLock, room: int, weekday: int, start: int) -> bool:
        """Whether a lock speaks of a session there and then."""
        own = self.rooms.rooms[room]
        return (
            lock.room in (None, own.id)
            and lock.facility in (None, own.facility)
            and lock.weekday in (None, weekday)
            and (lock.start is None or minute_of(lock.start) == start)
        )

    def fits(self, section: Section, room: int) -> str:
        """First filter that a room does not pass for a section, "" if it passes all that do not look at the clock."""
        own = self.rooms.rooms[room]
        if section.people > own.capacity:
            return "large_enough"
        pool = self.rooms.facilities[self.rooms.facility_of[room]].equipment or {}
        missing = [name for name in section.features if name not in own.features]
        short = [
            name
            for name, count in (section.equipment or {}).items()
            if name not in own.features and count > pool.get(name, 0)
        ]
        return "equipped" if missing or short else ""

    def ranks(self, section: Section) -> Mapping[int, int]:
        """Rooms that a section accepts, with their rank: 0 for the most wished."""
        if not section.rooms and not section.facilities:
            return dict.fromkeys(range(len(self.rooms.rooms)), 0)
        ranks = {self.rooms.room_index[name]: rank for rank, name in reversed([*enumerate(section.rooms)])}
        for step, name in enumerate(section.facilities):
            for room, facility in enumerate(self.rooms.facility_of):
                if facility == self.rooms.facility_index[name]:
                    ranks.setdefault(room, len(section.rooms) + step)
        return ranks

    def dates(self, section: Section, weekday: int) -> tuple[int, ...]:
        """Numbers of the dates on which a section would meet on a weekday, whatever is open."""
        key = (section.first, section.last, section.excluded, section.every_weeks, weekday)
        if key not in self._days:
            self._days[key] = tuple(self._dates(section, weekday))
        return self._days[key]

    def _dates(self, section: Section, weekday: int) -> Iterator[int]:
        horizon = self.rooms.horizon
        first = 0 if section.first is None else horizon.number_of(section.first)
        last = horizon.length - 1 if section.last is None else horizon.number_of(section.last)
        excluded = {horizon.number_of(day) for day in section.excluded}
        monday = horizon.first.isoweekday() - 1
        origin = (first + monday) // 7
        for number in range(first, last + 1):
            week, day = divmod(number + monday, 7)
            if day + 1 == weekday and (week - origin) % section.every_weeks == 0 and number not in excluded:
                yield number

    def split(
        self, section: Section, room: int, days: tuple[int, ...], start: int, end: int
    ) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The dates on which a room is open for a section all the time from `start` to `end`, and the others."""
        key = self.openings.key(room, section.age_group == "senior")
        known = self._split.get((key, days, start, end))
        if known is None:
            sums, minutes = self._opening_sums(key, room, section), np.asarray(days, dtype=np.int64) * DAY
            open_ = sums[minutes + end] - sums[minutes + start] == end - start
            held = tuple(day for day, ok in zip(days, open_.tolist(), strict=True) if ok)
            known = (held, tuple(day for day, ok in zip(days, open_.tolist(), strict=True) if not ok))
            self._split[key, days, start, end] = known
        return known

    def _opening_sums(self, key: int, room: int, section: Section) -> NDArray[np.int32]:
        """Open minutes before each minute of the horizon."""
        if key not in self._sums:
            open_ = np.zeros(self.rooms.horizon.length * DAY + 1, dtype=np.int32)
            for first, last in self.openings.of(room, section):
                open_[max(0, first) + 1 : max(0, last) + 1] = 1
            self._sums[key] = np.cumsum(open_, dtype=np.int32)
        return self._sums[key]

    def slots(self, section: Section) -> Iterator[tuple[int, int, int, bool]]:
        """Weekday, start, length and priority of every slot within a section's ranges; the primary range counts."""
        grid = self.rooms.policy.grid
        lengths = range(section.longest, section.shortest - 1, -grid)
        if section.shortest not in lengths:
            lengths = (*lengths, section.shortest)  # type: ignore[assignment]
        seen = set()
        for wish in sorted(section.ranges, key=lambda one: not one.primary):
            first, last = wish.span
            for start in range(-(-first // grid) * grid, last, grid):
                for length in lengths:
                    slot = (wish.weekday, start, length)
                    if start + length <= last and slot not in seen:
                        seen.add(slot)
                        yield (*slot, wish.primary)

    def _options_of(self, at: int) -> list[Option]:
        section = self.rooms.requests[at]
        found = []
        slots = list(self.slots(section))
        for room, rank in self.ranks(section).items():
            if self.fits(section, room):
                continue
            bans = self.bans.get(at, ())
            for weekday, start, length, primary in slots:
                if not any(self.matches(lock, room, weekday, start) for lock in bans):
                    option = self.option(at, room, (weekday, start, length), primary, rank)
                    if option is not None:
                        found.append(option)
        return sorted(found, key=lambda one: (not one.primary, one.rank, -len(one.held), one.length))

    def option(self, at: int, room: int, slot: tuple[int, int, int], primary: bool, rank: int) -> Option | None:
        """The option of a slot in a room, None if too many of its dates are blocked or it leaves its day."""
        section, (weekday, start, length) = self.rooms.requests[at], slot
        setup, clear = self.rooms.buffers(room)
        days = self.dates(section, weekday)
        if not days or start < setup or start + length + clear > DAY:
            return None
        held, blocked = self.split(section, room, days, start, start + length)
        if not held or len(blocked) * 100 > len(days) * self.rooms.policy.blocked_percent:
            return None
        return Option(at, room, weekday, start, length, held, blocked, primary, rank)

    @cached_property
    def noisy_pairs(self) -> frozenset[tuple[int, int]]:
        """Undivided rooms that must not both be noisy, the smaller position first."""
        index, atoms = self.rooms.room_index, self.rooms.atoms
        return frozenset(
            (min(a, b), max(a, b))
            for at, room in enumerate(self.rooms.rooms)
            for other in room.noisy_next_to
            for a in atoms[at]
            for b in atoms[index[other]]
            if a != b
        )

    @cached_property
    def conflicts(self) -> tuple[tuple[int, int, str], ...]:
        """Pairs of sections that one person leads, or that share too many members."""
        sections = self.rooms.requests
        found: dict[tuple[int, int], str] = {}
        for a, b in _pairs(sections, lambda one: (one.leader,) if one.leader is not None else ()):
            found[a, b] = "leader"
        for a, b in _pairs(sections, lambda one: one.members):
            shared = len(set(sections[a].members) & set(sections[b].members))
            smaller = min(len(set(sections[a].members)), len(set(sections[b].members)))
            if shared * 100 >= smaller * self.rooms.policy.shared_percent:
                found.setdefault((a, b), "members")
        return tuple((a, b, kind) for (a, b), kind in sorted(found.items()))


def _pairs(sections: Sequence[Section], names: object) -> set[tuple[int, int]]:
    by_name: dict[str, list[int]] = {}
    for at, section in enumerate(sections):
        for name in set(names(section)):  # type: ignore[operator]
            by_name.setdefault(name, []).append(at)
    return {(a, b) for found in by_name.values() for at, a in enumerate(found) for b in found[at + 1 :]}
