"""Facilities, rooms, hours, closures and equipment: read by everybody of the community, stated by the office."""

from __future__ import annotations

from typing import Any

from fastapi.responses import Response
from pydantic import BaseModel

from api.deps import IdempotencyKey, Planning, Reading
from api.openapi import refusals
from api.routes.common import EMPTY, router_of, tagged
from api.schemas.facilities import (
    EquipmentChange,
    EquipmentList,
    EquipmentSent,
    EquipmentShown,
    Facilities,
    FacilityChange,
    FacilityClosures,
    FacilityClosureSent,
    FacilityClosureShown,
    FacilityHours,
    FacilityHoursSent,
    FacilitySent,
    FacilityShown,
    HoursShown,
    RoomChange,
    Rooms,
    RoomSent,
    RoomShown,
)
from api.schemas.types import Id
from api.tags import Version
from scheduler import queries
from scheduler.usecases import equipment, facilities, facility_hours
from scheduler.usecases.equipment import EquipmentTerms
from scheduler.usecases.facilities import FacilityTerms, RoomTerms, facility_seen
from scheduler.usecases.facility_hours import HoursTerms

router = router_of("facilities")
Wanted = dict[str, Any]
EMPTIED = frozenset({"organisation_id", "datum", "latitude", "longitude", "part_of_id", "setup", "clear"})
"""What a change may take away."""


@router.get("/facilities", response_model=Facilities, responses=refusals(401, 403))
def list_facilities(door: Reading) -> Facilities:
    """All facilities of the community."""
    return door.read(
        lambda session, actor, _now: Facilities(
            items=[_facility(row) for row in queries.rooms.facilities_of(session, actor.community_id)]
        )
    )


@router.post("/facilities", status_code=201, response_model=FacilityShown, responses=refusals(401, 409))
def add_facility(body: FacilitySent, door: Planning, key: IdempotencyKey = None) -> Response:
    """Add a facility; for the office."""
    terms = FacilityTerms(**body.model_dump())
    return door.create(
        lambda session, actor, now: _facility(facilities.add_facility(session, actor=actor, terms=terms, now=now)), key
    )


@router.get("/facilities/{facility_id}", response_model=FacilityShown, responses=refusals(401, 403, 404))
def read_facility(facility_id: Id, door: Reading) -> Response:
    """One facility; its version also covers its rooms, windows, closures and equipment."""
    shown = door.read(
        lambda session, actor, _now: _facility(facility_seen(session, actor=actor, facility_id=facility_id))
    )
    return tagged(shown, shown.version)


@router.patch("/facilities/{facility_id}", response_model=FacilityShown, responses=refusals(401, 404, 412, 428))
def amend_facility(facility_id: Id, body: FacilityChange, version: Version, door: Planning) -> Response:
    """Change what is stated of a facility; for the office."""
    wanted: Wanted = {"facility_id": facility_id, "version": version, "changes": _changes(body)}
    shown = door.write(
        lambda session, actor, now: _facility(facilities.amend_facility(session, actor=actor, now=now, **wanted))
    )
    return tagged(shown, shown.version)


@router.get("/facilities/{facility_id}/rooms", response_model=Rooms, responses=refusals(401, 403, 404))
def list_rooms(facility_id: Id, door: Reading) -> Rooms:
    """All rooms of a facility."""
    return door.read(
        lambda session, actor, _now: Rooms(
            items=[
                RoomShown.model_validate(row)
                for row in queries.rooms.rooms_of(
                    session, facility_seen(session, actor=actor, facility_id=facility_id).id
                )
            ]
        )
    )


@router.post(
    "/facilities/{facility_id}/rooms", status_code=201, response_model=RoomShown, responses=refusals(401, 404, 409)
)
def add_room(facility_id: Id, body: RoomSent, door: Planning, key: IdempotencyKey = None) -> Response:
    """Add a room; for the office."""
    wanted: Wanted = {"facility_id": facility_id, "terms": RoomTerms(**body.model_dump())}
    return door.create(
        lambda session, actor, now: RoomShown.model_validate(
            facilities.add_room(session, actor=actor, now=now, **wanted)
        ),
        key,
        at="/api/v1/rooms",
    )


@router.get("/rooms/{room_id}", response_model=RoomShown, responses=refusals(401, 403, 404))
def read_room(room_id: Id, door: Reading) -> Response:
    """One room."""
    shown = door.read(
        lambda session, actor, _now: RoomShown.model_validate(
            facilities.room_seen(session, actor=actor, room_id=room_id)
        )
    )
    return tagged(shown, shown.version)


@router.patch("/rooms/{room_id}", response_model=RoomShown, responses=refusals(401, 404, 409, 412, 428))
def amend_room(room_id: Id, body: RoomChange, version: Version, door: Planning) -> Response:
    """Change what is stated of a room; bookings made before stand."""
    wanted: Wanted = {"room_id": room_id, "version": version, "changes": _changes(body)}
    shown = door.write(
        lambda session, actor, now: RoomShown.model_validate(
            facilities.amend_room(session, actor=actor, now=now, **wanted)
        )
    )
    return tagged(shown, shown.version)


@router.get("/facilities/{facility_id}/equipment", response_model=EquipmentList, responses=refusals(401, 403, 404))
def list_equipment(facility_id: Id, door: Reading) -> EquipmentList:
    """All counted items of a facility."""
    return door.read(
        lambda session, actor, _now: EquipmentList(
            items=[
                EquipmentShown.model_validate(row)
                for row in queries.rooms.equipment_of(
                    session, facility_seen(session, actor=actor, facility_id=facility_id).id
                )
            ]
        )
    )


@router.post(
    "/facilities/{facility_id}/equipment",
    status_code=201,
    response_model=EquipmentShown,
    responses=refusals(401, 404, 409),
)
def add_equipment(facility_id: Id, body: EquipmentSent, door: Planning, key: IdempotencyKey = None) -> Response:
    """Add counted items; for the office."""
    wanted: Wanted = {"facility_id": facility_id, "terms": EquipmentTerms(**body.model_dump())}
    return door.create(
        lambda session, actor, now: EquipmentShown.model_validate(
            equipment.add(session, actor=actor, now=now, **wanted)
        ),
        key,
        at="/api/v1/equipment",
    )


@router.patch("/equipment/{equipment_id}", response_model=EquipmentShown, responses=refusals(401, 404, 412, 428))
def amend_equipment(equipment_id: Id, body: EquipmentChange, version: Version, door: Planning) -> Response:
    """Change what is stated of counted items; what is lent stays lent."""
    wanted: Wanted = {"equipment_id": equipment_id, "version": version, "changes": _changes(body)}
    shown = door.write(
        lambda session, actor, now: EquipmentShown.model_validate(
            equipment.amend(session, actor=actor, now=now, **wanted)
        )
    )
    return tagged(shown, shown.version)


@router.get("/facilities/{facility_id}/windows", response_model=FacilityHours, responses=refusals(401, 403, 404))
def list_facility_windows(facility_id: Id, door: Reading) -> Response:
    """All windows of a facility and its rooms."""
    shown = door.read(
        lambda session, actor, _now: _hours(session, facility_seen(session, actor=actor, facility_id=facility_id))
    )
    return tagged(shown, shown.version)


@router.put("/facilities/{facility_id}/windows", response_model=FacilityHours, responses=refusals(401, 404, 412, 428))
def set_facility_windows(facility_id: Id, body: FacilityHoursSent, version: Version, door: Planning) -> Response:
    """Replace all windows of a facility, or of one of its rooms."""
    terms = [HoursTerms(**window.model_dump()) for window in body.windows]
    wanted: Wanted = {"facility_id": facility_id, "version": version, "windows": terms, "room_id": body.room_id}
    shown = door.write(
        lambda session, actor, now: _hours(session, facility_hours.set_windows(session, actor=actor, now=now, **wanted))
    )
    return tagged(shown, shown.version)


@router.get("/facilities/{facility_id}/closures", response_model=FacilityClosures, responses=refusals(401, 403, 404))
def list_facility_closures(facility_id: Id, door: Reading) -> FacilityClosures:
    """All closures of a facility and its rooms."""
    return door.read(
        lambda session, actor, _now: FacilityClosures(
            items=[
                FacilityClosureShown.model_validate(row)
                for row in queries.rooms.closures_of(
                    session, facility_seen(session, actor=actor, facility_id=facility_id).id
                )
            ]
        )
    )


@router.post(
    "/facilities/{facility_id}/closures",
    status_code=201,
    response_model=FacilityClosureShown,
    responses=refusals(401, 404, 412, 428),
)
def close_facility(
    facility_id: Id, body: FacilityClosureSent, version: Version, door: Planning, key: IdempotencyKey = None
) -> Response:
    """Close a facility or one of its rooms on some dates; single bookings in the way are cancelled and told."""
    wanted: Wanted = {"facility_id": facility_id, "version": version, "terms": body.model_dump()}
    return door.create(
        lambda session, actor, now: FacilityClosureShown.model_validate(
            facility_hours.close(session, actor=actor, now=now, **wanted)
        ),
        key,
    )


@router.delete(
    "/facilities/{facility_id}/closures/{facility_closure_id}", status_code=EMPTY, responses=refusals(401, 404)
)
def reopen_facility(facility_id: Id, facility_closure_id: Id, door: Planning) -> Response:
    """Take a closure back; what comes free is offered to those who wait."""
    wanted: Wanted = {"facility_id": facility_id, "closure_id": facility_closure_id}
    door.write(lambda session, actor, now: facility_hours.reopen(session, actor=actor, now=now, **wanted))
    return Response(status_code=EMPTY)


def _changes(body: BaseModel) -> Wanted:
    sent = body.model_dump(exclude_unset=True)
    return {name: value for name, value in sent.items() if value is not None or name in EMPTIED}


def _facility(row: Any) -> FacilityShown:
    return FacilityShown.model_validate(row)


def _hours(session: Any, facility: Any) -> FacilityHours:
    rows = queries.rooms.windows_of(session, facility.id)
    return FacilityHours(version=facility.row_version, items=[HoursShown.model_validate(row) for row in rows])
