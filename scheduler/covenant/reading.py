"""Settings of a covenant as a draft, a file or a call states them, read strictly: the first fault, with its field."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from scheduler.bounds import allowed_by
from scheduler.covenant import CovenantSettings
from scheduler.errors import Rejected

WRONG_TYPES: Mapping[str, str] = {
    "int_type": "a whole number",
    "string_type": "text in quotes",
    "bool_type": "true or false",
    "list_type": "a list in [ ]",
    "mapping_type": "an object in { }",
    "dict_type": "an object in { }",
    "model_type": "an object in { }",
    "model_attributes_type": "an object in { }",
}
OWN = re.compile(r"Value error, ([a-z_]+)$")
NAME = re.compile(r"[A-Za-z_][\w-]{0,79}|\d{1,6}")
REMARKS: Mapping[str, str] = {
    "split_not_whole": "parts that add up to 10000",
    "split_named_twice": "each recipient once",
    "split_without_owner": "no part of an owner",
    "split_twice": "one split of each income",
    "tariff_twice": "one line for each case",
    "tariff_without_reason": "a reason in Chinese and English",
}
"""What is allowed where a group of settings contradicts itself."""


def read_settings(told: object, field: str = "settings") -> CovenantSettings:
    """A whole version's settings; what is left out has its default.

    Raises
    ------
    Rejected
        ``unknown_field``, ``missing_field``, ``wrong_type``, ``out_of_range``, or what a group says of itself
        (``split_not_whole`` and the like), with the dotted path below `field`.
    """
    if not isinstance(told, Mapping):
        raise Rejected("wrong_type", field, None, "an object in { }")
    for at, text in _texts(told, field):
        if any(unicodedata.category(letter) in ("Cc", "Cs") and letter not in "\n\t" for letter in text):
            raise Rejected("bad_character", at, None, "whole, printable characters")
    try:
        return CovenantSettings.model_validate(dict(told), strict=True)
    except ValidationError as error:
        raise _refusal(error.errors(include_url=False)[0], field) from error


def whole(settings: CovenantSettings) -> dict[str, Any]:
    """Settings as a version keeps them, defaults written out: what was voted on never changes with a default."""
    told: dict[str, Any] = settings.model_dump(mode="json")
    return told


def _texts(told: object, at: str) -> Iterator[tuple[str, str]]:
    """Every text and name in what is stated, with where it stands."""
    if isinstance(told, str):
        yield at, told
    elif isinstance(told, Mapping):
        for name, value in told.items():
            yield at, str(name)
            yield from _texts(value, f"{at}.{name}")
    elif isinstance(told, list):
        for number, value in enumerate(told):
            yield from _texts(value, f"{at}.{number}")


def _refusal(fault: Any, field: str) -> Rejected:
    at = ".".join((field, *(str(step) if NAME.fullmatch(str(step)) else "?" for step in fault["loc"])))
    kind, context = str(fault["type"]), fault.get("ctx") or {}
    own = OWN.match(str(fault["msg"]))
    if own is not None:
        return Rejected(own[1], at, None, REMARKS[own[1]])
    if kind in ("extra_forbidden", "missing"):
        return Rejected("unknown_field" if kind == "extra_forbidden" else "missing_field", at)
    value = fault.get("input")
    shown = value if isinstance(value, int) or (isinstance(value, str) and len(value) <= 80) else None
    if kind in WRONG_TYPES:
        return Rejected("wrong_type", at, shown, WRONG_TYPES[kind])
    return Rejected("out_of_range", at, shown, allowed_by(kind, context))
