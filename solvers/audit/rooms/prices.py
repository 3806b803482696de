"""What each slot pays once the rows of a bound have multipliers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from solvers.audit.rooms.demand import Section
from solvers.audit.rooms.multipliers import Multipliers
from solvers.audit.rooms.rules_series import holder
from solvers.audit.rooms.rules_together import meets
from solvers.audit.rooms.season import Season
from solvers.audit.rooms.slots import Slot


class Prices(Multipliers):
    """Multipliers by slot."""

    def __init__(self, season: Season, rows: Sequence[Sequence[Any]]) -> None:
        super().__init__(season, rows)
        self._known: dict[tuple[tuple[str, ...], int, int, int, tuple[int, ...]], int] = {}

    def paid(self, section: Section, slot: Slot) -> int:
        """Multipliers of all rows in which a slot counts, each as often as it counts there."""
        room = self.season.supply.rooms[slot.room]
        parts = self.season.supply.occupies[slot.room]
        before, after = slot.start - room.setup, slot.end + room.clear
        cost = sum(self._standing(("room", one), slot, before, after) for one in parts)
        if section.noisy and self.pairs:
            for a, b in {pair for one in parts for pair in self.pairs.get(one, ())}:
                cost += self._standing(("noise", a, b), slot, slot.start, slot.end)
        for item, count in section.equipment.items():
            if item not in room.features:
                cost += count * self._standing(("equipment", room.facility, item), slot, slot.start, slot.end)
        return cost + self._of_people(section, slot) + self._of_quotas(section, slot) - self._of_pins(section, slot)

    def earned(self, section: Section) -> int:
        """Multipliers of the guarantees that a section keeps by being served at all."""
        return self.promised_by_name[section.id] + self.promised if section.guaranteed else 0

    def _standing(self, key: tuple[str, ...], slot: Slot, start: int, end: int) -> int:
        """Multipliers of the moments from `start` to `end` on the dates of a slot."""
        moments = self.timed.get(key, {}).get(slot.weekday)
        if not moments:
            return 0
        memory = (key, slot.weekday, start, end, slot.held)
        if memory not in self._known:
            self._known[memory] = sum(
                price for day, minute, price in moments if start <= minute < end and day in slot.held
            )
        return self._known[memory]

    def _of_people(self, section: Section, slot: Slot) -> int:
        cost = 0
        for one in self.own.get(section.id, ()):
            cost += one.price * ((slot.room, slot.start) == (one.room, one.start) and one.day in slot.held)
        for one in self.against.get(section.id, ()):
            meeting = meets(self.season, (one.room, one.start, one.end), (slot.room, slot.start, slot.end))
            cost += one.price * (one.day in slot.held and meeting)
        return cost

    def _of_quotas(self, section: Section, slot: Slot) -> int:
        cost = 0
        for (position, measure, who), price in self.quotas.items():
            quota = self.season.quotas[position]
            if holder(quota, section) == who and self.season.counts_for(quota, section, slot.room):
                cost += price * counted(slot, measure)
        return cost

    def _of_pins(self, section: Section, slot: Slot) -> int:
        return sum(
            price
            for lock, price in self.pins.get(section.id, ())
            if self.season.speaks(lock, slot.room, slot.weekday, slot.start)
        )


def counted(slot: Slot, measure: str) -> int:
    """What a slot counts for a quota: its minutes over all dates, or its dates."""
    return len(slot.held) * (slot.length if measure == "minutes" else 1)
