"""The public books: months that are closed, their statements, and for the office what is to be closed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import TypeAdapter, ValidationError

from api.pages.desk import AtDesk, Context
from api.pages.forms import Sent
from api.schemas.hours import Month
from api.schemas.types import Code
from scheduler import calendar, queries
from scheduler.actors import OFFICE, Actor
from scheduler.errors import Rejected
from scheduler.statements import SHARES
from scheduler.usecases import months

router = APIRouter(include_in_schema=False)
MONTH: TypeAdapter[date] = TypeAdapter(Month)


@router.get("/money/{slug}")
def all_months(slug: Code, desk: AtDesk) -> Response:
    """The months of a community that are closed."""

    def found(session: Any, _now: object) -> Context:
        community, rows = months.published(session, slug=slug)
        return {"community": community, "zone": community.zone, "rows": rows}

    return desk.show_public("money_months", found)


@router.get("/money/{slug}/{month}")
def one_month(slug: Code, month: Month, desk: AtDesk) -> Response:
    """The statement of a month, as it prints."""

    def found(session: Any, _now: object) -> Context:
        community, row = months.published_month(session, slug=slug, month=month)
        told = _told(session, community, row.statement)
        return {**told, "digest": row.digest, "closed_at": row.closed_at, "zone": community.zone}

    return desk.show_public("money_month", found)


@router.get("/office/money")
def office_months(desk: AtDesk) -> Response:
    """For the office and auditors: what is to be closed, and how the running month stands."""

    def found(session: Any, actor: Actor, now: datetime) -> Context:
        community = queries.community.one(session, actor.community_id)
        following = months.next_to_close(session, actor=actor, now=now)
        shown = following or f"{calendar.date_of(now, community.zone):%Y-%m}"
        statement = months.draft(session, actor=actor, month=MONTH.validate_python(shown))
        told = _told(session, community, statement)
        rows = months.closed(session, actor=actor)
        return {**told, "following": following, "rows": rows, "closes": actor.has(*OFFICE), "zone": community.zone}

    return desk.show("office_money", found)


@router.post("/office/money")
def close_month(desk: AtDesk, sent: Sent) -> Response:
    """Close the month that the office saw."""
    month = _month(sent.get("month", ""))

    def is_closed(session: Any, actor: Actor, _now: datetime) -> bool:
        return any(row.month == f"{month:%Y-%m}" for row in months.closed(session, actor=actor))

    desk.write_once(
        lambda session, actor, now: months.close(session, actor=actor, month=month, now=now),
        is_closed,
    )
    return desk.go("/office/money")


def _month(text: str) -> date:
    try:
        return MONTH.validate_python(text)
    except ValidationError as error:
        raise Rejected("not_a_date", "month", text[:20], "a month as YYYY-MM") from error


def _told(session: Any, community: Any, statement: Any) -> Context:
    sites = {site.code: site for site in queries.supply.sites_of(session, community.id)}
    return {"community": community, "statement": statement, "sites": sites, "shares": SHARES}
