"""Reader of the shift scheduling instances of Curtois and Qu.

Format: ``#`` comments; then, in this order, ``SECTION_HORIZON`` (days), ``SECTION_SHIFTS`` (shift, minutes, shifts that
may not follow the next day, with ``|``), ``SECTION_STAFF`` (employee, most shifts of each type as ``shift=number``,
with ``|``, most minutes, fewest minutes, longest run of work, shortest run of work, shortest rest, most weekends),
``SECTION_DAYS_OFF`` (employee, days), ``SECTION_SHIFT_ON_REQUESTS`` and ``SECTION_SHIFT_OFF_REQUESTS`` (employee, day,
shift, weight), ``SECTION_COVER`` (day, shift, employees needed, weight below, weight above). Days are numbered from 0.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from solvers.bench.curtois import Cover, Employee, Instance, Request, Shift
from solvers.bench.smptsp import InstanceError

NUMBER = re.compile(r"[0-9]{1,9}")
SECTION = "SECTION_"


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
    days = lines.horizon()
    shifts = lines.shifts()
    staff = lines.staff(days)
    requests = [*lines.requests(days, wanted=True), *lines.requests(days, wanted=False)]
    cover = lines.cover(days)
    lines.finish()
    return Instance(path.stem, days, shifts, staff, tuple(requests), cover)


class _Lines:
    """Lines of an instance file that carry content, taken one after the other."""

    def __init__(self, path: Path) -> None:
        text = path.read_text(encoding="utf-8-sig", errors="replace").split("\n")
        content = ((number, line.split("#")[0].strip()) for number, line in enumerate(text, 1))
        self._rest = [(number, line) for number, line in content if line][::-1]
        self._path = path
        self._line, self._text = 0, ""
        self._past_the_end = len(text) + (text[-1] != "")
        self._shifts: dict[str, int] = {}
        self._staff: dict[str, int] = {}

    def horizon(self) -> int:
        """Days of the horizon."""
        self._title("HORIZON")
        self._expected = "a number of days of at least 1"
        days = self._number(self._take())
        if days < 1:
            raise self._fault()
        return days

    def shifts(self) -> tuple[Shift, ...]:
        """Types of shifts; their names are remembered, and may be named before their own line."""
        expected = "a shift not named before, its minutes (at least 1) and the shifts that may not follow, with |"
        rows = []
        for words in self._section("SHIFTS", expected, 3):
            if not words[0] or words[0] in self._shifts or self._number(words[1]) < 1:
                raise self._fault()
            self._shifts[words[0]] = len(self._shifts)
            rows.append((self._line, words))
        return tuple(self._shift(*row) for row in rows)

    def _shift(self, line: int, words: list[str]) -> Shift:
        self._line = line
        banned = frozenset(self._named(self._shifts, name.strip()) for name in words[2].split("|") if name.strip())
        return Shift(words[0], int(words[1]), banned)

    def staff(self, days: int) -> tuple[Employee, ...]:
        """Employees with their days off; their names are remembered."""
        expected = "an employee not named before, shift=number for each shift, with |, and six numbers"
        rows = []
        for words in self._section("STAFF", expected, 8):
            if not words[0] or words[0] in self._staff:
                raise self._fault()
            self._staff[words[0]] = len(self._staff)
            rows.append((words[0], self._most(words[1]), [self._number(word) for word in words[2:]]))
        away: list[frozenset[int]] = [frozenset()] * len(rows)
        for words in self._section("DAYS_OFF", f"an employee and days below {days}"):
            at = self._named(self._staff, words[0])
            away[at] |= {self._below(word, days) for word in words[1:] if word}
        return tuple(
            Employee(name, most, (low, high), (least, longest), rest, weekends, away[at])
            for at, (name, most, (high, low, longest, least, rest, weekends)) in enumerate(rows)
        )

    def _most(self, text: str) -> tuple[int, ...]:
        """Most shifts of each type, each named once."""
        most: dict[int, int] = {}
        for part in text.split("|"):
            name, _, number = part.partition("=")
            most[self._named(self._shifts, name.strip())] = self._number(number.strip())
        if len(most) != len(self._shifts) or text.count("=") != len(most):
            raise self._fault()
        return tuple(most[at] for at in range(len(most)))

    def requests(self, days: int, *, wanted: bool) -> list[Request]:
        """Requests for shifts, or for none."""
        expected = f"an employee, a day below {days}, a shift and a weight"
        found = []
        for words in self._section(f"SHIFT_{'ON' if wanted else 'OFF'}_REQUESTS", expected, 4):
            employee, shift = self._named(self._staff, words[0]), self._named(self._shifts, words[2])
            found.append(Request(employee, self._below(words[1], days), shift, self._number(words[3]), wanted))
        return found

    def cover(self, days: int) -> tuple[Cover, ...]:
        """Employees needed."""
        expected = f"a day below {days}, a shift, the employees needed, a weight below and a weight above"
        found = []
        for words in self._section("COVER", expected, 5):
            day, shift = self._below(words[0], days), self._named(self._shifts, words[1])
            needed, under, over = (self._number(word) for word in words[2:])
            found.append(Cover(day, shift, needed, under, over))
        return tuple(found)

    def finish(self) -> None:
        """Check that nothing is left."""
        if self._rest:
            self._expected = "nothing after the cover"
            self._take()
            raise self._fault()

    def _section(self, name: str, expected: str, count: int | None = None) -> Iterator[list[str]]:
        """Lines of a section as words between commas, `count` of them in each."""
        self._title(name)
        self._expected = expected
        while self._rest and not self._rest[-1][1].startswith(SECTION):
            words = [word.strip() for word in self._take().split(",")]
            if count is not None and len(words) != count:
                raise self._fault()
            yield words

    def _title(self, name: str) -> None:
        self._expected = SECTION + name
        if self._take() != SECTION + name:
            raise self._fault()

    def _take(self) -> str:
        self._line, self._text = self._rest.pop() if self._rest else (self._past_the_end, "")
        if not self._text:
            raise self._fault()
        return self._text

    def _number(self, word: str) -> int:
        if not NUMBER.fullmatch(word):
            raise self._fault(word)
        return int(word)

    def _below(self, word: str, limit: int) -> int:
        if self._number(word) >= limit:
            raise self._fault(word)
        return int(word)

    def _named(self, known: dict[str, int], name: str) -> int:
        if name not in known:
            raise self._fault(name)
        return known[name]

    def _fault(self, found: str | None = None) -> InstanceError:
        """Error at the line taken last, with the word at fault or the whole line."""
        told = f"found {found or self._text!r}" if self._text else "but the file ends"
        return InstanceError(self._path, self._line, f"{self._expected}, {told}")
