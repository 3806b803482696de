"""Figures of fairness over rounds, on numbers that one can do in the head, and against their definitions."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.fair_figures import envious, groups, overall, sums_of
from scheduler.queries.fairness import Past
from scheduler.shares import gini
from scheduler.translation.streaks import Streaks, rounds_won


def one(member: int, round_: int = 1, **more: Any) -> Past:
    """An outcome of a request for one right that was served."""
    fields: dict[str, Any] = {
        "domain": "parking",
        "household_id": None,
        "organisation_id": None,
        "home_site_id": None,
        "person_class": "tenant",
        "asked": 1,
        "got": 1,
        "used": 1,
        "wasted": 0,
        "lost": False,
        "points": 10,
    }
    return Past(round_id=UUID(int=round_), member_id=UUID(int=member), **{**fields, **more})


def lost(member: int, round_: int = 1, **more: Any) -> Past:
    return one(member, round_, **{"got": 0, "used": 0, "lost": True, **more})


# ---- Gini


@pytest.mark.parametrize(
    ("shares", "expected"), [([1.0], 0.0), ([1.0, 1.0, 1.0], 0.0), ([0.0, 1.0], 0.5), ([0, 0, 0, 1], 0.75), ([0, 0], 0)]
)
def test_gini_of_a_few_shares(shares: list[float], expected: float) -> None:
    assert gini(shares) == pytest.approx(expected)


@given(st.lists(st.integers(0, 10), min_size=1, max_size=8))
def test_gini_is_half_the_mean_difference_over_the_mean(numbers: list[int]) -> None:
    shares = [number / 10 for number in numbers]
    count, mean = len(shares), sum(shares) / len(shares)
    pairs = sum(abs(a - b) for a in shares for b in shares)
    assert gini(shares) == pytest.approx(pairs / (2 * count * count * mean) if mean else 0.0)


# ---- envy


def test_who_was_served_worse_with_no_fewer_points_is_envious() -> None:
    assert envious([lost(1, points=20), one(2, points=10)]) == 1
    assert envious([lost(1, points=10), one(2, points=20)]) == 0
    assert envious([lost(1, points=10), one(2, points=10)]) == 1


def test_nobody_envies_another_round_or_class_or_who_asked_for_less() -> None:
    assert envious([lost(1, round_=1, points=20), one(2, round_=2)]) == 0
    assert envious([lost(1, points=20), one(2, person_class="owner")]) == 0
    assert envious([one(1, asked=10, got=5), one(2, asked=4, got=4)]) == 0
    assert envious([one(1, asked=4, got=2), one(2, asked=10, got=10)]) == 1


@given(
    st.lists(
        st.tuples(st.integers(1, 4), st.integers(0, 4), st.integers(0, 3), st.sampled_from(["owner", "tenant"])),
        max_size=10,
    )
)
def test_envy_is_counted_as_it_is_defined(drawn: list[tuple[int, int, int, str]]) -> None:
    rows = [
        one(at, asked=asked, got=min(asked, got), points=points, person_class=kind)
        for at, (asked, got, points, kind) in enumerate(drawn)
    ]
    by_definition = sum(
        any(
            other.person_class == row.person_class
            and other.points <= row.points
            and other.asked >= row.asked
            and other.got / other.asked > row.got / row.asked
            for other in rows
        )
        for row in rows
    )
    assert envious(rows) == by_definition


# ---- rounds lost in a row


@pytest.mark.parametrize(
    ("rounds", "now", "longest"),
    [
        ([(True, 0), (True, 0)], 2, 2),
        ([(True, 0), (False, 1), (True, 0)], 1, 1),
        ([(True, 0), (False, 0), (True, 0)], 2, 2),
        ([(True, 0), (True, 0), (True, 1)], 0, 2),
        ([], None, None),
    ],
)
def test_only_a_place_ends_a_row_of_lost_rounds(
    rounds: list[tuple[bool, int]], now: int | None, longest: int | None
) -> None:
    whom = UUID(int=1)
    streaks = Streaks((whom, UUID(int=at), was_lost, got) for at, (was_lost, got) in enumerate(rounds))
    assert (streaks.now.get(whom), streaks.longest.get(whom)) == (now, longest)


def test_a_round_in_which_one_of_two_was_served_is_not_lost() -> None:
    (sums,) = sums_of([lost(1), one(1)], lambda past: past.member_id).values()
    assert (sums.rounds, sums.asked, sums.got, sums.lost, sums.losing_streak, sums.share) == (1, 2, 1, 0, 0, 0.5)


def test_rounds_won_in_a_row_end_with_a_lost_one() -> None:
    assert rounds_won([one(1, 1), one(1, 2)]) == 2
    assert rounds_won([one(1, 1), lost(1, 2), one(1, 3)]) == 1
    assert rounds_won([one(1, 1), lost(1, 2)]) == 0
    assert rounds_won([one(1, 1), lost(1, 2, lost=False), one(1, 3)]) == 2


# ---- all in sum


def test_all_in_sum() -> None:
    past = [*(one(at) for at in range(6)), lost(6), lost(6, 2), one(0, 2)]
    found = overall("parking", past, {})
    assert (found.rounds, found.parties, found.asked, found.got) == (2, 7, 9, 7)
    assert (found.smallest_share, found.longest_losing_streak, found.envious) == (0.0, 2, 2)
    assert found.gini == pytest.approx(1 / 7)
    assert [(group.name, group.parties) for group in found.by_class] == [("tenant", 7)]


def told(**sizes: int) -> dict[str, int | None]:
    """The number of parties told of groups of such sizes; those of `nameless` belong to none."""
    past = [
        one(1_000 * at + number, person_class=name) for at, name in enumerate(sizes) for number in range(sizes[name])
    ]
    found = groups(past, lambda row: None if row.person_class == "nameless" else row.person_class)
    assert all((group.share is None) == (group.parties is None) for group in found)
    return {group.name: group.parties for group in found}


def test_small_groups_are_not_told_apart_nor_what_would_leave_them_over() -> None:
    assert told(owner=5, partner=5) == {"owner": 5, "partner": 5}
    assert told(owner=9, partner=4) == {"owner": None, "partner": None}
    assert told(owner=9, partner=4, tenant=6) == {"owner": 9, "partner": None, "tenant": None}
    assert told(owner=9, partner=3, tenant=2) == {"owner": 9, "partner": None, "tenant": None}
    assert told(owner=9, tenant=6, nameless=1) == {"owner": 9, "tenant": None}
    assert told(owner=9, nameless=5) == {"owner": 9}


@given(st.lists(st.integers(1, 8), max_size=6), st.integers(0, 6))
def test_what_is_told_leaves_over_nobody_or_five(sizes: list[int], nameless: int) -> None:
    found = told(**{f"g{at}": size for at, size in enumerate(sizes)}, nameless=nameless)
    rest = sum(sizes) + nameless - sum(parties or 0 for parties in found.values())
    assert rest == 0 or rest >= 5 or not any(found.values())


def test_of_fewer_than_five_only_the_rounds_are_told() -> None:
    found = overall("parking", [one(1), lost(2), one(3), one(4, 2)], {})
    assert (found.rounds, found.parties, found.asked, found.got) == (2, None, None, None)
    assert (found.smallest_share, found.gini, found.envious, found.longest_losing_streak) == (None,) * 4
    assert [(group.name, group.parties, group.share) for group in found.by_class] == [("tenant", None, None)]
    assert overall("rooms", [], {}).parties is None
