"""What a solve hands back to those who record it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scheduler.translation import Document, RefusalLine


@dataclass(frozen=True, slots=True)
class Outcome:
    """A verified plan and why it leaves out whom it leaves out."""

    document: Document
    refusals: Sequence[RefusalLine]


@dataclass(frozen=True, slots=True)
class RunProgress:
    """How far a solve is: phase, best value of the first tier, its proven bound, their gap, seconds since the start."""

    phase: str = ""
    incumbent: int | None = None
    bound: int | None = None
    gap: float | None = None
    seconds: float = 0.0
