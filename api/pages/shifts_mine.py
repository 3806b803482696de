"""My shifts: what is asked of me, where I go next, and what I do about a seat."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages.desk import AtDesk, Context, Desk
from api.pages.forms import Form, Sent, read_as
from api.pages.shifts_told import gives_up, home_of, moves_of, own_seat
from api.schemas.seats import Because
from api.schemas.types import Id
from scheduler import queries
from scheduler.actors import Actor
from scheduler.usecases import answering, arrivals, dropping_out, seat_claims, seat_views, substitutes, swaps

router = APIRouter(include_in_schema=False)
HOME = "/mine/shifts"
FIELDS = ("reason",)
Move = Literal["accept", "decline", "confirm", "cannot-come", "come-after-all"]
AFTER = {
    "accept": ("accepted", "confirmed"),
    "decline": ("declined",),
    "confirm": ("confirmed",),
    "cannot-come": ("excused", "looking_for_substitute"),
    "come-after-all": ("confirmed",),
}
"""How a seat stands once a move was made."""
SAID = {"yes": "taken", "no": "declined"}
DECIDED = {"agree": ("agreed", "done"), "refuse": ("refused",), "withdraw": ("withdrawn",)}


@router.get(HOME)
def mine(desk: AtDesk) -> Response:
    """All that one has of shifts: what waits for an answer first, then what comes next."""
    return _home(desk, Form(FIELDS))


@router.get(HOME + "/{seat_id}")
def one(seat_id: Id, desk: AtDesk) -> Response:
    """One of one's own seats: when, where, with whom to get in touch, and what can be done."""
    return seat_page(desk, seat_id, Form(FIELDS))


@router.post(HOME + "/{seat_id}/{move}")
def answer(seat_id: Id, move: Move, desk: AtDesk, sent: Sent) -> Response:
    """Accept, decline, confirm, give up or take back a seat; a second press changes nothing."""
    form = Form(FIELDS, sent)

    def done() -> Response:
        reason = read_as(Because, form.filled("reason")).reason
        desk.write_once(
            lambda session, actor, now: _move(session, actor, now, seat_id, move, reason),
            lambda session, actor, _now: own_seat(session, actor, seat_id).seat.state in AFTER[move],
        )
        return desk.go(f"{HOME}/{seat_id}" if move != "decline" else HOME)

    return desk.attempt(form, done, lambda again, status: seat_page(desk, seat_id, again, status))


@router.post(HOME + "/asks/{ask_id}/{reply}")
def stand_in(ask_id: Id, reply: Literal["yes", "no"], desk: AtDesk, sent: Sent) -> Response:
    """Say whether one stands in for somebody; the first yes has the seat."""

    def done() -> Response:
        wanted: dict[str, Any] = {"ask_id": ask_id, "yes": reply == "yes"}
        desk.write_once(
            lambda session, actor, now: substitutes.answer(session, actor=actor, now=now, **wanted),
            lambda session, actor, _now: substitutes.one(session, actor=actor, ask_id=ask_id).ask.state == SAID[reply],
        )
        return desk.go(HOME)

    return desk.attempt(Form(FIELDS, sent), done, lambda again, status: _home(desk, again, status))


@router.post(HOME + "/swaps/{swap_id}/{reply}")
def decide(swap_id: Id, reply: Literal["agree", "refuse", "withdraw"], desk: AtDesk, sent: Sent) -> Response:
    """Agree to or refuse a swap as the other, or take one's own offer back."""
    form = Form(FIELDS, sent)

    def done() -> Response:
        reason = read_as(Because, form.filled("reason")).reason
        wanted: dict[str, Any] = {"swap_id": swap_id, "action": reply, "reason": reason}
        desk.write_once(
            lambda session, actor, now: swaps.act(session, actor=actor, now=now, **wanted),
            lambda session, actor, _now: swaps.seen(session, actor=actor, swap_id=swap_id).state in DECIDED[reply],
        )
        return desk.go(HOME)

    return desk.attempt(form, done, lambda again, status: _home(desk, again, status))


def seat_page(desk: Desk, seat_id: UUID, form: Form, status: int = 200) -> Response:
    """A seat of one's own, with the form as it stands."""

    def shown(session: Any, actor: Actor, now: datetime) -> Context:
        own_seat(session, actor, seat_id)
        detail = seat_views.seen(session, actor=actor, vault=desk.office.vault, seat_id=seat_id, now=now)
        rules = seat_claims.service_rules(session, actor.community_id, now)
        return {
            "detail": detail,
            "seat": detail.at.seat,
            "shift": detail.at.shift,
            "rules": rules,
            "moves": moves_of(detail.at, rules, now),
            "gives": gives_up(detail.at, rules, now),
            "due": any(one.seat.id == seat_id for one in arrivals.due(session, actor=actor, now=now)),
            "swaps": queries.seat_turns.open_swaps(session, [seat_id]),
            "address": desk.address(f"/mine/shifts/swap-for/{seat_id}"),
            "form": form,
        }

    return desk.show("shift_mine", shown, status)


def _home(desk: Desk, form: Form, status: int = 200) -> Response:
    return desk.show("shifts_mine", lambda session, actor, now: {**home_of(session, actor, now), "form": form}, status)


def _move(session: Any, actor: Actor, now: datetime, seat_id: UUID, move: str, reason: str) -> None:
    own_seat(session, actor, seat_id)
    wanted: dict[str, Any] = {"actor": actor, "seat_id": seat_id, "now": now}
    if move == "cannot-come":
        dropping_out.cannot_come(session, reason=reason, **wanted)
    elif move == "come-after-all":
        dropping_out.come_after_all(session, **wanted)
    else:
        answering.answer(session, action=move, reason=reason, **wanted)
