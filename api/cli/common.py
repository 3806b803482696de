"""What all commands share: JSON on stdout alone, everything else on stderr, one clear error and exit code 2."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, NoReturn, ParamSpec, TypeVar

import typer
from rich.console import Console

from api.sentences import sentence
from scheduler.errors import FileRejected
from scheduler.files import LoadedProblem, Notice, read_problem
from solvers.errors import InvalidProblem
from solvers.explain import Reason
from solvers.plan import Violation

P = ParamSpec("P")
T = TypeVar("T")

notes = Console(stderr=True, highlight=False)

JsonFlag = Annotated[bool, typer.Option("--json", help="Print one JSON object on stdout and nothing else there.")]
ProblemFile = Annotated[Path, typer.Argument(metavar="PROBLEM.json", help="The problem.")]
PlanFile = Annotated[Path, typer.Argument(metavar="PLAN.json", help="A plan of the problem.")]


def language() -> str:
    """ "zh" or "en", as the environment prefers."""
    wanted = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "zh" if wanted.lower().startswith("zh") else "en"


def print_json(content: Mapping[str, Any]) -> None:
    """One JSON object on stdout."""
    typer.echo(json.dumps(content, ensure_ascii=False))


def say(text: str) -> None:
    """A line for people, on stderr."""
    notes.print(text, markup=False, soft_wrap=True)


def both(code: str, numbers: Mapping[str, Any]) -> dict[str, str]:
    """The sentence of a code in both languages."""
    return {"en": sentence(code, "en", **numbers), "zh": sentence(code, "zh", **numbers)}


def error_of(error: FileRejected | InvalidProblem) -> dict[str, Any]:
    """An error as a program reads it."""
    value = error.value if isinstance(error.value, str | int | float | None) else str(error.value)
    numbers = {"field": error.field, "value": value, "allowed": error.allowed}
    where = {"path": error.path} if isinstance(error, FileRejected) else {}
    return {"code": error.code, **numbers, **where, "message": both(error.code, numbers)}


def refuse(error: FileRejected | InvalidProblem, as_json: bool, **extra: Any) -> NoReturn:
    """Tell what is wrong, in the reader's language and for programs, and end with exit code 2."""
    told = error_of(error)
    where = f"{told['path']}: " if "path" in told else ""
    say(f"{where}{told['code']}: {told['field']} = {told['value']!r}; {told['message'][language()]}")
    say(f"allowed: {told['allowed']}")
    if as_json:
        print_json({**extra, "error": told})
    raise typer.Exit(2)


def refusing(command: Callable[P, T]) -> Callable[P, T]:
    """A command whose bad input ends in `refuse`."""

    @wraps(command)
    def guarded(*arguments: P.args, **options: P.kwargs) -> T:
        try:
            return command(*arguments, **options)
        except (FileRejected, InvalidProblem) as error:
            refuse(error, bool(options.get("as_json")))

    return guarded


def offered(name: str, value: str, allowed: Iterable[str]) -> str:
    """`value` if it is one of `allowed`.

    Raises
    ------
    InvalidProblem
        ``not_offered``, with everything that is.
    """
    choices = list(allowed)
    if value not in choices:
        raise InvalidProblem("not_offered", name, value, ", ".join(choices))
    return value


def check_writable(path: Path) -> None:
    """Refuse an output that could not be written, before anything is worked out for it.

    Raises
    ------
    FileRejected
        ``not_writable``.
    """
    folder = path.parent
    if path.is_dir() or not folder.is_dir() or not os.access(path if path.exists() else folder, os.W_OK):
        raise FileRejected("not_writable", "$", "", "a place that may be written", str(path))


def load(path: Path) -> LoadedProblem:
    """A problem, its warnings told on stderr."""
    loaded = read_problem(path)
    tell(loaded.warnings)
    return loaded


def words(code: str, numbers: Mapping[str, Any] | None = None, first: str | None = None) -> str:
    """The sentence of a code in the reader's language; `first` is the horizon's first date."""
    return sentence(code, language(), first, **dict(numbers or {}))


def rule_told(found: Violation | Reason, first: str) -> dict[str, Any]:
    """A violation or a reason as a program and a person read it; `first` is the horizon's first date."""
    numbers = {"place": found.place, "requests": list(found.requests), **found.numbers}
    return {
        "rule": found.rule,
        "message": words(found.rule, numbers, first),
        "place": found.place,
        "requests": list(found.requests),
        "numbers": dict(found.numbers),
    }


def tell(warnings: Iterable[Notice]) -> None:
    """Warnings for people."""
    for warning in warnings:
        say(f"{warning.code}: {words(warning.code, warning.numbers)}")
