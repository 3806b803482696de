"""Rounds that once went wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from threading import Event

import pytest

from scheduler.calendar import horizon
from solvers.engines import columns, solve
from solvers.engines.limits import Limits
from solvers.engines.links import Links
from solvers.parking.generate import SCALES, generate_parking
from solvers.parking.problem import Lock, ParkingProblem, Partnership, Pattern, Policy, Registration, Site, Space
from solvers.parking.recipe import formulate
from solvers.plan import Status
from solvers.timetable import WindowRule

FORTNIGHT = horizon(date(2026, 3, 2), date(2026, 3, 15))
DAY = WindowRule("workday", start="08:00", end="18:00")


def patterns() -> tuple[Pattern, ...]:
    return (
        Pattern("morning", (replace(DAY, end="12:00"),)),
        Pattern("evening", (replace(DAY, start="14:00"),)),
        Pattern("day", (DAY,)),
    )


def asks(name: str, pattern: str, *sites: str, vehicle: str | None = None, home: str | None = None) -> Registration:
    walk = dict.fromkeys(sites, 100)
    return Registration(name, vehicle or name, pattern, {"class": 10}, walk, home_site=home)


def round_of(
    sites: tuple[str, ...],
    requests: tuple[Registration, ...],
    spaces: int = 1,
    locks: tuple[Lock, ...] = (),
    partners: tuple[Partnership, ...] = (),
) -> ParkingProblem:
    return ParkingProblem(
        FORTNIGHT,
        Policy({"class": 1}, reserve_percent=0),
        tuple(Site(name, "compound", (DAY,)) for name in sites),
        tuple(Space(f"{name}-{at}", name) for name in sites for at in range(spaces)),
        patterns(),
        requests,
        partners,
        locks,
    )


def test_a_cancel_before_the_first_mip_keeps_the_greedy_plan() -> None:
    cancel = Event()
    cancel.set()
    recipe = formulate(generate_parking(SCALES["mini"], 1, FORTNIGHT))
    result = solve(recipe, "columns", Limits(cancel=cancel))
    assert (result.status, recipe.formulation.verify(result.plan), len(result.plan) > 100) == (
        Status.CANCELLED,
        [],
        True,
    )


def test_kin_are_joined_through_others() -> None:
    """A and B never meet, C meets both: the three belong together, wherever they could go."""
    requests = (
        asks("a", "morning", "x", vehicle="v"),
        asks("b", "evening", "y", vehicle="v"),
        asks("c", "day", "x", "y", vehicle="v"),
    )
    kin = Links(formulate(round_of(("x", "y"), requests)).case).kin
    assert [kin[request] for request in range(3)] == [{0, 1, 2}] * 3


def test_kin_in_two_tiles_do_not_clash(monkeypatch: pytest.MonkeyPatch) -> None:
    requests = (
        asks("a", "morning", "x", vehicle="v"),
        asks("b", "evening", "y", vehicle="v"),
        asks("c", "day", "x", "y", vehicle="v"),
        *(asks(f"n{at}", "day", "x", "y") for at in range(6)),
    )
    monkeypatch.setattr(columns, "WHOLE", 0)
    recipe = formulate(round_of(("x", "y"), requests))
    result = solve(recipe, "columns", Limits(work=5, workers=1))
    assert recipe.formulation.verify(result.plan) == []


def test_a_re_plan_keeps_the_staffs_pin_to_another_space() -> None:
    requests = tuple(asks(f"r{at}", "day", "x") for at in range(3))
    locks = (Lock("r0", "pin", space="x-2"),)
    base = {0: (0,), 1: (1,)}
    recipe = formulate(round_of(("x",), requests, spaces=4, locks=locks), base)
    result = solve(recipe, "columns", Limits(work=5, workers=1), None, base)
    assert recipe.formulation.verify(result.plan) == []
    assert {a.request: a.assets for a in result.plan}[0] == (2,)


def test_many_pins_to_one_pool_all_hold() -> None:
    requests = tuple(asks(f"r{at}", "day", "x") for at in range(1200))
    locks = tuple(Lock(request.id, "pin", site="x") for request in requests)
    recipe = formulate(round_of(("x",), requests, spaces=1200, locks=locks))
    assert (len(recipe.case.pins), recipe.unheld, len(recipe.start)) == (1200, (), 1200)


def test_opposite_pins_between_partners_balance_each_other() -> None:
    requests = (asks("r0", "day", "y", home="x"), asks("r1", "day", "x", home="y"), asks("r2", "day", "y", home="x"))
    locks = tuple(Lock(name, "pin", site=site) for name, site in (("r0", "y"), ("r1", "x"), ("r2", "y")))
    partners = (Partnership("x", "y", 0),)
    recipe = formulate(round_of(("x", "y"), requests, spaces=2, locks=locks, partners=partners))
    assert [pin.request for pin in recipe.case.pins] == [0, 1]
    assert [(lock.request, found.rule) for lock, found in recipe.unheld] == [("r2", "reciprocity")]
    result = solve(recipe, "direct", Limits(workers=1))
    assert (len(result.plan), recipe.formulation.verify(result.plan)) == (2, [])


def test_a_base_plan_between_partners_without_tolerance_is_put_back_whole() -> None:
    requests = (asks("r0", "day", "y", home="x"), asks("r1", "day", "x", home="y"))
    base = {0: (1,), 1: (0,)}
    recipe = formulate(round_of(("x", "y"), requests, partners=(Partnership("x", "y", 0),)), base)
    for engine in ("fcfs", "columns"):
        result = solve(recipe, engine, Limits(work=5, workers=1), None, base)
        assert [(a.request, a.assets) for a in result.plan] == [(0, (1,)), (1, (0,))]


def test_one_split_request_at_a_great_pool_is_no_trouble() -> None:
    request = replace(asks("r0", "day", "x"), split_at_season=True)
    parking = round_of(("x",), (request,))
    around = horizon(date(2026, 5, 25), date(2026, 6, 7))
    pool = replace(parking, horizon=around, spaces=(Space("p", "x", count=5_000),))
    result = solve(formulate(pool), "auto", Limits(work=1, workers=1))
    assert len(result.plan) == 1
