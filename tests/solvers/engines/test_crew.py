"""Worker processes: answers in order, None for what was left unanswered."""

import os
import signal
import subprocess
import sys
import time
from typing import Any

import pytest

from solvers.engines.crew import Crew
from solvers.engines.limits import Limits, Watch


def times(shared: int, number: int) -> int:
    return shared * number


def slow_first(shared: Any, number: int) -> int:
    time.sleep(0.2 if number == 0 else 0)
    return number


def dies(shared: Any, number: int) -> int:
    if number == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def sleeps(shared: Any, number: int) -> int:
    time.sleep(60)
    return number


def fails(shared: Any, number: int) -> int:
    raise ValueError(number)


def test_answers_come_in_the_order_of_the_tasks() -> None:
    with Crew(None, 2, Watch(Limits())) as crew:
        assert crew.map(slow_first, [(0,), (1,), (2,)]) == [0, 1, 2]


def test_workers_see_what_is_shared() -> None:
    with Crew(7, 1, Watch(Limits())) as crew:
        assert crew.map(times, [(1,), (2,)]) == [7, 14]


def test_no_tasks_have_no_answers() -> None:
    with Crew(None, 1, Watch(Limits())) as crew:
        assert crew.map(times, []) == []


def test_a_crew_that_was_stopped_answers_nothing_more() -> None:
    watch = Watch(Limits())
    with Crew(1, 1, watch) as crew:
        assert crew.map(times, [(1,)]) == [1]
        crew.stop()
        assert crew.map(times, [(1,), (2,)]) == [None, None]
    assert watch.struck


def test_the_death_of_a_worker_leaves_its_task_unanswered_and_is_noted() -> None:
    watch = Watch(Limits())
    with Crew(None, 1, watch) as crew:
        assert crew.map(dies, [(0,), (1,), (2,)])[1:] == [None, None]
    assert watch.struck


def test_a_cancel_ends_busy_workers() -> None:
    limits = Limits()
    limits.cancel.set()
    with Crew(None, 2, Watch(limits)) as crew:
        assert crew.map(sleeps, [(0,), (1,), (2,)]) == [None, None, None]


def test_a_clock_that_ran_out_ends_busy_workers_and_is_noted() -> None:
    watch = Watch(Limits(seconds=-10))
    with Crew(None, 1, watch) as crew:
        assert crew.map(sleeps, [(0,)]) == [None]
    assert watch.struck


def test_a_defect_of_ours_is_not_swallowed() -> None:
    with Crew(None, 1, Watch(Limits())) as crew, pytest.raises(ValueError, match="0"):
        crew.map(fails, [(0,)])


def test_a_stopped_crew_leaves_no_process() -> None:
    with Crew(None, 2, Watch(Limits())) as crew:
        crew.map(slow_first, [(1,), (2,)])
        processes = list((crew._pool._processes or {}).values())
    assert [process.is_alive() for process in processes] == [False] * len(processes)


def test_a_crew_that_is_stopped_amid_an_answer_lets_the_program_end() -> None:
    # The pool's own thread reads answers, and at its end the program waits for that thread.
    program = (
        "import struct; from solvers.engines.crew import Crew; from solvers.engines.limits import Limits, Watch; "
        "from tests.solvers.engines.test_crew import times; "
        "crew = Crew(2, 1, Watch(Limits())); assert crew.map(times, [(1,)]) == [2]; "
        "crew._pool._result_queue._writer._send(struct.pack('!i', 1000)); crew.stop()"
    )
    assert subprocess.run([sys.executable, "-c", program], timeout=300, check=False).returncode == 0
