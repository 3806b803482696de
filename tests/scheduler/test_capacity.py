"""When much is open: the dates are looked through once, and come out as the core has them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.translation.capacity import Dates
from solvers.timetable import WindowRule, expand_opening
from tests.solvers.rounds import FIRST, awkward_horizon

HORIZON = awkward_horizon()
DATES = st.none() | st.integers(-1, 9).map(lambda number: FIRST + timedelta(days=number))
RULES = st.builds(
    lambda days, season, weekdays, dates, clocks: WindowRule(days, season, tuple(weekdays), *dates, *clocks),
    st.sampled_from(["every", "workday", "rest_day", "labour_day"]),
    st.sampled_from(["any", "summer", "winter"]),
    st.sets(st.integers(1, 7), max_size=3),
    st.tuples(DATES, DATES).map(lambda two: two if None in two else tuple(sorted(filter(None, two)))),
    st.sampled_from([("00:00", "24:00"), ("08:00", "18:00"), ("17:30", "19:00"), ("19:00", "07:30")]),
)


@given(st.lists(st.lists(RULES, max_size=4), max_size=4))
def test_openings_over_the_same_dates_are_those_of_the_core(kinds: list[list[WindowRule]]) -> None:
    dates = Dates(HORIZON)

    assert [dates.opening(rules) for rules in kinds] == [expand_opening(rules, HORIZON) for rules in kinds]


@pytest.mark.parametrize("named", [False, True])
def test_a_named_day_is_open_by_its_own_windows_alone(named: bool) -> None:
    rules = [WindowRule("rest_day"), *([WindowRule("labour_day", start="10:00", end="16:00")] if named else [])]

    assert Dates(HORIZON).opening(rules) == expand_opening(rules, HORIZON)
