"""A problem with the changes of a scenario: its file is edited, then read as strictly as any other."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from scheduler.errors import Rejected
from scheduler.files import Problem, dump_problem, problem_from, rooms_problem_from, roster_problem_from
from scheduler.scenarios import parking, rooms, rosters
from scheduler.scenarios.changes import Change
from scheduler.scenarios.editing import Edit

EDITS: Mapping[str, Mapping[str, Edit]] = {"parking": parking.EDITS, "rooms": rooms.EDITS, "rosters": rosters.EDITS}
READERS: Mapping[str, Callable[[bytes], Any]] = {
    "parking": problem_from,
    "rooms": rooms_problem_from,
    "rosters": roster_problem_from,
}


def changed(problem: Problem, changes: Sequence[Change]) -> Problem:
    """The problem with all changes made, one after the other.

    Raises
    ------
    Rejected
        ``not_in_this_domain``, ``unknown_id``, ``duplicate_id``, ``no_such_setting``: what the change with its number
        cannot do.
    FileRejected
        Where what comes of them is no problem: the field and what is allowed there.
    """
    told: dict[str, Any] = json.loads(dump_problem(problem))
    for at, change in enumerate(changes):
        edit = EDITS[problem.domain].get(change.kind)
        if edit is None:
            allowed = ", ".join(EDITS[problem.domain])
            raise Rejected("not_in_this_domain", f"changes.{at}.kind", change.kind, allowed)
        edit(told, change, f"changes.{at}")
    read: Problem = READERS[problem.domain](json.dumps(told).encode())
    return read
