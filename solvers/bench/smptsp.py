"""Shift Minimisation Personnel Task Scheduling (SMPTSP): reader, official objective and checker.

Tasks have fixed half-open intervals; each goes to one worker who is qualified for it, no worker has two tasks at once,
and as few workers as possible are used. In this project's words a worker is a space and a task is a request.

File format: ``#`` comments; ``Type = 1``; ``Jobs = n``, then n lines ``start end``; ``Qualifications = m``, then m
lines ``k: j1 ... jk`` with the k tasks (numbered from 0) that the worker is qualified for.

References
----------
Krishnamoorthy, Ernst, Baatar (2012): Algorithms for large scale shift minimisation personnel task scheduling problems.
European Journal of Operational Research 219(1), 34-48.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from solvers.errors import InvalidProblem

BEST_KNOWN = "best_known.csv"

INTEGER = re.compile(r"-?[0-9]{1,18}")


class InstanceError(ValueError):
    """A file that is not an instance (or not a table of best known values).

    Parameters
    ----------
    path
        The file.
    line
        Number of the line at fault, from 1; one past the last line where the file ends too early.
    expected
        What the line should have held.
    """

    def __init__(self, path: Path, line: int, expected: str) -> None:
        super().__init__(f"{path}, line {line}: expected {expected}")
        self.path = path
        self.line = line
        self.expected = expected


@dataclass(frozen=True, slots=True)
class Instance:
    """Tasks and the workers qualified for them.

    Parameters
    ----------
    name
        Name of the instance, without folder and suffix.
    starts, ends
        Start (included) and end (excluded) of each task, in minutes; ``0 <= start < end``.
    qualifications
        For each worker, the tasks (numbered from 0) that the worker may be given.

    Raises
    ------
    InvalidProblem
        If the lists do not fit together, a task is empty, or a qualification names a task that does not exist.
    """

    name: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    qualifications: tuple[frozenset[int], ...]

    def __post_init__(self) -> None:
        if len(self.ends) != len(self.starts):
            raise InvalidProblem("length", "ends", len(self.ends), f"{len(self.starts)} ends, one for each start")
        for task, (start, end) in enumerate(zip(self.starts, self.ends, strict=True)):
            if not 0 <= start < end:
                raise InvalidProblem("empty_task", f"tasks.{task}", (start, end), "0 <= start < end")
        for worker, tasks in enumerate(self.qualifications):
            for task in sorted(tasks):
                if not 0 <= task < self.tasks:
                    raise InvalidProblem("unknown_task", f"qualifications.{worker}", task, f"0 <= task < {self.tasks}")

    @property
    def tasks(self) -> int:
        """Number of tasks."""
        return len(self.starts)

    @property
    def workers(self) -> int:
        """Number of workers."""
        return len(self.qualifications)


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule that an assignment breaks.

    `rule` is ``length``, ``unassigned``, ``unknown_worker``, ``unqualified`` or ``overlap``; `tasks` are the tasks at
    fault (two for an overlap, none for a wrong length); `worker` is the worker, None where there is none.
    """

    rule: str
    tasks: tuple[int, ...] = ()
    worker: int | None = None


Assignment = Sequence[int | None]


def workers_used(instance: Instance, assignment: Assignment) -> int:
    """Official objective: the number of distinct workers with at least one task of `instance`."""
    return len(set(assignment[: instance.tasks]) - {None})


def violations(instance: Instance, assignment: Assignment) -> list[Violation]:
    """Every rule that `assignment` (the worker of each task, None for none) breaks; empty for a valid plan."""
    if len(assignment) != instance.tasks:
        return [Violation("length")]
    found = [broken for task, worker in enumerate(assignment) if (broken := _misplaced(instance, task, worker))]
    for second in range(instance.tasks):
        for first in range(second):
            worker = assignment[first]
            if worker is not None and worker == assignment[second] and _overlap(instance, first, second):
                found.append(Violation("overlap", (first, second), worker))
    return found


def _misplaced(instance: Instance, task: int, worker: int | None) -> Violation | None:
    if worker is None:
        return Violation("unassigned", (task,))
    if not 0 <= worker < instance.workers:
        return Violation("unknown_worker", (task,), worker)
    if task not in instance.qualifications[worker]:
        return Violation("unqualified", (task,), worker)
    return None


def _overlap(instance: Instance, first: int, second: int) -> bool:
    return instance.starts[first] < instance.ends[second] and instance.starts[second] < instance.ends[first]


def overlap_bound(instance: Instance) -> int:
    """Lower bound on the workers used: the largest number of tasks that run at the same time."""
    # At equal times an end (-1) sorts before a start (+1): intervals are half-open.
    changes = sorted([(end, -1) for end in instance.ends] + [(start, 1) for start in instance.starts])
    running = most = 0
    for _, change in changes:
        running += change
        most = max(most, running)
    return most


def read(path: Path) -> Instance:
    """Read an instance file.

    Raises
    ------
    InstanceError
        If the file does not follow the format.
    OSError
        If the file cannot be opened.
    """
    lines = _Lines(path)
    if lines.header("Type") != 1:
        raise lines.fault("Type = 1")
    spans = [lines.span() for _ in range(lines.header("Jobs"))]
    qualifications = tuple(lines.qualified(len(spans)) for _ in range(lines.header("Qualifications")))
    lines.finish()
    return Instance(path.stem, tuple(start for start, _ in spans), tuple(end for _, end in spans), qualifications)


class _Lines:
    """Lines of an instance file that carry content, taken one after the other."""

    def __init__(self, path: Path) -> None:
        text = path.read_text(encoding="utf-8-sig", errors="replace").split("\n")
        content = ((number, line.split("#")[0].strip()) for number, line in enumerate(text, 1))
        self._rest = iter([(number, line) for number, line in content if line])
        self._path = path
        self._line = 0
        self._past_the_end = len(text) + (text[-1] != "")

    def fault(self, expected: str) -> InstanceError:
        """Error at the line taken last."""
        return InstanceError(self._path, self._line, expected)

    def header(self, key: str) -> int:
        """Number after ``key =``."""
        expected = f"{key} = a number of at least 0"
        found = re.fullmatch(rf"{key}\s*=\s*([0-9]{{1,9}})", self._take(expected))
        if not found:
            raise self.fault(expected)
        return int(found[1])

    def span(self) -> tuple[int, int]:
        """Start and end of a task."""
        expected = "start and end of a task, 0 <= start < end"
        numbers = self._integers(self._take(expected), expected)
        if len(numbers) != 2 or not 0 <= numbers[0] < numbers[1]:
            raise self.fault(expected)
        return numbers[0], numbers[1]

    def qualified(self, tasks: int) -> frozenset[int]:
        """Tasks that a worker is qualified for."""
        expected = f"k: then k different tasks from 0 to {tasks - 1}"
        count, colon, listed = self._take(expected).partition(":")
        numbers = self._integers(listed, expected)
        named = frozenset(numbers)
        if not colon or self._integers(count, expected) != [len(numbers)] or len(named) != len(numbers):
            raise self.fault(expected)
        if not all(0 <= task < tasks for task in named):
            raise self.fault(expected)
        return named

    def finish(self) -> None:
        """Check that nothing is left."""
        self._line, line = next(self._rest, (self._past_the_end, ""))
        if line:
            raise self.fault("nothing after the last worker")

    def _take(self, expected: str) -> str:
        self._line, line = next(self._rest, (self._past_the_end, ""))
        if not line:
            raise self.fault(expected)
        return line

    def _integers(self, text: str, expected: str) -> list[int]:
        words = text.split()
        if not all(INTEGER.fullmatch(word) for word in words):
            raise self.fault(expected)
        return [int(word) for word in words]


def best_known(directory: Path, name: str) -> int | None:
    """Best published value of an instance, from ``best_known.csv`` in `directory` or its parent; None where absent.

    Raises
    ------
    InstanceError
        If the table does not hold a whole number for the instance.
    """
    for table in (directory / BEST_KNOWN, directory.parent / BEST_KNOWN):
        if table.is_file():
            return _listed_value(table, name)
    return None


def _listed_value(table: Path, name: str) -> int | None:
    with table.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        for row in reader:
            if row.get("instance") == name:
                value = row.get("best_known_value") or ""
                if value and not INTEGER.fullmatch(value):
                    raise InstanceError(table, reader.line_num, "a whole number as best_known_value")
                return int(value) if value else None
    return None


def instances(directory: Path) -> list[Path]:
    """Instance files (``*.dat``) under `directory`, in natural order: 2 before 10."""
    return sorted((path for path in directory.rglob("*.dat") if path.is_file()), key=natural)


def natural(path: Path) -> list[tuple[int, str]]:
    """Key that sorts paths by their numbers: 2 before 10."""
    # The split alternates other characters and digits, so two keys never compare a number with a word.
    parts = re.split(r"([0-9]+)", str(path))
    return [(int(part), "") if at % 2 else (0, part) for at, part in enumerate(parts)]
