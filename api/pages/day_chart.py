"""How full a site is over a day, as bars for a picture within the page: a bar for each half hour, in layers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from scheduler.usecases.site_days import HALF, Part

WIDE, HIGH = 12, 120
"""Width of a half hour and height of the picture, in its own units."""
LAYERS = ("given", "owners", "reserve", "free")
"""From the ground up; each has its own colour and pattern."""
HOURS = range(0, 25, 3)


class Bar(NamedTuple):
    """A layer of one or more half hours."""

    layer: str
    x: int
    y: float
    width: int
    height: float


class Chart(NamedTuple):
    """The bars, the hours below them, and what stands at the top."""

    bars: Sequence[Bar]
    hours: Sequence[tuple[int, int]]
    top: int
    width: int
    height: int


def chart(halves: Sequence[Part]) -> Chart:
    """The picture of a day."""
    top = max((sum(_heights(half)) for half in halves), default=0)
    bars = [bar for half in halves for bar in _bars(half, top)] if top else []
    return Chart(bars, [(hour, hour * 60 // HALF * WIDE) for hour in HOURS], top, len(halves) * WIDE, HIGH)


def _bars(half: Part, top: int) -> list[Bar]:
    found, ground = [], float(HIGH)
    for layer, count in zip(LAYERS, _heights(half), strict=True):
        height = HIGH * count / top
        ground -= height
        if count:
            found.append(Bar(layer, half.start // HALF * WIDE, round(ground, 1), WIDE, round(height, 1)))
    return found


def _heights(half: Part) -> tuple[int, int, int, int]:
    numbers = half.numbers
    left = max(0, numbers.open - numbers.given - numbers.owners)
    reserve = min(left, numbers.reserve)
    return numbers.given, numbers.owners, reserve, min(numbers.free, left - reserve)
