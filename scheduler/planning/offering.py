"""Places for those who wait, worked out in a process of its own: ``python -m scheduler.planning.offering``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from scheduler.files import problem_from, rooms_problem_from, speaks_of_rooms
from scheduler.planning.asking import answer, ask
from scheduler.translation.waitlist import Place, places_for, sessions_for_those

MODULE = "scheduler.planning.offering"


def places(file: bytes, held: Mapping[str, Sequence[Any]], waiting: Sequence[str]) -> list[Place]:
    """Places for those who wait, in the terms of the problem file's domain."""
    told = ask(MODULE, {"problem": file.decode(), "held": dict(held), "waiting": list(waiting)})
    return [Place(receipt, site, tuple(spaces), tuple(sessions)) for receipt, site, spaces, sessions in told]


def _places(asked: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    file, held, waiting = asked["problem"].encode(), asked["held"], asked["waiting"]
    if speaks_of_rooms(file):
        found = sessions_for_those(rooms_problem_from(file), held, waiting)
    else:
        found = places_for(problem_from(file), held, waiting)
    return [(place.receipt, place.site, place.spaces, place.sessions) for place in found]


if __name__ == "__main__":
    answer(_places)
