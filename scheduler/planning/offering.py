"""Places for those who wait, worked out in a process of its own: ``python -m scheduler.planning.offering``.

Reads one JSON object (problem file as text, rights held, receipts in line) from stdin and writes a list of places to
stdout, so that the process that answers calls is not held up by it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from scheduler.files import problem_from, rooms_problem_from, speaks_of_rooms
from scheduler.translation.waitlist import Place, places_for, sessions_for_those

NICENESS = 10
COMMAND = (sys.executable, "-m", "scheduler.planning.offering")


def places(file: bytes, held: Mapping[str, Sequence[Any]], waiting: Sequence[str]) -> list[Place]:
    """Places for those who wait, in the terms of the problem file's domain, worked out in a process of its own."""
    asked = json.dumps({"problem": file.decode(), "held": dict(held), "waiting": list(waiting)})
    told = subprocess.run(COMMAND, input=asked, capture_output=True, text=True, check=True).stdout
    return [
        Place(receipt, site, tuple(spaces), tuple(sessions)) for receipt, site, spaces, sessions in json.loads(told)
    ]


def main() -> None:
    """Answer one question."""
    os.nice(NICENESS)
    asked = json.loads(sys.stdin.read())
    file, held, waiting = asked["problem"].encode(), asked["held"], asked["waiting"]
    if speaks_of_rooms(file):
        found = sessions_for_those(rooms_problem_from(file), held, waiting)
    else:
        found = places_for(problem_from(file), held, waiting)
    json.dump([(place.receipt, place.site, place.spaces, place.sessions) for place in found], sys.stdout)


if __name__ == "__main__":
    main()
