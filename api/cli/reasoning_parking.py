"""Reasons and wishes of a parking round, as a program and a person read them."""

from __future__ import annotations

from time import monotonic
from typing import Any

from api.cli.common import language, rule_told
from api.cli.explaining import alternative_told
from api.telling_causes import told_cause
from scheduler.planning.protocol import cause_fields
from solvers.errors import InvalidProblem
from solvers.explain import Outcome
from solvers.guarantee import with_guarantees
from solvers.parking.alternatives import alternatives_of
from solvers.parking.causes import causes_of
from solvers.parking.problem import ParkingProblem
from solvers.parking.recipe import formulate
from solvers.parking.refusals import refusals_of
from solvers.parking.removal_test import RemovalTest
from solvers.problem import Plan


def parking_reasons(problem: ParkingProblem, plan: Plan) -> dict[str, Any]:
    """The fields of ``reasons --json``.

    Raises
    ------
    InvalidProblem
        If the plan breaks a rule.
    """
    began, recipe = monotonic(), formulate(problem)
    for broken in recipe.formulation.verify(plan):
        raise InvalidProblem("plan_breaks_a_rule", "assignments", ", ".join(broken.requests), broken.rule)
    notes = with_guarantees(refusals_of(recipe, plan), recipe.case.guaranteed)
    causes, others = causes_of(recipe, plan), alternatives_of(recipe, plan)
    test, first = RemovalTest(recipe.case, plan), problem.horizon.first.isoformat()
    refusals = [
        {
            "request": problem.requests[at].id,
            "outcome": str(Outcome.REFUSED),
            "reasons": [rule_told(reason, first) for reason in note.reasons],
            "cause": told_cause(cause_fields(causes[at]), language(), first) if at in causes else None,
            "alternatives": [alternative_told(other, first) for other in others[at]],
        }
        for at, note in notes.items()
    ]
    offered = [other for found in others.values() for other in found]
    totals = {
        "refusals": len(refusals),
        "with_cause": len(causes),
        "removal_test_passed": sum(test.passes(cause) for cause in causes.values()),
        "alternatives": len(offered),
        "alternatives_feasible": sum(other.checked for other in offered),
        "seconds": round(monotonic() - began, 2),
    }
    return {"domain": "parking", "refusals": refusals, "totals": totals}
