"""A plan in the making: who stands where, and whether one more right would break a rule.

Time is cut into segments between all starts and ends of the round; a timetable is the set of its segments, kept as the
bits of one whole number for a space and as positions for the counts of a site.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

import numpy as np

from solvers.cells import Ints
from solvers.constraints.flow_cap import QUARTER
from solvers.parking.case import ParkingCase
from solvers.parking.segments import passings
from solvers.problem import Assignment
from solvers.window import DAY


class Occupancy:
    """Mutable occupancy of a round; every right added keeps all rules that bind so far.

    `reciprocity` can be left to the end by whoever adds many rights and checks the whole plan then.
    """

    def __init__(self, case: ParkingCase) -> None:
        self.case = case
        self.served: dict[int, tuple[int, ...]] = {}
        sites = len(case.parking.sites)
        self.segments = segments = case.segments
        self._bits = [0] * len(case.problem.assets)
        self._limit = [case.reserve_limits[site].at(segments.moments) for site in range(sites)]
        self._load = [np.zeros(len(segments.moments), dtype=np.int32) for _ in range(sites)]
        self._outside = [np.zeros(len(segments.moments), dtype=np.int32) for _ in range(sites)]
        last = (case.parking.horizon.length + 3) * DAY // QUARTER
        self._passing = {
            at: np.zeros(last, dtype=np.int32)
            for at, site in enumerate(case.parking.sites)
            if site.gate_limit is not None
        }
        self._balance: dict[tuple[int, int], int] = {}

    # ---- asking

    def free_units(self, request: int, site: int, kinds: Sequence[tuple[int, ...]]) -> tuple[int, ...] | None:
        """First free spaces of a site for all parts of a request (an earlier kind and space first)."""
        found = []
        for part, usable in zip(self.case.parts_at[request], kinds, strict=True):
            bits = self.segments.kept_bits[part]
            unit = next((u for kind in usable for u in self.case.kinds[kind].units if not self._bits[u] & bits), None)
            if unit is None:
                return None
            found.append(unit)
        return tuple(found)

    def is_free(self, request: int, units: Iterable[int]) -> bool:
        """Whether the spaces are free for the parts of a request."""
        parts = self.case.parts_at[request]
        return all(
            not self._bits[unit] & self.segments.kept_bits[part] for part, unit in zip(parts, units, strict=True)
        )

    def blocking_rule(self, request: int, site: int, *, balanced: bool = True) -> str | None:
        """The first linking rule against serving `request` at `site`, None if there is none.

        Partner sites are in balance only as a whole: without `balanced` that rule is left to the caller.
        """
        if request in self.served:
            return "request_once"
        if self._household_full(request):
            return "household_cap"
        if self._vehicle_busy(request):
            return "one_right_per_vehicle"
        if balanced and self._unbalanced(request, site):
            return "reciprocity"
        return self._site_full(request, site)

    def _site_full(self, request: int, site: int) -> str | None:
        outside = request in self.case.outside
        gate = self.case.parking.sites[site].gate_limit
        for part in self.case.parts_at[request]:
            used = self.segments.used[part]
            if (self._load[site][used] >= self._limit[site][used]).any():
                return "owner_reserve"
            if outside and (self._outside[site][used] >= self.case.outside_limits[site]).any():
                return "outside_cap"
            if gate is not None:
                quarters, counts = self._passings(request)
                if (self._passing[site][quarters] + counts > gate).any():
                    return "gate_throughput"
        return None

    def _passings(self, request: int) -> tuple[Ints, Ints]:
        parts = self.case.parts_at[request]
        if len(parts) == 1:
            return self.segments.quarters[parts[0]]
        return passings([span for part in self.case.problem.requests[request].parts for span in part])

    def _household_full(self, request: int) -> bool:
        cap = self.case.parking.policy.household_cap
        members = self._household_of.get(request)
        return cap is not None and members is not None and sum(r in self.served for r in members) >= cap

    def _vehicle_busy(self, request: int) -> bool:
        others = [r for r in self._vehicle_of.get(request, ()) if r != request and r in self.served]
        return any(
            self.segments.used_bits[a] & self.segments.used_bits[b]
            for other in others
            for a in self.case.parts_at[other]
            for b in self.case.parts_at[request]
        )

    def _unbalanced(self, request: int, site: int) -> bool:
        pair = self._pair_of(request, site)
        if pair is None:
            return False
        a, b, sign = pair
        return abs(self._balance.get((a, b), 0) + sign) > self._tolerance[a, b]

    # ---- changing

    def add(self, request: int, units: tuple[int, ...]) -> None:
        """Serve a request on the given spaces."""
        self.served[request] = units
        self._count(request, units, 1)
        for part, unit in zip(self.case.parts_at[request], units, strict=True):
            self._bits[unit] |= self.segments.kept_bits[part]

    def remove(self, request: int) -> tuple[int, ...]:
        """Take a right away again and return its spaces."""
        units = self.served.pop(request)
        self._count(request, units, -1)
        for part, unit in zip(self.case.parts_at[request], units, strict=True):
            self._bits[unit] &= ~self.segments.kept_bits[part]
        return units

    def _count(self, request: int, units: tuple[int, ...], sign: int) -> None:
        site = self.case.problem.assets[units[0]].group
        for part in self.case.parts_at[request]:
            used = self.segments.used[part]
            self._load[site][used] += sign
            if request in self.case.outside:
                self._outside[site][used] += sign
        if site in self._passing:
            quarters, counts = self._passings(request)
            self._passing[site][quarters] += sign * counts.astype(np.int32)
        pair = self._pair_of(request, site)
        if pair is not None:
            self._balance[pair[:2]] = self._balance.get(pair[:2], 0) + sign * pair[2]

    def try_add(self, request: int, site: int, kinds: Sequence[tuple[int, ...]]) -> bool:
        """Serve a request at a site if no rule speaks against it."""
        units = self.free_units(request, site, kinds)
        if units is None or self.blocking_rule(request, site) is not None:
            return False
        self.add(request, units)
        return True

    def put(self, request: int, units: tuple[int, ...], *, balanced: bool = True) -> bool:
        """Serve a request on just these spaces if they are usable and free and no rule speaks against it."""
        site = self.case.problem.assets[units[0]].group
        parts = self.case.choices[request].get(site, ())
        usable = len(units) == len(parts) and all(
            any(unit in self.case.kinds[kind].units for kind in kinds) for unit, kinds in zip(units, parts, strict=True)
        )
        if (
            not usable
            or request in self.served
            or not self.is_free(request, units)
            or self.blocking_rule(request, site, balanced=balanced)
        ):
            return False
        self.add(request, units)
        return True

    def put_all(self, places: Mapping[int, tuple[int, ...]]) -> None:
        """Put every request of a plan on its spaces where that holds.

        Partner sites are in balance only as a whole: they are looked at last, and the latest requests of the side that
        received too much are taken away again.
        """
        added = [request for request, units in sorted(places.items()) if self.put(request, units, balanced=False)]
        for request in reversed(added):
            site = self.case.problem.assets[self.served[request][0]].group
            pair = self._pair_of(request, site)
            if pair is not None:
                a, b, sign = pair
                if sign * self._balance[a, b] > self._tolerance[a, b]:
                    self.remove(request)

    def is_balanced(self) -> bool:
        """Whether all partner sites are in balance."""
        return all(abs(balance) <= self._tolerance[pair] for pair, balance in self._balance.items())

    def plan(self) -> tuple[Assignment, ...]:
        """The rights as a plan."""
        return tuple(Assignment(request, self.served[request]) for request in sorted(self.served))

    # ---- membership

    @cached_property
    def _household_of(self) -> Mapping[int, tuple[int, ...]]:
        return {request: members for _, members in self.case.households for request in members}

    @cached_property
    def _vehicle_of(self) -> Mapping[int, tuple[int, ...]]:
        return {request: members for members in self.case.vehicles for request in members}

    @cached_property
    def _tolerance(self) -> Mapping[tuple[int, int], int]:
        index = self.case.parking.site_index
        return {(index[pair.a], index[pair.b]): pair.tolerance for pair in self.case.parking.partners}

    def _pair_of(self, request: int, site: int) -> tuple[int, int, int] | None:
        home = self.case.homes.get(request)
        if home is None:
            return None
        if (home, site) in self._tolerance:
            return home, site, 1
        return (site, home, -1) if (site, home) in self._tolerance else None
