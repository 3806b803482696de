"""People and vehicles that a clerk writes down for the first time."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages.desk import AtDesk, Context, Desk, clerks_only
from api.pages.forms import Form, Sent, read_as
from api.pages.person import CAR, person_page
from api.schemas.members import CarSent, PersonSent
from api.schemas.types import Id
from scheduler import queries
from scheduler.actors import Actor
from scheduler.usecases import members
from scheduler.usecases.members import Car, Person

router = APIRouter(include_in_schema=False)
PERSON = ("name", "phone", "home_site_id", "address", "identity", "mail")


@router.get("/counter/enrol")
def ask(desk: AtDesk) -> Response:
    """The form for a new person."""
    return _form(desk, Form(PERSON))


@router.post("/counter/enrol")
def enrol(desk: AtDesk, sent: Sent) -> Response:
    """Take somebody into the community."""
    form = Form(PERSON, sent)

    def done() -> Response:
        person = Person(**read_as(PersonSent, form.filled(*PERSON)).model_dump())
        made = desk.write(
            lambda session, actor, now: members.enrol(
                session, actor=actor, vault=desk.office.vault, person=person, now=now
            )
        )
        return desk.go(f"/counter/people/{made.id}")

    return desk.attempt(form, done, lambda again, status: _form(desk, again, status))


@router.post("/counter/people/{member_id}/vehicles")
def add_vehicle(member_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """Register a vehicle of somebody."""
    form = Form(CAR, sent)

    def added(session: Any, actor: Actor, now: datetime) -> None:
        clerks_only(actor)
        wanted: dict[str, Any] = {"member_id": member_id, "car": _car(form)}
        members.add_vehicle(session, actor=actor, vault=desk.office.vault, now=now, **wanted)

    def done() -> Response:
        desk.write(added)
        return desk.go(f"/counter/people/{member_id}")

    return desk.attempt(form, done, lambda again, status: person_page(desk, member_id, car=again, status=status))


def _car(form: Form) -> Car:
    given = form.filled("plate", "size", "party")
    given |= {name: bool(form.value(name)) for name in ("needs_ev", "needs_accessible")}
    return Car(**read_as(CarSent, given).model_dump())


def _form(desk: Desk, form: Form, status: int = 200) -> Response:
    def looked(session: Any, actor: Actor, _now: object) -> Context:
        clerks_only(actor)
        return {"form": form, "sites": queries.supply.sites_of(session, actor.community_id), "back": "/counter/enrol"}

    return desk.show("enrol", looked, status)
