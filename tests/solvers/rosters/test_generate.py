"""Generated months repeat, and have the size that they are named for."""

from __future__ import annotations

from datetime import date

from scheduler.calendar import horizon
from solvers.rosters.generate import ROSTER_SCALES, generate_roster

FORTNIGHT = horizon(date(2026, 6, 1), date(2026, 6, 14))
MONTH = horizon(date(2026, 6, 1), date(2026, 6, 28))


def test_the_same_seed_gives_the_same_month() -> None:
    one, two, other = (generate_roster(ROSTER_SCALES["mini"], seed, FORTNIGHT) for seed in (1, 1, 2))
    assert one == two
    assert one != other


def test_a_month_has_two_thousand_people_and_three_thousand_seats() -> None:
    found = generate_roster(ROSTER_SCALES["month"], 1, MONTH)
    seats = sum(role.target for shift in found.shifts for role in shift.roles)
    visits = sum(shift.kind == "home_visit" for shift in found.shifts)
    assert (len(found.volunteers), len(found.elders), visits) == (2_000, 300, 1_200)
    assert 2_900 <= seats <= 3_100
