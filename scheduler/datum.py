"""Two datums of maps in China: WGS-84, which phones measure in, and GCJ-02, in which Chinese maps are drawn.

The two differ by a few hundred metres, by an offset that varies over the country; outside it they are one. The offset
is published nowhere officially; this is the commonly used form of it (as in OpenStreetMap's wiki, "Restrictions on
geographic data in China"), on the ellipsoid of Krassovsky 1940 as rounded there. It is good to about a metre.
"""

from __future__ import annotations

from math import cos, pi, radians, sin, sqrt
from typing import Literal

Datum = Literal["WGS-84", "GCJ-02"]
Point = tuple[float, float]
"""Latitude and longitude in degrees."""

SEMI_MAJOR = 6_378_245.0
ECCENTRICITY_SQUARED = 0.006_693_421_622_965_943
LATITUDES, LONGITUDES = (0.8293, 55.8271), (72.004, 137.8347)
"""The box in which maps are shifted."""
ROUNDS = 5
"""Steps by which the way back is found; after three they differ by less than a centimetre."""


def converted(point: Point, given: Datum, wanted: Datum) -> Point:
    """A point that is told in one datum, told in another."""
    if given == wanted:
        return point
    return _shifted(point) if wanted == "GCJ-02" else _shifted_back(point)


def _shifted(point: Point) -> Point:
    latitude, longitude = point
    if not (LATITUDES[0] <= latitude <= LATITUDES[1] and LONGITUDES[0] <= longitude <= LONGITUDES[1]):
        return point
    north, east = _offset_metres(longitude - 105.0, latitude - 35.0)
    curve = 1 - ECCENTRICITY_SQUARED * sin(radians(latitude)) ** 2
    along_meridian = SEMI_MAJOR * (1 - ECCENTRICITY_SQUARED) / (curve * sqrt(curve)) * pi
    along_parallel = SEMI_MAJOR / sqrt(curve) * cos(radians(latitude)) * pi
    return latitude + north * 180 / along_meridian, longitude + east * 180 / along_parallel


def _shifted_back(point: Point) -> Point:
    guess = point
    for _ in range(ROUNDS):
        there = _shifted(guess)
        guess = guess[0] - (there[0] - point[0]), guess[1] - (there[1] - point[1])
    return guess


def _offset_metres(x: float, y: float) -> Point:
    """Metres to the north and to the east, at degrees from 105° east and 35° north."""
    waves = 20 * sin(6 * x * pi) + 20 * sin(2 * x * pi)
    root = sqrt(abs(x))
    north = waves + 20 * sin(y * pi) + 40 * sin(y / 3 * pi) + 160 * sin(y / 12 * pi) + 320 * sin(y / 30 * pi)
    east = waves + 20 * sin(x * pi) + 40 * sin(x / 3 * pi) + 150 * sin(x / 12 * pi) + 300 * sin(x / 30 * pi)
    return (
        north * 2 / 3 - 100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root,
        east * 2 / 3 + 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root,
    )
