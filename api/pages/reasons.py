"""Why a registration is not served, in sentences, with sites by their names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from api.sentences import sentence

NAMELESS = ("household_cap",)
"""Rules whose place is a household: it has no name that could be told."""
Stored = Iterable[Mapping[str, Any]]


def told(reasons: Stored, language: str, first: date, sites: Mapping[str, Any]) -> list[str]:
    """Reasons as stored, a sentence each; `sites` are those of the community by their codes."""
    return [_told(reason, language, first, sites) for reason in reasons]


def _told(stored: Mapping[str, Any], language: str, first: date, sites: Mapping[str, Any]) -> str:
    rule, place = stored["rule"], stored.get("place", "")
    if rule in NAMELESS:
        return sentence(rule, language, first)
    named = str(getattr(sites[place], f"name_{language}")) if place in sites else place
    numbers = {"requests": stored.get("requests", []), **stored.get("numbers", {}), "place": named}
    return sentence(rule, language, first, **numbers)
