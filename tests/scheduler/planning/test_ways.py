"""Ways forward of many and of few are the same, and all of them can be taken; what is taken by somebody bars them."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest

from scheduler import calendar
from scheduler.planning import ways_parking
from scheduler.planning.asking import ask
from scheduler.planning.wayfinding import Ground, obstacles
from scheduler.planning.ways import as_taken, ways_for
from solvers.parking.case import ParkingCase
from solvers.parking.generate import Scale, generate_parking
from solvers.parking.greedy import by_density, fill
from solvers.parking.occupancy import Occupancy
from solvers.parking.problem import ParkingProblem
from solvers.parking.recipe import formulate


def street(seed: int) -> tuple[ParkingProblem, dict[str, list[str]]]:
    """A small round, and a plan of it with some rights given back."""
    problem = generate_parking(Scale(4, 24, 80), seed, calendar.horizon(date(2026, 5, 4), date(2026, 5, 31)))
    recipe, chance = formulate(problem), Random(seed)
    occupancy = Occupancy(recipe.case)
    fill(occupancy, by_density(recipe))
    return problem, {
        problem.requests[at].id: [problem.units[unit][0] for unit in units]
        for at, units in occupancy.served.items()
        if chance.random() < 0.8
    }


@pytest.mark.parametrize("seed", [1, 2])
def test_many_at_once_and_each_by_itself_find_the_same_and_nothing_bars_it(seed: int) -> None:
    problem, held = street(seed)
    left = [request.id for request in problem.requests if request.id not in held]

    many = list(ways_parking.ways_for(problem, held, {}, left))
    few = [answer for receipt in left for answer in ways_parking.ways_for(problem, held, {}, [receipt])]

    assert many == few
    assert any(found for found, _ in many)
    for receipt, (found, _) in zip(left, many, strict=True):
        assert [ways_parking.barred(problem, held, {}, receipt, way) for way in found] == [None] * len(found)


def test_a_place_that_is_held_for_somebody_is_taken_for_all_others() -> None:
    problem, held = street(1)
    left = [request.id for request in problem.requests if request.id not in held]
    found = {one.receipt: one.ways for one in ways_for(problem, held, {}, left, 1) if one.ways}
    (one, (way,)), *others = found.items()
    rival, rivals_way = next((who, theirs[0]) for who, theirs in others if theirs[0]["spaces"] == way["spaces"])

    assert ways_parking.barred(problem, held, {one: way}, rival, rivals_way) == "taken"
    assert ways_parking.barred(problem, held, {one: way}, one, way) is None
    taken = as_taken(problem, one, way)
    assert isinstance(taken, ParkingProblem)
    assert ParkingCase(taken).problem.requests[problem.request_index[one]].parts


def test_a_process_of_its_own_gives_the_same_answers() -> None:
    problem, held = street(2)
    (receipt, way) = next(
        (one.receipt, one.ways[0])
        for one in ways_for(problem, held, {}, [row.id for row in problem.requests if row.id not in held], 3)
        if one.ways
    )
    elsewhere = {**way, "spaces": ["nowhere"] * len(way["spaces"])}

    assert obstacles(Ground(problem, held, {}), receipt, [way, elsewhere]) == [None, "no_such_space"]
    assert obstacles(Ground(problem, held, {}), receipt, []) == []


def test_a_process_that_fails_is_not_taken_for_an_answer() -> None:
    with pytest.raises(Exception, match="returned non-zero exit status"):
        ask("scheduler.planning.wayfinding", {"problem": "{"})
