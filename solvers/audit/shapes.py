"""Shapes that values of a problem or plan must have: known fields, known words, whole numbers within their range.

What a checker does not know it must not pass over: a misspelt word or field would read like a rule and bind nobody. So
every record has a closed set of fields and every word a closed vocabulary. A shape looks at a value and the path of its
field, and raises `Malformed` with that path.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NoReturn

from solvers.audit.protocol import Malformed

Shape = Callable[[Any, str], None]
CONTROL = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def refuse(value: object, field: str, allowed: str) -> NoReturn:
    """Raise `Malformed` for a value, telling it in short (no list or object, which could be of any size)."""
    short = "" if isinstance(value, dict | list) or (type(value) is int and value.bit_length() > 64) else str(value)
    raise Malformed("malformed", field, value=short[:40], allowed=allowed[:140])


def number(low: int, high: int) -> Shape:
    """Whole numbers from `low` to `high`; truth values are none."""

    def shape(value: Any, field: str) -> None:
        if type(value) is not int or not low <= value <= high:
            refuse(value, field, f"{low} to {high}")

    return shape


def letters(shortest: int, longest: int) -> Shape:
    """Text of so many characters, none of them a control character."""

    def shape(value: Any, field: str) -> None:
        if not isinstance(value, str) or not shortest <= len(value) <= longest or CONTROL.search(value):
            refuse(value, field, f"text of {shortest} to {longest} characters")

    return shape


def word(*known: str) -> Shape:
    """One of the known words."""

    def shape(value: Any, field: str) -> None:
        if not isinstance(value, str) or value not in known:
            refuse(value, field, ", ".join(known))

    return shape


def truth(value: Any, field: str) -> None:
    """A truth value."""
    if not isinstance(value, bool):
        refuse(value, field, "true, false")


def day(value: Any, field: str) -> None:
    """A date as YYYY-MM-DD."""
    if isinstance(value, str) and DATE.fullmatch(value):
        try:
            date.fromisoformat(value)
        except ValueError:
            refuse(value, field, "YYYY-MM-DD")
        return
    refuse(value, field, "YYYY-MM-DD")


def maybe(inner: Shape) -> Shape:
    """A value or nothing (null)."""
    return lambda value, field: None if value is None else inner(value, field)


def each(inner: Shape, most: int = 2_000_000) -> Shape:
    """A list of at most so many values."""

    def shape(value: Any, field: str) -> None:
        if not isinstance(value, list) or len(value) > most:
            refuse(value, field, f"a list of at most {most}")
        for at, one in enumerate(value):
            inner(one, f"{field}[{at}]")

    return shape


def table(inner: Shape, name: Shape) -> Shape:
    """Values by name."""

    def shape(value: Any, field: str) -> None:
        if not isinstance(value, dict):
            refuse(value, field, "an object")
        for key, one in value.items():
            name(key, field)
            inner(one, f"{field}.{key[:64]}")

    return shape


def record(needed: Mapping[str, Shape], more: Mapping[str, Shape] | None = None) -> Shape:
    """An object with all the needed fields, and of the others none but those in `more`."""
    known = {**needed, **(more or {})}

    def shape(value: Any, field: str) -> None:
        if not isinstance(value, dict):
            refuse(value, field, "an object")
        for key, one in value.items():
            if key not in known:
                refuse(key, f"{field}.{str(key)[:40]}", "no such field")
            known[key](one, f"{field}.{key}")
        missing = needed.keys() - value.keys()
        if missing:
            refuse("", f"{field}.{min(missing)}", "needed")

    return shape


NAME = letters(1, 64)
"""An id."""
UNIT = letters(1, 80)
"""Name of a single space."""
COUNT = number(0, 100_000)
PERCENT = number(0, 100)
MINUTES = number(0, 1440)
WEEKDAY = number(1, 7)
LOT = number(0, 2**32 - 1)
ANY_WHOLE = number(-(10**18), 10**18)
"""What a plan claims of itself; the framework counts it again."""

TIER = record({"name": NAME, "value": ANY_WHOLE}, {"bound": maybe(ANY_WHOLE)})


def plan_shape(domain: str, plan_format: str, assignment: Shape, unheld: Shape) -> Shape:
    """A plan of a domain: assignments and goals, and how it was made."""
    digest = letters(64, 64)
    return record(
        {"assignments": each(assignment), "tiers": each(TIER, 100)},
        {
            "problem_digest": digest,
            "plan_digest": digest,
            "engine": NAME,
            "status": word("optimal", "feasible", "cancelled"),
            "seed": ANY_WHOLE,
            "reproducible": truth,
            "unheld": each(unheld),
            "domain": word(domain),
            "format": word(plan_format),
        },
    )
