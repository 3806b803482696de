"""Facilities for the office: all of them, the form for another one, and one with all that is stated of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages import place_closures, place_hours
from api.pages.desk import AtDesk, Context, Desk
from api.pages.forms import Form, Sent, read_as
from api.pages.place_forms import DATUMS, PLACED, look, named_of, placed_of, plain, shown_values, writes
from api.schemas.facilities import FacilitySent
from api.schemas.types import Id
from scheduler import queries
from scheduler.actors import Actor
from scheduler.translation.houses import TIERS
from scheduler.usecases import facilities
from scheduler.usecases.facilities import FacilityTerms

router = APIRouter(include_in_schema=False)
CONDITIONS = ("conditions_zh", "conditions_en")
FACTS = ("name_zh", "name_en", "tier", "organisation_id", *CONDITIONS, *PLACED)
NEW = ("code", *FACTS)
USUAL = {"tier": "activity_room", "datum": DATUMS[0]}


@router.get("/office/facilities")
def all_facilities(desk: AtDesk) -> Response:
    """All facilities by code, and the form for another one."""
    return _list(desk, Form(NEW, USUAL))


@router.post("/office/facilities")
def add(desk: AtDesk, sent: Sent) -> Response:
    """A new facility."""
    form = Form(NEW, sent)

    def made(session: Any, actor: Actor, now: datetime) -> str:
        terms = FacilityTerms(**_stated(form, plain(form.value("code"))))
        return f"/office/facilities/{facilities.add_facility(session, actor=actor, terms=terms, now=now).id}"

    return desk.attempt(form, lambda: desk.make(sent, made), lambda again, status: _list(desk, again, status))


@router.get("/office/facilities/{facility_id}")
def facility(facility_id: Id, desk: AtDesk) -> Response:
    """One facility: its hours, rooms, equipment and closures to come."""

    def found(session: Any, actor: Actor, now: datetime) -> Context:
        row = seen(session, actor, facility_id)
        house = queries.rooms.house_of(session, actor.community_id, [row.id])
        today = place_closures.today_of(session, actor, now)
        names: dict[UUID | None, str] = {room.id: str(getattr(room, f"name_{desk.language}")) for room in house.rooms}
        return {
            "facility": row,
            "lender": lender_of(session, actor, row),
            "hours": place_hours.by_purpose(house.windows_of.get(row.id, ()), desk.language),
            "rooms": house.rooms,
            "halls": {room.id: room for room in house.rooms},
            "own_hours": {room.id for room in house.rooms if house.windows_of.get(room.id)},
            "equipment": house.equipment,
            "closures": place_closures.to_come(house.closures, today),
            "closed_parts": {one.id: names.get(one.room_id) for one in house.closures},
            "writes": writes(actor),
        }

    return desk.show("office_facility", found)


@router.get("/office/facilities/{facility_id}/facts")
def facts(facility_id: Id, desk: AtDesk) -> Response:
    """The form for what is stated of a facility."""
    return _facts(desk, facility_id, None)


@router.post("/office/facilities/{facility_id}/facts")
def amend(facility_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """Change what is stated of a facility."""
    form = Form((*FACTS, "version"), sent)

    def made(session: Any, actor: Actor, now: datetime) -> str:
        changes = {name: value for name, value in _stated(form, "x").items() if name != "code"}
        given: dict[str, Any] = {"facility_id": facility_id, "version": form.number("version"), "changes": changes}
        facilities.amend_facility(session, actor=actor, now=now, **given)
        return f"/office/facilities/{facility_id}"

    return desk.attempt(
        form, lambda: desk.make(sent, made), lambda again, status: _facts(desk, facility_id, again, status)
    )


def seen(session: Any, actor: Actor, facility_id: Any) -> Any:
    """A facility, for staff and auditors.

    Raises
    ------
    NotAllowed, NotFound
        Not for this role; no such facility.
    """
    look(actor)
    return facilities.facility_seen(session, actor=actor, facility_id=facility_id)


def lender_of(session: Any, actor: Actor, row: Any) -> Any:
    """The unit of the area that lends a facility, none for the community's own."""
    lender = row.organisation_id
    return None if lender is None else queries.rooms.organisation(session, actor.community_id, lender)


def _stated(form: Form, code: str) -> dict[str, Any]:
    """What a form states of a facility.

    Raises
    ------
    Refused
        For the first field that is wrong.
    """
    conditions = {name: form.value(name).strip() for name in CONDITIONS}
    chosen = form.filled("tier", "organisation_id")
    return read_as(
        FacilitySent, {"code": code, **named_of(form), **chosen, **conditions, **placed_of(form)}
    ).model_dump()


def _list(desk: Desk, form: Form, status: int = 200) -> Response:
    def found(session: Any, actor: Actor, _now: datetime) -> Context:
        look(actor)
        house = queries.rooms.house_of(session, actor.community_id)
        return {
            "tiers": [(tier, [_line(house, row, desk.language) for row in rows]) for tier, rows in _by_tier(house)],
            "form": form,
            **choices(session, actor),
        }

    return desk.show("office_facilities", found, status)


def choices(session: Any, actor: Actor) -> dict[str, Any]:
    """What the form of a facility offers."""
    lenders = queries.rooms.organisations_of(session, actor.community_id)
    return {"tier_kinds": TIERS, "datums": DATUMS, "lenders": lenders, "writes": writes(actor)}


def _by_tier(house: Any) -> list[tuple[str, list[Any]]]:
    found = [(tier, [row for row in house.facilities if row.tier == tier]) for tier in TIERS]
    return [(tier, rows) for tier, rows in found if rows]


def _line(house: Any, row: Any, language: str) -> tuple[Any, int, list[tuple[str, list[str]]]]:
    hours = place_hours.by_purpose(house.windows_of.get(row.id, ()), language)
    return row, len(house.rooms_of.get(row.id, ())), hours


def _facts(desk: Desk, facility_id: Id, form: Form | None, status: int = 200) -> Response:
    def found(session: Any, actor: Actor, _now: datetime) -> Context:
        row = seen(session, actor, facility_id)
        stands = {"datum": DATUMS[0], **{name: value for name, value in shown_values(row, FACTS).items() if value}}
        return {"facility": row, "form": form or Form(FACTS, stands), "stands": stands, **choices(session, actor)}

    return desk.show("office_facility_facts", found, status)
