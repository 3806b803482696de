"""People and their vehicles; what is personal never stands in an address."""

from __future__ import annotations

from typing import Any

from fastapi.responses import Response

from api.deps import Door, IdempotencyKey, Registering
from api.openapi import refusals
from api.routes.common import EMPTY, router_of
from api.schemas.members import (
    CarHandedOver,
    CarMade,
    CarSent,
    CarShown,
    MemberFound,
    MemberMade,
    MembersFound,
    MemberShown,
    PersonSent,
    SearchSent,
)
from api.schemas.types import Id
from scheduler.privacy import masked_name, masked_phone
from scheduler.usecases import members, vehicles
from scheduler.usecases.members import Car, Person

router = router_of("members")


@router.post("/members", status_code=201, response_model=MemberMade, responses=refusals(401, 409))
def enrol(body: PersonSent, door: Registering, key: IdempotencyKey = None) -> Response:
    """Take somebody into the community; for staff."""
    person = Person(**body.model_dump())
    return door.create(
        lambda session, actor, now: MemberMade.model_validate(
            members.enrol(session, actor=actor, vault=door.office.vault, person=person, now=now)
        ),
        key,
    )


@router.post("/members/search", response_model=MembersFound, responses=refusals(401))
def search(body: SearchSent, door: Registering) -> MembersFound:
    """Find people by plate or phone, masked; for staff."""
    return door.write(
        lambda session, actor, now: MembersFound(
            items=[
                _found(door, row)
                for row in members.find(
                    session, actor=actor, vault=door.office.vault, now=now, plate=body.plate, phone=body.phone
                )
            ]
        )
    )


@router.get("/members/{member_id}", response_model=MemberShown, responses=refusals(401, 403, 404))
def read_member(member_id: Id, door: Registering) -> MemberShown:
    """Somebody in clear: oneself, or for staff, of whom it is noted that they looked."""
    return door.write(
        lambda session, actor, now: _shown(
            members.revealed(session, actor=actor, vault=door.office.vault, member_id=member_id, now=now)
        )
    )


@router.post(
    "/members/{member_id}/vehicles", status_code=201, response_model=CarMade, responses=refusals(401, 404, 409)
)
def add_vehicle(member_id: Id, body: CarSent, door: Registering, key: IdempotencyKey = None) -> Response:
    """Register a vehicle of oneself or, by staff, of somebody."""
    wanted: dict[str, Any] = {"member_id": member_id, "car": Car(**body.model_dump())}
    return door.create(
        lambda session, actor, now: CarMade.model_validate(
            members.add_vehicle(session, actor=actor, vault=door.office.vault, now=now, **wanted)
        ),
        key,
    )


@router.delete("/vehicles/{vehicle_id}", status_code=EMPTY, responses=refusals(401, 404, 409))
def remove_vehicle(vehicle_id: Id, door: Registering) -> Response:
    """Take a vehicle out of use, by staff; its plate may be registered anew."""
    door.write(lambda session, actor, now: vehicles.remove(session, actor=actor, vehicle_id=vehicle_id, now=now))
    return Response(status_code=EMPTY)


@router.post("/vehicles/{vehicle_id}/hand-over", response_model=CarMade, responses=refusals(401, 404, 409))
def hand_over_vehicle(vehicle_id: Id, body: CarHandedOver, door: Registering) -> CarMade:
    """Give a vehicle to the person whose it is, by staff."""
    wanted: dict[str, Any] = {"vehicle_id": vehicle_id, "member_id": body.member_id}
    return door.write(
        lambda session, actor, now: CarMade.model_validate(vehicles.hand_over(session, actor=actor, now=now, **wanted))
    )


def _found(door: Door, row: Any) -> MemberFound:
    name = door.office.vault.open_sealed(row.name_cipher, "member.name", row.id)
    phone = door.office.vault.open_sealed(row.phone_cipher, "member.phone", row.id) if row.phone_cipher else ""
    return MemberFound(id=row.id, name=masked_name(name), phone=masked_phone(phone), household_id=row.household_id)


def _shown(found: Any) -> MemberShown:
    cars = [
        CarShown(
            id=vehicle.id,
            plate=plate,
            size=vehicle.size,
            party=vehicle.party,
            needs_ev=vehicle.needs_ev,
            needs_accessible=vehicle.needs_accessible,
        )
        for vehicle, plate in found.vehicles
    ]
    return MemberShown(
        id=found.id,
        name=found.name,
        phone=found.phone,
        language=found.language,
        household_id=found.household_id,
        home_site_id=found.home_site_id,
        vehicles=cars,
    )
