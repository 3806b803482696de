"""The vehicle of a registration: one of one's own, or one that is new; and the draft that was begun for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from api.pages import register_asking
from api.pages.desk import Context, Desk
from api.pages.forms import Form, read_as
from api.schemas.members import CarSent
from api.schemas.types import Id
from scheduler import queries
from scheduler.actors import Actor
from scheduler.errors import NotFound, Rejected
from scheduler.privacy import plate_of
from scheduler.usecases import blocks, members, registration
from scheduler.usecases.members import Car

CAR = ("vehicle_id", "plate", "size", "needs_ev")
NEW = "new"
SIZES = members.SIZES


class Chosen(BaseModel):
    """A vehicle that was chosen."""

    vehicle_id: Id


def named(text: str) -> UUID:
    """The vehicle that a form or an address names.

    Raises
    ------
    Refused
        If it names none.
    """
    return read_as(Chosen, {"vehicle_id": text} if text else {}).vehicle_id


def cars_of(desk: Desk, session: Any, actor: Actor, round_: Any, now: datetime) -> Context:
    """One's own vehicles, and for which of them something was asked in a round."""
    own = _own(desk, session, actor, now)
    asked = queries.registrations.of_member(session, own.id, round_.id)
    return {
        "cars": own.vehicles,
        "asked": {row.vehicle_id: row for row in reversed(asked) if row.state != "withdrawn"},
        "sizes": SIZES,
    }


def car_of(desk: Desk, session: Any, actor: Actor, form: Form, now: datetime) -> UUID:
    """The vehicle that a form chooses, registered if it is new.

    Raises
    ------
    Refused
        If it cannot be, or is blocked.
    """
    own = _own(desk, session, actor, now)
    if form.value("vehicle_id") == NEW or not own.vehicles:
        return _registered(desk, session, actor, form, own, now)
    chosen = named(form.value("vehicle_id"))
    if chosen not in {vehicle.id for vehicle, _ in own.vehicles}:
        raise NotFound()
    blocks.check(session, actor.community_id, blocks.blocked_until(session, chosen, now))
    return chosen


def draft_of(session: Any, actor: Actor, round_id: UUID, vehicle_id: UUID) -> Any:
    """What somebody began to ask for a vehicle in a round and has not sent."""
    known = queries.registrations.of_vehicle_in(session, round_id, vehicle_id)
    return next((row for row in known if row.state == "draft" and row.member_id == actor.member_id), None)


def changed(desk: Desk, session: Any, actor: Actor, form: Form, vehicle_id: UUID, now: datetime) -> Any:
    """The draft that a form names, for another vehicle: a new one that asks the same; None where it names none."""
    if not form.value("draft"):
        return None
    before = registration.seen(session, actor=actor, registration_id=_draft(form))
    if before.state != "draft" or before.member_id != actor.member_id or before.vehicle_id is None:
        return None
    wish = replace(register_asking.wish_as_it_stands(before, desk.office.vault), vehicle_id=vehicle_id)
    registration.act(session, actor=actor, registration_id=before.id, action="withdraw", now=now)
    wanted: dict[str, Any] = {"round_id": before.round_id, "wish": wish, "channel": before.channel, "submit": False}
    return registration.register(session, actor=actor, vault=desk.office.vault, now=now, **wanted)


def _draft(form: Form) -> UUID:
    try:
        return UUID(form.value("draft"))
    except ValueError:
        raise NotFound() from None


def _own(desk: Desk, session: Any, actor: Actor, now: datetime) -> members.Revealed:
    if actor.member_id is None:
        raise NotFound()
    return members.revealed(session, actor=actor, vault=desk.office.vault, member_id=actor.member_id, now=now)


def _registered(desk: Desk, session: Any, actor: Actor, form: Form, own: members.Revealed, now: datetime) -> UUID:
    """A vehicle by its plate; one that is theirs already is that one."""
    if not form.value("plate").strip():
        raise Rejected("missing_field", "plate")
    given = {**form.filled("plate", "size"), "needs_ev": form.value("needs_ev") == "yes"}
    car = Car(**read_as(CarSent, given).model_dump())
    known = next((vehicle for vehicle, plate in own.vehicles if plate == plate_of(car.plate)), None)
    if known is not None:
        return known.id
    wanted: dict[str, Any] = {"member_id": own.id, "car": car}
    return members.add_vehicle(session, actor=actor, vault=desk.office.vault, now=now, **wanted).id
