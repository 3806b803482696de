"""Why somebody serves where they do and what else they could take, from the files of a plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scheduler.errors import NotFound
from scheduler.files import roster_plan_from, roster_problem_from
from solvers.rosters.case import RosterCase
from solvers.rosters.explain import explain
from solvers.rosters.plan import roster_of

Told = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Because:
    """Reasons for and against, and the next best seats that are free and break no rule: codes with numbers."""

    reasons: Sequence[Told]
    alternatives: Sequence[Told]


def why_of(problem_file: bytes, plan_file: bytes, name: str) -> Because:
    """Why a volunteer, by receipt, serves where a plan has them; or why a shift, by code, is as empty as it is.

    Raises
    ------
    NotFound
        If the plan knew no such volunteer or shift.
    """
    problem = roster_problem_from(problem_file)
    if name not in problem.volunteer_index and name not in problem.shift_index:
        raise NotFound()
    case = RosterCase(problem)
    roster, _ = roster_of(case, roster_plan_from(plan_file).assignments)
    found = explain(case, roster, name)
    reasons = [{"rule": one.rule, "place": one.place, "numbers": dict(one.numbers)} for one in found.reasons]
    others = [
        {"rule": one.kind, "place": one.group, "numbers": {"group": one.group, **one.numbers}}
        for one in found.alternatives
    ]
    return Because(reasons, others)
