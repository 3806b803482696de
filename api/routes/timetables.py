"""For everybody, without a login: when rooms are open, taken and closed."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Query
from fastapi.responses import Response
from pydantic import Field

from api.deps import Public
from api.openapi import refusals
from api.routes.common import router_of
from api.routes.public import SHARED
from api.schemas.base import Asked
from api.schemas.timetables import (
    RoomAvailability,
    RoomsAvailability,
    TimetableDay,
    TimetablePart,
    TimetableShown,
)
from api.schemas.types import Code, Day, Id, Moment
from scheduler.usecases import timetables

router = router_of("public")


class TimetableAsked(Asked):
    """Which rooms, on which dates."""

    first: Day
    last: Day
    facility_id: Id | None = None
    room_id: Id | None = None


class RoomAvailabilityAsked(Asked):
    """From when on, and for how long."""

    community: Code
    at: Moment | None = Field(None, description="Left out: now.")
    minutes: int = Field(60, ge=1, le=1440)


@router.get("/public/communities/{slug}/timetable", response_model=TimetableShown, responses=refusals(404, 409))
def read_timetable(slug: Code, asked: Annotated[TimetableAsked, Query()], door: Public) -> Response:
    """A room, or all of a facility, day by day: no names, but of groups that want to be found."""
    wanted: dict[str, Any] = {"slug": slug, **dict(asked)}
    shown = door.read_public(lambda session, now: _days(timetables.timetable(session, now=now, **wanted)))
    return Response(shown.model_dump_json(), media_type="application/json", headers=SHARED)


@router.get("/public/room-availability", response_model=RoomsAvailability, responses=refusals(404, 409))
def read_room_availability(asked: Annotated[RoomAvailabilityAsked, Query()], door: Public) -> Response:
    """How free each room of a community is for some time."""
    wanted: dict[str, Any] = {"slug": asked.community, "since": asked.at, "minutes": asked.minutes}
    shown = door.read_public(lambda session, now: _levels(timetables.availability(session, now=now, **wanted)))
    return Response(shown.model_dump_json(), media_type="application/json", headers=SHARED)


def _days(found: Any) -> TimetableShown:
    return TimetableShown(
        items=[
            TimetableDay(
                room_id=one.room.id,
                room_code=one.room.code,
                room_zh=one.room.name_zh,
                room_en=one.room.name_en,
                day=one.day,
                parts=[TimetablePart.model_validate(part, from_attributes=True) for part in one.parts],
            )
            for one in found
        ]
    )


def _levels(found: Any) -> RoomsAvailability:
    return RoomsAvailability(
        items=[
            RoomAvailability(
                facility_id=one.facility_id,
                facility_code=one.facility_code,
                facility_zh=one.facility_zh,
                facility_en=one.facility_en,
                room_id=one.room.id,
                room_code=one.room.code,
                room_zh=one.room.name_zh,
                room_en=one.room.name_en,
                capacity=one.room.capacity,
                level=one.level,
            )
            for one in found
        ]
    )
