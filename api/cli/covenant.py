"""`commontide covenant preview`: a draft of the covenant tried on a round's files, before anybody votes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from api.cli.common import JsonFlag, PlanFile, ProblemFile, notes, print_json, refusing, say, words
from api.cli.watching import interruptible
from api.cli.whatif import compared_lines, files_of, told
from scheduler.covenant import CovenantSettings
from scheduler.covenant.reading import read_settings
from scheduler.errors import FileRejected, Rejected
from scheduler.planning.solving import Order, Watcher
from scheduler.planning.studying import incomes
from scheduler.planning.whatif import solve_changed
from scheduler.scenarios import changed, changes_from
from scheduler.scenarios.comparing import compared
from solvers.engines.limits import Progress as Step

WORK = 20.0
SettingsFile = Annotated[
    Path, typer.Argument(metavar="SETTINGS.json", help="Settings of the draft, as `GET /covenant-settings` tells them.")
]
covenant = typer.Typer(no_args_is_help=True, help="Drafts of the covenant, tried on the files of a round.")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(covenant, name="covenant")


@covenant.command("preview")
@refusing
def preview(
    problem: ProblemFile,
    plan: PlanFile,
    settings: SettingsFile,
    in_force: Annotated[
        Path | None,
        typer.Option(
            metavar="SETTINGS.json", help="Settings that the plan was made under; the usual ones if left out."
        ),
    ] = None,
    work_limit: Annotated[float, typer.Option(min=0.01, max=1e9, help="Work units of about a second; repeats.")] = WORK,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Processes.")] = 2,
    seed: Annotated[int, typer.Option(min=0, max=2**31 - 1, help="Same seed and work limit, same plan.")] = 0,
    as_json: JsonFlag = False,
) -> None:
    """Who would gain, who would lose, the income and the fairness of a plan under a draft; nothing is saved."""
    draft, before = _settings(settings), CovenantSettings() if in_force is None else _settings(in_force)
    known, start = files_of(problem, plan)
    change = {"kind": "set_covenant", "settings": draft.model_dump(mode="json")}
    wanted = changes_from([{**change, "in_force": before.model_dump(mode="json")}])
    with _bar(work_limit) as watcher:
        other = changed(known, wanted)
        solved = solve_changed(other, start, Order("auto", None, work_limit, workers, seed), watcher)
        comparison = compared((known, start), (other, solved.document))
    money = {
        "before": incomes(known, start, before.fees),
        "after": incomes(other, solved.document, draft.fees),
    }
    if as_json:
        found = told(other, [], solved, comparison)
        del found["changes"]
        for name, income in money.items():
            found[name] |= income
        print_json(found)
    else:
        for line in compared_lines(solved, comparison):
            say(line)
        if money["before"]:
            yuan = {name: f"{part['income_fen'] / 100:,.2f}" for name, part in money.items()}
            say("  " + words("income_before_after", yuan))
    if not solved.verified:
        say(words("plan_not_verified"))
        raise typer.Exit(1)


@contextmanager
def _bar(limit: float) -> Iterator[Watcher]:
    """A bar on stderr that fills with the solve's time, and Ctrl-C as a wish for the best plan so far."""
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with interruptible() as cancel, Progress(*columns, console=notes, transient=True) as bar:
        task = bar.add_task("…", total=limit)

        def step(at: Step) -> None:
            bar.update(task, completed=min(at.seconds, limit), description=at.phase)

        yield Watcher(step, cancel)


def _settings(path: Path) -> CovenantSettings:
    """Settings in a file: an object of them, or one whose ``settings`` they are.

    Raises
    ------
    FileRejected
        ``not_json``; what a setting cannot be, with its path.
    """
    try:
        found: Any = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise FileRejected("not_json", "$", "", "a JSON file with settings of a covenant", str(path)) from error
    inner = isinstance(found, dict) and set(found) == {"settings"}
    try:
        return read_settings(found["settings"] if inner else found)
    except Rejected as error:
        value = "" if error.value is None else str(error.value)
        raise FileRejected(error.code, error.field, value, error.allowed, str(path)) from error
