"""Prices by which anyone can check a roster's bound: those of the bound engine, as whole numbers by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from solvers.engines.rosters_bound import MOST_OPTIONS, Dual
from solvers.rosters.case import RosterCase
from solvers.rosters.plan import RosterPlan, roster_of
from solvers.rosters.problem import RosterProblem

Floats = NDArray[np.float64]
DENOMINATOR = 10_000
"""Parts of a unit of cost: fine enough that rounding a price of minutes moves a month's bound by less than one."""
STEPS = 300
BY_PERSON = ("minutes", "burdens", "weekends")


def multipliers(problem: RosterProblem, document: RosterPlan, steps: int = STEPS) -> Mapping[str, Any]:
    """Denominator and rows for a bundle's bound; the auditor proves with them what they are worth, so any are safe.

    Parameters
    ----------
    problem
        The public problem.
    document
        A roster of it, from which the prices begin; the closer to the best, the fewer steps are needed.
    steps
        Steps of the prices.
    """
    case = RosterCase(problem)
    if not 0 < len(case.seats) <= MOST_OPTIONS:
        return {"denominator": DENOMINATOR, "rows": {}}
    dual = Dual(case, roster_of(case, document.assignments)[0])
    dual.climb(steps)
    posts, *by_person, doors = dual.best
    names = [one.id for one in case.rosters.volunteers]
    rows: dict[str, Any] = {"posts": _by_post(case, posts), "doors": _by_door(dual, doors)}
    for name, prices in zip(BY_PERSON, by_person, strict=True):
        rows[name] = _named(names, prices)
    return {"denominator": DENOMINATOR, "rows": {name: row for name, row in rows.items() if row}}


def _named(names: Sequence[str], prices: Floats) -> dict[str, int]:
    """Prices that are not nothing, as whole numbers."""
    whole = np.rint(prices * DENOMINATOR).astype(np.int64)
    return {names[at]: int(whole[at]) for at in np.flatnonzero(whole).tolist()}


def _by_post(case: RosterCase, prices: Floats) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for at, shift in enumerate(case.rosters.shifts):
        span = case.posts_of[at]
        row = _named([case.posts[post].name for post in span], prices[span.start : span.stop])
        if row:
            found[shift.id] = row
    return found


def _by_door(dual: Dual, prices: Floats) -> dict[str, dict[str, dict[str, int]]]:
    """Prices of visits by shift, role and volunteer."""
    columns, problem = dual.columns, dual.case.rosters
    options = columns.faces[0]
    whole = np.rint(prices * DENOMINATOR).astype(np.int64)
    found: dict[str, dict[str, dict[str, int]]] = {}
    for at in np.flatnonzero(whole).tolist():
        post, person = (int(part[options[at]]) for part in (columns.post, columns.volunteer))
        shift = problem.shifts[int(columns.shift[options[at]])].id
        row = found.setdefault(shift, {}).setdefault(dual.case.posts[post].name, {})
        row[problem.volunteers[person].id] = int(whole[at])
    return found
