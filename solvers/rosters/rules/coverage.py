"""What empty and surplus seats cost: M1 to M3, S01, S16 and S17. All link volunteers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from solvers.rosters.roster import Roster
from solvers.rosters.rules.crew import crew_of
from solvers.rosters.rules.protocol import ALWAYS, Model, Rule, Scope, begun

if TYPE_CHECKING:
    from solvers.rosters.case import RosterCase
    from solvers.rosters.grounds import Post

CONVEX = 3
"""So many missing seats each cost more than the one before."""
URGENT = 2
THOUSAND = 1_000


def factor(case: RosterCase, post: Post) -> int:
    """How much coverage of a post counts."""
    return case.rosters.policy.priority_factors[post.role.priority - 1]


@dataclass(frozen=True)
class ShiftCannotRun(Rule):
    """M1: a shift with a safety role on which nobody serves."""

    id: ClassVar[str] = "M1"
    rule: ClassVar[str] = "m1_shift_cannot_run"
    scope: ClassVar[Scope] = "shift"

    def cost(self, case: RosterCase, roster: Roster, key: int) -> int:
        return 0 if roster.crew(key) else self._price(case, key)

    def post(self, case: RosterCase, model: Model, key: int) -> None:
        price = self._price(case, key)
        if price:
            runs = model.some([var for _, var in crew_of(case, model, key, standby=True)])
            model.pay(self.rule, [(ALWAYS, price), (runs, -price)])

    def _price(self, case: RosterCase, key: int) -> int:
        roles = [role for role in case.rosters.shifts[key].roles if role.safety and role.least]
        urgent = min((role.priority for role in roles), default=None)
        factors = case.rosters.policy.priority_factors
        return 0 if urgent is None else case.rosters.policy.weight("shift_cannot_run") * factors[urgent - 1]


@dataclass(frozen=True)
class BelowMin(Rule):
    """M2: seats below the least number of a role without safety."""

    id: ClassVar[str] = "M2"
    rule: ClassVar[str] = "m2_below_min"
    scope: ClassVar[Scope] = "shift"

    def cost(self, case: RosterCase, roster: Roster, key: int) -> int:
        missing = 0
        for at in case.posts_of[key]:
            post = case.posts[at]
            if not post.role.safety and not post.standby:
                missing += factor(case, post) * max(0, post.least - len(roster.on(at)))
        return case.rosters.policy.weight("below_min") * missing

    def post(self, case: RosterCase, model: Model, key: int) -> None:
        for at in case.posts_of[key]:
            post = case.posts[at]
            if post.least and not post.role.safety and not post.standby:
                weight = case.rosters.policy.weight("below_min") * factor(case, post)
                model.excess(self.rule, [(var, -1) for _, var in model.on(at)], -post.least, 1, weight)


@dataclass(frozen=True)
class BelowTarget(Rule):
    """M3: seats below target; the second missing seat costs twice, each further one three times the first."""

    id: ClassVar[str] = "M3"
    rule: ClassVar[str] = "m3_below_target"
    scope: ClassVar[Scope] = "shift"

    def cost(self, case: RosterCase, roster: Roster, key: int) -> int:
        total = 0
        for at in case.posts_of[key]:
            post = case.posts[at]
            missing = 0 if post.standby else max(0, post.target - len(roster.on(at)))
            total += factor(case, post) * sum(min(CONVEX, nth) for nth in range(1, missing + 1))
        return case.rosters.policy.weight("below_target") * total

    def post(self, case: RosterCase, model: Model, key: int) -> None:
        for at in case.posts_of[key]:
            post = case.posts[at]
            weight = case.rosters.policy.weight("below_target") * factor(case, post)
            for nth in range(0 if post.standby else min(CONVEX, post.target)):
                model.excess(self.rule, [(var, -1) for _, var in model.on(at)], nth - post.target, 1, weight)


@dataclass(frozen=True)
class OverTarget(Rule):
    """S01: seats above target."""

    id: ClassVar[str] = "S01"
    rule: ClassVar[str] = "s01_over_target"
    scope: ClassVar[Scope] = "shift"

    def cost(self, case: RosterCase, roster: Roster, key: int) -> int:
        posts = case.posts_of[key]
        over = sum(max(0, len(roster.on(at)) - case.posts[at].target) for at in posts)
        return case.rosters.policy.weight("over_target") * over

    def post(self, case: RosterCase, model: Model, key: int) -> None:
        for at in case.posts_of[key]:
            post, choices = case.posts[at], model.on(at)
            if min(post.most, len(choices)) > post.target:
                weight = case.rosters.policy.weight("over_target")
                model.excess(self.rule, [(var, 1) for _, var in choices], post.target, 1, weight)


@dataclass(frozen=True)
class ExpectedAttendance(Rule):
    """S16: how far the people expected to come fall short of the least number, on urgent roles."""

    id: ClassVar[str] = "S16"
    rule: ClassVar[str] = "s16_expected_attendance"
    scope: ClassVar[Scope] = "shift"

    def cost(self, case: RosterCase, roster: Roster, key: int) -> int:
        total = 0
        for at in self._posts(case, key):
            expected = sum(case.rates[one] for one in roster.on(at))
            total += begun(case.posts[at].least * THOUSAND - expected, self._unit(case))
        return total * self._price(case)

    def post(self, case: RosterCase, model: Model, key: int) -> None:
        for at in self._posts(case, key):
            terms = [(var, -case.rates[one]) for one, var in model.on(at)]
            model.excess(self.rule, terms, -case.posts[at].least * THOUSAND, self._unit(case), self._price(case))

    def _posts(self, case: RosterCase, key: int) -> list[int]:
        posts = case.posts
        return [
            at
            for at in case.posts_of[key]
            if posts[at].role.priority <= URGENT and posts[at].least and not posts[at].standby
        ]

    def _unit(self, case: RosterCase) -> int:
        """Thousandths of a person that cost one, rounded down."""
        return max(1, THOUSAND // max(1, case.rosters.policy.weight("expected_attendance")))

    def _price(self, case: RosterCase) -> int:
        return min(1, case.rosters.policy.weight("expected_attendance"))


@dataclass(frozen=True)
class StandbySeats(Rule):
    """S17: standby seats that nobody takes, on urgent shifts and festivals."""

    id: ClassVar[str] = "S17"
    rule: ClassVar[str] = "s17_standby"
    scope: ClassVar[Scope] = "shift"

    def cost(self, case: RosterCase, roster: Roster, key: int) -> int:
        spare = (at for at in case.posts_of[key] if case.posts[at].standby)
        missing = sum(max(0, case.posts[at].target - len(roster.on(at))) for at in spare)
        return case.rosters.policy.weight("standby") * missing

    def post(self, case: RosterCase, model: Model, key: int) -> None:
        for at in case.posts_of[key]:
            if case.posts[at].standby:
                weight = case.rosters.policy.weight("standby")
                model.excess(self.rule, [(var, -1) for _, var in model.on(at)], -case.posts[at].target, 1, weight)
