"""The menu of changes of a scenario as forms: which fields a change has, how each is filled in and read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from api.pages.forms import Form
from scheduler import queries
from scheduler.errors import Rejected

MENU: Mapping[str, tuple[str, ...]] = {
    "add_spaces": ("site", "count"),
    "add_place": ("like", "id", "spaces", "metres", "date"),
    "close_place": ("place", "first", "last", "start", "end"),
    "open_hours": ("place", "start", "end", "days", "weekdays"),
    "set_policy": ("field", "value"),
    "set_cap": ("place", "field", "value"),
    "set_quota": ("scope", "of", "minutes", "sessions"),
    "add_people": ("like", "count"),
    "remove_people": ("id",),
    "set_lock": ("request", "lock", "place", "weekday", "start", "role"),
    "unlock": ("request",),
    "set_covenant": (),
}
"""Changes with their fields, in the order in which they are offered."""
OFFERED: Mapping[str, tuple[str, ...]] = {
    "parking": tuple(kind for kind in MENU if kind not in ("set_quota", "set_covenant")),
    "rooms": tuple(kind for kind in MENU if kind not in ("add_spaces", "set_covenant")),
    "rosters": tuple(kind for kind in MENU if kind not in ("add_spaces", "open_hours", "set_quota", "set_covenant")),
}
"""A whole covenant is tried from its draft."""
LEFT_OUT: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "parking": {"add_place": ("date",), "set_lock": ("weekday", "start", "role")},
    "rooms": {"add_place": ("spaces", "metres", "date"), "set_lock": ("role",)},
    "rosters": {"add_place": ("spaces", "metres"), "set_lock": ("weekday", "start")},
}
"""Fields that a change has in other domains only."""
OPTIONAL: Mapping[str, frozenset[str]] = {
    "add_place": frozenset({"spaces", "metres", "date"}),
    "close_place": frozenset({"first", "last", "start", "end"}),
    "open_hours": frozenset({"weekdays"}),
    "set_cap": frozenset({"value"}),
    "set_quota": frozenset({"minutes", "sessions"}),
    "set_lock": frozenset({"place", "weekday", "start", "role"}),
}
"""Fields that may be left empty."""
NUMBERS = frozenset({"count", "spaces", "metres", "minutes", "sessions", "weekday"})
DATES = frozenset({"first", "last", "date"})
OPTIONS: Mapping[str, tuple[str, ...]] = {
    "days": ("every", "workday", "rest_day"),
    "lock": ("pin", "ban"),
    "scope": ("party", "household", "category", "facility"),
}
CAPS: Mapping[str, tuple[str, ...]] = {
    "parking": ("outside_cap", "gate_limit"),
    "rooms": ("capacity",),
    "rosters": ("capacity",),
}
SETTINGS: Mapping[str, tuple[str, ...]] = {
    "parking": ("reserve_percent", "outside_percent", "household_cap", "guard_minutes"),
    "rooms": ("partial_percent", "setup", "clear", "blocked_percent", "shared_percent", "travel"),
    "rosters": ("week_minutes", "day_minutes", "rest_minutes", "days_in_row", "shifts_a_day", "lead_from"),
}
"""Settings that are suggested; every other one of the domain may be typed."""
WEEK = range(1, 8)
WHOLE = re.compile(r"-?\d{1,9}")
WORDS: Mapping[str, Any] = {"true": True, "false": False, "none": None}


def fields_of(domain: str, kind: str) -> tuple[str, ...]:
    """Fields of a change as a domain has it."""
    return tuple(field for field in MENU[kind] if field not in LEFT_OUT[domain].get(kind, ()))


def options_of(session: Any, community: Any, domain: str, kind: str) -> dict[str, Sequence[tuple[str, Any]]]:
    """What may be chosen, by field: places with their rows, else words by their keys; other fields are typed."""
    found: dict[str, Sequence[tuple[str, Any]]] = {
        field: [(value, f"option_{value}") for value in values] for field, values in OPTIONS.items()
    }
    if kind == "set_cap":
        found["field"] = [(value, f"option_{value}") for value in CAPS[domain]]
    places = list(_places(session, community, domain))
    if places:
        found["place"] = found["site"] = places
    if places and kind == "add_place":
        found["like"] = [(code, row) for code, row in places if domain == "parking" or hasattr(row, "facility_id")]
    return found


def _places(session: Any, community: Any, domain: str) -> Iterator[tuple[str, Any]]:
    if domain == "parking":
        yield from ((site.code, site) for site in queries.supply.sites_of(session, community))
    elif domain == "rooms":
        house = queries.rooms.house_of(session, community)
        for facility in sorted(house.facilities_by_id.values(), key=lambda one: one.code):
            yield facility.code, facility
        yield from sorted(house.rooms_by_code.items())


def change_of(form: Form, domain: str, kind: str) -> dict[str, Any]:
    """The change that a form states; a field left empty keeps its default.

    Raises
    ------
    Rejected
        For the first field that cannot be read.
    """
    change: dict[str, Any] = {"kind": kind}
    for field in fields_of(domain, kind):
        value = _value(form, kind, field)
        if value is not None or field == "value":
            change[field] = value
        elif field not in OPTIONAL.get(kind, ()):
            raise Rejected("missing_field", field)
    return change


def _value(form: Form, kind: str, field: str) -> Any:
    if field == "weekdays":
        return [day for day in WEEK if form.value(f"weekdays.{day}")] or None
    text = form.value(field).strip()
    if field == "value" and kind == "set_policy":
        return _setting(text)
    if not text:
        return None
    return form.number(field) if field in NUMBERS or field == "value" else text


def _setting(text: str) -> Any:
    """The value of a setting: a number, true, false or none; several with commas are a list."""
    if "," in text:
        parts = [part.strip() for part in text.split(",") if part.strip()]
        return [int(part) for part in parts] if all(map(WHOLE.fullmatch, parts)) else parts
    if WHOLE.fullmatch(text):
        return int(text)
    if text.lower() in WORDS:
        return WORDS[text.lower()]
    raise Rejected("wrong_type", "value", text, "a number")
