"""The shifts of a round set up: from templates by the work calendar, or one by one."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages import telling
from api.pages.desk import AtDesk, Context, Desk
from api.pages.forms import Form, Sent, read_as
from api.pages.needs import KINDS, NEEDS, ROWS, at_their_fields, rows_of, terms_of
from api.schemas.shifts import ShiftSent, ShiftsMade
from api.schemas.types import Id
from scheduler import queries
from scheduler.actors import Actor
from scheduler.usecases import roster_board, seat_claims, shift_making, shifts
from scheduler.usecases.shifts import ShiftSpec

router = APIRouter(include_in_schema=False)
MAKING = ("first", "last")
SINGLE = ("code", "title_zh", "title_en", "starts_at", "ends_at", "point_id", "elder_id", *NEEDS)
FIELDS = (*MAKING, *SINGLE)


@router.get("/office/rounds/{round_id}/shifts")
def look(round_id: Id, desk: AtDesk) -> Response:
    """Templates of which the round's shifts are made, and a form for a single one."""
    return _page(desk, round_id, Form(FIELDS))


@router.post("/office/rounds/{round_id}/shifts/make")
def make(round_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """Make the shifts of all templates (or those that are ticked); what is there already is not made again."""
    form = Form(FIELDS, sent)

    def done() -> Response:
        chosen = [
            name.removeprefix("template.") for name, text in sent.items() if name.startswith("template.") and text
        ]
        body = read_as(ShiftsMade, {**form.filled(*MAKING), **({"template_ids": chosen} if chosen else {})})

        def made(session: Any, actor: Actor, now: datetime) -> Any:
            seat_claims.check_office(actor)
            wanted: dict[str, Any] = {"round_id": round_id, **body.model_dump()}
            return shift_making.from_templates(session, actor=actor, now=now, **wanted)

        return _page(desk, round_id, Form(FIELDS), made=desk.write(made))

    return desk.attempt(form, done, lambda again, status: _page(desk, round_id, again, status, at="make"))


@router.post("/office/rounds/{round_id}/shifts")
def add(round_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """A single shift of the round; the form is shown with more roles where that is asked for."""
    form = Form(FIELDS, sent)
    if form.filled(ROWS):
        return _page(desk, round_id, form, at="one")

    def made(session: Any, actor: Actor, now: datetime) -> str:
        seat_claims.check_office(actor)
        zone = queries.community.one(session, actor.community_id).zone
        moments = {name: form.moment(name, zone) for name in ("starts_at", "ends_at")}
        told = {
            **form.filled("code", "title_zh", "title_en", "point_id", "elder_id"),
            **moments,
            "terms": terms_of(form),
        }
        with at_their_fields(form):
            body = read_as(ShiftSent, told)
            spec = ShiftSpec(**{name: getattr(body, name) for name in type(body).model_fields})
            row, _ = shifts.add(session, actor=actor, round_id=round_id, spec=spec, now=now)
        return f"/office/shifts/{row.id}"

    return desk.attempt(
        form, lambda: desk.make(sent, made), lambda again, status: _page(desk, round_id, again, status, at="one")
    )


def _page(desk: Desk, round_id: UUID, form: Form, status: int = 200, at: str = "", made: Any | None = None) -> Response:
    def shown(session: Any, actor: Actor, _now: datetime) -> Context:
        seat_claims.check_office(actor)
        round_ = roster_board.round_seen(session, actor=actor, round_id=round_id)
        templates = queries.shifts.templates_in_use(session, actor.community_id)
        elders = queries.rosters.elders(session, actor.community_id)
        return {
            "round": round_,
            "templates": templates,
            "points": queries.rosters.points(session, actor.community_id),
            "elders": {one.id: one for one in elders if one.active},
            "kinds": KINDS,
            "roles": rows_of(form),
            "made": made,
            "notices": [] if made is None else _told(made, desk.language),
            "form": form,
            "none_form": Form(FIELDS),
            "at": at,
        }

    return desk.show("roster_making", shown, status)


def _told(made: Any, language: str) -> list[str]:
    return [telling.spoken(one.code, language, **one.numbers) for one in made.notices]
