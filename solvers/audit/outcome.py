"""What an audit came to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from solvers.audit.finding import Finding


@dataclass(frozen=True)
class Audit:
    """What an audit came to.

    `values` are the tiers counted again, `unchecked` those that no bundle alone can show (what a re-plan kept of the
    plan before). `checked_bound` is what the multipliers prove of the tier `goal`, as the next whole number;
    `solver_bound` the solver's own claim. `policy` are the settings that the problem states (others have their usual
    values), to be compared with the covenant by whoever knows it. `not_planned` are receipts of the draw that are not
    in the problem. `parts` tells the bytes of each part. What hangs on parts that cannot be read is None or empty.
    """

    domain: str
    root: str
    parts: Mapping[str, int]
    findings: tuple[Finding, ...] = ()
    goal: str = ""
    values: Mapping[str, int] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    unchecked: tuple[str, ...] = ()
    policy: Mapping[str, Any] = field(default_factory=dict)
    not_planned: tuple[str, ...] = ()
    solver_bound: int | None = None
    checked_bound: int | None = None

    @property
    def accepted(self) -> bool:
        """Whether everything holds."""
        return not self.findings

    @property
    def gap(self) -> float | None:
        """``|checked_bound - value| / max(1, |checked_bound|)`` of the goal; None where either is not known."""
        value = self.values.get(self.goal)
        if value is None or self.checked_bound is None:
            return None
        return abs(self.checked_bound - value) / max(1, abs(self.checked_bound))
