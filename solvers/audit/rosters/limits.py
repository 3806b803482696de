"""What one person may do: H01, H02, H09 to H15 and H23, with what a coordinator overrides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from solvers.audit.rosters.month import Month
from solvers.audit.rosters.posts import Stretch
from solvers.audit.times import DAY

PAUSE = 30
"""From this many minutes on a gap ends continuous work."""
Blocks = Sequence[Stretch]


class Fault(NamedTuple):
    """A rule that is broken on a shift, by whom, and what was counted and allowed."""

    code: str
    shift: int
    people: tuple[int, ...]
    numbers: tuple[tuple[str, int | str], ...] = ()


class Limits:
    """The limits of a month; `ages` are those on its first date."""

    def __init__(self, month: Month, ages: Sequence[int]) -> None:
        self.month, self.ages = month, ages
        self._rules: Sequence[tuple[str, Callable[[int, Blocks], Iterator[Fault]]]] = (
            ("H01", self._overlaps),
            ("H02", self._ways),
            ("H09", self._days),
            ("H09", self._rolling),
            ("H10", self._weeks),
            ("H11", self._months),
            ("H12", self._runs),
            ("H13", self._rests),
            ("H14", self._rows),
            ("H15", self._counts),
            ("H23", self._trainings),
        )

    def faults(self, person: int, posts: Iterable[int]) -> Iterator[Fault]:
        """What a person breaks who serves at some posts."""
        mine = sorted(self.month.stretches[post] for post in posts)
        for rule, find in self._rules if mine else ():
            if self.month.on(rule):
                yield from find(person, [*self.month.past[person], *mine])

    def by_age(self, name: str, person: int) -> int:
        """A limit that is lower from 60 and from 70 years."""
        return int(self.month.policy[name][(self.ages[person] >= 60) + (self.ages[person] >= 70)])

    def is_fact(self, person: int, block: Stretch) -> bool:
        """Whether a stretch is past, or was decided elsewhere."""
        return block.post < 0 or block.post in self.month.given.get(person, ())

    def excused(self, rule: str, person: int, window: Iterable[Stretch]) -> bool:
        """Whether a window holds nothing but facts, or a seat for which the rule is overridden and else what stands."""
        blocks = list(window)
        if all(self.is_fact(person, block) for block in blocks):
            return True
        waived, standing = self.month.waived.get((rule, person), ()), self.month.standing.get(person, ())
        stands = all(block.post < 0 or block.post in standing for block in blocks)
        return stands and any(block.post in waived for block in blocks)

    def _overlaps(self, person: int, blocks: Blocks) -> Iterator[Fault]:
        for a, b in combinations(blocks, 2):
            meet = a.start < b.end and b.start < a.end and b.post >= 0
            if meet and not (self.is_fact(person, a) and self.is_fact(person, b)):
                yield _fault("h01_no_overlap", person, b, other=a.shift)

    def _ways(self, person: int, blocks: Blocks) -> Iterator[Fault]:
        for a, b in combinations([block for block in blocks if block.post >= 0], 2):
            gap = b.start - a.end
            if gap < 0 or (self.is_fact(person, a) and self.is_fact(person, b)):
                continue
            needed = self.month.travel(a.shift, b.shift)
            if gap < needed:
                yield _fault("h02_travel_gap", person, b, gap=gap, allowed=needed, other=a.shift)

    def _windows(
        self, rule: tuple[str, str], person: int, blocks: Blocks, key: Callable[[Stretch], Hashable], limit: int
    ) -> Iterator[Fault]:
        """Windows of a person whose minutes exceed a limit."""
        found = defaultdict[Hashable, list[Stretch]](list)
        for block in blocks:
            found[key(block)].append(block)
        for window in found.values():
            worked = sum(block.minutes for block in window)
            if worked > limit and window[-1].post >= 0 and not self.excused(rule[0], person, window):
                yield _fault(rule[1], person, window[-1], counted=worked, allowed=limit)

    def _days(self, person: int, blocks: Blocks) -> Iterator[Fault]:
        limit = self.by_age("day_minutes", person)
        yield from self._windows(("H09", "h09_max_minutes_day"), person, blocks, lambda block: block.day, limit)

    def _rolling(self, person: int, blocks: Blocks) -> Iterator[Fault]:
        limit = self.by_age("day_minutes", person)
        for first in blocks:
            until = first.start + DAY
            window = [block for block in blocks if first.start <= block.start < until]
            worked = sum(min(block.end, until) - block.start for block in window)
            last = window[-1]
            if worked > limit and last.day > first.day and last.post >= 0 and not self.excused("H09", person, window):
                yield _fault("h09_max_minutes_day", person, last, counted=worked, allowed=limit)

    def _weeks(self, person: int, blocks: Blocks) -> Iterator[Fault]:
        limit = self.by_age("week_minutes", person)
        rule = ("H10", "h10_max_minutes_week")
        yield from self._windows(rule, person, blocks, lambda block: self.month.week(block.day), limit)

    def _months(self, person: int, blocks: Blocks) -> Iterator[Fault]:
        limit, rule = int(self.month.policy["month_minutes"]), ("H11", "h11_max_minutes_month")

        def key(block: Stretch) -> Hashable:
            day = self.month.calendar.date_of(block.day)
            return day.year, day.month

        yield from self._windows(rule, person, blocks, key, limit)

    def _runs(self, person: int, blocks: Blocks) -> Iterator[Fault]:
        run: list[Stretch] = []
        for block in [*blocks, None]:
            if run and (block is None or block.start - run[-1].end >= PAUSE):
                if run[-1].post >= 0 and self._too_long(person, run):
                    length, allowed = run[-1].end - run[0].start, self.continuous(run)
                    yield _fault("h12_max_continuous", person, run[-1], counted=length, allowed=allowed)
                run = []
            if block is not None:
                run.append(block)

    def _too_long(self, person: int, run: Blocks) -> bool:
        """Whether the whole of a run is too long, and a part of it is that nobody excused."""
        if run[-1].end - run[0].start <= self.continuous(run):
            return False
        parts = (run[first : last + 1] for first, last in _ranges(len(run)))
        return any(
            part[-1].post >= 0
            and part[-1].end - part[0].start > self.continuous(part)
            and not self.excused("H12", person, part)
            for part in parts
        )

    def continuous(self, run: Blocks) -> int:
        """Longest work without a pause."""
        demanding = any(block.demanding for block in run)
        return int(self.month.policy["demanding_minutes" if demanding else "continuous_minutes"])

    def _rests(self, person: int, blocks: Blocks) -> Iterator[Fault]:
        rest = int(self.month.policy["rest_minutes"])
        for a, b in combinations(blocks, 2):
            short = a.day < b.day and b.start - a.end < rest and b.post >= 0
            if short and not self.excused("H13", person, (a, b)):
                yield _fault("h13_min_rest", person, b, gap=b.start - a.end, allowed=rest, other=a.shift)

    def _rows(self, person: int, blocks: Blocks) -> Iterator[Fault]:
        limit = int(self.month.policy["days_in_row"])
        days = defaultdict[int, list[Stretch]](list)
        for block in blocks:
            days[block.day].append(block)
        for day in list(days):
            row = 1
            while day - row in days:
                row += 1
            window = [block for back in range(limit + 1) for block in days.get(day - back, ())]
            last = days[day][-1]
            if row > limit and last.post >= 0 and not self.excused("H14", person, window):
                yield _fault("h14_max_consecutive_days", person, last, counted=row, allowed=limit)

    def _counts(self, person: int, blocks: Blocks) -> Iterator[Fault]:
        limit = int(self.month.policy["shifts_a_day"])
        days = defaultdict[int, list[Stretch]](list)
        for block in blocks:
            if block.post >= 0:
                days[block.day].append(block)
        for window in days.values():
            count = len({block.shift for block in window})
            if count > limit and not self.excused("H15", person, window):
                yield _fault("h15_max_shifts_day", person, window[-1], counted=count, allowed=limit)

    def _trainings(self, person: int, blocks: Blocks) -> Iterator[Fault]:
        known = self.month.people[person].get("trainings", ())
        for block in blocks:
            training = None if block.post < 0 else self.month.posts[block.post].training
            if training is not None and training not in known:
                before = (one for one in blocks if one.post >= 0 and one.end <= block.start)
                if training not in (self.month.shifts[one.shift].get("gives") for one in before):
                    yield _fault("h23_training_first", person, block, training=training)


def _ranges(count: int) -> Iterator[tuple[int, int]]:
    return ((first, last) for last in range(count) for first in range(last + 1))


def _fault(code: str, person: int, block: Stretch, **numbers: int | str) -> Fault:
    return Fault(code, block.shift, (person,), tuple(numbers.items()))
