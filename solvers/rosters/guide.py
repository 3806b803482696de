"""Who suits a post as a roster is being filled, once prices are known: what an option costs beyond its post."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from solvers.rosters.case import RosterCase
from solvers.rosters.roster import Roster
from solvers.rosters.tariffs import Tariff

Floats = NDArray[np.float64]
KNOWN, FULL = 8.0, 25.0
"""By how much less a face known at an elder's door counts, and once there are as many as are good."""


@dataclass
class Guide:
    """Reduced costs of the options, and what minutes and burdens cost each volunteer."""

    case: RosterCase
    reduced: Floats
    minutes: Tariff
    burdens: Tariff

    def rank(self, roster: Roster, option: int, faces: Collection[int]) -> float:
        """Half by the prices, half by what the seat costs now; `faces` come to the same door already."""
        case, seat = self.case, self.case.seats[option]
        mine, more = roster.of(seat.volunteer), self._heavy[seat.post]
        done, unit = sum(block.minutes for block in mine), self.minutes.unit
        now = case.price(option) + self.minutes.beyond(
            seat.volunteer, done // unit, case.blocks[seat.post].minutes // unit
        )
        if more:
            now += self.burdens.beyond(seat.volunteer, sum(self._heavy[block.post] for block in mine), more)
        known = seat.volunteer in faces
        return float(self.reduced[option] + now) / 2 - known * (
            KNOWN if len(faces) < case.rosters.policy.faces else FULL
        )

    @cached_property
    def _heavy(self) -> tuple[int, ...]:
        return tuple(int(self.case.is_burden(block)) for block in self.case.blocks)
