"""Bookings of rooms between bodies and use cases."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from api.schemas.room_bookings import (
    AskSent,
    BookedSent,
    FreeRoomShown,
    ReasonCount,
    RoomBookingChange,
    RoomBookingShown,
    RoomsFound,
    SeriesChange,
    SeriesDate,
    SpanShown,
    SubstituteShown,
)
from api.sentences import sentence
from scheduler.errors import Rejected
from scheduler.translation.room_openings import Ask
from scheduler.usecases.bookings import Span
from scheduler.usecases.room_amending import Changes
from scheduler.usecases.room_claims import BookingTerms

KEPT = (
    "id receipt member_id organisation_id series_id starts_at ends_at state answer_by people age_group category noisy "
    "channel operator_id created_at cancelled_at"
)


def ask_of(body: AskSent) -> Ask:
    """What a group needs."""
    needs = {name: getattr(body, name) for name in AskSent.model_fields}
    return Ask(**{**needs, "features": tuple(body.features)})


def span_of(starts_at: datetime | None, ends_at: datetime | None) -> Span | None:
    """Both ends of a span, or neither.

    Raises
    ------
    Rejected
        ``span_half``.
    """
    if starts_at is None and ends_at is None:
        return None
    if starts_at is None or ends_at is None:
        raise Rejected("span_half", "ends_at" if ends_at is None else "starts_at", allowed="both ends, or neither")
    return Span(starts_at, ends_at)


def terms_of(body: BookedSent) -> BookingTerms:
    """What shall be booked."""
    names = type(body).model_fields.keys() & set(BookingTerms.__slots__)
    return BookingTerms(
        Span(body.starts_at, body.ends_at), ask_of(body), **{name: getattr(body, name) for name in names}
    )


def changes_of(body: RoomBookingChange | SeriesChange, title: str | None = None) -> Changes:
    """What shall be different."""
    needs = None if body.needs is None else ask_of(body.needs)
    return Changes(span_of(body.starts_at, body.ends_at), body.room_id, needs, title)


def booking_shown(seen: Any) -> RoomBookingShown:
    """A booking as it is answered."""
    row, asset = seen.row, seen.asset
    fields = {name: getattr(row, name) for name in KEPT.split()}
    return RoomBookingShown.model_validate(
        {
            **fields,
            "version": row.row_version,
            "kind": asset.kind,
            "asset_id": asset.id,
            "asset_code": asset.code,
            "asset_zh": asset.name_zh,
            "asset_en": asset.name_en,
            "facility_id": asset.facility_id,
            "equipment": row.equipment or {},
            "title": seen.title,
        }
    )


def found_shown(found: Any, language: str) -> RoomsFound:
    """What a search found, with the reasons in words."""
    reasons = [
        ReasonCount(rule=rule, message=sentence(rule, language), rooms=count)
        for rule, count in sorted(found.reasons.items(), key=lambda one: (-one[1], one[0]))
    ]
    return RoomsFound(
        items=[_room(one) for one in found.rooms],
        alternatives=[_room(one) for one in found.alternatives],
        reasons=reasons,
    )


def date_shown(one: Any, language: str) -> SeriesDate:
    """A date of a series as it is answered."""
    instead = one.substitute
    substitute = (
        None
        if instead is None
        else SubstituteShown(room_id=instead.room_id, room_code=instead.room_code, **_span(instead.span))
    )
    return SeriesDate(
        booking_id=None if one.booking is None else one.booking.id,
        rule=one.rule,
        message=None if one.rule is None else sentence(one.rule, language),
        substitute=substitute,
        **_span(one.span),
    )


def _room(one: Any) -> FreeRoomShown:
    place = one.room
    return FreeRoomShown(
        kind=one.kind,
        facility_id=one.facility_id,
        facility_code=one.facility_code,
        facility_zh=one.facility_zh,
        facility_en=one.facility_en,
        room_id=place.id,
        room_code=place.code,
        room_zh=place.name_zh,
        room_en=place.name_en,
        capacity=place.capacity,
        features=sorted(place.features),
        metres=one.metres,
        needs_staff=one.needs_staff,
        spans=[SpanShown(**_span(span)) for span in one.spans],
    )


def _span(span: Any) -> dict[str, datetime]:
    return {"starts_at": span.starts_at, "ends_at": span.ends_at}
