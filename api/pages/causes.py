"""A cause in the reader's language, with names for codes: the whole of it, then what it is made of; no receipts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from api.pages import telling
from api.pages.reasons import NAMELESS
from api.telling_causes import told_cause

MOST_REMOVALS = 12
Stored = Mapping[str, Any]
Places = Mapping[str, Any]


def cause_lines(cause: Stored | None, language: str, first: date, places: Places) -> Iterator[str]:
    """Its sentences; `first` is the first date of the plan, `places` are sites or rooms by their codes.

    None of a plan of before causes were told.
    """
    if cause is None:
        return
    told = told_cause(_named(cause, language, places), language, first)
    yield telling.dated(told["message"], language)
    messages = (
        telling.spoken(one["rule"], language) if one["rule"] in NAMELESS else telling.dated(one["message"], language)
        for one in told["removals"][:MOST_REMOVALS]
    )
    yield from dict.fromkeys(messages)


def name_of(code: str, language: str, places: Places) -> str:
    """A site or room as people call it."""
    return str(getattr(places[code], f"name_{language}")) if code in places else code


def _named(cause: Stored, language: str, places: Places) -> dict[str, Any]:
    removals = [
        {**one, "place": name_of(one["place"], language, places), "requests": [""] * len(one["requests"])}
        | {"numbers": _numbers(one["numbers"], language, places)}
        for one in cause["removals"]
    ]
    return {**cause, "place": name_of(cause["place"], language, places), "removals": removals}


def _numbers(numbers: Stored, language: str, places: Places) -> dict[str, Any]:
    told = dict(numbers)
    if "room" in told:
        told["room"] = name_of(told["room"], language, places)
    return told
