"""The public notice 公示 of a round: what was decided, by which rules, and how good it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Literal

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages.desk import AtDesk, Context, Desk
from api.pages.forms import Sent
from api.pages.reasons import places_of
from api.schemas.types import Id
from scheduler import queries
from scheduler.errors import NotFound
from scheduler.ids import read_receipt
from scheduler.notice import ALLOCATED, REFUSED, WAITLISTED, public_line
from scheduler.usecases import public
from scheduler.usecases.planning import summary_of
from scheduler.usecases.roster_public import roster_notice

router = APIRouter(include_in_schema=False)
LINES = 50
OUTCOMES = (ALLOCATED, WAITLISTED, REFUSED)
Line = Mapping[str, Any]


@router.get("/rounds/{round_id}/notice")
def notice(
    round_id: Id,
    desk: AtDesk,
    after: int = 0,
    outcome: Literal["", "allocated", "waitlisted", "refused"] = "",
) -> Response:
    """The notice in force, some lines at a time."""
    return _page(desk, round_id, {"after": max(0, min(after, 2**31 - 1)), "outcome": outcome})


@router.post("/rounds/{round_id}/notice")
def look_up(round_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """The line of one receipt as somebody types it; it is posted, so that no address and no log holds it."""
    return _page(desk, round_id, {"after": 0, "outcome": ""}, sent.get("receipt", "").strip())


def _page(desk: Desk, round_id: Id, asked: Context, receipt: str | None = None) -> Response:
    def found(session: Any, now: datetime) -> Context:
        round_, community = public.round_seen(session, round_id=round_id)
        head = {"round": round_, "community": community, "zone": community.zone}
        draws = queries.draws.all_of_round(session, round_.id)
        head |= {"draw": next((one for one in draws if one.state != "withdrawn"), None)}
        head |= {"withdrawn_draws": [one for one in draws if one.state == "withdrawn"]}
        try:
            shown = public.notice(session, round_id=round_id, now=now)
        except NotFound:
            return {**head, "published": False}
        if round_.domain == "rosters":
            return {**head, "published": True, **_roster(session, shown, asked["after"])}
        return {**head, "published": True, **_content(session, shown, asked, receipt)}

    return desk.show_public("notice", found)


def _roster(session: Any, shown: public.Notice, skipped: int) -> Context:
    """What is needed and how much of it is filled; nobody is named, and no home is told. After the last page, that."""
    publication = shown.publication
    plan = queries.plans.one(session, shown.round.community_id, publication.plan_id)
    display = timedelta(days=shown.round.display_days)
    roster = roster_notice(session, round_id=shown.round.id)
    skipped = min(skipped, max(0, len(roster.posts) - 1) // LINES * LINES)
    return {
        "publication": publication,
        "displayed_until": None if publication.published_at is None else publication.published_at + display,
        "displayed": shown.displayed,
        "certificate": queries.certificates.of_publication(session, publication.id),
        "summary": None if plan is None else summary_of(plan),
        "roster": roster,
        "posts": roster.posts[skipped : skipped + LINES],
        "after": skipped + LINES if len(roster.posts) > skipped + LINES else None,
        "skipped": skipped,
    }


def _content(session: Any, shown: public.Notice, asked: Context, receipt: str | None) -> Context:
    publication = shown.publication
    wanted = {"after": asked["after"], "limit": LINES + 1, "outcome": asked["outcome"] or None}
    lines = public.lines(session, notice=shown, **wanted)
    plan = queries.plans.one(session, shown.round.community_id, publication.plan_id)
    display = timedelta(days=shown.round.display_days)
    return {
        "publication": publication,
        "displayed_until": None if publication.published_at is None else publication.published_at + display,
        "outcomes": {outcome: shown.outcomes.get(outcome, 0) for outcome in OUTCOMES},
        "total": sum(shown.outcomes.values()),
        "summary": None if plan is None else summary_of(plan),
        "sites": {site.code: site for site in queries.supply.sites_of(session, shown.round.community_id)},
        "places": places_of(session, shown.round.community_id, shown.round.domain),
        "displayed": shown.displayed,
        "certificate": queries.certificates.of_publication(session, publication.id),
        "lines": _public(lines[:LINES]),
        "after": lines[LINES - 1].position if len(lines) > LINES else None,
        "asked": asked,
        "receipt": receipt,
        "found": None if not receipt else _line_of(session, publication, receipt),
    }


def _public(lines: Sequence[Any]) -> list[Line]:
    """Nothing of a line gets further than what is public."""
    return [public_line(line) for line in lines]


def _line_of(session: Any, publication: Any, typed: str) -> Line | None:
    receipt = read_receipt(typed)
    registration = None if receipt is None else queries.registrations.by_receipt(session, receipt)
    if registration is None:
        return None
    line = queries.publications.row_of(session, publication.id, registration.id)
    return None if line is None else public_line(line)
