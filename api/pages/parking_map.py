"""A small map of sites, drawn from their own coordinates: no tiles, no other server."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians

from scheduler.datum import Point

WIDTH, EDGE = 480, 34
LOWEST, TALLEST = 200, 360
FOOT = 26
"""Room for the scale below all sites."""
METRES_A_DEGREE = 111_320.0
LEAST_METRES = 400.0
"""Of a map's side, so that a single site is not drawn as if it were a street."""
SCALES = (50, 100, 200, 500, 1_000, 2_000, 5_000)


@dataclass(frozen=True, slots=True)
class Map:
    """Where everything is drawn, in units of the picture; a bar of `scale_units` is `scale_metres` long."""

    sites: tuple[Point, ...]
    marks: tuple[Point, ...]
    here: Point | None
    scale_metres: int
    scale_units: float
    height: float
    width: int = WIDTH


def drawn(sites: Sequence[Point], marks: Sequence[Point], here: Point | None) -> Map | None:
    """A map on which all sites are, and whoever asks; marks beyond its edges are left out. None without a site."""
    if not sites:
        return None
    shown = [*sites, here] if here is not None else list(sites)
    north, south = max(one[0] for one in shown), min(one[0] for one in shown)
    east, west = max(one[1] for one in shown), min(one[1] for one in shown)
    middle = (north + south) / 2, (east + west) / 2
    narrow = cos(radians(middle[0]))
    across = max((east - west) * METRES_A_DEGREE * narrow, LEAST_METRES)
    along = max((north - south) * METRES_A_DEGREE, LEAST_METRES)
    units = min((WIDTH - 2 * EDGE) / across, (TALLEST - 2 * EDGE) / along)
    height = max(LOWEST, round((north - south) * METRES_A_DEGREE * units) + 2 * EDGE + FOOT)

    def at(point: Point) -> Point:
        x = WIDTH / 2 + (point[1] - middle[1]) * METRES_A_DEGREE * narrow * units
        return round(x, 1), round((height - FOOT) / 2 - (point[0] - middle[0]) * METRES_A_DEGREE * units, 1)

    length = max((one for one in SCALES if one * units <= WIDTH / 3), default=SCALES[0])
    inside = tuple(one for one in map(at, marks) if 0 < one[0] < WIDTH and 0 < one[1] < height)
    return Map(
        tuple(map(at, sites)), inside, None if here is None else at(here), length, round(length * units, 1), height
    )
