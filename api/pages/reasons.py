"""Why a registration is not served, in sentences, with sites by their names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from api.pages import telling
from scheduler import queries

NAMELESS = ("household_cap",)
"""Rules whose place is a household: it has no name that could be told."""
Stored = Iterable[Mapping[str, Any]]


def told(reasons: Stored, language: str, first: date, sites: Mapping[str, Any]) -> list[str]:
    """Reasons as stored, a sentence each; `sites` are those of the community, or its rooms, by their codes."""
    return [_told(reason, language, first, sites) for reason in reasons]


def places_of(session: Any, community: Any, domain: str) -> Mapping[str, Any]:
    """What reasons of a round speak of, by code: rooms, else sites."""
    if domain == "rooms":
        return dict(queries.rooms.house_of(session, community).rooms_by_code)
    return {site.code: site for site in queries.supply.sites_of(session, community)}


def of_shift(reasons: Stored, language: str, shift: Any) -> list[str]:
    """Reasons about a shift, which is told by its title and day."""
    when = telling.near_day(shift.date, language)
    named = _Named(f"{shift.title_zh}（{when}）", f"{shift.title_en} ({when})")
    return told(reasons, language, shift.date, {shift.code: named})


class _Named(NamedTuple):
    name_zh: str
    name_en: str


def _told(stored: Mapping[str, Any], language: str, first: date, sites: Mapping[str, Any]) -> str:
    rule, place = stored["rule"], stored.get("place", "")
    if rule in NAMELESS:
        return telling.spoken(rule, language, first)
    named = str(getattr(sites[place], f"name_{language}")) if place in sites else place
    numbers = {"requests": stored.get("requests", []), **stored.get("numbers", {}), "place": named}
    if numbers.get("room") in sites:
        numbers["room"] = str(getattr(sites[numbers["room"]], f"name_{language}"))
    if "role" in numbers:
        numbers["role"] = telling.duty(str(numbers["role"]), language)
    return telling.spoken(rule, language, first, **numbers)
