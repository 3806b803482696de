"""A fee is divided to the last fen, whatever the rule and however it is paid."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scheduler.covenant import FeesRules, Part, Split
from scheduler.covenant.money import WHOLE, Recipient
from scheduler.errors import Rejected
from scheduler.splitting import ORDER, change_of, parts_of, split_for

FEN = st.integers(0, 10**6)


def split(**shares: int) -> Split:
    return Split(income="own", parts=[Part(to=to, share=share) for to, share in shares.items()])


@st.composite
def splits(draw: st.DrawFn) -> Split:
    """Any rule: one to four recipients in any order, whose shares are the whole."""
    recipients: list[Recipient] = draw(st.permutations(ORDER).map(lambda names: names[: draw(st.integers(1, 4))]))
    cuts = sorted(draw(st.lists(st.integers(0, WHOLE), min_size=len(recipients) - 1, max_size=len(recipients) - 1)))
    shares = [after - before for before, after in zip([0, *cuts], [*cuts, WHOLE], strict=True)]
    return split(**dict(zip(recipients, shares, strict=True)))


THIRDS = split(platform=3_333, operator=3_333, fund=3_334)


@given(fen=FEN, rule=splits())
@example(fen=1, rule=THIRDS)
@example(fen=10**18, rule=THIRDS)
def test_parts_sum_to_the_fee_and_nobody_is_a_fen_off_their_share(fen: int, rule: Split) -> None:
    parts = parts_of(fen, rule)

    assert sum(parts.values()) == fen
    assert set(parts) == {part.to for part in rule.parts}
    assert all(abs(parts[part.to] * WHOLE - fen * part.share) < WHOLE for part in rule.parts)


@given(fen=FEN, rule=splits())
def test_the_order_in_which_a_rule_names_its_recipients_changes_nothing(fen: int, rule: Split) -> None:
    turned = Split(income="own", parts=rule.parts[::-1])

    assert parts_of(fen, turned) == parts_of(fen, rule)


@given(pieces=st.lists(st.integers(0, 10**5), max_size=12), rule=splits())
def test_a_fee_paid_in_pieces_is_divided_as_if_paid_at_once(pieces: list[int], rule: Split) -> None:
    paid, sums = 0, dict.fromkeys((part.to for part in rule.parts), 0)
    for piece in pieces:
        for to, change in change_of(paid, paid + piece, rule).items():
            sums[to] += change
        paid += piece

    assert sums == parts_of(paid, rule)


def test_one_fen_between_three_goes_to_the_largest_remainder() -> None:
    assert parts_of(1, THIRDS) == {"fund": 1, "operator": 0, "platform": 0}


def test_equal_remainders_are_settled_in_the_fixed_order() -> None:
    even = split(platform=2_500, operator=2_500, owner=2_500, fund=2_500)

    assert [parts_of(fen, even) for fen in (1, 2, 3)] == [
        {"fund": 1, "owner": 0, "operator": 0, "platform": 0},
        {"fund": 1, "owner": 1, "operator": 0, "platform": 0},
        {"fund": 1, "owner": 1, "operator": 1, "platform": 0},
    ]


def test_a_share_may_become_a_fen_smaller_although_more_is_paid() -> None:
    """By largest remainder; the pieces still sum to the whole."""
    rule = split(fund=1_500, operator=3_600, platform=4_900)
    steps = [change_of(fen, fen + 1, rule) for fen in range(100)]

    assert min(change for step in steps for change in step.values()) == -1
    assert [sum(step.values()) for step in steps] == [1] * 100


def test_nothing_is_divided_into_nothing_and_less_than_nothing_is_refused() -> None:
    assert set(parts_of(0, THIRDS).values()) == {0}
    with pytest.raises(Rejected) as refused:
        parts_of(-1, THIRDS)
    assert (refused.value.code, refused.value.field, refused.value.value) == ("out_of_range", "fen", -1)


def test_an_income_without_a_split_goes_to_the_community_fund() -> None:
    only_own = [one for one in FeesRules().splits if one.income == "own"]

    assert parts_of(100, split_for(only_own, "own")) == {"fund": 20, "owner": 60, "operator": 10, "platform": 10}
    assert parts_of(100, split_for(only_own, "booking")) == {"fund": 100}


@pytest.mark.study
@pytest.mark.parametrize("rule", [THIRDS, *FeesRules().splits], ids=lambda rule: rule.income)
def test_every_total_up_to_a_million_sums_exactly(rule: Split) -> None:
    assert all(sum(parts_of(fen, rule).values()) == fen for fen in range(10**6 + 1))
