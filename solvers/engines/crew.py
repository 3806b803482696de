"""Worker processes of a solve: forked with the case in memory, killable, their answers in the order of the tasks."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, ProcessPoolExecutor, wait
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from solvers.engines.limits import INFINITY, Watch

T = TypeVar("T")
LOOK_SECONDS = 0.5
GRACE = 3.0
"""Seconds that a sub-solve may overrun its own limit before its process is killed."""

_shared: Any = None


def _prepare(shared: Any) -> None:
    global _shared
    _shared = shared
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # HiGHS prints a line now and then, whatever it is told; stdout belongs to the answer of the parent.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _run(work: Callable[..., T], arguments: tuple[Any, ...]) -> T:
    return work(_shared, *arguments)


def held_kib(processes: Iterable[int]) -> int:
    """Memory of processes, shared pages counted once (0 where the system does not tell)."""
    total = 0
    for process in processes:
        with suppress(OSError):
            for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1])
    return total


class Crew:
    """A pool of forked processes that all see `shared` as it is when the first task is sent."""

    def __init__(self, shared: Any, workers: int, watch: Watch) -> None:
        self.watch = watch
        self._looked = 0.0
        self._pool = ProcessPoolExecutor(
            workers, multiprocessing.get_context("fork"), initializer=_prepare, initargs=(shared,)
        )

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """End all processes, busy or not."""
        processes = list((self._pool._processes or {}).values())
        answers = self._pool._result_queue
        self._pool.shutdown(wait=False, cancel_futures=True)
        for process in processes:
            process.kill()
        for process in processes:
            process.join()
        if answers is not None:
            # Who was killed amid an answer leaves half of it in the pipe. The pool, and the program at its end, would
            # wait for the rest unless nobody is left who could write it.
            answers._writer.close()  # type: ignore[attr-defined]

    def map(self, work: Callable[..., T], tasks: Sequence[tuple[Any, ...]]) -> list[T | None]:
        """Run `work(shared, *task)` for each task.

        Returns the answers in the order of the tasks; None for those that the clock, a cancel or the death of a process
        left unanswered. After such a cut the crew is stopped and answers nothing more.
        """
        try:
            futures = [self._pool.submit(_run, work, task) for task in tasks]
        except (BrokenExecutor, RuntimeError):
            self.watch.struck = True
            return [None] * len(tasks)
        waiting: set[Future[T]] = set(futures)
        while waiting:
            _, waiting = wait(waiting, timeout=0.1, return_when=FIRST_COMPLETED)
            self._look()
            if waiting and self._cut():
                self.stop()
                break
        return [self._answer(future) for future in futures]

    def _look(self) -> None:
        if self.watch.elapsed - self._looked > LOOK_SECONDS:
            self._looked = self.watch.elapsed
            processes = [os.getpid(), *(self._pool._processes or {})]
            self.watch.peak_kib = max(self.watch.peak_kib, held_kib(processes))

    def _cut(self) -> bool:
        if self.watch.limits.cancel.is_set():
            return True
        late = self.watch.limits.seconds < INFINITY and self.watch.left() < -GRACE
        self.watch.struck |= late
        return late

    def _answer(self, future: Future[T]) -> T | None:
        if not future.done() or future.cancelled():
            return None
        try:
            return future.result()
        except BrokenExecutor:
            self.watch.struck = True
            return None
