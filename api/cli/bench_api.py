"""`commontide bench api`: the service beside the bare database, under load, and while a round is planned."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from api.cli.common import JsonFlag, notes, offered, print_json, refusing
from api.cli.installing import SIZES, fill, installing, opened
from fixtures import people

if TYPE_CHECKING:
    from api.bench.rows import Ground
    from scheduler.settings import Settings

TOWN, STREET = "bench", "street"
SLACK = 1.5
"""People beyond those whom the measurement of registrations needs."""
FEWEST = 1024
COLUMNS = ("name", "client", "per_second", "p50_ms", "p99_ms", "slowest_ms", "failed_5xx", "bare_per_second", "ratio")
MACHINE = ("met", "fdatasync_ms", "other_share")
Row = dict[str, Any]


def register(bench: typer.Typer) -> None:
    """Add the command."""
    bench.command("api")(api)


@refusing
@installing
def api(
    database_url: Annotated[
        str | None, typer.Option(help="Measure beside this database, in one of its own; else on SQLite.")
    ] = None,
    seconds: Annotated[float, typer.Option(min=1, max=600, help="Of each measurement.")] = 10.0,
    size: Annotated[str, typer.Option(help="Round that is planned and published: street, mini or tiny.")] = "mini",
    as_json: JsonFlag = False,
) -> None:
    """Start the service and its clients: bookings beside the bare database, registrations, answers while solving."""
    # The job engine takes a second to load, which no other command should wait for.
    from scheduler.bench.place import own_place, version_of

    offered("--size", size, SIZES)
    with own_place(database_url) as (settings, folder):
        told = {"database": version_of(settings), "size": size, "seconds": seconds}
        rows = _measured(_built(settings, folder, size, seconds))
    told |= _summary(rows)
    if as_json:
        print_json({"rows": rows, **told})
    else:
        notes.print(_table(rows))
        notes.print(told, highlight=False)


def _built(settings: Settings, folder: Path, size: str, seconds: float) -> Ground:
    """The town of the clients, and an invented community with an open round."""
    from api.bench.rows import REGISTRATIONS, Ground
    from scheduler.bench import town
    from scheduler.bench.place import server_of

    crowd = town.Crowd(
        max(FEWEST, int(REGISTRATIONS * seconds * SLACK)), people.name_of, people.phone_of, people.plate_of
    )
    with opened(settings) as office:
        built = town.build(office, TOWN, crowd)
        seeded, logins = fill(office, size, STREET)
        coordinator = next(login for login in logins if login.startswith("coordinator@"))
        token = town.token_for(office, coordinator)
    return Ground(settings, folder, built, STREET, seeded.round_id, token, seconds, server_of(settings))


def _measured(ground: Ground) -> list[Row]:
    from api.bench import rows
    from api.bench.server import serving, working

    with notes.status("bare database"):
        bare = rows.bare_rate(ground)
    with notes.status("bookings") as status, serving(ground.settings, ground.folder) as port:
        found = [rows.booking(ground, port, bare)]
        status.update("bookings of rooms")
        found.append(rows.booking(ground, port, bare, of_rooms=True))
        status.update("registrations")
        found.append(rows.registration(ground, port))
        with working(ground.settings, ground.folder):
            status.update("answers while solving")
            row, plan = rows.while_solving(ground, port)
            status.update("publication")
            found += [row, rows.publication(ground, port, plan)]
    return found


def _summary(rows: list[Row]) -> Row:
    from statistics import median

    from api.bench.machine import cores

    return {
        "fdatasync_ms": median(row["fdatasync_ms"] for row in rows),
        "other_share": max(row["other_share"] for row in rows),
        "cores": cores(),
    }


def _table(rows: Iterable[Row]) -> Table:
    columns = (*COLUMNS, "prepare_seconds", "rows", "flip_seconds", *MACHINE)
    table = Table(*columns)
    for row in rows:
        table.add_row(*("–" if row.get(name) is None else str(row[name]) for name in columns))
    return table
