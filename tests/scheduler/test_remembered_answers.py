"""Answers that are remembered: found by their keys, so many and no more, forgotten together."""

from __future__ import annotations

from threading import Thread

from scheduler.remembered import Remembered, forget_all


def test_an_answer_is_worked_out_once() -> None:
    kept, asked = Remembered[str, int](2), []

    def length(key: str) -> int:
        asked.append(key)
        return len(key)

    assert [kept.found(key, lambda key=key: length(key)) for key in ("a", "bb", "a")] == [1, 2, 1]  # type: ignore[misc]
    assert asked == ["a", "bb"]


def test_what_was_asked_for_longest_ago_goes_first() -> None:
    kept = Remembered[str, int](2)
    kept.keep({"a": 1, "b": 2})
    kept.known("a")
    kept.keep({"c": 3})

    assert kept.several("abc") == {"a": 1, "c": 3}
    assert kept.known("b") is None


def test_an_answer_that_is_nothing_is_an_answer() -> None:
    kept = Remembered[str, None](2)
    kept.found("a", lambda: None)

    assert kept.several("ab") == {"a": None}


def test_all_answers_of_a_process_are_forgotten_together() -> None:
    one, other = Remembered[str, int](2), Remembered[str, int](2)
    one.keep({"a": 1})
    other.keep({"a": 1})
    forget_all()

    assert (one.known("a"), other.known("a")) == (None, None)


def test_many_threads_leave_no_more_than_the_most() -> None:
    kept = Remembered[int, int](5)

    def ask(first: int) -> None:
        for key in range(first, first + 200):
            assert kept.found(key, lambda key=key: key) == key  # type: ignore[misc]

    threads = [Thread(target=ask, args=(first,)) for first in range(0, 400, 50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(kept.several(range(1_000))) == 5
