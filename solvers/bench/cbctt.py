"""Curriculum-based course timetabling (CB-CTT, ITC-2007 track 3): instance, official objective and checker.

Every lecture of a course gets a period and a room. Hard: the lectures of a course, of a curriculum and of a teacher are
in distinct periods, a room has one lecture at a time, and no course meets where it is unavailable. Objective (UD2):
students over capacity, lectures on too few days, lectures of a curriculum that stand alone in their day, and rooms of a
course beyond its first.

References
----------
Di Gaspero, McCollum, Schaerf (2007): The second international timetabling competition (ITC-2007): curriculum-based
course timetabling (track 3). Technical report, Queen's University, Belfast.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from solvers.bench.smptsp import natural
from solvers.errors import InvalidProblem

COST_OF_A_MISSING_DAY = 5
COST_OF_AN_ISOLATED_LECTURE = 2


@dataclass(frozen=True, slots=True)
class Course:
    """A course: its lectures, the fewest days they should be spread over, and the students at each of them."""

    name: str
    teacher: str
    lectures: int
    days: int
    students: int


@dataclass(frozen=True, slots=True)
class Instance:
    """Courses, rooms and curricula of a week.

    Parameters
    ----------
    name
        Name of the instance, without folder and suffix.
    days, slots
        Days of the week and periods of a day; period ``day * slots + slot`` is numbered from 0.
    courses
        The courses.
    rooms
        Seats of each room.
    curricula
        For each curriculum, the courses (numbered from 0) that the same students attend.
    unavailable
        Pairs of course and period in which it may not meet.

    Raises
    ------
    InvalidProblem
        If a number is out of range or a list names a course or period that does not exist.
    """

    name: str
    days: int
    slots: int
    courses: tuple[Course, ...]
    rooms: tuple[int, ...]
    curricula: tuple[frozenset[int], ...]
    unavailable: frozenset[tuple[int, int]]

    def __post_init__(self) -> None:
        if self.days < 1 or self.slots < 1:
            raise InvalidProblem("no_period", "days", (self.days, self.slots), "at least 1 day of at least 1 period")
        for at, course in enumerate(self.courses):
            if course.lectures < 1 or course.days < 0 or course.students < 0:
                raise InvalidProblem("negative", f"courses.{at}", course, "at least 1 lecture, numbers of at least 0")
        for at, seats in enumerate(self.rooms):
            if seats < 0:
                raise InvalidProblem("negative", f"rooms.{at}", seats, "at least 0")
        for at, curriculum in enumerate(self.curricula):
            if not curriculum <= set(range(len(self.courses))):
                raise InvalidProblem("unknown_course", f"curricula.{at}", sorted(curriculum), "numbers of courses")
        for pair in sorted(self.unavailable):
            if not (0 <= pair[0] < len(self.courses) and 0 <= pair[1] < self.periods):
                raise InvalidProblem("unknown_period", "unavailable", pair, "a course and a period of the week")

    @property
    def periods(self) -> int:
        """Number of periods of the week."""
        return self.days * self.slots

    def together(self) -> list[frozenset[int]]:
        """Sets of courses of which no two may meet at once: the curricula, and each teacher's courses."""
        taught: dict[str, set[int]] = {}
        for at, course in enumerate(self.courses):
            taught.setdefault(course.teacher, set()).add(at)
        return [*self.curricula, *(frozenset(mine) for mine in taught.values())]


Timetable = Sequence[Sequence[tuple[int, int]]]
"""For each course, the period and the room of each of its lectures."""


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule that a timetable breaks.

    `rule` is ``length``, ``lectures``, ``unknown_place``, ``repeated``, ``unavailable``, ``conflict`` or
    ``room_taken``; `courses` are the courses at fault; `period` is the period, None where there is none.
    """

    rule: str
    courses: tuple[int, ...] = ()
    period: int | None = None


@dataclass(frozen=True, slots=True)
class Cost:
    """The official objective (UD2) by its four parts, each with its weight in it."""

    capacity: int
    days: int
    isolated: int
    rooms: int

    @property
    def total(self) -> int:
        """The objective."""
        return self.capacity + self.days + self.isolated + self.rooms


def violations(instance: Instance, timetable: Timetable) -> list[Violation]:
    """Every rule that `timetable` breaks; empty for a valid one."""
    if len(timetable) != len(instance.courses):
        return [Violation("length")]
    found = [broken for at, lectures in enumerate(timetable) for broken in _misplaced(instance, at, lectures)]
    meeting: dict[int, set[int]] = {}
    rooms: Counter[tuple[int, int]] = Counter(place for lectures in timetable for place in set(lectures))
    for at, lectures in enumerate(timetable):
        for period, _ in lectures:
            meeting.setdefault(period, set()).add(at)
    apart = {pair for group in instance.together() for pair in combinations(sorted(group), 2)}
    for period, courses in sorted(meeting.items()):
        found += [Violation("conflict", pair, period) for pair in combinations(sorted(courses), 2) if pair in apart]
    for place in sorted(place for place, lectures in rooms.items() if lectures > 1):
        sharing = tuple(at for at, lectures in enumerate(timetable) if place in lectures)
        found.append(Violation("room_taken", sharing, place[0]))
    return found


def _misplaced(instance: Instance, at: int, lectures: Sequence[tuple[int, int]]) -> list[Violation]:
    found = [] if len(lectures) == instance.courses[at].lectures else [Violation("lectures", (at,))]
    for period, room in lectures:
        if not (0 <= period < instance.periods and 0 <= room < len(instance.rooms)):
            found.append(Violation("unknown_place", (at,), period))
        if (at, period) in instance.unavailable:
            found.append(Violation("unavailable", (at,), period))
    held = Counter(period for period, _ in lectures)
    return found + [Violation("repeated", (at,), period) for period in sorted(held) if held[period] > 1]


def cost(instance: Instance, timetable: Timetable) -> Cost:
    """Official objective of a valid `timetable`."""
    capacity = days = rooms = 0
    for course, lectures in zip(instance.courses, timetable, strict=True):
        capacity += sum(max(0, course.students - instance.rooms[room]) for _, room in lectures)
        days += max(0, course.days - len({period // instance.slots for period, _ in lectures}))
        rooms += len({room for _, room in lectures}) - 1
    alone = sum(
        _isolated(instance, {period for at in curriculum for period, _ in timetable[at]})
        for curriculum in instance.curricula
    )
    return Cost(capacity, days * COST_OF_A_MISSING_DAY, alone * COST_OF_AN_ISOLATED_LECTURE, rooms)


def _isolated(instance: Instance, held: Iterable[int]) -> int:
    """Lectures of a curriculum, by their periods, without another one just before or after them on the same day."""
    places = {divmod(period, instance.slots) for period in held}
    return sum(not {(day, slot - 1), (day, slot + 1)} & places for day, slot in places)


def instances(directory: Path) -> list[Path]:
    """Instance files (``*.ctt``) under `directory`, in natural order: 2 before 10."""
    return sorted((path for path in directory.rglob("*.ctt") if path.is_file()), key=natural)
