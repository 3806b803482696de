"""What the drawing of a board is made of: rows, bars, the hours of a day that are drawn, and how bars look."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import ceil
from unicodedata import east_asian_width

DAYS = 7
DAY_HOURS, FEWEST_HOURS = 24, 8
TICKS = ((24, 6), (12, 4), (0, 2))
"""From how many hours a day on, every how many of them are named."""
INK = "#1e2a30"
GROUP, NAME = 22, 20
"""Narrow letters of the names that stand beside the rows; the pointer and the table tell them whole."""


@dataclass(frozen=True, slots=True)
class Look:
    """How bars in a state look: by colour, and by a sign for whoever does not tell colours apart."""

    fill: str
    line: str
    sign: str = ""
    text: str = INK


LOOKS: Mapping[str, Look] = {
    "given": Look("#d5e6e9", "#2b7682"),
    "new": Look("#dff0e6", "#1c6b45", "+"),
    "moved": Look("#fbf1dc", "#7a5200", "→"),
    "decided": Look("#0c4954", "#0c4954", "◆", "#ffffff"),
    "vacant": Look("#ffffff", "#9b2c20", "○"),
}
"""Patterns would tell them apart as well, but take ten times as long to draw."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a board, under the name of its group."""

    key: str
    group: str
    name: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A bar between two wall-clock times: `label` stands on it, `told` beside the pointer, `place` is behind it."""

    row: str
    starts: datetime
    ends: datetime
    state: str
    label: str
    told: Sequence[str]
    place: str


@dataclass(frozen=True, slots=True)
class Hours:
    """The hours of each day that are drawn: all where anything goes on at night."""

    first: int
    last: int

    @property
    def width(self) -> int:
        """Hours of a day."""
        return self.last - self.first

    def at(self, first: date, moment: datetime) -> float:
        """Where a time lies, in drawn hours since a date."""
        day = (moment.date() - first).days
        hour = (moment - datetime.combine(moment.date(), time())) / timedelta(hours=1)
        return day * self.width + min(max(hour, self.first), self.last) - self.first

    @property
    def named(self) -> Mapping[int, str]:
        """Times that are named below, by where they lie."""
        step = next(step for least, step in TICKS if self.width >= least)
        hours = [hour for hour in range(self.first + 1, self.last) if hour % step == 0]
        return {day * self.width + hour - self.first: str(hour) for day in range(DAYS) for hour in hours}


@dataclass(frozen=True, slots=True)
class Frame:
    """The week that is drawn: the names of its days, those without work, and what the lines beside a pointer tell."""

    first: date
    days: Sequence[str]
    rest: frozenset[date]
    heads: Sequence[str]


def hours_of(marks: Sequence[Mark]) -> Hours:
    """From the earliest to the latest hour of any day; whole days where a bar goes over midnight."""
    times = {(mark.starts, mark.ends) for mark in marks}
    if not times or any(ends > datetime.combine(starts.date(), time(23, 59)) for starts, ends in times):
        return Hours(0, DAY_HOURS)
    first = min(starts.hour for starts, _ in times)
    last = max(ceil(ends.hour + ends.minute / 60) for _, ends in times)
    return Hours(min(first, DAY_HOURS - FEWEST_HOURS), min(DAY_HOURS, max(last, first + FEWEST_HOURS)))


def factors_of(rows: Sequence[Row]) -> Iterator[tuple[str, str]]:
    """Names of rows, cut short, and told apart where two are alike."""
    met: Counter[tuple[str, str]] = Counter()
    for row in rows:
        group, name = _short(row.group, GROUP), _short(row.name, NAME)
        met[group, name] += 1
        at = met[group, name]
        yield group, name if at == 1 else f"{name} ({at})"


def _short(name: str, most: int) -> str:
    """A name of so many narrow letters at most; one of Chinese counts as two."""
    width = 0
    for at, letter in enumerate(name):
        width += 2 if east_asian_width(letter) in "WF" else 1
        if width > most:
            return f"{name[: at - 1].rstrip()}…"
    return name
