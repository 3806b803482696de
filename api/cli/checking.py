"""`commontide verify` and `commontide explain`: without a solver, for anyone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from api.cli.common import JsonFlag, PlanFile, ProblemFile, load, print_json, refusing, rule_told, say, words
from api.cli.rooms import explain_rooms, verify_rooms
from api.cli.rosters import explain_roster, verify_roster
from scheduler.files import LoadedProblem, is_rooms, is_rosters, plan_digest, read_plan
from solvers.document import PlanDocument, assignments_of
from solvers.parking.recipe import Recipe, formulate
from solvers.plan import Violation


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("verify")(verify)
    app.command("explain")(explain_file)


@refusing
def verify(problem: ProblemFile, plan: PlanFile, as_json: JsonFlag = False) -> None:
    """Check a plan against every rule; exit code 0 if it is valid, 1 if not."""
    if is_rooms(problem):
        verify_rooms(problem, plan, as_json)
    if is_rosters(problem):
        verify_roster(problem, plan, as_json)
    loaded, document = load(problem), read_plan(plan)
    recipe = formulate(loaded.problem)
    found, score = checked(recipe, document)
    if as_json:
        first = loaded.problem.horizon.first.isoformat()
        print_json(
            {
                "valid": not found,
                "violations": [rule_told(violation, first) for violation in found],
                "score": score,
                "problem_matches": document.problem_digest == loaded.digest,
                "digest_matches": _digest_holds(loaded, document),
            }
        )
    else:
        _tell(found, loaded, document)
    raise typer.Exit(1 if found else 0)


def checked(recipe: Recipe, document: PlanDocument) -> tuple[list[Violation], dict[str, int]]:
    """Violations of a plan file, its claims among them, and the recomputed value of each goal."""
    formulation = recipe.formulation
    assignments, found = assignments_of(formulation.problem, document.assignments)
    found += formulation.verify(assignments)
    score = dict(zip((goal.name for goal in formulation.objectives), formulation.score(assignments), strict=True))
    upwards = {goal.name: goal.maximise for goal in formulation.objectives}
    for tier in document.tiers:
        counted = score.get(tier.name, tier.value)
        beyond = tier.bound is not None and upwards.get(tier.name, tier.bound >= tier.value) != (
            tier.bound >= tier.value
        )
        if tier.value != counted or (beyond and tier.bound != tier.value):
            found.append(Violation("claimed_value", tier.name, (), {"claimed": tier.value, "counted": counted}))
    return found, score


def _digest_holds(loaded: LoadedProblem, document: PlanDocument) -> bool:
    return plan_digest(document.problem_digest, document.assignments) == document.plan_digest


def _tell(found: list[Violation], loaded: LoadedProblem, document: PlanDocument) -> None:
    first = loaded.problem.horizon.first.isoformat()
    if document.problem_digest != loaded.digest:
        say(words("other_problem"))
    for violation in found:
        told = rule_told(violation, first)
        say(f"{told['rule']}: {told['message']}")
    say(words("plan_invalid" if found else "plan_valid", {"count": len(found)}))


@refusing
def explain_file(
    problem: ProblemFile,
    plan: PlanFile,
    request: Annotated[
        str, typer.Argument(metavar="REQUEST_ID", help="The registration to explain; rosters: a shift or a volunteer.")
    ],
    as_json: JsonFlag = False,
) -> None:
    """Say why a registration was served or refused, and what would have worked."""
    from api.cli.explaining import explanation_of

    if is_rooms(problem):
        explain_rooms(problem, plan, request, as_json)
        return
    if is_rosters(problem):
        explain_roster(problem, plan, request, as_json)
        return

    loaded, document = load(problem), read_plan(plan)
    told: Mapping[str, Any] = explanation_of(loaded.problem, document, request)
    if as_json:
        print_json(told)
        return
    say(f"{told['request']}: {words(told['outcome'])}")
    for reason in told["reasons"]:
        say(f"  - {reason['message']}")
    if told["cause"] is not None:
        say(f"  = {told['cause']['message']}")
    for alternative in told["alternatives"]:
        say(f"  + {alternative['message']}")
