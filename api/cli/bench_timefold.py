"""Timefold beside our engines, where it is installed: the same file, as much processor time, priced by our rules."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from time import monotonic

import typer

from api.cli.common import print_json, say, words
from api.cli.rosters import summary
from scheduler.files import dump_plan, read_rosters, write_json
from scheduler.planning.solving_rosters import kept_roster
from solvers.rosters.case import RosterCase

NAME = "timefold"
SEED = 0


def lacking() -> str | None:
    """Code of what Timefold needs and this machine has not."""
    if find_spec(NAME) is None:
        return "timefold_not_installed"
    return None if os.environ.get("JAVA_HOME") or shutil.which("java") else "java_not_found"


def possible(engines: Sequence[str]) -> list[str]:
    """The engines that can run here; Timefold is left out with a word where it cannot."""
    missing = lacking() if NAME in engines else None
    if missing is not None:
        say(words(missing))
    return [name for name in engines if missing is None or name != NAME]


def command(problem: Path, plan: Path, cpu_seconds: float) -> list[str]:
    """How it is run: in a process of its own, whose processor time counts the Java machine too."""
    return [sys.executable, "-m", "api.cli.bench_timefold", str(problem), str(plan), str(cpu_seconds)]


def solve(problem: Path, plan: Path, cpu_seconds: float) -> None:
    """Plan a roster file, verify what came out, and tell it as `solve --json` does."""
    started = monotonic()
    # Loading it starts the Java machine.
    from solvers.engines.timefold import solve_timefold

    loaded = read_rosters(problem)
    case = RosterCase(loaded.problem)
    solved = kept_roster(loaded, case, solve_timefold(case, cpu_seconds, SEED), SEED, started)
    if not solved.verified:
        say(words("plan_not_verified"))
        raise typer.Exit(1)
    write_json(plan, dump_plan(solved.document))
    print_json(summary(solved))


if __name__ == "__main__":
    typer.run(solve)
