"""Who of the waitlist can be served by what is free now, without moving anybody: checked by the rules of the plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Any, NamedTuple

from scheduler.translation.sessions import session_from, stored_session
from solvers.parking.occupancy import Occupancy
from solvers.parking.problem import ParkingProblem
from solvers.parking.recipe import formulate
from solvers.problem import Assignment
from solvers.rooms.case import RoomsCase
from solvers.rooms.plan import uses_of
from solvers.rooms.problem import RoomsProblem
from solvers.rooms.refusals import sessions_for
from solvers.rooms.repair import Diary

MOST_TRIES = 5_000
"""Most combinations of spaces that are tried for one right in several parts."""


@dataclass(frozen=True, slots=True)
class Place:
    """A site and one space for each part of a right, by code; or weekly sessions in rooms, as rights keep them."""

    receipt: str
    site: str = ""
    spaces: tuple[str, ...] = ()
    sessions: tuple[dict[str, Any], ...] = ()


def places_for(problem: ParkingProblem, held: Mapping[str, Sequence[str]], waiting: Iterable[str]) -> list[Place]:
    """Places for those who wait, first in line first, each verified with everything held and placed before it."""
    recipe = formulate(problem)
    case, formulation = recipe.case, recipe.formulation
    occupancy = Occupancy(case)
    plan = []
    for receipt, spaces in held.items():
        if receipt in problem.request_index:
            assignment = Assignment(
                problem.request_index[receipt], tuple(problem.unit_index[space] for space in spaces)
            )
            occupancy.add(assignment.request, assignment.assets)
            plan.append(assignment)
    standing = len(formulation.verify(plan))
    out = []
    for receipt in waiting:
        at = problem.request_index.get(receipt)
        units = None if at is None or receipt in held else _free(occupancy, at)
        if at is None or units is None:
            continue
        candidate = Assignment(at, units)
        # Staff may have taken a rule back since; nobody is asked in where that makes things worse than they stand.
        if len(formulation.verify([*plan, candidate])) > standing:
            continue
        occupancy.add(at, units)
        plan.append(candidate)
        site = problem.spaces[problem.units[units[0]][1]].site
        out.append(Place(receipt, site, tuple(problem.units[unit][0] for unit in units)))
    return out


def sessions_for_those(
    problem: RoomsProblem, held: Mapping[str, Sequence[Mapping[str, Any]]], waiting: Iterable[str]
) -> list[Place]:
    """Sessions for those who wait, first in line first, each verified with everything held and placed before it."""
    known = problem.request_index
    standing = [session_from(receipt, one) for receipt, own in held.items() if receipt in known for one in own]
    asked = [known[receipt] for receipt in waiting if receipt in known and receipt not in held]
    return [
        Place(found[0].request, sessions=tuple(stored_session(one) for one in found))
        for found in sessions_for(RoomsCase(problem), standing, asked)
    ]


class LeftOut(NamedTuple):
    """A date on which a group could not meet: in the slot of its session `number`."""

    receipt: str
    number: int
    day: date


def dates_that_fit(
    problem: RoomsProblem, held: Mapping[str, Sequence[Mapping[str, Any]]], wanted: Iterable[LeftOut]
) -> list[LeftOut]:
    """Dates on which groups could meet after all in their own slot, beside everything held and each other."""
    case, known = RoomsCase(problem), problem.request_index
    standing = [session_from(name, one) for name, own in held.items() if name in known for one in own]
    diary = Diary(case, uses_of(problem, standing)[0])
    out = []
    for one in wanted:
        if one.receipt not in known:
            continue
        stored = held[one.receipt][one.number]
        more = session_from(one.receipt, {**stored, "dates": [one.day.isoformat()], "substitutes": []})
        uses = uses_of(problem, [more])[0]
        if diary.fits_all(uses):
            for use in uses:
                diary.add(use)
            out.append(one)
    return out


def _free(occupancy: Occupancy, request: int) -> tuple[int, ...] | None:
    """Free spaces for each part of a request at the nearest site that no rule closes."""
    case = occupancy.case
    for site, parts in case.choices[request].items():
        if occupancy.blocking_rule(request, site) is not None:
            continue
        options = [[unit for kind in part for unit in case.kinds[kind].units] for part in parts]
        for tries, chosen in enumerate(product(*options)):
            if tries >= MOST_TRIES:
                break
            if occupancy.is_free(request, chosen):
                return chosen
    return None
