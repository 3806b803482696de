"""Single bookings of rooms and equipment: found, booked at once, confirmed, moved, given back; and waiting for one."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Query
from fastapi.responses import Response

from api.deps import Booking, IdempotencyKey, Reading
from api.openapi import refusals
from api.routes.common import router_of, tagged
from api.routes.room_shapes import ask_of, booking_shown, changes_of, found_shown, span_of, terms_of
from api.schemas.base import Page, SortedPageAsked, next_of
from api.schemas.room_bookings import (
    RoomBookingChange,
    RoomBookingMove,
    RoomBookingsAsked,
    RoomBookingSent,
    RoomBookingShown,
    RoomsFound,
    SearchSent,
    WaitingSent,
    WaitingShown,
)
from api.schemas.types import Id
from api.tags import Version
from scheduler.usecases import room_amending, room_bookings, room_moves, room_search, room_waiting
from scheduler.usecases.room_search import Wish
from scheduler.usecases.room_waiting import WaitingTerms

router = router_of("room bookings")
Wanted = dict[str, Any]


@router.post("/room-bookings/search", response_model=RoomsFound, responses=refusals(401, 404, 409))
def search_rooms(body: SearchSent, door: Reading) -> RoomsFound:
    """Rooms that a group could have; where there are none, other times, rooms, dates, or what to wait for."""
    located = body.latitude is not None and body.longitude is not None
    wish = Wish(
        ask=ask_of(body),
        span=span_of(body.starts_at, body.ends_at),
        day=body.day,
        minutes=body.minutes,
        facility_id=body.facility_id,
        near=(body.latitude or 0.0, body.longitude or 0.0) if located else None,
        near_facility_id=body.near_facility_id,
    )
    return door.read(
        lambda session, actor, now: found_shown(
            room_search.search(session, actor=actor, wish=wish, now=now), door.language
        )
    )


@router.get("/room-bookings", response_model=Page[RoomBookingShown], responses=refusals(401, 403, 404))
def list_room_bookings(asked: Annotated[RoomBookingsAsked, Query()], door: Reading) -> Page[RoomBookingShown]:
    """One's own bookings; all of the community for the office and auditors."""
    return door.read(lambda session, actor, _now: _page(session, actor, door.office.vault, asked))


@router.post("/room-bookings", status_code=201, response_model=RoomBookingShown, responses=refusals(401, 404, 409))
def book_room(body: RoomBookingSent, door: Booking, key: IdempotencyKey = None) -> Response:
    """Book a room, or equipment alone; the answer is final, but for a hold and where staff decide."""
    vault = door.office.vault
    wanted: Wanted = {"terms": terms_of(body), "channel": body.channel, "hold": body.hold}
    return door.create(
        lambda session, actor, now: _shown(
            session, actor, vault, room_bookings.book(session, actor=actor, vault=vault, now=now, **wanted)
        ),
        key,
    )


@router.get("/room-bookings/{room_booking_id}", response_model=RoomBookingShown, responses=refusals(401, 403, 404))
def read_room_booking(room_booking_id: Id, door: Reading) -> Response:
    """One booking."""
    wanted: Wanted = {"vault": door.office.vault, "booking_id": room_booking_id}
    shown = door.read(lambda session, actor, _now: booking_shown(room_bookings.seen(session, actor=actor, **wanted)))
    return tagged(shown, shown.version)


@router.patch(
    "/room-bookings/{room_booking_id}", response_model=RoomBookingShown, responses=refusals(401, 404, 409, 412, 428)
)
def amend_room_booking(room_booking_id: Id, body: RoomBookingChange, version: Version, door: Booking) -> Response:
    """Move a booking to another room or time, or change what it is for; the old one stays if the new cannot be had."""
    vault = door.office.vault
    wanted: Wanted = {"booking_id": room_booking_id, "version": version, "changes": changes_of(body, body.title)}
    shown = door.write(
        lambda session, actor, now: _shown(
            session, actor, vault, room_amending.amend(session, actor=actor, vault=vault, now=now, **wanted)
        )
    )
    return tagged(shown, shown.version)


@router.post(
    "/room-bookings/{room_booking_id}/moves",
    response_model=RoomBookingShown,
    responses=refusals(401, 404, 409, 412, 428),
)
def move_room_booking(room_booking_id: Id, body: RoomBookingMove, version: Version, door: Booking) -> Response:
    """Confirm, refuse or cancel a booking, or tell that nobody came."""
    vault = door.office.vault
    wanted: Wanted = {"booking_id": room_booking_id, "version": version, **body.model_dump()}
    shown = door.write(
        lambda session, actor, now: _shown(
            session, actor, vault, room_moves.act(session, actor=actor, now=now, **wanted)
        )
    )
    return tagged(shown, shown.version)


@router.get("/room-waiting", response_model=Page[WaitingShown], responses=refusals(401, 403))
def list_waiting(asked: Annotated[SortedPageAsked, Query()], door: Reading) -> Page[WaitingShown]:
    """Where one waits or waited; all of the community for the office and auditors."""
    return door.read(lambda session, actor, _now: _waiting(session, actor, asked))


@router.post("/room-waiting", status_code=201, response_model=WaitingShown, responses=refusals(401, 404, 409))
def wait_for_room(body: WaitingSent, door: Booking, key: IdempotencyKey = None) -> Response:
    """Stand in line for a room, or for any that will do; what comes free is held for whoever came first."""
    span = span_of(body.starts_at, body.ends_at)
    assert span is not None
    rest = {name: getattr(body, name) for name in ("facility_id", "room_id", "member_id", "organisation_id")}
    wanted: Wanted = {"terms": WaitingTerms(span, ask_of(body), **rest), "channel": body.channel}
    return door.create(
        lambda session, actor, now: WaitingShown.model_validate(
            room_waiting.join(session, actor=actor, now=now, **wanted)
        ),
        key,
    )


@router.get("/room-waiting/{waiting_id}", response_model=WaitingShown, responses=refusals(401, 403, 404))
def read_waiting(waiting_id: Id, door: Reading) -> WaitingShown:
    """One place in a line."""
    return door.read(
        lambda session, actor, _now: WaitingShown.model_validate(
            room_waiting.seen(session, actor=actor, waiting_id=waiting_id)
        )
    )


@router.post("/room-waiting/{waiting_id}/leave", response_model=WaitingShown, responses=refusals(401, 404, 409))
def leave_waiting(waiting_id: Id, door: Booking) -> WaitingShown:
    """Leave a line."""
    return door.write(
        lambda session, actor, now: WaitingShown.model_validate(
            room_waiting.leave(session, actor=actor, waiting_id=waiting_id, now=now)
        )
    )


def _shown(session: Any, actor: Any, vault: Any, row: Any) -> RoomBookingShown:
    return booking_shown(room_bookings.shown(session, actor, vault, [row])[0])


def _page(session: Any, actor: Any, vault: Any, asked: RoomBookingsAsked) -> Page[RoomBookingShown]:
    states = () if asked.state is None else (asked.state,)
    wanted: Wanted = {"states": states, "series_id": asked.series_id, "member_id": asked.member_id, **asked.part}
    found = room_bookings.listed(session, actor=actor, vault=vault, **wanted)
    items = [booking_shown(one) for one in found[: asked.limit]]
    return Page(items=items, next=next_of([one.row for one in found], asked.limit))


def _waiting(session: Any, actor: Any, asked: SortedPageAsked) -> Page[WaitingShown]:
    rows = room_waiting.listed(session, actor=actor, **asked.part)
    items = [WaitingShown.model_validate(row) for row in rows[: asked.limit]]
    return Page(items=items, next=next_of(rows, asked.limit))
