"""Reader of ITC-2007 track 3 files.

Format: seven lines ``Name:``, ``Courses:``, ``Rooms:``, ``Days:``, ``Periods_per_day:``, ``Curricula:``,
``Constraints:``; then the sections ``COURSES:`` (course, teacher, lectures, fewest days, students), ``ROOMS:`` (room,
seats), ``CURRICULA:`` (curriculum, k, k courses) and ``UNAVAILABILITY_CONSTRAINTS:`` (course, day, period of the day,
both from 0); ``END.`` last. Blank lines mean nothing.
"""

from __future__ import annotations

import re
from pathlib import Path

from solvers.bench.cbctt import Course, Instance
from solvers.bench.smptsp import InstanceError

NUMBER = re.compile(r"[0-9]{1,9}")


def read(path: Path) -> Instance:
    """Read an instance file.

    Raises
    ------
    InstanceError
        If the file does not follow the format.
    OSError
        If the file cannot be opened.
    """
    lines = _Lines(path)
    lines.header("Name")
    courses, rooms = lines.number("Courses"), lines.number("Rooms")
    days, slots = lines.number("Days", least=1), lines.number("Periods_per_day", least=1)
    curricula, constraints = lines.number("Curricula"), lines.number("Constraints")
    lines.title("COURSES:")
    taught = [lines.course() for _ in range(courses)]
    lines.title("ROOMS:")
    seats = [lines.room() for _ in range(rooms)]
    lines.title("CURRICULA:")
    groups = [lines.curriculum() for _ in range(curricula)]
    lines.title("UNAVAILABILITY_CONSTRAINTS:")
    unavailable = frozenset(lines.unavailable(days, slots) for _ in range(constraints))
    lines.title("END.")
    lines.finish()
    return Instance(path.stem, days, slots, tuple(taught), tuple(seats), tuple(groups), unavailable)


class _Lines:
    """Lines of an instance file that carry content, taken one after the other."""

    def __init__(self, path: Path) -> None:
        text = path.read_text(encoding="utf-8-sig", errors="replace").split("\n")
        self._rest = iter([(number, line.strip()) for number, line in enumerate(text, 1) if line.strip()])
        self._path = path
        self._line = 0
        self._past_the_end = len(text) + (text[-1] != "")
        self._courses: dict[str, int] = {}
        self._named: set[str] = set()

    def header(self, key: str) -> str:
        """Text after ``key:``."""
        line = self._take(f"{key}: and a value")
        name, _, value = line.partition(":")
        if name.strip() != key or not value.strip():
            raise self._fault(f"{key}: and a value")
        return value.strip()

    def number(self, key: str, least: int = 0) -> int:
        """Number after ``key:``."""
        value = self.header(key)
        if not NUMBER.fullmatch(value) or int(value) < least:
            raise self._fault(f"{key}: and a number of at least {least}")
        return int(value)

    def title(self, expected: str) -> None:
        """First line of a section, after which names may be given again."""
        if self._take(expected) != expected:
            raise self._fault(expected)
        self._named = set()

    def course(self) -> Course:
        """A course; its name is remembered."""
        expected = "a course not named before, teacher, lectures (at least 1), days and students"
        words = self._words(expected, names=2, count=5)
        if int(words[2]) < 1:
            raise self._fault(expected)
        self._courses[words[0]] = len(self._courses)
        return Course(words[0], words[1], int(words[2]), int(words[3]), int(words[4]))

    def room(self) -> int:
        """Seats of a room."""
        return int(self._words("a room not named before and its seats", names=1, count=2)[1])

    def curriculum(self) -> frozenset[int]:
        """Courses of a curriculum."""
        expected = "a curriculum not named before, k, then k different courses"
        words = self._take(expected).split()
        courses = frozenset(self._courses[word] for word in words[2:] if word in self._courses)
        if len(words) < 2 or words[1] != str(len(courses)) or len(words) != len(courses) + 2:
            raise self._fault(expected)
        self._name(words[0], expected)
        return courses

    def unavailable(self, days: int, slots: int) -> tuple[int, int]:
        """A course and a period in which it may not meet."""
        expected = f"a course, a day below {days} and a period below {slots}"
        words = self._take(expected).split()
        if len(words) != 3 or words[0] not in self._courses or not all(map(NUMBER.fullmatch, words[1:])):
            raise self._fault(expected)
        day, slot = int(words[1]), int(words[2])
        if day >= days or slot >= slots:
            raise self._fault(expected)
        return self._courses[words[0]], day * slots + slot

    def finish(self) -> None:
        """Check that nothing is left."""
        self._line, line = next(self._rest, (self._past_the_end, ""))
        if line:
            raise self._fault("nothing after END.")

    def _words(self, expected: str, names: int, count: int) -> list[str]:
        """Names, the first of them new in this section, then numbers."""
        words = self._take(expected).split()
        if len(words) != count or not all(map(NUMBER.fullmatch, words[names:])):
            raise self._fault(expected)
        self._name(words[0], expected)
        return words

    def _name(self, name: str, expected: str) -> None:
        if name in self._named:
            raise self._fault(expected)
        self._named.add(name)

    def _take(self, expected: str) -> str:
        self._line, line = next(self._rest, (self._past_the_end, ""))
        if not line:
            raise self._fault(expected)
        return line

    def _fault(self, expected: str) -> InstanceError:
        return InstanceError(self._path, self._line, expected)
