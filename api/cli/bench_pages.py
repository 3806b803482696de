"""`commontide bench pages`: how long the service takes for every page that each role can reach by links."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer
from rich.table import Table

from api.cli.common import JsonFlag, notes, offered, print_json, refusing
from api.cli.installing import PASSWORD, SIZES, fill, fill_rooms, fill_rosters, installing, opened

if TYPE_CHECKING:
    from api.bench.browsing import Browser
    from scheduler.settings import Settings

SLUG = "bench"
MUST = {"slowest_p95_ms": 150.0, "first_page_kb": 30.0}
"""What figures must stay below."""
COLUMNS = ("page", "roles", "looks", "p50_ms", "p95_ms", "kb", "failed")
BROKEN = 400
"""Statuses from here on are no page."""
SHOWN = 25
"""Pages in the table, the slowest first."""
Row = dict[str, Any]


class Look(NamedTuple):
    """One look at a page: seconds after the service was ready, and the milliseconds that it took."""

    at: float
    ms: float


def register(bench: typer.Typer) -> None:
    """Add the command."""
    bench.command("pages")(pages)


@refusing
@installing
def pages(
    database_url: Annotated[
        str | None, typer.Option(help="Measure beside this database, in one of its own; else on SQLite.")
    ] = None,
    size: Annotated[str, typer.Option(help="street, mini or tiny.")] = "mini",
    work_limit: Annotated[float, typer.Option(min=1, help="Work units for each plan that pages show.")] = 20.0,
    looks: Annotated[int, typer.Option(min=1, max=1000, help="How often each page is asked for.")] = 20,
    as_json: JsonFlag = False,
) -> None:
    """Seed, plan and publish a street, then follow every link as each role: milliseconds and kilobytes of each page."""
    # The job engine takes a second to load, which no other command should wait for.
    from scheduler.bench.place import own_place, version_of

    offered("--size", size, SIZES)
    with own_place(database_url) as (settings, folder):
        told: Row = {"database": version_of(settings), "size": size, "looks": looks}
        rows = _measured(settings, folder, _built(settings, size, work_limit), looks)
    told |= _summary(rows)
    if as_json:
        print_json({"pages": rows, **told})
    else:
        notes.print(_table(rows))
        notes.print(told, highlight=False)


def _built(settings: Settings, size: str, work_limit: float) -> list[str]:
    """A community with three published rounds; the logins of all roles."""
    from api.cli.demo_roster import volunteer_login
    from api.cli.demo_round import DemoRound

    with opened(settings) as office:
        seeded, logins = fill(office, size, SLUG)
        season = fill_rooms(office, size, seeded.community_id)
        month = fill_rosters(office, size, seeded.community_id, logins)
        for one in (seeded, season, month):
            DemoRound(office, one.community_id, one.round_id, logins).to_publication(work_limit)
        return [*logins, volunteer_login(office, month, SLUG)]


def _measured(settings: Settings, folder: Path, logins: Sequence[str], looks: int) -> list[Row]:
    from api.bench.browsing import Browser
    from api.bench.crawl import crawl, shape_of
    from api.bench.server import serving

    taken: dict[str, list[Look]] = defaultdict(list)
    roles: dict[str, set[str]] = defaultdict(set)
    sent: dict[str, int] = defaultdict(int)
    failed: dict[str, list[str]] = defaultdict(list)
    with notes.status("pages") as status, serving(settings, folder) as port:
        ready = perf_counter()
        for login in ("", *logins):
            role, browser = login.partition("@")[0] or "anyone", Browser(port)
            status.update(role)
            starts = [browser.sign_in(login, PASSWORD).place] if login else []
            for page in crawl(browser.look, ["/", *starts]):
                shape = page.shape
                if page.seen.status >= BROKEN:
                    failed[shape].append(f"{page.seen.status} from {shape_of(page.via)} as {role}")
                roles[shape].add(role)
                taken[shape] += _looked(browser, page.place, looks, ready)
                sent[shape] = max(sent[shape], browser.sent_bytes)
    rows = [
        {"page": shape, "roles": sorted(roles[shape]), "kb": round(sent[shape] / 1_000, 1), "failed": failed[shape]}
        | _figures(taken[shape])
        for shape in taken
    ]
    return sorted(rows, key=lambda row: -float(row["p95_ms"]))


def _looked(browser: Browser, place: str, looks: int, ready: float) -> list[Look]:
    """Each of some looks at a page."""
    out = []
    for _ in range(looks):
        at = perf_counter() - ready
        browser.look(place)
        out.append(Look(at, browser.seconds * 1_000))
    return out


def _figures(taken: Sequence[Look]) -> Row:
    from api.bench.clients import percentile

    ordered = sorted(look.ms for look in taken)
    return {
        "looks": len(ordered),
        "p50_ms": round(percentile(ordered, 50), 1),
        "p95_ms": round(percentile(ordered, 95), 1),
        # Of several pages at one time: something else in the process met them.
        "slow_at_s": [round(look.at, 1) for look in taken if look.ms >= MUST["slowest_p95_ms"]],
    }


def _summary(rows: Sequence[Row]) -> Row:
    from api.bench.machine import cores

    first = next(row for row in rows if row["page"] == "/")
    told: Row = {
        "shapes": len(rows),
        "failed": sum(len(row["failed"]) for row in rows),
        "slowest_p95_ms": rows[0]["p95_ms"],
        "first_page_kb": first["kb"],
        "over": [row["page"] for row in rows if row["p95_ms"] >= MUST["slowest_p95_ms"]],
        "must": MUST,
        "cores": cores(),
    }
    return told | {"met": all(told[name] < most for name, most in MUST.items()) and told["failed"] == 0}


def _table(rows: Sequence[Row]) -> Table:
    table = Table(*COLUMNS)
    for row in rows[:SHOWN]:
        cells = {**row, "roles": ", ".join(row["roles"]), "failed": "; ".join(row["failed"])}
        table.add_row(*(str(cells[name]) for name in COLUMNS))
    return table
