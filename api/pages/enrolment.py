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
from scheduler.usecases.serving import runs

router = APIRouter(include_in_schema=False)
PERSON = ("name", "phone", "home_site_id", "address", "identity", "mail")
FIELDS = (*PERSON, *CAR)


@router.get("/counter/enrol")
def ask(desk: AtDesk) -> Response:
    """The form for a new person, with their first vehicle."""
    return _form(desk, Form(FIELDS))


@router.post("/counter/enrol/begin")
def begin(desk: AtDesk, sent: Sent) -> Response:
    """The form with the phone or plate by which nobody was found; posted, so that none stands in an address."""
    return _form(desk, Form(FIELDS, {name: sent[name] for name in ("phone", "plate") if name in sent}))


@router.post("/counter/enrol")
def enrol(desk: AtDesk, sent: Sent) -> Response:
    """Take somebody into the community, with their vehicle where one is stated: both, or neither."""
    form = Form(FIELDS, sent)

    def enrolled(session: Any, actor: Actor, now: datetime) -> str:
        person = Person(**read_as(PersonSent, form.filled(*PERSON)).model_dump())
        made = members.enrol(session, actor=actor, vault=desk.office.vault, person=person, now=now)
        if form.value("plate").strip():
            wanted: dict[str, Any] = {"member_id": made.id, "car": _car(form), "vault": desk.office.vault}
            members.add_vehicle(session, actor=actor, now=now, **wanted)
        return f"/counter/people/{made.id}"

    return desk.attempt(form, lambda: desk.make(sent, enrolled), lambda again, status: _form(desk, again, status))


@router.post("/counter/people/{member_id}/vehicles")
def add_vehicle(member_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """Register a vehicle of somebody."""
    form = Form(CAR, sent)

    def added(session: Any, actor: Actor, now: datetime) -> str:
        clerks_only(actor)
        wanted: dict[str, Any] = {"member_id": member_id, "car": _car(form)}
        members.add_vehicle(session, actor=actor, vault=desk.office.vault, now=now, **wanted)
        return f"/counter/people/{member_id}"

    return desk.attempt(
        form,
        lambda: desk.make(sent, added),
        lambda again, status: person_page(desk, member_id, car=again, status=status),
    )


def _car(form: Form) -> Car:
    given = form.filled("plate", "size", "party")
    given |= {name: bool(form.value(name)) for name in ("needs_ev", "needs_accessible")}
    return Car(**read_as(CarSent, given).model_dump())


def _form(desk: Desk, form: Form, status: int = 200) -> Response:
    def looked(session: Any, actor: Actor, _now: object) -> Context:
        clerks_only(actor)
        sites = [site for site in queries.supply.sites_of(session, actor.community_id) if runs(actor, site.id)]
        return {
            "form": form,
            "sites": sites,
            "usual_site": str(sites[0].id) if len(sites) == 1 else "",
            "sizes": members.SIZES,
            "parties": members.PARTIES,
            "back": "/counter/enrol",
        }

    return desk.show("enrol", looked, status)
