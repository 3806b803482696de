"""`commontide generate` and `commontide schema`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from api.cli.common import JsonFlag, check_writable, offered, print_json, refusing, say
from api.cli.rooms import generate_file
from api.cli.rosters import generate_roster_file
from scheduler.calendar import horizon
from scheduler.files import dump_problem, schema, write_json
from scheduler.files.reading import KINDS
from solvers.marks import marked
from solvers.parking.generate import SCALES, generate_parking
from solvers.parking.hardness import hardness_of
from solvers.parking.problem import ParkingProblem
from solvers.parking.recipe import formulate

HALF_YEAR = (date(2026, 3, 2), date(2026, 8, 30))
FOUR_WEEKS = (date(2026, 4, 20), date(2026, 5, 17))
LP_PAIRS = 60_000
"""Most request-site pairs for which the LP's served share is worked out."""


def horizon_of(size: str) -> tuple[date, date]:
    """Dates of a generated problem: half a year; four weeks around Labour Day for the tiny one."""
    return FOUR_WEEKS if size == "tiny" else HALF_YEAR


def generated(size: str, seed: int) -> ParkingProblem:
    """A generated parking problem."""
    return generate_parking(SCALES[size], seed, horizon(*horizon_of(size)))


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("generate")(generate)
    app.command("schema")(print_schema)


@refusing
def generate(
    domain: Annotated[str, typer.Argument(help="parking, rooms or rosters")],
    size: Annotated[
        str,
        typer.Option(help="tiny, mini, street, district or city; rooms: tiny to district; rosters: mini, month, city."),
    ],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="PROBLEM.json", help="Where to write it.")],
    seed: Annotated[int, typer.Option(help="The same seed gives the same problem.")] = 1,
    lots: Annotated[bool, typer.Option("--lots", help="Every request has a number from a draw.")] = False,
    guarantees: Annotated[int, typer.Option(min=0, max=100, help="Percent of requests that come first.")] = 0,
    as_json: JsonFlag = False,
) -> None:
    """Invent a problem of a given size: no real people, real shapes. Rosters have neither lots nor guarantees."""
    offered("DOMAIN", domain, ("parking", "rooms", "rosters"))
    if domain == "rosters":
        generate_roster_file(size, seed, output, as_json)
        return
    if domain == "rooms":
        generate_file(size, seed, output, as_json, lots=lots, guarantees=guarantees)
        return
    offered("--size", size, SCALES)
    check_writable(output)
    problem = marked(generated(size, seed), seed, lots=lots, guarantees=guarantees)
    write_json(output, dump_problem(problem))
    counts: dict[str, Any] = {
        "domain": domain,
        "size": size,
        "seed": seed,
        "path": str(output),
        "sites": len(problem.sites),
        "spaces": len(problem.units),
        "requests": len(problem.requests),
    }
    if as_json:
        print_json(counts | _hardness(problem))
    else:
        say(f"{output}: {counts['sites']} sites, {counts['spaces']} spaces, {counts['requests']} registrations")


def _hardness(problem: ParkingProblem) -> dict[str, Any]:
    # OR-Tools takes seconds to load: no other command, and no process that serves, shall wait for it.
    from solvers.engines.columns_prices import lp_served

    recipe = formulate(problem)
    numbers = hardness_of(recipe)
    solvable = 0 < numbers["pairs"] <= LP_PAIRS
    share = round(lp_served(recipe) / len(problem.requests), 4) if solvable else None
    return {**numbers, "lp_served_share": share}


@refusing
def print_schema(kind: Annotated[str, typer.Argument(help=", ".join(KINDS))]) -> None:
    """Print the JSON Schema of a file."""
    offered("KIND", kind, KINDS)
    print_json(schema(next(known for known in KINDS if known == kind)))
