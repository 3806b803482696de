"""Rules about two shifts of one volunteer: H01, H02, H13, S14 and S22. All lie within one person's timetable."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar

from solvers.plan import Violation
from solvers.rosters.roster import Block, Roster
from solvers.rosters.rules.protocol import Held, Model, Rule, Scope, begun, told
from solvers.rosters.rules.waivers import both_given, excused
from solvers.window import DAY

if TYPE_CHECKING:
    from solvers.rosters.case import RosterCase

IDLE = (30, 180)
"""Minutes between two shifts of a day that are neither a pause nor time for oneself."""


def near(held: Sequence[Held], minutes: int) -> Iterator[tuple[Held, Held]]:
    """Pairs of choices of which the later starts less than `minutes` after the end of the earlier; none twice."""
    for at, first in enumerate(held):
        until = first.block.end + minutes
        for second in held[at + 1 :]:
            if second.block.start >= until:
                break
            if second.block.post >= 0:
                yield first, second


def apart(
    blocks: Sequence[Block], minutes: int, wrong: Callable[[Block, Block], bool]
) -> Iterator[tuple[Block, Block]]:
    """Pairs of a timetable that lie less than `minutes` apart and are wrong together."""
    for at, first in enumerate(blocks):
        for second in blocks[at + 1 :]:
            if second.start - first.end < minutes and second.post >= 0 and wrong(first, second):
                yield first, second


def exclude(model: Model, rule: str, first: Held, second: Held) -> None:
    """At most one of two."""
    model.require(rule, ((first.var, 1), (second.var, 1)), None, 1)


@dataclass(frozen=True)
class NoOverlap(Rule):
    """H01: two seats of one volunteer do not meet; two roles of one shift do."""

    id: ClassVar[str] = "H01"
    rule: ClassVar[str] = "h01_no_overlap"
    scope: ClassVar[Scope] = "volunteer"

    def violations(self, case: RosterCase, roster: Roster, key: int) -> Iterator[Violation]:
        for first, second in apart(roster.timetable(key), 0, lambda a, b: a.start < b.end and b.start < a.end):
            if both_given(case, key, first, second):
                continue
            yield told(case, self.rule, second.shift, [key], other=_named(case, first))

    def post(self, case: RosterCase, model: Model, key: int) -> None:
        for first, second in near(model.timetable(key), 0):
            if not both_given(case, key, first.block, second.block):
                exclude(model, self.rule, first, second)


@dataclass(frozen=True)
class TravelGap(Rule):
    """H02: between two places lies the time to get from one to the other."""

    id: ClassVar[str] = "H02"
    rule: ClassVar[str] = "h02_travel_gap"
    scope: ClassVar[Scope] = "volunteer"

    def violations(self, case: RosterCase, roster: Roster, key: int) -> Iterator[Violation]:
        for first, second in apart(roster.of(key), 1 << 20, lambda a, b: b.start >= a.end):
            gap, needed = second.start - first.end, case.travel_gap(first.shift, second.shift)
            if gap < needed and not both_given(case, key, first, second):
                yield told(case, self.rule, second.shift, [key], gap=gap, allowed=needed, other=_named(case, first))

    def post(self, case: RosterCase, model: Model, key: int) -> None:
        held = [one for one in model.timetable(key) if one.block.post >= 0]
        for first, second in near(held, case.longest_travel):
            gap = second.block.start - first.block.end
            close = 0 <= gap < case.travel_gap(first.block.shift, second.block.shift)
            if close and not both_given(case, key, first.block, second.block):
                exclude(model, self.rule, first, second)


@dataclass(frozen=True)
class MinRest(Rule):
    """H13: from the last end of a day to the first start of the next day of service."""

    id: ClassVar[str] = "H13"
    rule: ClassVar[str] = "h13_min_rest"
    scope: ClassVar[Scope] = "volunteer"

    def violations(self, case: RosterCase, roster: Roster, key: int) -> Iterator[Violation]:
        rest = case.rosters.policy.rest_minutes
        for first, second in apart(roster.timetable(key), rest, lambda a, b: a.day < b.day):
            if excused(case, self, key, (first, second)):
                continue
            gap = second.start - first.end
            yield told(case, self.rule, second.shift, [key], gap=gap, allowed=rest, other=_named(case, first))

    def post(self, case: RosterCase, model: Model, key: int) -> None:
        for first, second in near(model.timetable(key), case.rosters.policy.rest_minutes):
            if first.block.day < second.block.day and not excused(case, self, key, (first.block, second.block)):
                exclude(model, self.rule, first, second)


@dataclass(frozen=True)
class Gaps(Rule):
    """S14: idle time between two shifts of a day that follow each other."""

    id: ClassVar[str] = "S14"
    rule: ClassVar[str] = "s14_gaps"
    scope: ClassVar[Scope] = "volunteer"

    def cost(self, case: RosterCase, roster: Roster, key: int) -> int:
        blocks, weight = roster.timetable(key), case.rosters.policy.weight("gaps")
        pairs = pairwise(blocks)
        return sum(weight * begun(b.start - a.end, 30) for a, b in pairs if _idle(a, b))

    def post(self, case: RosterCase, model: Model, key: int) -> None:
        held, weight = model.timetable(key), case.rosters.policy.weight("gaps")
        for first, second in near(held, IDLE[1] + 1):
            if _idle(first.block, second.block):
                price = weight * begun(second.block.start - first.block.end, 30)
                between = [one.var for one in held if first.block < one.block < second.block]
                terms = ((first.var, 1), (second.var, 1), *((var, -1) for var in between))
                model.excess(self.rule, terms, 1, 1, price)


@dataclass(frozen=True)
class LateToEarly(Rule):
    """S22: late in the evening, then early on the next morning."""

    id: ClassVar[str] = "S22"
    rule: ClassVar[str] = "s22_late_to_early"
    scope: ClassVar[Scope] = "volunteer"

    def cost(self, case: RosterCase, roster: Roster, key: int) -> int:
        found = apart(roster.timetable(key), DAY, lambda a, b: _late_early(case, a, b))
        return case.rosters.policy.weight("late_to_early") * sum(1 for _ in found)

    def post(self, case: RosterCase, model: Model, key: int) -> None:
        weight = case.rosters.policy.weight("late_to_early")
        for first, second in near(model.timetable(key), DAY):
            if _late_early(case, first.block, second.block):
                model.excess(self.rule, ((first.var, 1), (second.var, 1)), 1, 1, weight)


def _idle(first: Block, second: Block) -> bool:
    gap = second.start - first.end
    return first.day == second.day and second.post >= 0 and IDLE[0] <= gap <= IDLE[1]


def _late_early(case: RosterCase, first: Block, second: Block) -> bool:
    policy = case.rosters.policy
    late, early = first.end - first.day * DAY >= policy.late_from, second.start - second.day * DAY < policy.early_until
    return late and early and second.day == first.day + 1


def _named(case: RosterCase, block: Block) -> str:
    return case.rosters.shifts[block.shift].id if block.shift >= 0 else ""
