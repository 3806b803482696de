"""Multipliers by which anybody can check the bound on the sessions of a season (`solvers.audit.rooms.bound`).

They are the duals of the linear program over options and choices of shares (`solvers.engines.rooms_master`) in the
round in which they proved most, each named by the moment or the people that its row is about, rounded to whole numbers
over `DENOMINATOR`.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from solvers.engines.certify_rooms_names import Named
from solvers.engines.limits import INFINITY, Limits, Watch
from solvers.engines.linear import Floats
from solvers.engines.rooms_master import Master
from solvers.engines.rooms_promises import promise
from solvers.engines.rooms_solve import Solve
from solvers.rooms.case import Option, RoomsCase
from solvers.rooms.greedy import pin_columns
from solvers.rooms.plan import RoomsPlan, options_of
from solvers.rooms.problem import RoomsProblem

DENOMINATOR = 10**4
ROUNDS = 60
CLOSE = 1e-6
"""Gap between linear program and bound with which the multipliers are good enough."""
SMALLEST_STEP = 1e-3
"""Share of an option's largest worth to which the worth of a guarantee is found."""


def multipliers(problem: RoomsProblem, document: RoomsPlan, seconds: float = INFINITY) -> dict[str, Any]:
    """Denominator and rows of a bound on the sessions of a round.

    Parameters
    ----------
    problem
        The round as it is published.
    document
        Its plan: the bound is for plans that serve as many guaranteed sections, and counts on pins only where this one
        keeps all that can be kept.
    seconds
        After which the best multipliers so far must do; there may be none.
    """
    case = RoomsCase(problem)
    solve = Solve(case, Watch(Limits(seconds)))
    if not solve.columns:
        return {"denominator": DENOMINATOR, "rows": []}
    place = {_start(case.options[at]): at for at in solve.columns}
    solve.chosen = [place[_start(option)] for option in options_of(case, document.assignments)]
    promise(solve, search=False)
    master = Master(case, solve.rows.numbered(solve.columns, len(case.options)), solve.columns)
    rents = _best_rents(solve, master)
    if "guarantee" in solve.rows.kinds:
        _promised(solve, master, rents)
    prices = np.rint(rents * DENOMINATOR).astype(np.int64)
    chosen = set(solve.chosen)
    kept = all(not keepers or chosen.intersection(keepers) for _, _, keepers in pin_columns(case, solve.columns))
    named = Named(case, solve.rows, kept)
    priced = set(master.prices.priced.tolist())
    found = [
        [*key, abs(int(prices[at]))]
        for at in np.flatnonzero(prices).tolist()
        if at in priced and (prices[at] > 0) == bool(master.prices.upper[at])
        for key in named.key(at)
    ]
    return {"denominator": DENOMINATOR, "rows": sorted(found, key=str)}


def _best_rents(solve: Solve, master: Master) -> Floats:
    """Duals of the rows in the round in which they prove the closest bound; none at first."""
    place = {option: at for at, option in enumerate(solve.columns)}
    master.add_options(master.least_wanted())
    master.add_plan(place[option] for option in solve.chosen)
    rents = np.zeros(len(master.rows.high))
    least, choices = master.prices.bound(rents)
    for _ in range(ROUNDS):
        for share, choice in enumerate(choices):
            master.add_choice(share, choice)
        found = master.program.solve(solve.watch.left())
        if found.duals is None:
            break
        tried = master.rents(found.duals)
        bound, choices = master.prices.bound(tried)
        if bound < least:
            rents, least = tried, bound
        entered = master.add_options(master.wanted(found.duals))
        settled = not entered and all(master.knows(share, choice) for share, choice in enumerate(choices))
        if settled or bound - found.bound <= CLOSE * abs(bound) or solve.watch.left() <= 0:
            break
    return rents


def _promised(solve: Solve, master: Master, rents: Floats) -> None:
    """Find what the number of guaranteed sections is worth, all else at its price: the bound is convex in that.

    The program knows it by the slot; the checker counts a section once, however many slots it has, which proves more.
    """
    row = solve.rows.kinds.index("guarantee")
    if solve.rows.kinds.count("guarantee") > 1:
        return
    step = least = float(master.prices.worth.max(initial=0.0))
    tried, proven = abs(float(rents[row])), float("inf")
    rents[row] = 0.0
    for worth in (tried, 0.0):
        if (bound := _proven(solve, master, rents, worth, solve.rows.low[row])) < proven:
            tried, proven = worth, bound
    while step > least * SMALLEST_STEP:
        around = [(_proven(solve, master, rents, at, solve.rows.low[row]), at) for at in (tried - step, tried + step)]
        found = min(one for one in around if one[1] >= 0.0)
        if found[0] < proven:
            proven, tried = found
        else:
            step /= 2
    rents[row] = -tried


def _proven(solve: Solve, master: Master, rents: Floats, worth: float, count: float) -> float:
    """The bound where each of `count` guaranteed sections earns `worth` by being served."""
    prices, case = master.prices, solve.case
    several = {at for at in case.guaranteed if case.rooms.requests[at].sessions > 1}
    single = np.isin(prices.shares.section, sorted(case.guaranteed - several))
    before, prices.worth = prices.worth, prices.worth + worth * single
    prices.shares.earned = dict.fromkeys(several, worth)
    bound, _ = prices.bound(rents)
    prices.worth, prices.shares.earned = before, {}
    return bound - worth * count


def _start(option: Option) -> tuple[int, int, int, int, tuple[int, ...]]:
    """What an option has in common with the shortest one at its place."""
    return option.section, option.room, option.weekday, option.start, option.held
