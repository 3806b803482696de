"""What is wrong with a file, told once: each kind of fault becomes one `FileRejected`."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from types import NoneType
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from scheduler.errors import FileRejected
from solvers.errors import InvalidProblem
from solvers.ranges import Range, Text

Location = tuple[int | str, ...]

SHOWN = 80
LONGEST_FIELD = 200
NEAR = 20

WRONG_TYPES: Mapping[str, tuple[str, str]] = {
    "int_type": ("wrong_type", "a whole number"),
    "float_type": ("wrong_type", "a number"),
    "float_parsing": ("wrong_type", "a number"),
    "string_type": ("wrong_type", "text in quotes"),
    "bool_type": ("wrong_type", "true or false"),
    "tuple_type": ("wrong_type", "a list in [ ]"),
    "dict_type": ("wrong_type", "an object in { }"),
    "dataclass_type": ("wrong_type", "an object in { }"),
    "date_type": ("not_a_date", "a date as YYYY-MM-DD"),
    "date_parsing": ("not_a_date", "a date as YYYY-MM-DD"),
}
BROKEN_TEXT: Mapping[str, tuple[str, str]] = {
    "EOF while parsing": ("truncated_json", "JSON that is complete"),
    "recursion limit": ("too_deep", "at most 200 levels"),
    "number out of range": ("out_of_range", "a shorter number"),
    "hex escape": ("bad_character", "whole, printable characters"),
    "control character": ("bad_character", "whole, printable characters"),
    "": ("not_json", "JSON"),
}
"""What the parser says to the fault that it is; the first that fits counts."""


def rejected(error: InvalidProblem, path: str) -> FileRejected:
    """The refusal of a file for what the core found in it."""
    return refusal(error.code, error.field, error.value, error.allowed, path)


def not_utf8(content: bytes, error: UnicodeDecodeError, path: str) -> FileRejected:
    """The refusal of bytes that are no UTF-8: cut off, in another encoding, or no text at all."""
    if not content.lstrip().startswith((b"{", b"\xff\xfe", b"\xfe\xff")):
        return refusal("not_json", "line 1 column 1", _text(content[:NEAR]), "JSON", path)
    if error.reason == "unexpected end of data":
        line = content.count(b"\n") + 1
        column = len(content) - content.rfind(b"\n") - 1
        return FileRejected("truncated_json", f"line {line} column {column}", "", "JSON that is complete", path)
    return refusal("not_utf8", "$", _text(content[error.start : error.start + 4]), "text in UTF-8", path)


def most_telling(error: ValidationError, kind: type, content: bytes, path: str) -> FileRejected:
    """The refusal that names the fault a reader would mend first.

    A file of another kind comes before its fields, a field written wrongly before the field that it was meant to be.
    """
    faults = error.errors(include_url=False)
    if faults[0]["type"] == "json_invalid":
        return _broken_text(str(faults[0]["ctx"]["error"]), content, path)
    for fault in faults:
        if fault["loc"] in (("format",), ("domain",)):
            return refusal("wrong_format", str(fault["loc"][0]), fault["input"], _choices(fault.get("ctx", {})), path)
    first = faults[0]
    if first["type"] == "missing":
        first = next((fault for fault in faults if _is_unknown_sibling(fault, first)), first)
    return _fault(first, kind, path)


def refusal(code: str, field: str, value: object, allowed: str, path: str) -> FileRejected:
    """A refusal whose field and value are fit to be shown, whatever stands in the file."""
    if _is_not_finite(value):
        code, allowed = "not_a_number", "a number"
    short = field if len(field) <= LONGEST_FIELD else f"{field[: LONGEST_FIELD - 1]}…"
    tidy = "".join(letter if letter.isprintable() else "?" for letter in short)
    return FileRejected(code, tidy, shown(value), allowed, path)


def shown(value: object) -> str:
    """A value in JSON notation, short; lists and objects by their kind only, for they may hold names of people."""
    if isinstance(value, Mapping):
        return "{…}"
    if isinstance(value, list | tuple):
        return "[…]" if value else "[]"
    if isinstance(value, int) and value.bit_length() > 4 * SHOWN:
        return f"a number of about {int(value.bit_length() * math.log10(2)) + 1} digits"
    text = _text(json.dumps(value, ensure_ascii=False, default=str).encode(errors="replace"))
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"


def _text(content: bytes) -> str:
    return content.decode(errors="replace")


def _is_not_finite(value: object) -> bool:
    return isinstance(value, float) and not math.isfinite(value)


def _is_unknown_sibling(fault: ErrorDetails, missing: ErrorDetails) -> bool:
    return fault["type"] == "unexpected_keyword_argument" and fault["loc"][:-1] == missing["loc"][:-1]


def _broken_text(message: str, content: bytes, path: str) -> FileRejected:
    code, allowed = next(fault for words, fault in BROKEN_TEXT.items() if words in message)
    place = re.search(r"line (\d+) column (\d+)$", message)
    if place is None:
        return FileRejected(code, "$", "", allowed, path)
    line, column = int(place[1]), int(place[2])
    near = content.split(b"\n", line)[line - 1][:column][-NEAR:]
    return refusal(code, place[0], _text(near), allowed, path)


def _fault(fault: ErrorDetails, kind: type, path: str) -> FileRejected:
    where, value = fault["loc"], fault["input"]
    field = ".".join(map(str, where)) or "$"
    context = fault.get("ctx", {})
    if isinstance(context.get("error"), InvalidProblem):
        inner: InvalidProblem = context["error"]
        return rejected(inner.under(field) if where else inner, path)
    if fault["type"] == "missing":
        return FileRejected("missing_field", field, "", "a value; this field is required", path)
    if fault["type"] == "unexpected_keyword_argument":
        return refusal("unknown_field", field, value, ", ".join(_names_at(kind, where[:-1])), path)
    if fault["type"] in WRONG_TYPES:
        code, allowed = WRONG_TYPES[fault["type"]]
        return refusal(code, field, value, allowed, path)
    if "expected" in context:
        return refusal("out_of_range", field, value, _choices(context), path)
    return _out_of_range(_hint_at(kind, where), field, value, path)


def _out_of_range(hint: Any, field: str, value: object, path: str) -> FileRejected:
    """The refusal in the words of the range that the field declares."""
    for extra in get_args(hint):
        if isinstance(extra, Range | Text):
            try:
                extra.check(field, value)
            except InvalidProblem as error:
                return rejected(error, path)
    return refusal("out_of_range", field, value, "another value", path)


def _choices(context: Mapping[str, Any]) -> str:
    """The words that a field may hold, without the quotes and conjunctions of the parser."""
    return ", ".join(re.findall(r"'([^']*)'", context["expected"]))


def _names_at(kind: type, where: Location) -> list[str]:
    return [item.name for item in fields(_hint_at(kind, where))]


def _hint_at(kind: Any, where: Location) -> Any:
    """What the dataclasses declare for the value at `where`."""
    hint = kind
    for step in where:
        if is_dataclass(hint):
            hint = _present(get_type_hints(hint, include_extras=True)[str(step)])
        else:
            inner = get_args(hint)
            hint = _present(inner[0] if get_origin(hint) is tuple else inner[-1])
    return hint


def _present(hint: Any) -> Any:
    """A declaration without its "or nothing"."""
    if get_origin(hint) is Annotated or NoneType not in get_args(hint):
        return hint
    return next(kind for kind in get_args(hint) if kind is not NoneType)
