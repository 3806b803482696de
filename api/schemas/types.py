"""The kinds of values that a call may bring: narrow enough that both databases give the same answer."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

FIRST_YEAR, LAST_YEAR = 2000, 2200
FIRST_BORN = 1900
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-](0\d|1[0-4]):[0-5]\d)")
DATE = re.compile(r"\d{4}-\d\d-\d\d")
CANONICAL_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
CODE = r"^[A-Za-z0-9][A-Za-z0-9_.\-]*$"
CLOCK = r"^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$"
BREAKS = frozenset("\n\t")
REORDERING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that turn the direction of writing, by which a text can be shown as another."""

AN_ID = "an id as this service writes them"
A_MOMENT = f"YYYY-MM-DDTHH:MM with an offset such as +08:00, in a year from {FIRST_YEAR} to {LAST_YEAR}"
A_DATE = f"YYYY-MM-DD in a year from {{}} to {LAST_YEAR}"


def _id(given: Any) -> Any:
    if isinstance(given, UUID):
        return given
    if isinstance(given, str) and CANONICAL_ID.fullmatch(given):
        return UUID(given)
    raise PydanticCustomError("not_an_id", "not an id", {"allowed": AN_ID})


def _instant(given: Any) -> Any:
    if isinstance(given, datetime):
        return given
    if isinstance(given, str) and INSTANT.fullmatch(given) and FIRST_YEAR <= int(given[:4]) <= LAST_YEAR:
        try:
            return datetime.fromisoformat(given).astimezone(UTC)
        except ValueError:
            pass
    raise PydanticCustomError("not_a_moment", "not an instant", {"allowed": A_MOMENT})


def _whole_minute(moment: datetime) -> datetime:
    if moment.second or moment.microsecond:
        raise PydanticCustomError("not_whole_minutes", "not a whole minute", {"allowed": "a whole minute"})
    return moment


def _date(given: Any, first_year: int = FIRST_YEAR) -> Any:
    if isinstance(given, date):
        return given
    if isinstance(given, str) and DATE.fullmatch(given) and first_year <= int(given[:4]) <= LAST_YEAR:
        try:
            return date.fromisoformat(given)
        except ValueError:
            pass
    raise PydanticCustomError("not_a_date", "not a date", {"allowed": A_DATE.format(first_year)})


def _born(given: Any) -> Any:
    return _date(given, FIRST_BORN)


def _is_bad(letter: str) -> bool:
    return (unicodedata.category(letter) in ("Cc", "Cs") and letter not in BREAKS) or letter in REORDERING


def _readable(text: str) -> str:
    """A text in one form (NFC), without what cannot be shown or shows as something else."""
    if any(map(_is_bad, text)):
        raise PydanticCustomError("bad_character", "unreadable character", {"allowed": "whole, printable characters"})
    return unicodedata.normalize("NFC", text)


def _one_line(text: str) -> str:
    if not BREAKS.isdisjoint(text):
        raise PydanticCustomError("bad_character", "line break", {"allowed": "one line"})
    return text


Id = Annotated[UUID, BeforeValidator(_id, json_schema_input_type=UUID)]
Moment = Annotated[datetime, BeforeValidator(_instant, json_schema_input_type=datetime)]
Minute = Annotated[Moment, AfterValidator(_whole_minute)]
"""An instant on a whole minute."""
Day = Annotated[date, BeforeValidator(_date, json_schema_input_type=date)]
Born = Annotated[date, BeforeValidator(_born, json_schema_input_type=date)]
"""A day of birth."""
Readable = Annotated[str, AfterValidator(_readable)]
Line = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_readable), AfterValidator(_one_line)]
Short = Annotated[str, Field(min_length=1, max_length=50), AfterValidator(_readable), AfterValidator(_one_line)]
Text = Annotated[str, Field(max_length=4000), AfterValidator(_readable)]
Reason = Annotated[str, Field(max_length=500), AfterValidator(_readable)]
Code = Annotated[str, Field(min_length=1, max_length=40, pattern=CODE)]
Clock = Annotated[str, Field(pattern=CLOCK)]
Secret = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_readable), AfterValidator(_one_line)]
Count = Annotated[int, Field(ge=0, le=2**31 - 1)]
Latitude = Annotated[float, Field(ge=-90, le=90)]
Longitude = Annotated[float, Field(ge=-180, le=180)]
