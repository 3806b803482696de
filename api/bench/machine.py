"""What the machine did meanwhile: a figure of speed means little without it."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from time import perf_counter

PROC = Path("/proc")
BLOCK, WRITES = 4096, 200
IDLE = (3, 4)
"""Columns of the first line of /proc/stat in which nothing is done: idle, and waiting for a disk."""
GUEST = 8
"""From this column on, what is counted in others already."""


def cores() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0))


def fdatasync_ms(folder: Path) -> float:
    """Milliseconds until 4 KiB are on the disk of a folder, a median."""
    path, taken = folder / "fdatasync", []
    file = os.open(path, os.O_CREAT | os.O_WRONLY)
    try:
        for at in range(WRITES):
            began = perf_counter()
            os.pwrite(file, b"\xa5" * BLOCK, at * BLOCK)
            os.fdatasync(file)
            taken.append(perf_counter() - began)
    finally:
        os.close(file)
        path.unlink()
    return round(median(taken) * 1000, 3)


class Watch:
    """From its making on: how much of the machine's work was not ours.

    Ours are this process and, where there is one on this machine, that of the database server, with all below them.
    """

    def __init__(self, server: int | None = None) -> None:
        self._roots = [os.getpid()] if server is None else [os.getpid(), server]
        self._own, self._all = work_of(self._roots), _busy()

    def other_share(self) -> float:
        """Share of other work in all work, 0 to 1."""
        own, done = work_of(self._roots) - self._own, _busy() - self._all
        return 0.0 if done <= 0 else round(min(1.0, max(0.0, 1 - own / done)), 3)


def work_of(roots: Sequence[int]) -> int:
    """Ticks that processes and all below them have worked, those that have ended included."""
    below: dict[int, list[int]] = defaultdict(list)
    for child, parent in parents().items():
        below[parent].append(child)
    found, waiting = set[int](), list(roots)
    while waiting:
        found.add(waiting[-1])
        waiting += below[waiting.pop()]
    return sum(map(_ticks, found))


def parents() -> dict[int, int]:
    """Which process started which, for all of the machine."""
    found = {int(path.name): _stat(int(path.name)) for path in PROC.iterdir() if path.name.isdigit()}
    return {number: int(fields[1]) for number, fields in found.items() if fields}


def _stat(number: int) -> list[str]:
    """Fields of a process from its state on; none if it is gone."""
    try:
        return (PROC / str(number) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _ticks(number: int) -> int:
    """Work of a process and of those that it started and that have ended."""
    return sum(map(int, _stat(number)[11:15]))


def _busy() -> int:
    ticks = [int(one) for one in (PROC / "stat").read_text().splitlines()[0].split()[1:]]
    return sum(done for at, done in enumerate(ticks[:GUEST]) if at not in IDLE)
