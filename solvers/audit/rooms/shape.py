"""What a problem of activity rooms and a plan of it may say: fields, words, ranges and names that are known."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from solvers.audit.shapes import (
    COUNT,
    LOT,
    MINUTES,
    NAME,
    PERCENT,
    WEEKDAY,
    Shape,
    day,
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
from solvers.audit.times import CLOSURE, WINDOW, hour, shape_of_horizon

CATEGORIES = ("elderly", "disabled", "culture", "education", "volunteering", "party", "other")
LENGTH = number(15, 1440)
MOST_RANGES = 1_000

POLICY = record(
    {"weights": table(number(1, 1_000), word(*CATEGORIES))},
    {
        "partial_percent": PERCENT,
        "setup": MINUTES,
        "clear": MINUTES,
        "grid": number(5, 240),
        "blocked_percent": PERCENT,
        "shared_percent": number(1, 100),
        "travel": MINUTES,
    },
)
FACILITY = record(
    {"id": NAME, "tier": word("centre", "neighbourhood", "activity_room"), "windows": each(WINDOW)},
    {"closures": each(CLOSURE), "seniors": each(WINDOW), "equipment": maybe(table(COUNT, NAME))},
)
ROOM = record(
    {"id": NAME, "facility": NAME, "capacity": number(1, 10_000)},
    {
        "features": each(NAME),
        "part_of": maybe(NAME),
        "noisy_next_to": each(NAME),
        "windows": maybe(each(WINDOW)),
        "staffed": maybe(each(WINDOW)),
        "closures": each(CLOSURE),
        "setup": maybe(MINUTES),
        "clear": maybe(MINUTES),
    },
)


def ordered(shape: Shape, first: str, last: str, equal: bool = True) -> Shape:
    """A record in which one field does not come after another (nor, if so said, equal it); both may be missing."""

    def rule(value: Any, field: str) -> None:
        shape(value, field)
        low, high = value.get(first), value.get(last)
        if low is not None and high is not None and (high < low or (high == low and not equal)):
            refuse(high, f"{field}.{last}", f"after {first}, {low}")

    return rule


RANGE = ordered(
    record({"weekday": WEEKDAY, "start": hour, "end": hour}, {"primary": truth}), "start", "end", equal=False
)
SECTION = record(
    {"id": NAME, "party": NAME, "people": number(1, 10_000), "ranges": each(RANGE, MOST_RANGES)},
    {
        "title": letters(0, 120),
        "category": word(*CATEGORIES),
        "age_group": word("any", "minor", "adult", "senior"),
        "sessions": number(1, 7),
        "every_weeks": number(1, 26),
        "shortest": LENGTH,
        "longest": LENGTH,
        "first": maybe(day),
        "last": maybe(day),
        "excluded": each(day),
        "rooms": each(NAME),
        "facilities": each(NAME),
        "features": each(NAME),
        "equipment": maybe(table(number(1, 1_000), NAME)),
        "noisy": truth,
        "may_vary": truth,
        "leader": maybe(NAME),
        "members": each(NAME),
        "previous": maybe(record({"room": NAME, "weekday": WEEKDAY, "start": hour})),
        "lot": maybe(LOT),
        "guaranteed": truth,
    },
)
LOCK = record(
    {"request": NAME, "kind": word("pin", "ban")},
    {"room": maybe(NAME), "facility": maybe(NAME), "weekday": maybe(WEEKDAY), "start": maybe(hour)},
)
PROBLEM = record(
    {
        "horizon": shape_of_horizon,
        "policy": POLICY,
        "facilities": each(FACILITY),
        "rooms": each(ROOM),
        "parties": each(
            record(
                {"id": NAME},
                {"kind": word("organisation", "person"), "household": maybe(NAME), "lost": number(0, 1_000)},
            )
        ),
        "requests": each(ordered(SECTION, "first", "last")),
    },
    {
        "quotas": each(
            record(
                {"scope": word("party", "household", "category", "facility"), "of": NAME},
                {"minutes": maybe(number(0, 10_000_000)), "sessions": maybe(COUNT)},
            )
        ),
        "links": each(record({"a": NAME, "b": NAME, "kind": word("adjacent", "together", "apart")})),
        "locks": each(LOCK),
        "domain": word("rooms"),
        "format": word("commontide/rooms-problem/1"),
    },
)
TIMES: dict[str, Shape] = {"room": NAME, "start": hour, "end": hour}
PLAN = plan_shape(
    "rooms",
    "commontide/rooms-plan/1",
    record(
        {"request": NAME, "weekday": WEEKDAY, "dates": each(day), **TIMES},
        {"substitutes": each(record({"date": day, **TIMES})), "left_out": each(day)},
    ),
    record({"request": NAME}, {"room": maybe(NAME), "rule": letters(1, 64)}),
)


def check_names(problem: Mapping[str, Any]) -> None:
    """Raise `Malformed` for the first name that the problem itself does not know, and for halls within halls."""
    houses, rooms, parties, receipts = (
        {one["id"] for one in problem[name]} for name in ("facilities", "rooms", "parties", "requests")
    )
    _rooms(problem["rooms"], houses)
    for at, one in enumerate(problem["requests"]):
        field, before = f"problem.requests[{at}]", one.get("previous")
        if one.get("longest", 60) < one.get("shortest", 60):
            refuse(one.get("longest", 60), f"{field}.longest", "no less than shortest")
        _known((one["party"],), parties, f"{field}.party")
        _known((*one.get("rooms", ()), *([before["room"]] if before else ())), rooms, f"{field}.rooms")
        _known(one.get("facilities", ()), houses, f"{field}.facilities")
    households = {one["household"] for one in problem["parties"] if one.get("household") is not None}
    known = {"party": parties, "household": households, "category": CATEGORIES, "facility": houses}
    for at, quota in enumerate(problem.get("quotas", ())):
        _known((quota["of"],), known[quota["scope"]], f"problem.quotas[{at}].of")
    for at, link in enumerate(problem.get("links", ())):
        _known((link["a"], link["b"]), receipts, f"problem.links[{at}]")
        if link["a"] == link["b"]:
            refuse(link["b"], f"problem.links[{at}].b", "another section")
    for at, lock in enumerate(problem.get("locks", ())):
        field = f"problem.locks[{at}]"
        _known((lock["request"],), receipts, f"{field}.request")
        _known((lock.get("room"),), rooms, f"{field}.room")
        _known((lock.get("facility"),), houses, f"{field}.facility")
        if lock["kind"] == "pin" and lock.get("room") is None and lock.get("facility") is None:
            refuse("", field, "a pin names a room or a facility")


def _rooms(rooms: Collection[Mapping[str, Any]], houses: Collection[str]) -> None:
    """Halls are one level deep: nothing is part of a part."""
    by_name = {one["id"]: one for one in rooms}
    for at, room in enumerate(rooms):
        _known((room["facility"],), houses, f"problem.rooms[{at}].facility")
        _known(room.get("noisy_next_to", ()), by_name, f"problem.rooms[{at}].noisy_next_to")
        if room.get("part_of") is not None:
            field = f"problem.rooms[{at}].part_of"
            _known((room["part_of"],), by_name, field)
            hall = by_name[room["part_of"]]
            if hall.get("part_of") is not None or hall["facility"] != room["facility"] or hall is room:
                refuse(room["part_of"], field, "a whole hall of the same facility")


def _known(names: Collection[str | None], known: Collection[str], field: str) -> None:
    for name in names:
        if name is not None and name not in known:
            refuse(name, field, "a name of this problem")
