"""Weekly bookings of a room: looked at date by date, booked, changed and given back as a whole or from a date."""

from __future__ import annotations

from typing import Any

from fastapi.responses import Response

from api.deps import Booking, IdempotencyKey, Reading
from api.openapi import refusals
from api.routes.common import router_of
from api.routes.room_shapes import booking_shown, changes_of, date_shown, terms_of
from api.schemas.room_bookings import SeriesBookings, SeriesChange, SeriesMove, SeriesSent, SeriesShown
from api.schemas.types import Id
from scheduler.usecases import room_bookings, room_series
from scheduler.usecases.room_dates import SeriesTerms

router = router_of("room series")
Wanted = dict[str, Any]


@router.post("/room-series/check", response_model=SeriesShown, responses=refusals(401, 404, 409))
def check_series(body: SeriesSent, door: Reading) -> SeriesShown:
    """Which dates could be had, and what instead of the others; nothing is taken."""
    terms = SeriesTerms(terms_of(body), body.weeks, tuple(body.without))
    return door.read(
        lambda session, actor, now: _dates(
            None, room_series.preview(session, actor=actor, terms=terms, now=now), door.language
        )
    )


@router.post("/room-series", status_code=201, response_model=SeriesShown, responses=refusals(401, 404, 409))
def book_series(body: SeriesSent, door: Booking, key: IdempotencyKey = None) -> Response:
    """Book a room week by week: all dates, or with `partial` those that can be had."""
    terms = SeriesTerms(terms_of(body), body.weeks, tuple(body.without))
    wanted: Wanted = {"terms": terms, "channel": body.channel}
    wanted |= {"partial": body.partial, "substitutes": body.substitutes, "vault": door.office.vault}
    return door.create(
        lambda session, actor, now: _series(room_series.book(session, actor=actor, now=now, **wanted), door.language),
        key,
    )


@router.get("/room-series/{series_id}", response_model=SeriesBookings, responses=refusals(401, 403, 404))
def read_series(series_id: Id, door: Reading) -> SeriesBookings:
    """All bookings of a series."""
    return door.read(
        lambda session, actor, _now: _bookings(
            session, actor, door.office.vault, room_series.seen(session, actor=actor, series_id=series_id)
        )
    )


@router.post("/room-series/{series_id}/changes", response_model=SeriesShown, responses=refusals(401, 404, 409))
def amend_series(series_id: Id, body: SeriesChange, door: Booking) -> SeriesShown:
    """Move all dates to come, or those from one on, to another room or time of day."""
    wanted: Wanted = {
        "series_id": series_id,
        "changes": changes_of(body),
        "since": body.since,
        "partial": body.partial,
    }
    return door.write(
        lambda session, actor, now: _dates(
            series_id, room_series.amend(session, actor=actor, now=now, **wanted), door.language
        )
    )


@router.post("/room-series/{series_id}/moves", response_model=SeriesBookings, responses=refusals(401, 404, 409))
def move_series(series_id: Id, body: SeriesMove, door: Booking) -> SeriesBookings:
    """Confirm, refuse or cancel all dates to come, or those from one on."""
    wanted: Wanted = {"series_id": series_id, **body.model_dump()}
    return door.write(
        lambda session, actor, now: _bookings(
            session, actor, door.office.vault, room_series.act(session, actor=actor, now=now, **wanted)
        )
    )


def _series(made: Any, language: str) -> SeriesShown:
    return _dates(made.id, made.dates, language)


def _dates(series_id: Any, dates: Any, language: str) -> SeriesShown:
    return SeriesShown(id=series_id, dates=[date_shown(one, language) for one in dates])


def _bookings(session: Any, actor: Any, vault: Any, rows: Any) -> SeriesBookings:
    return SeriesBookings(items=[booking_shown(one) for one in room_bookings.shown(session, actor, vault, rows)])
