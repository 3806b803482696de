"""What a solve hands back to those who record it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scheduler.translation import Document, RefusalLine


@dataclass(frozen=True, slots=True)
class Outcome:
    """A verified plan and why it leaves out whom it leaves out; of a scenario, its `figures`."""

    document: Document
    refusals: Sequence[RefusalLine]
    figures: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class RunProgress:
    """How far a solve is: phase, best value of the first tier, its proven bound, their gap, seconds since the start."""

    phase: str = ""
    incumbent: int | None = None
    bound: int | None = None
    gap: float | None = None
    seconds: float = 0.0
