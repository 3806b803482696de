"""The rows of a bound with their multipliers, sorted by what they are about (told in `solvers.audit.rooms.bound`)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from solvers.audit.protocol import Malformed
from solvers.audit.rooms.demand import Lock
from solvers.audit.rooms.reading import whole
from solvers.audit.rooms.season import Season
from solvers.audit.times import DAY

MOST = 10**15
"""Largest multiplier that is read."""
Timed = list[tuple[int, int, int]]
"""Date, minute of the day, multiplier."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """A session (room, start, end) on a date that costs `price`: to those who are it, or to those who meet it."""

    day: int
    room: str
    start: int
    end: int
    price: int


class Multipliers:
    """Multipliers of the rows, and what all their limits are worth (`limits`).

    Raises
    ------
    Malformed
        For a row about something that the problem does not know.
    """

    def __init__(self, season: Season, rows: Sequence[Sequence[Any]]) -> None:
        self.season, self.limits = season, 0
        self.timed: dict[tuple[str, ...], dict[int, Timed]] = {}
        self.own: dict[str, list[Meeting]] = {}
        self.against: dict[str, list[Meeting]] = {}
        self.quotas: Counter[tuple[int, str, str]] = Counter()
        self.pins: dict[str, list[tuple[Lock, int]]] = {}
        self.promised_by_name: Counter[str] = Counter()
        """What a guaranteed section earns by being served, by section."""
        self.promised = 0
        """What any of them earns."""
        self.promises = 0
        """Most guaranteed sections that a row counts on."""
        self.pairs: dict[str, list[tuple[str, str]]] = {}
        self._alike = season.same_people()
        for pair in season.supply.noisy_pairs:
            for room in pair:
                self.pairs.setdefault(room, []).append(pair)
        takers: dict[str, Callable[..., None]] = {
            "room": self._room,
            "noise": self._noise,
            "equipment": self._equipment,
            "people": self._people,
            "quota": self._quota,
            "pin": self._pin,
            "guarantee": self._guarantee,
            "guaranteed": self._guaranteed,
        }
        for at, (name, *key, multiplier) in enumerate(rows):
            field = f"bound.rows[{at}]"
            if name not in takers or type(multiplier) is not int or multiplier > MOST:
                raise Malformed("malformed", field, name=str(name)[:40])
            if multiplier > 0:
                takers[name](field, *key, multiplier)

    def _at(self, key: tuple[str, ...], minute: int, price: int) -> None:
        day, clock = divmod(whole(minute), DAY)
        self.timed.setdefault(key, {}).setdefault(self.season.weekday(day), []).append((day, clock, price))

    def _room(self, field: str, room: str, minute: int, price: int) -> None:
        _known(room in self.season.supply.rooms, field, room)
        self._at(("room", room), minute, price)
        self.limits += price

    def _noise(self, field: str, a: str, b: str, minute: int, price: int) -> None:
        _known((a, b) in self.season.supply.noisy_pairs, field, f"{a}~{b}")
        self._at(("noise", a, b), minute, price)
        self.limits += price

    def _equipment(self, field: str, house: str, item: str, minute: int, price: int) -> None:
        _known(house in self.season.supply.facilities, field, house)
        self._at(("equipment", house, item), minute, price)
        self.limits += price * self.season.supply.facilities[house].equipment.get(item, 0)

    def _people(self, field: str, name: str, room: str, minute: int, other: str, price: int) -> None:
        _known((name, other) in self._alike or (other, name) in self._alike, field, f"{name}~{other}")
        _known(room in self.season.supply.rooms, field, room)
        day, start = divmod(whole(minute), DAY)
        meeting = Meeting(day, room, start, start + self.season.sections[name].shortest, price)
        self.own.setdefault(name, []).append(meeting)
        self.against.setdefault(other, []).append(meeting)
        self.limits += price

    def _quota(self, field: str, position: int, measure: str, who: str, price: int) -> None:
        found = self.season.quotas[position] if 0 <= whole(position) < len(self.season.quotas) else None
        limit = getattr(found, measure, None) if measure in ("minutes", "sessions") else None
        if limit is None:
            raise Malformed("unknown_id", field, name=str(measure)[:40])
        self.quotas[position, measure, who] += price
        self.limits += price * limit

    def _pin(self, field: str, position: int, price: int) -> None:
        locks = self.season.locks
        _known(whole(position) < len(locks) and locks[position].kind == "pin", field, str(position))
        self.pins.setdefault(locks[position].section, []).append((locks[position], price))
        self.limits -= price

    def _guarantee(self, field: str, count: int, price: int) -> None:
        self.promises = max(self.promises, whole(count))
        self.promised += price
        self.limits -= price * count

    def _guaranteed(self, field: str, name: str, price: int) -> None:
        _known(name in self.season.sections and self.season.sections[name].guaranteed, field, name)
        self.promised_by_name[name] += price
        self.limits -= price


def _known(condition: bool, field: str, name: str) -> None:
    if not condition:
        raise Malformed("unknown_id", field, name=str(name)[:40])
