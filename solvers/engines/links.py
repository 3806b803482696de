"""Rows that link requests across sites: households, vehicles, partner sites; of a round or what is left of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import combinations

from solvers.engines.relaxation import Balance, Family
from solvers.parking.case import ParkingCase


class Links:
    """The linking rules of a round, by request."""

    def __init__(self, case: ParkingCase) -> None:
        self.case = case
        cap = case.parking.policy.household_cap or 0
        self.households = [Family(requests, cap) for _, requests in case.households]
        self.vehicles = [
            Family(pair, 1) for requests in case.vehicles for pair in combinations(requests, 2) if self._meet(*pair)
        ]
        self.balances = [self._balance(*pair) for pair in self._pairs()]
        self.kin: dict[int, set[int]] = {}
        """For each request of a family all requests that families join it to, directly or through others."""
        for family in (*self.households, *self.vehicles):
            joined = set(family.requests).union(*(self.kin.get(request, ()) for request in family.requests))
            self.kin.update(dict.fromkeys(joined, joined))

    def _pairs(self) -> list[tuple[int, int, int]]:
        index = self.case.parking.site_index
        return [(index[pair.a], index[pair.b], pair.tolerance) for pair in self.case.parking.partners]

    def _meet(self, a: int, b: int) -> bool:
        bits, parts = self.case.segments.used_bits, self.case.parts_at
        return any(bits[first] & bits[second] for first in parts[a] for second in parts[b])

    def _balance(self, a: int, b: int, tolerance: int) -> Balance:
        choices = []
        for request, home in self.case.homes.items():
            if home == a and b in self.case.choices[request]:
                choices.append((request, b, 1))
            elif home == b and a in self.case.choices[request]:
                choices.append((request, a, -1))
        return Balance(tuple(choices), -tolerance, tolerance)

    def balances_in(self, sites: Collection[int]) -> tuple[Balance, ...]:
        """Balances between two sites of a tile (tiles are partner-closed)."""
        return tuple(
            balance
            for balance in self.balances
            if balance.choices and all(site in sites for _, site, _ in balance.choices)
        )

    def families_of(self, requests: Collection[int], served_beyond: Mapping[int, object]) -> tuple[Family, ...]:
        """What the families still allow to `requests`, with everybody else as served."""
        inside = requests if isinstance(requests, set) else set(requests)
        touched = {request for request in inside if request in self.kin}
        out = []
        for family in (*self.households, *self.vehicles):
            mine = tuple(request for request in family.requests if request in touched)
            if mine:
                cap = family.cap - sum(r in served_beyond for r in family.requests if r not in inside)
                if cap < len(mine):
                    out.append(Family(mine, max(0, cap)))
        return tuple(out)
