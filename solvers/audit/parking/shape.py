"""What a parking problem and a plan of it may say: fields, words, ranges and names that are known."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from solvers.audit.shapes import (
    COUNT,
    LOT,
    NAME,
    PERCENT,
    UNIT,
    each,
    letters,
    maybe,
    number,
    plan_shape,
    record,
    refuse,
    table,
    truth,
    word,
)
from solvers.audit.times import CLOSURE, LEAVE_BY, WINDOW, shape_of_horizon

SIZE = word("compact", "standard", "large")
PARTY = word("owner", "tenant", "partner", "outside")
METRES = number(0, 50_000)
MOST_POINTS = 1_000_000

POLICY = record(
    {"criteria": table(number(-1000, 1000), NAME)},
    {
        "guard_minutes": number(0, 240),
        "reserve_percent": PERCENT,
        "outside_percent": PERCENT,
        "household_cap": maybe(number(0, 100)),
        "accessible_spaces_exclusive": truth,
    },
)
LOCATION = record(
    {"datum": word("WGS-84", "GCJ-02", "BD-09"), "latitude": lambda *_: None, "longitude": lambda *_: None}
)
SITE = record(
    {"id": NAME, "kind": word("compound", "tower"), "windows": each(WINDOW)},
    {
        "curfews": each(WINDOW),
        "leave_by": each(LEAVE_BY),
        "closures": each(CLOSURE),
        "gate_limit": maybe(COUNT),
        "outside_cap": maybe(COUNT),
        "location": maybe(LOCATION),
    },
)
SPACE = record(
    {"id": NAME, "site": NAME},
    {
        "size": SIZE,
        "ev": truth,
        "accessible": truth,
        "reserved_for": each(PARTY),
        "windows": maybe(each(WINDOW)),
        "closures": each(CLOSURE),
        "count": number(1, 10_000),
    },
)
REQUEST = record(
    {
        "id": NAME,
        "vehicle": NAME,
        "pattern": NAME,
        "points": table(number(-10_000, 10_000), NAME),
        "walk": table(METRES, NAME),
    },
    {
        "longest_walk": METRES,
        "size": SIZE,
        "party": PARTY,
        "needs_ev": truth,
        "needs_accessible": truth,
        "household": maybe(NAME),
        "home_site": maybe(NAME),
        "previous_space": maybe(UNIT),
        "split_at_season": truth,
        "lot": maybe(LOT),
        "guaranteed": truth,
    },
)
PROBLEM = record(
    {
        "horizon": shape_of_horizon,
        "policy": POLICY,
        "sites": each(SITE),
        "spaces": each(SPACE),
        "patterns": each(record({"id": NAME, "rules": each(WINDOW)})),
        "requests": each(REQUEST),
    },
    {
        "partners": each(record({"a": NAME, "b": NAME, "tolerance": COUNT})),
        "locks": each(
            record({"request": NAME, "kind": word("pin", "ban")}, {"site": maybe(NAME), "space": maybe(UNIT)})
        ),
        "domain": word("parking"),
        "format": word("commontide/parking-problem/1"),
    },
)
PLAN = plan_shape(
    "parking",
    "commontide/plan/1",
    record({"request": NAME, "site": NAME, "spaces": each(UNIT)}),
    record({"request": NAME}, {"site": maybe(NAME), "space": maybe(UNIT), "rule": letters(1, 64)}),
)


def check_names(problem: Mapping[str, Any], sites: Collection[str], units: Collection[str]) -> None:
    """Raise `Malformed` for the first name that the problem itself does not know, and for pairs that stand twice."""
    patterns = {one["id"] for one in problem["patterns"]}
    receipts = {one["id"] for one in problem["requests"]}
    criteria = problem["policy"]["criteria"]
    for at, request in enumerate(problem["requests"]):
        field = f"problem.requests[{at}]"
        _known(request["pattern"], patterns, f"{field}.pattern")
        _known(request.get("home_site"), sites, f"{field}.home_site")
        _known(request.get("previous_space"), units, f"{field}.previous_space")
        for name in request["walk"]:
            _known(name, sites, f"{field}.walk")
        for name in request["points"]:
            _known(name, criteria, f"{field}.points")
        worth = sum(criteria[name] * value for name, value in request["points"].items())
        if not 1 <= worth <= MOST_POINTS:
            refuse(worth, f"{field}.points", f"a weighted sum of 1 to {MOST_POINTS}")
    _locks(problem, receipts, sites, units)
    pairs = set[frozenset[str]]()
    for at, pair in enumerate(problem.get("partners", ())):
        field, both = f"problem.partners[{at}]", frozenset((pair["a"], pair["b"]))
        _known(pair["a"], sites, f"{field}.a")
        _known(pair["b"], sites, f"{field}.b")
        if len(both) < 2 or both in pairs:
            refuse(pair["b"], field, "each pair of two sites once")
        pairs.add(both)


def _locks(
    problem: Mapping[str, Any], receipts: Collection[str], sites: Collection[str], units: Collection[str]
) -> None:
    for at, lock in enumerate(problem.get("locks", ())):
        field = f"problem.locks[{at}]"
        _known(lock["request"], receipts, f"{field}.request")
        _known(lock.get("site"), sites, f"{field}.site")
        _known(lock.get("space"), units, f"{field}.space")
        if lock["kind"] == "pin" and lock.get("site") is None and lock.get("space") is None:
            refuse("", field, "a pin names a site or a space")


def _known(name: str | None, known: Collection[str], field: str) -> None:
    if name is not None and name not in known:
        refuse(name, field, "a name of this problem")
