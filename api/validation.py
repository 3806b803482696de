"""What pydantic found wrong with a call, as one refusal: the first fault, in our codes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from api.schemas.types import CLOCK, CODE
from scheduler.bounds import allowed_by
from scheduler.errors import NotFound, Refused, Rejected

WRONG_TYPES: Mapping[str, tuple[str, str]] = {
    "int_type": ("wrong_type", "a whole number"),
    "int_from_float": ("wrong_type", "a whole number"),
    "int_parsing": ("wrong_type", "a whole number"),
    "int_parsing_size": ("out_of_range", "a shorter number"),
    "float_type": ("wrong_type", "a number"),
    "float_parsing": ("wrong_type", "a number"),
    "finite_number": ("wrong_type", "a number"),
    "string_type": ("wrong_type", "text in quotes"),
    "string_unicode": ("bad_character", "whole, printable characters"),
    "bool_type": ("wrong_type", "true or false"),
    "bool_parsing": ("wrong_type", "true or false"),
    "list_type": ("wrong_type", "a list in [ ]"),
    "tuple_type": ("wrong_type", "a list in [ ]"),
    "dict_type": ("wrong_type", "an object in { }"),
    "model_type": ("wrong_type", "an object in { }"),
    "model_attributes_type": ("wrong_type", "an object in { }"),
    "string_pattern_mismatch": ("out_of_range", "the form that is asked for"),
}
"""Type of a pydantic error to our code and what is allowed instead."""
PATTERNS: Mapping[str, str] = {CLOCK: "a time from 00:00 to 24:00", CODE: "letters, digits and . _ -"}
"""What a pattern allows."""
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_\-]{0,49}|\d{1,6}")
OWN = ("not_an_id", "not_a_moment", "not_a_date", "not_a_time", "bad_character", "inverted", "not_whole_minutes")
"""Errors that our own types raise by the name of our code."""


def refusal_of(faults: Sequence[Any]) -> Refused:
    """The refusal for what is wrong with a call; a path that names nothing is simply not found."""
    if any(fault["loc"][:1] == ("path",) for fault in faults):
        return NotFound()
    fault = faults[0]
    place, *rest = map(shown_name, fault["loc"])
    return refusal(fault, ".".join(rest) or place)


def shown_name(name: object) -> str:
    """The name of a field as it may be repeated: one that the caller made up may be anything."""
    return str(name) if NAME.fullmatch(str(name)) else "?"


def refusal(fault: Mapping[str, Any], field: str) -> Refused:
    """The refusal for one fault of the field."""
    kind, context = str(fault["type"]), fault.get("ctx") or {}
    if isinstance(context.get("error"), Refused):
        inner: Refused = context["error"]
        return Rejected(inner.code, field, None, inner.allowed, **inner.numbers)
    if kind == "missing":
        return Rejected("missing_field", field)
    if kind == "extra_forbidden":
        return Rejected("unknown_field", field)
    if kind in OWN:
        return Rejected(kind, field, fault.get("input"), str(context.get("allowed", "")))
    code, allowed = WRONG_TYPES.get(kind, ("out_of_range", allowed_by(kind, context)))
    return Rejected(code, field, fault.get("input"), PATTERNS.get(str(context.get("pattern")), allowed))
