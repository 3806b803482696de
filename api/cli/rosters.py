"""The commands on a file about volunteers: solve, verify, explain, report, generate."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import typer

from api.cli.common import check_writable, language, offered, print_json, rule_told, say, tell, words
from api.cli.explaining import told as told_explanation
from api.cli.watching import watching
from api.report.rosters import render_roster
from scheduler.calendar import horizon
from scheduler.files import (
    LoadedRosters,
    dump_plan,
    dump_problem,
    duties_digest,
    read_roster_plan,
    read_rosters,
    write_json,
)
from scheduler.planning.solving import Order
from scheduler.planning.solving_rosters import SolvedRosters, checked_roster, roster_base_of, solve_loaded_rosters
from solvers.engines import ROSTERS_ENGINES
from solvers.rosters.case import RosterCase
from solvers.rosters.check import short_of
from solvers.rosters.explain import explain
from solvers.rosters.generate import ROSTER_SCALES, generate_roster
from solvers.rosters.plan import COST, roster_of
from solvers.rosters.problem import RosterProblem

MONTH = (date(2026, 6, 1), date(2026, 6, 28))
SHORT = ("shift", "role", "seats", "least")
FORTNIGHT = (date(2026, 6, 1), date(2026, 6, 14))


def generated_roster(size: str, seed: int) -> RosterProblem:
    """A generated month around the Dragon Boat Festival; a fortnight for the mini one."""
    return generate_roster(ROSTER_SCALES[size], seed, horizon(*(FORTNIGHT if size == "mini" else MONTH)))


def generate_roster_file(size: str, seed: int, output: Path, as_json: bool) -> None:
    """Invent a month of volunteering."""
    offered("--size", size, ROSTER_SCALES)
    check_writable(output)
    problem = generated_roster(size, seed)
    write_json(output, dump_problem(problem))
    seats = sum(role.target for shift in problem.shifts for role in shift.roles)
    counts = {"volunteers": len(problem.volunteers), "shifts": len(problem.shifts), "seats": seats}
    if as_json:
        told = {"domain": "rosters", "size": size, "seed": seed, "path": str(output), **counts}
        print_json(told | {"options": len(RosterCase(problem).seats)})
    else:
        say(f"{output}: " + ", ".join(f"{count} {name}" for name, count in counts.items()))


def loaded_rosters(path: Path) -> LoadedRosters:
    """A roster problem, its warnings told on stderr."""
    loaded = read_rosters(path)
    tell(loaded.warnings)
    return loaded


def summary(solved: SolvedRosters) -> dict[str, Any]:
    """The fields of ``solve --json``."""
    document, result, posts = solved.document, solved.result, solved.case.posts
    wanted = sum(post.target for post in posts if not post.standby)
    roster, _ = roster_of(solved.case, document.assignments)
    empty = sum(max(0, post.target - len(roster.on(at))) for at, post in enumerate(posts) if not post.standby)
    gap = result.gap
    return {
        "domain": "rosters",
        "engine": document.engine,
        "status": str(document.status),
        "cost": result.cost,
        "cost_bound": result.bound,
        "cost_gap": None if gap is None else round(gap, 5),
        "tiers": [
            {"name": tier.name, "value": tier.value, "bound": tier.bound, "gap": gap if tier.name == COST else None}
            for tier in document.tiers
        ],
        "requests": len(solved.case.rosters.shifts),
        "volunteers": len(solved.case.rosters.volunteers),
        "seats": wanted,
        "empty": empty,
        "assigned": len(document.assignments),
        "seconds": round(solved.seconds, 2),
        "peak_mib": solved.peak_mib,
        "seed": document.seed,
        "problem_digest": document.problem_digest,
        "plan_digest": document.plan_digest,
        "reproducible": document.reproducible,
        "verified": solved.verified,
        "unheld": [{"volunteer": one.volunteer, "shift": one.shift, "rule": one.rule} for one in document.unheld],
        "short": [dict(zip(SHORT, one, strict=True)) for one in short_of(solved.case, roster)],
    }


def solve_roster_file(
    problem: Path, output: Path | None, engine: str, order: Order, base: Path | None, as_json: bool, started: float
) -> None:
    """Plan a month of volunteering; every roster leaves verified."""
    offered("--engine", engine, ROSTERS_ENGINES)
    chosen = next(known for known in ROSTERS_ENGINES if known == engine)
    loaded = loaded_rosters(problem)
    with watching() as watcher:
        solved = solve_loaded_rosters(loaded, chosen, order, watcher, roster_base_of(loaded, base), started)
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


def _tell(solved: SolvedRosters) -> None:
    told = summary(solved)
    say(f"{words(told['status'])} ({told['engine']}, {told['seconds']:.1f} s, {told['peak_mib']} MiB)")
    say(f"{told['seats'] - told['empty']:,} / {told['seats']:,}")
    for tier in told["tiers"]:
        say(f"  {words(tier['name'])}: {tier['value']:,}")
    bound = "–" if told["cost_bound"] is None else f"{told['cost_bound']:,}"
    gap = "–" if told["cost_gap"] is None else f"{told['cost_gap']:.2%}"
    say(f"bound {bound}, gap {gap}")
    for pin in solved.document.unheld:
        say(f"  {pin.volunteer} → {pin.shift}: {words('lock_not_held')}")
    for short in told["short"]:
        say(f"  {short['shift']} {short['role']}: {short['seats']} / {short['least']}")
    say(f"plan {solved.document.plan_digest}")


def verify_roster(problem: Path, plan: Path, as_json: bool) -> None:
    """Check a roster against every rule; exit code 0 if it is valid, 1 if not."""
    loaded, document = loaded_rosters(problem), read_roster_plan(plan)
    found, score = checked_roster(RosterCase(loaded.problem), document)
    first = loaded.problem.horizon.first.isoformat()
    told = [rule_told(violation, first) for violation in found]
    if as_json:
        matches = document.problem_digest == loaded.digest
        digest = duties_digest(document.problem_digest, document.assignments) == document.plan_digest
        lines = {"valid": not found, "violations": told, "score": score}
        print_json({**lines, "problem_matches": matches, "digest_matches": digest})
    else:
        if document.problem_digest != loaded.digest:
            say(words("other_problem"))
        for line in told:
            say(f"{line['rule']}: {line['message']}")
        say(words("plan_invalid" if found else "plan_valid", {"count": len(found)}))
    raise typer.Exit(1 if found else 0)


def explain_roster(problem: Path, plan: Path, name: str, as_json: bool) -> None:
    """Say why a shift has empty seats, or why a volunteer serves where they do."""
    loaded, document = loaded_rosters(problem), read_roster_plan(plan)
    case = RosterCase(loaded.problem)
    roster, _ = roster_of(case, document.assignments)
    told = told_explanation(explain(case, roster, name), loaded.problem.horizon.first.isoformat())
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


def report_roster(problem: Path, plan: Path, output: Path, as_json: bool) -> None:
    """Write one self-contained page: every shift with who serves, and which seats are empty."""
    loaded, document = loaded_rosters(problem), read_roster_plan(plan)
    page = render_roster(loaded.problem.shifts, document, language())
    write_json(output, page.encode())
    if as_json:
        print_json({"path": str(output), "shifts": len(loaded.problem.shifts), "assigned": len(document.assignments)})
    else:
        say(str(output))
