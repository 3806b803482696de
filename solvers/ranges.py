"""Ranges that values of a problem must keep, stated once on the field itself.

A field is declared as ``Annotated[int, Range(0, 100)]``. The range is checked when the dataclass is built in Python
(`check_ranges`, called by ``__post_init__``), and tells a schema builder its limits through the protocol method
``__get_pydantic_core_schema__``, so a file is refused at the right field without a second list of limits.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from functools import cache
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from solvers.errors import InvalidProblem

UNPRINTABLE = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")
PRINTABLE = r"^[^\x00-\x1f\x7f]*$"
"""The same for schemas; JSON text cannot hold half a surrogate pair."""


@dataclass(frozen=True, slots=True)
class Range:
    """Whole numbers from `low` to `high`, both included."""

    low: int
    high: int

    def check(self, field: str, value: object) -> None:
        """Raise `InvalidProblem` unless `value` is a whole number of the range."""
        if type(value) is not int or not self.low <= value <= self.high:
            raise InvalidProblem("out_of_range", field, value, f"a whole number from {self.low} to {self.high}")

    def __get_pydantic_core_schema__(self, source: Any, handler: Callable[[Any], dict[str, Any]]) -> dict[str, Any]:
        return {**handler(source), "ge": self.low, "le": self.high}


@dataclass(frozen=True, slots=True)
class Text:
    """Text of `shortest` to `longest` characters, none of them a control character or half a surrogate pair."""

    shortest: int
    longest: int

    def check(self, field: str, value: object) -> None:
        """Raise `InvalidProblem` unless `value` is text of that length."""
        if not isinstance(value, str) or not self.shortest <= len(value) <= self.longest:
            raise InvalidProblem("out_of_range", field, value, f"text of {self.shortest} to {self.longest} characters")
        if UNPRINTABLE.search(value):
            raise InvalidProblem("bad_character", field, value, "whole, printable characters")

    def __get_pydantic_core_schema__(self, source: Any, handler: Callable[[Any], dict[str, Any]]) -> dict[str, Any]:
        return {**handler(source), "min_length": self.shortest, "max_length": self.longest, "pattern": PRINTABLE}


Identifier = Annotated[str, Text(1, 64)]
Metres = Annotated[int, Range(0, 50_000)]
Percent = Annotated[int, Range(0, 100)]
MOST_COUNTED = 100_000
Count = Annotated[int, Range(0, MOST_COUNTED)]
Points = Annotated[int, Range(-10_000, 10_000)]
Lot = Annotated[int, Range(0, 2**32 - 1)]

Check = Callable[[str, object], None]


def check_ranges(owner: object) -> None:
    """Check every field of the dataclass instance `owner` against the range it declares.

    Raises
    ------
    InvalidProblem
        For the first field outside its range, with the field's name.
    """
    kind: Any = type(owner)
    for name, checks in _checks(kind):
        value = getattr(owner, name)
        if value is not None:
            checks(name, value)


@cache
def _checks(kind: type) -> tuple[tuple[str, Check], ...]:
    hints = get_type_hints(kind, include_extras=True)
    found = ((item.name, _check_of(hints[item.name])) for item in fields(kind))
    return tuple((name, check) for name, check in found if check is not None)


def _check_of(hint: Any) -> Check | None:
    if get_origin(hint) is Annotated:
        for extra in get_args(hint)[1:]:
            if isinstance(extra, Range | Text):
                return extra.check
        return None
    inner = [check for check in map(_check_of, get_args(hint)) if check is not None]
    if not inner:
        return None
    return _each(inner[-1]) if get_origin(hint) in (tuple, dict) or _is_mapping(hint) else inner[0]


def _is_mapping(hint: Any) -> bool:
    origin = get_origin(hint)
    return isinstance(origin, type) and issubclass(origin, Mapping)


def _each(check: Check) -> Check:
    def every(field: str, value: Any) -> None:
        items = value.items() if isinstance(value, Mapping) else enumerate(value)
        for key, item in items:
            check(f"{field}.{key}", item)

    return every
