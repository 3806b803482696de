"""Settings of the covenant 公约 that a roster needs: every limit, every weight, which rules are in force."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

from solvers.errors import InvalidProblem
from solvers.ranges import Count, Identifier, Percent, Range, check_ranges
from solvers.timetable import STRICT

Minutes = Annotated[int, Range(0, 44_640)]
Weight = Annotated[int, Range(0, 100_000)]
Few = Annotated[int, Range(0, 1_000)]

WEIGHTS: Mapping[str, int] = {
    "shift_cannot_run": 1_000,
    "below_min": 300,
    "below_target": 30,
    "over_target": 5,
    "fair_time": 2,
    "fair_burden": 10,
    "include_idle": 8,
    "desired_hours": 4,
    "preferred_time": 2,
    "unpreferred_time": 3,
    "preferred_role": 2,
    "continuity": 20,
    "contact": 5,
    "travel": 1,
    "disruption": 25,
    "preferred_pair": 5,
    "unpreferred_pair": 8,
    "weekends": 10,
    "consecutive_days_soft": 6,
    "gaps": 2,
    "near_day_off": 4,
    "expected_attendance": 40,
    "standby": 12,
    "scarce_skill": 5,
    "variety": 2,
    "mentoring_chance": 4,
    "neighbour_loan": 15,
    "late_to_early": 8,
}
"""What a unit of each medium or soft rule costs where the community has not said otherwise."""


@dataclass(frozen=True, slots=True)
class RosterPolicy:
    """Limits in minutes, days and counts; `weights` replaces single weights, `off` names rules not in force.

    Limits come in threes where age matters: below 60, from 60, from 70 years. Speed is in metres a minute, and roads
    are `detour_percent` of the straight line. `priority_factors` multiply coverage, from priority 1 on.
    """

    __pydantic_config__: ClassVar[Any] = STRICT

    weights: Mapping[str, Weight] | None = None
    off: tuple[Identifier, ...] = ("H27",)
    priority_factors: tuple[Few, Few, Few, Few, Few] = (16, 8, 4, 2, 1)
    metres_a_minute: Annotated[int, Range(1, 2_000)] = 67
    detour_percent: Annotated[int, Range(100, 300)] = 130
    travel_extra: Minutes = 5
    least_gap: Minutes = 15
    age_home_visit: Few = 18
    age_class: Few = 16
    age_event: Few = 14
    minors_until: Annotated[int, Range(0, 1_440)] = 1_200
    day_minutes: tuple[Minutes, Minutes, Minutes] = (360, 240, 180)
    week_minutes: tuple[Minutes, Minutes, Minutes] = (1_200, 720, 720)
    month_minutes: Minutes = 2_880
    continuous_minutes: Minutes = 240
    demanding_minutes: Minutes = 120
    rest_minutes: Minutes = 660
    days_in_row: Annotated[int, Range(1, 28)] = 5
    shifts_a_day: Annotated[int, Range(1, 24)] = 2
    lead_from: Annotated[int, Range(1, 1_000)] = 4
    lead_for: Annotated[int, Range(1, 1_000)] = 8
    novice_below: Few = 3
    mentor_from: Few = 10
    novices_a_mentor: Few = 2
    freeze_minutes: Minutes = 1_440
    absences: Annotated[int, Range(1, 100)] = 2
    idle_days: Annotated[int, Range(1, 366)] = 60
    fair_steps: tuple[Percent, ...] = (25, 50, 100)
    faces: Few = 3
    near_metres: Count = 1_000
    travel_unit: Annotated[int, Range(1, 50_000)] = 500
    standby_for: Annotated[int, Range(1, 1_000)] = 8
    rate_floor: Annotated[int, Range(0, 1_000)] = 500
    weekends: Few = 2
    days_in_row_soft: Annotated[int, Range(1, 28)] = 3
    scarce_below: Few = 5
    same_type: Few = 4
    late_from: Annotated[int, Range(0, 1_440)] = 1_200
    early_until: Annotated[int, Range(0, 1_440)] = 540

    def __post_init__(self) -> None:
        check_ranges(self)
        for name in self.weights or {}:
            if name not in WEIGHTS:
                raise InvalidProblem("unknown_id", f"weights.{name}", name, ", ".join(WEIGHTS))
        if self.lead_from > self.lead_for:
            raise InvalidProblem(
                "out_of_range", "lead_from", self.lead_from, f"a whole number from 1 to {self.lead_for}"
            )

    def weight(self, name: str) -> int:
        """What a unit of a rule costs."""
        return (self.weights or {}).get(name, WEIGHTS[name])

    def by_age(self, limits: tuple[int, int, int], age: int) -> int:
        """The limit that holds at an age."""
        return limits[(age >= 60) + (age >= 70)]
