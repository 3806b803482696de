"""`commontide whatif`: changes tried on a problem before anything is saved, compared with the plan that there is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from api.cli.common import (
    JsonFlag,
    PlanFile,
    ProblemFile,
    check_writable,
    print_json,
    refusing,
    say,
    words,
)
from api.cli.watching import watching
from scheduler.errors import FileRejected, Rejected
from scheduler.files import (
    Document,
    Problem,
    dump_plan,
    dump_problem,
    is_rooms,
    is_rosters,
    problem_digest,
    read_plan,
    read_problem,
    read_rooms,
    read_rooms_plan,
    read_roster_plan,
    read_rosters,
    write_json,
)
from scheduler.planning.solving import Order
from scheduler.planning.whatif import WhatIf, solve_changed
from scheduler.scenarios import Change, changed, changes_from
from scheduler.scenarios.comparing import Comparison, compared, tiers_side_by_side
from scheduler.scenarios.figures import Share

ChangesFile = Annotated[Path, typer.Argument(metavar="CHANGES.json", help="A list of changes, as docs/scenarios.md.")]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("whatif")(what_if)


@refusing
def what_if(
    problem: ProblemFile,
    plan: PlanFile,
    changes: ChangesFile,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="PLAN.json", help="Where to write the plan.")
    ] = None,
    problem_output: Annotated[
        Path | None, typer.Option(metavar="PROBLEM.json", help="Where to write the changed problem.")
    ] = None,
    seconds: Annotated[float | None, typer.Option(min=0.1, max=1e6, help="Wall clock limit.")] = None,
    work_limit: Annotated[
        float | None, typer.Option(min=0.01, max=1e9, help="Work units of about a second; repeats.")
    ] = None,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Processes.")] = 2,
    seed: Annotated[int, typer.Option(min=0, max=2**31 - 1, help="Same seed and work limit, same plan.")] = 0,
    as_json: JsonFlag = False,
) -> None:
    """Solve a changed problem from the plan that there is, and show both side by side; nothing is saved elsewhere."""
    for path in filter(None, (output, problem_output)):
        check_writable(path)
    known, before = files_of(problem, plan)
    wanted = read_changes(changes)
    try:
        other = changed(known, wanted)
    except Rejected as error:
        raise FileRejected(error.code, error.field, _text(error.value), error.allowed, str(changes)) from error
    with watching() as watcher:
        solved = solve_changed(other, before, Order("auto", seconds, work_limit, workers, seed), watcher)
    if problem_output is not None:
        write_json(problem_output, dump_problem(other))
    if output is not None and solved.verified:
        write_json(output, dump_plan(solved.document))
    comparison = compared((known, before), (other, solved.document))
    if as_json:
        print_json(told(other, wanted, solved, comparison))
    else:
        for line in compared_lines(solved, comparison):
            say(line)
    if not solved.verified:
        say(words("plan_not_verified"))
        raise typer.Exit(1)


def files_of(problem: Path, plan: Path) -> tuple[Problem, Document]:
    """A problem and its plan, whatever their domain.

    Raises
    ------
    FileRejected
        If one of them cannot be read, or the plan is of another problem (``other_problem``).
    """
    known: Problem
    document: Document
    if is_rooms(problem):
        known, document = read_rooms(problem).problem, read_rooms_plan(plan)
    elif is_rosters(problem):
        known, document = read_rosters(problem).problem, read_roster_plan(plan)
    else:
        known, document = read_problem(problem).problem, read_plan(plan)
    digest = problem_digest(known)
    if document.problem_digest != digest:
        raise FileRejected("other_problem", "problem_digest", document.problem_digest, digest, str(plan))
    return known, document


def read_changes(path: Path) -> list[Change]:
    """The changes in a file: a list, or an object whose ``changes`` is one.

    Raises
    ------
    FileRejected
        ``not_json``, ``not_a_change``.
    """
    try:
        told = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise FileRejected("not_json", "$", "", "a JSON file with a list of changes", str(path)) from error
    found = told.get("changes") if isinstance(told, dict) else told
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise FileRejected("not_a_change", "changes", "", "a list of changes", str(path))
    try:
        return changes_from(found)
    except Rejected as error:
        raise FileRejected(error.code, error.field, _text(error.value), error.allowed, str(path)) from error


def _text(value: object) -> str:
    return "" if value is None else str(value)


def told(problem: Problem, changes: list[Change], solved: WhatIf, comparison: Comparison) -> dict[str, Any]:
    """The fields of ``whatif --json``."""
    return {
        "domain": problem.domain,
        "changes": [change.model_dump(exclude_defaults=True) | {"kind": change.kind} for change in changes],
        "status": str(solved.status),
        "verified": solved.verified,
        "seconds": round(solved.seconds, 2),
        "problem_digest": solved.document.problem_digest,
        "plan_digest": solved.document.plan_digest,
        "tiers": tiers_side_by_side(comparison),
        **comparison.as_json(),
    }


def _share(one: Share | None) -> str:
    return "–" if one is None else f"{one.got:,} / {one.asked:,}"


def compared_lines(solved: WhatIf, comparison: Comparison) -> Iterator[str]:
    """Both plans side by side, for people: goals, classes, who changes."""
    yield f"{words(str(solved.status))} ({solved.seconds:.1f} s)"
    for tier in tiers_side_by_side(comparison):
        before, after = ("–" if tier[name] is None else f"{tier[name]:,}" for name in ("before", "after"))
        yield f"  {words(tier['name'])}: {before} → {after}"
    plans = [{one.name: one for one in plan.classes} for plan in (comparison.before, comparison.after)]
    for name in dict.fromkeys((*plans[0], *plans[1])):
        before, after = (_share(plan.get(name)) for plan in plans)
        yield f"  {name}: {before} → {after}"
    yield "  " + words("people_who_change", comparison.counts())
