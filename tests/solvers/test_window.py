"""Half-open minutes: clock times, spans, unions, meetings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solvers.errors import InvalidProblem
from solvers.window import Timetable, covers, first_overlap, merged, minute_of, minutes, overlaps, span_of

SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 12)), max_size=6).map(
    lambda found: merged((start, start + length) for start, length in found)
)


def test_the_end_of_a_day_is_minute_1440() -> None:
    assert (minute_of("00:00"), minute_of("07:30"), minute_of("24:00")) == (0, 450, 1440)


@pytest.mark.parametrize("clock", ["24:01", "12:60", "7:30", "07.30", "", "0730", "٠٧:٣٠", "-1:00"])
def test_what_is_no_clock_time_is_refused(clock: str) -> None:
    with pytest.raises(InvalidProblem, match="not_a_time"):
        minute_of(clock)


def test_an_earlier_end_means_the_next_day() -> None:
    assert (span_of("08:30", "18:00"), span_of("19:00", "07:30")) == ((510, 1080), (1140, 1890))


def test_a_whole_day_ends_at_24_00() -> None:
    assert span_of("00:00", "24:00") == (0, 1440)


@pytest.mark.parametrize(
    ("start", "end", "code"),
    [("08:00", "08:00", "empty_window"), ("18:00", "00:00", "end_at_00_00"), ("24:00", "08:00", "start_at_24_00")],
)
def test_a_window_without_a_clear_length_is_refused(start: str, end: str, code: str) -> None:
    with pytest.raises(InvalidProblem, match=code):
        span_of(start, end)


def test_spans_that_touch_become_one() -> None:
    assert merged([(30, 40), (0, 10), (10, 20), (35, 50)]) == ((0, 20), (30, 50))


def test_a_span_is_covered_up_to_the_last_minute_of_an_opening() -> None:
    opening = ((0, 60), (120, 180))
    assert [covers(opening, span) for span in ((0, 60), (120, 181), (59, 120), (150, 180), (-1, 5))] == [
        True,
        False,
        False,
        True,
        False,
    ]


def test_a_guard_of_fifteen_minutes_is_kept_by_exactly_fifteen() -> None:
    morning, after15, after14 = ((510, 720),), ((735, 1020),), ((734, 1020),)
    assert (overlaps(morning, after15, 15), overlaps(morning, after14, 15)) == (False, True)
    assert (overlaps(after15, morning, 15), overlaps(after14, morning, 15)) == (False, True)


def test_spans_that_touch_do_not_meet_without_a_guard() -> None:
    assert not overlaps(((0, 10),), ((10, 20),))


def test_the_first_meeting_of_two_timetables_is_named() -> None:
    assert first_overlap(((0, 10), (100, 200)), ((10, 20), (150, 160))) == ((100, 200), (150, 160))


def test_the_length_of_a_timetable_is_the_sum_of_its_spans() -> None:
    assert minutes(((0, 60), (1440, 1530))) == 150


@given(SPANS, SPANS, st.integers(0, 15))
def test_meetings_are_those_that_a_list_of_minutes_shows(a: Timetable, b: Timetable, guard: int) -> None:
    standing = {minute for start, end in a for minute in range(start, end)}
    kept = {minute for start, end in b for minute in range(start - guard, end + guard)}
    assert overlaps(a, b, guard) == bool(standing & kept) == overlaps(b, a, guard)


@given(SPANS, SPANS)
def test_an_opening_covers_what_a_list_of_minutes_shows(opening: Timetable, asked: Timetable) -> None:
    open_minutes = {minute for start, end in opening for minute in range(start, end)}
    for span in asked:
        assert covers(opening, span) == (set(range(*span)) <= open_minutes)
