"""Parking as rules and goals over the core: the recipe that every engine, verifier and report shares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
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
from solvers.objectives import Changes, Draw, Guarantee, Kept, Objective, ServedPoints, Stability, Walking
from solvers.parking.case import ParkingCase
from solvers.parking.eligibility import EligibilityCheck
from solvers.parking.occupancy import Occupancy
from solvers.parking.problem import Lock, ParkingProblem
from solvers.plan import Violation

Base = Mapping[int, tuple[int, ...]]
ALWAYS = np.iinfo(np.int32).min
MOST_TRIES = 20_000
MOST_SEARCHED = 150
"""Most pins whose places are searched together; more are held where they find places one after the other."""
Option = tuple[int, int, list[list[int]]]


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
    """Goals in the order of the covenant; a re-plan puts what is kept first.

    The guarantee and the draw are goals only where some request has one: nobody in force gives way to a guarantee.
    """
    parking = case.parking
    group_of = {unit: asset.group for unit, asset in enumerate(case.problem.assets)}
    index = parking.site_index
    previous = {
        at: parking.unit_index[request.previous_space]
        for at, request in enumerate(parking.requests)
        if request.previous_space is not None
    }
    usual: list[Objective] = [
        *([Guarantee(case.guaranteed)] if case.guaranteed else []),
        ServedPoints([parking.points_of(request) for request in parking.requests]),
        Walking([{index[site]: metres for site, metres in request.walk.items()} for request in parking.requests]),
        Stability(previous, group_of),
        *([Draw(case.lots)] if case.lots else []),
    ]
    return usual if base is None else [Kept(base), Changes(base, group_of), *usual]


# ---- pins that can hold

Held = tuple[tuple[Pin, ...], tuple[tuple[Lock, Violation], ...], Mapping[int, tuple[int, ...]]]


def screened_pins(parking: ParkingProblem) -> Held:
    """Tell the pins that can hold together from those that cannot.

    Pins are taken in the order of the file. One is reported, with the rule that speaks against it, if no places keep it
    and all holding pins before it; the search for such places is exact up to 20,000 tries a pin and 150
    pins. Pins must leave partner sites in balance by themselves; the latest that do not are reported.

    Returns
    -------
    (pins, unheld, places)
        At most one holding pin for each request; the locks that cannot hold; spaces that keep all holding pins.
    """
    locks = [lock for lock in parking.locks if lock.kind == "pin"]
    if not locks:
        return (), (), {}
    search = _PinSearch(parking, {parking.request_index[lock.request] for lock in locks})
    held: dict[int, Pin] = {}
    unheld: list[tuple[Lock, Violation]] = []
    places: Mapping[int, tuple[int, ...]] = {}
    for lock in locks:
        pin = _pin_of(parking, lock)
        joined = None if pin is None else _joined(held.get(pin.request), pin)
        found = "pin" if joined is None else search.places(held, joined)
        if isinstance(found, str):
            unheld.append((lock, Violation(found, lock.space or lock.site or "", (lock.request,))))
        elif joined is not None:
            held[joined.request], places = joined, found
    for request in _too_many(parking, held):
        pin = held.pop(request)
        lock = next(lock for lock in locks if lock.request == parking.requests[request].id)
        unheld.append((lock, Violation("reciprocity", parking.sites[pin.group].id, (lock.request,))))
    return tuple(held.values()), tuple(unheld), {at: units for at, units in places.items() if at in held}


def _too_many(parking: ParkingProblem, held: Mapping[int, Pin]) -> list[int]:
    """The latest pinned requests by which one partner site alone would receive more than the tolerance allows."""
    index = parking.site_index
    out = []
    for pair in parking.partners:
        ends = {index[pair.a], index[pair.b]}
        crossing: dict[int, list[int]] = {end: [] for end in ends}
        for request, pin in held.items():
            home = parking.requests[request].home_site
            if home is not None and pin.group in ends and index[home] in ends - {pin.group}:
                crossing[pin.group].append(request)
        fewer, more = sorted(crossing.values(), key=len)
        out += more[len(fewer) + pair.tolerance :]
    return out


def _pin_of(parking: ParkingProblem, lock: Lock) -> Pin | None:
    """The pin by positions; None if its space is not at its site."""
    unit = parking.unit_index[lock.space] if lock.space is not None else None
    site = parking.site_index[parking.spaces[parking.units[unit][1]].site if unit is not None else str(lock.site)]
    if lock.site is not None and parking.site_index[lock.site] != site:
        return None
    return Pin(parking.request_index[lock.request], site, unit)


def _joined(known: Pin | None, pin: Pin) -> Pin | None:
    """Two pins of one request as the more particular one; None if they contradict each other."""
    if known is None:
        return pin
    apart = known.asset is not None and pin.asset is not None and known.asset != pin.asset
    if known.group != pin.group or apart:
        return None
    return pin if known.asset is None else known


class _PinSearch:
    """Depth-first search for places of pins, in a round of the pinned requests alone."""

    def __init__(self, parking: ParkingProblem, requests: Set[int]) -> None:
        self.original = sorted(requests)
        kept = tuple(parking.requests[at] for at in self.original)
        names = {request.id for request in kept}
        bans = tuple(lock for lock in parking.locks if lock.kind == "ban" and lock.request in names)
        self.case = ParkingCase(replace(parking, requests=kept, locks=bans))
        self.position = {at: position for position, at in enumerate(self.original)}
        self.occupancy, self.rule, self.tries = Occupancy(self.case), "no_overlap", 0

    def places(self, held: Mapping[int, Pin], pin: Pin) -> Mapping[int, tuple[int, ...]] | str:
        """Spaces for all held pins and one more, or the first rule met in its way; known places are tried first."""
        if pin.request not in held and self._put(*self._option(pin)):
            return self._found()
        if len(held) >= MOST_SEARCHED:
            return self.rule
        before = self.occupancy
        self.occupancy, self.tries = Occupancy(self.case), 0
        options = [self._option(other) for other in {**held, pin.request: pin}.values()]
        options.sort(key=lambda option: (len(option[2][0]) if option[2] else 0, option[0]))
        if self._place(options, 0):
            return self._found()
        self.occupancy = before
        return self.rule

    def _option(self, pin: Pin) -> Option:
        request = self.position[pin.request]
        return request, pin.group, self._units(request, pin)

    def _found(self) -> Mapping[int, tuple[int, ...]]:
        return {self.original[at]: units for at, units in self.occupancy.served.items()}

    def _units(self, request: int, pin: Pin) -> list[list[int]]:
        """Usable spaces for each part at the pinned place; empty if one part has none."""
        kinds = self.case.choices[request].get(pin.group, ())
        parts = [[unit for kind in part for unit in self.case.kinds[kind].units] for part in kinds]
        if pin.asset is not None:
            parts = [[unit for unit in part if unit == pin.asset] for part in parts]
        return parts if parts and all(parts) else []

    def _put(self, request: int, site: int, units: list[list[int]]) -> bool:
        """Put one request on the first free spaces, noting the rule that speaks against it."""
        rule = "eligibility" if not units else self.occupancy.blocking_rule(request, site, balanced=False)
        self.rule = rule or "no_overlap"
        if rule is not None:
            return False
        chosen = next((found for found in product(*units) if self.occupancy.is_free(request, found)), None)
        if chosen is None:
            return False
        self.occupancy.add(request, chosen)
        return True

    def _place(self, options: Sequence[Option], depth: int) -> bool:
        if depth == len(options):
            return True
        request, site, units = options[depth]
        rule = "eligibility" if not units else self.occupancy.blocking_rule(request, site, balanced=False)
        if rule is not None:
            self.rule = rule
            return False
        for chosen in product(*units):
            self.tries += 1
            if self.tries <= MOST_TRIES and self.occupancy.is_free(request, chosen):
                self.occupancy.add(request, chosen)
                if self._place(options, depth + 1):
                    return True
                self.occupancy.remove(request)
        return False
