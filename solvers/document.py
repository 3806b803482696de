"""A plan as it is kept and published: names instead of positions, no timings, digests that anyone can recompute."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal

from solvers.plan import Result, Status, Violation
from solvers.problem import Assignment, Problem
from solvers.ranges import Identifier, Text
from solvers.timetable import STRICT

PLAN_FORMAT = "commontide/plan/1"
Digest = Annotated[str, Text(64, 64)]
AssetName = Annotated[str, Text(1, 80)]


@dataclass(frozen=True, slots=True)
class Placement:
    """A request served: its group (site, facility) and one asset (space, room) for each part."""

    __pydantic_config__: ClassVar[Any] = STRICT

    request: Identifier
    site: Identifier
    spaces: tuple[AssetName, ...]


@dataclass(frozen=True, slots=True)
class TierLine:
    """Value of a goal and its proven bound among plans no worse in the earlier goals."""

    __pydantic_config__: ClassVar[Any] = STRICT

    name: Identifier
    value: int
    bound: int | None = None


@dataclass(frozen=True, slots=True)
class UnheldLock:
    """A lock of the staff that cannot hold, and the rule that speaks against it."""

    __pydantic_config__: ClassVar[Any] = STRICT

    request: Identifier
    site: Identifier | None
    space: AssetName | None
    rule: Identifier


@dataclass(frozen=True)
class PlanDocument:
    """A whole plan.

    `problem_digest` names the problem it was made for. `plan_digest` covers the problem's digest and the assignments:
    equal digests, equal plans.
    """

    __pydantic_config__: ClassVar[Any] = STRICT

    problem_digest: Digest
    plan_digest: Digest
    engine: Identifier
    status: Status
    seed: int
    reproducible: bool
    tiers: tuple[TierLine, ...]
    assignments: tuple[Placement, ...]
    unheld: tuple[UnheldLock, ...] = ()
    domain: Literal["parking"] = "parking"
    format: Literal["commontide/plan/1"] = "commontide/plan/1"


def placements_of(problem: Problem, plan: Sequence[Assignment]) -> tuple[Placement, ...]:
    """Assignments by name, in the order of the requests."""
    return tuple(
        Placement(
            problem.requests[assignment.request].id,
            problem.groups[problem.assets[assignment.assets[0]].group],
            tuple(problem.assets[asset].id for asset in assignment.assets),
        )
        for assignment in sorted(plan)
    )


def tier_lines(result: Result) -> tuple[TierLine, ...]:
    """Tiers of a result."""
    return tuple(TierLine(tier.name, tier.value, tier.bound) for tier in result.tiers)


def assignments_of(problem: Problem, placements: Sequence[Placement]) -> tuple[tuple[Assignment, ...], list[Violation]]:
    """Assignments by position, and a violation for every name that the problem does not know."""
    requests: Mapping[str, int] = {request.id: at for at, request in enumerate(problem.requests)}
    assets: Mapping[str, int] = {asset.id: at for at, asset in enumerate(problem.assets)}
    plan, unknown = [], []
    for placement in placements:
        known = placement.request in requests and all(space in assets for space in placement.spaces)
        if not known or not placement.spaces:
            unknown.append(Violation("unknown_id", ", ".join(placement.spaces), (placement.request,)))
            continue
        units = tuple(assets[space] for space in placement.spaces)
        if problem.groups[problem.assets[units[0]].group] != placement.site:
            unknown.append(Violation("wrong_site", placement.site, (placement.request,)))
        plan.append(Assignment(requests[placement.request], units))
    return tuple(plan), unknown
