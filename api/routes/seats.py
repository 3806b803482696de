"""Seats: seen, answered, given up, checked in and out, credited."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query
from fastapi.responses import Response

from api.deps import Booking, Door, IdempotencyKey, Planning, Reading
from api.openapi import refusals
from api.routes.common import router_of, tagged
from api.routes.seat_shapes import detail_shown, seat_shown
from api.schemas.base import Page, next_of
from api.schemas.seats import (
    Because,
    CodeShown,
    CreditSent,
    PresenceSent,
    SeatAssigned,
    SeatDetail,
    SeatsAsked,
    SeatShown,
)
from api.schemas.types import Id
from scheduler.usecases import answering, attendance, dropping_out, hours, meeting_points, seat_office, seat_views
from scheduler.usecases.attendance import Presence
from scheduler.usecases.seat_office import Assigned
from scheduler.usecases.seat_views import SeatsAsked as Wanted

router = router_of("seats")
REFUSED = refusals(401, 403, 404, 409)


@router.get("/seats", response_model=Page[SeatShown], responses=refusals(401, 403))
def list_seats(asked: Annotated[SeatsAsked, Query()], door: Reading) -> Page[SeatShown]:
    """One's own seats; all of the community for the office and auditors."""
    return door.read(lambda session, actor, _now: _page(session, actor, asked))


@router.get("/seats/{seat_id}", response_model=SeatDetail, responses=refusals(401, 403, 404))
def read_seat(seat_id: Id, door: Reading) -> Response:
    """One seat with its steps; for whoever visits an elder soon, with whom they visit."""
    vault = door.office.vault
    shown = door.read(
        lambda session, actor, now: detail_shown(
            seat_views.seen(session, actor=actor, vault=vault, seat_id=seat_id, now=now)
        )
    )
    return tagged(shown, shown.version)


@router.post("/shifts/{shift_id}/seats", status_code=201, response_model=SeatShown, responses=REFUSED)
def assign_seat(shift_id: Id, body: SeatAssigned, door: Planning, key: IdempotencyKey = None) -> Response:
    """Give somebody a seat by hand; rules are overridden only for a reason, which is kept."""
    wanted = Assigned(**body.model_dump())
    return door.create(
        lambda session, actor, now: _shown(
            session,
            actor,
            seat_office.assign(session, actor=actor, shift_id=shift_id, wanted=wanted, now=now).id,
        ),
        key,
        at="/api/v1/seats",
    )


@router.post("/seats/{seat_id}/accept", response_model=SeatShown, responses=REFUSED)
def accept_seat(seat_id: Id, door: Booking) -> Response:
    """Accept a seat that was offered."""
    return _answered(door, seat_id, "accept", "")


@router.post("/seats/{seat_id}/decline", response_model=SeatShown, responses=REFUSED)
def decline_seat(seat_id: Id, body: Because, door: Booking) -> Response:
    """Decline a seat that was offered; one is not asked for the shift again unless its time or place changes."""
    return _answered(door, seat_id, "decline", body.reason)


@router.post("/seats/{seat_id}/confirm", response_model=SeatShown, responses=REFUSED)
def confirm_seat(seat_id: Id, door: Booking) -> Response:
    """Confirm a seat once more before the shift."""
    return _answered(door, seat_id, "confirm", "")


@router.post("/seats/{seat_id}/sign-out", response_model=SeatShown, responses=REFUSED)
def sign_out(seat_id: Id, body: Because, door: Booking) -> Response:
    """Give a seat back while it is early enough; the office may until the shift begins."""
    wanted: dict[str, Any] = {"seat_id": seat_id, "reason": body.reason}
    return _moved(door, seat_id, lambda *on: dropping_out.sign_out(on[0], actor=on[1], now=on[2], **wanted))


@router.post("/seats/{seat_id}/cannot-come", response_model=SeatShown, responses=REFUSED)
def cannot_come(seat_id: Id, body: Because, door: Booking) -> Response:
    """Say that one cannot come; when it is late, people are asked at once to stand in."""
    wanted: dict[str, Any] = {"seat_id": seat_id, "reason": body.reason}
    return _moved(door, seat_id, lambda *on: dropping_out.cannot_come(on[0], actor=on[1], now=on[2], **wanted))


@router.post("/seats/{seat_id}/come-after-all", response_model=SeatShown, responses=REFUSED)
def come_after_all(seat_id: Id, door: Booking) -> Response:
    """Take back that one cannot come, while nobody else has the seat."""
    return _moved(
        door, seat_id, lambda *on: dropping_out.come_after_all(on[0], actor=on[1], seat_id=seat_id, now=on[2])
    )


@router.post("/seats/{seat_id}/check-in", response_model=SeatShown, responses=REFUSED)
def check_in(seat_id: Id, body: PresenceSent, door: Booking) -> Response:
    """Tell that one is there, with the code that hangs at the place; the office notes it for anybody."""
    wanted: dict[str, Any] = {"seat_id": seat_id, "presence": Presence(body.code, body.at)}
    return _moved(door, seat_id, lambda *on: attendance.check_in(on[0], actor=on[1], now=on[2], **wanted))


@router.post("/seats/{seat_id}/check-out", response_model=SeatShown, responses=REFUSED)
def check_out(seat_id: Id, body: PresenceSent, door: Booking) -> Response:
    """Tell that one leaves."""
    wanted: dict[str, Any] = {"seat_id": seat_id, "presence": Presence(body.code, body.at)}
    return _moved(door, seat_id, lambda *on: attendance.check_out(on[0], actor=on[1], now=on[2], **wanted))


@router.post("/seats/{seat_id}/absent", response_model=SeatShown, responses=REFUSED)
def mark_absent(seat_id: Id, body: Because, door: Planning) -> Response:
    """Note that somebody did not come and had not said so."""
    return _settled(door, seat_id, "miss", body.reason)


@router.post("/seats/{seat_id}/excuse", response_model=SeatShown, responses=REFUSED)
def excuse(seat_id: Id, body: Because, door: Planning) -> Response:
    """Excuse somebody, also afterwards; the reason is kept."""
    return _settled(door, seat_id, "excuse", body.reason)


@router.post("/seats/{seat_id}/cancel", response_model=SeatShown, responses=REFUSED)
def cancel_seat(seat_id: Id, body: Because, door: Planning) -> Response:
    """Take a seat back from somebody, who is told."""
    return _settled(door, seat_id, "cancel", body.reason)


@router.post("/seats/{seat_id}/credit", response_model=SeatShown, responses=REFUSED)
def credit_seat(seat_id: Id, body: CreditSent, door: Planning) -> Response:
    """Credit a seat to its person's hours, once: what check-in and check-out show, or the minutes stated."""
    wanted: dict[str, Any] = {"seat_id": seat_id, **body.model_dump()}
    return _moved(door, seat_id, lambda *on: hours.credit_seat(on[0], actor=on[1], now=on[2], **wanted))


@router.post("/meeting-points/{point_id}/check-in-code", response_model=CodeShown, responses=REFUSED)
def renew_check_in_code(point_id: Id, door: Planning) -> CodeShown:
    """Make a new code for people to check in by, in place of the one before; it is told this once."""

    def renewed(session: Any, actor: Any, now: Any) -> CodeShown:
        point, code = meeting_points.renew_check_in(session, actor=actor, point_id=point_id, now=now)
        return CodeShown(point_id=point.id, code=code)

    return door.write(renewed)


def _answered(door: Door, seat_id: UUID, action: str, reason: str) -> Response:
    wanted: dict[str, Any] = {"seat_id": seat_id, "action": action, "reason": reason}
    return _moved(door, seat_id, lambda *on: answering.answer(on[0], actor=on[1], now=on[2], **wanted))


def _settled(door: Door, seat_id: UUID, action: str, reason: str) -> Response:
    wanted: dict[str, Any] = {"seat_id": seat_id, "action": action, "reason": reason}
    return _moved(door, seat_id, lambda *on: attendance.settle(on[0], actor=on[1], now=on[2], **wanted))


def _moved(door: Door, seat_id: UUID, move: Any) -> Response:
    def moved(session: Any, actor: Any, now: Any) -> SeatShown:
        move(session, actor, now)
        return _shown(session, actor, seat_id)

    shown = door.write(moved)
    return tagged(shown, shown.version)


def _shown(session: Any, actor: Any, seat_id: UUID) -> SeatShown:
    return seat_shown(seat_views.one(session, actor=actor, seat_id=seat_id))


def _page(session: Any, actor: Any, asked: SeatsAsked) -> Page[SeatShown]:
    states = () if asked.state is None else (asked.state,)
    wanted = Wanted(asked.volunteer_id, asked.shift_id, asked.round_id, states)
    found = seat_views.listed(session, actor=actor, asked=wanted, **asked.part)
    items = [seat_shown(one) for one in found[: asked.limit]]
    return Page(items=items, next=next_of([one.seat for one in found], asked.limit))
