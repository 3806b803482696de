"""What empty and surplus seats of a shift cost: M1 to M3, S01, S16 and S17."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property

from solvers.audit.rosters.month import URGENT, Month
from solvers.audit.rosters.prices import begun

CONVEX = 3
"""So many missing seats each cost more than the one before."""
THOUSAND = 1_000
BY_POST = (
    ("M2", "m2_below_min"),
    ("M3", "m3_below_target"),
    ("S01", "s01_over_target"),
    ("S16", "s16_expected_attendance"),
    ("S17", "s17_standby"),
)


class Coverage:
    """Costs of the seats of a post by their number, and by how likely their people come."""

    def __init__(self, month: Month) -> None:
        self.month = month
        self._price: dict[str, Callable[[int, int, int], int]] = {
            "M2": self._below_least,
            "M3": self._below_target,
            "S01": lambda post, seats, _: month.weights["over_target"] * max(0, seats - month.posts[post].target),
            "S16": self._expected,
            "S17": self._standby,
        }

    @cached_property
    def rates(self) -> Sequence[int]:
        """How likely each person comes, in thousandths: of the last ten, with nine of ten assumed of as many more."""
        floor = int(self.month.policy["rate_floor"])
        shown = ((one.get("shown", 0), one.get("called", 0)) for one in self.month.people)
        return [max(floor, THOUSAND * (came + 9) // (called + 10)) for came, called in shown]

    def parts(self, post: int, seats: int, expected: int) -> dict[str, int]:
        """Costs of a post by rule; `expected` is the sum of its people's rates."""
        on = self.month.on
        return {code: self._price[rule](post, seats, expected) for rule, code in BY_POST if on(rule)}

    def standstill(self, shift: int) -> int:
        """M1: what a shift costs on which nobody serves."""
        roles = (one for one in self.month.shifts[shift]["roles"] if one.get("safety") and one["least"])
        urgent = min((one.get("priority", 3) for one in roles), default=None)
        if urgent is None or not self.month.on("M1"):
            return 0
        return self.month.weights["shift_cannot_run"] * int(self.month.policy["priority_factors"][urgent - 1])

    def _factor(self, post: int) -> int:
        return int(self.month.policy["priority_factors"][self.month.posts[post].priority - 1])

    def _below_least(self, post: int, seats: int, _: int) -> int:
        found = self.month.posts[post]
        missing = 0 if found.safety or found.standby else max(0, found.least - seats)
        return self.month.weights["below_min"] * self._factor(post) * missing

    def _below_target(self, post: int, seats: int, _: int) -> int:
        found = self.month.posts[post]
        missing = 0 if found.standby else max(0, found.target - seats)
        steps = sum(min(CONVEX, nth) for nth in range(1, missing + 1))
        return self.month.weights["below_target"] * self._factor(post) * steps

    def _expected(self, post: int, _: int, expected: int) -> int:
        found, weight = self.month.posts[post], self.month.weights["expected_attendance"]
        if found.priority > URGENT or not found.least or found.standby or not weight:
            return 0
        return begun(found.least * THOUSAND - expected, max(1, THOUSAND // weight))

    def _standby(self, post: int, seats: int, _: int) -> int:
        found = self.month.posts[post]
        return self.month.weights["standby"] * max(0, found.target - seats) if found.standby else 0
