"""Changes of a season round."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from scheduler.errors import Rejected
from scheduler.scenarios.covenants import set_rooms
from scheduler.scenarios.editing import Edit, Told, closed, copies, found, free_id, opened, set_policy, unlock
from scheduler.scenarios.parking import REASON

PLACES = ("facilities", "rooms")


def add_place(told: Told, change: Any, at: str) -> None:
    """A room like another, in its facility; no part of a hall."""
    like = found(told, ("rooms",), change.like, f"{at}.like")
    room = {**deepcopy(like), "id": free_id(told, PLACES, change.id, f"{at}.id")}
    room.pop("part_of", None)
    told["rooms"].append(room)
    for section in told["requests"]:
        # Who named the one it is like would also go there.
        if change.like in section.get("rooms", ()):
            section["rooms"].append(change.id)


def close_place(told: Told, change: Any, at: str) -> None:
    """A facility or room closed."""
    closed(found(told, PLACES, change.place, f"{at}.place"), told, change, REASON)


def open_hours(told: Told, change: Any, at: str) -> None:
    """Hours more: of a facility also for its rooms that state their own, of a room beside the facility's."""
    place = found(told, PLACES, change.place, f"{at}.place")
    if "facility" in place:
        house = found(told, ("facilities",), place["facility"], f"{at}.place")
        opened(place, place.get("windows") or house["windows"], change)
        return
    opened(place, place["windows"], change)
    for room in told["rooms"]:
        if room["facility"] == change.place and room.get("windows") is not None:
            opened(room, room["windows"], change)


def set_cap(told: Told, change: Any, at: str) -> None:
    """Another capacity of a room."""
    if change.field != "capacity":
        raise Rejected("no_such_setting", f"{at}.field", change.field, "capacity")
    found(told, ("rooms",), change.place, f"{at}.place")["capacity"] = change.value


def set_quota(told: Told, change: Any, at: str) -> None:
    """Another quota in the place of the one of before."""
    same = {"scope": change.scope, "of": change.of}
    kept = [one for one in told.get("quotas", ()) if {"scope": one["scope"], "of": one["of"]} != same]
    limits = {"minutes": change.minutes, "sessions": change.sessions}
    stated = {name: value for name, value in limits.items() if value is not None}
    told["quotas"] = [*kept, {**same, **stated}] if stated else kept


def add_people(told: Told, change: Any, at: str) -> None:
    """Groups more that ask for what another asks for, each a party of its own."""
    like = found(told, ("requests",), change.like, f"{at}.like")
    party = found(told, ("parties",), like["party"], f"{at}.like")
    for one in copies(told, "requests", change.like, change.count, f"{at}.like"):
        own = {"id": f"{party['id']}-{one['id']}"[-80:], "kind": party.get("kind", "organisation")}
        told["parties"].append(own)
        one["party"] = own["id"]
        for shared in ("leader", "members", "previous", "guaranteed", "lot"):
            one.pop(shared, None)


def remove_people(told: Told, change: Any, at: str) -> None:
    """A section less, with what was decided and wished about it."""
    found(told, ("requests",), change.id, f"{at}.id")
    told["requests"] = [one for one in told["requests"] if one["id"] != change.id]
    told["locks"] = [one for one in told.get("locks", ()) if one["request"] != change.id]
    told["links"] = [one for one in told.get("links", ()) if change.id not in (one["a"], one["b"])]


def set_lock(told: Told, change: Any, at: str) -> None:
    """A pin to, or a ban from, a room or facility, there perhaps on a weekday and from a start only."""
    found(told, ("requests",), change.request, f"{at}.request")
    lock: Told = {"request": change.request, "kind": change.lock}
    if change.place is not None:
        room = any(one["id"] == change.place for one in told["rooms"])
        lock["room" if room else "facility"] = change.place
    lock |= {name: value for name in ("weekday", "start") if (value := getattr(change, name)) is not None}
    told["locks"] = [*told.get("locks", ()), lock]


EDITS: Mapping[str, Edit] = {
    "set_policy": set_policy,
    "set_covenant": set_rooms,
    "add_place": add_place,
    "close_place": close_place,
    "open_hours": open_hours,
    "set_cap": set_cap,
    "set_quota": set_quota,
    "add_people": add_people,
    "remove_people": remove_people,
    "set_lock": set_lock,
    "unlock": unlock,
}
