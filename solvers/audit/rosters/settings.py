"""What holds where a problem says nothing: every limit and every weight, as docs/rosters.md and docs/rules.md state."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from solvers.audit.protocol import Part

LIMITS: Mapping[str, Any] = {
    "off": ["H27"],
    "priority_factors": [16, 8, 4, 2, 1],
    "metres_a_minute": 67,
    "detour_percent": 130,
    "travel_extra": 5,
    "least_gap": 15,
    "age_home_visit": 18,
    "age_class": 16,
    "age_event": 14,
    "minors_until": 1_200,
    "day_minutes": [360, 240, 180],
    "week_minutes": [1_200, 720, 720],
    "month_minutes": 2_880,
    "continuous_minutes": 240,
    "demanding_minutes": 120,
    "rest_minutes": 660,
    "days_in_row": 5,
    "shifts_a_day": 2,
    "lead_from": 4,
    "lead_for": 8,
    "novice_below": 3,
    "mentor_from": 10,
    "novices_a_mentor": 2,
    "freeze_minutes": 1_440,
    "absences": 2,
    "idle_days": 60,
    "fair_steps": [25, 50, 100],
    "faces": 3,
    "near_metres": 1_000,
    "travel_unit": 500,
    "standby_for": 8,
    "rate_floor": 500,
    "weekends": 2,
    "days_in_row_soft": 3,
    "scarce_below": 5,
    "same_type": 4,
    "late_from": 1_200,
    "early_until": 540,
}
"""Minutes, metres, days and counts."""
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
"""What a unit costs."""


def limits_of(policy: Part) -> dict[str, Any]:
    """Every limit of a policy that has its form."""
    return {**LIMITS, **policy}


def weights_of(policy: Part) -> dict[str, int]:
    """Every weight."""
    return {**WEIGHTS, **(policy.get("weights") or {})}
