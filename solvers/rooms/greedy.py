"""First come first served and priority greedy: one section after another takes what it wishes most of what is left."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from solvers.rooms.case import Option, RoomsCase
from solvers.rooms.problem import RoomLock
from solvers.rooms.rows import Rows

Floats = NDArray[np.float64]


class Filler:
    """Options chosen so far and what they leave of each row."""

    def __init__(self, case: RoomsCase, rows: Rows) -> None:
        self.case = case
        self.high = np.asarray(rows.high)
        self.load = np.zeros(len(rows.high))
        self.chosen: dict[int, None] = {}
        self._starts, self._rows, self._values = rows.by_column(len(case.options))

    def fits(self, option: int) -> bool:
        """Whether an option can be added; never one of which the rows know nothing."""
        at = slice(self._starts[option], self._starts[option + 1])
        rows = self._rows[at]
        return len(rows) > 0 and bool((self.load[rows] + self._values[at] <= self.high[rows] + 1e-9).all())

    def put(self, option: int) -> None:
        """Choose an option."""
        at = slice(self._starts[option], self._starts[option + 1])
        np.add.at(self.load, self._rows[at], self._values[at])
        self.chosen[option] = None

    def take_back(self, option: int) -> None:
        """Choose an option no longer."""
        at = slice(self._starts[option], self._starts[option + 1])
        np.subtract.at(self.load, self._rows[at], self._values[at])
        del self.chosen[option]

    def put_first(self, options: Iterable[int], most: int = 1) -> int:
        """Choose up to `most` of the options, in their order; return how many."""
        count = 0
        for option in options:
            if count == most:
                break
            if option not in self.chosen and self.fits(option):
                self.put(option)
                count += 1
        return count

    def fill(self, order: Iterable[int]) -> None:
        """Serve sections in an order, each as far as it goes."""
        for section in order:
            self.put_first(self.case.options_at[section], self.case.rooms.requests[section].sessions)


def first_come(case: RoomsCase) -> Sequence[int]:
    """Sections in the order in which they were received, guaranteed ones before all others."""
    return sorted(range(len(case.rooms.requests)), key=lambda at: at not in case.guaranteed)


def by_priority(case: RoomsCase) -> Sequence[int]:
    """Guaranteed sections first, then those with the most weight, those with the better lot, then as received."""
    requests, lots = case.rooms.requests, case.lots

    def place(at: int) -> tuple[bool, int, int]:
        return at not in case.guaranteed, -case.rooms.weight_of(requests[at]), -lots.get(at, 0)

    return sorted(range(len(requests)), key=place)


def held_pins(case: RoomsCase, rows: Rows, columns: Iterable[int]) -> tuple[list[int], frozenset[tuple[int, int]]]:
    """Options for the pins that can hold together, and the pins (section, number) that cannot; posts those that hold.

    Pins are tried in their order, each at its most wished option that the earlier ones leave; only the shortest are
    tried, so that a round and its re-plan say the same.
    """
    filler = Filler(case, rows)
    unheld, shortest = set(), frozenset(case.shortest)
    for section, number, matching in pin_columns(case, columns):
        tried = [at for at in matching if at in shortest]
        if not any(at in filler.chosen for at in matching) and not filler.put_first(tried):
            unheld.add((section, number))
    add_pins(case, rows, columns, frozenset(unheld))
    return list(filler.chosen), frozenset(unheld)


def add_pins(case: RoomsCase, rows: Rows, columns: Iterable[int], unheld: frozenset[tuple[int, int]]) -> None:
    """Post the pins that hold, as far as the options `columns` can serve them."""
    for section, number, matching in pin_columns(case, columns):
        if (section, number) not in unheld and matching:
            rows.add("pin", matching, None, float("inf"), 1)


def pin_columns(case: RoomsCase, columns: Iterable[int]) -> Iterator[tuple[int, int, list[int]]]:
    """For each pin its section, its number there, and the options that serve it."""
    mine: dict[int, list[int]] = {section: [] for section in case.pins}
    for at in columns:
        if case.options[at].section in mine:
            mine[case.options[at].section].append(at)
    for section, locks in case.pins.items():
        for number, lock in enumerate(locks):
            found = [at for at in mine[section] if _serves(case, case.options[at], lock)]
            yield section, number, found


def _serves(case: RoomsCase, option: Option, lock: RoomLock) -> bool:
    return case.matches(lock, option.room, option.weekday, option.start)
