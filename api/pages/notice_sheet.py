"""The public notice on paper, for the board at a gate: all lines in a few sheets, and where it stands online."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages.coded import qr_of
from api.pages.desk import AtDesk, Context, clerks_only
from api.pages.reasons import places_of
from api.pages.words import say
from api.schemas.types import Id
from scheduler import queries
from scheduler.actors import Actor
from scheduler.errors import NotFound
from scheduler.notice import public_line
from scheduler.usecases import public, rounds

router = APIRouter(include_in_schema=False)
LINES = 300
"""Lines of one sheet of the screen, which the printer makes into several pages."""


@router.get("/counter/notices/{round_id}")
def sheet(round_id: Id, desk: AtDesk, after: int = 0) -> Response:
    """Some hundred lines of the notice in force, to be printed; what it shows is public."""
    since = max(0, min(after, 2**31 - 1))

    def shown(session: Any, actor: Actor, now: datetime) -> Context:
        clerks_only(actor)
        round_ = rounds.seen(session, actor=actor, round_id=round_id)
        found = public.notice(session, round_id=round_.id, now=now)
        if round_.domain == "rosters":
            raise NotFound()
        publication = found.publication
        lines = public.lines(session, notice=found, after=since, limit=LINES + 1)
        total = sum(found.outcomes.values())
        address = desk.address(f"/rounds/{round_.id}/notice")
        return {
            "round": round_,
            "community": queries.community.one(session, round_.community_id),
            "publication": publication,
            "until": None if publication.published_at is None else publication.published_at + _days(round_),
            "displayed": found.displayed,
            "lines": [public_line(line) for line in lines[:LINES]],
            "places": places_of(session, round_.community_id, round_.domain),
            "sites": {site.code: site for site in queries.supply.sites_of(session, round_.community_id)},
            "sheets": [(at, at * LINES) for at in range(-(-total // LINES))],
            "after": since,
            "outcomes": found.outcomes,
            "address": address,
            "qr": qr_of(address, say("sheet_qr", desk.language)),
        }

    return desk.show("notice_sheet", shown)


def _days(round_: Any) -> timedelta:
    return timedelta(days=round_.display_days)
