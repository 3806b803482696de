"""`commontide bench money`: a year of a street's books, how long a month takes to close, and what people wait for."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Annotated, Any
from urllib.request import urlopen

import typer
from rich.table import Table

from api.cli.common import JsonFlag, notes, print_json, refusing
from api.cli.installing import installing, opened
from fixtures import people

if TYPE_CHECKING:
    from scheduler.settings import Settings

SLUG = "bench"
LOOKS = 200
"""How often a page is asked for."""
MUST = {"close_seconds_most": 10.0, "page_ms_p99": 300.0, "plate_ms_p99": 50.0}
"""What figures must stay below."""
Row = dict[str, Any]


def register(bench: typer.Typer) -> None:
    """Add the command."""
    bench.command("money")(money)


@refusing
@installing
def money(
    database_url: Annotated[
        str | None, typer.Option(help="Measure beside this database, in one of its own; else on SQLite.")
    ] = None,
    rights: Annotated[int, typer.Option(min=1, max=100_000, help="Rights that are charged each month.")] = 1_700,
    months: Annotated[int, typer.Option(min=1, max=120, help="Months of books.")] = 12,
    days: Annotated[int, typer.Option(min=1, max=400, help="Days of use behind the plate check.")] = 60,
    as_json: JsonFlag = False,
) -> None:
    """A year of a street: closing a month, the public statement, the check of a plate at the kerb."""
    # The job engine takes a second to load, which no other command should wait for.
    from scheduler.bench.place import own_place, version_of

    with own_place(database_url) as (settings, folder):
        told: Row = {"database": version_of(settings), "rights": rights, "months": months, "days": days}
        told |= _measured(settings, folder, rights, months, days)
    told["must"] = MUST
    told["met"] = all(told[name] < most for name, most in MUST.items())
    if as_json:
        print_json(told)
    else:
        table = Table("figure", "value", "must stay below")
        for name, value in told.items():
            if name != "must":
                table.add_row(name, str(value), str(MUST.get(name, "")))
        notes.print(table)


def _measured(settings: Settings, folder: Path, rights: int, months: int, days: int) -> Row:
    from api.bench.machine import cores
    from scheduler.bench import books, plates, town

    crowd = town.Crowd(rights, people.name_of, people.phone_of, people.plate_of)
    with notes.status("books") as status, opened(settings) as office:
        built = town.build(office, SLUG, crowd)
        told: Row = dict(books.fill(office, built, months))
        status.update("closing")
        taken = books.close_all(office, built.community_id)
        told["close_seconds_p50"], told["close_seconds_most"] = round(median(taken), 3), round(max(taken), 3)
        told["bare_seconds"] = round(books.bare_seconds(office), 3)
        told["close_to_bare"] = round(median(taken) / max(told["bare_seconds"], 0.001), 2)
        status.update("plates")
        told["uses"] = plates.prepare(office, built.community_id, days)
        found = plates.measure(office, built.community_id)
        told |= {f"plate_{name}": found[name] for name in ("ms_p50", "ms_p99", "ms_most")}
        month = _newest_month(office)
    return {**told, **_looked_at(settings, folder, month), "cores": cores()}


def _newest_month(office: Any) -> str:
    from scheduler.usecases import months

    with office.database.reading() as session:
        return str(months.published(session, slug=SLUG)[1][0].month)


def _looked_at(settings: Settings, folder: Path, month: str) -> Row:
    """Milliseconds of the public page of a month and of its data, asked for one after another."""
    from api.bench.server import serving

    places = {"page": f"/money/{SLUG}/{month}", "data": f"/api/v1/public/money/months/{month}?community={SLUG}"}
    out: Row = {}
    with notes.status("pages"), serving(settings, folder) as port:
        for name, place in places.items():
            taken = sorted(_milliseconds(f"http://127.0.0.1:{port}{place}") for _ in range(LOOKS))
            out |= {f"{name}_ms_p50": _at(taken, 50), f"{name}_ms_p99": _at(taken, 99)}
    return out


def _milliseconds(address: str) -> float:
    began = time.perf_counter()
    with urlopen(address) as answer:
        answer.read()
    return (time.perf_counter() - began) * 1_000


def _at(taken: Sequence[float], percent: int) -> float:
    return round(taken[min(len(taken) - 1, len(taken) * percent // 100)], 2)
