"""What a worker and the child that solves for it say to each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from solvers.explain import Reason

PLAN_FILE = "plan.json"
REFUSALS_FILE = "refusals.json"
FIGURES_FILE = "figures.json"
BUNDLE_FILE = "bundle.zip"
Line = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ChildOrder:
    """What to solve and with what; `folder` is where the plan and the refusals go.

    Of a `scenario`, `base` is where the solve starts from and `before` the problem that it was made for.
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


def note_of(request: str, note: Note) -> dict[str, Any]:
    """A refusal as the file of refusals holds it."""
    return {
        "request": request,
        "waitable": note.waitable,
        "reasons": [
            {
                "rule": reason.rule,
                "place": reason.place,
                "requests": list(reason.requests),
                "numbers": dict(reason.numbers),
            }
            for reason in note.reasons
        ],
    }
