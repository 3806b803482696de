"""A swap proposed: to somebody by their number, or for the seat whose link somebody passed on."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages.desk import AtDesk, Context, Desk
from api.pages.forms import Form, Sent, read_as
from api.pages.shifts_told import HELD, own_seat, volunteer_of
from api.schemas.seats import SwapSent
from api.schemas.types import Id
from scheduler import queries
from scheduler.actors import Actor
from scheduler.errors import NotAllowed, NotFound, Rejected
from scheduler.ids import read_receipt
from scheduler.states import SEAT_LIVING
from scheduler.usecases import swaps
from scheduler.usecases.swap_deals import EXCHANGED
from scheduler.usecases.swaps import SwapTerms

router = APIRouter(include_in_schema=False)
HOME = "/mine/shifts"
FIELDS = ("to_receipt", "seat_id", "reason")


@router.get(HOME + "/{seat_id}/swap")
def ask(seat_id: Id, desk: AtDesk) -> Response:
    """Whom to hand one's seat to."""
    return _to_number(desk, seat_id, Form(FIELDS))


@router.post(HOME + "/{seat_id}/swap")
def hand_over(seat_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """Offer one's seat to a volunteer by their number."""
    form = Form(FIELDS, sent)

    def done() -> Response:
        number = read_receipt(form.value("to_receipt")) or form.value("to_receipt").strip()
        body = read_as(SwapSent, {"seat_id": seat_id, "to_receipt": number or None, **form.filled("reason")})
        if body.to_receipt is None:
            raise Rejected("missing_field", "to_receipt", "", "the volunteer's number")
        return desk.make(sent, lambda session, actor, now: _proposed(session, actor, now, SwapTerms(**dict(body))))

    return desk.attempt(form, done, lambda again, status: _to_number(desk, seat_id, again, status))


@router.get(HOME + "/swap-for/{seat_id}")
def look(seat_id: Id, desk: AtDesk) -> Response:
    """The seat of somebody who passed on its link, and which of one's own could go for it."""
    return _for_seat(desk, seat_id, Form(FIELDS))


@router.post(HOME + "/swap-for/{seat_id}")
def exchange(seat_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """Offer one of one's own seats for that of somebody else."""
    form = Form(FIELDS, sent)

    def done() -> Response:
        body = read_as(SwapSent, {**form.filled("seat_id", "reason"), "to_seat_id": seat_id})
        return desk.make(sent, lambda session, actor, now: _proposed(session, actor, now, SwapTerms(**dict(body))))

    return desk.attempt(form, done, lambda again, status: _for_seat(desk, seat_id, again, status))


def _proposed(session: Any, actor: Actor, now: datetime, terms: SwapTerms) -> str:
    own_seat(session, actor, terms.seat_id)
    try:
        swaps.propose(session, actor=actor, terms=terms, now=now)
    except NotFound:
        raise Rejected("unknown_id", "to_receipt", terms.to_receipt, "the number of a volunteer") from None
    return HOME


def _to_number(desk: Desk, seat_id: UUID, form: Form, status: int = 200) -> Response:
    def shown(session: Any, actor: Actor, _now: datetime) -> Context:
        return {"at": own_seat(session, actor, seat_id), "form": form}

    return desk.show("swap_new", shown, status)


def _for_seat(desk: Desk, seat_id: UUID, form: Form, status: int = 200) -> Response:
    def shown(session: Any, actor: Actor, now: datetime) -> Context:
        own = volunteer_of(session, actor)
        if own is None:
            raise NotAllowed("not_a_volunteer")
        wanted = queries.seats.one(session, actor.community_id, seat_id)
        if wanted is None or wanted.shift.state == "planned":
            raise NotFound()
        seats = queries.volunteers.seats_to_come(session, own.id, now)
        return {
            "wanted": wanted,
            "gone": _gone(wanted, now),
            "is_own": wanted.volunteer.id == own.id,
            "seats": [(seat, shift) for seat, shift in seats if seat.state in HELD],
            "points": {row.id: row for row in queries.rosters.points(session, actor.community_id)},
            "form": form,
        }

    return desk.show("swap_for", shown, status)


def _gone(wanted: Any, now: datetime) -> str:
    """Why a seat cannot be had any more for one's own, as a key of the words; empty where it can."""
    if wanted.shift.state == "cancelled":
        return "swap_gone_called_off"
    if wanted.shift.state == "over" or wanted.shift.starts_at <= now:
        return "swap_gone_begun"
    if wanted.seat.state in EXCHANGED:
        return ""
    return "swap_gone_for_now" if wanted.seat.state in SEAT_LIVING else "swap_gone_changed"
