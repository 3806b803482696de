"""`commontide demo`: a street of tidal parking planned before your eyes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.cli.common import offered, refusing, say, words
from api.cli.generating import generated
from api.cli.reporting import figures_for, picture, write_report
from api.cli.solving import solve_watched, tell_result
from scheduler.errors import FileRejected
from scheduler.files import LoadedProblem, dump_plan, dump_problem, problem_digest, write_json
from scheduler.planning.solving import Order, Solved

FOLDER = Path("demo-output")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("demo")(demo)


@refusing
def demo(
    size: Annotated[str, typer.Option(help="mini or street.")] = "street",
    work_limit: Annotated[float, typer.Option(min=1, help="Work units of about a second.")] = 100.0,
    folder: Annotated[Path, typer.Option(help="Where the files go.")] = FOLDER,
) -> None:
    """Plan the parking of an invented street of Tangqiao's size and show what came out."""
    offered("--size", size, ("mini", "street"))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileRejected("not_writable", "$", "", "a place that may be written", str(folder)) from error
    say(words("demo_generating"))
    problem = generated(size, 1)
    loaded = LoadedProblem(problem, problem_digest(problem), ())
    write_json(folder / "problem.json", dump_problem(problem))
    numbers = {"sites": len(problem.sites), "spaces": len(problem.units), "registrations": len(problem.requests)}
    days = {"since": problem.horizon.first.isoformat(), "until_date": problem.horizon.last.isoformat()}
    say(words("demo_problem", {**numbers, **days}))
    first_come = solve_watched(loaded, Order("fcfs"))
    solved = solve_watched(loaded, Order("columns", work=work_limit))
    write_json(folder / "plan.json", dump_plan(solved.document))
    figures = figures_for(solved, first_come)
    write_report(folder / "report.html", figures, solved.document)
    typer.echo(picture(figures))
    tell_result(solved)
    say(_comparison(solved, first_come))
    say(words("demo_files", {"folder": str(folder)}))


def _comparison(solved: Solved, first_come: Solved) -> str:
    ours, theirs = solved.result.tiers[0].value, first_come.result.tiers[0].value
    numbers = {
        "points": f"{ours:,}",
        "served": f"{len(solved.result.plan):,}",
        "refused": f"{len(solved.recipe.case.parking.requests) - len(solved.result.plan):,}",
        "fcfs_points": f"{theirs:,}",
        "fcfs_served": f"{len(first_come.result.plan):,}",
        "ratio": f"{ours / max(1, theirs):.3f}",
    }
    return words("demo_comparison", numbers)
