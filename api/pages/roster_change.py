"""A shift set to another time or place; its people are told, and asked again."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages.desk import AtDesk, Context, Desk
from api.pages.forms import Form, Sent, read_as
from api.schemas.shifts import ShiftChange
from api.schemas.types import Id
from scheduler import queries
from scheduler.actors import Actor
from scheduler.usecases import seat_claims, shift_views, shifts

router = APIRouter(include_in_schema=False)
FIELDS = ("title_zh", "title_en", "starts_at", "ends_at", "point_id", "version")
LOCAL = "%Y-%m-%dT%H:%M"


@router.get("/office/shifts/{shift_id}/change")
def look(shift_id: Id, desk: AtDesk) -> Response:
    """The shift as it stands, to be changed."""
    return _page(desk, shift_id, Form(FIELDS))


@router.post("/office/shifts/{shift_id}/change")
def save(shift_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """Change it; where its time or place is new, its people are asked again."""
    form = Form(FIELDS, sent)

    def made(session: Any, actor: Actor, now: datetime) -> str:
        seat_claims.check_office(actor)
        zone = queries.community.one(session, actor.community_id).zone
        moments = {name: form.moment(name, zone) for name in ("starts_at", "ends_at")}
        body = read_as(ShiftChange, {**form.filled("title_zh", "title_en", "point_id"), **moments})
        changes = {name: getattr(body, name) for name in body.model_fields_set}
        wanted: dict[str, Any] = {"shift_id": shift_id, "version": form.number("version"), "changes": changes}
        shifts.amend(session, actor=actor, now=now, **wanted)
        return f"/office/shifts/{shift_id}"

    return desk.attempt(form, lambda: desk.make(sent, made), lambda again, status: _page(desk, shift_id, again, status))


def _page(desk: Desk, shift_id: UUID, form: Form, status: int = 200) -> Response:
    def shown(session: Any, actor: Actor, _now: datetime) -> Context:
        seat_claims.check_office(actor)
        row = shift_views.seen(session, actor=actor, shift_id=shift_id).row
        zone = ZoneInfo(queries.community.one(session, actor.community_id).zone)
        stands = {name: getattr(row, name).astimezone(zone).strftime(LOCAL) for name in ("starts_at", "ends_at")}
        stands |= {"title_zh": row.title_zh, "title_en": row.title_en, "point_id": str(row.point_id or "")}
        return {
            "shift": row,
            "points": queries.rosters.points(session, actor.community_id),
            "stands": stands,
            "form": form if form.refused else Form(FIELDS, stands),
        }

    return desk.show("roster_change", shown, status)
