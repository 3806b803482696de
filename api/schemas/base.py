"""What all bodies, questions and answers have in common."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Any, Generic, Literal, TypeVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer

from scheduler.errors import Rejected

Item = TypeVar("Item", bound=BaseModel)

LIMIT, MOST = 50, 200
NUMBER_BYTES = 8


class Sent(BaseModel):
    """A body: nothing that is not asked for, and nothing turned into another type."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False)


class Asked(BaseModel):
    """What stands behind the question mark of an address."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Shown(BaseModel):
    """Something as it is answered."""

    model_config = ConfigDict(from_attributes=True, frozen=True)


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


Instant = Annotated[datetime, PlainSerializer(_written, return_type=str, when_used="json")]
"""An instant as it is answered: in UTC."""


class PageAsked(Asked):
    """Which part of a list is asked for."""

    limit: int = Field(LIMIT, ge=1, le=MOST, description="Most items of the answer.")
    cursor: str | None = Field(
        None, min_length=1, max_length=100, description="`next` of the answer before; none for the first page."
    )

    @property
    def last(self) -> UUID | None:
        """The item after which the page begins.

        Raises
        ------
        Rejected
            ``bad_cursor``.
        """
        return None if self.cursor is None else read_cursor(self.cursor)

    @property
    def last_number(self) -> int:
        """The number after which the page begins, in lists that are numbered.

        Raises
        ------
        Rejected
            ``bad_cursor``.
        """
        return 0 if self.cursor is None else read_number_cursor(self.cursor)


class SortedPageAsked(PageAsked):
    """Which part of a list is asked for, and in which order; a `cursor` goes with the order that it came with."""

    sort: Literal["newest", "oldest"] = "newest"

    @property
    def part(self) -> dict[str, Any]:
        """What queries are asked for: one item more than is shown, to see whether there is a next page."""
        return {"last": self.last, "limit": self.limit + 1, "newest": self.sort == "newest"}


class Page(Shown, Generic[Item]):
    """A part of a list."""

    items: list[Item]
    next: str | None = Field(None, description="`cursor` of the next page; none on the last.")


def cursor_of(row: UUID) -> str:
    """The mark of a place in a list."""
    return _mark(row.bytes)


def number_cursor_of(number: int) -> str:
    """The mark of a place in a list that is numbered."""
    return _mark(number.to_bytes(NUMBER_BYTES, "big"))


def read_cursor(text: str) -> UUID:
    """The place that a mark stands for.

    Raises
    ------
    Rejected
        ``bad_cursor``.
    """
    return UUID(bytes=_content(text, 16))


def read_number_cursor(text: str) -> int:
    """The number that a mark stands for.

    Raises
    ------
    Rejected
        ``bad_cursor``.
    """
    number = int.from_bytes(_content(text, NUMBER_BYTES), "big")
    if number >= 2**31:
        raise Rejected("bad_cursor", "cursor")
    return number


def next_of(rows: Sequence[Any], limit: int) -> str | None:
    """The mark of the next page, if there is more than fits this one."""
    return cursor_of(rows[limit - 1].id) if len(rows) > limit else None


def _mark(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def _content(text: str, length: int) -> bytes:
    try:
        content = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        content = b""
    if len(content) != length or _mark(content) != text:
        raise Rejected("bad_cursor", "cursor")
    return content
