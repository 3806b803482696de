"""Owners who come back to their spaces: who must have left until when, who went where, and that one was taken."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages.desk import AtDesk, Context, Desk
from api.pages.forms import Form, Sent
from api.pages.sites import link_of, plate_of
from api.schemas.types import Id
from scheduler.actors import Actor
from scheduler.usecases import call_backs, return_alarms, site_days
from scheduler.usecases.return_alarms import Alarm

router = APIRouter(include_in_schema=False)
PLACE = "/counter/returns"
LINES = 25


@router.get(PLACE)
def returns(desk: AtDesk, site: str = "", after: int = 0) -> Response:
    """What owners called back and is not over, the next first, at all sites of somebody or at one."""
    return _page(desk, Form(()), site_named(site), max(0, min(after, 2**31 - 1)))


@router.get(PLACE + "/{call_back_id}/missed")
def ask_missed(call_back_id: Id, desk: AtDesk) -> Response:
    """What it means that an owner found the space taken, before it is recorded."""

    def asked(session: Any, actor: Actor, now: datetime) -> Context:
        row = call_backs.served(session, actor=actor, call_back_id=call_back_id)
        return {"row": row, "may_state": call_backs.may_be_stated(row, now), "kept": call_backs.KEPT}

    return desk.show("return_missed", asked)


@router.post(PLACE + "/{call_back_id}/missed")
def missed(call_back_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """Record for an owner that they came and found the space taken."""
    form = Form((), sent)

    def recorded(session: Any, actor: Actor, now: datetime) -> str:
        call_backs.served(session, actor=actor, call_back_id=call_back_id)
        call_backs.report_missed(session, actor=actor, call_back_id=call_back_id, now=now)
        return PLACE

    return desk.attempt(
        form, lambda: desk.make(sent, recorded), lambda again, status: _page(desk, again, status=status)
    )


def _page(desk: Desk, form: Form, site: UUID | None = None, after: int = 0, status: int = 200) -> Response:
    def listed(session: Any, actor: Actor, now: datetime) -> Context:
        found = return_alarms.listed(session, actor=actor, now=now, site_id=site, skipped=after, limit=LINES + 1)
        return {
            "form": form,
            "sites": site_days.looked_at(session, actor),
            "site": site,
            "alarms": [_told(desk, actor, one, now) for one in found[:LINES]],
            "now": now,
            "next": after + LINES if len(found) > LINES else None,
            "first": after == 0,
            "back": PLACE,
        }

    return desk.show("returns", listed, status)


def _told(desk: Desk, actor: Actor, alarm: Alarm, now: datetime) -> Mapping[str, Any]:
    return {
        "alarm": alarm,
        "must_leave": alarm.must_leave(now),
        "begun": alarm.called.row.starts_at <= now,
        "plate": plate_of(desk, alarm.before) if alarm.before else "",
        "link": link_of(actor, alarm.before) if alarm.before else None,
        "gone": [(gave, plate_of(desk, row) if row else "") for gave, row in alarm.gave_way],
    }


def site_named(text: str) -> UUID | None:
    """A site as a filter names it; all of them where it names none."""
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
