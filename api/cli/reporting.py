"""`commontide report`, and the picture of the demo."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from api.cli.common import JsonFlag, PlanFile, ProblemFile, check_writable, language, load, print_json, refusing, say
from api.report import render, terminal_picture
from scheduler.files import Notice, read_plan, write_json
from scheduler.planning.solving import Solved
from solvers.document import PlanDocument, assignments_of
from solvers.errors import InvalidProblem
from solvers.parking.figures import Figures, figures_of
from solvers.parking.greedy import fill, first_come, started
from solvers.parking.recipe import formulate


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("report")(report)


@refusing
def report(
    problem: ProblemFile,
    plan: PlanFile,
    output: Annotated[Path, typer.Option("-o", "--output", metavar="report.html", help="Where to write it.")],
    as_json: JsonFlag = False,
) -> None:
    """Write one self-contained page about a plan, in Chinese and English, that works offline."""
    check_writable(output)
    loaded, document = load(problem), read_plan(plan)
    recipe = formulate(loaded.problem)
    assignments, unknown = assignments_of(recipe.formulation.problem, document.assignments)
    if unknown:
        wrong = unknown[0]
        names = ", ".join((*wrong.requests, wrong.place))
        raise InvalidProblem(wrong.rule, "assignments", names, "an id of this problem")
    baseline = started(recipe)
    fill(baseline, first_come(recipe))
    write_report(output, figures_of(recipe, assignments, baseline.plan()), document, loaded.warnings)
    if as_json:
        print_json({"path": str(output), "requests": len(loaded.problem.requests), "assigned": len(assignments)})
    else:
        say(str(output))


def write_report(path: Path, figures: Figures, document: PlanDocument, warnings: Sequence[Notice] = ()) -> None:
    """The page of a plan."""
    page = render(figures, document, language=language(), notices=warnings)
    write_json(path, page.encode())


def figures_for(solved: Solved, first_come_served: Solved) -> Figures:
    """Figures of a solved round beside first come, first served."""
    return figures_of(solved.recipe, solved.result.plan, first_come_served.result.plan)


def picture(figures: Figures) -> str:
    """The tide in blocks, as wide as the terminal allows."""
    return terminal_picture(figures, min(100, shutil.get_terminal_size((96, 24)).columns), language())
