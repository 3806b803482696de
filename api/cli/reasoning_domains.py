"""Reasons and wishes of a season and of a roster, as a program and a person read them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from time import monotonic
from typing import Any

from api.cli.common import language, rule_told
from api.cli.explaining import alternative_told
from api.telling_causes import told_cause
from scheduler.files import read_rooms, read_rooms_plan, read_roster_plan, read_rosters
from scheduler.planning.protocol import cause_fields
from solvers.causes import Cause
from solvers.engines.limits import Limits
from solvers.errors import InvalidProblem
from solvers.explain import Alternative, Outcome, Reason
from solvers.guarantee import not_kept
from solvers.plan import Violation
from solvers.rooms.case import RoomsCase
from solvers.rooms.causes import causes_of
from solvers.rooms.explain import why_refused
from solvers.rooms.plan import uses_of
from solvers.rooms.removal_test import RemovalTest
from solvers.rooms.repair import Diary
from solvers.rooms.rules import verify
from solvers.rooms.standing import Standing
from solvers.rooms.ways import ways_of
from solvers.rosters.case import RosterCase
from solvers.rosters.check import violations
from solvers.rosters.gaps import gaps_of
from solvers.rosters.plan import roster_of
from solvers.rosters.problem import Duty
from solvers.rosters.removal_test import RemovalTest as SeatTest
from solvers.rosters.ways import SeatWays
from solvers.wish import WishPrice

Told = dict[str, Any]


def _refuse_broken(found: Iterable[Violation]) -> None:
    for broken in found:
        raise InvalidProblem("plan_breaks_a_rule", "assignments", ", ".join(broken.requests), broken.rule)


def season_reasons(problem: Path, plan: Path) -> Told:
    """Sections with fewer sessions than they ask for; some of them may have others.

    Raises
    ------
    InvalidProblem
        If the plan breaks a rule.
    """
    began = monotonic()
    loaded, sessions = read_rooms(problem), read_rooms_plan(plan).assignments
    case, first = RoomsCase(loaded.problem), loaded.problem.horizon.first.isoformat()
    _refuse_broken(verify(case, sessions, case.every_pin))
    causes, test = causes_of(case, sessions), RemovalTest(case, sessions)
    standing, diary = Standing(case, sessions), Diary(case, uses_of(case.rooms, sessions)[0])
    served = {case.rooms.request_index[name] for name in standing.served}
    promises, lines = not_kept(case.guaranteed, served), []
    for at, one in enumerate(case.rooms.requests):
        if standing.served[one.id] < one.sessions:
            cause, (ways, searched) = causes.get(at), ways_of(standing, at)
            free = cause is not None and not cause.removals
            promise = (promises[at],) if at in promises else ()
            reasons = (*promise, *why_refused(case, at, free, diary), *searched)
            outcome = Outcome.SERVED if standing.served[one.id] else Outcome.REFUSED
            passes = cause is not None and test.passes(cause)
            lines.append((_line(one.id, outcome, reasons, cause, ways, first), passes))
    return _whole("rooms", lines, began)


def roster_reasons(problem: Path, plan: Path) -> Told:
    """Empty seats, by shift and role.

    Raises
    ------
    InvalidProblem
        If the plan breaks a rule.
    """
    began = monotonic()
    loaded = read_rosters(problem)
    case, first = RosterCase(loaded.problem), loaded.problem.horizon.first.isoformat()
    roster, unknown = roster_of(case, read_roster_plan(plan).assignments)
    _refuse_broken([*unknown, *violations(case, roster)])
    ways, lines = SeatWays(case, roster), []
    for gap in gaps_of(case, roster):
        post = case.post_named(gap.shift, gap.role)
        assert post is not None
        people = [case.seats[at].volunteer for at in case.options_on[post]]
        passes = gap.cause is not None and SeatTest(case, roster, people).passes(gap.cause)
        others = tuple(ways.of_post(post))
        lines.append((_line(gap.request, Outcome.REFUSED, gap.reasons, gap.cause, others, first), passes))
    return _whole("rosters", lines, began)


def _line(
    request: str,
    outcome: Outcome,
    reasons: Sequence[Reason],
    cause: Cause | None,
    ways: Sequence[Alternative],
    first: str,
) -> Told:
    return {
        "request": request,
        "outcome": str(outcome),
        "reasons": [rule_told(reason, first) for reason in reasons],
        "cause": None if cause is None else told_cause(cause_fields(cause), language(), first),
        "alternatives": [alternative_told(other, first) for other in ways],
    }


def _whole(domain: str, lines: Sequence[tuple[Told, bool]], began: float) -> Told:
    refusals = [line for line, _ in lines]
    offered = [other for line in refusals for other in line["alternatives"]]
    totals = {
        "refusals": len(refusals),
        "with_cause": sum(line["cause"] is not None for line in refusals),
        "removal_test_passed": sum(passes for _, passes in lines),
        "alternatives": len(offered),
        "alternatives_feasible": sum(other["checked"] for other in offered),
        "seconds": round(monotonic() - began, 2),
    }
    return {"domain": domain, "refusals": refusals, "totals": totals}


def section_wish(problem: Path, plan: Path, request: str, place: str | None, limits: Limits) -> WishPrice:
    """What one more session of a section would cost.

    Raises
    ------
    InvalidProblem
        If there is no such section, or a place was named: it has its session where the least stands in its way.
    """
    # OR-Tools takes seconds to load: only who asks for a price waits for it.
    from solvers.engines.wish_rooms import price_of

    _refuse_place(place)
    case = RoomsCase(read_rooms(problem).problem)
    return price_of(case, read_rooms_plan(plan).assignments, request, limits)


def seat_wish(problem: Path, plan: Path, request: str, place: str | None, limits: Limits) -> WishPrice:
    """What a seat would cost, named as VOLUNTEER/SHIFT/ROLE.

    Raises
    ------
    InvalidProblem
        If there is no such seat, or a place was named.
    """
    from solvers.engines.wish_rosters import price_of

    _refuse_place(place)
    parts = request.split("/")
    if len(parts) != 3:
        raise InvalidProblem("unknown_id", "REQUEST_ID", request, "an id of this problem")
    case = RosterCase(read_rosters(problem).problem)
    roster, _ = roster_of(case, read_roster_plan(plan).assignments)
    return price_of(case, roster, Duty(*parts), limits)


def _refuse_place(place: str | None) -> None:
    if place is not None:
        raise InvalidProblem("not_offered", "--site", place, "")
