"""What the checker of one domain offers, and how it tells what it found.

The modules `solvers.audit.parking`, `.rooms` and `.rosters` each offer the functions and constants of `DomainAudit`.
They read the parsed JSON of a bundle's parts: nothing in it can be trusted, not even its shape.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, Protocol

from solvers.audit.finding import Finding as Finding

Part = Mapping[str, Any]


class Malformed(Exception):
    """A part that cannot be read as what it says it is: code and field as in `Finding`."""

    def __init__(self, code: str, field: str, **numbers: int | str) -> None:
        super().__init__(code, field)
        self.finding = Finding(code, field, numbers)


class DomainAudit(Protocol):
    """Checker of a domain (a module is one).

    `problem` is problem.json, `plan` plan.json, `bound` bound.json: ``{"format": "commontide/bound/1", "domain",
    "goal", "solver_bound", "denominator", "rows"}``, where `goal` names the tier of the plan that is bounded,
    `solver_bound` is the solver's own claim, and ``rows`` (in whichever form the domain says) holds the multipliers as
    whole numbers over `denominator`. Unreadable shapes raise `Malformed`; whatever else a wrong shape ends in is
    caught by the caller too, and told as ``malformed`` of the part.
    """

    @property
    def GOAL(self) -> str:  # noqa: N802
        """Name of the tier whose bound is proven."""

    @property
    def MAXIMISED(self) -> bool:  # noqa: N802
        """Whether a larger value of that tier is better, so that the bound is an upper one."""

    def check(self, problem: Part, plan: Part, bound: Part) -> Sequence[Finding]:
        """Every rule that the plan breaks, and what cannot be read in the bound; digests are the caller's."""

    def values(self, problem: Part, plan: Part) -> Mapping[str, int]:
        """Every tier of the plan, counted again."""

    def tier_names(self, problem: Part, plan: Part) -> Sequence[str]:
        """Names of the tiers that the plan states, in their order; of a re-plan also those about the plan before."""

    def counts(self, problem: Part, plan: Part) -> Mapping[str, int]:
        """What a reader wants to see beside the published notice: requests, served, spaces."""

    def checked_bound(self, problem: Part, bound: Part) -> int | Fraction:
        """Bound of `GOAL` that the multipliers prove, whichever they are; better ones prove a closer one."""
