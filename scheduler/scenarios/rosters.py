"""Changes of a month of volunteering."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from scheduler.errors import Rejected
from scheduler.scenarios.covenants import set_rosters
from scheduler.scenarios.editing import Edit, Told, copies, found, free_id, set_policy
from scheduler.scenarios.editing import unlock as unlocked


def add_place(told: Told, change: Any, at: str) -> None:
    """A shift like another, perhaps on another date."""
    like = found(told, ("shifts",), change.like, f"{at}.like")
    shift = {**deepcopy(like), "id": free_id(told, ("shifts",), change.id, f"{at}.id")}
    shift.pop("given", None)
    told["shifts"].append(shift | ({} if change.date is None else {"date": change.date}))


def close_place(told: Told, change: Any, at: str) -> None:
    """A shift, or all that meet at a place on the dates named, called off."""
    shifts = told["shifts"]
    first, last = change.first or told["horizon"]["first"], change.last or told["horizon"]["last"]
    gone = {
        one["id"]
        for one in shifts
        if one["id"] == change.place or (one["place"] == change.place and first <= one["date"] <= last)
    }
    if not gone:
        raise Rejected("unknown_id", f"{at}.place", change.place, "a shift, or a place where one meets then")
    told["shifts"] = [one for one in shifts if one["id"] not in gone]
    for part in ("locks", "published"):
        told[part] = [one for one in told.get(part, ()) if one["shift"] not in gone]


def set_cap(told: Told, change: Any, at: str) -> None:
    """Another capacity of a meeting point."""
    if change.field != "capacity":
        raise Rejected("no_such_setting", f"{at}.field", change.field, "capacity")
    found(told, ("places",), change.place, f"{at}.place")["capacity"] = change.value


def add_people(told: Told, change: Any, at: str) -> None:
    """Volunteers more, like one who is there, without a past."""
    for one in copies(told, "volunteers", change.like, change.count, f"{at}.like"):
        one.pop("history", None)


def remove_people(told: Told, change: Any, at: str) -> None:
    """A volunteer less, with pairs, seats and decisions."""
    found(told, ("volunteers",), change.id, f"{at}.id")
    told["volunteers"] = [one for one in told["volunteers"] if one["id"] != change.id]
    told["pairs"] = [one for one in told.get("pairs", ()) if change.id not in (one["a"], one["b"])]
    for part in ("locks", "published"):
        told[part] = [one for one in told.get(part, ()) if one["volunteer"] != change.id]
    for elder in told.get("elders", ()):
        for part in ("primary", "second"):
            if elder.get(part) == change.id:
                del elder[part]
        elder["vetoes"] = [one for one in elder.get("vetoes", ()) if one != change.id]


def set_lock(told: Told, change: Any, at: str) -> None:
    """A volunteer pinned to, or kept from, a shift."""
    found(told, ("volunteers",), change.request, f"{at}.request")
    found(told, ("shifts",), change.place or "", f"{at}.place")
    lock: Told = {"volunteer": change.request, "shift": change.place, "kind": change.lock}
    told["locks"] = [*told.get("locks", ()), lock | ({} if change.role is None else {"role": change.role})]


def unlock(told: Told, change: Any, at: str) -> None:
    """All decisions about a volunteer taken back."""
    unlocked(told, change, at, "volunteer")


EDITS: Mapping[str, Edit] = {
    "set_policy": set_policy,
    "set_covenant": set_rosters,
    "add_place": add_place,
    "close_place": close_place,
    "set_cap": set_cap,
    "add_people": add_people,
    "remove_people": remove_people,
    "set_lock": set_lock,
    "unlock": unlock,
}
