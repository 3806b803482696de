"""The commands on a file about rooms: solve, verify, explain, report, generate."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import typer

from api.cli.common import check_writable, language, offered, print_json, rule_told, say, tell, words
from api.cli.explaining import told as told_explanation
from api.cli.watching import watching
from api.report.rooms import render_rooms
from scheduler.calendar import horizon
from scheduler.files import (
    LoadedRooms,
    dump_plan,
    dump_problem,
    read_rooms,
    read_rooms_plan,
    sessions_digest,
    write_json,
)
from scheduler.planning.solving import Order
from scheduler.planning.solving_rooms import SolvedRooms, checked_rooms, rooms_base_of, solve_loaded_rooms
from solvers.engines import ROOMS_ENGINES
from solvers.marks import marked
from solvers.rooms.case import RoomsCase
from solvers.rooms.explain import explain_section
from solvers.rooms.generate import ROOMS_SCALES, generate_rooms
from solvers.rooms.plan import RoomsPlan
from solvers.rooms.problem import RoomsProblem

SEASON = (date(2026, 3, 2), date(2026, 5, 31))


def generated_rooms(size: str, seed: int) -> RoomsProblem:
    """A generated season round of 13 weeks."""
    return generate_rooms(ROOMS_SCALES[size], seed, horizon(*SEASON))


def generate_file(size: str, seed: int, output: Path, as_json: bool, *, lots: bool, guarantees: int) -> None:
    """Invent a season round; lots and guarantees as for `solvers.marks.marked`."""
    offered("--size", size, ROOMS_SCALES)
    check_writable(output)
    problem = marked(generated_rooms(size, seed), seed, lots=lots, guarantees=guarantees)
    write_json(output, dump_problem(problem))
    counts = {"facilities": len(problem.facilities), "rooms": len(problem.rooms), "requests": len(problem.requests)}
    if as_json:
        slots = RoomsCase(problem)
        never = sum(not found for found in slots.options_at)
        told = {"domain": "rooms", "size": size, "seed": seed, "path": str(output), **counts}
        print_json(told | {"options": len(slots.options), "without_option": never})
    else:
        say(f"{output}: " + ", ".join(f"{count} {name}" for name, count in counts.items()))


def loaded_rooms(path: Path) -> LoadedRooms:
    """A rooms problem, its warnings told on stderr."""
    loaded = read_rooms(path)
    tell(loaded.warnings)
    return loaded


def summary(solved: SolvedRooms) -> dict[str, Any]:
    """The fields of ``solve --json``."""
    document = solved.document
    return {
        "domain": "rooms",
        "engine": document.engine,
        "status": str(document.status),
        "tiers": [
            {"name": tier.name, "value": tier.value, "bound": tier.bound, "gap": tier.gap}
            for tier in solved.result.tiers
        ],
        "requests": len(solved.case.rooms.requests),
        "assigned": len({one.request for one in document.assignments}),
        "sessions": len(document.assignments),
        "dates": sum(len(one.dates) for one in document.assignments),
        "substitutes": sum(len(one.substitutes) for one in document.assignments),
        "left_out": sum(len(one.left_out) for one in document.assignments),
        "seconds": round(solved.seconds, 2),
        "peak_mib": solved.peak_mib,
        "seed": document.seed,
        "problem_digest": document.problem_digest,
        "plan_digest": document.plan_digest,
        "reproducible": document.reproducible,
        "verified": solved.verified,
        "unheld": [{"request": one.request, "room": one.room, "rule": one.rule} for one in document.unheld],
    }


def solve_rooms_file(
    problem: Path, output: Path | None, engine: str, order: Order, base: Path | None, as_json: bool, started: float
) -> None:
    """Plan a season round; every plan leaves verified."""
    offered("--engine", engine, ROOMS_ENGINES)
    chosen = next(known for known in ROOMS_ENGINES if known == engine)
    loaded = loaded_rooms(problem)
    with watching() as watcher:
        solved = solve_loaded_rooms(loaded, chosen, order, watcher, rooms_base_of(loaded, base), started)
    if not solved.verified:
        say(words("plan_not_verified"))
    elif output is not None:
        write_json(output, dump_plan(solved.document))
    if as_json:
        print_json(summary(solved))
    elif solved.verified:
        _tell(solved)
    if not solved.verified:
        raise typer.Exit(1)


def _tell(solved: SolvedRooms) -> None:
    told = summary(solved)
    say(f"{words(told['status'])} ({told['engine']}, {told['seconds']:.1f} s, {told['peak_mib']} MiB)")
    say(f"{told['assigned']:,} / {told['requests']:,}")
    for tier in solved.result.tiers:
        bound = "–" if tier.bound is None else f"{tier.bound:,}"
        gap = "–" if tier.gap is None else f"{tier.gap:.3%}"
        say(f"  {words(tier.name)}: {tier.value:,}  (bound {bound}, gap {gap})")
    for lock in solved.document.unheld:
        say(f"  {lock.request} → {lock.room or '–'}: {words('lock_not_held')}")
    say(f"plan {solved.document.plan_digest}")


def verify_rooms(problem: Path, plan: Path, as_json: bool) -> None:
    """Check a rooms plan on every date; exit code 0 if it is valid, 1 if not."""
    loaded, document = loaded_rooms(problem), read_rooms_plan(plan)
    found, score = checked_rooms(RoomsCase(loaded.problem), document)
    first = loaded.problem.horizon.first.isoformat()
    told = [rule_told(violation, first) for violation in found]
    if as_json:
        matches = document.problem_digest == loaded.digest
        digest = sessions_digest(document.problem_digest, document.assignments) == document.plan_digest
        lines = {"valid": not found, "violations": told, "score": score}
        print_json({**lines, "problem_matches": matches, "digest_matches": digest})
    else:
        if document.problem_digest != loaded.digest:
            say(words("other_problem"))
        for line in told:
            say(f"{line['rule']}: {line['message']}")
        say(words("plan_invalid" if found else "plan_valid", {"count": len(found)}))
    raise typer.Exit(1 if found else 0)


def explain_rooms(problem: Path, plan: Path, request: str, as_json: bool) -> None:
    """Say why a section was served or refused, and what would have worked."""
    loaded, document = loaded_rooms(problem), read_rooms_plan(plan)
    found = explain_section(RoomsCase(loaded.problem), document.assignments, request)
    told = told_explanation(found, loaded.problem.horizon.first.isoformat())
    if as_json:
        print_json(told)
        return
    say(f"{told['request']}: {words(told['outcome'])}")
    for reason in told["reasons"]:
        say(f"  - {reason['message']}")
    if told["cause"] is not None:
        say(f"  = {told['cause']['message']}")
    for alternative in told["alternatives"]:
        say(f"  + {alternative['message']}")


def page_of(problem: RoomsProblem, document: RoomsPlan) -> str:
    """The page of a plan: the timetable of every room, and what was not served."""
    facilities = [
        (one.id, one.tier, [room.id for room in problem.rooms if room.facility == one.id]) for one in problem.facilities
    ]
    return render_rooms(facilities, {one.id: one.title for one in problem.requests}, document, language())


def report_rooms(problem: Path, plan: Path, output: Path, as_json: bool) -> None:
    """Write one self-contained page: the timetable of every room, and what was not served."""
    loaded, document = loaded_rooms(problem), read_rooms_plan(plan)
    write_json(output, page_of(loaded.problem, document).encode())
    assigned = len({one.request for one in document.assignments})
    if as_json:
        print_json({"path": str(output), "requests": len(loaded.problem.requests), "assigned": assigned})
    else:
        say(str(output))
