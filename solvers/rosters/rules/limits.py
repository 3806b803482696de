"""How much one volunteer may do: H09 to H12, H14 and H15. All lie within one person's timetable."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar, TypeVar

from solvers.plan import Violation
from solvers.rosters.roster import Block, Roster
from solvers.rosters.rules.protocol import Held, Model, Rule, Scope, told
from solvers.rosters.rules.waivers import decided_elsewhere, excused, limit_window
from solvers.window import DAY

if TYPE_CHECKING:
    from solvers.rosters.case import RosterCase

PAUSE = 30
"""From this many minutes on a gap ends continuous work."""
K = TypeVar("K", bound=Hashable)


def by_day(blocks: Iterable[Block]) -> Mapping[int, list[Block]]:
    """Blocks by the day on which they start."""
    found: dict[int, list[Block]] = {}
    for block in blocks:
        found.setdefault(block.day, []).append(block)
    return found


def held_by(held: Iterable[tuple[K, Held]]) -> Mapping[K, list[Held]]:
    """Choices by a key, of those keys at which something is still to be chosen."""
    found: dict[K, list[Held]] = {}
    for key, one in held:
        found.setdefault(key, []).append(one)
    return {key: ones for key, ones in found.items() if any(one.var >= 0 for one in ones)}


def at_most(case: RosterCase, model: Model, rule: tuple[Rule, int], held: Sequence[Held], limit: int) -> None:
    """Bound the minutes of choices; what stands beyond the limit already only keeps more from being added."""
    limit_window(case, model, rule, held, ([(one.var, one.block.minutes) for one in held], limit))


@dataclass(frozen=True)
class MinutesDay(Rule):
    """H09: minutes of a day, and of any 24 hours from the start of a shift."""

    id: ClassVar[str] = "H09"
    rule: ClassVar[str] = "h09_max_minutes_day"
    scope: ClassVar[Scope] = "volunteer"

    def violations(self, case: RosterCase, roster: Roster, key: int) -> Iterator[Violation]:
        limit, blocks = self._limit(case, key), roster.timetable(key)
        for found in by_day(blocks).values():
            worked = sum(block.minutes for block in found)
            if found[-1].post >= 0 and worked > limit and not excused(case, self, key, found):
                yield told(case, self.rule, found[-1].shift, [key], counted=worked, allowed=limit)
        for first in blocks:
            inside = [block for block in blocks if first.start <= block.start < first.start + DAY]
            worked = sum(min(block.end, first.start + DAY) - block.start for block in inside)
            later = inside[-1].day > first.day and inside[-1].post >= 0
            if worked > limit and later and not excused(case, self, key, inside):
                yield told(case, self.rule, inside[-1].shift, [key], counted=worked, allowed=limit)

    def post(self, case: RosterCase, model: Model, key: int) -> None:
        limit, held = self._limit(case, key), model.timetable(key)
        for found in held_by((one.block.day, one) for one in held).values():
            at_most(case, model, (self, key), found, limit)
        for first in held:
            until = first.block.start + DAY
            inside = [one for one in held if first.block.start <= one.block.start < until and one is not first]
            if inside and inside[-1].block.day > first.block.day:
                terms = [(one.var, min(one.block.end, until) - one.block.start) for one in inside]
                total = sum(minutes for _, minutes in terms)
                # Where the first is not taken, the sum may be anything.
                bound = [*terms, (first.var, total + first.block.minutes - limit)], total
                limit_window(case, model, (self, key), [first, *inside], bound)

    def _limit(self, case: RosterCase, key: int) -> int:
        return case.rosters.policy.by_age(case.rosters.policy.day_minutes, case.ages[key])


@dataclass(frozen=True)
class MinutesWeek(Rule):
    """H10: minutes of a week from Monday to Sunday."""

    id: ClassVar[str] = "H10"
    rule: ClassVar[str] = "h10_max_minutes_week"
    scope: ClassVar[Scope] = "volunteer"

    def violations(self, case: RosterCase, roster: Roster, key: int) -> Iterator[Violation]:
        found: dict[int, list[Block]] = {}
        for block in roster.timetable(key):
            found.setdefault(self.week(case, block), []).append(block)
        limit = self._limit(case, key)
        for blocks in found.values():
            worked = sum(block.minutes for block in blocks)
            if blocks[-1].post >= 0 and worked > limit and not excused(case, self, key, blocks):
                yield told(case, self.rule, blocks[-1].shift, [key], counted=worked, allowed=limit)

    def post(self, case: RosterCase, model: Model, key: int) -> None:
        for found in held_by((self.week(case, one.block), one) for one in model.timetable(key)).values():
            at_most(case, model, (self, key), found, self._limit(case, key))

    def _limit(self, case: RosterCase, key: int) -> int:
        return case.rosters.policy.by_age(case.rosters.policy.week_minutes, case.ages[key])

    def week(self, case: RosterCase, block: Block) -> int:
        """Number of a week, 0 for that of the first date."""
        return (block.day + case.horizon.first.weekday()) // 7


@dataclass(frozen=True)
class MinutesMonth(Rule):
    """H11: minutes of a calendar month."""

    id: ClassVar[str] = "H11"
    rule: ClassVar[str] = "h11_max_minutes_month"
    scope: ClassVar[Scope] = "volunteer"

    def violations(self, case: RosterCase, roster: Roster, key: int) -> Iterator[Violation]:
        found: dict[tuple[int, int], list[Block]] = {}
        for block in roster.timetable(key):
            found.setdefault(month(case, block), []).append(block)
        limit = case.rosters.policy.month_minutes
        for blocks in found.values():
            worked = sum(block.minutes for block in blocks)
            if blocks[-1].post >= 0 and worked > limit and not excused(case, self, key, blocks):
                yield told(case, self.rule, blocks[-1].shift, [key], counted=worked, allowed=limit)

    def post(self, case: RosterCase, model: Model, key: int) -> None:
        for found in held_by((month(case, one.block), one) for one in model.timetable(key)).values():
            at_most(case, model, (self, key), found, case.rosters.policy.month_minutes)


def month(case: RosterCase, block: Block) -> tuple[int, int]:
    """Year and month in which a block starts."""
    day = case.horizon.first + timedelta(days=block.day)
    return day.year, day.month


@dataclass(frozen=True)
class MaxContinuous(Rule):
    """H12: minutes from the start to the end of shifts with no pause between; fewer where one is demanding."""

    id: ClassVar[str] = "H12"
    rule: ClassVar[str] = "h12_max_continuous"
    scope: ClassVar[Scope] = "volunteer"

    def violations(self, case: RosterCase, roster: Roster, key: int) -> Iterator[Violation]:
        for run in self._runs(roster.timetable(key)):
            length, limit = run[-1].end - run[0].start, self._limit(case, run)
            if run[-1].post >= 0 and length > limit and self._too_long(case, key, run):
                yield told(case, self.rule, run[-1].shift, [key], counted=length, allowed=limit)

    def _too_long(self, case: RosterCase, key: int, run: Sequence[Block]) -> bool:
        """Whether a part of a run is longer than it may be."""
        parts = (run[first:last] for last in range(1, len(run) + 1) for first in range(last))
        return any(self._is_fault(case, key, part) for part in parts)

    def _is_fault(self, case: RosterCase, key: int, run: Sequence[Block]) -> bool:
        long = run[-1].post >= 0 and run[-1].end - run[0].start > self._limit(case, run)
        return long and not excused(case, self, key, run)

    def _runs(self, blocks: Sequence[Block]) -> Iterator[list[Block]]:
        run: list[Block] = []
        for block in blocks:
            if run and block.start - run[-1].end >= PAUSE:
                yield run
                run = []
            run.append(block)
        if run:
            yield run

    def _limit(self, case: RosterCase, run: Sequence[Block]) -> int:
        policy = case.rosters.policy
        return policy.demanding_minutes if any(block.demanding for block in run) else policy.continuous_minutes

    def post(self, case: RosterCase, model: Model, key: int) -> None:
        held = model.timetable(key)
        for at, one in enumerate(held):
            for chain in self._chains(case, key, held, [one], at):
                model.require(self.rule, [(link.var, 1) for link in chain], None, len(chain) - 1)

    def _chains(
        self, case: RosterCase, key: int, held: Sequence[Held], chain: list[Held], at: int
    ) -> Iterator[list[Held]]:
        """The shortest chains that are too long, whichever others they are part of."""
        if self._is_fault(case, key, [one.block for one in chain]):
            yield chain
            return
        for then in range(at + 1, len(held)):
            gap = held[then].block.start - chain[-1].block.end
            if gap >= PAUSE:
                break
            if gap >= 0:
                yield from self._chains(case, key, held, [*chain, held[then]], then)


@dataclass(frozen=True)
class ConsecutiveDays(Rule):
    """H14: days of service in a row, those before the horizon included."""

    id: ClassVar[str] = "H14"
    rule: ClassVar[str] = "h14_max_consecutive_days"
    scope: ClassVar[Scope] = "volunteer"

    def violations(self, case: RosterCase, roster: Roster, key: int) -> Iterator[Violation]:
        limit, days = case.rosters.policy.days_in_row, by_day(roster.timetable(key))
        for day, found in days.items():
            run = next(length for length in range(1, len(days) + 2) if day - length not in days)
            window = [block for back in range(limit + 1) for block in days.get(day - back, ())]
            if found[-1].post >= 0 and run > limit and not excused(case, self, key, window):
                yield told(case, self.rule, found[-1].shift, [key], counted=run, allowed=limit)

    def post(self, case: RosterCase, model: Model, key: int) -> None:
        limit, is_fact = case.rosters.policy.days_in_row, decided_elsewhere(case, key)
        for window, flags in full_windows(model, key, limit + 1):
            if len({one.block.day for one in window if is_fact(one.block)}) > limit:
                # Facts fill the row by themselves: they stand, and nothing is added to them.
                others = [(one.var, 1) for one in window if not is_fact(one.block)]
                model.require(self.rule, others, None, 0)
                continue
            limit_window(case, model, (self, key), window, ([(flag, 1) for flag in flags], limit))


def full_windows(model: Model, volunteer: int, length: int) -> Iterator[tuple[list[Held], list[int]]]:
    """What fills `length` days in a row on each of which the volunteer could serve, the last one in the horizon, with
    a variable that tells of each day whether it is one of service.
    """
    days: dict[int, list[Held]] = {}
    for one in model.timetable(volunteer):
        days.setdefault(one.block.day, []).append(one)
    windows = [range(last - length + 1, last + 1) for last in sorted(days) if last >= 0]
    kept = [window for window in windows if all(day in days for day in window)]
    flags = {day: model.some([one.var for one in days[day]]) for window in kept for day in window}
    for window in kept:
        yield [one for day in window for one in days[day]], [flags[day] for day in window]


@dataclass(frozen=True)
class ShiftsDay(Rule):
    """H15: shifts that start on one day."""

    id: ClassVar[str] = "H15"
    rule: ClassVar[str] = "h15_max_shifts_day"
    scope: ClassVar[Scope] = "volunteer"

    def violations(self, case: RosterCase, roster: Roster, key: int) -> Iterator[Violation]:
        limit = case.rosters.policy.shifts_a_day
        for found in by_day(roster.of(key)).values():
            shifts = {block.shift for block in found}
            if len(shifts) > limit and not excused(case, self, key, found):
                yield told(case, self.rule, found[-1].shift, [key], counted=len(shifts), allowed=limit)

    def post(self, case: RosterCase, model: Model, key: int) -> None:
        limit = case.rosters.policy.shifts_a_day
        mine = ((one.block.day, one) for one in model.timetable(key) if one.block.post >= 0)
        for found in held_by(mine).values():
            if len({one.block.shift for one in found}) > limit:
                limit_window(case, model, (self, key), found, ([(one.var, 1) for one in found], limit))
