"""The board of a plan: a week of a site, a facility or a meeting point, drawn and as a table of the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from api.middleware.answering import POLICY
from api.pages import board_told
from api.pages.desk import AtDesk, Context, Desk
from api.schemas.types import Id
from scheduler.actors import Actor
from scheduler.usecases import plan_boards
from scheduler.usecases.plan_boards import WEEK, Board

router = APIRouter(include_in_schema=False)
LINES = 25
DRAWING = {"Content-Security-Policy": f"{POLICY}; style-src 'self' 'unsafe-inline'; img-src 'self' data:"}
"""The library of drawings writes styles into the page, and pictures of its pointers into these."""


@router.get("/office/plans/{plan_id}/board")
def board(plan_id: Id, desk: AtDesk, place: str = "", week: str = "", page: str = "") -> Response:
    """A week of a plan: who is where."""

    def looked(session: Any, actor: Actor, now: datetime) -> Context:
        wanted: dict[str, Any] = {"plan_id": plan_id, "place": place, "week": _day(week)}
        return _context(desk, plan_boards.seen(session, actor=actor, now=now, **wanted), page)

    shown = desk.show("plan_board", looked)
    shown.headers.update(DRAWING)
    return shown


def _context(desk: Desk, found: Board, page: str) -> Context:
    lines = board_told.lines(found)
    pages = max(1, -(-len(lines) // LINES))
    at = min(max(1, int(page)) if page.isdecimal() and len(page) < 6 else 1, pages)
    links = found.may_decide and found.plan.id == found.newest.id
    return {
        "board": found,
        "round": found.round,
        "kind": found.round.domain,
        "states": board_told.states(found),
        "plot": board_told.plot(found, desk.language, links) if found.bars else None,
        "rows_drawn": board_told.MOST_ROWS if len(found.lanes) > board_told.MOST_ROWS else 0,
        "links": links,
        "lines": [board_told.told(found, line, desk.language) for line in lines[(at - 1) * LINES : at * LINES]],
        "count": len(lines),
        "page": at,
        "of_pages": pages,
        "weeks": [(first.isoformat(), _week_named(first, desk.language)) for first in found.weeks],
        "turns": _turns(found),
        "place": found.choice.key if found.choice else "",
        "named": board_told.named,
    }


def _week_named(first: date, language: str) -> str:
    return f"{board_told.short_day(first, language)} – {board_told.short_day(first + timedelta(days=6), language)}"


def _turns(found: Board) -> Mapping[str, date]:
    """The weeks beside the one that is shown."""
    beside: Sequence[tuple[str, date]] = (("before", found.first - WEEK), ("after", found.first + WEEK))
    return {name: first for name, first in beside if first in found.weeks}


def _day(text: str) -> date | None:
    """A date of an address; none for anything else."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if 2000 <= found.year <= 2200 else None
