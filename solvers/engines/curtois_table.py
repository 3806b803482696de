"""The benchmark table of shift scheduling (instances of Curtois and Qu)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from pathlib import Path
from time import monotonic

from solvers.bench.curtois import Cost, Instance, instances
from solvers.bench.curtois_read import read
from solvers.bench.smptsp import best_known
from solvers.engines.curtois import Result, solve

Row = dict[str, str | int | float | None]
PARTS = ("on", "off", "under", "over")


def rows(
    directory: Path,
    seconds: float,
    workers: int = 2,
    seed: int = 0,
    on_progress: Callable[[str, int | None, int], None] | None = None,
) -> list[Row]:
    """Benchmark table: one row for each instance under `directory`.

    Parameters
    ----------
    seconds
        Wall time allowed for each instance.
    workers, seed
        Of each solve.
    on_progress
        Called with the instance, its value so far (None before the first roster) and the proven bound.
    """
    table = []
    for path in instances(directory):
        progress = partial(on_progress, path.stem) if on_progress else None
        started = monotonic()
        instance = read(path)
        result = solve(instance, seconds, workers, seed, progress)
        row = _row(instance, result, best_known(directory, path.stem))
        table.append(row | {"seconds": round(monotonic() - started, 2)} | _parts(result.cost))
    return table


def _row(instance: Instance, result: Result, best: int | None) -> Row:
    value, bound = result.cost.total if result.cost else None, result.bound
    return {
        "instance": instance.name,
        "status": result.status,
        "value": value,
        "bound": bound,
        "gap": None if value is None or bound is None else round((value - bound) / max(1, bound), 6),
        "best_known": best,
    }


def _parts(found: Cost | None) -> Row:
    return {**asdict(found)} if found else dict.fromkeys(PARTS)
