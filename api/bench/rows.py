"""The measurements: each makes one row, beside what the machine did meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any
from uuid import UUID

from api.bench import calls, wrk
from api.bench.clients import Call, Figures, closed_loop, open_loop
from api.bench.machine import Watch, fdatasync_ms
from api.bench.office import Office, reading
from scheduler.bench import bare
from scheduler.bench.town import Town
from scheduler.settings import Settings

CONNECTIONS = 32
LEAST_RATIO = 0.10
REGISTRATIONS, REGISTRATION_MS = 100.0, 250.0
MIXED, MIXED_MS = 50.0, 500.0
PREPARE_SECONDS, FLIP_SECONDS = 60.0, 1.0
WARM_UP = 2.0
WARMED = 50_000
"""Number of the first booking that counts."""
LONGER = 30.0
"""Seconds for which a run goes on after the clients, so that it never ends before them."""
QUIET = 0.10
"""Share of other work above which figures of speed say little."""
Row = dict[str, Any]


@dataclass(frozen=True)
class Ground:
    """Where everything is measured: `round_id` is the round of an invented community, run by `office_token`."""

    settings: Settings
    folder: Path
    town: Town
    community: str
    round_id: UUID
    office_token: str
    seconds: float
    server: int | None

    @contextmanager
    def watched(self, row: Row) -> Iterator[None]:
        """Note beside a row what the machine did."""
        row["fdatasync_ms"] = fdatasync_ms(self.folder)
        watch = Watch(self.server)
        yield
        row["other_share"] = watch.other_share()
        row["quiet"] = row["other_share"] <= QUIET


def bare_rate(ground: Ground) -> Row:
    """The bare database: what the service is compared with."""
    row: Row = {}
    with ground.watched(row):
        taken = bare.seconds_of_each(ground.settings, ground.town, CONNECTIONS, ground.seconds)
    return {"per_second": round(len(taken) / ground.seconds, 1), "other_share": row["other_share"]}


def booking(ground: Ground, port: int, bare_row: Row, of_rooms: bool = False) -> Row:
    """Single bookings of spaces, or of rooms, by many connections, each as fast as it is answered."""
    name = "room_booking" if of_rooms else "booking"
    row: Row = {"name": name, "client": "wrk" if wrk.is_here() else "own", "connections": CONNECTIONS}
    _bookings(ground, port, WARM_UP, 0, of_rooms)
    with ground.watched(row):
        figures = _bookings(ground, port, ground.seconds, WARMED, of_rooms)
    row |= _told(figures)
    rate = bare_row["per_second"]
    row |= {"bare_per_second": rate, "bare_other_share": bare_row["other_share"]}
    row["ratio"] = round(figures.requests / figures.seconds / rate, 4) if rate else None
    row["must"] = f"ratio >= {LEAST_RATIO}, no 5xx, all 201"
    row["met"] = (row["ratio"] or 0) >= LEAST_RATIO and figures.failed == 0 and set(figures.statuses) == {201}
    return row


def _bookings(ground: Ground, port: int, seconds: float, first: int, of_rooms: bool) -> Figures:
    if wrk.is_here():
        return wrk.bookings(port, ground.town, ground.folder, CONNECTIONS, seconds, first, of_rooms)
    call = calls.room_booking if of_rooms else calls.booking
    return closed_loop(port, lambda number: call(ground.town, first + number, "own"), CONNECTIONS, seconds)


def registration(ground: Ground, port: int) -> Row:
    """Registrations at a steady rate, each by somebody else."""
    row: Row = {"name": "registration", "client": "own", "rate": REGISTRATIONS}
    _registrations(ground, port, WARM_UP, 0)
    with ground.watched(row):
        figures = _registrations(ground, port, ground.seconds, int(REGISTRATIONS * WARM_UP))
    return row | _told(figures) | _limit(figures, REGISTRATION_MS)


def _registrations(ground: Ground, port: int, seconds: float, first: int) -> Figures:
    return open_loop(port, lambda number: calls.registration(ground.town, first + number), REGISTRATIONS, seconds)


def while_solving(ground: Ground, port: int) -> tuple[Row, UUID]:
    """A mixture of calls at a steady rate while a run is being solved; also the plan that came of it."""
    row: Row = {"name": "while_solving", "client": "own", "rate": MIXED}
    office = Office(port, ground.round_id, ground.office_token)
    run = office.begin_run(ground.seconds + WARM_UP + LONGER)
    _mixture(ground, port, WARM_UP, 0)
    with ground.watched(row):
        figures = _mixture(ground, port, ground.seconds, WARMED)
    after = office.told(f"/api/v1/runs/{run}")
    row |= _told(figures) | _limit(figures, MIXED_MS)
    row["solving"] = after["state"] == "running"
    return row, office.end_run(run)


def _mixture(ground: Ground, port: int, seconds: float, first: int) -> Figures:
    def caller(number: int) -> Call:
        return calls.mixed(ground.town, ground.round_id, ground.community, first + number)

    return open_loop(port, caller, MIXED, seconds)


def publication(ground: Ground, port: int, plan: UUID) -> Row:
    """A plan prepared and published while somebody reads."""
    row: Row = {"name": "publication", "client": "own"}
    paths = (f"/api/v1/public/rounds/{ground.round_id}", f"/api/v1/rounds/{ground.round_id}")
    reads = [Call("GET", paths[0]), Call("GET", paths[1], ground.office_token)]
    office = Office(port, ground.round_id, ground.office_token)
    with ground.watched(row), reading(port, reads) as answers:
        began = perf_counter()
        made = office.sent(f"/api/v1/plans/{plan}/publications")["id"]
        prepared = office.until(f"/api/v1/publications/{made}", "prepared")
        row |= {"prepare_seconds": round(perf_counter() - began, 2), "rows": prepared["prepared_rows"]}
        began = perf_counter()
        office.sent(f"/api/v1/publications/{made}/publish")
        row["flip_seconds"] = round(perf_counter() - began, 3)
    figures = Figures.of(answers, perf_counter() - began + row["prepare_seconds"])
    row |= _told(figures)
    row["must"] = f"prepare < {PREPARE_SECONDS:.0f} s, flip < {FLIP_SECONDS:.0f} s, no 5xx"
    in_time = row["prepare_seconds"] < PREPARE_SECONDS and row["flip_seconds"] < FLIP_SECONDS
    row["met"] = in_time and figures.failed == 0
    return row


def _told(figures: Figures) -> Row:
    return {
        "requests": figures.requests,
        "per_second": round(figures.requests / figures.seconds, 1),
        "p50_ms": round(figures.p50_ms, 1),
        "p99_ms": round(figures.p99_ms, 1),
        "slowest_ms": round(figures.slowest_ms, 1),
        "failed_5xx": figures.failed,
        "statuses": {str(status): many for status, many in sorted(figures.statuses.items())},
    }


def _limit(figures: Figures, limit: float) -> Row:
    good = all(200 <= status < 300 for status in figures.statuses)
    return {"must": f"p99 < {limit:.0f} ms, no 5xx, all 2xx", "met": figures.p99_ms < limit and good}
