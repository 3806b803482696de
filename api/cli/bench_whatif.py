"""`commontide bench whatif`: how much sooner a scenario is solved, from the plan of its round, than the round was."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from statistics import median
from typing import Annotated, Any

import typer
from rich.table import Table

from api.cli.common import JsonFlag, notes, offered, print_json, refusing
from api.cli.generating import generated
from api.cli.rooms import generated_rooms
from api.cli.rosters import generated_roster
from scheduler.files import Document, Problem
from scheduler.planning.solving import Order, Watcher
from scheduler.planning.whatif import solve_changed
from scheduler.scenarios import changed, changes_from
from solvers.engines.limits import Progress

INVENTED: Mapping[str, Callable[[str, int], Problem]] = {
    "parking": generated,
    "rooms": generated_rooms,
    "rosters": generated_roster,
}
Trail = list[tuple[float, float]]
"""Seconds and gap of a solve, in the order in which they were told."""


def register(bench: typer.Typer) -> None:
    """Add the command."""
    bench.command("whatif")(what_if)


@refusing
def what_if(
    domain: Annotated[str, typer.Option(help=", ".join(INVENTED))] = "parking",
    size: Annotated[str, typer.Option(help="A size that `generate` knows.")] = "mini",
    seeds: Annotated[int, typer.Option(min=1, max=1000, help="Seeds 1 to this.")] = 3,
    seconds: Annotated[float, typer.Option(min=1, help="Wall clock limit of each solve.")] = 60.0,
    workers: Annotated[int, typer.Option(min=1, max=64)] = 2,
    as_json: JsonFlag = False,
) -> None:
    """A small change: seconds until the scenario has the gap with which the round's first solve ended, to its own."""
    invent = INVENTED[offered("--domain", domain, INVENTED)]
    rows = [_row(invent(size, seed), seed, Order("auto", seconds, None, workers, 0)) for seed in range(1, seeds + 1)]
    ratios = [row["ratio"] for row in rows if row["ratio"] is not None]
    if as_json:
        print_json({"rows": rows, "median_ratio": median(ratios) if ratios else None})
        return
    table = Table("seed", "first s", "first gap", "scenario s", "scenario gap", "ratio")
    for row in rows:
        table.add_row(*("–" if value is None else f"{value:g}" for value in row.values()))
    notes.print(table)


def _row(problem: Problem, seed: int, order: Order) -> dict[str, Any]:
    first, document = _solved(problem, None, order)
    scenario, _ = _solved(changed(problem, changes_from([small_change(problem)])), document, order)
    gap = first[-1][1]
    took, again = _reached(first, gap), _reached(scenario, gap)
    ratio = None if took is None or again is None else round(again / took, 3)
    return {
        "seed": seed,
        "first_seconds": took,
        "first_gap": round(gap, 6),
        "scenario_seconds": again,
        "scenario_gap": round(scenario[-1][1], 6),
        "ratio": ratio,
    }


def small_change(problem: Problem) -> dict[str, Any]:
    """Five spaces more at the first site; a room more like the first; two volunteers more like the first."""
    if problem.domain == "parking":
        return {"kind": "add_spaces", "site": problem.sites[0].id, "count": 5}
    if problem.domain == "rooms":
        return {"kind": "add_place", "like": problem.rooms[0].id, "id": "one-more"}
    return {"kind": "add_people", "like": problem.volunteers[0].id, "count": 2}


def _solved(problem: Problem, start: Document | None, order: Order) -> tuple[Trail, Document]:
    trail: Trail = []

    def note(progress: Progress) -> None:
        if progress.gap is not None:
            trail.append((round(progress.seconds, 2), progress.gap))

    solved = solve_changed(problem, start, order, Watcher(note))
    return trail or [(round(solved.seconds, 2), float("inf"))], solved.document


def _reached(trail: Trail, gap: float) -> float | None:
    """When a solve first had a gap, rounded to a ten-thousandth."""
    return next((seconds for seconds, found in trail if round(found, 4) <= round(gap, 4)), None)
