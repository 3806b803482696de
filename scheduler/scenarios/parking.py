"""Changes of a parking round."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from scheduler.scenarios.covenants import set_parking
from scheduler.scenarios.editing import Edit, Told, closed, copies, found, free_id, opened, set_policy, unlock

PLACES = ("sites", "spaces")
REASON = "scenario"


def add_place(told: Told, change: Any, at: str) -> None:
    """A site like another, with spaces of its own, as far from everybody plus some metres."""
    like = found(told, ("sites",), change.like, f"{at}.like")
    name = free_id(told, PLACES, change.id, f"{at}.id")
    site = {**deepcopy(like), "id": name}
    site.pop("location", None)
    told["sites"].append(site)
    _add_spaces(told, name, change.spaces or 10)
    for request in told["requests"]:
        if change.like in request["walk"]:
            request["walk"][name] = request["walk"][change.like] + change.metres


def add_spaces(told: Told, change: Any, at: str) -> None:
    """Spaces more at a site."""
    found(told, ("sites",), change.site, f"{at}.site")
    _add_spaces(told, change.site, change.count)


def _add_spaces(told: Told, site: str, count: int) -> None:
    known = {space["id"] for space in told["spaces"]}
    number = 1
    while f"{site}-new{number}" in known:
        number += 1
    told["spaces"].append({"id": f"{site}-new{number}", "site": site, "count": count})


def close_place(told: Told, change: Any, at: str) -> None:
    """A site or space closed."""
    closed(found(told, PLACES, change.place, f"{at}.place"), told, change, REASON)


def open_hours(told: Told, change: Any, at: str) -> None:
    """Hours more at a site, also for its spaces that state their own."""
    site = found(told, ("sites",), change.place, f"{at}.place")
    opened(site, site["windows"], change)
    for space in told["spaces"]:
        if space["site"] == change.place and space.get("windows") is not None:
            opened(space, space["windows"], change)


def set_cap(told: Told, change: Any, at: str) -> None:
    """Another cap of a site."""
    found(told, ("sites",), change.place, f"{at}.place")[change.field] = change.value


def add_people(told: Told, change: Any, at: str) -> None:
    """Vehicles more that ask for what another asks for, each of a household of its own."""
    for one in copies(told, "requests", change.like, change.count, f"{at}.like"):
        one["vehicle"] = f"{one['vehicle']}-{one['id']}"[-80:]
        for own in ("household", "previous_space", "guaranteed", "lot"):
            one.pop(own, None)


def remove_people(told: Told, change: Any, at: str) -> None:
    """A registration less, with what was decided about it."""
    found(told, ("requests",), change.id, f"{at}.id")
    told["requests"] = [one for one in told["requests"] if one["id"] != change.id]
    told["locks"] = [one for one in told.get("locks", ()) if one["request"] != change.id]


def set_lock(told: Told, change: Any, at: str) -> None:
    """A pin to, or a ban from, a site or space; a ban without a place is one from all."""
    found(told, ("requests",), change.request, f"{at}.request")
    lock: Told = {"request": change.request, "kind": change.lock}
    if change.place is not None:
        site = any(one["id"] == change.place for one in told["sites"])
        lock["site" if site else "space"] = change.place
    told["locks"] = [*told.get("locks", ()), lock]


EDITS: Mapping[str, Edit] = {
    "set_policy": set_policy,
    "set_covenant": set_parking,
    "add_place": add_place,
    "add_spaces": add_spaces,
    "close_place": close_place,
    "open_hours": open_hours,
    "set_cap": set_cap,
    "add_people": add_people,
    "remove_people": remove_people,
    "set_lock": set_lock,
    "unlock": unlock,
}
