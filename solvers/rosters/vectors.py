"""What the filters ask about all volunteers at once, as arrays over the volunteers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date as Date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from solvers.rosters.people import Volunteer
from solvers.window import Span, Timetable

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
NO_WISH = -1
WIDE = 1 << 32
"""More than any minute of a horizon: keys of different volunteers never meet."""


class Vectors:
    """Arrays over volunteers; days are ordinals."""

    def __init__(self, people: Sequence[Volunteer], opened: Sequence[Timetable]) -> None:
        self.people = people
        keys = [at * WIDE + start for at, spans in enumerate(opened) for start, _ in spans]
        self._starts = np.array(keys, dtype=np.int64)
        self._whose = np.array([at for at, spans in enumerate(opened) for _ in spans], dtype=np.int64)
        self._ends = np.array([end for spans in opened for _, end in spans], dtype=np.int64)
        self._owners = np.arange(len(people), dtype=np.int64)
        self._valid: dict[tuple[str, int], Ints] = {}
        self._risks: dict[str, Bools] = {}
        self._free: dict[Span, Bools] = {}
        self._ages: dict[Date, Ints] = {}
        self._ranks: dict[tuple[frozenset[int], int], Ints] = {}

    def free(self, span: Span) -> Bools:
        """Who is available all the time of a span."""
        if span not in self._free:
            self._free[span] = self._covers(span)
        return self._free[span]

    def _covers(self, span: Span) -> Bools:
        at = np.searchsorted(self._starts, self._owners * WIDE + span[0], side="right") - 1
        inside = at >= 0
        at = np.maximum(at, 0)
        if not len(self._starts):
            return inside
        mine = self._whose[at] == self._owners
        return np.asarray(inside & mine & (self._ends[at] >= span[1]))

    @cached_property
    def born(self) -> Ints:
        """Birthdays as yyyymmdd."""
        days = (one.born for one in self.people)
        return np.array([day.year * 10_000 + day.month * 100 + day.day for day in days], dtype=np.int64)

    def ages(self, day: Date) -> Ints:
        """Full years on a date."""
        if day not in self._ages:
            self._ages[day] = (day.year * 10_000 + day.month * 100 + day.day - self.born) // 10_000
        return self._ages[day]

    def flags(self, values: Iterable[bool]) -> Bools:
        """One truth for each volunteer."""
        return np.fromiter(values, dtype=bool, count=len(self.people))

    @cached_property
    def able(self) -> Bools:
        """Who takes part at all."""
        return self.flags(one.active for one in self.people)

    @cached_property
    def consented(self) -> Bools:
        """For whom a guardian has agreed."""
        return self.flags(one.guardian_consent for one in self.people)

    @cached_property
    def absences(self) -> Ints:
        """Absences without excuse in the last 90 days."""
        return np.array([one.absences for one in self.people], dtype=np.int64)

    @cached_property
    def tastes(self) -> Ints:
        """For each volunteer the first one who likes and dislikes the same hours."""
        first: dict[tuple[object, object], int] = {}
        found = (first.setdefault((one.liked, one.disliked), at) for at, one in enumerate(self.people))
        return np.fromiter(found, dtype=np.int64, count=len(self.people))

    @cached_property
    def resting(self) -> Bools:
        """Who asked for a day off."""
        return self.flags(bool(one.days_off) for one in self.people)

    @cached_property
    def lent(self) -> Bools:
        """Who is of another community."""
        return self.flags(one.neighbour for one in self.people)

    @cached_property
    def homes(self) -> tuple[Ints, Ints]:
        """East and north of each home."""
        x, y = ([getattr(one, axis) for one in self.people] for axis in ("x", "y"))
        return np.array(x, dtype=np.int64), np.array(y, dtype=np.int64)

    def ranks(self, names: Sequence[str], most: int) -> Ints:
        """How far down each wish list one of some names stands, `most` if it does not (0 without a list)."""
        wishes, known = self._wishes
        numbers = frozenset(known[name] for name in names if name in known)
        if (numbers, most) not in self._ranks:
            met = np.isin(wishes[:, :most], sorted(numbers))
            found = np.where(met.any(axis=1), met.argmax(axis=1), most)
            self._ranks[numbers, most] = np.where(wishes[:, 0] == NO_WISH, 0, found)
        return self._ranks[numbers, most]

    @cached_property
    def _wishes(self) -> tuple[Ints, Mapping[str, int]]:
        """Wish lists as numbers, and the number of each name."""
        names = {name: at for at, name in enumerate(sorted({name for one in self.people for name in one.wishes}))}
        found = np.full((len(self.people), max(1, *(len(one.wishes) for one in self.people))), NO_WISH)
        for at, one in enumerate(self.people):
            found[at, : len(one.wishes)] = [names[name] for name in one.wishes]
        return found, names

    def valid_until(self, skill: str, level: int) -> Ints:
        """Last day on which each volunteer holds a skill at a level or a higher one (0: never)."""
        if (skill, level) not in self._valid:
            found = np.zeros(len(self.people), dtype=np.int64)
            for at, one in enumerate(self.people):
                for held in one.skills:
                    if held.skill == skill and held.level >= level:
                        found[at] = max(found[at], (held.expires or Date.max).toordinal())
            self._valid[skill, level] = found
        return self._valid[skill, level]

    def excludes(self, risk: str) -> Bools:
        """Who does not take a risk."""
        if risk not in self._risks:
            self._risks[risk] = self.flags(risk in one.excluded_risks for one in self.people)
        return self._risks[risk]

    def insured(self, first: int, last: int) -> Bools:
        """Who is insured on every day from one ordinal to another, within one span of insurance."""
        found = np.zeros(len(self.people), dtype=bool)
        owner, begin, end = self._insurance
        found[owner[(begin <= first) & (last <= end)]] = True
        return found

    @cached_property
    def _insurance(self) -> tuple[Ints, Ints, Ints]:
        spans = [(at, span) for at, one in enumerate(self.people) for span in one.insured]
        return (
            np.array([at for at, _ in spans], dtype=np.int64),
            np.array([span.first.toordinal() for _, span in spans], dtype=np.int64),
            np.array([span.last.toordinal() for _, span in spans], dtype=np.int64),
        )

    def named(self, positions: Iterable[int]) -> Bools:
        """True for the volunteers at some positions."""
        found = np.zeros(len(self.people), dtype=bool)
        found[list(positions)] = True
        return found
