"""What a plan says of its goals, one by one: which they are, that no bound is passed, and how it calls itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from solvers.audit.finding import shown
from solvers.audit.protocol import DomainAudit, Finding, Part

SMALLER_IS_BETTER = ("walking", "changes", "openings", "moves")
"""Goals of domains whose leading goal is to be large, that are to be small themselves."""


def check_tiers(checker: DomainAudit, plan: Part, expected: Sequence[str]) -> Iterator[Finding]:
    """That the goals are the expected ones in their order, none is better than its bound, and the status is theirs."""
    tiers = plan["tiers"]
    names = [tier["name"] for tier in tiers]
    if names != list(expected):
        told = {"claimed": ", ".join(names)[:80], "counted": ", ".join(expected)}
        yield Finding("value_differs", "plan.tiers", told)
    for at, tier in enumerate(tiers):
        value, bound, field = tier["value"], tier.get("bound"), f"plan.tiers[{at}].bound"
        small = not checker.MAXIMISED or tier["name"] in SMALLER_IS_BETTER
        if bound is not None and (value < bound if small else value > bound):
            yield Finding("beyond_bound", field, {"value": shown(value), "bound": shown(bound)})
        if bound is not None and not _has_bound(checker, tier["name"]):
            yield Finding("unknown_field", field, {"allowed": "name, value"})
    if plan["status"] == "optimal" and not all(
        tier.get("bound") == tier["value"] for tier in tiers if _has_bound(checker, tier["name"])
    ):
        yield Finding("value_differs", "plan.status", {"claimed": "optimal", "counted": "feasible"})


def _has_bound(checker: DomainAudit, name: str) -> bool:
    """Whether solvers bound a goal: all of them, but of a cost that is one sum only the sum."""
    return checker.MAXIMISED or name == checker.GOAL
