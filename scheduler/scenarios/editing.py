"""What all domains edit alike in a problem's file: settings, closures, locks; and how something is found there."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from copy import deepcopy
from typing import Any

from scheduler.errors import Rejected

Told = dict[str, Any]
Edit = Callable[[Told, Any, str], None]
"""Edits the file of a problem by a change; the text names the change in refusals."""


def found(told: Told, lists: Iterable[str], name: str, field: str) -> Told:
    """The entry of an id in one of some lists.

    Raises
    ------
    Rejected
        ``unknown_id``.
    """
    for part in lists:
        for entry in told.get(part, ()):
            if entry["id"] == name:
                known: Told = entry
                return known
    raise Rejected("unknown_id", field, name, "an id of this problem")


def free_id(told: Told, lists: Iterable[str], name: str, field: str) -> str:
    """An id that nothing has.

    Raises
    ------
    Rejected
        ``duplicate_id``.
    """
    if any(entry["id"] == name for part in lists for entry in told.get(part, ())):
        raise Rejected("duplicate_id", field, name, "an id of its own")
    return name


def copies(told: Told, part: str, like: str, count: int, field: str) -> list[Told]:
    """Copies of an entry under ids of their own, put at the end of its list."""
    entry = found(told, (part,), like, field)
    known = {one["id"] for one in told[part]}
    made: list[Told] = []
    number = 2
    while len(made) < count:
        name = f"{like}-{number}"
        number += 1
        if name not in known:
            made.append({**deepcopy(entry), "id": name})
    told[part] += made
    return made


def set_policy(told: Told, change: Any, at: str) -> None:
    """Another value of a setting that the problem has, or leaves at its default."""
    *way, last = change.field.split(".")
    where: Any = told.setdefault("policy", {})
    for step in way:
        where = where.setdefault(step, {}) if isinstance(where, dict) else None
    if not isinstance(where, dict):
        raise Rejected("no_such_setting", f"{at}.field", change.field, "a setting of the policy")
    where[last] = change.value


def closed(entry: Told, told: Told, change: Any, reason: str) -> None:
    """A closure more, over all planned dates where none are named."""
    horizon = told["horizon"]
    closure = {"first": change.first or horizon["first"], "last": change.last or horizon["last"]}
    closure |= {"start": change.start, "end": change.end, "reason": reason}
    entry["closures"] = [*(entry.get("closures") or ()), closure]


def opened(entry: Told, before: Iterable[Told], change: Any) -> None:
    """Hours more, beside those of before."""
    rule: Told = {"start": change.start, "end": change.end, "days": change.days}
    if change.weekdays:
        rule["weekdays"] = sorted(set(change.weekdays))
    entry["windows"] = [*before, rule]


def unlock(told: Told, change: Any, at: str, key: str = "request") -> None:
    """All locks of somebody taken back; there must be one."""
    kept = [lock for lock in told.get("locks", ()) if lock[key] != change.request]
    if len(kept) == len(told.get("locks", ())):
        raise Rejected("unknown_id", f"{at}.request", change.request, "somebody about whom the staff decided")
    told["locks"] = kept
