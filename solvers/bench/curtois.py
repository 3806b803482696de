"""Shift scheduling (instances of Curtois and Qu): instance, official objective and checker.

Every employee works at most one shift a day over some weeks that begin on a Monday. Hard: shifts of each type, minutes,
lengths of runs of work and of rest, weekends, days off, shifts that may not follow one another. Objective: requests
that are not met, and for each day and shift employees below or above the number needed, each with its weight.

Before the first day and after the last any run of work or rest is taken to be long enough.

References
----------
Curtois, Qu (2014): Computational results on new staff scheduling benchmark instances. Technical report, University of
Nottingham; schedulingbenchmarks.org.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from pathlib import Path

from solvers.bench.smptsp import natural
from solvers.errors import InvalidProblem

WEEK = 7
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Shift:
    """A type of shift: its length in minutes, and the shifts (numbered from 0) that may not be worked the next day."""

    name: str
    minutes: int
    never_next: frozenset[int]


@dataclass(frozen=True, slots=True)
class Employee:
    """What an employee may work.

    Parameters
    ----------
    name
        Name in the file.
    most
        Most shifts of each type.
    minutes
        Fewest and most minutes in all.
    run
        Fewest and most days of work in a row.
    rest
        Fewest days off in a row.
    weekends
        Most weekends with work on Saturday or Sunday.
    away
        Days (numbered from 0) on which the employee does not work.
    """

    name: str
    most: tuple[int, ...]
    minutes: tuple[int, int]
    run: tuple[int, int]
    rest: int
    weekends: int
    away: frozenset[int]


@dataclass(frozen=True, slots=True)
class Request:
    """What an employee asks for a day: a shift to work (`wanted`) or not to work, and what it costs otherwise."""

    employee: int
    day: int
    shift: int
    weight: int
    wanted: bool


@dataclass(frozen=True, slots=True)
class Cover:
    """Employees needed in a shift of a day, and what each of them below and above costs."""

    day: int
    shift: int
    needed: int
    under: int
    over: int


@dataclass(frozen=True, slots=True)
class Instance:
    """Employees, shifts and what is asked of a roster.

    Raises
    ------
    InvalidProblem
        If a number is out of range or names an employee, day or shift that does not exist.
    """

    name: str
    days: int
    shifts: tuple[Shift, ...]
    staff: tuple[Employee, ...]
    requests: tuple[Request, ...]
    cover: tuple[Cover, ...]

    def __post_init__(self) -> None:
        if self.days < 1:
            raise InvalidProblem("no_day", "days", self.days, "at least 1")
        for at, shift in enumerate(self.shifts):
            if shift.minutes < 1 or not shift.never_next <= set(range(len(self.shifts))):
                raise InvalidProblem("bad_shift", f"shifts.{at}", shift, "at least 1 minute, numbers of shifts")
        for at, one in enumerate(self.staff):
            if not self._sound(one):
                raise InvalidProblem("bad_employee", f"staff.{at}", one, "a number for each shift, days that exist")
        for at, request in enumerate(self.requests):
            known = 0 <= request.employee < len(self.staff) and self._known(request.day, request.shift)
            if not known or request.weight < 0:
                raise InvalidProblem("bad_request", f"requests.{at}", request, "an employee, a day and a shift")
        for at, cover in enumerate(self.cover):
            if not self._known(cover.day, cover.shift) or min(cover.needed, cover.under, cover.over) < 0:
                raise InvalidProblem("bad_cover", f"cover.{at}", cover, "a day and a shift, numbers of at least 0")

    def _sound(self, one: Employee) -> bool:
        numbers = (*one.most, *one.minutes, *one.run, one.rest, one.weekends)
        return len(one.most) == len(self.shifts) and min(numbers) >= 0 and one.away <= set(range(self.days))

    def _known(self, day: int, shift: int) -> bool:
        return 0 <= day < self.days and 0 <= shift < len(self.shifts)


Days = tuple[int | None, ...]
"""The shift of each day of an employee (None: day off)."""
Roster = Sequence[Days]
"""The days of each employee."""


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule that a roster breaks.

    `rule` is ``length``, ``unknown_shift``, ``away``, ``succession``, ``most_shifts``, ``most_minutes``,
    ``fewest_minutes``, ``long_run``, ``short_run``, ``short_rest`` or ``weekends``; `employee` is the employee at
    fault, `day` the day on which it shows; None where there is none.
    """

    rule: str
    employee: int | None = None
    day: int | None = None


@dataclass(frozen=True, slots=True)
class Cost:
    """The official objective by its parts: requests for work, requests for none, cover below and above the need."""

    on: int
    off: int
    under: int
    over: int

    @property
    def total(self) -> int:
        """The objective."""
        return self.on + self.off + self.under + self.over


def violations(instance: Instance, roster: Roster) -> list[Violation]:
    """Every rule that `roster` breaks; empty for a valid one."""
    if len(roster) != len(instance.staff) or any(len(mine) != instance.days for mine in roster):
        return [Violation("length")]
    return [broken for at, mine in enumerate(roster) for broken in _broken(instance, at, mine)]


def _broken(instance: Instance, at: int, mine: Days) -> Iterator[Violation]:
    """Rules that an employee's days break."""
    shifts = range(len(instance.shifts))
    unknown = [day for day, shift in enumerate(mine) if shift is not None and shift not in shifts]
    if unknown:
        yield from (Violation("unknown_shift", at, day) for day in unknown)
        return
    one = instance.staff[at]
    yield from (Violation("away", at, day) for day in sorted(one.away) if mine[day] is not None)
    for day, (before, after) in enumerate(pairwise(mine), 1):
        if before is not None and after in instance.shifts[before].never_next:
            yield Violation("succession", at, day)
    counts = Counter(shift for shift in mine if shift is not None)
    if any(counts[shift] > one.most[shift] for shift in shifts):
        yield Violation("most_shifts", at)
    minutes = sum(instance.shifts[shift].minutes * count for shift, count in counts.items())
    if minutes > one.minutes[1]:
        yield Violation("most_minutes", at)
    if minutes < one.minutes[0]:
        yield Violation("fewest_minutes", at)
    yield from _broken_runs(one, at, mine)
    if (
        len({day // WEEK for day, shift in enumerate(mine) if shift is not None and day % WEEK >= SATURDAY})
        > one.weekends
    ):
        yield Violation("weekends", at)


def _broken_runs(one: Employee, at: int, mine: Days) -> Iterator[Violation]:
    """Runs of work and rest, each named by its first day."""
    start = 0
    for works, run in groupby(mine, lambda shift: shift is not None):
        length = len(list(run))
        inside = start > 0 and start + length < len(mine)
        if works and length > one.run[1]:
            yield Violation("long_run", at, start)
        if works and inside and length < one.run[0]:
            yield Violation("short_run", at, start)
        if not works and inside and length < one.rest:
            yield Violation("short_rest", at, start)
        start += length


def cost(instance: Instance, roster: Roster) -> Cost:
    """Official objective of a valid `roster`."""
    on = off = under = over = 0
    for request in instance.requests:
        works = roster[request.employee][request.day] == request.shift
        on += request.weight * (request.wanted and not works)
        off += request.weight * (works and not request.wanted)
    for cover in instance.cover:
        present = sum(mine[cover.day] == cover.shift for mine in roster)
        under += cover.under * max(0, cover.needed - present)
        over += cover.over * max(0, present - cover.needed)
    return Cost(on, off, under, over)


def instances(directory: Path) -> list[Path]:
    """Instance files (``*.txt``) under `directory`, in natural order: 2 before 10."""
    return sorted((path for path in directory.rglob("*.txt") if path.is_file()), key=natural)
