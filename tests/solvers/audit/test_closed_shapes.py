"""What a checker does not know it refuses by its field: a misspelt word must not read like a rule and bind nobody."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from scheduler.files import plain_value
from solvers.audit import parking, rooms
from solvers.audit.protocol import DomainAudit, Malformed
from solvers.parking.recipe import formulate
from tests.solvers.audit.parking_rounds import plan_file, rounds
from tests.solvers.audit.rooms_rounds import awkward_round, tangled
from tests.solvers.rounds import awkward, candidate

Json = dict[str, Any]
Spoil = Callable[[Json], None]
CHECKERS: dict[str, DomainAudit] = {"parking": parking, "rooms": rooms}
NO_PLAN: Json = {"assignments": [], "tiers": []}
NOTHING: Json = {"goal": "sessions", "denominator": 1, "rows": []}


def problem_of(domain: str) -> Json:
    made = awkward() if domain == "parking" else awkward_round()
    return json.loads(json.dumps(plain_value(made)))  # type: ignore[no-any-return]


def first(table: str, **fields: Any) -> Spoil:
    """Fields of the first record of a table changed."""
    return lambda problem: problem[table][0].update(fields)


def more(table: str, **fields: Any) -> Spoil:
    """One more record."""
    return lambda problem: problem.setdefault(table, []).append(fields)


def policy(**fields: Any) -> Spoil:
    return lambda problem: problem["policy"].update(fields)


def nest(problem: Json) -> None:
    """A room that is part of a part."""
    part = next(room for room in problem["rooms"] if room.get("part_of"))
    problem["rooms"].append({**part, "id": "corner of a part", "part_of": part["id"], "noisy_next_to": []})


REFUSED: dict[tuple[str, str], tuple[str, Spoil]] = {
    # parking
    ("parking", "a ban from a space without a name"): (
        "problem.locks[0].space",
        lambda problem: problem.update(locks=[{"kind": "ban", "request": "day", "space": ""}]),
    ),
    ("parking", "a ban from a space that nobody knows"): (
        "problem.locks[0].space",
        lambda problem: problem.update(locks=[{"kind": "ban", "request": "day", "space": "y99"}]),
    ),
    ("parking", "a ban from a site that nobody knows"): (
        "problem.locks[0].site",
        lambda problem: problem.update(locks=[{"kind": "ban", "request": "day", "site": "moon"}]),
    ),
    ("parking", "a ban of nobody"): (
        "problem.locks[0].request",
        lambda problem: problem.update(locks=[{"kind": "ban", "request": "nobody"}]),
    ),
    ("parking", "a pin to nowhere"): (
        "problem.locks[0]",
        lambda problem: problem.update(locks=[{"kind": "pin", "request": "day"}]),
    ),
    ("parking", "a kind of lock with a blank"): (
        "problem.locks[0].kind",
        lambda problem: problem.update(locks=[{"kind": "pin ", "request": "day", "site": "yard"}]),
    ),
    ("parking", "a class of party in capitals"): ("problem.requests[0].party", first("requests", party="Outside")),
    ("parking", "a size that is none"): ("problem.requests[0].size", first("requests", size="huge")),
    ("parking", "a need that is a text"): ("problem.requests[0].needs_ev", first("requests", needs_ev="no")),
    ("parking", "a walk below 0"): ("problem.requests[0].walk.yard", first("requests", walk={"yard": -1})),
    ("parking", "a walk to a site that nobody knows"): (
        "problem.requests[0].walk",
        first("requests", walk={"moon": 1}),
    ),
    ("parking", "a request without an id"): ("problem.requests[0].id", first("requests", id="")),
    ("parking", "a lot that was never drawn"): ("problem.requests[0].lot", first("requests", lot=2**32)),
    ("parking", "a field that no rule knows"): ("problem.requests[0].note", first("requests", note="Mr Wang")),
    ("parking", "a rule that no checker knows"): ("problem.policy.most_rights", policy(most_rights=1)),
    ("parking", "a table that no checker knows"): (
        "problem.new_rule",
        lambda problem: problem.update(new_rule={"max": 1}),
    ),
    ("parking", "weights that make points worth nothing"): (
        "problem.requests[0].points",
        policy(criteria={"points": -1}),
    ),
    ("parking", "a gate's limit as a text"): ("problem.sites[0].gate_limit", first("sites", gate_limit="5")),
    ("parking", "a gate's limit that is a truth"): ("problem.sites[0].gate_limit", first("sites", gate_limit=True)),
    ("parking", "a type of day in capitals"): (
        "problem.sites[0].leave_by[0].days",
        first("sites", leave_by=[{"days": "Workday", "time": "09:00"}]),
    ),
    ("parking", "a curfew with a field of leave-by"): (
        "problem.sites[0].curfews[0].time",
        first("sites", curfews=[{"time": "09:00"}]),
    ),
    ("parking", "a leave-by with a field of windows"): (
        "problem.sites[0].leave_by[0].start",
        first("sites", leave_by=[{"start": "09:00"}]),
    ),
    ("parking", "a weekday that is a truth"): (
        "problem.patterns[0].rules[0].weekdays[0]",
        first("patterns", rules=[{"weekdays": [True]}]),
    ),
    ("parking", "an eighth weekday"): (
        "problem.patterns[0].rules[0].weekdays[0]",
        first("patterns", rules=[{"weekdays": [8]}]),
    ),
    ("parking", "a season that is none"): (
        "problem.patterns[0].rules[0].season",
        first("patterns", rules=[{"season": "spring"}]),
    ),
    ("parking", "a closure that ends before it begins"): (
        "problem.sites[0].closures[0].last",
        first("sites", closures=[{"first": "2026-04-28", "last": "2026-04-27"}]),
    ),
    ("parking", "a date without dashes"): (
        "problem.sites[0].closures[0].first",
        first("sites", closures=[{"first": "20260427", "last": "2026-04-28"}]),
    ),
    ("parking", "a type of day in the calendar that is none"): (
        "problem.horizon.days[0].day_type",
        lambda problem: problem["horizon"]["days"][0].update(day_type="holiday"),
    ),
    ("parking", "a year that is none"): (
        "problem.horizon.last",
        lambda problem: problem["horizon"].update(first="0001-01-01"),
    ),
    ("parking", "reserved for a text"): ("problem.spaces[0].reserved_for", first("spaces", reserved_for="owner")),
    ("parking", "a site that swaps with itself"): (
        "problem.partners[1]",
        more("partners", a="yard", b="yard", tolerance=1),
    ),
    # rooms
    ("rooms", "a length for ever"): ("problem.requests[0].longest", first("requests", longest=10**6)),
    ("rooms", "a length of a minute"): ("problem.requests[0].shortest", first("requests", shortest=1)),
    ("rooms", "lengths the wrong way round"): (
        "problem.requests[0].longest",
        first("requests", shortest=120, longest=60),
    ),
    ("rooms", "eight sessions a week"): ("problem.requests[0].sessions", first("requests", sessions=8)),
    ("rooms", "once in half a year and a week"): ("problem.requests[0].every_weeks", first("requests", every_weeks=27)),
    ("rooms", "people without end"): ("problem.requests[0].people", first("requests", people=10**9)),
    ("rooms", "a section without an id"): ("problem.requests[0].id", first("requests", id="")),
    ("rooms", "a category that is none"): ("problem.requests[0].category", first("requests", category="Sport")),
    ("rooms", "an age that is none"): ("problem.requests[0].age_group", first("requests", age_group="Senior")),
    ("rooms", "an eighth weekday"): (
        "problem.requests[0].ranges[0].weekday",
        first("requests", ranges=[{"weekday": 8, "start": "09:00", "end": "10:00"}]),
    ),
    ("rooms", "a range that ends first"): (
        "problem.requests[0].ranges[0].end",
        first("requests", ranges=[{"weekday": 1, "start": "10:00", "end": "10:00"}]),
    ),
    ("rooms", "a field that no rule knows"): ("problem.requests[0].note", first("requests", note="Mr Wang")),
    ("rooms", "a party that nobody knows"): ("problem.requests[0].party", first("requests", party="nobody")),
    ("rooms", "a grid of a minute"): ("problem.policy.grid", policy(grid=1)),
    ("rooms", "travel for ever"): ("problem.policy.travel", policy(travel=10**9)),
    ("rooms", "more blocked than there are"): ("problem.policy.blocked_percent", policy(blocked_percent=1000)),
    ("rooms", "weights without end"): ("problem.policy.weights.culture", policy(weights={"culture": 10**4000})),
    ("rooms", "a weight of no category"): ("problem.policy.weights", policy(weights={"sport": 1})),
    ("rooms", "a quota on nobody's word"): (
        "problem.quotas[4].scope",
        more("quotas", scope="Party", of="choir", sessions=0),
    ),
    ("rooms", "a quota of nobody"): ("problem.quotas[4].of", more("quotas", scope="party", of="nobody", sessions=0)),
    ("rooms", "a wish that is none"): ("problem.links[3].kind", more("links", a="s0", b="s1", kind="near")),
    ("rooms", "a kind of lock in capitals"): ("problem.locks[2].kind", more("locks", kind="BAN", request="s0")),
    ("rooms", "a ban from a room that nobody knows"): (
        "problem.locks[2].room",
        more("locks", kind="ban", request="s0", room="X"),
    ),
    ("rooms", "a ban from a house that nobody knows"): (
        "problem.locks[2].facility",
        more("locks", kind="ban", request="s0", facility="X"),
    ),
    ("rooms", "a pin to nowhere"): ("problem.locks[2]", more("locks", kind="pin", request="s0", weekday=1)),
    ("rooms", "halls within halls"): ("problem.rooms[4].part_of", nest),
    ("rooms", "a room that is its own hall"): ("problem.rooms[2].part_of", lambda p: p["rooms"][2].update(part_of="C")),
    ("rooms", "losses without end"): ("problem.parties[0].lost", first("parties", lost=10**6)),
}


@pytest.mark.parametrize(("domain", "fault"), REFUSED)
def test_what_is_not_known_is_refused_by_its_field(domain: str, fault: str) -> None:
    field, spoil = REFUSED[domain, fault]
    checker, problem = CHECKERS[domain], problem_of(domain)
    bound = NOTHING | {"goal": checker.GOAL}
    checker.checked_bound(problem, bound)
    spoil(problem)
    with pytest.raises(Malformed) as of_bound:
        checker.checked_bound(problem, bound)
    with pytest.raises(Malformed) as of_plan:
        checker.check(problem, NO_PLAN, bound)
    assert (of_bound.value.finding.field, of_plan.value.finding.field) == (field, field)


PLANS: dict[tuple[str, str], tuple[str, Json]] = {
    ("parking", "a note in a right"): (
        "plan.assignments[0].note",
        {"assignments": [{"request": "day", "site": "yard", "spaces": ["y1"], "note": "Mr Wang, 13800000000"}]},
    ),
    ("parking", "spaces as an object"): (
        "plan.assignments[0].spaces",
        {"assignments": [{"request": "day", "site": "yard", "spaces": {"y1": 1}}]},
    ),
    ("parking", "an unknown form"): ("plan.format", {"format": "commontide/plan/99"}),
    ("rooms", "a date without dashes"): (
        "plan.assignments[0].dates[0]",
        {
            "assignments": [
                {"request": "s0", "room": "C", "weekday": 1, "start": "09:00", "end": "10:00", "dates": ["20260406"]}
            ]
        },
    ),
    ("rooms", "a table that nobody knows"): ("plan.extra", {"extra": []}),
}


@pytest.mark.parametrize(("domain", "fault"), PLANS)
def test_a_plan_says_nothing_that_is_not_known(domain: str, fault: str) -> None:
    field, changed = PLANS[domain, fault]
    with pytest.raises(Malformed) as caught:
        CHECKERS[domain].check(problem_of(domain), NO_PLAN | changed, NOTHING)
    assert caught.value.finding.field == field


def test_all_that_the_program_itself_writes_is_known() -> None:
    for _, made in rounds():
        parking.checked_bound(plain_value(made), NOTHING | {"goal": "points"})
    for seed in range(4):
        rooms.checked_bound(plain_value(tangled(seed)), NOTHING)
    recipe = formulate(awkward())
    plan = plan_file(recipe, [candidate(recipe.case.problem, "day@y1")])
    assert parking.check(plain_value(awkward()), plan, {}) == []
