"""Weekly slots: where and when a section could meet, and the dates on which it would.

A slot is judged by the problem alone: the room suits, the time is one of those wished, on the grid, and the room is
open on enough of the dates.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from solvers.audit.rooms.demand import Section
from solvers.audit.rooms.season import Season
from solvers.audit.times import DAY


@dataclass(frozen=True, slots=True)
class Slot:
    """A section in a room on a weekday, minutes of the day, on the dates `held`; on those `blocked` it is shut."""

    section: str
    room: str
    weekday: int
    start: int
    end: int
    held: tuple[int, ...]
    blocked: tuple[int, ...]

    @property
    def length(self) -> int:
        """Minutes."""
        return self.end - self.start


@dataclass
class Slots:
    """Slots of a season; what is asked again is remembered."""

    season: Season
    _split: dict[object, tuple[tuple[int, ...], tuple[int, ...]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.bans = {name: [one for one in self.season.locks if one.section == name and one.kind == "ban"]
                     for name in {lock.section for lock in self.season.locks}}  # fmt: skip

    def suits(self, section: Section, name: str) -> bool:
        """Whether a room is wished, large enough and has, or can be lent, what is needed."""
        room, house = self.season.supply.rooms[name], self.season.supply.facilities[self.season.supply.house_of[name]]
        wished = not (section.rooms or section.facilities) or name in section.rooms or house.id in section.facilities
        lent = all(
            item in room.features or count <= house.equipment.get(item, 0) for item, count in section.equipment.items()
        )
        return wished and section.people <= room.capacity and section.features <= room.features and lent

    def rank(self, section: Section, name: str) -> int:
        """Place of a wished room: rooms by name come before facilities."""
        if not section.rooms and not section.facilities:
            return 0
        if name in section.rooms:
            return section.rooms.index(name)
        return len(section.rooms) + section.facilities.index(self.season.supply.house_of[name])

    def split(self, section: Section, room: str, weekday: int, start: int, end: int) -> tuple[tuple[int, ...], ...]:
        """The dates on which the room is open from `start` to `end` for the section, and the others."""
        dates, minutes = self.season.dates(section, weekday), self.season.supply.open_minutes(room, section.seniors)
        key = (id(minutes), dates, start, end)
        if key not in self._split:
            wanted = (1 << end) - (1 << start)
            held = tuple(day for day in dates if start < end and minutes[day] & wanted == wanted)
            self._split[key] = held, tuple(day for day in dates if start >= end or minutes[day] & wanted != wanted)
        return self._split[key]

    def slot(self, section: Section, room: str, weekday: int, start: int, end: int) -> Slot | None:
        """The slot, None where the problem does not offer it."""
        own, grid = self.season.supply.rooms[room], self.season.policy["grid"]
        off_grid = start % grid or end - start not in lengths(section, grid)
        if off_grid or not self.suits(section, room) or start < own.setup or end + own.clear > DAY:
            return None
        if not any(one.weekday == weekday and one.start <= start and end <= one.end for one in section.ranges):
            return None
        if any(self.season.speaks(ban, room, weekday, start) for ban in self.bans.get(section.id, ())):
            return None
        held, blocked = self.split(section, room, weekday, start, end)
        if self.too_few(held, blocked):
            return None
        return Slot(section.id, room, weekday, start, end, held, blocked)

    def too_few(self, held: tuple[int, ...], blocked: tuple[int, ...]) -> bool:
        """Whether a series would be held on none of its dates, or too many are blocked."""
        return not held or len(blocked) * 100 > (len(held) + len(blocked)) * self.season.policy["blocked_percent"]

    def every(self, section: Section) -> Iterator[Slot]:
        """Every slot that the problem offers to a section; at one place and start the shortest first."""
        grid = self.season.policy["grid"]
        steps = lengths(section, grid)
        starts = {
            (one.weekday, start)
            for one in section.ranges
            for start in range(-(-one.start // grid) * grid, one.end, grid)
        }
        for room in self.season.supply.rooms:
            if self.suits(section, room):
                for weekday, start in sorted(starts):
                    for length in steps:
                        found = self.slot(section, room, weekday, start, start + length)
                        if found is not None:
                            yield found


def lengths(section: Section, grid: int) -> tuple[int, ...]:
    """Lengths that a section accepts, the shortest first: the longest less steps of the grid, and the shortest."""
    steps = range(section.longest, section.shortest - 1, -grid)
    return tuple(sorted({*steps, section.shortest}))
