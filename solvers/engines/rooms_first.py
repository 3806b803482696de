"""The first goal of a season: its proven bound and a plan close to it, region by region where a round is very large.

The linear program of `solvers.engines.rooms_master` is nearly integral: with what it chooses outright kept, a MIP over
the rest takes moments; where that is not close enough, the MIP runs over all that entered the program. A district has
regions that share parties but no rooms. They are solved one after the other, each with what the others leave of the
quotas; how much is set aside for those still to come is what the shares would choose at the prices found so far.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, gcd

import numpy as np
from numpy.typing import NDArray

from solvers.engines.linear import Floats
from solvers.engines.rooms_master import Master, Prices
from solvers.engines.rooms_solve import Solve
from solvers.rooms import goals
from solvers.rooms.case import RoomsCase

REGION_OPTIONS = 150_000
"""Most options for which a round is one program, and for which regions are put together."""
ROUNDS, SWEEPS = 60, 4
NODES = 300
CLOSE = 1e-4
"""Gap with which the first goal is content."""
TIGHT = 1e-6
SHARE = 0.7
"""Up to which share of the time the first goal may work; what is left is for the later ones."""


@dataclass(frozen=True)
class Outcome:
    """Options chosen in a region, what the rows are worth there, and the bound of the region."""

    chosen: list[int]
    rents: Floats
    bound: float


def first_goal(solve: Solve) -> None:
    """Raise the first goal of the plan so far and prove a bound."""
    regions = regions_of(solve.case, solve.columns)
    if len(regions) == 1:
        found = _region(solve, regions[0], [], [])
        note_bound(solve, found.bound)
        solve.report("bound")
        solve.settle(found.chosen)
    else:
        _sweep(solve, regions)
    solve.report("fixed")


def note_bound(solve: Solve, bound: float) -> None:
    """Keep a bound, rounded down to a number that the goal can take."""
    if bound < float("inf"):
        told = floor(bound + 1e-9 * abs(bound) + 1e-3)
        step = _step(solve)
        name = solve.goals[0].name
        best = max(solve.value(solve.goals[0]), told // step * step)
        solve.bounds[name] = min(best, solve.bounds.get(name, best))


def _step(solve: Solve) -> int:
    """What every value of the goal is a multiple of."""
    case = solve.case
    worths = {goals.worth(case, case.options[at]) for at in solve.columns}
    return gcd(*worths, *(goals.bonus(case, at) for at, own in enumerate(case.rooms.requests) if own.sessions > 1)) or 1


def _close(solve: Solve) -> bool:
    bound = solve.bounds.get(solve.goals[0].name)
    return bound is not None and bound - solve.value(solve.goals[0]) <= CLOSE * bound


def regions_of(case: RoomsCase, columns: Sequence[int]) -> list[list[int]]:
    """Options by regions whose sections meet nowhere else; small ones together, one region if there are few options."""
    if len(columns) <= REGION_OPTIONS:
        return [list(columns)]
    root = list(range(len(case.rooms.facilities)))

    def find(at: int) -> int:
        while root[at] != at:
            root[at] = at = root[root[at]]
        return at

    home: dict[int, int] = {}
    for at in columns:
        own = case.options[at]
        facility = case.rooms.facility_of[own.room]
        first = home.setdefault(own.section, facility)
        root[find(facility)] = find(first)
    parts: dict[int, list[int]] = {}
    for at in columns:
        parts.setdefault(find(home[case.options[at].section]), []).append(at)
    regions: list[list[int]] = []
    for part in parts.values():
        if regions and len(regions[-1]) + len(part) <= REGION_OPTIONS:
            regions[-1] += part
        else:
            regions.append(part)
    return regions


def _sweep(solve: Solve, regions: Sequence[list[int]]) -> None:
    """Region after region, as often as it pays."""
    case, rows = solve.case, solve.rows
    local, kept = rows.beside(np.asarray(solve.columns), len(case.options))
    prices, rents = Prices(case, local, solve.columns), np.zeros(len(rows.high))
    for _ in range(SWEEPS):
        bound, choices = prices.bound(rents[kept])
        note_bound(solve, bound)
        solve.report("bound")
        if solve.watch.over(SHARE) or _close(solve):
            return
        wanted = {solve.columns[at] for choice in choices for at in choice}
        rents = _in_turn(solve, regions, wanted, rents)
    note_bound(solve, prices.bound(rents[kept])[0])


def _in_turn(solve: Solve, regions: Sequence[list[int]], wanted: set[int], before: Floats) -> Floats:
    """One sweep; returns what the rows are worth."""
    plan: list[int] = []
    rents = np.zeros_like(before)
    for at, region in enumerate(regions):
        if solve.watch.over(SHARE):
            rents = np.maximum(rents, before)
            break
        later = {option for other in regions[at + 1 :] for option in other}
        pinned = [option for option in solve.pinned if option in later]
        found = _region(solve, region, [*plan, *pinned], sorted(wanted & later))
        plan += found.chosen
        rents = np.maximum(rents, found.rents)
        solve.report("regions", (at + 1) / len(regions))
    solve.settle(plan)
    return rents


def _region(solve: Solve, region: Sequence[int], fixed: Sequence[int], reserved: Sequence[int]) -> Outcome:
    """The best plan of a region beside what is fixed elsewhere, with quotas less what is reserved."""
    local, kept = solve.rows.beside(np.asarray(region), len(solve.case.options), fixed, reserved)
    master = Master(solve.case, local, region)
    place = {option: at for at, option in enumerate(region)}
    mine = [place[option] for option in solve.chosen if option in place]
    master.add_options(master.least_wanted())
    master.add_plan(mine)
    values, rents, bound = _relaxed(solve, master)
    spread = np.zeros(len(solve.rows.high))
    spread[kept] = rents
    chosen = None if values is None else _rounded(solve, master, values, bound)
    return Outcome([region[at] for at in (mine if chosen is None else chosen)], spread, bound)


def _relaxed(solve: Solve, master: Master) -> tuple[Floats | None, Floats, float]:
    """Values of the program when nothing more wants to enter, what rows are worth at the best bound, and that bound."""
    bound, rents, values = float("inf"), np.zeros(len(master.rows.high)), None
    told, choices = master.prices.bound(rents)
    for _ in range(ROUNDS):
        for share, choice in enumerate(choices):
            master.add_choice(share, choice)
        found = master.program.solve(solve.watch.left(SHARE))
        solve.watch.work += found.work
        if found.duals is None or found.values is None:
            break
        values = found.values
        own = master.rents(found.duals)
        told, choices = master.prices.bound(own)
        if told < bound:
            bound, rents = told, own
        new = [share for share, choice in enumerate(choices) if not master.knows(share, choice)]
        if not master.add_options(master.wanted(found.duals)) and not new:
            break
        if solve.watch.over(SHARE):
            break
    return values, rents, bound


def _rounded(solve: Solve, master: Master, values: Floats, bound: float) -> list[int] | None:
    """Positions chosen: of sections that the program serves outright nothing else is tried, at first."""
    linear = master.program.linear
    everything = np.ones(len(linear.objective), dtype=bool)
    chosen: list[int] | None = None
    for kept in (_core(master, values, len(everything)), everything):
        found = solve.mip(linear.restricted(kept), NODES, TIGHT, SHARE)
        if found.values is not None:
            whole = np.zeros(len(kept))
            whole[kept] = found.values
            chosen = [at for at, column in master.at.items() if whole[column] > 0.5]
            if float(np.asarray(linear.objective) @ whole.round()) >= bound * (1 - CLOSE):
                break
        if solve.watch.over(SHARE):
            break
    return chosen


def _core(master: Master, values: Floats, columns: int) -> NDArray[np.bool_]:
    """Columns less the options that a section does not use although the program serves it without fractions."""
    full = np.zeros(columns)
    full[: len(values)] = values
    torn = {int(master.shares.section[at]) for at, column in master.at.items() if TIGHT < full[column] < 1 - TIGHT}
    kept = np.ones(columns, dtype=bool)
    for at, column in master.at.items():
        kept[column] = full[column] > 0.5 or int(master.shares.section[at]) in torn
    return kept
