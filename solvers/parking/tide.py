"""When a plan's vehicles stand: occupied and open spaces by half hour of a typical day, and by date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from solvers.cells import Ints, Steps
from solvers.parking.case import ParkingCase
from solvers.timetable import Day, DayType
from solvers.window import DAY

Floats = NDArray[np.float64]
Minutes = NDArray[np.int32]

HALF_HOUR = 30
HALF_HOURS = DAY // HALF_HOUR
MOST_ROWS = 40
"""Most sites in the occupancy matrix; of more the largest are shown."""


@dataclass(frozen=True, slots=True)
class Curve:
    """Spaces in each half hour of a day, from 00:00 on: mean over the half hour and over the dates of a day type."""

    occupied: tuple[float, ...]
    open: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class TideRow:
    """A site, or all sites of a kind together (then `id` is the kind), on a typical workday and rest day."""

    id: str
    kind: str
    spaces: int
    workday: Curve
    rest_day: Curve


@dataclass(frozen=True, slots=True)
class DateFigures:
    """Mean number of occupied and of open spaces over the 24 hours of a date."""

    date: date
    day_type: DayType
    occupied: float
    open: float


class Tide:
    """Occupied and open space-minutes of each site (rows) in each half hour of the planned dates (columns)."""

    def __init__(self, case: ParkingCase, load: Sequence[Steps], spaces: Mapping[int, int]) -> None:
        self.sites, self.spaces = case.parking.sites, spaces
        self.days: list[Day] = [day for _, day in case.parking.horizon.planned]
        edges = np.arange(len(self.days) * HALF_HOURS + 1) * HALF_HOUR
        shape = (len(load), len(self.days) * HALF_HOURS)
        self.occupied = np.zeros(shape, dtype=np.int32)
        self.open = np.zeros(shape, dtype=np.int32)
        for at, steps in enumerate(load):
            self.occupied[at] = _minutes_between(edges, steps)
            self.open[at] = _minutes_between(edges, case.open_spaces[at])

    def rows(self) -> tuple[TideRow, ...]:
        """The largest sites, in the order of the problem."""
        largest = sorted(range(len(self.sites)), key=lambda at: (-self.spaces[at], at))[:MOST_ROWS]
        return tuple(self._row(self.sites[at].id, self.sites[at].kind, [at]) for at in sorted(largest))

    def totals(self) -> tuple[TideRow, ...]:
        """All sites of each kind together."""
        kinds = ("compound", "tower")
        return tuple(
            self._row(kind, kind, [at for at, site in enumerate(self.sites) if site.kind == kind]) for kind in kinds
        )

    def _row(self, name: str, kind: str, sites: list[int]) -> TideRow:
        spaces = sum(self.spaces[at] for at in sites)
        return TideRow(name, kind, spaces, self._curve(sites, "workday"), self._curve(sites, "rest_day"))

    def _curve(self, sites: list[int], day_type: DayType) -> Curve:
        dates = [at for at, day in enumerate(self.days) if day.day_type == day_type]
        return Curve(self._typical(self.occupied[sites], dates), self._typical(self.open[sites], dates))

    def _typical(self, matrix: Minutes, dates: list[int]) -> tuple[float, ...]:
        by_date = matrix.sum(axis=0).reshape(len(self.days), HALF_HOURS)[dates]
        return tuple((by_date.sum(axis=0) / (HALF_HOUR * max(1, len(dates)))).tolist())

    def dates(self) -> tuple[DateFigures, ...]:
        """Every planned date, all sites together."""
        occupied, open_ = (
            (matrix.sum(axis=0).reshape(len(self.days), HALF_HOURS).sum(axis=1) / DAY).tolist()
            for matrix in (self.occupied, self.open)
        )
        return tuple(DateFigures(day.date, day.day_type, occupied[at], open_[at]) for at, day in enumerate(self.days))


def _minutes_between(edges: Ints, steps: Steps) -> Floats:
    """Integral of `steps` from each edge to the next."""
    before = np.concatenate([[0], np.cumsum(steps.values[:-1] * np.diff(steps.minutes))])
    areas: Floats = np.diff(np.rint(np.interp(edges, steps.minutes, before)))
    return areas
