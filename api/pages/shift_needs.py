"""Templates: needs that come back by the work calendar, stated once and made into the shifts of each round."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages.desk import AtDesk, Context, Desk
from api.pages.forms import Form, Sent, read_as
from api.pages.needs import KINDS, NEEDS, ROWS, at_their_fields, rows_of, shown_of, terms_of
from api.routes.roster_shapes import placed
from api.schemas.shifts import TemplateChange, TemplateSent
from api.schemas.types import Id
from scheduler import queries
from scheduler.actors import OFFICE, Actor
from scheduler.usecases import seat_claims, shift_templates
from scheduler.usecases.shift_templates import TemplateTerms

router = APIRouter(include_in_schema=False)
HOME = "/office/templates"
STATED = ("title_zh", "title_en", "start_clock", "point_id", "elder_id")
WEEKDAYS = tuple(f"weekday_{number}" for number in range(1, 8))
WHEN = ("days", "every_weeks", "first", "last")
FIELDS = ("code", *STATED, "minutes", *WHEN, *WEEKDAYS, *NEEDS, "version")
MOST = 500


@router.get(HOME)
def listed(desk: AtDesk) -> Response:
    """All templates in use."""

    def shown(session: Any, actor: Actor, _now: datetime) -> Context:
        rows = shift_templates.listed(session, actor=actor, retired=False, limit=MOST, newest=False)
        return {"templates": rows, "points": _places(session, actor), "may": actor.has(*OFFICE)}

    return desk.show("shift_templates", shown)


@router.get(HOME + "/new")
def ask(desk: AtDesk) -> Response:
    """A form for a new template."""
    return _page(desk, None, Form(FIELDS))


@router.post(HOME + "/new")
def add(desk: AtDesk, sent: Sent) -> Response:
    """A new template; the form is shown with more roles where that is asked for."""
    form = Form(FIELDS, sent)
    if form.filled(ROWS):
        return _page(desk, None, form)

    def made(session: Any, actor: Actor, now: datetime) -> str:
        told = {**form.filled("code", *STATED), **_told(form), "terms": terms_of(form)}
        with at_their_fields(form):
            body = read_as(TemplateSent, told)
            template = TemplateTerms(**{name: getattr(body, name) for name in type(body).model_fields})
            shift_templates.add(session, actor=actor, template=template, now=now)
        return HOME

    return desk.attempt(form, lambda: desk.make(sent, made), lambda again, status: _page(desk, None, again, status))


@router.get(HOME + "/{template_id}")
def look(template_id: Id, desk: AtDesk) -> Response:
    """A template as it stands, to be changed."""
    return _page(desk, template_id, Form(FIELDS))


@router.post(HOME + "/{template_id}")
def save(template_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """Change a template; shifts made before stay as they are."""
    form = Form(FIELDS, sent)
    if form.filled(ROWS):
        return _page(desk, template_id, form)

    def made(session: Any, actor: Actor, now: datetime) -> str:
        row = shift_templates.seen(session, actor=actor, template_id=template_id)
        told = {**form.filled(*STATED), **_told(form, row.recurrence), "terms": terms_of(form, row.terms)}
        wanted: dict[str, Any] = {"template_id": template_id, "version": form.number("version")}
        with at_their_fields(form):
            body = read_as(TemplateChange, told)
            changes = placed({name: getattr(body, name) for name in body.model_fields_set})
            shift_templates.amend(session, actor=actor, now=now, changes=changes, **wanted)
        return HOME

    return desk.attempt(
        form, lambda: desk.make(sent, made), lambda again, status: _page(desk, template_id, again, status)
    )


@router.post(HOME + "/{template_id}/retire")
def retire(template_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """Make no more shifts of a template; a second press changes nothing."""

    def done() -> Response:
        wanted: dict[str, Any] = {"template_id": template_id}
        desk.write_once(
            lambda session, actor, now: shift_templates.retire(session, actor=actor, now=now, **wanted),
            lambda session, actor, _now: shift_templates.seen(session, actor=actor, **wanted).retired_at is not None,
        )
        return desk.go(HOME)

    return desk.attempt(Form(FIELDS, sent), done, lambda again, status: _page(desk, template_id, again, status))


def _told(form: Form, before: Any = None) -> dict[str, Any]:
    """Length and dates, as calls have them; dates that the form does not ask for stay."""
    when: dict[str, Any] = {**(before or {}), **form.filled("days", "first", "last")}
    when |= {name: None for name in ("first", "last") if not form.filled(name)}
    when["weekdays"] = [number for number in range(1, 8) if form.value(f"weekday_{number}") == "yes"]
    when["every_weeks"] = form.number("every_weeks") if form.filled("every_weeks") else 1
    return {"minutes": form.number("minutes"), "recurrence": when}


def _filled(row: Any) -> dict[str, str]:
    """The fields of the form for a template as it is kept."""
    found = {name: str(getattr(row, name) or "") for name in (*STATED, "minutes")}
    when = row.recurrence
    found |= {name: str(when.get(name) or "") for name in WHEN} | {"days": when.get("days", "every")}
    found |= {f"weekday_{number}": "yes" for number in when.get("weekdays", ())}
    return found | shown_of(row.terms)


def _places(session: Any, actor: Actor) -> dict[UUID, Any]:
    points: dict[UUID, Any] = {row.id: row for row in queries.rosters.points(session, actor.community_id)}
    return points | {row.id: row for row in queries.rosters.elders(session, actor.community_id)}


def _page(desk: Desk, template_id: UUID | None, form: Form, status: int = 200) -> Response:
    def shown(session: Any, actor: Actor, _now: datetime) -> Context:
        seat_claims.check_office(actor)
        row = None if template_id is None else shift_templates.seen(session, actor=actor, template_id=template_id)
        stands = {} if row is None else {**_filled(row), "version": str(row.row_version)}
        filled = form if form.refused or form.filled(ROWS) or row is None else Form(FIELDS, stands)
        return {
            "row": row,
            "form": filled,
            "stands": stands,
            "version": form.version_of(row.row_version) if row and form.refused else filled.value("version"),
            "points": queries.rosters.points(session, actor.community_id),
            "elders": [one for one in queries.rosters.elders(session, actor.community_id) if one.active],
            "kinds": KINDS,
            "roles": rows_of(filled, stands if form.refused else None),
        }

    return desk.show("shift_template", shown, status)
