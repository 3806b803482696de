"""First come first served and priority greedy: one section after another takes what it wishes most of what is left."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from solvers.rooms.case import RoomsCase
from solvers.rooms.rows import Rows

Floats = NDArray[np.float64]


class Filler:
    """Options chosen so far and what they leave of each row."""

    def __init__(self, case: RoomsCase, rows: Rows) -> None:
        self.case = case
        self.high = np.asarray(rows.high)
        self.load = np.zeros(len(rows.high))
        self.chosen: dict[int, None] = {}
        self._starts, self._rows, self._values = _by_column(rows, len(case.options))

    def fits(self, option: int) -> bool:
        """Whether an option can be added."""
        at = slice(self._starts[option], self._starts[option + 1])
        rows = self._rows[at]
        return bool((self.load[rows] + self._values[at] <= self.high[rows] + 1e-9).all())

    def put(self, option: int) -> None:
        """Choose an option."""
        at = slice(self._starts[option], self._starts[option + 1])
        np.add.at(self.load, self._rows[at], self._values[at])
        self.chosen[option] = None

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
    """Sections in the order in which they were received."""
    return range(len(case.rooms.requests))


def by_priority(case: RoomsCase) -> Sequence[int]:
    """Sections with the most weight first, then as received."""
    return sorted(first_come(case), key=lambda at: -case.rooms.weight_of(case.rooms.requests[at]))


def held_pins(case: RoomsCase, rows: Rows) -> tuple[list[int], tuple[str, ...]]:
    """Options for the pins that can hold together, and the sections of those that cannot; adds a row for each held one.

    Pins are tried in their order, each at its most wished option that the earlier ones leave.
    """
    filler = Filler(case, rows)
    unheld: dict[str, None] = {}
    for section, locks in case.pins.items():
        for lock in locks:
            own = case.options_at[section]
            matching = [
                at
                for at in own
                if case.matches(lock, case.options[at].room, case.options[at].weekday, case.options[at].start)
            ]
            if any(at in filler.chosen for at in matching) or filler.put_first(matching):
                rows.add("pin", matching, None, float("inf"), 1)
            else:
                unheld[case.rooms.requests[section].id] = None
    return list(filler.chosen), tuple(unheld)


def _by_column(rows: Rows, columns: int) -> tuple[list[int], NDArray[np.int64], Floats]:
    sizes = [len(found) for found in rows.columns]
    column = np.concatenate([*rows.columns, np.zeros(0, dtype=np.int64)])
    value = np.concatenate([*rows.values, np.zeros(0)])
    row = np.repeat(np.arange(len(sizes)), sizes)
    order = np.argsort(column, kind="stable")
    starts = np.searchsorted(column[order], np.arange(columns + 1))
    return starts.tolist(), row[order], value[order]
