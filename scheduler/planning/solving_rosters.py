"""From a month of volunteering to a roster worth keeping: solve, verify, name the people."""

from __future__ import annotations

import resource
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from scheduler.files import LoadedRosters, duties_digest, read_roster_plan
from scheduler.planning.solving import DEFAULT_WORK, Order, Watcher
from solvers.document import TierLine
from solvers.engines import RostersEngine
from solvers.engines.limits import INFINITY, Limits
from solvers.plan import Violation
from solvers.rosters.case import RosterCase
from solvers.rosters.check import costs, violations
from solvers.rosters.plan import COST, RosterPlan, UnheldPin, duties_of, roster_of, seat_of
from solvers.rosters.roster import Roster, Seat
from solvers.rosters.rules.standing import Disruption

if TYPE_CHECKING:
    from solvers.engines.rosters_solve import RostersResult

DISRUPTION = Disruption.rule


@dataclass(frozen=True)
class SolvedRosters:
    """A result with the roster to keep and what it took."""

    case: RosterCase
    result: RostersResult
    document: RosterPlan
    verified: bool
    seconds: float
    peak_mib: int


def roster_base_of(loaded: LoadedRosters, path: Path | None) -> frozenset[Seat] | None:
    """Seats of a roster file; names that the problem no longer knows are left out.

    Raises
    ------
    FileRejected
        If the file is no roster.
    """
    return None if path is None else seats_in(RosterCase(loaded.problem), read_roster_plan(path))


def seats_in(case: RosterCase, document: RosterPlan) -> frozenset[Seat]:
    """Seats of a roster; names that the problem does not know are left out."""
    found = (seat_of(case, duty) for duty in document.assignments)
    return frozenset(seat for seat in found if seat is not None)


def solve_loaded_rosters(
    loaded: LoadedRosters,
    engine: RostersEngine,
    order: Order,
    watcher: Watcher,
    base: frozenset[Seat] | None,
    started: float,
    hint: RosterPlan | None = None,
) -> SolvedRosters:
    """Solve, verify and make the roster to keep; `hint` is a roster to start from."""
    # OR-Tools takes seconds to load: no process that only reads rosters shall wait for it.
    from solvers.engines.rosters import solve_rosters

    case = RosterCase(loaded.problem, base)
    near = frozenset[Seat]() if hint is None else seats_in(case, hint)
    result = solve_rosters(case, engine, _limits(order, watcher, monotonic() - started), near)
    return kept_roster(loaded, case, result, order.seed, started)


def kept_roster(
    loaded: LoadedRosters, case: RosterCase, result: RostersResult, seed: int, started: float
) -> SolvedRosters:
    """Verify what an engine found and make the roster to keep."""
    document = _document(loaded, case, result, seed)
    roster = Roster(case, result.seats)
    verified = next(violations(case, roster), None) is None and sum(costs(case, roster).values()) == result.cost
    peak = max(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, result.peak_kib)
    return SolvedRosters(case, result, document, verified, monotonic() - started, -(-peak // 1024))


def checked_roster(case: RosterCase, document: RosterPlan) -> tuple[list[Violation], dict[str, int]]:
    """Violations of a roster file, its claims among them, and its cost with the parts, recomputed."""
    roster, found = roster_of(case, document.assignments)
    found += violations(case, roster)
    parts = costs(case, roster)
    # Changes are counted against a roster in force that the file need not hold: there the claim stands.
    moved = sum(tier.value for tier in document.tiers if tier.name == DISRUPTION) - parts.get(DISRUPTION, 0)
    score = {COST: sum(parts.values()) + moved, **parts, DISRUPTION: parts.get(DISRUPTION, 0) + moved}
    for tier in document.tiers:
        counted = score.get(tier.name, 0)
        if tier.value != counted:
            found.append(Violation("claimed_value", tier.name, (), {"claimed": tier.value, "value": counted}))
    return found, score


def _limits(order: Order, watcher: Watcher, spent: float) -> Limits:
    return Limits(
        INFINITY if order.seconds is None else max(0.1, order.seconds - spent),
        order.work if order.work is not None else (DEFAULT_WORK if order.seconds is None else INFINITY),
        order.workers,
        order.seed,
        watcher.on_progress,
        watcher.cancel,
    )


def _document(loaded: LoadedRosters, case: RosterCase, result: RostersResult, seed: int) -> RosterPlan:
    duties = duties_of(case, result.seats)
    names = case.rosters
    return RosterPlan(
        loaded.digest,
        duties_digest(loaded.digest, duties),
        result.engine,
        result.status,
        seed,
        result.reproducible,
        (TierLine(COST, result.cost, result.bound), *(TierLine(part.name, part.value) for part in result.parts)),
        duties,
        tuple(
            UnheldPin(names.volunteers[one.volunteer].id, names.shifts[one.shift].id, one.rule)
            for one in case.held_pins.unheld
        ),
    )
