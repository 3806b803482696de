"""The client `wrk`: bookings as fast as they are answered, each of a free time of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from api.bench.clients import NO_ANSWER, Figures
from api.bench.server import HOST
from scheduler.bench.town import SLOT, STAY, Town

THREADS = 2
PATHS = {False: "/api/v1/bookings", True: "/api/v1/room-bookings"}
"""By whether rooms are booked."""
SCRIPT = Path(__file__).with_name("bookings.lua")
TOWN = "COMMONTIDE_BENCH_TOWN"


def is_here() -> bool:
    """Whether `wrk` is installed."""
    return shutil.which("wrk") is not None


def bookings(
    port: int, town: Town, folder: Path, connections: int, seconds: float, first: int, of_rooms: bool = False
) -> Figures:
    """What `wrk` saw; `first` is the number of the first booking in the town."""
    threads = min(THREADS, connections)
    told = folder / "wrk_town.lua"
    told.write_text(_told(town, first, threads, of_rooms))
    command = ["wrk", f"-t{threads}", f"-c{connections}", f"-d{max(1, round(seconds))}s", "--timeout", "30s"]
    command += ["-s", str(SCRIPT), f"http://{HOST}:{port}{PATHS[of_rooms]}"]
    done = subprocess.run(command, env={**os.environ, TOWN: str(told)}, capture_output=True, text=True, check=True)
    return figures_of(done.stdout)


def _told(town: Town, first: int, threads: int, of_rooms: bool) -> str:
    numbers = {
        "first": int(town.first.timestamp()),
        "slot": int(SLOT.total_seconds()),
        "stay": int(STAY.total_seconds()),
        "from": first,
        "threads": threads,
    }
    lists = {
        "places": _listed(str(place.space_id) for place in town.places),
        "rooms": _listed(str(room) for room in town.rooms if of_rooms),
        "vehicles": _listed(str(keeper.vehicle_id) for keeper in town.keepers),
        "tokens": _listed(keeper.token for keeper in town.keepers),
    }
    return "return {" + ", ".join(f"{name} = {value}" for name, value in {**numbers, **lists}.items()) + "}\n"


def _listed(texts: Iterable[str]) -> str:
    return "{" + ", ".join(f'"{text}"' for text in texts) + "}"


def figures_of(out: str) -> Figures:
    """What the script printed at the end of a run."""
    lines = [line[1:].split() for line in out.splitlines() if line.startswith("@")]
    found = {words[0]: [float(word) for word in words[1:]] for words in lines if words[0] != "statuses"}
    statuses: Counter[int] = Counter()
    for words in lines:
        if words[0] == "statuses":
            for status, many in zip(words[1::2], words[2::2], strict=True):
                statuses[int(status)] += int(many)
    if found["lost"][0]:
        statuses[NO_ANSWER] += int(found["lost"][0])
    return Figures(found["seconds"][0], statuses, *found["taken"])
