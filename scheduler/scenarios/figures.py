"""The numbers by which plans of one round are compared, whatever its domain: who asked, who got how much.

A share is what a class got of what it asked for: rights of vehicles by party, dated sessions of groups by category,
seats of shifts by kind. The Gini coefficient (Gini 1912) is that of the shares of single people or groups.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scheduler.files import Document, Problem
from scheduler.shares import gini
from solvers.document import PlanDocument, assignments_of
from solvers.parking.figures import figures_of
from solvers.parking.problem import ParkingProblem
from solvers.parking.recipe import formulate
from solvers.rooms.case import RoomsCase
from solvers.rooms.plan import RoomsPlan
from solvers.rooms.problem import RoomsProblem
from solvers.rosters.plan import RosterPlan
from solvers.rosters.problem import STANDBY, RosterProblem

Places = Mapping[str, tuple[str, ...]]
"""What each registration, section or volunteer has, as sorted texts that can be compared."""


@dataclass(frozen=True, slots=True)
class Share:
    """What a class asked for and got."""

    name: str
    asked: int
    got: int

    @property
    def percent(self) -> float | None:
        """Share in per cent; None where nothing was asked for."""
        return None if not self.asked else round(100 * self.got / self.asked, 2)


@dataclass(frozen=True, slots=True)
class PlanFigures:
    """Numbers of one plan.

    `classes` are shares by class; `smallest_share` is the least of them in per cent. `owner_risk` counts sites that
    are at some moment as full as the owners' reserve allows, so that an owner who comes home early may find the reserve
    in use by the next; None where there are no owners.
    """

    tiers: tuple[Mapping[str, Any], ...]
    asked: int
    served: int
    classes: tuple[Share, ...]
    smallest_share: float | None
    gini: float
    owner_risk: int | None = None

    def as_json(self) -> dict[str, Any]:
        """The numbers as a program reads them."""
        classes = [
            {"name": one.name, "asked": one.asked, "got": one.got, "share": one.percent, "refused": one.asked - one.got}
            for one in self.classes
        ]
        told = {"tiers": [dict(tier) for tier in self.tiers], "asked": self.asked, "served": self.served}
        fairness = {"smallest_share": self.smallest_share, "gini": self.gini}
        return {**told, "classes": classes, "fairness": fairness, "owner_risk": self.owner_risk}


def plan_figures(problem: Problem, document: Document) -> PlanFigures:
    """Numbers of a verified plan."""
    if isinstance(problem, ParkingProblem):
        assert isinstance(document, PlanDocument)
        return _parking(problem, document)
    if isinstance(problem, RoomsProblem):
        assert isinstance(document, RoomsPlan)
        return _rooms(problem, document)
    assert isinstance(document, RosterPlan)
    return _rosters(problem, document)


def _made(
    document: Document, asked: Mapping[str, int], got: Mapping[str, int], people: list[float], risk: int | None = None
) -> PlanFigures:
    classes = tuple(Share(name, count, got.get(name, 0)) for name, count in sorted(asked.items()))
    shares = [one.percent for one in classes if one.percent is not None]
    tiers = tuple({"name": tier.name, "value": tier.value, "bound": tier.bound} for tier in document.tiers)
    return PlanFigures(
        tiers, sum(asked.values()), sum(got.values()), classes, min(shares, default=None), round(gini(people), 4), risk
    )


def _parking(problem: ParkingProblem, document: PlanDocument) -> PlanFigures:
    served = {one.request for one in document.assignments}
    asked = Counter[str](one.party for one in problem.requests)
    got = Counter[str](one.party for one in problem.requests if one.id in served)
    recipe = formulate(problem)
    plan, _ = assignments_of(recipe.formulation.problem, document.assignments)
    sites = figures_of(recipe, plan).sites
    risk = sum(one.spare is not None and one.spare <= (one.spare_due or 0) for one in sites)
    return _made(document, asked, got, [float(one.id in served) for one in problem.requests], risk)


def _rooms(problem: RoomsProblem, document: RoomsPlan) -> PlanFigures:
    case = RoomsCase(problem)
    held, asked, got = Counter[str](), Counter[str](), Counter[str]()
    for one in document.assignments:
        held[one.request] += len(one.dates)
    wanted, given = defaultdict[str, int](int), defaultdict[str, int](int)
    for at, section in enumerate(problem.requests):
        most = max((len(case.options[option].held) for option in case.options_at[at]), default=1)
        asked[section.category] += section.sessions * most
        got[section.category] += held[section.id]
        wanted[section.party] += section.sessions * most
        given[section.party] += held[section.id]
    return _made(document, asked, got, [min(1.0, given[name] / count) for name, count in wanted.items()])


def _rosters(problem: RosterProblem, document: RosterPlan) -> PlanFigures:
    kinds = {shift.id: shift.kind for shift in problem.shifts}
    asked = Counter[str]()
    for shift in problem.shifts:
        asked[shift.kind] += sum(role.target for role in shift.roles)
    got = Counter[str](kinds[one.shift] for one in document.assignments if one.role != STANDBY)
    minutes = {shift.id: shift.minutes for shift in problem.shifts}
    served = Counter[str]()
    for one in document.assignments:
        served[one.volunteer] += minutes[one.shift]
    active = [one.id for one in problem.volunteers if one.active]
    return _made(document, asked, got, [float(served[name]) for name in active])


def places_of(document: Document) -> Places:
    """What each registration, section or volunteer has in a plan."""
    if isinstance(document, PlanDocument):
        return {one.request: (one.site, *one.spaces) for one in document.assignments}
    found = defaultdict[str, list[str]](list)
    if isinstance(document, RosterPlan):
        for duty in document.assignments:
            found[duty.volunteer].append(f"{duty.shift}/{duty.role}")
    else:
        for one in document.assignments:
            found[one.request].append(f"{one.room} {one.weekday} {one.start}-{one.end}")
    return {name: tuple(sorted(own)) for name, own in found.items()}
