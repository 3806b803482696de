"""Counted items of a facility: stated, changed."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages.desk import AtDesk, Context, Desk
from api.pages.forms import Form, Sent, read_as
from api.pages.office_facilities import seen
from api.pages.office_facility_hours import place_of
from api.pages.place_forms import named_of, number_of, plain, shown_values, writes
from api.schemas.facilities import EquipmentSent
from api.schemas.types import Id
from scheduler import queries
from scheduler.actors import Actor
from scheduler.errors import NotFound
from scheduler.usecases import equipment
from scheduler.usecases.equipment import EquipmentTerms

router = APIRouter(include_in_schema=False)
FACTS = ("name_zh", "name_en", "count", "alone")
NEW = ("code", *FACTS)


@router.get("/office/facilities/{facility_id}/equipment")
def ask(facility_id: Id, desk: AtDesk) -> Response:
    """The form for other items."""
    return _page(desk, facility_id, None, Form(NEW))


@router.post("/office/facilities/{facility_id}/equipment")
def add(facility_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """New counted items."""
    form = Form(NEW, sent)

    def made(session: Any, actor: Actor, now: datetime) -> str:
        terms = EquipmentTerms(**_stated(form, plain(form.value("code"))))
        equipment.add(session, actor=actor, facility_id=facility_id, terms=terms, now=now)
        return place_of(facility_id)

    return desk.attempt(
        form, lambda: desk.make(sent, made), lambda again, status: _page(desk, facility_id, None, again, status)
    )


@router.get("/office/facilities/{facility_id}/equipment/{item_id}")
def item(facility_id: Id, item_id: Id, desk: AtDesk) -> Response:
    """What is stated of counted items."""
    return _page(desk, facility_id, item_id, None)


@router.post("/office/facilities/{facility_id}/equipment/{item_id}")
def amend(facility_id: Id, item_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """Change what is stated of counted items; what is lent stays lent."""
    form = Form((*FACTS, "version"), sent)

    def made(session: Any, actor: Actor, now: datetime) -> str:
        changes = {name: value for name, value in _stated(form, "x").items() if name != "code"}
        given: dict[str, Any] = {"equipment_id": item_id, "version": form.number("version"), "changes": changes}
        equipment.amend(session, actor=actor, now=now, **given)
        return place_of(facility_id)

    return desk.attempt(
        form, lambda: desk.make(sent, made), lambda again, status: _page(desk, facility_id, item_id, again, status)
    )


def _stated(form: Form, code: str) -> dict[str, Any]:
    """What a form states of counted items.

    Raises
    ------
    Refused
        For the first field that is wrong.
    """
    counted = {"count": number_of(form, "count"), "alone": bool(form.value("alone"))}
    return read_as(EquipmentSent, {"code": code, **named_of(form), **counted}).model_dump()


def _page(desk: Desk, facility_id: UUID, item_id: UUID | None, form: Form | None, status: int = 200) -> Response:
    def found(session: Any, actor: Actor, _now: datetime) -> Context:
        facility = seen(session, actor, facility_id)
        row = None if item_id is None else queries.rooms.equipment(session, actor.community_id, item_id)
        if item_id is not None and (row is None or row.facility_id != facility.id):
            raise NotFound()
        stands = {} if row is None else shown_values(row, FACTS)
        told = {"facility": facility, "item": row, "form": form or Form(FACTS, stands), "stands": stands}
        return {**told, "writes": writes(actor)}

    return desk.show("office_item", found, status)
