"""When one can come: told once, changed at any time; pausing, going on, and volunteering no more."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any, Literal

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages.desk import AtDesk, Context, Desk
from api.pages.forms import Form, Sent, read_as
from api.pages.shifts_told import volunteer_of
from api.pages.volunteering_terms import DROP, FIELDS, LEADS, WINDOWS, changed_terms, hours_of
from api.schemas.volunteers import VolunteerChange, VolunteerSent
from scheduler import queries
from scheduler.actors import Actor
from scheduler.errors import NotAllowed, NotFound, Rejected, Stale
from scheduler.terms import VolunteerTerms, volunteer_terms
from scheduler.usecases import volunteer_views, volunteers
from scheduler.usecases.volunteers import Offer

router = APIRouter(include_in_schema=False)
HOME = "/mine/shifts/offer"
AFTER = {"pause": "paused", "resume": "active", "leave": "left"}


@router.get(HOME)
def look(desk: AtDesk) -> Response:
    """What one offers, or how one begins."""
    return _page(desk, Form(FIELDS))


@router.post(HOME)
def save(desk: AtDesk, sent: Sent) -> Response:
    """Offer one's time, or change what one offers."""
    form = Form(FIELDS, sent)

    def done() -> Response:
        return desk.make(sent, lambda session, actor, now: _saved(session, actor, now, form))

    return desk.attempt(form, done, lambda again, status: _page(desk, _as_it_stands(again), status))


@router.get(HOME + "/leave")
def ask_leave(desk: AtDesk) -> Response:
    """What it means to volunteer no more, before it is done."""

    def shown(session: Any, actor: Actor, now: datetime) -> Context:
        own = _own(session, actor)
        return {"own": own, "count": len(queries.volunteers.seats_to_come(session, own.id, now))}

    return desk.show("volunteer_leave", shown)


@router.post(HOME + "/{move}")
def move(move: Literal["pause", "resume", "leave"], desk: AtDesk, sent: Sent) -> Response:
    """Pause, go on, or volunteer no more; a second press changes nothing."""

    def done() -> Response:
        desk.write_once(
            lambda session, actor, now: volunteers.move(
                session, actor=actor, volunteer_id=_own(session, actor).id, action=move, now=now
            ),
            lambda session, actor, _now: _own(session, actor).state == AFTER[move],
        )
        return desk.go(HOME if move != "leave" else "/mine/shifts")

    return desk.attempt(Form(FIELDS, sent), done, lambda again, status: _page(desk, again, status))


def _as_it_stands(form: Form) -> Form:
    """A form that was refused; ticks for times of an older version would mean others among the newer ones."""
    if not isinstance(form.refused, Stale):
        return form
    return replace(form, values={name: text for name, text in form.values.items() if not name.startswith(DROP)})


def _own(session: Any, actor: Actor) -> Any:
    row = volunteer_views.own_row(session, actor)
    if row is None:
        raise NotFound()
    return row


def _saved(session: Any, actor: Actor, now: datetime, form: Form) -> str:
    if actor.member_id is None:
        raise NotAllowed("not_for_this_role")
    own = volunteer_of(session, actor)
    if own is None:
        _register(session, actor, now, form)
        return "/mine/shifts"
    terms = changed_terms(volunteer_terms(own.terms), form)
    changes = {"terms": read_as(VolunteerChange, {"terms": terms}).terms, "lead_minutes": _lead(form)}
    version = form.number("version")
    volunteers.amend(session, actor=actor, volunteer_id=own.id, version=version, changes=changes, now=now)
    return HOME


def _register(session: Any, actor: Actor, now: datetime, form: Form) -> None:
    told = {**form.filled("born"), "terms": changed_terms(VolunteerTerms(), form), "lead_minutes": _lead(form)}
    body = read_as(VolunteerSent, told)
    if not (body.terms.available or body.terms.ask):
        raise Rejected("missing_field", "available_start", "", "a time at which you can come")
    member = queries.community.member(session, actor.community_id, actor.member_id) if actor.member_id else None
    organisation = None if member is None else member.organisation_id
    offer = Offer(body.born, body.terms, organisation_id=organisation, lead_minutes=body.lead_minutes)
    volunteers.register(session, actor=actor, offer=offer, channel="web", now=now)


def _lead(form: Form) -> int:
    return form.number("lead") if form.value("lead") else LEADS[2]


def _page(desk: Desk, form: Form, status: int = 200) -> Response:
    def shown(session: Any, actor: Actor, _now: datetime) -> Context:
        if actor.member_id is None:
            raise NotAllowed("not_for_this_role")
        own = volunteer_of(session, actor)
        terms = {} if own is None else own.terms
        return {
            "own": own,
            "windows": {name: list(terms.get(name, ())) for name in WINDOWS},
            "away": list(terms.get("blackouts", ())),
            "desired": hours_of(terms.get("desired")),
            "leads": sorted({*LEADS, *(() if own is None else (own.lead_minutes,))}),
            "skills": list(terms.get("skills", ())),
            "form": form,
        }

    return desk.show("volunteering", shown, status)
