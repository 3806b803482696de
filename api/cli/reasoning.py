"""`commontide reasons` and `commontide wish`: why each is refused, checked; what it would take to serve one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from api.cli.common import JsonFlag, PlanFile, ProblemFile, load, offered, print_json, refusing, say, words
from api.cli.explaining import positions
from api.cli.reasoning_domains import roster_reasons, season_reasons, seat_wish, section_wish
from scheduler.files import is_rooms, is_rosters, read_plan
from solvers.engines.limits import Limits
from solvers.wish import WishPrice

Reasons = Callable[[Path, Path], dict[str, Any]]
Wish = Callable[[Path, Path, str, str | None, Limits], WishPrice]


def _parking(problem: Path, plan: Path) -> dict[str, Any]:
    from api.cli.reasoning_parking import parking_reasons

    loaded = load(problem)
    return parking_reasons(loaded.problem, positions(loaded.problem, read_plan(plan)))


def _parking_wish(problem: Path, plan: Path, request: str, place: str | None, limits: Limits) -> WishPrice:
    from solvers.engines.wish_parking import price_of

    loaded = load(problem)
    return price_of(loaded.problem, positions(loaded.problem, read_plan(plan)), request, limits, place)


REASONS: Mapping[str, Reasons] = {"parking": _parking, "rooms": season_reasons, "rosters": roster_reasons}
"""What tells all refusals of a plan, by domain."""
WISHES: Mapping[str, Wish] = {"parking": _parking_wish, "rooms": section_wish, "rosters": seat_wish}
"""What tells the price of a wish, by domain."""


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("reasons")(reasons)
    app.command("wish")(wish)


@refusing
def reasons(problem: ProblemFile, plan: PlanFile, as_json: JsonFlag = False) -> None:
    """Say why each request is refused and what would have worked, each checked; exit code 1 if one fails or lacks."""
    found = REASONS[offered("domain", _domain(problem), REASONS)](problem, plan)
    if as_json:
        print_json(found)
    else:
        _tell(found)
    totals = found["totals"]
    sound = totals["removal_test_passed"] == totals["with_cause"] == totals["refusals"]
    raise typer.Exit(0 if sound and totals["alternatives_feasible"] == totals["alternatives"] else 1)


@refusing
def wish(
    problem: ProblemFile,
    plan: PlanFile,
    request: Annotated[str, typer.Argument(metavar="REQUEST_ID", help="Who shall be served.")],
    place: Annotated[
        str | None, typer.Option(metavar="ID", help="The site; if not said, where it costs the fewest points.")
    ] = None,
    work_limit: Annotated[float, typer.Option(min=0.01, max=1e4, help="Work units of about a second.")] = 20.0,
    as_json: JsonFlag = False,
) -> None:
    """Say what it would cost to serve one request: who would lose a place, and what each goal would lose."""
    price = WISHES[offered("domain", _domain(problem), WISHES)](problem, plan, request, place, Limits(work=work_limit))
    if as_json:
        print_json(asdict(price))
        return
    say(words("wish_told" if price.held else "wish_impossible", {**asdict(price), "count": len(price.lost)}))
    for one in price.lost:
        say(f"  - {one.request}: {one.before} → {one.after}")
    for tier in price.tiers:
        say(f"  {words(tier.name)}: {tier.before:,} → {tier.after:,}")


def _domain(problem: Path) -> str:
    return "rooms" if is_rooms(problem) else "rosters" if is_rosters(problem) else "parking"


def _tell(found: Mapping[str, Any]) -> None:
    for refusal in found["refusals"]:
        cause = refusal["cause"]
        say(f"{refusal['request']}: {words(refusal['outcome']) if cause is None else cause['message']}")
        for removal in cause["removals"] if cause else ():
            say(f"  - {removal['message']}")
        for alternative in refusal["alternatives"]:
            say(f"  + {alternative['message']}")
    say("; ".join(f"{name}: {value}" for name, value in found["totals"].items()))
