"""The roster of a round by week: which shift has whom, and who goes where; as a grid over the days, and as a list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, Literal

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages.desk import AtDesk, Context, Desk
from api.schemas.types import FIRST_YEAR, LAST_YEAR, Id
from scheduler import calendar, queries
from scheduler.actors import OFFICE, Actor
from scheduler.usecases import roster_board

router = APIRouter(include_in_schema=False)
View = Literal["shifts", "people", "list"]
Show = Literal["all", "gaps"]
LINES = 25
"""Lines on a page of a grid."""
ENTRIES = 60
"""Shifts on a page of the list."""
WEEK = 7
FAR = 10_000
"""Most lines that an address may skip."""


@router.get("/office/roster")
def current(desk: AtDesk) -> Response:
    """To the roster of these days, else the newest one."""
    found = desk.read(lambda session, actor, now: roster_board.current(session, actor=actor, now=now))
    if found is None:
        return desk.show("roster_none", lambda _session, _actor, _now: {})
    return desk.go(f"/office/rounds/{found.id}/roster")


@router.get("/office/rounds/{round_id}/roster")
def board(
    round_id: Id, desk: AtDesk, view: View = "shifts", week: str = "", show: Show = "all", skip: int = 0
) -> Response:
    """A week of the roster."""

    def shown(session: Any, actor: Actor, now: datetime) -> Context:
        round_ = roster_board.round_seen(session, actor=actor, round_id=round_id)
        zone = queries.community.one(session, actor.community_id).zone
        first = monday_of(week, calendar.date_of(now, zone), round_)
        days = [first + timedelta(days=number) for number in range(WEEK)]
        at = max(0, min(skip, FAR))
        found = _people(desk, session, actor, round_, days, at) if view == "people" else None
        return {
            "round": round_,
            "view": view,
            "show": show,
            "days": days,
            "today": calendar.date_of(now, zone),
            "before": first - timedelta(days=WEEK) if first > round_.use_first else None,
            "after": first + timedelta(days=WEEK) if days[-1] < round_.use_last else None,
            "skip": at,
            "may_make": actor.has(*OFFICE),
            **(found or _shifts(session, actor, round_, days, at, view, show == "gaps")),
        }

    return desk.show("roster_board", shown)


def monday_of(text: str, today: date, round_: Any) -> date:
    """The first day of the week asked for; else of this week, or of the first or last one of the round."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = today
    within: date = min(max(day, round_.use_first), round_.use_last)
    day = min(max(within, date(FIRST_YEAR, 1, 8)), date(LAST_YEAR, 12, 20))
    return day - timedelta(days=day.weekday())


def standing_of(one: Any) -> str:
    """How a shift stands, as a key of the words: off, over, full, short, or too few to run."""
    if one.row.state in ("cancelled", "over"):
        return str(one.row.state)
    if any(post.filled + post.kept < post.least for post in one.posts):
        return "under"
    return "short" if roster_board.wants(one) else "full"


def _shifts(
    session: Any, actor: Actor, round_: Any, days: Sequence[date], skip: int, view: str, wanting: bool
) -> Context:
    span: dict[str, Any] = {"round_id": round_.id, "first": days[0], "last": days[-1]}
    found = roster_board.shifts(session, actor=actor, wanting=wanting, **span)
    states = [standing_of(one) for one in found]
    as_list = view == "list"
    lines: Sequence[Any] = found if as_list else roster_board.lines(found)
    most = ENTRIES if as_list else LINES
    page = lines[skip : skip + most]
    rows = [one.row if as_list else one.first for one in page]
    seen = page if as_list else [one for line in page for day in line.days.values() for one in day]
    return {
        "lines": page,
        "places": roster_board.places(session, actor.community_id, rows),
        "standing_of": standing_of,
        "waiting": queries.round_board.offered_on(session, [one.row.id for one in seen]),
        "counts": [(name, states.count(name)) for name in ("full", "short", "under", "cancelled", "over")],
        "next": skip + most if len(lines) > skip + most else None,
    }


def _people(desk: Desk, session: Any, actor: Actor, round_: Any, days: Sequence[date], skip: int) -> Context:
    span: dict[str, Any] = {"round_id": round_.id, "first": days[0], "last": days[-1]}
    part: dict[str, Any] = {"vault": desk.office.vault, "skip": skip, "limit": LINES + 1}
    found = roster_board.people(session, actor=actor, **span, **part)
    return {"lines": found[:LINES], "counts": [], "next": skip + LINES if len(found) > LINES else None}
