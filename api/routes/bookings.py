"""Single bookings: what is free, booked at once, given back."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Query
from fastapi.responses import Response

from api.deps import Booking, IdempotencyKey, Reading
from api.openapi import refusals
from api.routes.common import router_of, tagged
from api.schemas.base import Page, SortedPageAsked, next_of
from api.schemas.bookings import BookingSent, BookingShown, FreeAsked, FreeSpace, FreeSpaces
from api.schemas.types import Id
from api.tags import Version
from scheduler import queries
from scheduler.usecases import bookings
from scheduler.usecases.bookings import Span

router = router_of("bookings")
Wanted = dict[str, Any]


@router.get("/bookings/free", response_model=FreeSpaces, responses=refusals(401, 403, 404, 409))
def list_free(asked: Annotated[FreeAsked, Query()], door: Reading) -> FreeSpaces:
    """Spaces that a vehicle could book for a time."""
    wanted: Wanted = {
        "vehicle_id": asked.vehicle_id,
        "span": Span(asked.starts_at, asked.ends_at),
        "site_id": asked.site_id,
    }
    return door.read(
        lambda session, actor, now: FreeSpaces(
            items=[_free(one) for one in bookings.search(session, actor=actor, now=now, **wanted)]
        )
    )


@router.get("/bookings", response_model=Page[BookingShown], responses=refusals(401, 403))
def list_bookings(asked: Annotated[SortedPageAsked, Query()], door: Reading) -> Page[BookingShown]:
    """One's own bookings; all of the community for staff and auditors."""
    return door.read(lambda session, actor, _now: _page(session, actor, asked))


@router.post("/bookings", status_code=201, response_model=BookingShown, responses=refusals(401, 404, 409))
def book(body: BookingSent, door: Booking, key: IdempotencyKey = None) -> Response:
    """Book a space; the answer is final."""
    wanted: Wanted = {
        "vehicle_id": body.vehicle_id,
        "space_id": body.space_id,
        "span": Span(body.starts_at, body.ends_at),
        "channel": body.channel,
    }
    return door.create(
        lambda session, actor, now: _shown(session, bookings.book(session, actor=actor, now=now, **wanted)), key
    )


@router.get("/bookings/{booking_id}", response_model=BookingShown, responses=refusals(401, 403, 404))
def read_booking(booking_id: Id, door: Reading) -> Response:
    """One booking."""
    shown = door.read(
        lambda session, actor, _now: _shown(session, bookings.seen(session, actor=actor, booking_id=booking_id))
    )
    return tagged(shown, shown.version)


@router.post("/bookings/{booking_id}/cancel", response_model=BookingShown, responses=refusals(401, 404, 409, 412, 428))
def cancel_booking(booking_id: Id, version: Version, door: Booking) -> Response:
    """Give a booking back before it ends."""
    wanted: Wanted = {"booking_id": booking_id, "version": version}
    shown = door.write(
        lambda session, actor, now: _shown(session, bookings.cancel(session, actor=actor, now=now, **wanted))
    )
    return tagged(shown, shown.version)


def _page(session: Any, actor: Any, asked: SortedPageAsked) -> Page[BookingShown]:
    rows = bookings.listed(session, actor=actor, **asked.part)
    return Page(items=[_shown(session, row) for row in rows[: asked.limit]], next=next_of(rows, asked.limit))


def _free(one: Any) -> FreeSpace:
    return FreeSpace(
        space_id=one.space.id,
        space_code=one.space.code,
        site_id=one.site.id,
        site_code=one.site.code,
        size=one.space.size,
        ev=one.space.ev,
        accessible=one.space.accessible,
        fen=one.fen,
    )


def _shown(session: Any, row: Any) -> BookingShown:
    space_id, space_code = queries.supply.space_of_resource(session, row.resource_id)
    names = (
        "row_version receipt member_id vehicle_id starts_at ends_at state channel operator_id created_at cancelled_at"
    )
    fields = {name: getattr(row, name) for name in ("id", *names.split())}
    return BookingShown.model_validate({**fields, "space_id": space_id, "space_code": space_code})
