"""A week of CB-CTT as bit sets: what a change of periods costs, in a few integer operations.

The courses of a period are the bits of one number, and so are the periods of a course and of a curriculum. A change
swaps two periods for some courses: `going` leave `here` for `there`, `coming` leave `there` for `here`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from solvers.bench.cbctt import COST_OF_A_MISSING_DAY, COST_OF_AN_ISOLATED_LECTURE, Instance


def bits(number: int) -> Iterator[int]:
    """Places of the ones of `number`, from the lowest."""
    while number:
        low = number & -number
        yield low.bit_length() - 1
        number ^= low


def as_bits(places: Iterable[int]) -> int:
    """Number whose ones are at `places`."""
    return sum(1 << place for place in set(places))


def rivals(instance: Instance) -> list[int]:
    """For each course, as bits, the courses that may not meet with it, itself included."""
    found = [1 << at for at in range(len(instance.courses))]
    for group in instance.together():
        for at in group:
            found[at] |= as_bits(group)
    return found


def sizes(instance: Instance) -> list[tuple[int, list[tuple[int, int]]]]:
    """For each number of rooms of some size or more: the sets of courses too large for all others, with weights."""
    steps = sorted({0, *instance.rooms, *(course.students for course in instance.courses)})
    found: dict[int, list[tuple[int, int]]] = {}
    for low, high in pairwise(steps):
        larger = [at for at, course in enumerate(instance.courses) if course.students > low]
        rooms = sum(seats > low for seats in instance.rooms)
        if len(larger) > rooms:
            found.setdefault(rooms, []).append((as_bits(larger), high - low))
    return list(found.items())


class Week:
    """Periods of all lectures, with the costs that depend on nothing else: missing days and isolated lectures."""

    def __init__(self, instance: Instance, periods: Sequence[Iterable[int]]) -> None:
        every = range(instance.periods)
        self.rivals = rivals(instance)
        self.banned = [as_bits(at for at, period in instance.unavailable if period == mine) for mine in every]
        self.open = [
            [period for period in every if (at, period) not in instance.unavailable]
            for at in range(len(instance.courses))
        ]
        self.held = [as_bits(mine) for mine in periods]
        """For each course, its periods."""
        self.met = [as_bits(at for at, mine in enumerate(self.held) if mine >> period & 1) for period in every]
        """For each period, its courses."""
        slots = instance.slots
        self._day = [as_bits(range(period // slots * slots, period // slots * slots + slots)) for period in every]
        self._after = as_bits(period for period in every if period % slots)
        self._before = as_bits(period for period in every if period % slots < slots - 1)
        self._days = [len({period // slots for period in bits(mine)}) for mine in self.held]
        self._days_asked = [course.days for course in instance.courses]
        self._follow(instance)

    def _follow(self, instance: Instance) -> None:
        """Look at the curricula; equal ones count as one with a higher weight."""
        weights = dict.fromkeys(instance.curricula, 0)
        for curriculum in instance.curricula:
            weights[curriculum] += COST_OF_AN_ISOLATED_LECTURE
        self._weight = list(weights.values())
        self._curricula = [0] * len(instance.courses)
        self._busy = []
        for number, curriculum in enumerate(weights):
            self._busy.append(as_bits(period for at in curriculum for period in bits(self.held[at])))
            for at in curriculum:
                self._curricula[at] |= 1 << number
        self._alone = [self._isolated(busy) for busy in self._busy]

    def cost(self) -> int:
        """Cost of missing days and isolated lectures."""
        missing = sum(max(0, asked - days) for asked, days in zip(self._days_asked, self._days, strict=True))
        alone = sum(weight * number for weight, number in zip(self._weight, self._alone, strict=True))
        return COST_OF_A_MISSING_DAY * missing + alone

    def rivals_of(self, courses: int) -> int:
        """Courses that may not meet with one of `courses`."""
        found = 0
        while courses:
            low = courses & -courses
            courses ^= low
            found |= self.rivals[low.bit_length() - 1]
        return found

    def change(self, going: int, coming: int, here: int, there: int) -> int:
        """What the change would add to `cost`."""
        added = touched = 0
        courses = going | coming
        other_day = self._day[here] != self._day[there]
        while courses:
            low = courses & -courses
            courses ^= low
            at = low.bit_length() - 1
            # A curriculum with a lecture in both periods keeps both: its course there is a rival of the one here.
            touched ^= self._curricula[at]
            if other_day:
                days, asked = self._days[at], self._days_asked[at]
                more = self._more_days(at, here, there) if going & low else self._more_days(at, there, here)
                if more:
                    added += COST_OF_A_MISSING_DAY * (max(0, asked - days - more) - max(0, asked - days))
        both = 1 << here | 1 << there
        after, before = self._after, self._before
        while touched:
            low = touched & -touched
            touched ^= low
            number = low.bit_length() - 1
            busy = self._busy[number] ^ both
            alone = (busy & ~(busy << 1 & after | busy >> 1 & before)).bit_count()
            added += self._weight[number] * (alone - self._alone[number])
        return added

    def move(self, going: int, coming: int, here: int, there: int) -> None:
        """Make the change."""
        both = 1 << here | 1 << there
        touched = 0
        for at in bits(going | coming):
            leaves, enters = (here, there) if going >> at & 1 else (there, here)
            self._days[at] += self._more_days(at, leaves, enters)
            self.held[at] ^= both
            touched ^= self._curricula[at]
        self.met[here] ^= going | coming
        self.met[there] ^= going | coming
        for number in bits(touched):
            self._busy[number] ^= both
            self._alone[number] = self._isolated(self._busy[number])

    def _more_days(self, at: int, leaves: int, enters: int) -> int:
        """Days of a course that a lecture adds (1), takes away (-1) or leaves as they are."""
        if self._day[leaves] == self._day[enters]:
            return 0
        held = self.held[at]
        return (held & self._day[enters] == 0) - (held & self._day[leaves] == 1 << leaves)

    def _isolated(self, busy: int) -> int:
        return (busy & ~(busy << 1 & self._after | busy >> 1 & self._before)).bit_count()
