"""`commontide solve`: a problem in, a verified plan with its bound out."""

from __future__ import annotations

import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from time import monotonic
from typing import Annotated, Any

import typer
from rich.live import Live
from rich.text import Text

from api.cli.common import (
    JsonFlag,
    ProblemFile,
    check_writable,
    language,
    load,
    notes,
    offered,
    print_json,
    refuse,
    refusing,
    say,
)
from api.sentences import sentence
from scheduler.errors import FileRejected
from scheduler.files import LoadedProblem, dump_plan, plan_digest, read_plan, write_json
from solvers.document import PlanDocument, UnheldLock, assignments_of, placements_of, tier_lines
from solvers.engines import ENGINES, Engine, solve
from solvers.engines.limits import INFINITY, Limits, Progress
from solvers.errors import InvalidProblem
from solvers.parking.recipe import Base, Recipe, formulate
from solvers.plan import Result

DEFAULT_WORK = 120.0
MOST_WORKERS = 64


@dataclass(frozen=True)
class Solved:
    """A result with the plan to keep and what it took."""

    recipe: Recipe
    result: Result
    document: PlanDocument
    verified: bool
    seconds: float
    peak_mib: int

    def summary(self) -> dict[str, Any]:
        """The fields of ``solve --json``."""
        return {
            "domain": "parking",
            "engine": self.result.engine,
            "status": str(self.result.status),
            "tiers": [
                {"name": tier.name, "value": tier.value, "bound": tier.bound, "gap": tier.gap}
                for tier in self.result.tiers
            ],
            "requests": len(self.recipe.case.parking.requests),
            "assigned": len(self.result.plan),
            "seconds": round(self.seconds, 2),
            "peak_mib": self.peak_mib,
            "seed": self.document.seed,
            "problem_digest": self.document.problem_digest,
            "plan_digest": self.document.plan_digest,
            "reproducible": self.result.reproducible,
            "verified": self.verified,
            "unheld": [
                {"request": lock.request, "site": lock.site, "space": lock.space, "rule": lock.rule}
                for lock in self.document.unheld
            ],
        }


@dataclass(frozen=True)
class Order:
    """What to solve with."""

    engine: Engine = "auto"
    seconds: float | None = None
    work: float | None = None
    workers: int = 2
    seed: int = 0


def base_of(loaded: LoadedProblem, path: Path | None) -> Base | None:
    """Spaces of each request in a plan file; names that the problem no longer knows are left out."""
    if path is None:
        return None
    document = read_plan(path)
    problem = loaded.problem
    known = {name: at for at, name in enumerate(unit for unit, _ in problem.units)}
    return {
        problem.request_index[placement.request]: tuple(known[space] for space in placement.spaces)
        for placement in document.assignments
        if placement.request in problem.request_index
        and placement.spaces
        and all(space in known for space in placement.spaces)
    }


def solve_loaded(
    loaded: LoadedProblem,
    order: Order,
    hint: Base | None = None,
    base: Base | None = None,
    started: float | None = None,
) -> Solved:
    """Solve, verify and make the plan to keep; Ctrl-C keeps the best plan so far."""
    began = monotonic() if started is None else started
    with watching() as (cancel, show):
        recipe = formulate(loaded.problem, base)
        spent = monotonic() - began
        limits = Limits(
            INFINITY if order.seconds is None else max(0.1, order.seconds - spent),
            order.work if order.work is not None else (DEFAULT_WORK if order.seconds is None else INFINITY),
            order.workers,
            order.seed,
            show,
            cancel,
        )
        result = solve(recipe, order.engine, limits, hint, base)
    placements = placements_of(recipe.formulation.problem, result.plan)
    unheld = tuple(UnheldLock(lock.request, lock.site, lock.space, found.rule) for lock, found in recipe.unheld)
    document = PlanDocument(
        loaded.digest,
        plan_digest(loaded.digest, placements),
        result.engine,
        result.status,
        order.seed,
        result.reproducible,
        tier_lines(result),
        placements,
        unheld,
    )
    plan, unknown = assignments_of(recipe.formulation.problem, placements)
    verified = not unknown and not recipe.formulation.verify(plan)
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    peak = max(own, result.peak_kib)
    return Solved(recipe, result, document, verified, monotonic() - began, -(-peak // 1024))


@contextmanager
def watching() -> Iterator[tuple[Event, Any]]:
    """A live line on stderr, and Ctrl-C as a wish for the best plan so far."""
    cancel = Event()
    before = signal.signal(signal.SIGINT, lambda *_: cancel.set())
    try:
        with Live(Text(""), console=notes, auto_refresh=False, transient=True) as live:
            yield cancel, lambda progress: live.update(Text(line_of(progress)), refresh=True)
    finally:
        signal.signal(signal.SIGINT, before)


def line_of(progress: Progress) -> str:
    """Phase, incumbent, bound and gap in one line."""
    shown = [f"{progress.seconds:6.1f} s", progress.phase]
    if progress.incumbent is not None:
        shown.append(f"incumbent {progress.incumbent:,}")
    if progress.bound is not None:
        shown.append(f"bound {progress.bound:,}")
    if progress.gap is not None:
        shown.append(f"gap {progress.gap:.2%}")
    if progress.share is not None:
        shown.append(f"{progress.share:.0%}")
    return "  ".join(shown)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("solve")(solve_file)


@refusing
def solve_file(
    problem: ProblemFile,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="PLAN.json", help="Where to write it.")
    ] = None,
    engine: Annotated[str, typer.Option(help=", ".join(ENGINES))] = "auto",
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
        offered("--engine", engine, ENGINES)
        chosen = next(known for known in ENGINES if known == engine)
        if output is not None:
            check_writable(output)
        loaded = load(problem)
        order = Order(chosen, seconds, work_limit, workers, seed)
        solved = solve_loaded(loaded, order, base_of(loaded, hint), base_of(loaded, base), began)
    except (FileRejected, InvalidProblem) as error:
        refuse(error, as_json, **invalid_summary(engine, seed))
    if not solved.verified:
        say(sentence("plan_not_verified", language()))
        if as_json:
            print_json(solved.summary())
        raise typer.Exit(1)
    if output is not None:
        write_json(output, dump_plan(solved.document))
    if as_json:
        print_json(solved.summary())
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
