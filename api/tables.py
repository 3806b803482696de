"""Tables for spreadsheet programs: CSV in UTF-8 with the mark that they know it by, no cell of which is a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

MARK = "\ufeff"
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""With which a spreadsheet program takes a text for something to work out."""


def csv_of(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table with a line of names; numbers are written as such, what is not known is empty."""
    out = StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([cell(value) for value in row] for row in rows)
    return MARK + out.getvalue()


def cell(value: object) -> object:
    """A value as it stands in a table: text that would be read as a formula has an apostrophe before it."""
    if value is None or isinstance(value, int):
        return value
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
