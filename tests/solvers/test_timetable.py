"""Rules of the clock on a horizon with a make-up workday, a season's boundary and a named day.

Number -1 0 1 2 3 4 5 6 7 8 9 of the awkward horizon: w r w w w W W R R R W (capitals: summer, 6: labour_day).
"""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from solvers.errors import InvalidProblem
from solvers.timetable import DayFilter, Horizon, LeaveBy, WindowRule, expand_moments, expand_opening, expand_use
from solvers.window import DAY
from tests.solvers.rounds import FIRST, awkward_horizon, week

HORIZON = awkward_horizon()


def days_of(*rules: WindowRule) -> list[int]:
    """Numbers of the dates on which a use of these rules begins."""
    return sorted({start // DAY for start, _ in expand_use(rules, HORIZON)})


def test_a_make_up_sunday_counts_as_a_workday() -> None:
    assert FIRST.isoweekday() == 6
    assert days_of(WindowRule("workday", start="08:00", end="18:00")) == [1, 2, 3, 4, 5]


def test_rest_days_are_those_of_the_calendar_not_of_the_weekday() -> None:
    assert days_of(WindowRule("rest_day", start="08:00", end="18:00")) == [0, 6, 7, 8]


def test_a_night_crosses_midnight_and_may_end_after_the_last_date() -> None:
    nights = expand_use([WindowRule(start="19:00", end="07:30")], HORIZON)
    assert nights == tuple((day * DAY + 1140, (day + 1) * DAY + 450) for day in range(9))


def test_a_use_does_not_begin_on_the_date_before_the_horizon() -> None:
    assert expand_use([WindowRule(start="19:00", end="07:30")], HORIZON)[0][0] == 1140


def test_an_opening_reaches_into_the_horizon_from_the_night_before() -> None:
    nights = expand_opening([WindowRule("workday", start="18:30", end="07:30")], HORIZON)
    assert nights[0] == (-DAY + 1110, 450)
    assert nights[-1] == (9 * DAY + 1110, 10 * DAY + 450)


def test_seasons_change_hours_at_their_boundary() -> None:
    rules = [
        WindowRule("workday", "winter", start="08:00", end="18:00"),
        WindowRule("workday", "summer", start="08:00", end="18:30"),
    ]
    assert [end - day * DAY for day, (_, end) in zip((1, 2, 3, 4, 5), expand_use(rules, HORIZON), strict=True)] == [
        1080,
        1080,
        1080,
        1110,
        1110,
    ]


def test_weekdays_count_from_monday() -> None:
    assert days_of(WindowRule(weekdays=(1, 7), start="08:00", end="18:00")) == [1, 2, 8]


def test_dates_of_a_rule_are_both_included() -> None:
    first, last = FIRST + timedelta(days=2), FIRST + timedelta(days=4)
    assert days_of(WindowRule(first=first, last=last, start="08:00", end="18:00")) == [2, 3, 4]


def test_a_rule_for_one_date_holds_on_that_date() -> None:
    day = FIRST + timedelta(days=3)
    assert days_of(WindowRule(first=day, last=day, start="08:00", end="18:00")) == [3]


def test_whole_days_in_a_row_become_one_span() -> None:
    assert expand_use([WindowRule("rest_day")], HORIZON) == ((0, DAY), (6 * DAY, 9 * DAY))


def test_24_00_ends_a_window_at_midnight() -> None:
    assert expand_use([WindowRule("labour_day", start="20:00", end="24:00")], HORIZON) == ((6 * DAY + 1200, 7 * DAY),)


def test_a_named_day_with_rules_of_its_own_overrides_the_others_for_openings() -> None:
    rules = [WindowRule("rest_day"), WindowRule("labour_day", start="10:00", end="16:00")]
    on_the_day = [span for span in expand_opening(rules, HORIZON) if span[0] // DAY == 6]
    assert on_the_day == [(6 * DAY + 600, 6 * DAY + 960)]


def test_a_named_day_does_not_narrow_what_people_ask_for() -> None:
    rules = [WindowRule("rest_day", start="09:00", end="17:00"), WindowRule("labour_day", start="16:00", end="20:00")]
    on_the_day = [span for span in expand_use(rules, HORIZON) if span[0] // DAY == 6]
    assert on_the_day == [(6 * DAY + 540, 6 * DAY + 1200)]


def test_leaving_times_are_known_on_the_dates_at_both_edges() -> None:
    moments = expand_moments([LeaveBy("workday", time="07:30")], HORIZON)
    assert moments == tuple(day * DAY + 450 for day in (-1, 1, 2, 3, 4, 5, 9))


def test_equal_leaving_times_count_once() -> None:
    twice = [LeaveBy("labour_day", time="07:30"), LeaveBy("rest_day", time="07:30")]
    assert expand_moments(twice, HORIZON) == tuple(day * DAY + 450 for day in (0, 6, 7, 8))


def test_a_filter_without_conditions_matches_every_date() -> None:
    assert all(DayFilter().matches(day) for _, day in HORIZON.known)


def test_a_horizon_without_its_margins_is_refused() -> None:
    with pytest.raises(InvalidProblem, match="horizon_gap"):
        replace(HORIZON, days=HORIZON.days[1:])
    with pytest.raises(InvalidProblem, match="horizon_gap"):
        replace(HORIZON, days=HORIZON.days[:-1])


def test_a_horizon_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(InvalidProblem, match="inverted_dates"):
        Horizon(FIRST, FIRST - timedelta(days=1), HORIZON.days)


def test_a_rule_whose_dates_run_backwards_is_refused() -> None:
    with pytest.raises(InvalidProblem, match="inverted_dates"):
        DayFilter(first=date(2026, 5, 2), last=date(2026, 5, 1))


def test_dates_of_a_rule_may_lie_on_the_margin_but_not_beyond() -> None:
    margin = DayFilter(first=FIRST - timedelta(days=1), last=FIRST + timedelta(days=9))
    beyond = DayFilter(last=FIRST + timedelta(days=10))
    assert (margin.dates_outside(HORIZON), beyond.dates_outside(HORIZON)) == (
        None,
        ("last", FIRST + timedelta(days=10)),
    )


def test_a_horizon_of_one_date_is_a_horizon() -> None:
    assert expand_use([WindowRule(start="22:00", end="06:00")], week(1)) == ((1320, 1800),)
