"""Lots and guarantees for invented rounds, drawn apart from everything else: without them a round stays as it is."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import TypeVar

from solvers.parking.problem import ParkingProblem
from solvers.rooms.problem import RoomsProblem

ProblemT = TypeVar("ProblemT", ParkingProblem, RoomsProblem)
LOT_BITS = 32


def marked(problem: ProblemT, seed: int, *, lots: bool = False, guarantees: int = 0) -> ProblemT:
    """A round whose requests take part in a public draw, some of them guaranteed a place.

    Parameters
    ----------
    problem
        Any round.
    seed
        The same seed draws the same lots and the same guaranteed requests.
    lots
        Whether every request gets a lot.
    guarantees
        Percent of the requests that are guaranteed, rounded to a whole number of them.
    """
    numbers, rng = Random(f"lots/{seed}"), Random(f"guarantees/{seed}")
    count = len(problem.requests)
    chosen = set(rng.sample(range(count), round(count * guarantees / 100)))
    requests = tuple(
        replace(request, lot=numbers.getrandbits(LOT_BITS) if lots else request.lot, guaranteed=at in chosen)
        for at, request in enumerate(problem.requests)
    )
    return replace(problem, requests=requests)
