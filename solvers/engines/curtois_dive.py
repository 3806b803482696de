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
AT_ONCE = 10
"""Of so many employees who are left, one more is fixed in any case."""


def dive(master: Master, seconds: float) -> dict[int, Days]:
    """Timetables of the employees of a program that has been solved; of some where the time is too short for all."""
    ends = monotonic() + seconds
    pool: dict[int, dict[Days, None]] = {at: {} for at in master.free}
    fixed: dict[int, Days] = {}
    while True:
        shares = _grown(master, ends)
        if shares is not None:
            fixed |= _surest(zip(master.columns, shares.tolist(), strict=False), -(-len(master.free) // AT_ONCE))
        for at, days in master.columns:
            pool[at][days] = None
        free = [at for at in master.free if at not in fixed]
        if not free or shares is None:
            return fixed
        master = Master(master.prices, {at: pool[at] for at in free}, fixed, master.worth)


def _grown(master: Master, ends: float) -> Floats | None:
    """Shares of the timetables after some rounds."""
    shares = None
    for _ in range(ROUNDS):
        if monotonic() >= ends:
            break
        shares = master.round(max(0.1, ends - monotonic()))
        if master.finished or shares is None:
            break
    return shares


def _surest(shares: Iterable[tuple[tuple[int, Days], float]], least: int) -> dict[int, Days]:
    """The timetables with nearly whole shares, or the `least` employees with the largest."""
    found: dict[int, Days] = {}
    for (at, days), share in sorted(shares, key=lambda option: -option[1]):
        if share < SURE and len(found) >= least:
            break
        found.setdefault(at, days)
    return found
