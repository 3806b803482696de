"""Requests without a place, lent to the tile where they are most likely to find one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from solvers.engines.links import Links
from solvers.engines.relaxation import Prices
from solvers.engines.tile import Served
from solvers.parking.case import ParkingCase

SURE = 0.05
"""Share that a relaxation must serve of a request in a tile to decide where it is lent to."""


@dataclass(frozen=True)
class Lending:
    """What decides where requests are lent: `share` is how much of each the relaxation serves at each site."""

    case: ParkingCase
    links: Links
    share: Mapping[tuple[int, int], float]
    prices: Prices | None

    def lent(self, served: Served, tile_of: Mapping[int, int]) -> dict[int, int]:
        """Tile to which each request without a place goes, kin together."""
        lent: dict[int, int] = {}
        for request, sites in enumerate(self.case.choices):
            if request in served or request in lent:
                continue
            kin = [r for r in sorted(self.links.kin.get(request, {request})) if r not in served]
            known = next((lent[r] for r in kin if r in lent), None)
            best = known if known is not None else self._best_tile(request, sites, tile_of)
            if best is not None:
                lent[request] = best
        return lent

    def _best_tile(self, request: int, sites: Iterable[int], tile_of: Mapping[int, int]) -> int | None:
        reached = [site for site in sites if site in tile_of]
        if not reached:
            return None
        mass: dict[int, float] = {}
        for site in reached:
            mass[tile_of[site]] = mass.get(tile_of[site], 0.0) + self.share.get((request, site), 0.0)
        most = max(mass, key=lambda tile: (mass[tile], -tile))
        if mass[most] > SURE:
            return most
        cost = self.prices.cost if self.prices is not None else {}
        return tile_of[min(reached, key=lambda site: (cost.get((request, site), 0.0), site))]
