"""Certificates to be spoilt: a small round with its draw, taken apart and put together again."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from fixtures import parking_problems
from scheduler import lots
from scheduler.certificates.bundle import DRAW_FORMAT, Context
from scheduler.certificates.making import Made, make
from scheduler.files import LoadedProblem, dump_plan, dump_problem, problem_digest, read_problem
from scheduler.planning.solving import Order, Watcher, solve_loaded
from solvers.audit.canonical import canonical
from solvers.audit.seal import part_seal, sealed
from solvers.parking.problem import ParkingProblem

SECRET = "5e" * 32
NUMBER = "03 11 17 24 31 33 + 09"
GONE = "R-WITHDRAWN"
CONTEXT = Context(
    software={"commontide": "0.1.0", "ortools": "9.15"},
    publication={"round": "2026-summer", "version": 2, "content_digest": "c0" * 32},
    covenant={"version": 3, "digest": "d0" * 32},
    chain={"seq": 41, "hash": "ab" * 32},
    made_on="2026-05-04",
)


def small_files(drawn: bool = True) -> tuple[bytes, bytes, dict[str, Any]]:
    """A problem file, the file of its best plan, and its draw."""
    problem = read_problem(parking_problems()[0]).problem
    draw = draw_of([request.id for request in problem.requests]) if drawn else {}
    if drawn:
        problem = with_lots(problem, draw["seed"])
    loaded = LoadedProblem(problem, problem_digest(problem), ())
    solved = solve_loaded(loaded, Order("auto", None, 5.0, 1), Watcher())
    return dump_problem(problem), dump_plan(solved.document), draw


def draw_of(receipts: list[str]) -> dict[str, Any]:
    """A draw as a bundle holds it; one of its entries withdrew before the plan."""
    entries = sorted([*receipts, GONE])
    return {
        "format": DRAW_FORMAT,
        "source": "Welfare lottery, issue 2026050",
        "number_on": "2026-05-03",
        "commitment": lots.commitment_of(SECRET),
        "secret": SECRET,
        "number": NUMBER,
        "seed": lots.seed_of(SECRET, NUMBER),
        "entries": entries,
        "entries_digest": lots.entries_digest(entries),
    }


def with_lots(problem: ParkingProblem, seed: str) -> ParkingProblem:
    """The same round, with the lot of each receipt."""
    requests = tuple(replace(request, lot=lots.lot_number(seed, request.id)) for request in problem.requests)
    return replace(problem, requests=requests)


@cache
def small_certificate(drawn: bool = True) -> Made:
    """The certificate of the small round."""
    problem, plan, draw = small_files(drawn)
    return make(problem, plan, replace(CONTEXT, draw=draw))


def parts_of(bundle: bytes) -> dict[str, Any]:
    """The parts of a bundle, parsed."""
    with zipfile.ZipFile(io.BytesIO(bundle)) as archive:
        return {name.removesuffix(".json"): json.loads(archive.read(name)) for name in archive.namelist()}


def zipped(parts: Mapping[str, Any], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A bundle of parts, parsed or as bytes."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, part in parts.items():
            archive.writestr(f"{name}.json", part if isinstance(part, bytes) else canonical(part))
    return file.getvalue()


def resealed(parts: Mapping[str, Any]) -> bytes:
    """A bundle of changed parts by somebody who knows how the seal is made."""
    told = {name: value for name, value in parts["manifest"].items() if name not in ("fields", "root")}
    seals = {name: part_seal(canonical(part), part) for name, part in parts.items() if name != "manifest"}
    return zipped({**parts, "manifest": sealed({**told, "parts": seals})})


def changes_of(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """A value with one of its fields changed, for each field in turn; of a list, the first record that has it."""
    if isinstance(value, dict) and value:
        for name, inner in value.items():
            for where, changed in changes_of(inner, f"{path}.{name}" if path else name):
                yield where, {**value, name: changed}
    elif isinstance(value, list) and value:
        seen: set[str] = set()
        for at, inner in enumerate(value[:20]):
            for where, changed in changes_of(inner, path):
                if where not in seen:
                    seen.add(where)
                    yield where, [*value[:at], changed, *value[at + 1 :]]
    else:
        yield path, _other(value)


def _other(value: Any) -> Any:
    if isinstance(value, bool) or value is None:
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, str):
        return f"{value}x" if value else "x"
    return [1] if isinstance(value, list) else {"x": 1}
