"""Ways forward looked for, or checked again, in a process of its own: ``python -m scheduler.planning.wayfinding``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import Event
from typing import Any

from scheduler.files import Problem, dump_problem, problem_from, rooms_problem_from, speaks_of_rooms
from scheduler.planning.asking import answer, ask
from scheduler.planning.ways import Held, Way, barred, ways_for

MODULE = "scheduler.planning.wayfinding"


@dataclass(frozen=True, slots=True)
class Ground:
    """A round as it stands: rights, and ways that are held for somebody, by receipt."""

    problem: Problem
    held: Held
    out: Mapping[str, Way]

    @property
    def told(self) -> dict[str, Any]:
        """As JSON."""
        file = dump_problem(self.problem).decode()
        return {"problem": file, "held": dict(self.held), "out": dict(self.out)}


@dataclass(frozen=True, slots=True)
class Answer:
    """Ways of one registration; where there are none, what was searched in vain, as code and numbers."""

    receipt: str
    ways: Sequence[Way]
    searched: Mapping[str, Any] | None


def ways(ground: Ground, asked: Sequence[str], most: int, stopping: Event | None = None) -> list[Answer]:
    """Up to `most` ways for each of the receipts `asked`.

    Raises
    ------
    Stopped
        If `stopping` is set first.
    """
    told = ask(MODULE, {**ground.told, "asked": list(asked), "most": most}, stopping)
    return [Answer(receipt, found, searched) for receipt, found, searched in told]


def obstacles(ground: Ground, receipt: str, ways: Sequence[Way]) -> list[str | None]:
    """What speaks against each of some ways of a registration: ``taken``, the code of a rule, or nothing."""
    told = [dict(way) for way in ways]
    return list(ask(MODULE, {**ground.told, "receipt": receipt, "ways": told})) if told else []


def _answered(asked: Mapping[str, Any]) -> Any:
    file = asked["problem"].encode()
    problem = rooms_problem_from(file) if speaks_of_rooms(file) else problem_from(file)
    if "ways" in asked:
        return [barred(problem, asked["held"], asked["out"], asked["receipt"], way) for way in asked["ways"]]
    found = ways_for(problem, asked["held"], asked["out"], asked["asked"], asked["most"])
    return [
        (one.receipt, one.ways, one.searched and {"code": one.searched.rule, "numbers": dict(one.searched.numbers)})
        for one in found
    ]


if __name__ == "__main__":
    answer(_answered)
