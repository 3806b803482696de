"""`commontide solve`: a problem in, a verified plan with its bound out."""

from __future__ import annotations

from pathlib import Path
from time import monotonic
from typing import Annotated, Any

import typer

from api.cli.common import (
    JsonFlag,
    ProblemFile,
    check_writable,
    language,
    load,
    offered,
    print_json,
    refuse,
    refusing,
    say,
)
from api.cli.rooms import solve_rooms_file
from api.cli.rosters import solve_roster_file
from api.cli.watching import watching
from api.sentences import sentence
from scheduler.errors import FileRejected
from scheduler.files import LoadedProblem, dump_plan, is_rooms, is_rosters, write_json
from scheduler.planning.solving import Order, Solved, base_of, solve_loaded
from solvers.engines import ENGINES, ROOMS_ENGINES, ROSTERS_ENGINES
from solvers.errors import InvalidProblem
from solvers.parking.recipe import Base

MOST_WORKERS = 64


def summary(solved: Solved) -> dict[str, Any]:
    """The fields of ``solve --json``."""
    return {
        "domain": "parking",
        "engine": solved.result.engine,
        "status": str(solved.result.status),
        "tiers": [
            {"name": tier.name, "value": tier.value, "bound": tier.bound, "gap": tier.gap}
            for tier in solved.result.tiers
        ],
        "requests": len(solved.recipe.case.parking.requests),
        "assigned": len(solved.result.plan),
        "seconds": round(solved.seconds, 2),
        "peak_mib": solved.peak_mib,
        "seed": solved.document.seed,
        "problem_digest": solved.document.problem_digest,
        "plan_digest": solved.document.plan_digest,
        "reproducible": solved.result.reproducible,
        "verified": solved.verified,
        "unheld": [
            {"request": lock.request, "site": lock.site, "space": lock.space, "rule": lock.rule}
            for lock in solved.document.unheld
        ],
    }


def solve_watched(
    loaded: LoadedProblem,
    order: Order,
    hint: Base | None = None,
    base: Base | None = None,
    started: float | None = None,
) -> Solved:
    """Solve with a live line on stderr; Ctrl-C keeps the best plan so far."""
    with watching() as watcher:
        return solve_loaded(loaded, order, watcher, hint, base, started)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("solve")(solve_file)


@refusing
def solve_file(
    problem: ProblemFile,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="PLAN.json", help="Where to write it.")
    ] = None,
    engine: Annotated[
        str, typer.Option(help=", ".join(dict.fromkeys((*ENGINES, *ROOMS_ENGINES, *ROSTERS_ENGINES))))
    ] = "auto",
    seconds: Annotated[float | None, typer.Option(min=0.1, max=1e6, help="Wall clock limit.")] = None,
    work_limit: Annotated[
        float | None, typer.Option(min=0.01, max=1e9, help="Work units of about a second; repeats.")
    ] = None,
    workers: Annotated[int, typer.Option(min=1, max=MOST_WORKERS, help="Processes.")] = 2,
    seed: Annotated[int, typer.Option(min=0, max=2**31 - 1, help="Same seed and work limit, same plan.")] = 0,
    hint: Annotated[Path | None, typer.Option(metavar="PLAN.json", help="Start from this plan.")] = None,
    base: Annotated[Path | None, typer.Option(metavar="PLAN.json", help="Re-plan: keep its rights, move few.")] = None,
    as_json: JsonFlag = False,
) -> None:
    """Plan a problem; every plan leaves verified, with its status and proven bounds."""
    began = monotonic()
    try:
        if output is not None:
            check_writable(output)
        order = Order("auto", seconds, work_limit, workers, seed)
        if is_rooms(problem):
            solve_rooms_file(problem, output, engine, order, base, as_json, began)
            return
        if is_rosters(problem):
            solve_roster_file(problem, output, engine, order, base, as_json, began)
            return
        offered("--engine", engine, ENGINES)
        chosen = next(known for known in ENGINES if known == engine)
        loaded = load(problem)
        order = Order(chosen, seconds, work_limit, workers, seed)
        solved = solve_watched(loaded, order, base_of(loaded, hint), base_of(loaded, base), began)
    except (FileRejected, InvalidProblem) as error:
        refuse(error, as_json, **invalid_summary(engine, seed))
    if not solved.verified:
        say(sentence("plan_not_verified", language()))
        if as_json:
            print_json(summary(solved))
        raise typer.Exit(1)
    if output is not None:
        write_json(output, dump_plan(solved.document))
    if as_json:
        print_json(summary(solved))
    else:
        tell_result(solved)


def invalid_summary(engine: str, seed: int) -> dict[str, Any]:
    """The fields of ``solve --json`` for a problem that cannot be read."""
    return {"domain": "parking", "engine": engine, "status": "invalid", "tiers": [], "seed": seed, "verified": False}


def tell_result(solved: Solved) -> None:
    """The result for people."""
    tongue = language()
    took = f"{solved.result.engine}, {solved.seconds:.1f} s, {solved.peak_mib} MiB"
    say(f"{sentence(str(solved.result.status), tongue)} ({took})")
    say(f"{len(solved.result.plan):,} / {len(solved.recipe.case.parking.requests):,}")
    for tier in solved.result.tiers:
        bound = "–" if tier.bound is None else f"{tier.bound:,}"
        gap = "–" if tier.gap is None else f"{tier.gap:.3%}"
        say(f"  {sentence(tier.name, tongue)}: {tier.value:,}  (bound {bound}, gap {gap})")
    for lock in solved.document.unheld:
        say(f"  {lock.request} → {lock.space or lock.site}: {sentence('lock_not_held', tongue)} ({lock.rule})")
    say(f"plan {solved.document.plan_digest}")
