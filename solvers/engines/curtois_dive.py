"""A first good roster from the linear program over timetables: fix the surest employees, solve again, and so on."""

from __future__ import annotations

from collections.abc import Iterable
from time import monotonic

from solvers.bench.curtois import Days
from solvers.engines.curtois_master import Master
from solvers.engines.linear import Floats

ROUNDS = 5
"""Rounds of new timetables after each step."""
SURE = 0.9
"""Share of a timetable from which on it is fixed together with others."""


def dive(master: Master, seconds: float) -> dict[int, Days] | None:
    """Timetables of all employees of a program that has been solved; None where the time is too short."""
    ends = monotonic() + seconds
    pool: dict[int, dict[Days, None]] = {at: {} for at in master.free}
    fixed: dict[int, Days] = {}
    while True:
        shares = _grown(master, ends)
        if shares is None:
            return None
        for at, days in master.columns:
            pool[at][days] = None
        fixed |= _surest(zip(master.columns, shares.tolist(), strict=False))
        free = [at for at in master.free if at not in fixed]
        if not free:
            return fixed
        master = Master(master.prices, {at: pool[at] for at in free}, fixed, master.worth)


def _grown(master: Master, ends: float) -> Floats | None:
    """Shares of the timetables after some rounds."""
    shares = None
    for _ in range(ROUNDS):
        if monotonic() >= ends:
            return None
        shares = master.round(max(0.1, ends - monotonic()))
        if master.finished or shares is None:
            break
    return shares


def _surest(shares: Iterable[tuple[tuple[int, Days], float]]) -> dict[int, Days]:
    """The timetables with nearly whole shares, or the one with the largest."""
    order = sorted(shares, key=lambda option: -option[1])
    sure = {at: days for (at, days), share in order if share >= SURE}
    return sure or dict([order[0][0]])
