"""Calendar feeds: of rooms and facilities for everybody, one's own under a secret address."""

from __future__ import annotations

from hashlib import sha256
from typing import Annotated, Any

from fastapi import Path, Request
from fastapi.responses import Response

from api.calendars import MEDIA_TYPE, text_of
from api.deps import Door, IdempotencyKey, InPerson, Public, Reading
from api.openapi import refusals
from api.routes.common import EMPTY, router_of
from api.schemas.applications import FeedMade, Feeds, FeedShown
from api.schemas.types import Id
from scheduler.usecases import calendars

router = router_of("calendars")
CALENDAR: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/calendar": {}}, "description": "An iCalendar file."},
    304: {"description": "The calendar that the caller has is current."},
}
Secret = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{20,100}$")]


@router.get("/public/rooms/{room_id}/calendar", response_class=Response, responses={**CALENDAR, **refusals(404)})
def read_room_calendar(room_id: Id, request: Request, door: Public) -> Response:
    """What is on in a room, for any calendar program."""
    return _answer(door, request, lambda session, now: calendars.of_place(session, now=now, room_id=room_id))


@router.get(
    "/public/facilities/{facility_id}/calendar", response_class=Response, responses={**CALENDAR, **refusals(404)}
)
def read_facility_calendar(facility_id: Id, request: Request, door: Public) -> Response:
    """What is on in all rooms of a facility, for any calendar program."""
    return _answer(door, request, lambda session, now: calendars.of_place(session, now=now, facility_id=facility_id))


@router.get("/public/calendars/{secret}", response_class=Response, responses={**CALENDAR, **refusals(404)})
def read_own_calendar(secret: Secret, request: Request, door: Public) -> Response:
    """One's own rights, bookings and shifts, for any calendar program; whoever has the address can read it."""
    return _answer(door, request, lambda session, now: calendars.own(session, secret=secret, now=now))


@router.post("/feeds", status_code=201, response_model=FeedMade, responses=refusals(401, 403))
def make_feed(door: InPerson, key: IdempotencyKey = None) -> Response:
    """A secret address of one's own calendar; it is told this once."""

    def made(session: Any, actor: Any, now: Any) -> FeedMade:
        feed, secret = calendars.subscribe(session, actor=actor, now=now)
        return FeedMade(id=feed.id, path=f"/api/v1/public/calendars/{secret}")

    return door.create(made, key)


@router.get("/feeds", response_model=Feeds, responses=refusals(401, 403))
def list_feeds(door: Reading) -> Feeds:
    """One's own secret addresses, without the secrets."""
    return door.read(
        lambda session, actor, _now: Feeds(
            items=[FeedShown.model_validate(row) for row in calendars.listed(session, actor=actor)]
        )
    )


@router.delete("/feeds/{feed_id}", status_code=EMPTY, responses=refusals(401, 404))
def revoke_feed(feed_id: Id, door: InPerson) -> Response:
    """End a secret address: who has it reads nothing any more."""
    door.write(lambda session, actor, now: calendars.revoke(session, actor=actor, feed_id=feed_id, now=now))
    return Response(status_code=EMPTY)


def _answer(door: Door, request: Request, work: Any) -> Response:
    agenda, now = door.read_public(lambda session, now: (work(session, now), now))
    content = text_of(agenda, door.language, now.replace(microsecond=0))
    # The stamp of the answer itself says nothing about what is on.
    tag = f'"{sha256(repr((agenda, door.language)).encode()).hexdigest()}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(content, media_type=MEDIA_TYPE, headers=headers)
