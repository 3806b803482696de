"""Stays out of passages, minutes out of stays."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.stays import Judged, Passed, Right, Span, judge, rights_of, spans_of

START = datetime(2026, 5, 4, 10, tzinfo=UTC)


def at(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


def told(*words: str) -> list[Passed]:
    """Passages written as "in 0", "out 12.5"."""
    return [Passed(at(float(minute)), direction) for direction, minute in (word.split() for word in words)]


@pytest.mark.parametrize(
    ("passages", "stays"),
    [
        (["in 0", "out 5"], [Span(at(0), at(5))]),
        (["out 5", "in 6"], [Span(at(6))]),
        (["in 0", "in 60", "out 70"], [Span(at(0), at(60), True), Span(at(60), at(70))]),
        (["in 0", "in 0.5", "out 5"], [Span(at(0), at(5))]),
        (["in 0", "out 5", "out 9"], [Span(at(0), at(5))]),
        (["in 0", "out 5", "in 5"], [Span(at(0), at(5)), Span(at(5))]),
        (["in 0", "out 0"], [Span(at(0), at(0))]),
        (["out 0"], []),
    ],
)
def test_a_stay_goes_from_an_entry_to_the_next_passage(passages: list[str], stays: list[Span]) -> None:
    assert spans_of(told(*passages)) == stays


@given(st.lists(st.tuples(st.integers(0, 300), st.sampled_from(["in", "out"])), max_size=12), st.integers(0, 300))
def test_one_more_passage_never_makes_fewer_stays(passages: list[tuple[int, str]], late: int) -> None:
    before = [Passed(START + timedelta(seconds=20 * moment), direction) for moment, direction in passages]
    for direction in ("in", "out"):
        after = spans_of([*before, Passed(START + timedelta(seconds=20 * late), direction)])
        assert len(after) >= len(spans_of(before))


@given(st.lists(st.tuples(st.integers(0, 300), st.sampled_from(["in", "out"])), max_size=12))
def test_stays_of_one_vehicle_do_not_overlap_and_only_the_last_is_open(passages: list[tuple[int, str]]) -> None:
    stays = spans_of(Passed(START + timedelta(seconds=20 * moment), direction) for moment, direction in passages)

    ends = [stay.left_at for stay in stays[:-1]]
    assert all(end is not None and end <= later.entered_at for end, later in zip(ends, stays[1:], strict=True))
    assert all(stay.left_at is None or stay.left_at >= stay.entered_at for stay in stays)


@pytest.mark.parametrize(
    ("passages", "stays"),
    [
        (["in 0"], [Span(at(0), at(30), True)]),
        (["in 40"], [Span(at(40), at(90), True)]),
        (["in 0", "out 50"], [Span(at(0), at(50))]),
        (["in 0", "in 60"], [Span(at(0), at(30), True), Span(at(60), at(90), True)]),
        (["in 100"], [Span(at(100))]),
    ],
)
def test_an_entry_elsewhere_ends_a_stay_whose_exit_nobody_told(passages: list[str], stays: list[Span]) -> None:
    assert spans_of(told(*passages), [at(90), at(30)]) == stays


@pytest.mark.parametrize(
    ("entered", "judged"),
    [
        (62, Judged(at(60), 138, 123, at(77))),
        (119, Judged(at(60), 81, 66, at(134))),
        (120, Judged(None)),
    ],
    ids=["at once", "within the hour", "later"],
)
def test_who_comes_back_soon_after_a_right_is_judged_by_it_from_the_entry_on(entered: float, judged: Judged) -> None:
    assert judge(rights_of([right(0, 60)], at(entered), at(200)), at(entered), at(200), 15) == judged


def test_who_comes_back_early_for_the_next_right_hears_nothing() -> None:
    found = [right(0, 60), right(140, 200)]

    assert [rights_of(found, at(90), at(end)) for end in (130, 150)] == [[], [found[1]]]
    assert rights_of(found, at(70), at(130)) == [found[0]]


def right(start: float, end: float) -> Right:
    return Right(at(start), at(end))


@pytest.mark.parametrize(
    ("rights", "end", "judged"),
    [
        ([], 500, Judged(None)),
        ([right(0, 60)], 30, Judged(at(60))),
        ([right(0, 60)], 75, Judged(at(60))),
        ([right(0, 60)], 75.1, Judged(at(60), 16, 1, at(75))),
        ([right(0, 60), right(60, 90)], 90, Judged(at(90))),
        ([right(0, 60), right(70, 90)], 90, Judged(at(90))),
        ([right(0, 60), right(100, 160)], 160, Judged(at(160), 40, 25, at(75))),
        ([right(0, 60), right(100, 160)], 200, Judged(at(160), 80, 50, at(75))),
    ],
    ids=["none", "within", "grace", "too long", "one after another", "short gap", "long gap", "twice"],
)
def test_minutes_without_a_right_count_from_the_end_of_one_where_the_grace_is_used_up(
    rights: list[Right], end: float, judged: Judged
) -> None:
    assert judge(rights, at(0), at(end), 15) == judged
