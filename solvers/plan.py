"""What a solve leaves behind: assignments, tiers with their bounds, and what could not hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from solvers.problem import Assignment


class Status(StrEnum):
    """How a solve ended. All are answers; only `invalid` carries no plan."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    CANCELLED = "cancelled"
    INVALID = "invalid"


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule that a plan breaks: stable code, ids and numbers; sentences are made at the edge.

    `rule` names the constraint; `place` a group or asset; `requests` who is involved; `numbers` what was counted and
    allowed (minutes of the horizon, counts, metres).
    """

    rule: str
    place: str = ""
    requests: tuple[str, ...] = ()
    numbers: Mapping[str, int | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Tier:
    """Value of one goal and its proven bound among plans no worse in the earlier tiers; None: no bound is known."""

    name: str
    value: int
    bound: int | None

    @property
    def gap(self) -> float | None:
        """``|bound - value| / max(1, |bound|)``."""
        return gap_of(self.value, self.bound)


def gap_of(value: int | None, bound: int | None) -> float | None:
    """How far a value is from a bound, as a share of the bound; none where either is unknown."""
    return None if value is None or bound is None else abs(bound - value) / max(1, abs(bound))


BEFORE = ("kept", "changes", "kept_sessions", "moves")
"""Goals about the plan before, of whatever is planned: how many it leaves, and what it moves."""


class Goal(Protocol):
    """A goal of a plan, as an engine leaves it or a file tells it."""

    @property
    def name(self) -> str: ...

    @property
    def value(self) -> int: ...

    @property
    def bound(self) -> int | None: ...


def leading(names: Sequence[str]) -> int:
    """Position of the goal that tells how good a plan is: the first besides the guarantee, a promise to few people."""
    return next((at for at, name in enumerate(names) if name != "guarantee"), 0)


def telling(names: Sequence[str]) -> int:
    """Position of the goal by which people are told how good a plan is; those about the plan before come first."""
    return next((at for at, name in enumerate(names) if name not in ("guarantee", *BEFORE)), leading(names))


def told(tiers: Sequence[Goal]) -> tuple[int | None, int | None]:
    """How good a plan is, and what is proven of it; of one that departs from a plan before, nothing beside that."""
    if not tiers:
        return None, None
    names = [tier.name for tier in tiers]
    goal = tiers[telling(names)]
    return goal.value, goal.bound if telling(names) == leading(names) else None


@dataclass(frozen=True, slots=True)
class Result:
    """Outcome of an engine.

    `reproducible` is false where a clock, not the work limit, ended the solve. `work` is in units of about a
    second, `peak_kib` the memory of the worker processes and their parent, 0 where there were none.
    """

    engine: str
    status: Status
    plan: tuple[Assignment, ...]
    tiers: tuple[Tier, ...]
    reproducible: bool = True
    work: float = 0.0
    peak_kib: int = 0


def status_of(tiers: tuple[Tier, ...], cancelled: bool = False) -> Status:
    """Optimal where every tier meets its bound; cancelled where a person stopped it short of that."""
    if tiers and all(tier.bound == tier.value for tier in tiers):
        return Status.OPTIMAL
    return Status.CANCELLED if cancelled else Status.FEASIBLE
