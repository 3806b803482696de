"""My volunteer hours: what the account holds and what touched it, and the record of service, to be printed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages.desk import AtDesk, Context, Desk
from api.pages.forms import read_as
from api.schemas.hours import CertificateAsked, StatementAsked
from api.schemas.types import Id
from scheduler import calendar, queries
from scheduler.actors import OFFICE, Actor
from scheduler.errors import NotAllowed
from scheduler.usecases import hours_statements
from scheduler.usecases.hours_statements import shown

router = APIRouter(include_in_schema=False)


@router.get("/mine/hours")
def mine(desk: AtDesk, month: str = "") -> Response:
    """One's account, with a month of it."""

    def looked(session: Any, actor: Actor, now: datetime) -> Context:
        today = calendar.date_of(now, queries.community.one(session, actor.community_id).zone)
        chosen = read_as(StatementAsked, {"month": month or today.isoformat()[:7]}).month
        account = hours_statements.account(session, actor=actor, now=now)
        statement = hours_statements.statement(session, actor=actor, month=chosen, now=now)
        return {
            "account": account,
            "statement": statement,
            "shown": lambda minutes: shown(minutes, account.rules),
            "before": (chosen - timedelta(days=1)).isoformat()[:7],
            "after": (chosen + timedelta(days=31)).isoformat()[:7] if chosen < today.replace(day=1) else None,
        }

    return desk.show("hours", looked)


@router.get("/mine/hours/certificate")
def own_certificate(desk: AtDesk, first: str = "", last: str = "") -> Response:
    """One's own record of service."""
    return _certificate(desk, None, first, last)


@router.get("/office/volunteers/{volunteer_id}/certificate")
def certificate(volunteer_id: Id, desk: AtDesk, first: str = "", last: str = "") -> Response:
    """A volunteer's record of service; that it was read is put on record."""
    return _certificate(desk, volunteer_id, first, last)


def _certificate(desk: Desk, volunteer_id: UUID | None, first: str, last: str) -> Response:
    period = {name: day for name, day in (("first", first), ("last", last)) if day}

    def looked(session: Any, actor: Actor, now: datetime) -> Context:
        if volunteer_id is not None and not actor.has(*OFFICE):
            raise NotAllowed("not_for_this_role")
        asked = read_as(CertificateAsked, period)
        wanted: dict[str, Any] = {"volunteer_id": volunteer_id, "first": asked.first, "last": asked.last}
        found = hours_statements.certificate(session, actor=actor, vault=desk.office.vault, now=now, **wanted)
        return {
            "certificate": found,
            "shown": lambda minutes: shown(minutes, found.rules),
            "issued": calendar.date_of(now, found.community.zone),
            "own": volunteer_id is None,
        }

    return desk.show("hours_certificate", looked, noted=volunteer_id is not None)
