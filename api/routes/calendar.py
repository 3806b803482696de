"""Day types: which dates a community states itself, read by its people, stated by its office."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Query
from fastapi.responses import Response

from api.deps import Planning, Reading
from api.openapi import refusals
from api.routes.common import router_of, tagged
from api.schemas.calendar import Days, DaysAsked, DaySent, DayShown, DayStated, TouchedShown
from api.schemas.types import Day
from api.tags import Version
from scheduler.usecases import day_types

router = router_of("calendar")


@router.get("/day-types", response_model=Days, responses=refusals(401, 403))
def list_day_types(asked: Annotated[DaysAsked, Query()], door: Reading) -> Days:
    """Dates of a span whose day type the community states itself."""
    return door.read(
        lambda session, actor, _now: Days(
            items=[DayShown.model_validate(day) for day in day_types.stated(session, actor=actor, **dict(asked))]
        )
    )


@router.get("/day-types/{date}", response_model=DayShown, responses=refusals(401, 403, 404))
def read_day_type(date: Day, door: Reading) -> Response:
    """What a date is."""
    shown = door.read(
        lambda session, actor, _now: DayShown.model_validate(day_types.seen(session, actor=actor, day=date))
    )
    return tagged(shown, shown.version)


@router.put("/day-types/{date}", response_model=DayStated, responses=refusals(401, 403, 404, 412, 428))
def state_day_type(date: Day, body: DaySent, version: Version, door: Planning) -> Response:
    """State what a date is; the answer tells which published rights hold it, for they stay as they were told."""
    given: dict[str, Any] = {"kind": body.day_type, "names": body.names, "reason": body.reason, "mark": version}
    shown = door.write(
        lambda session, actor, now: _told(day_types.state(session, actor=actor, day=date, now=now, **given))
    )
    return tagged(shown, shown.version)


@router.delete("/day-types/{date}", response_model=DayStated, responses=refusals(401, 403, 404, 412, 428))
def forget_day_type(date: Day, version: Version, door: Planning) -> Response:
    """Let a date be what the official calendar says again."""
    wanted: dict[str, Any] = {"day": date, "mark": version}
    shown = door.write(lambda session, actor, now: _told(day_types.forget(session, actor=actor, now=now, **wanted)))
    return tagged(shown, shown.version)


def _told(day: Any) -> DayStated:
    shown = dict(DayShown.model_validate(day))
    return DayStated(**shown, touched=[TouchedShown(round_code=code, rights=rights) for code, rights in day.touched])
