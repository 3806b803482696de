"""Openings over the same dates are worked out together; told here date by date, as people read the rules."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solvers.timetable import Dates, WindowRule
from solvers.window import DAY, Timetable, merged
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


def plainly(rules: list[WindowRule]) -> Timetable:
    """An opening date by date: where rules name the day only those count."""
    spans = []
    for number, day in HORIZON.known:
        matching = [rule for rule in rules if rule.matches(day)]
        named = [rule for rule in matching if rule.is_named]
        spans += [(number * DAY + rule.span[0], number * DAY + rule.span[1]) for rule in named or matching]
    return merged(spans)


@given(st.lists(st.lists(RULES, max_size=4), max_size=4))
def test_openings_over_the_same_dates_are_those_told_date_by_date(kinds: list[list[WindowRule]]) -> None:
    dates = Dates(HORIZON)

    assert [dates.opening(rules) for rules in kinds] == [plainly(rules) for rules in kinds]


@pytest.mark.parametrize("named", [False, True])
def test_a_named_day_is_open_by_its_own_windows_alone(named: bool) -> None:
    rules = [WindowRule("rest_day"), *([WindowRule("labour_day", start="10:00", end="16:00")] if named else [])]

    assert Dates(HORIZON).opening(rules) == plainly(rules)
