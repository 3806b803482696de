"""Meeting points for the office: where shifts meet, and the poster with the code that hangs there to check in by."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages.coded import qr_of
from api.pages.desk import AtDesk, Context, Desk
from api.pages.forms import Form, Sent, read_as
from api.pages.place_forms import shown_values
from api.pages.roster_forms import whole_numbers
from api.pages.words import say
from api.schemas.shifts import PointChange, PointSent
from api.schemas.types import Id
from scheduler import queries
from scheduler.actors import AUDITOR, OFFICE, Actor
from scheduler.errors import NotAllowed
from scheduler.usecases import meeting_points, seat_claims
from scheduler.usecases.meeting_points import PointTerms

router = APIRouter(include_in_schema=False)
HOME = "/office/meeting-points"
STATED = ("name_zh", "name_en")
NUMBERS = ("x", "y", "capacity")
FIELDS = ("code", *STATED, *NUMBERS, "version")


@router.get(HOME)
def listed(desk: AtDesk) -> Response:
    """All meeting points, and a form for another."""
    return _page(desk, Form(FIELDS))


@router.post(HOME)
def add(desk: AtDesk, sent: Sent) -> Response:
    """A new meeting point."""
    form = Form(FIELDS, sent)

    def made(session: Any, actor: Actor, now: datetime) -> str:
        seat_claims.check_office(actor)
        terms = PointTerms(
            **read_as(PointSent, {**form.filled("code", *STATED), **whole_numbers(form, *NUMBERS)}).model_dump()
        )
        meeting_points.add(session, actor=actor, terms=terms, now=now)
        return HOME

    return desk.attempt(form, lambda: desk.make(sent, made), lambda again, status: _page(desk, again, status))


@router.post(HOME + "/{point_id}")
def amend(point_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """Change what is stated of a meeting point."""
    form = Form(FIELDS, sent)

    def made(session: Any, actor: Actor, now: datetime) -> str:
        seat_claims.check_office(actor)
        body = read_as(PointChange, {**form.filled(*STATED), **whole_numbers(form, *NUMBERS)})
        changes = {**{name: getattr(body, name) for name in body.model_fields_set}, "capacity": body.capacity}
        wanted: dict[str, Any] = {"point_id": point_id, "version": form.number("version"), "changes": changes}
        meeting_points.amend(session, actor=actor, now=now, **wanted)
        return HOME

    return desk.attempt(form, lambda: desk.make(sent, made), lambda again, status: _page(desk, again, status, point_id))


@router.post(HOME + "/{point_id}/poster")
def poster(point_id: Id, desk: AtDesk) -> Response:
    """A new code, as a poster to be printed; the one before is void, and this one is shown once."""

    def renewed(session: Any, actor: Actor, now: datetime) -> tuple[str, str, str]:
        point, code = meeting_points.renew_check_in(session, actor=actor, point_id=point_id, now=now)
        return point.name_zh, point.name_en, code

    name_zh, name_en, code = desk.write(renewed)
    address = desk.address(f"/check-in/{code}")
    shown = {"name_zh": name_zh, "name_en": name_en, "code": code, "address": address}
    shown["qr"] = qr_of(address, say("poster_qr", desk.language))
    return desk.show("poster", lambda _session, _actor, _now: shown)


def _page(desk: Desk, form: Form, status: int = 200, at: UUID | None = None) -> Response:
    def shown(session: Any, actor: Actor, _now: datetime) -> Context:
        if not actor.has(*OFFICE, AUDITOR):
            raise NotAllowed("not_for_this_role")
        points = queries.rosters.points(session, actor.community_id)
        stated = (*STATED, *NUMBERS)
        return {
            "points": points,
            "stands": {row.id: shown_values(row, stated) for row in points},
            "may": actor.has(*OFFICE),
            "form": form,
            "none_form": Form(FIELDS),
            "at": at,
        }

    return desk.show("meeting_points", shown, status)
