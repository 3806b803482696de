"""What a worker and the child that solves for it say to each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from solvers.causes import Cause, Removal
from solvers.explain import Reason

PLAN_FILE = "plan.json"
REFUSALS_FILE = "refusals.json"
FIGURES_FILE = "figures.json"
BUNDLE_FILE = "bundle.zip"
Line = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ChildOrder:
    """What to solve and with what; `folder` is where the plan and the refusals go.

    Of a `scenario`, `base` is where the solve starts from and `before` the problem that it was made for; `fees` are
    those under which the incomes of both plans are told, before and after.
    """

    problem: str
    folder: str
    base: str | None = None
    engine: str = "auto"
    seed: int = 0
    work: float | None = None
    seconds: float | None = None
    workers: int = 2
    scenario: bool = False
    before: str | None = None
    fees: tuple[Mapping[str, Any], Mapping[str, Any]] | None = None


@dataclass(frozen=True, slots=True)
class CertifyOrder:
    """What to make a certificate of; `context` is a `scheduler.certificates.bundle.Context` as JSON.

    The bundle goes to `folder`.
    """

    problem: str
    plan: str
    folder: str
    context: Mapping[str, Any]


class Note(Protocol):
    """Why somebody is refused, in any domain."""

    @property
    def waitable(self) -> bool: ...
    @property
    def reasons(self) -> tuple[Reason, ...]: ...


def note_of(request: str, note: Note, cause: Cause | None = None) -> dict[str, Any]:
    """A refusal as the file of refusals holds it; the cause is the given one, else the note's own if it has one."""
    found = cause or getattr(note, "cause", None)
    return {
        "request": request,
        "waitable": note.waitable,
        "reasons": [_rule(reason) for reason in note.reasons],
        "cause": None if found is None else cause_fields(found),
    }


def cause_fields(cause: Cause) -> dict[str, Any]:
    """A cause as files, rows and programs hold it; rivals are named, so that the office can look and anyone check."""
    return {
        "place": cause.place,
        "removals": [{"kind": removal.kind, **_rule(removal)} for removal in cause.removals],
        "points": cause.points,
        "rival_points": cause.rival_points,
        "missing": cause.missing,
        "outranked": cause.outranked,
    }


def _rule(found: Reason | Removal) -> dict[str, Any]:
    return {
        "rule": found.rule,
        "place": found.place,
        "requests": list(found.requests),
        "numbers": dict(found.numbers),
    }
