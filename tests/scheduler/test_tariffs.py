"""Which line of the tariff table holds, what a use covers of the calendar, and what it costs to the fen."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler import calendar
from scheduler.covenant import FeesRules
from scheduler.tariffs import (
    Priced,
    Use,
    back_for,
    lines_from,
    price_of_booking,
    price_of_overstay,
    price_of_right,
    tariff_for,
    total,
)
from scheduler.window_classes import months_between, window_class_of, window_class_of_span
from solvers.timetable import WindowRule
from solvers.window import DAY

MAY = calendar.horizon(date(2026, 5, 1), date(2026, 5, 31))
NIGHT, DAYTIME, ALWAYS = WindowRule(start="18:30", end="07:30"), WindowRule(start="08:00", end="18:00"), WindowRule()


def fees(*lines: dict[str, Any], **more: Any) -> FeesRules:
    told = {"reason_zh": "地下车库", "reason_en": "underground"}
    return FeesRules.model_validate(
        {"tariffs": [{**(told if "site" in line else {}), **line} for line in lines], **more}
    )


def held(rules: FeesRules, **what: Any) -> int | None:
    line = tariff_for(rules, Priced(**{"subject": "right", **what}))
    return None if line is None else line.fen


# ---- which line


def test_of_the_lines_that_suit_the_one_that_states_most_holds() -> None:
    rules = fees(
        {"fen": 1},
        {"fen": 2, "window": "night"},
        {"fen": 3, "party": "outside"},
        {"fen": 4, "party": "outside", "window": "night"},
        {"fen": 5, "site": "H"},
        {"fen": 6, "tier": 2},
        {"fen": 7, "tier": 3},
        {"fen": 8, "subject": "booking"},
    )
    assert held(rules) == 1
    assert held(rules, window="night", party="owner", site="T") == 2
    assert held(rules, window="day", party="outside", site="T") == 3
    assert held(rules, window="night", party="outside", site="T") == 4
    assert held(rules, window="night", party="outside", site="H") == 4
    assert held(rules, window="night", party="outside") == 4
    # Of two that state as much, the site comes before party, window and tier.
    assert held(rules, window="night", site="H") == 5
    assert held(rules, party="outside", site="H", tier=2) == 5
    assert [held(rules, tier=tier) for tier in (1, 2, 3, 4)] == [1, 6, 7, 7]
    assert held(rules, subject="booking", window="night") == 8
    assert held(rules, subject="overstay") is None


def test_of_lines_that_differ_in_their_period_the_month_comes_first() -> None:
    assert held(fees({"fen": 2, "period": "round"}, {"fen": 1, "period": "month"})) == 1


# ---- which window


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ([NIGHT], "night"),
        ([DAYTIME], "day"),
        ([ALWAYS], "whole"),
        ([WindowRule(days="workday", start="08:00", end="18:00")], "day"),
        ([WindowRule(days="rest_day")], "rest_days"),
        # The usual right of residents in an office yard: nights of workdays, and rest days all day.
        ([WindowRule(days="workday", start="18:30", end="07:30"), WindowRule(days="rest_day")], "night"),
        ([WindowRule(weekdays=(2, 4), start="20:00", end="06:00")], "night"),
        ([WindowRule(start="19:00", end="07:00"), DAYTIME], "whole"),
    ],
)
def test_a_use_is_of_the_class_of_which_it_covers_most(rules: list[WindowRule], expected: str) -> None:
    assert window_class_of(rules, MAY) == expected


def test_a_make_up_workday_is_a_workday_and_a_holiday_a_rest_day() -> None:
    one_day = WindowRule(start="09:00", end="17:00")
    saturday = calendar.horizon(date(2026, 5, 9), date(2026, 5, 9))
    holiday = calendar.horizon(date(2026, 5, 5), date(2026, 5, 5))
    assert (window_class_of([one_day], saturday), window_class_of([one_day], holiday)) == ("day", "rest_days")
    assert window_class_of_span(8 * DAY + 9 * 60, 8 * DAY + 17 * 60, MAY) == "day"
    assert window_class_of_span(8 * DAY + 18 * 60, 8 * DAY + 23 * 60, MAY) == "night"
    assert window_class_of_span(4 * DAY + 9 * 60, 4 * DAY + 17 * 60, MAY) == "rest_days"


# ---- how much


def use(first: date, last: date, *rules: WindowRule) -> Use:
    return Use(rules or (NIGHT,), calendar.horizon(date(2026, 5, 4), date(2026, 8, 31)), first, last)


def months(period: str, fen: int, first: date, last: date, *rules: WindowRule) -> list[tuple[str, int, int, int]]:
    lines = price_of_right(fees({"fen": fen, "period": period}), Priced("right", "H"), use(first, last, *rules))
    return [(line["month"], line["count"], line["of"], line["fen"]) for line in lines]


def test_a_right_costs_a_price_for_each_month_and_its_days_where_a_month_is_not_whole() -> None:
    assert months("month", 30_000, date(2026, 5, 4), date(2026, 7, 15)) == [
        ("2026-05", 28, 31, 27_097),
        ("2026-06", 30, 30, 30_000),
        ("2026-07", 15, 31, 14_516),
    ]


def test_a_price_for_a_round_is_charged_at_once_and_by_its_days_for_who_comes_later() -> None:
    assert months("round", 12_000, date(2026, 5, 4), date(2026, 8, 31)) == [("2026-05", 120, 120, 12_000)]
    assert months("round", 12_000, date(2026, 7, 3), date(2026, 8, 31)) == [("2026-07", 60, 120, 6_000)]


def test_a_price_for_a_use_or_an_hour_counts_dates_and_begun_hours_of_each_month() -> None:
    workdays = WindowRule(days="workday", start="08:00", end="08:30")
    first, last = date(2026, 6, 15), date(2026, 7, 3)
    # The Dragon Boat festival is on Friday the 19th of June.
    assert months("use", 100, first, last, workdays) == [("2026-06", 11, 1, 1_100), ("2026-07", 3, 1, 300)]
    assert months("hour", 100, first, last, workdays) == [("2026-06", 6, 1, 600), ("2026-07", 2, 1, 200)]


def test_what_no_line_speaks_of_or_costs_nothing_has_no_lines() -> None:
    asked = use(date(2026, 5, 4), date(2026, 5, 31))
    assert price_of_right(fees(), Priced("right", "H"), asked) == []
    assert price_of_right(fees({"fen": 0}), Priced("right", "H"), asked) == []
    assert price_of_right(fees({"fen": 5, "party": "owner"}), Priced("right", "H", "outside"), asked) == []
    assert price_of_right(fees({"fen": 5}), Priced("right", "H"), use(date(2026, 9, 1), date(2026, 8, 31))) == []
    assert price_of_booking(fees(), Priced("booking", "H"), 60) == []
    assert price_of_overstay(fees(), "H", "outside", 60) == []


def test_an_overstay_costs_its_begun_hours_up_to_the_most_and_a_booking_hours_or_once() -> None:
    rules = fees(
        {"subject": "overstay", "fen": 500, "period": "hour"},
        {"subject": "booking", "fen": 300, "period": "hour"},
        {"subject": "booking", "fen": 1_000, "period": "use", "window": "night"},
        overstay_most_fen=1_200,
    )
    costs = [total(price_of_overstay(rules, "H", "outside", minutes)) for minutes in (0, 1, 60, 61, 121, 9_999)]
    assert costs == [0, 500, 500, 1_000, 1_200, 1_200]
    assert total(price_of_booking(rules, Priced("booking", "H", "tenant", "day"), 61)) == 600
    assert total(price_of_booking(rules, Priced("booking", "H", "tenant", "night"), 61)) == 1_000


@given(fen=st.integers(1, 1_000_000), days=st.integers(1, 400), cuts=st.lists(st.integers(0, 400), max_size=4))
def test_days_given_back_one_after_another_make_up_the_whole(fen: int, days: int, cuts: list[int]) -> None:
    last = date.fromordinal(date(2026, 1, 1).toordinal() + days - 1)
    line = {"fen": fen, "first": "2026-01-01", "last": last.isoformat()}
    marks = [0, *sorted(min(cut, days) for cut in cuts), days]
    parts = [back_for(line, after) - back_for(line, before) for before, after in pairwise(marks)]
    assert sum(parts) == fen
    assert min(parts) >= 0


def test_lines_without_their_first_dates_cost_what_is_left_of_them() -> None:
    may = {"first": "2026-05-04", "last": "2026-05-31", "count": 28, "fen": 28_000}
    june = {"first": "2026-06-01", "last": "2026-06-30", "count": 30, "fen": 31_000}
    assert lines_from([may, june], date(2026, 5, 4)) == [may, june]
    assert lines_from([may, june], date(2026, 5, 12)) == [
        may | {"first": "2026-05-12", "count": 20, "fen": 20_000},
        june,
    ]
    assert lines_from([may, june], date(2026, 6, 1)) == [june]


def test_months_are_cut_where_the_calendar_cuts_them() -> None:
    assert months_between(date(2026, 1, 31), date(2026, 3, 1)) == [
        (date(2026, 1, 31), date(2026, 1, 31)),
        (date(2026, 2, 1), date(2026, 2, 28)),
        (date(2026, 3, 1), date(2026, 3, 1)),
    ]
