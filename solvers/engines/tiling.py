"""Cutting a round into tiles: partner sites stay together, neighbours are sites that many requests have in common."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from solvers.parking.case import ParkingCase

Tile = tuple[int, ...]


def components(case: ParkingCase) -> list[Tile]:
    """Sites joined by partnerships, each set of them once, sites without requests left out."""
    root = list(range(len(case.parking.sites)))

    def find(at: int) -> int:
        while root[at] != at:
            root[at] = root[root[at]]
            at = root[at]
        return at

    index = case.parking.site_index
    for pair in case.parking.partners:
        root[find(index[pair.b])] = find(index[pair.a])
    sets: dict[int, list[int]] = {}
    for site in sorted({site for sites in case.choices for site in sites}):
        sets.setdefault(find(site), []).append(site)
    return [tuple(sites) for sites in sets.values()]


class Tilings:
    """Ever new ways to cut a round into tiles of about `size` sites."""

    def __init__(self, case: ParkingCase, size: int, seed: int) -> None:
        self.size, self.seed = size, seed
        self.sets = components(case)
        set_of = {site: at for at, sites in enumerate(self.sets) for site in sites}
        self.common: list[dict[int, int]] = [{} for _ in self.sets]
        for sites in case.choices:
            near = sorted({set_of[site] for site in sites})
            for a in near:
                for b in near:
                    if a != b:
                        self.common[a][b] = self.common[a].get(b, 0) + 1

    def cut(self, number: int) -> list[Tile]:
        """Tiling `number`: grown from seeds in an order drawn for it."""
        rng = Random(f"tiling/{self.seed}/{number}")
        order = list(range(len(self.sets)))
        rng.shuffle(order)
        free = set(order)
        tiles = []
        for start in order:
            if start in free:
                tiles.append(self._grow(start, free, rng))
        return tiles

    def _grow(self, start: int, free: set[int], rng: Random) -> Tile:
        free.discard(start)
        sites, border = list(self.sets[start]), dict(self.common[start])
        while len(sites) < self.size:
            near = [at for at in border if at in free and len(sites) + len(self.sets[at]) <= self.size]
            if not near:
                break
            chosen = max(near, key=lambda at: (border[at] * rng.uniform(0.5, 1.0), at))
            free.discard(chosen)
            sites += self.sets[chosen]
            for at, count in self.common[chosen].items():
                border[at] = border.get(at, 0) + count
        return tuple(sorted(sites))


def batches(tiles: Sequence[Tile], size: int) -> list[Sequence[Tile]]:
    """Tiles in groups of `size`, in order."""
    return [tiles[at : at + size] for at in range(0, len(tiles), size)]
