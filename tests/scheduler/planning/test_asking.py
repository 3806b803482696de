"""Questions answered by a process of its own, however long they are and however late it begins to read."""

from __future__ import annotations

import subprocess
from threading import Event

import pytest

from scheduler.planning.asking import Stopped, ask

LATE = "tests.scheduler.planning.answers_late"
LONG = "a" * 3_000_000


@pytest.mark.parametrize("stopping", [None, Event()], ids=["not to be stopped", "stoppable"])
def test_a_long_question_is_answered_by_who_begins_to_read_late(stopping: Event | None) -> None:
    assert ask(LATE, LONG, stopping) == len(LONG)


def test_who_is_told_to_stop_waits_for_no_answer() -> None:
    stopping = Event()
    stopping.set()
    with pytest.raises(Stopped):
        ask(LATE, LONG, stopping)


def test_who_gives_no_answer_is_told_of() -> None:
    with pytest.raises(subprocess.CalledProcessError):
        ask(LATE, None)
