from datetime import date

import pytest

from scheduler.calendar import Override, day_type, horizon, season, undecreed_years

MAKE_UP_WORKDAYS = [
    date(2026, 1, 4),
    date(2026, 2, 14),
    date(2026, 2, 28),
    date(2026, 5, 9),
    date(2026, 9, 20),
    date(2026, 10, 10),
]


@pytest.mark.parametrize("day", MAKE_UP_WORKDAYS, ids=str)
def test_a_make_up_workday_is_a_workday_although_it_is_on_a_weekend(day: date) -> None:
    assert day.isoweekday() > 5
    assert day_type(day) == "workday"


@pytest.mark.parametrize("day", [date(2026, 2, 17), date(2026, 5, 1), date(2026, 10, 1)], ids=str)
def test_a_holiday_is_a_rest_day_although_it_is_not_on_a_weekend(day: date) -> None:
    assert day.isoweekday() <= 5
    assert day_type(day) == "rest_day"


def test_other_days_follow_the_weekday() -> None:
    assert [day_type(date(2026, 6, day)) for day in range(1, 8)] == ["workday"] * 5 + ["rest_day"] * 2


def test_a_day_override_comes_before_the_official_calendar() -> None:
    assert day_type(date(2026, 5, 9), {date(2026, 5, 9): "rest_day"}) == "rest_day"
    assert day_type(date(2026, 5, 8), {date(2026, 5, 9): "rest_day"}) == "workday"


def test_a_year_far_ahead_has_no_decreed_make_up_workdays() -> None:
    assert undecreed_years([date(2099, 5, 1), date(2026, 5, 1), date(2099, 6, 1)]) == [2099]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 5, 31), "winter"),
        (date(2026, 6, 1), "summer"),
        (date(2026, 9, 30), "summer"),
        (date(2026, 10, 1), "winter"),
    ],
    ids=str,
)
def test_summer_lasts_from_june_to_september(day: date, expected: str) -> None:
    assert season(day) == expected


def test_a_horizon_has_one_date_of_margin_on_either_side() -> None:
    planned = horizon(date(2026, 5, 9), date(2026, 5, 10))

    assert [(day.date.day, day.day_type) for day in planned.days] == [
        (8, "workday"),
        (9, "workday"),
        (10, "rest_day"),
        (11, "workday"),
    ]
    assert [number for number, _ in planned.planned] == [0, 1]


def test_a_horizon_may_cross_the_years() -> None:
    planned = horizon(date(2026, 12, 31), date(2026, 12, 31))

    assert [day.date for day in planned.days] == [date(2026, 12, 30), date(2026, 12, 31), date(2027, 1, 1)]
    assert planned.days[-1].day_type == "rest_day"


def test_a_horizon_keeps_day_overrides_in_its_margins() -> None:
    planned = horizon(date(2026, 5, 9), date(2026, 5, 9), {date(2026, 5, 8): Override("rest_day", ("fair",))})

    assert planned.days[0].day_type == "rest_day"
    assert planned.days[0].names == ("fair",)
