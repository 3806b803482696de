"""`commontide report`, and the picture of the demo."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from api.cli.common import JsonFlag, PlanFile, ProblemFile, check_writable, language, load, print_json, refusing, say
from api.cli.rooms import report_rooms
from api.cli.rosters import report_roster
from api.report import render, terminal_picture
from scheduler.files import Notice, is_rooms, is_rosters, read_plan, write_json
from solvers.document import PlanDocument, assignments_of
from solvers.errors import InvalidProblem
from solvers.parking.figures import Figures, figures_of
from solvers.parking.greedy import fill, first_come, started
from solvers.parking.problem import ParkingProblem
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
    if is_rooms(problem):
        report_rooms(problem, plan, output, as_json)
        return
    if is_rosters(problem):
        report_roster(problem, plan, output, as_json)
        return
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


@dataclass(frozen=True)
class Compared:
    """A plan beside first come, first served on the same round."""

    problem: ParkingProblem
    figures: Figures
    served: int
    points: int
    fcfs_served: int
    fcfs_points: int

    @classmethod
    def of(cls, problem: ParkingProblem, document: PlanDocument) -> Compared:
        """Both plans, the second made here."""
        recipe = formulate(problem)
        plan, _ = assignments_of(recipe.formulation.problem, document.assignments)
        baseline = started(recipe)
        fill(baseline, first_come(recipe))
        other = baseline.plan()
        points, fcfs_points = recipe.formulation.score(plan)[0], recipe.formulation.score(other)[0]
        return cls(problem, figures_of(recipe, plan, other), len(plan), points, len(other), fcfs_points)

    def size(self) -> dict[str, object]:
        """What was to be planned."""
        return {
            "sites": len(self.problem.sites),
            "spaces": len(self.problem.units),
            "registrations": len(self.problem.requests),
            "since": self.problem.horizon.first.isoformat(),
            "until_date": self.problem.horizon.last.isoformat(),
        }

    def numbers(self) -> dict[str, str]:
        """What came out, as people write numbers."""
        return {
            "points": f"{self.points:,}",
            "served": f"{self.served:,}",
            "refused": f"{len(self.problem.requests) - self.served:,}",
            "fcfs_points": f"{self.fcfs_points:,}",
            "fcfs_served": f"{self.fcfs_served:,}",
            "ratio": f"{self.points / max(1, self.fcfs_points):.3f}",
        }


def picture(figures: Figures) -> str:
    """The tide in blocks, as wide as the terminal allows."""
    return terminal_picture(figures, min(100, shutil.get_terminal_size((96, 24)).columns), language())
