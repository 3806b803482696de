"""Tables that somebody takes away from a page; what they are for is put on record by whoever makes them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from fastapi.responses import Response

from api.tables import csv_of

CSV = "text/csv; charset=utf-8"


def sheet(name: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """A table for a spreadsheet program, as a file that is saved and kept nowhere on the way."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"', "Cache-Control": "no-store"}
    return Response(csv_of(columns, rows).encode(), media_type=CSV, headers=headers)
