r"""The mixed-integer model of shift scheduling: blocks of work that are legal by themselves.

With x_pds "employee p works shift s on day d" and z_pab "p works the days a to b and rests before and after", for the
blocks whose length p's shortest and longest run allow (any length at the edges of the horizon)::

    sum_s x_pds = sum_{a <= d <= b} z_pab                            each day
    sum_{a <= d <= b + rest} z_pab <= 1                              each day
    sum_{s in S} x_pds + sum_{t in T} x_p,d+1,t <= sum {z_pab that touch d or d + 1}     no t in T may follow an s in S
    shifts of a type, shifts in all, minutes; weekends that a block touches
    sum_p x_pds + u_ds - o_ds = needed

A neighbourhood is the same model with fewer free choices: what each employee may do on each day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import gcd

from solvers.bench.curtois import SATURDAY, WEEK, Days, Employee, Instance
from solvers.engines.linear import INFINITY, Floats, LinearModel

Choices = Sequence[frozenset[int | None]]
"""For each day, what an employee may do: a shift, or None for a day off."""
Block = tuple[int, int]


def choices_of(instance: Instance, at: int) -> list[frozenset[int | None]]:
    """All that an employee may do on each day."""
    one = instance.staff[at]
    able = frozenset(shift for shift, most in enumerate(one.most) if most > 0)
    return [frozenset({None}) if day in one.away else able | {None} for day in range(instance.days)]


def blocks(one: Employee, choices: Choices) -> list[Block]:
    """First and last days of the runs of work that an employee may have."""
    days = len(choices)
    able = [bool(choice - {None}) for choice in choices]
    off = [None in choice for choice in choices]
    found = []
    for first in range(days):
        if first and not off[first - 1]:
            continue
        for last in range(first, min(days, first + one.run[1])):
            if not able[last]:
                break
            free = first == 0 or last == days - 1
            if (free or last - first + 1 >= one.run[0]) and (last == days - 1 or off[last + 1]):
                found.append((first, last))
    return found


def weekends(first: int, last: int) -> int:
    """Weekends of which a Saturday or a Sunday lies in a block."""
    # Shifted so that weeks begin on Saturday: days 0 and 1 of a week count.
    first, last = first + WEEK - SATURDAY, last + WEEK - SATURDAY
    return sum(max(first, week) <= min(last, week + 1) for week in range(first - first % WEEK, last + 1, WEEK))


def requests_of(instance: Instance) -> dict[int, dict[tuple[int, int], int]]:
    """For each employee, what working a shift on a day adds to the cost of the requests; see `base_cost`."""
    found: dict[int, dict[tuple[int, int], int]] = {at: {} for at in range(len(instance.staff))}
    for request in instance.requests:
        key, weight = (request.day, request.shift), -request.weight if request.wanted else request.weight
        found[request.employee][key] = found[request.employee].get(key, 0) + weight
    return found


def base_cost(instance: Instance) -> int:
    """Cost of the requests where nobody works."""
    return sum(request.weight for request in instance.requests if request.wanted)


def followers(instance: Instance) -> list[tuple[frozenset[int], frozenset[int]]]:
    """Pairs of sets of shifts: none of the second may be worked on the day after one of the first."""
    banned = [shift.never_next for shift in instance.shifts]
    seconds = {ban for ban in banned if ban}
    return [
        (frozenset(at for at, ban in enumerate(banned) if second <= ban), second)
        for second in sorted(seconds, key=sorted)
    ]


@dataclass
class BlockModel:
    """The model of some employees, with the presence of the others taken off the cover.

    Parameters
    ----------
    choices
        For each employee of the model, what may be done on each day.
    others
        Days of the employees outside the model.
    """

    instance: Instance
    choices: Mapping[int, Choices]
    others: Mapping[int, Days]

    def __post_init__(self) -> None:
        self.linear = LinearModel()
        self.constant = base_cost(self.instance)
        self._shift: dict[tuple[int, int, int], int] = {}
        self._block: dict[tuple[int, int, int], int] = {}
        self._slack: list[tuple[tuple[int, int], int, int, int]] = []
        self._requests = requests_of(self.instance)
        self._followers = followers(self.instance)
        self._present = Counter(place for days in self.others.values() for place in enumerate(days))
        for at, choices in self.choices.items():
            self._employee(at, choices)
        self._cover()

    # ---- one employee

    def _employee(self, at: int, choices: Choices) -> None:
        linear, asked = self.linear, self._requests[at]
        mine: list[dict[int, int]] = []
        for day, choice in enumerate(choices):
            shifts = sorted(shift for shift in choice if shift is not None)
            mine.append({shift: linear.column(-float(asked.get((day, shift), 0)), 1.0) for shift in shifts})
            self._shift |= {(at, day, shift): column for shift, column in mine[-1].items()}
        found = {block: linear.column(0.0, 1.0) for block in blocks(self.instance.staff[at], choices)}
        self._block |= {(at, *block): column for block, column in found.items()}
        self._runs(self.instance.staff[at], choices, mine, found)
        self._totals(self.instance.staff[at], mine, found)
        self._successions(mine, found)

    def _runs(self, one: Employee, choices: Choices, mine: list[dict[int, int]], found: dict[Block, int]) -> None:
        rest = max(1, one.rest)
        for day, choice in enumerate(choices):
            inside = [column for (first, last), column in found.items() if first <= day <= last]
            shifts = list(mine[day].values())
            self.linear.row([*shifts, *inside], [1.0] * len(shifts) + [-1.0] * len(inside), 0.0, 0.0)
            if None not in choice:
                self.linear.row(inside, [1.0] * len(inside), 1.0, 1.0)
            near = [column for (first, last), column in found.items() if first <= day <= last + rest]
            if len(near) > 1:
                self.linear.row(near, [1.0] * len(near), 0.0, 1.0)

    def _totals(self, one: Employee, mine: list[dict[int, int]], found: dict[Block, int]) -> None:
        shifts = range(len(self.instance.shifts))
        columns = {shift: [day[shift] for day in mine if shift in day] for shift in shifts}
        for shift in shifts:
            if len(columns[shift]) > one.most[shift]:
                self.linear.row(columns[shift], [1.0] * len(columns[shift]), 0.0, float(one.most[shift]))
        minutes = {shift: self.instance.shifts[shift].minutes for shift in shifts if columns[shift]}
        every = [column for shift in minutes for column in columns[shift]]
        if minutes:
            unit = gcd(*minutes.values())
            low, high = -(-one.minutes[0] // unit), one.minutes[1] // unit
            lengths = [float(minutes[shift] // unit) for shift in minutes for _ in columns[shift]]
            self.linear.row(every, lengths, float(low), float(high))
            longest, shortest = max(minutes.values()), min(minutes.values())
            if longest > shortest:
                fewest, most = -(-one.minutes[0] // longest), one.minutes[1] // shortest
                self.linear.row(every, [1.0] * len(every), float(fewest), float(most))
        elif one.minutes[0] > 0:
            self.linear.row([], [], 1.0, 1.0)
        touching = {column: weekends(*block) for block, column in found.items() if weekends(*block)}
        if touching:
            self.linear.row(list(touching), [float(n) for n in touching.values()], 0.0, float(one.weekends))

    def _successions(self, mine: list[dict[int, int]], found: dict[Block, int]) -> None:
        for day in range(len(mine) - 1):
            near = [column for (first, last), column in found.items() if first <= day + 1 and last >= day]
            for firsts, seconds in self._followers:
                before = [mine[day][shift] for shift in sorted(firsts) if shift in mine[day]]
                after = [mine[day + 1][shift] for shift in sorted(seconds) if shift in mine[day + 1]]
                if before and after:
                    both = [*before, *after]
                    self.linear.row([*both, *near], [1.0] * len(both) + [-1.0] * len(near), -INFINITY, 0.0)

    # ---- all employees

    def _cover(self) -> None:
        there: dict[tuple[int, int], list[int]] = {}
        for (_, day, shift), column in self._shift.items():
            there.setdefault((day, shift), []).append(column)
        for cover in self.instance.cover:
            place = (cover.day, cover.shift)
            needed = cover.needed - self._present[place]
            columns = there.get(place, [])
            if not columns:
                self.constant += max(0, needed) * cover.under + max(0, -needed) * cover.over
                continue
            under = self.linear.column(-float(cover.under), INFINITY)
            over = self.linear.column(-float(cover.over), INFINITY)
            values = [1.0] * len(columns) + [1.0, -1.0]
            self.linear.row([*columns, under, over], values, float(needed), float(needed))
            self._slack.append((place, needed, under, over))

    # ---- rosters

    def hint(self, roster: Mapping[int, Days]) -> dict[int, float]:
        """Values of all columns for a roster."""
        values = {column: float(roster[at][day] == shift) for (at, day, shift), column in self._shift.items()}
        runs = {at: set(_stretches(roster[at])) for at in self.choices}
        values |= {column: float((first, last) in runs[at]) for (at, first, last), column in self._block.items()}
        for (day, shift), needed, under, over in self._slack:
            there = sum(roster[at][day] == shift for at in self.choices)
            values |= {under: float(max(0, needed - there)), over: float(max(0, there - needed))}
        return values

    def days(self, values: Floats) -> dict[int, Days]:
        """What the values of the columns say of each employee of the model."""
        found: dict[int, list[int | None]] = {at: [None] * self.instance.days for at in self.choices}
        for (at, day, shift), column in self._shift.items():
            if values[column] > 0.5:
                found[at][day] = shift
        return {at: tuple(days) for at, days in found.items()}


def _stretches(mine: Days) -> Iterator[Block]:
    """First and last days of each run of work."""
    start = 0
    for works, run in groupby(mine, lambda shift: shift is not None):
        end = start + len(list(run))
        if works:
            yield start, end - 1
        start = end
