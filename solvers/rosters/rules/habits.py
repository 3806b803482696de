"""Rules about how often one volunteer serves: S04, S05, S12, S13, S19 and S20."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from solvers.rosters.roster import Block, Roster
from solvers.rosters.rules.crew import crew_of, is_mentor, is_novice
from solvers.rosters.rules.limits import full_windows
from solvers.rosters.rules.protocol import Model, Rule, Scope, begun

if TYPE_CHECKING:
    from solvers.rosters.case import RosterCase

STEP = 30
WEEKS = 4
MONTH = 28


@dataclass(frozen=True)
class IncludeIdle(Rule):
    """S04: somebody willing and long unused has no seat, although one would fit."""

    id: ClassVar[str] = "S04"
    rule: ClassVar[str] = "s04_include_idle"
    scope: ClassVar[Scope] = "volunteer"

    def cost(self, case: RosterCase, roster: Roster, key: int) -> int:
        return 0 if roster.of(key) or key not in case.idle else case.rosters.policy.weight("include_idle")

    def post(self, case: RosterCase, model: Model, key: int) -> None:
        if key not in case.idle:
            return
        mine = [(one.var, -1) for one in model.timetable(key) if one.block.post >= 0]
        model.excess(self.rule, mine, -1, 1, case.rosters.policy.weight("include_idle"))


@dataclass(frozen=True)
class DesiredHours(Rule):
    """S05: minutes below or above what the volunteer wishes, as much of a month as the horizon holds."""

    id: ClassVar[str] = "S05"
    rule: ClassVar[str] = "s05_desired_hours"
    scope: ClassVar[Scope] = "volunteer"

    def cost(self, case: RosterCase, roster: Roster, key: int) -> int:
        if case.rosters.volunteers[key].desired is None:
            return 0
        (low, high), worked = desired_range(case, key), sum(block.minutes for block in roster.of(key))
        return case.rosters.policy.weight("desired_hours") * (begun(low - worked, STEP) + begun(worked - high, STEP))

    def post(self, case: RosterCase, model: Model, key: int) -> None:
        if case.rosters.volunteers[key].desired is None:
            return
        (low, high), weight = desired_range(case, key), case.rosters.policy.weight("desired_hours")
        mine = [(one.var, one.block.minutes) for one in model.timetable(key) if one.block.post >= 0]
        model.excess(self.rule, [(var, -minutes) for var, minutes in mine], -low, STEP, weight)
        model.excess(self.rule, mine, high, STEP, weight)


def desired_range(case: RosterCase, volunteer: int) -> tuple[int, int]:
    """Fewest and most minutes that a volunteer wishes for the horizon."""
    low, high = case.rosters.volunteers[volunteer].desired or (0, 0)
    return low * case.horizon.length // MONTH, high * case.horizon.length // MONTH


@dataclass(frozen=True)
class Weekends(Rule):
    """S12: weekends of service in any four weeks, those before the horizon included."""

    id: ClassVar[str] = "S12"
    rule: ClassVar[str] = "s12_weekends"
    scope: ClassVar[Scope] = "volunteer"

    def cost(self, case: RosterCase, roster: Roster, key: int) -> int:
        weeks = {week for block in roster.timetable(key) if (week := case.weekend_of(block)) is not None}
        policy = case.rosters.policy
        windows = (sum(week in weeks for week in range(last - WEEKS + 1, last + 1)) for last in case.weeks)
        return policy.weight("weekends") * sum(max(0, found - policy.weekends) for found in windows)

    def post(self, case: RosterCase, model: Model, key: int) -> None:
        weeks: dict[int, list[int]] = {}
        for one in model.timetable(key):
            week = case.weekend_of(one.block)
            if week is not None:
                weeks.setdefault(week, []).append(one.var)
        policy = case.rosters.policy
        if len(weeks) > policy.weekends:
            flags = {week: model.some(found) for week, found in weeks.items()}
            for last in case.weeks:
                terms = [(flags[week], 1) for week in range(last - WEEKS + 1, last + 1) if week in flags]
                if len(terms) > policy.weekends:
                    model.excess(self.rule, terms, policy.weekends, 1, policy.weight("weekends"))


@dataclass(frozen=True)
class ConsecutiveDaysSoft(Rule):
    """S13: each day of service that makes a row longer than is good."""

    id: ClassVar[str] = "S13"
    rule: ClassVar[str] = "s13_consecutive_days_soft"
    scope: ClassVar[Scope] = "volunteer"

    def cost(self, case: RosterCase, roster: Roster, key: int) -> int:
        days, policy = {block.day for block in roster.timetable(key)}, case.rosters.policy
        length = policy.days_in_row_soft + 1
        full = (all(day - back in days for back in range(length)) for day in days if day >= 0)
        return policy.weight("consecutive_days_soft") * sum(full)

    def post(self, case: RosterCase, model: Model, key: int) -> None:
        policy = case.rosters.policy
        for _, flags in full_windows(model, key, policy.days_in_row_soft + 1):
            terms = [(flag, 1) for flag in flags]
            model.excess(self.rule, terms, policy.days_in_row_soft, 1, policy.weight("consecutive_days_soft"))


@dataclass(frozen=True)
class Variety(Rule):
    """S19: the same type of shift over and over in the horizon, for those who wish for others too."""

    id: ClassVar[str] = "S19"
    rule: ClassVar[str] = "s19_variety"
    scope: ClassVar[Scope] = "volunteer"

    def cost(self, case: RosterCase, roster: Roster, key: int) -> int:
        if not self._wants_others(case, key):
            return 0
        counts, policy = Counter(self._type(case, block) for block in roster.of(key)), case.rosters.policy
        return policy.weight("variety") * sum(max(0, count - policy.same_type) for count in counts.values())

    def post(self, case: RosterCase, model: Model, key: int) -> None:
        found: dict[str, list[tuple[int, int]]] = {}
        if not self._wants_others(case, key):
            return
        for one in model.timetable(key):
            if one.block.post >= 0:
                found.setdefault(self._type(case, one.block), []).append((one.var, 1))
        policy = case.rosters.policy
        for terms in found.values():
            if len(terms) > policy.same_type:
                model.excess(self.rule, terms, policy.same_type, 1, policy.weight("variety"))

    def _wants_others(self, case: RosterCase, key: int) -> bool:
        return len(case.types & {*case.rosters.volunteers[key].wishes}) > 1

    def _type(self, case: RosterCase, block: Block) -> str:
        return case.rosters.shifts[block.shift].type


@dataclass(frozen=True)
class MentoringChance(Rule):
    """S20: a novice who wishes for a mentor serves on a shift without one."""

    id: ClassVar[str] = "S20"
    rule: ClassVar[str] = "s20_mentoring_chance"
    scope: ClassVar[Scope] = "shift"

    def cost(self, case: RosterCase, roster: Roster, key: int) -> int:
        crew = roster.crew(key, standby=False)
        if any(is_mentor(case, one, key) for one in crew):
            return 0
        return case.rosters.policy.weight("mentoring_chance") * sum(self._wishes(case, one, key) for one in crew)

    def post(self, case: RosterCase, model: Model, key: int) -> None:
        crew = crew_of(case, model, key)
        mentors = [var for one, var in crew if is_mentor(case, one, key)]
        wishing = [var for one, var in crew if self._wishes(case, one, key)]
        if wishing:
            led = model.some(mentors)
            for var in wishing:
                weight = case.rosters.policy.weight("mentoring_chance")
                model.excess(self.rule, [(var, 1), (led, -1)], 0, 1, weight)

    def _wishes(self, case: RosterCase, volunteer: int, shift: int) -> bool:
        return case.rosters.volunteers[volunteer].wants_mentor and is_novice(case, volunteer, shift)
