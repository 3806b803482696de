"""What the database of a street holds, by which tests judge what somebody did on its pages."""

from __future__ import annotations

from typing import Any, TypeVar

from tests.pages.street import Street

Row = TypeVar("Row")


def all_of(street: Street, kind: type[Row], **named: Any) -> list[Row]:
    """Rows of the street's database."""
    with street.office.database.reading() as session:
        return list(session.query(kind).filter_by(**named))


def one_of(street: Street, kind: type[Row], **named: Any) -> Row:
    (row,) = all_of(street, kind, **named)
    return row
