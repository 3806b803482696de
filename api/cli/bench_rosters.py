"""What happens when people fall ill after publication: whose seats change that need not, and how long it takes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from typing import Any

from api.cli.bench_rooms import Solver
from scheduler.files import dump_problem, read_roster_plan, read_rosters, write_json
from solvers.rosters.plan import RosterPlan
from solvers.timetable import WindowRule

ILL = 20
SHARE = 5
"""Where few serve, one in so many falls ill."""


def people_ill(problem: Path, plan: Path, solve: Solver) -> dict[str, Any]:
    """Take some of those who serve out for the whole month, one here and one there, and plan anew."""
    before = read_roster_plan(plan)
    serving = sorted({duty.volunteer for duty in before.assignments})
    count = min(ILL, len(serving) // SHARE)
    if not count:
        return {}
    ill = frozenset(serving[:: len(serving) // count][:count])
    without, anew = problem.with_suffix(".ill.json"), plan.with_suffix(".anew.json")
    known = read_rosters(problem).problem
    people = (
        replace(one, blackouts=(*one.blackouts, WindowRule())) if one.id in ill else one for one in known.volunteers
    )
    write_json(without, dump_problem(replace(known, volunteers=tuple(people))))
    told = solve(without, anew, plan)
    if told is None:
        return {}
    moved = moved_beyond(before, read_roster_plan(anew), ill)
    return {
        "moved_beyond": round(moved / len(before.assignments), 5),
        "replan_seconds": told["seconds"],
        "replan_gap": told["cost_gap"],
    }


def moved_beyond(before: RosterPlan, after: RosterPlan, ill: Collection[str]) -> int:
    """Seats that changed hands although whoever held them is well."""
    kept = frozenset(after.assignments)
    return sum(duty.volunteer not in ill and duty not in kept for duty in before.assignments)
