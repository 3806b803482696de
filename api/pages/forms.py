"""Forms: what was filled in, kept when it is refused, with the fault at its field."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Annotated, Any, TypeVar
from urllib.parse import parse_qsl

from fastapi import Depends, Request
from pydantic import BaseModel, ValidationError

from api.problems import HttpRefused
from api.schemas.types import FIRST_YEAR, LAST_YEAR
from api.validation import refusal_of
from scheduler import calendar
from scheduler.errors import Conflict, NotAllowed, Refused, Rejected, Stale

FORM_TYPE = "application/x-www-form-urlencoded"
MOST_FIELDS = 300
FAULTS = (Rejected, Conflict, Stale)
WHOLE_NUMBER = re.compile(r"\d{1,9}")
VERSION = "version"
"""The field that tells on which version a form was filled in; nobody sees it, so a fault of it is told for the form."""

Model = TypeVar("Model", bound=BaseModel)


async def _read(request: Request) -> Mapping[str, str]:
    """The fields of a form that was sent; of one that is sent twice, the first."""
    stated = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    content = await request.body()
    if stated != FORM_TYPE and content:
        raise HttpRefused(415, "wrong_media_type", "Content-Type", FORM_TYPE)
    try:
        request.state.form = _fields(content)
    except ValueError:
        raise HttpRefused(400, "unreadable") from None
    return dict(request.state.form)


def _fields(content: bytes) -> Mapping[str, str]:
    found = parse_qsl(content.decode("ascii"), True, errors="strict", max_num_fields=MOST_FIELDS)
    # Browsers end lines as letters are typed: with two characters, of which texts keep the one that breaks a line.
    return {name: text.replace("\r\n", "\n") for name, text in reversed(found)}


def kept_of(request: Request) -> Mapping[str, str]:
    """The fields of a form that was read before its call was refused; none where there was none."""
    return dict(getattr(request.state, "form", {}))


def can_be_mended(refused: Refused) -> bool:
    """Whether somebody can mend in a form what a refusal speaks of."""
    return isinstance(refused, FAULTS) or (isinstance(refused, NotAllowed) and bool(refused.field))


Sent = Annotated[Mapping[str, str], Depends(_read)]
"""What a form brought."""


@dataclass(frozen=True, slots=True)
class Form:
    """A form as it stands: the names of its fields, what is filled in, and why it was refused."""

    fields: tuple[str, ...]
    values: Mapping[str, str] = field(default_factory=dict)
    refused: Refused | None = None

    def value(self, name: str, default: str = "") -> str:
        """What stands in a field."""
        return self.values.get(name, default)

    def because(self, refused: Refused) -> Form:
        """The same form, refused."""
        return replace(self, refused=refused)

    def fault(self, name: str) -> Refused | None:
        """The refusal, if it speaks of the field; for the empty name, if it speaks of none that is shown."""
        if self.refused is None:
            return None
        shown = [field for field in self.fields if field != VERSION]
        spoken_of = self.refused.field.rpartition(".")[2]
        if spoken_of not in shown:
            spoken_of = self.refused.field.partition(".")[0]
        return self.refused if (spoken_of if spoken_of in shown else "") == name else None

    def version_of(self, newest: int) -> str:
        """The version on which the form was filled in; the newest once its reader was told of that."""
        stated = self.value(VERSION).strip()
        told = self.refused is None or isinstance(self.refused, Stale)
        return stated if WHOLE_NUMBER.fullmatch(stated) and not told else str(newest)

    def filled(self, *names: str) -> dict[str, Any]:
        """Fields that are not empty."""
        return {name: self.values[name].strip() for name in names if self.values.get(name, "").strip()}

    def number(self, name: str) -> int:
        """A whole number.

        Raises
        ------
        Rejected
            If it is none.
        """
        text = self.value(name).strip()
        if not WHOLE_NUMBER.fullmatch(text):
            raise Rejected("wrong_type", name, text, "a whole number")
        return int(text)

    def moment(self, name: str, zone: str) -> datetime:
        """The instant of a date and time by the clock of a community.

        Raises
        ------
        Rejected
            If it is none.
        """
        text = self.value(name).strip()
        try:
            local = datetime.fromisoformat(text)
        except ValueError:
            local = None
        if local is None or local.tzinfo is not None or not FIRST_YEAR <= local.year <= LAST_YEAR:
            raise Rejected("not_a_moment", name, text, "a date and a time")
        return calendar.instant_of(local.date(), 60 * local.hour + local.minute, zone)


def read_as(model: type[Model], given: Mapping[str, Any]) -> Model:
    """What was filled in, checked.

    Raises
    ------
    Refused
        For the first field that is wrong.
    """
    try:
        return model.model_validate(given)
    except ValidationError as error:
        # As of a call, whose faults tell first where in it a field stands: here a field within another keeps its place.
        raise refusal_of([{**fault, "loc": ("body", *fault["loc"])} for fault in error.errors()]) from None
