"""Facilities and rooms of a season, as they stand in problem.json, and the minutes at which each room is open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from solvers.audit.rooms.reading import Record, by_id, counts, maybe_text, records, text, texts, whole
from solvers.audit.times import DAY, Calendar

Rules = Sequence[Mapping[str, Any]]
WHOLE_DAY = (1 << DAY) - 1


@dataclass(frozen=True)
class Facility:
    """A house with its hours, the seniors' own hours, closures and what is carried between its rooms."""

    id: str
    windows: Rules
    seniors: Rules
    closures: Rules
    equipment: Mapping[str, int]


@dataclass(frozen=True)
class Room:
    """A room; `setup` and `clear` are minutes, the policy's where it states none."""

    id: str
    facility: str
    capacity: int
    features: frozenset[str]
    part_of: str | None
    noisy_next_to: tuple[str, ...]
    windows: Rules | None
    staffed: Rules | None
    closures: Rules
    setup: int
    clear: int


@dataclass
class Supply:
    """All of it by id, with what follows from it."""

    facilities: Mapping[str, Facility]
    rooms: Mapping[str, Room]
    calendar: Calendar
    _known: dict[int, tuple[int, ...]] = field(default_factory=dict)
    _of: dict[tuple[str, bool], tuple[int, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        parts: dict[str, list[str]] = {}
        for room in self.rooms.values():
            if room.part_of is not None:
                parts.setdefault(self.rooms[room.part_of].id, []).append(room.id)
        self.occupies = {name: tuple(parts.get(name, (name,))) for name in self.rooms}
        """What a use of each room takes: the parts of a hall, else the room itself."""
        self.noisy_pairs = frozenset(self._noisy_pairs())
        self.house_of = {room.id: self.facilities[room.facility].id for room in self.rooms.values()}

    def _noisy_pairs(self) -> Iterator[tuple[str, str]]:
        """Undivided rooms that must not both be noisy, in alphabetical order."""
        for room in self.rooms.values():
            for other in room.noisy_next_to:
                for a in self.occupies[room.id]:
                    yield from ((min(a, b), max(a, b)) for b in self.occupies[other] if a != b)

    def open_minutes(self, name: str, seniors: bool) -> tuple[int, ...]:
        """For each planned date the minutes, as bits, at which a group (of seniors alone) may be in a room.

        Rooms with the same hours have the very same tuple.
        """
        if (name, seniors) not in self._of:
            minutes = self._open(self.rooms[name], seniors)
            if minutes not in self._known:
                days = (minutes >> (DAY * (number + 1)) for number in range(self.calendar.length))
                self._known[minutes] = tuple(day & WHOLE_DAY for day in days)
            self._of[name, seniors] = self._known[minutes]
        return self._of[name, seniors]

    def _open(self, room: Room, seniors: bool) -> int:
        """Opening hours within staffed hours, less closures and less the hours kept for seniors."""
        house, calendar = self.facilities[room.facility], self.calendar
        minutes = calendar.opening(house.windows if room.windows is None else room.windows)
        if room.staffed is not None:
            minutes &= calendar.opening(room.staffed)
        minutes &= ~(calendar.closed(house.closures) | calendar.closed(room.closures))
        return minutes if seniors else minutes & ~calendar.opening(house.seniors)


def read_supply(problem: Record, policy: Record, calendar: Calendar) -> Supply:
    """Facilities and rooms of problem.json."""
    setup, clear = whole(policy.get("setup", 0)), whole(policy.get("clear", 15))
    facilities = by_id(_facility(one) for one in records(problem["facilities"]))
    return Supply(facilities, by_id(_room(one, setup, clear) for one in records(problem["rooms"])), calendar)


def _facility(record: Record) -> Facility:
    return Facility(
        text(record["id"]),
        records(record["windows"]),
        records(record.get("seniors", [])),
        records(record.get("closures", [])),
        counts(record.get("equipment")),
    )


def _room(record: Record, setup: int, clear: int) -> Room:
    own, staffed = record.get("windows"), record.get("staffed")
    before, after = record.get("setup"), record.get("clear")
    return Room(
        text(record["id"]),
        text(record["facility"]),
        whole(record["capacity"], 1),
        frozenset(texts(record.get("features", ()))),
        maybe_text(record.get("part_of")),
        texts(record.get("noisy_next_to", ())),
        None if own is None else records(own),
        None if staffed is None else records(staffed),
        records(record.get("closures", [])),
        setup if before is None else whole(before),
        clear if after is None else whole(after),
    )
