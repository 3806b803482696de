"""Turns of the clockwork: errors of single rows stop nobody, and no turn goes on for ever."""

from __future__ import annotations

from scheduler.usecases.turns import BATCH, apart, in_batches


def fail() -> None:
    raise ValueError("told by its kind only")


def test_what_goes_wrong_is_told_to_whoever_asked_for_it() -> None:
    assert (apart("well", lambda: None), apart("ill", fail)) == (True, False)


def test_all_that_is_due_is_moved_a_batch_at_a_time() -> None:
    due = list(range(2 * BATCH + 3))
    seen: list[int] = []

    def move(one: int) -> bool:
        due.remove(one)
        seen.append(one)
        return True

    in_batches(lambda: due[:BATCH], move)
    assert (due, len(seen)) == ([], 2 * BATCH + 3)


def test_a_turn_ends_where_nothing_of_a_batch_can_be_moved() -> None:
    tried: list[int] = []

    def move(one: int) -> bool:
        tried.append(one)
        return False

    in_batches(lambda: range(BATCH), move)
    assert tried == list(range(BATCH))
