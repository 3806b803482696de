"""Tiny rounds, plans and multipliers for the checker of parking plans."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

from scheduler.calendar import horizon
from scheduler.files import plain_value
from solvers.document import UnheldLock, placements_of
from solvers.parking.generate import SCALES, generate_parking
from solvers.parking.problem import ParkingProblem
from solvers.parking.recipe import Recipe
from solvers.problem import Assignment, Plan
from tests.solvers.parking.test_exhaustive import ACROSS_SEASONS, EXTREMES

WEEK = horizon(date(2026, 4, 27), date(2026, 5, 3))


def tiny(seed: int) -> ParkingProblem:
    """A week of two sites, six spaces, twelve registrations."""
    return generate_parking(SCALES["tiny"], seed, WEEK)


def across_seasons(seed: int) -> ParkingProblem:
    """Four weeks with a season's boundary, at which every third registration may change its space."""
    parking = generate_parking(SCALES["tiny"], seed, ACROSS_SEASONS)
    split = tuple(replace(request, split_at_season=at % 3 == 0) for at, request in enumerate(parking.requests))
    return replace(parking, requests=split)


def drawn(seed: int) -> ParkingProblem:
    """A week in which people have lots (two of them the same) and some are guaranteed."""
    parking, rng = tiny(seed), Random(seed)
    requests = tuple(
        replace(request, lot=None if at == 3 else rng.choice((5, 7, 10**9 + at)), guaranteed=at % 4 == 0)
        for at, request in enumerate(parking.requests)
    )
    return replace(parking, requests=requests)


def rounds() -> Iterator[tuple[str, ParkingProblem]]:
    """Rounds in which every rule and setting is at work somewhere."""
    yield from ((f"tiny {seed}", tiny(seed)) for seed in range(6))
    yield from ((f"across seasons {seed}", across_seasons(seed)) for seed in range(3))
    yield from ((f"drawn {seed}", drawn(seed)) for seed in range(2))
    yield from ((name, extreme(tiny(1))) for name, extreme in EXTREMES.items())


def plan_file(recipe: Recipe, plan: Plan) -> dict[str, Any]:
    """The JSON of a plan with the tiers of its round and the pins that cannot hold."""
    formulation = recipe.formulation
    values = zip(formulation.objectives, formulation.score(plan), strict=True)
    unheld = [UnheldLock(lock.request, lock.site, lock.space, found.rule) for lock, found in recipe.unheld]
    return {
        "assignments": [plain_value(one) for one in placements_of(recipe.case.problem, plan)],
        "tiers": [{"name": goal.name, "value": value} for goal, value in values],
        "unheld": [plain_value(lock) for lock in unheld],
    }


def random_plans(recipe: Recipe, rng: Random, count: int) -> Iterator[list[Assignment]]:
    """Plans of a few rights: most on spaces that suit them, some on any, now and then one twice."""
    case, problem = recipe.case, recipe.case.problem
    suited = [
        Assignment(request, tuple(rng.choice(case.kinds[rng.choice(kinds)].units) for kinds in parts))
        for request, sites in enumerate(case.choices)
        for parts in sites.values()
        for _ in range(3)
    ]
    anywhere = [
        Assignment(request, tuple(rng.randrange(len(problem.assets)) for _ in asked.parts))
        for request, asked in enumerate(problem.requests)
        if problem.assets
    ]
    for _ in range(count):
        by_request = {one.request: one for one in rng.sample(suited, min(len(suited), rng.randrange(1, 14)))}
        plan = list(by_request.values())
        plan += rng.sample(anywhere, min(len(anywhere), rng.choice((0, 0, 0, 1))))
        if len(by_request) != len(plan) and rng.random() < 0.5:
            continue
        rng.shuffle(plan)
        yield plan


def random_rows(problem: Mapping[str, Any], rng: Random) -> list[list[Any]]:
    """Multipliers of any rows that the file allows, most of them senseless, some negative."""
    sites = [site["id"] for site in problem["sites"]]
    spaces = [space["id"] if space.get("count", 1) == 1 else f"{space['id']}#1" for space in problem["spaces"]]
    gates = [site["id"] for site in problem["sites"] if site.get("gate_limit") is not None]
    households = [name for request in problem["requests"] if (name := request.get("household")) is not None]
    vehicles = [request["vehicle"] for request in problem["requests"]]
    pairs = [(pair["a"], pair["b"]) for pair in problem.get("partners", ())]

    def minute() -> int:
        return rng.randrange(-1440, 9 * 1440)

    def row() -> list[Any]:
        rules: Sequence[tuple[str, Sequence[Any], bool]] = (
            ("spaces", spaces, True),
            ("owner_reserve", sites, True),
            ("outside_cap", sites, True),
            ("gate_throughput", gates, True),
            ("household_cap", households if problem["policy"].get("household_cap", 2) is not None else (), False),
            ("one_right_per_vehicle", vehicles, True),
            ("reciprocity", pairs, False),
        )
        rule, names, timed = rng.choice([found for found in rules if found[1]])
        if rule == "spaces":
            return [rule, minute(), rng.sample(spaces, rng.randrange(1, len(spaces) + 1))]
        name = rng.choice(names)
        key = list(name) if rule == "reciprocity" else [name]
        return [rule, *key, *([minute()] if timed else [])]

    return [[*row(), rng.randrange(-2_000, 12_000)] for _ in range(rng.randrange(30))]
