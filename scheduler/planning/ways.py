"""Ways forward on a round as it stands: what could be had by who was not served, and whether one still can be.

A way is told as JSON: `kind`, and in parking `site`, `spaces` (one for each part), `uses` and `walk`, in rooms the
weekly `sessions` as rights keep them; `numbers` is how it differs from what was asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scheduler.planning import ways_parking, ways_rooms
from solvers.explain import Reason
from solvers.parking.problem import ParkingProblem
from solvers.rooms.problem import RoomsProblem

Way = Mapping[str, Any]
Held = Mapping[str, Sequence[Any]]
"""What is held, by receipt: codes of spaces, or weekly sessions as rights keep them."""


@dataclass(frozen=True, slots=True)
class Found:
    """The ways forward of one registration; where there are none, what was searched in vain."""

    receipt: str
    ways: tuple[Way, ...]
    searched: Reason | None


def ways_for(
    problem: ParkingProblem | RoomsProblem, held: Held, out: Mapping[str, Way], asked: Sequence[str], most: int
) -> list[Found]:
    """Up to `most` ways for each of the receipts `asked`, each checked by the rules beside everything that stands.

    Parameters
    ----------
    problem
        The round as it stands.
    held
        Rights, by receipt.
    out
        Ways that are held for somebody meanwhile, by receipt: they stand like rights.
    asked
        Receipts of who has no right; any that the round does not know are left out.
    most
        How many for each at most.
    """
    if isinstance(problem, RoomsProblem):
        found = ways_rooms.ways_for(problem, held, out, asked)
    else:
        found = ways_parking.ways_for(problem, held, out, asked)
    return [
        Found(receipt, tuple(ways[:most]), None if ways else reason)
        for receipt, (ways, reason) in zip(asked, found, strict=True)
    ]


def barred(
    problem: ParkingProblem | RoomsProblem, held: Held, out: Mapping[str, Way], receipt: str, way: Way
) -> str | None:
    """What speaks against one way: ``taken`` where somebody else has the place, else the code of a rule, or nothing."""
    if isinstance(problem, RoomsProblem):
        return ways_rooms.barred(problem, held, out, receipt, way)
    return ways_parking.barred(problem, held, out, receipt, way)


def as_taken(problem: ParkingProblem | RoomsProblem, receipt: str, way: Way) -> ParkingProblem | RoomsProblem:
    """The round in which a registration asks for what a way gives."""
    return problem if isinstance(problem, RoomsProblem) else ways_parking.asking_for(problem, receipt, way)


def section_taken(section: Mapping[str, Any], way: Way) -> dict[str, Any]:
    """The terms of a section, as a row keeps them, once it has taken a way."""
    return ways_rooms.section_taken(section, way)
