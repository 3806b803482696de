"""Plans and problems spoilt on purpose: mistakes that people make, each of which the checker must name.

The list was written from the rules as the public reads them, not from the checker.
"""

import json
from collections.abc import Callable
from typing import Any

import pytest

from scheduler.files import plain_value
from solvers.audit import parking as checker
from solvers.audit.protocol import Malformed
from solvers.parking.problem import ParkingProblem
from solvers.parking.recipe import formulate
from tests.solvers.audit.parking_rounds import drawn, plan_file
from tests.solvers.rounds import awkward, candidate
from tests.solvers.test_conformance import PINS

Json = dict[str, Any]
Spoil = Callable[[Json, Json], None]


def made(parking: ParkingProblem, *served: str) -> tuple[Json, Json]:
    """A problem and a valid plan of it as their files hold them."""
    recipe = formulate(parking)
    plan = [candidate(recipe.case.problem, name) for name in served]
    assert recipe.formulation.verify(plan) == []
    return json.loads(json.dumps((plain_value(parking), plan_file(recipe, plan))))  # type: ignore[no-any-return]


def sound() -> tuple[Json, Json]:
    served = "day@y1 gasoline@y5 night@t#1 to_closing@y2 in_summer@y2 after14@y7"
    return made(awkward(), *served.split())


def serve(plan: Json, request: str, *spaces: str, site: str = "yard") -> None:
    plan["assignments"].append({"request": request, "site": site, "spaces": list(spaces)})


def move(plan: Json, request: str, *spaces: str, site: str = "yard") -> None:
    plan["assignments"] = [line for line in plan["assignments"] if line["request"] != request]
    serve(plan, request, *spaces, site=site)


def asked(problem: Json, request: str) -> Json:
    return next(line for line in problem["requests"] if line["id"] == request)


def set_request(request: str, **fields: Any) -> Spoil:
    return lambda problem, plan: asked(problem, request).update(fields)


def set_site(site: str, **fields: Any) -> Spoil:
    return lambda problem, plan: next(line for line in problem["sites"] if line["id"] == site).update(fields)


def set_space(space: str, **fields: Any) -> Spoil:
    return lambda problem, plan: next(line for line in problem["spaces"] if line["id"] == space).update(fields)


def set_policy(**fields: Any) -> Spoil:
    return lambda problem, plan: problem["policy"].update(fields)


def add_lock(**fields: Any) -> Spoil:
    return lambda problem, plan: problem["locks"].append(fields)


def plan_line(at: int, **fields: Any) -> Spoil:
    return lambda problem, plan: plan["assignments"][at].update(fields)


def both(*spoils: Spoil) -> Spoil:
    def spoil(problem: Json, plan: Json) -> None:
        for one in spoils:
            one(problem, plan)

    return spoil


def swap_days(problem: Json, plan: Json) -> None:
    """Workdays told as rest days, and rest days as workdays."""
    for day in problem["horizon"]["days"]:
        day["day_type"] = {"workday": "rest_day", "rest_day": "workday"}[day["day_type"]]


FAULTS: dict[str, tuple[str, Spoil]] = {
    # spaces
    "one space twice at once": ("no_overlap", lambda problem, plan: serve(plan, "morning", "y1")),
    "a guard one minute too short": ("no_overlap", lambda problem, plan: serve(plan, "banned_here", "y7")),
    "a request twice": ("request_once", lambda problem, plan: serve(plan, "day", "y4")),
    "two spaces for one stay": ("request_once", plan_line(0, spaces=["y1", "y3"])),
    "one space for two seasons": ("request_once", lambda problem, plan: move(plan, "split", "y1")),
    "two seasons on two sites": ("request_once", lambda problem, plan: move(plan, "split", "y1", "t#1")),
    "a space of another site": ("wrong_site", plan_line(0, site="tower")),
    "a space that does not exist": ("unknown_id", plan_line(0, spaces=["y99"])),
    "a unit beyond the pool": ("unknown_id", plan_line(0, spaces=["t#3"])),
    "no space at all": ("unknown_id", plan_line(0, spaces=[])),
    "a request that does not exist": ("unknown_id", plan_line(0, request="nobody")),
    # filters
    "past the end of a window": ("opening", lambda problem, plan: move(plan, "past_closing", "y4")),
    "a window an hour shorter": ("opening", set_space("y1", windows=[{"start": "09:00", "end": "18:00"}])),
    "day types changed": ("opening", swap_days),
    "a repair on one date": ("closure", set_space("y1", closures=[{"first": "2026-04-27", "last": "2026-04-27"}])),
    "an hour of one date": (
        "closure",
        set_site("yard", closures=[{"first": "2026-04-28", "last": "2026-04-28", "start": "09:00", "end": "09:01"}]),
    ),
    "coming in a curfew": ("curfew", set_site("yard", curfews=[{"start": "08:30", "end": "08:31"}])),
    "going in a curfew": ("curfew", set_site("yard", curfews=[{"start": "17:00", "end": "17:01"}])),
    "staying too long": ("leave_by", set_site("yard", leave_by=[{"time": "16:59"}])),
    "too large": ("size", set_request("day", size="large")),
    "no charger": ("charger", set_request("day", needs_ev=True)),
    "not accessible": ("accessible", set_request("day", needs_accessible=True)),
    "an accessible space for others": ("accessible_only", set_request("gasoline", needs_accessible=False)),
    "a space of owners": ("reserved", set_space("y1", reserved_for=["owner"])),
    "too far": ("longest_walk", set_request("day", walk={"yard": 501})),
    "no walk known": ("longest_walk", set_request("day", walk={"tower": 100})),
    "banned from all": ("ban", add_lock(request="day", kind="ban")),
    "banned from the site": ("ban", add_lock(request="day", kind="ban", site="yard")),
    "banned from the space": ("ban", add_lock(request="day", kind="ban", space="y1")),
    "a stay that never comes": ("never_active", lambda problem, plan: move(plan, "never", "y4")),
    # sites
    "no space left for owners": ("owner_reserve", set_policy(reserve_percent=80)),
    "a site half closed": (
        "owner_reserve",
        both(
            *(set_space(name, windows=[{"start": "00:00", "end": "08:00"}]) for name in ("y3", "y4", "y6")),
            set_policy(reserve_percent=34),
        ),
    ),
    "one outside vehicle too many": ("outside_cap", set_site("yard", outside_cap=0)),
    "the share of outside vehicles": (
        "outside_cap",
        both(set_site("yard", outside_cap=None), set_policy(outside_percent=14)),
    ),
    "a gate for one": ("gate_throughput", set_site("yard", gate_limit=1)),
    # people and sites
    "a vehicle in two places": ("one_right_per_vehicle", set_request("gasoline", vehicle="van")),
    "a household above its cap": ("household_cap", set_request("gasoline", household="h")),
    "no rights for households": ("household_cap", set_policy(household_cap=0)),
    "partners out of balance": (
        "reciprocity",
        both(
            lambda problem, plan: problem["partners"][0].update(tolerance=0),
            set_request("gasoline", home_site="tower"),
        ),
    ),
    "a pin to a site": ("pin", add_lock(request="day", kind="pin", site="tower")),
    "a pin to a space": ("pin", add_lock(request="day", kind="pin", space="y2")),
    "a pin of somebody who is not served": ("pin", add_lock(request="early", kind="pin", site="yard")),
    "a pin that is excused but not set": (
        "unknown_id",
        lambda problem, plan: plan["unheld"].append({"request": "day", "site": "tower", "rule": "size"}),
    ),
    # goals
    "a goal left out": ("value_differs", lambda problem, plan: plan["tiers"].pop()),
    "goals in another order": ("value_differs", lambda problem, plan: plan["tiers"].reverse()),
    "a guarantee not told": ("value_differs", set_request("early", guaranteed=True)),
    "a draw not told": ("value_differs", set_request("early", lot=3)),
}


def test_the_plan_that_the_faults_spoil_is_sound() -> None:
    assert checker.check(*sound(), {}) == []


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_found(fault: str) -> None:
    code, spoil = FAULTS[fault]
    problem, plan = sound()
    spoil(problem, plan)
    assert code in {found.code for found in checker.check(problem, plan, {})}


VALUES: dict[str, tuple[str, Spoil]] = {
    "points of a request": ("points", set_request("day", points={"points": 31})),
    "weight of a criterion": ("points", set_policy(criteria={"points": 2})),
    "a walk beyond the step": ("walking", set_request("day", walk={"yard": 201})),
    "a previous space forgotten": ("stability", set_request("day", previous_space=None)),
    "a previous space nearby": ("stability", set_request("day", previous_space="y2")),
}


@pytest.mark.parametrize("change", VALUES)
def test_a_changed_record_changes_the_value_that_it_counts_for(change: str) -> None:
    name, spoil = VALUES[change]
    problem, plan = sound()
    before = checker.values(problem, plan)
    spoil(problem, plan)
    after = checker.values(problem, plan)
    assert [goal for goal in before if before[goal] != after[goal]] == [name]


def test_lots_and_guarantees_count_for_their_goals_alone() -> None:
    parking = drawn(0)
    recipe = formulate(parking)
    at = next(at for at, sites in enumerate(recipe.case.choices) if sites)
    problem, plan = plain_value(parking), plan_file(recipe, ())
    (site, parts), *_ = recipe.case.choices[at].items()
    unit = recipe.case.problem.assets[recipe.case.kinds[parts[0][0]].units[0]].id
    serve(plan, parking.requests[at].id, unit, site=parking.sites[site].id)
    before = checker.values(problem, plan)
    problem["requests"][at] |= {"lot": 0, "guaranteed": not parking.requests[at].guaranteed}
    after = checker.values(problem, plan)
    assert [goal for goal in before if before[goal] != after[goal]] == ["guarantee", "draw"]


NIGHT = {"request": "night", "site": "tower", "rule": "no_overlap"}


@pytest.mark.parametrize(
    ("changed", "excused", "fields"),
    [
        ({}, [], ["problem.locks[2]"]),
        ({}, [NIGHT], ["plan.unheld"]),
        ({"size": "large"}, [NIGHT], []),
        ({"household": "h"}, [NIGHT], []),
        ({"party": "outside"}, [NIGHT], []),
    ],
    ids=["not named", "free all the same", "too large", "of a full household", "an outside vehicle"],
)
def test_a_pin_binds_unless_the_plan_names_it_and_its_place_is_not_free(
    changed: Json, excused: list[Json], fields: list[str]
) -> None:
    problem = plain_value(awkward(locks=PINS))
    set_request("night", **changed)(problem, {})
    set_site("tower", outside_cap=0)(problem, {})
    recipe = formulate(awkward(locks=PINS))
    plan = plan_file(recipe, [candidate(recipe.case.problem, name) for name in ("morning@y2", "split@y1,y1")])
    plan["unheld"] = excused
    assert [one.field for one in checker.check(problem, plan, {}) if one.code == "pin"] == fields


def test_a_pin_of_somebody_whose_place_another_has_is_given_up_in_peace() -> None:
    problem, plan = sound()
    problem["locks"] = [{"kind": "pin", "request": "morning", "space": "y1"}]
    plan["unheld"] = [{"request": "morning", "space": "y1", "rule": "no_overlap"}]
    assert checker.check(problem, plan, {}) == []
    plan["assignments"] = [line for line in plan["assignments"] if line["request"] != "day"]
    assert [(one.code, one.field) for one in checker.check(problem, plan, {})] == [("pin", "plan.unheld")]


def test_a_visitor_of_a_partner_site_may_be_given_up_for_the_balance() -> None:
    problem, plan = sound()
    asked(problem, "holiday").update(household=None, vehicle="bus", walk={"yard": 100})
    problem["locks"] = [{"kind": "pin", "request": "holiday", "space": "y1"}]
    plan["unheld"] = [{"request": "holiday", "space": "y1", "rule": "reciprocity"}]
    assert [one.field for one in checker.check(problem, plan, {})] == ["plan.unheld"]
    asked(problem, "holiday")["home_site"] = "tower"
    assert checker.check(problem, plan, {}) == []


def test_a_ban_from_one_space_takes_nothing_else_from_the_bound() -> None:
    problem, _ = sound()
    nothing = {"goal": "points", "denominator": 1, "rows": []}
    before = checker.checked_bound(problem, nothing)
    problem["locks"] += [{"kind": "ban", "request": one["id"], "space": "t#2"} for one in problem["requests"]]
    assert checker.checked_bound(problem, nothing) == before
    problem["locks"] = [{"kind": "ban", "request": one["id"]} for one in problem["requests"]]
    assert checker.checked_bound(problem, nothing) == 0


MALFORMED: dict[str, Spoil] = {
    "two requests of one id": lambda problem, plan: problem["requests"].append(problem["requests"][0]),
    "two spaces of one id": lambda problem, plan: problem["spaces"].append(problem["spaces"][0]),
    "a space of no site": set_space("y1", site="nowhere"),
    "a pool without end": set_space("y1", count=10**9),
    "half a space": set_space("y1", count=1.5),
    "half a point": set_request("day", points={"points": 1.5}),
    "a date too few": lambda problem, plan: problem["horizon"]["days"].pop(),
    "dates in disorder": lambda problem, plan: problem["horizon"]["days"].reverse(),
    "an hour that no clock shows": set_site("yard", windows=[{"start": "25:00", "end": "26:00"}]),
    "a window without minutes": set_site("yard", windows=[{"start": "08:00", "end": "08:00"}]),
}


@pytest.mark.parametrize("fault", MALFORMED)
def test_a_problem_that_cannot_be_read_is_told(fault: str) -> None:
    problem, plan = sound()
    MALFORMED[fault](problem, plan)
    with pytest.raises(Malformed):
        checker.values(problem, plan)
