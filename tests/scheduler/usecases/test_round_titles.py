"""Titles of the rounds of an invented community."""

from datetime import date

from scheduler.usecases.round_titles import titles


def test_a_year_is_told_once_where_a_round_stays_in_it() -> None:
    assert titles("rooms", date(2026, 3, 2), date(2026, 6, 28)) == {
        "title_zh": "活动室 2026年3月2日至6月28日",
        "title_en": "Activity rooms, 2 March to 28 June 2026",
    }


def test_both_years_are_told_where_a_round_goes_over_new_year() -> None:
    assert titles("parking", date(2026, 11, 30), date(2027, 5, 30)) == {
        "title_zh": "潮汐停车 2026年11月30日至2027年5月30日",
        "title_en": "Tidal parking, 30 November 2026 to 30 May 2027",
    }
