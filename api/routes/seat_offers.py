"""What can be joined: open posts, signing up, wishes and draws; standing in for somebody; swaps."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query
from fastapi.responses import Response

from api.deps import Booking, Door, IdempotencyKey, Planning, Reading
from api.openapi import refusals
from api.routes.common import router_of, tagged
from api.routes.seat_shapes import ask_shown, draw_shown, post_shown, seat_shown, swap_shown
from api.schemas.base import Page, next_of
from api.schemas.seats import (
    AsksAsked,
    AskShown,
    Because,
    DrawShown,
    OpenAsked,
    OpenPostsShown,
    SeatShown,
    SeekSent,
    SignUpSent,
    SoughtShown,
    SwapsAsked,
    SwapSent,
    SwapShown,
    WhoseAsked,
    WishAsked,
    WishShown,
)
from api.schemas.types import Id
from scheduler.usecases import (
    attendance,
    drawing,
    seat_claims,
    seat_views,
    sign_up,
    substitute_search,
    substitutes,
    swaps,
)
from scheduler.usecases.swaps import SwapTerms

router = router_of("signing up")
REFUSED = refusals(401, 403, 404, 409)


@router.get("/shifts/open", response_model=OpenPostsShown, responses=refusals(401, 403, 404, 409))
def list_open_posts(asked: Annotated[OpenAsked, Query()], door: Reading) -> OpenPostsShown:
    """Posts of published shifts in the order of time, each with what speaks against signing up, if anything does."""
    return door.read(lambda session, actor, now: _open(session, actor, now, asked, door.language))


@router.post("/shifts/{shift_id}/sign-up", status_code=201, response_model=SeatShown, responses=REFUSED)
def sign_up_for_shift(shift_id: Id, body: SignUpSent, door: Booking, key: IdempotencyKey = None) -> Response:
    """Sign up for a shift; every rule is asked, and the seat is confirmed at once."""
    wanted: dict[str, Any] = {"shift_id": shift_id, **body.model_dump()}

    def made(session: Any, actor: Any, now: Any) -> SeatShown:
        seat = sign_up.sign_up(session, actor=actor, now=now, **wanted)
        return seat_shown(seat_views.one(session, actor=actor, seat_id=seat.id))

    return door.create(made, key, at="/api/v1/seats")


@router.post("/shifts/{shift_id}/wish", status_code=201, response_model=WishShown, responses=REFUSED)
def wish_for_shift(shift_id: Id, body: WishAsked, door: Booking, key: IdempotencyKey = None) -> Response:
    """Wish for a post that is drawn by lot."""
    wanted: dict[str, Any] = {"shift_id": shift_id, **body.model_dump()}
    return door.create(
        lambda session, actor, now: WishShown.model_validate(drawing.wish(session, actor=actor, now=now, **wanted)),
        key,
        at="/api/v1/shifts",
    )


@router.delete("/shifts/{shift_id}/wish", response_model=WishShown, responses=REFUSED)
def withdraw_wish(shift_id: Id, asked: Annotated[WhoseAsked, Query()], door: Booking) -> WishShown:
    """Take a wish back, until the draw."""
    wanted: dict[str, Any] = {"shift_id": shift_id, "volunteer_id": asked.volunteer_id}
    return door.write(
        lambda session, actor, now: WishShown.model_validate(drawing.withdraw(session, actor=actor, now=now, **wanted))
    )


@router.get("/shifts/{shift_id}/draw", response_model=DrawShown, responses=refusals(401, 403, 404, 409))
def read_draw(shift_id: Id, door: Reading) -> DrawShown:
    """How posts of a shift are drawn: whoever works the lots out again comes to the same order."""
    return door.read(
        lambda session, actor, now: draw_shown(shift_id, drawing.seen(session, actor=actor, shift_id=shift_id, now=now))
    )


@router.post("/shifts/{shift_id}/seek", response_model=SoughtShown, responses=REFUSED)
def seek_people(shift_id: Id, body: SeekSent, door: Planning) -> SoughtShown:
    """Have people asked for the empty seats of a role, the best fitting first."""
    return door.write(
        lambda session, actor, now: SoughtShown(
            asked=substitute_search.begin(session, actor=actor, shift_id=shift_id, role=body.role, now=now)
        )
    )


@router.get("/asks", response_model=Page[AskShown], responses=refusals(401, 403))
def list_asks(asked: Annotated[AsksAsked, Query()], door: Reading) -> Page[AskShown]:
    """What one is, or was, asked; all of the community for the office and auditors."""
    return door.read(lambda session, actor, _now: _asks(session, actor, asked))


@router.post("/asks/{ask_id}/yes", response_model=AskShown, responses=REFUSED)
def say_yes(ask_id: Id, door: Booking) -> AskShown:
    """Take the seat; the first yes has it."""
    return _answered(door, ask_id, True)


@router.post("/asks/{ask_id}/no", response_model=AskShown, responses=REFUSED)
def say_no(ask_id: Id, door: Booking) -> AskShown:
    """Leave the seat to others."""
    return _answered(door, ask_id, False)


@router.get("/swaps", response_model=Page[SwapShown], responses=refusals(401, 403))
def list_swaps(asked: Annotated[SwapsAsked, Query()], door: Reading) -> Page[SwapShown]:
    """Swaps that one has a part in; all of the community for the office and auditors."""
    return door.read(lambda session, actor, _now: _swaps(session, actor, asked))


@router.post("/swaps", status_code=201, response_model=SwapShown, responses=REFUSED)
def propose_swap(body: SwapSent, door: Booking, key: IdempotencyKey = None) -> Response:
    """Offer one's seat to somebody, for one of theirs or for nothing; every rule is asked."""
    terms = SwapTerms(**body.model_dump())
    return door.create(
        lambda session, actor, now: swap_shown(swaps.propose(session, actor=actor, terms=terms, now=now)), key
    )


@router.get("/swaps/{swap_id}", response_model=SwapShown, responses=refusals(401, 403, 404))
def read_swap(swap_id: Id, door: Reading) -> Response:
    """One swap."""
    shown = door.read(lambda session, actor, _now: swap_shown(swaps.seen(session, actor=actor, swap_id=swap_id)))
    return tagged(shown, shown.version)


@router.post("/swaps/{swap_id}/agree", response_model=SwapShown, responses=REFUSED)
def agree_to_swap(swap_id: Id, door: Booking) -> Response:
    """Agree as the other; it is done at once, or once a coordinator approves where that is asked for."""
    return _decided(door, swap_id, "agree", "")


@router.post("/swaps/{swap_id}/refuse", response_model=SwapShown, responses=REFUSED)
def refuse_swap(swap_id: Id, body: Because, door: Booking) -> Response:
    """Refuse as the other, or as a coordinator what both agreed on."""
    return _decided(door, swap_id, "refuse", body.reason)


@router.post("/swaps/{swap_id}/withdraw", response_model=SwapShown, responses=REFUSED)
def withdraw_swap(swap_id: Id, body: Because, door: Booking) -> Response:
    """Take one's offer back."""
    return _decided(door, swap_id, "withdraw", body.reason)


@router.post("/swaps/{swap_id}/approve", response_model=SwapShown, responses=REFUSED)
def approve_swap(swap_id: Id, door: Planning) -> Response:
    """Approve as a coordinator what both agreed on."""
    return _decided(door, swap_id, "approve", "")


def _open(session: Any, actor: Any, now: Any, asked: OpenAsked, language: str) -> OpenPostsShown:
    part: dict[str, Any] = {"after": asked.last, "limit": asked.limit + 1}
    posts, shifts = sign_up.listed(session, actor=actor, now=now, volunteer_id=asked.volunteer_id, **part)
    volunteer = seat_claims.volunteer_for(session, actor, asked.volunteer_id)
    return OpenPostsShown(
        items=[post_shown(post, language) for post in posts],
        next=next_of(shifts, asked.limit),
        locked_until=attendance.locked_until(session, volunteer, now),
    )


def _answered(door: Door, ask_id: UUID, yes: bool) -> AskShown:
    def answered(session: Any, actor: Any, now: Any) -> AskShown:
        substitutes.answer(session, actor=actor, ask_id=ask_id, yes=yes, now=now)
        return ask_shown(substitutes.one(session, actor=actor, ask_id=ask_id))

    return door.write(answered)


def _asks(session: Any, actor: Any, asked: AsksAsked) -> Page[AskShown]:
    found = substitutes.listed(session, actor=actor, shift_id=asked.shift_id, **asked.part)
    items = [ask_shown(one) for one in found[: asked.limit]]
    return Page(items=items, next=next_of([one.ask for one in found], asked.limit))


def _decided(door: Door, swap_id: UUID, action: str, reason: str) -> Response:
    wanted: dict[str, Any] = {"swap_id": swap_id, "action": action, "reason": reason}
    shown = door.write(lambda session, actor, now: swap_shown(swaps.act(session, actor=actor, now=now, **wanted)))
    return tagged(shown, shown.version)


def _swaps(session: Any, actor: Any, asked: SwapsAsked) -> Page[SwapShown]:
    states = () if asked.state is None else (asked.state,)
    rows = swaps.listed(session, actor=actor, states=states, **asked.part)
    items = [swap_shown(row) for row in rows[: asked.limit]]
    return Page(items=items, next=next_of(rows, asked.limit))
