"""The rows of a season by what they are about, under names that are found again in its problem file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from solvers.rooms.case import Option, RoomsCase
from solvers.rooms.rows import Rows
from solvers.rooms.rules import counts_for, holder
from solvers.window import DAY

Row = list[Any]


@dataclass(frozen=True)
class Named:
    """Rows by what they are about."""

    case: RoomsCase
    rows: Rows
    pins_bind: bool
    """Whether the plan keeps every pin that any option would keep: only then may the bound count on pins."""

    def key(self, at: int) -> Iterator[Row]:
        """Name and key of a row; nothing where it cannot be told, which only makes the bound less close."""
        own = [self.case.options[column] for column in self.rows.columns[at].tolist()]
        kind = self.rows.kinds[at]
        days = set(own[0].held).intersection(*(one.held for one in own[1:]))
        if kind in ("leader", "members"):
            yield self._people(own)
        elif kind.startswith("quota"):
            yield from self._quota(own, kind.removeprefix("quota_"), int(self.rows.high[at]))
        elif kind == "pin":
            yield from self._pin(own) if self.pins_bind else ()
        elif kind == "guarantee":
            yield self._guarantee(own, int(self.rows.low[at]))
        elif days:
            yield from self._moment(at, kind, own, min(days) * DAY)

    def _moment(self, at: int, kind: str, own: list[Option], midnight: int) -> Iterator[Row]:
        """What many would use at the last moment at which one of them begins."""
        rooms = self.case.rooms
        atoms = set(rooms.atoms[own[0].room])
        if kind == "room":
            begin = max(one.start - rooms.buffers(one.room)[0] for one in own)
            atoms = atoms.intersection(*(rooms.atoms[one.room] for one in own))
            yield ["room", min(rooms.rooms[atom].id for atom in atoms), midnight + begin]
            return
        begin = midnight + max(one.start for one in own)
        if kind == "noise":
            taken = [set(rooms.atoms[one.room]) for one in own]
            pair = next(pair for pair in sorted(self.case.noisy_pairs) if all(set(pair) & mine for mine in taken))
            yield ["noise", *sorted(rooms.rooms[atom].id for atom in pair), begin]
        elif kind == "equipment":
            house = rooms.facilities[rooms.facility_of[own[0].room]]
            yield from (
                ["equipment", house.id, item, begin] for item in self._item(at, own, dict(house.equipment or {}))
            )

    def _item(self, at: int, own: list[Option], pool: dict[str, int]) -> list[str]:
        """The item of which each option takes as much as the row says, and of which there is as much."""
        takes = dict(zip(own, self.rows.values[at].tolist(), strict=True))
        needs = {one: self.case.rooms.requests[one.section].equipment or {} for one in own}
        fitting = [
            item
            for item, count in pool.items()
            if count == self.rows.high[at] and all(needs[one].get(item) == takes[one] for one in own)
        ]
        return fitting[:1]

    def _people(self, own: list[Option]) -> Row:
        """One option against those of another section that meet it, on the date on which most of them are held."""
        one, against = own[0], own[1:]
        rooms, requests = self.case.rooms.rooms, self.case.rooms.requests
        day = max(one.held, key=lambda held: sum(held in other.held for other in against))
        return [
            "people",
            requests[one.section].id,
            rooms[one.room].id,
            day * DAY + one.start,
            requests[against[0].section].id,
        ]

    def _quota(self, own: list[Option], measure: str, high: int) -> Iterator[Row]:
        for position, quota in enumerate(self.case.rooms.quotas):
            if getattr(quota, measure) == high:
                counted = all(counts_for(self.case, quota, one.section, one.room) for one in own)
                holders = {holder(self.case, quota, one.section) for one in own}
                if counted and len(holders) == 1:
                    yield ["quota", position, measure, holders.pop()]
                    return

    def _guarantee(self, own: list[Option], low: int) -> Row:
        """By name only where the plan serves all guaranteed sections that can be served: only then has each a row."""
        sections = {one.section for one in own}
        if low == len(sections) == 1:
            return ["guaranteed", self.case.rooms.requests[sections.pop()].id]
        return ["guarantee", low]

    def _pin(self, own: list[Option]) -> Iterator[Row]:
        """The first pin that all these options, and no others of the section, keep."""
        section = self.case.rooms.requests[own[0].section].id
        for position, lock in enumerate(self.case.rooms.locks):
            if lock.kind == "pin" and lock.request == section and self._kept_by(own[0].section, position) == set(own):
                yield ["pin", position]
                return

    def _kept_by(self, section: int, position: int) -> set[Option]:
        lock, options = self.case.rooms.locks[position], self.case.options
        shortest = set(self.case.shortest).intersection(self.case.options_at[section])
        return {
            options[at]
            for at in shortest
            if self.case.matches(lock, options[at].room, options[at].weekday, options[at].start)
        }
