"""`commontide bench`: every figure is a ratio within one run, or stands beside its baselines."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from statistics import median
from typing import Annotated, Any

import typer
from rich.progress import Progress
from rich.status import Status
from rich.table import Table

from api.cli import bench_api, bench_money, bench_pages, bench_rooms, bench_rosters, bench_timefold, bench_whatif
from api.cli.bench_run import Runner
from api.cli.common import JsonFlag, notes, offered, print_json, refusing
from api.cli.generating import generated
from api.cli.rooms import generated_rooms
from api.cli.rosters import generated_roster
from scheduler.errors import FileRejected
from scheduler.files import dump_problem, write_json
from solvers.bench.smptsp import InstanceError
from solvers.engines import ENGINES as KNOWN_ENGINES
from solvers.engines import ROOMS_ENGINES, ROSTERS_ENGINES
from solvers.parking.generate import SCALES
from solvers.parking.problem import ParkingProblem
from solvers.rooms.generate import ROOMS_SCALES
from solvers.rooms.problem import RoomsProblem
from solvers.rosters.generate import ROSTER_SCALES
from solvers.rosters.problem import RosterProblem

ENGINES = "columns,naive,greedy,fcfs"
ROOM_ENGINES = "options,naive,greedy,fcfs"
ROSTER_ENGINES = f"auto,naive,greedy,fcfs,{bench_timefold.NAME}"

bench = typer.Typer(help="Measure: plans against their bounds and baselines, public tables.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    bench_api.register(bench)
    bench_money.register(bench)
    bench_pages.register(bench)
    bench_whatif.register(bench)
    app.add_typer(bench, name="bench")


@bench.command("parking")
@refusing
def parking(
    size: Annotated[str, typer.Option(help="Sizes, with commas.")] = "mini",
    seeds: Annotated[int, typer.Option(min=1, max=1000, help="Seeds 1 to this.")] = 5,
    engines: Annotated[str, typer.Option(help="Engines, with commas.")] = ENGINES,
    seconds: Annotated[float, typer.Option(min=0.1, help="Wall clock limit of each solve.")] = 60.0,
    workers: Annotated[int, typer.Option(min=1, max=64)] = 2,
    as_json: JsonFlag = False,
) -> None:
    """Generated streets: value of the first tier to the bound, to first come first served, to the naive model."""
    sizes, chosen = _known(size, SCALES, "--size"), _known(engines, KNOWN_ENGINES, "--engines")
    _measure(sizes, chosen, seeds, seconds, workers, as_json, generated)


@bench.command("rooms")
@refusing
def rooms(
    size: Annotated[str, typer.Option(help="Sizes, with commas.")] = "mini",
    seeds: Annotated[int, typer.Option(min=1, max=1000, help="Seeds 1 to this.")] = 5,
    engines: Annotated[str, typer.Option(help="Engines, with commas.")] = ROOM_ENGINES,
    seconds: Annotated[float, typer.Option(min=0.1, help="Wall clock limit of each solve.")] = 90.0,
    workers: Annotated[int, typer.Option(min=1, max=64)] = 2,
    as_json: JsonFlag = False,
) -> None:
    """Generated season rounds: value to the bound and to the baselines; then the busiest room closes."""
    sizes, chosen = _known(size, ROOMS_SCALES, "--size"), _known(engines, ROOMS_ENGINES, "--engines")
    _measure(sizes, chosen, seeds, seconds, workers, as_json, generated_rooms)


@bench.command("rosters")
@refusing
def rosters(
    size: Annotated[str, typer.Option(help="Sizes, with commas.")] = "mini",
    seeds: Annotated[int, typer.Option(min=1, max=1000, help="Seeds 1 to this.")] = 5,
    engines: Annotated[str, typer.Option(help="Engines, with commas.")] = ROSTER_ENGINES,
    seconds: Annotated[float, typer.Option(min=0.1, help="Wall clock limit of each solve.")] = 120.0,
    workers: Annotated[int, typer.Option(min=1, max=64)] = 2,
    as_json: JsonFlag = False,
) -> None:
    """Generated months of volunteering: cost to its bound and to self sign-up's; then people fall ill."""
    sizes, known = _known(size, ROSTER_SCALES, "--size"), (*ROSTERS_ENGINES, bench_timefold.NAME)
    chosen = bench_timefold.possible(_known(engines, known, "--engines"))
    _measure(sizes, chosen, seeds, seconds, workers, as_json, generated_roster)


def _measure(
    sizes: Sequence[str],
    chosen: Sequence[str],
    seeds: int,
    seconds: float,
    workers: int,
    as_json: bool,
    invent: Callable[[str, int], ParkingProblem | RoomsProblem | RosterProblem],
) -> None:
    """Every engine on every seed of every size."""
    rows: list[dict[str, Any]] = []
    runner = Runner(seconds, workers)
    with tempfile.TemporaryDirectory() as folder, Progress(console=notes, transient=True) as bar:
        task = bar.add_task("bench", total=len(sizes) * seeds * len(chosen))
        for name in sizes:
            for seed in range(1, seeds + 1):
                path = Path(folder) / f"{name}-{seed}.json"
                write_json(path, dump_problem(invent(name, seed)))
                found: list[dict[str, Any]] = []
                for engine in chosen:
                    bar.update(task, description=f"{name} {seed} {engine}")
                    plan = path.with_suffix(f".{engine}.json")
                    if engine == bench_timefold.NAME:
                        told = runner.compared(path, plan, (row for row in found if row["engine"] in REPLANNED))
                    else:
                        told = runner.told(path, plan, engine)
                    row = _row(told, engine)
                    change = CHANGES.get(told.get("domain", "")) if told is not None else None
                    if change is not None and engine in REPLANNED:
                        row |= change(path, plan, partial(runner.replanned, engine))
                    found.append(row | {"size": name, "problem_seed": seed})
                    bar.advance(task)
                rows += _with_ratios(found)
    medians = _medians(rows)
    if as_json:
        print_json({"rows": rows, "medians": medians})
    else:
        known = [name for name in (*RATIOS, *AFTERWARDS) if any(row.get(name) is not None for row in medians)]
        notes.print(_table(medians, ("size", "engine", *known, "seconds", "cpu_seconds", "peak_mib")))


KEPT = ("engine", "status", "assigned", "seconds", "cpu_seconds", "peak_mib", "verified", "plan_digest")
RATIOS = ("value", "gap", "to_bound", "to_fcfs", "to_greedy", "to_naive")
REPLANNED = ("options", "auto", "neighbourhoods")
"""Engines whose plan is planned anew after something has changed, and what changes."""
CHANGES = {"rooms": bench_rooms.room_closed, "rosters": bench_rosters.people_ill}
AFTERWARDS = ("empty", "empty_to_fcfs", "moved_beyond", "replan_seconds", "replan_gap")


def _row(told: dict[str, Any] | None, engine: str) -> dict[str, Any]:
    if told is None:
        return {"engine": engine, "status": "failed", "value": None, "bound": None, "gap": None, "seconds": None}
    first = told["tiers"][0]
    return {name: told[name] for name in KEPT} | {
        "engine": engine,
        "value": first["value"],
        "bound": first["bound"],
        "gap": first["gap"],
        "empty": told.get("empty"),
        "tiers": told["tiers"],
    }


def _with_ratios(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each value over the best bound of the run and over the values of the baselines."""
    values = {row["engine"]: row["value"] for row in rows}
    empty = {row["engine"]: row.get("empty") for row in rows}
    proven = [(row["value"], row["bound"]) for row in rows if row["bound"] is not None]
    # Of a cost the highest bound is the best one, of a value the lowest.
    best = max if all(bound <= value for value, bound in proven) else min
    for row in rows:
        row["to_bound"] = _over(row["value"], best((bound for _, bound in proven), default=None))
        row["empty_to_fcfs"] = _over(row.get("empty"), empty.get("fcfs"))
        row |= {f"to_{name}": _over(row["value"], values.get(name)) for name in ("fcfs", "greedy", "naive")}
    return rows


def _over(value: float | None, other: float | None) -> float | None:
    return round(value / other, 5) if value is not None and other else None


def _medians(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Medians over the seeds, for each size and engine."""
    keys = dict.fromkeys((row["size"], row["engine"]) for row in rows)
    out = []
    for size, engine in keys:
        mine = [row for row in rows if (row["size"], row["engine"]) == (size, engine)]
        numbers = {
            name: _median(row.get(name) for row in mine)
            for name in (*RATIOS, *AFTERWARDS, "bound", "seconds", "cpu_seconds", "peak_mib")
        }
        out.append({"size": size, "engine": engine, "runs": len(mine), **numbers})
    return out


def _median(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return median(known) if known else None


@bench.command("smptsp")
@refusing
def smptsp(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="Folder with .dat files, at any depth.")],
    seconds: Annotated[float, typer.Option(min=0.1, help="Limit of each instance.")] = 60.0,
    as_json: JsonFlag = False,
) -> None:
    """Public table: Shift Minimisation Personnel Task Scheduling (a worker is a space, a task a request)."""
    from solvers.engines.smptsp import rows as smptsp_rows

    def table(status: Status) -> list[dict[str, Any]]:
        return smptsp_rows(directory, seconds, on_progress=lambda row: status.update(f"smptsp {row['instance']}"))

    _public("smptsp", directory, as_json, table)


@bench.command("cbctt")
@refusing
def cbctt(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="Folder with .ctt files, at any depth.")],
    seconds: Annotated[float, typer.Option(min=0.1, help="Limit of each instance.")] = 120.0,
    as_json: JsonFlag = False,
) -> None:
    """Public table: curriculum-based course timetabling, ITC-2007 track 3 (a course is a weekly request)."""
    from solvers.engines.cbctt import rows as cbctt_rows

    def table(status: Status) -> list[dict[str, Any]]:
        return cbctt_rows(
            directory, seconds, lambda name, value, bound: status.update(f"cbctt {name} {_cell(value)} ({bound})")
        )

    _public("cbctt", directory, as_json, table)


@bench.command("curtois")
@refusing
def curtois(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="Folder with .txt files, at any depth.")],
    seconds: Annotated[float, typer.Option(min=0.1, help="Limit of each instance.")] = 300.0,
    workers: Annotated[int, typer.Option(min=1, max=64)] = 2,
    seed: Annotated[int, typer.Option(min=0, help="Seed of the search.")] = 0,
    as_json: JsonFlag = False,
) -> None:
    """Public table: shift scheduling, instances of Curtois and Qu (an employee is a volunteer, cover is seats)."""
    from solvers.engines.curtois_table import rows as curtois_rows

    def table(status: Status) -> list[dict[str, Any]]:
        def told(name: str, value: int | None, bound: int) -> None:
            status.update(f"curtois {name} {_cell(value)} ({bound})")

        return curtois_rows(directory, seconds, workers, seed, told)

    _public("curtois", directory, as_json, table)


def _public(name: str, directory: Path, as_json: bool, table: Callable[[Status], Sequence[dict[str, Any]]]) -> None:
    """Print the table of a folder of public instances; a file that is not one is a clear error."""
    if not directory.is_dir():
        raise FileRejected("not_found", "$", "", "a folder that exists", str(directory))
    try:
        with notes.status(name) as status:
            rows = table(status)
    except InstanceError as error:
        notes.print(str(error), markup=False)
        if as_json:
            print_json({"rows": [], "error": {"code": "bad_instance", "message": str(error)}})
        raise typer.Exit(2) from None
    if as_json:
        print_json({"rows": rows})
    else:
        notes.print(_table(rows, ("instance", "status", "value", "bound", "best_known", "seconds")))


def _known(names: str, allowed: Iterable[str], option: str) -> list[str]:
    wanted = names.split(",")
    return [offered(option, name, allowed) for name in wanted]


def _table(rows: Iterable[dict[str, Any]], columns: Sequence[str]) -> Table:
    table = Table(*columns)
    for row in rows:
        table.add_row(*(_cell(row.get(name)) for name in columns))
    return table


def _cell(value: object) -> str:
    if value is None:
        return "–"
    return f"{value:,.4f}" if isinstance(value, float) else str(value)
