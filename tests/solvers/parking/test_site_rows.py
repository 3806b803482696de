"""Types and rows of a site."""

from __future__ import annotations

from datetime import date

from scheduler.calendar import horizon
from solvers.engines import solve
from solvers.engines.limits import Limits
from solvers.parking.problem import ParkingProblem, Party, Pattern, Policy, Registration, Site, Space
from solvers.parking.recipe import formulate
from solvers.parking.site_rows import SiteRows, members_of
from solvers.timetable import WindowRule


def yard(parties: tuple[Party, ...], outside_cap: int) -> ParkingProblem:
    """Eight equal spaces, everybody asks for the same workdays."""
    workday = (WindowRule("workday", start="08:00", end="18:00"),)
    requests = tuple(
        Registration(f"r{at}", f"v{at}", "office", {"class": 10}, {"yard": 100}, party=party)
        for at, party in enumerate(parties)
    )
    return ParkingProblem(
        horizon(date(2026, 3, 2), date(2026, 3, 15)),
        Policy({"class": 1}, reserve_percent=0),
        (Site("yard", "compound", workday, outside_cap=outside_cap),),
        tuple(Space(f"y{at}", "yard") for at in range(8)),
        (Pattern("office", workday),),
        requests,
    )


PARTIES: tuple[Party, ...] = ("outside", "tenant", "outside", "tenant", "outside")


def test_outside_vehicles_are_a_type_of_their_own_even_if_they_ask_for_the_same() -> None:
    case = formulate(yard(PARTIES, 1)).case
    types = SiteRows(case, 0, members_of(case)[0]).types
    assert {(found.outside, found.requests) for found in types} == {(True, (0, 2, 4)), (False, (1, 3))}


def test_the_cap_on_outside_vehicles_holds_in_a_plan_of_columns() -> None:
    recipe = formulate(yard(PARTIES, 1))
    result = solve(recipe, "columns", Limits(workers=1))
    assert (len(result.plan), recipe.formulation.verify(result.plan)) == (3, [])
