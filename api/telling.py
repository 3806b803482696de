"""Codes with numbers, told in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from api.schemas.registrations import LineShown, ReasonShown
from api.sentences import sentence


def line_of(code: str, numbers: Mapping[str, Any], language: str) -> LineShown:
    """A code as a program and a person read it."""
    return LineShown(code=code, message=sentence(code, language, **numbers), numbers=dict(numbers))


def reasons_of(stored: Iterable[Mapping[str, Any]], language: str, first: date) -> list[ReasonShown]:
    """Reasons as stored, with sentences; `first` is the first date of the plan."""
    return [_reason(reason, language, first) for reason in stored]


def _reason(stored: Mapping[str, Any], language: str, first: date) -> ReasonShown:
    numbers = {"place": stored.get("place", ""), "requests": stored.get("requests", []), **stored.get("numbers", {})}
    return ReasonShown(
        rule=stored["rule"],
        message=sentence(stored["rule"], language, first, **numbers),
        place=stored.get("place", ""),
        numbers=stored.get("numbers", {}),
    )
