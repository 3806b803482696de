"""Elders who are visited at home, known to the office alone; whoever reads one in clear is put on record."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages.desk import AtDesk, Context, Desk
from api.pages.forms import Form, Sent, read_as
from api.pages.roster_forms import volunteer_id_of, whole_numbers
from api.routes.roster_shapes import changes_of
from api.schemas.types import Id
from api.schemas.volunteers import ElderChange, ElderSent
from scheduler import queries
from scheduler.actors import OFFICE, Actor
from scheduler.usecases import elders, seat_claims
from scheduler.usecases.elders import ElderTerms

router = APIRouter(include_in_schema=False)
HOME = "/office/elders"
SECRET = ("name", "address", "phone")
CONTACTS = {"primary_receipt": "primary_id", "second_receipt": "second_id"}
FIELDS = ("code", *SECRET, "home_x", "home_y", *CONTACTS, "vetoes", "gender", "language", "active", "version")
GENDERS = ("unknown", "woman", "man")
LINES = 50


@router.get(HOME)
def listed(desk: AtDesk, after: Id | None = None) -> Response:
    """Elders by their code, masked."""

    def shown(session: Any, actor: Actor, _now: datetime) -> Context:
        wanted: dict[str, Any] = {"vault": desk.office.vault, "last": after, "limit": LINES + 1, "newest": False}
        found = elders.listed(session, actor=actor, **wanted)
        return {
            "elders": found[:LINES],
            "next": found[LINES - 1].id if len(found) > LINES else None,
            "first": after is None,
            "may": actor.has(*OFFICE),
        }

    return desk.show("elders", shown)


@router.get(HOME + "/new")
def ask(desk: AtDesk) -> Response:
    """A form to take somebody in."""
    return _new(desk, Form(FIELDS))


@router.post(HOME + "/new")
def add(desk: AtDesk, sent: Sent) -> Response:
    """Take somebody in who is to be visited."""
    form = Form(FIELDS, sent)

    def made(session: Any, actor: Actor, now: datetime) -> str:
        seat_claims.check_office(actor)
        body = read_as(ElderSent, {**form.filled("code", *SECRET), **_stated(session, actor, form)})
        terms = ElderTerms(**body.model_dump())
        return f"{HOME}/{elders.add(session, actor=actor, vault=desk.office.vault, terms=terms, now=now)[0].id}"

    return desk.attempt(form, lambda: desk.make(sent, made), lambda again, status: _new(desk, again, status))


@router.get(HOME + "/{elder_id}")
def look(elder_id: Id, desk: AtDesk) -> Response:
    """One elder, masked, to be changed."""
    return _page(desk, elder_id, Form(FIELDS))


@router.post(HOME + "/{elder_id}/reveal")
def reveal(elder_id: Id, desk: AtDesk) -> Response:
    """One elder in clear; that somebody looked is put on record."""
    return _page(desk, elder_id, Form(FIELDS), clear=True)


@router.post(HOME + "/{elder_id}")
def save(elder_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """Change what is stated of an elder; name, address and telephone stay where they are left empty."""
    form = Form(FIELDS, sent)

    def made(session: Any, actor: Actor, now: datetime) -> str:
        seat_claims.check_office(actor)
        told = {**form.filled(*SECRET), **_stated(session, actor, form), "active": form.value("active") == "yes"}
        body = read_as(ElderChange, told)
        wanted: dict[str, Any] = {"elder_id": elder_id, "version": form.number("version")}
        wanted["changes"] = changes_of(body, {*CONTACTS.values(), "language"})
        elders.amend(session, actor=actor, vault=desk.office.vault, now=now, **wanted)
        return f"{HOME}/{elder_id}"

    return desk.attempt(form, lambda: desk.make(sent, made), lambda again, status: _page(desk, elder_id, again, status))


def _stated(session: Any, actor: Actor, form: Form) -> dict[str, Any]:
    """What is not secret; contacts and those who shall not come are named by their numbers."""
    found: dict[str, Any] = dict(whole_numbers(form, "home_x", "home_y"))
    found |= {
        field: volunteer_id_of(session, actor, form, name) if form.filled(name) else None
        for name, field in CONTACTS.items()
    }
    numbers = form.value("vetoes").replace("，", ",").replace("、", ",").split(",")
    vetoes = [Form(("vetoes",), {"vetoes": one}) for one in numbers if one.strip()]
    found["vetoes"] = [volunteer_id_of(session, actor, one, "vetoes") for one in vetoes]
    return found | {"gender": form.value("gender", "unknown"), "language": form.value("language").strip() or None}


def _new(desk: Desk, form: Form, status: int = 200) -> Response:
    def shown(_session: Any, actor: Actor, _now: datetime) -> Context:
        seat_claims.check_office(actor)
        return {"elder": None, "clear": False, "form": form, "stands": {}, "genders": GENDERS}

    return desk.show("elder", shown, status)


def _page(desk: Desk, elder_id: UUID, form: Form, status: int = 200, clear: bool = False) -> Response:
    def shown(session: Any, actor: Actor, now: datetime) -> Context:
        seat_claims.check_office(actor)
        wanted: dict[str, Any] = {"actor": actor, "vault": desk.office.vault, "elder_id": elder_id}
        found = elders.revealed(session, now=now, **wanted) if clear else elders.seen(session, **wanted)
        stands = _filled(session, found)
        filled = form if form.refused else Form(FIELDS, stands)
        return {"elder": found, "clear": clear, "form": filled, "stands": stands, "genders": GENDERS}

    return desk.show("elder", shown, status, noted=clear)


def _filled(session: Any, found: Any) -> dict[str, str]:
    """The fields of the form for an elder as they are kept; what is secret is left empty."""
    ids: Iterable[UUID] = {*found.vetoes, *(one for one in (found.primary_id, found.second_id) if one is not None)}
    numbers = {row.id: row.receipt for row in queries.rosters.volunteers(session, set(ids))}
    told = {name: numbers.get(getattr(found, field), "") for name, field in CONTACTS.items()}
    told |= {"gender": found.gender, "language": found.language or "", "active": "yes" if found.active else ""}
    return told | {"vetoes": ", ".join(numbers[one] for one in found.vetoes if one in numbers)}
