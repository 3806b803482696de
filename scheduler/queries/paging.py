"""Lists in parts: by id, which is the order in which things were made."""

from __future__ import annotations

from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Select
from sqlalchemy.orm import InstrumentedAttribute

Chosen = TypeVar("Chosen", bound=Select[*tuple[Any, ...]])


def part_of(wanted: Chosen, column: InstrumentedAttribute[UUID], last: UUID | None, limit: int, newest: bool) -> Chosen:
    """The part of a list that comes after the id `last`, from its beginning where that is None."""
    part = wanted.order_by(column.desc() if newest else column).limit(limit)
    if last is None:
        return part
    return part.where(column < last if newest else column > last)
