"""Parking as rules and goals over the core: the recipe that every engine, verifier and report shares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from solvers.cells import Steps
from solvers.constraints import (
    Constraint,
    CountCap,
    Eligibility,
    Exclusive,
    FlowCap,
    MomentCap,
    NoOverlap,
    Pin,
    Pins,
    Reciprocity,
    RequestOnce,
)
from solvers.formulation import Formulation
from solvers.objectives import Changes, Kept, Objective, ServedPoints, Stability, Walking
from solvers.parking.case import ParkingCase
from solvers.parking.eligibility import EligibilityCheck
from solvers.parking.occupancy import Occupancy
from solvers.parking.problem import Lock, ParkingProblem
from solvers.plan import Violation

Base = Mapping[int, tuple[int, ...]]
ALWAYS = np.iinfo(np.int32).min
MOST_TRIES = 20_000


@dataclass(frozen=True)
class Recipe:
    """A parking round ready to be solved.

    `unheld` are the locks that cannot hold, each with what speaks against it; they bind nobody.
    """

    case: ParkingCase
    formulation: Formulation
    unheld: tuple[tuple[Lock, Violation], ...]
    start: Mapping[int, tuple[int, ...]]
    """Spaces that keep all holding pins at once."""


def formulate(parking: ParkingProblem, base: Base | None = None) -> Recipe:
    """Rules and goals of a parking round.

    Parameters
    ----------
    parking
        The round.
    base
        For a re-plan: request to spaces in the plan to depart from. Kept rights and few changes then come first.
    """
    pins, unheld, start = screened_pins(parking)
    case = ParkingCase(parking, pins)
    return Recipe(case, Formulation(case.problem, rules_of(case), goals_of(case, base)), unheld, start)


def rules_of(case: ParkingCase) -> list[Constraint]:
    """Every rule of the round."""
    parking, problem = case.parking, case.problem
    check = EligibilityCheck(parking, case.bans)
    unpinned = case if not case.pins else ParkingCase(parking)
    always = {
        site: Steps(np.array([ALWAYS], dtype=np.int64), np.array([cap], dtype=np.int64))
        for site, cap in case.outside_limits.items()
    }
    index = parking.site_index
    gates = {at: site.gate_limit for at, site in enumerate(parking.sites) if site.gate_limit is not None}
    cap = parking.policy.household_cap
    return [
        RequestOnce(),
        Eligibility(
            fits=lambda request, part, unit: _fits(unpinned, request, part, unit),
            refusals=lambda request, part, unit: list(
                check.refusals(request, problem.requests[request].parts[part], unit)
            ),
        ),
        NoOverlap(parking.policy.guard_minutes),
        MomentCap("owner_reserve", case.reserve_limits),
        MomentCap("outside_cap", always, case.outside),
        FlowCap(gates),
        *(Reciprocity(index[pair.a], index[pair.b], pair.tolerance, case.homes) for pair in parking.partners),
        Exclusive(case.vehicles),
        *([] if cap is None else [CountCap(case.households, cap)]),
        Pins(case.pins),
    ]


def _fits(case: ParkingCase, request: int, part: int, unit: int) -> bool:
    kinds = case.choices[request].get(case.problem.assets[unit].group, ())
    return bool(kinds) and any(unit in case.kinds[kind].units for kind in kinds[part])


def goals_of(case: ParkingCase, base: Base | None) -> list[Objective]:
    """Goals in the order of the covenant; a re-plan puts what is kept first."""
    parking = case.parking
    group_of = {unit: asset.group for unit, asset in enumerate(case.problem.assets)}
    index = parking.site_index
    previous = {
        at: parking.unit_index[request.previous_space]
        for at, request in enumerate(parking.requests)
        if request.previous_space is not None
    }
    usual: list[Objective] = [
        ServedPoints([parking.points_of(request) for request in parking.requests]),
        Walking([{index[site]: metres for site, metres in request.walk.items()} for request in parking.requests]),
        Stability(previous, group_of),
    ]
    return usual if base is None else [Kept(base), Changes(base, group_of), *usual]


# ---- pins that can hold


def screened_pins(
    parking: ParkingProblem,
) -> tuple[tuple[Pin, ...], tuple[tuple[Lock, Violation], ...], Mapping[int, tuple[int, ...]]]:
    """Tell the pins that can hold together from those that cannot.

    Pins are taken in the order of the file. One is reported, with the rule that speaks against it, if no places keep it
    and all holding pins before it; the search for such places is exact up to 20,000 tries a pin.
    """
    held: list[Pin] = []
    unheld: list[tuple[Lock, Violation]] = []
    start: Mapping[int, tuple[int, ...]] = {}
    for lock in (lock for lock in parking.locks if lock.kind == "pin"):
        pin, contradiction = _pin_of(parking, lock)
        if contradiction is None and pin not in held:
            places = _places(parking, [*held, pin])
            if isinstance(places, str):
                contradiction = Violation(places, lock.space or lock.site or "", (lock.request,))
            elif any(other.request == pin.request for other in held):
                held, start = _tightened(held, pin), places
            else:
                held, start = [*held, pin], places
        if contradiction is not None:
            unheld.append((lock, contradiction))
    return tuple(held), tuple(unheld), start


def _tightened(held: Sequence[Pin], pin: Pin) -> list[Pin]:
    """Two pins of one request that agree become the more particular one."""
    return [pin if other.request == pin.request and pin.asset is not None else other for other in held]


def _pin_of(parking: ParkingProblem, lock: Lock) -> tuple[Pin, Violation | None]:
    request = parking.request_index[lock.request]
    unit = parking.unit_index[lock.space] if lock.space is not None else None
    site = parking.site_index[parking.spaces[parking.units[unit][1]].site if unit is not None else str(lock.site)]
    wrong = lock.site is not None and parking.site_index[lock.site] != site
    against = Violation("pin", lock.space or "", (lock.request,), {"allowed": lock.site or ""}) if wrong else None
    return Pin(request, site, unit), against


def _places(parking: ParkingProblem, pins: Sequence[Pin]) -> Mapping[int, tuple[int, ...]] | str:
    """Spaces for all pins at once, or the first rule met in their way."""
    merged: dict[int, Pin] = {}
    for pin in pins:
        other = merged.get(pin.request)
        if other and (other.group != pin.group or None not in (other.asset, pin.asset) and other.asset != pin.asset):
            return "request_once"
        merged[pin.request] = pin if other is None or other.asset is None else other
    search = _PinSearch(ParkingCase(parking, tuple(merged.values())))
    return search.occupancy.served if search.place(0) else search.rule


class _PinSearch:
    """Depth-first search for places of pins, those with fewest usable spaces first."""

    def __init__(self, case: ParkingCase) -> None:
        self.occupancy = Occupancy(case)
        self.rule = "no_overlap"
        self.tries = 0
        self.options = []
        for request, pin in sorted(case.pinned.items()):
            kinds = case.choices[request].get(pin.group, ())
            self.options.append((request, pin.group, [[u for k in part for u in case.kinds[k].units] for part in kinds]))
        self.options.sort(key=lambda option: (len(option[2][0]) if option[2] else 0, option[0]))

    def place(self, depth: int) -> bool:
        """Place the pins from `depth` on."""
        if depth == len(self.options):
            return True
        request, site, units = self.options[depth]
        if not units:
            self.rule = "eligibility"
            return False
        rule = self.occupancy.blocking_rule(request, site)
        if rule is not None:
            self.rule = rule
            return False
        for chosen in product(*units):
            self.tries += 1
            if self.tries <= MOST_TRIES and self.occupancy.is_free(request, chosen):
                self.occupancy.add(request, chosen)
                if self.place(depth + 1):
                    return True
                self.occupancy.remove(request)
        return False
