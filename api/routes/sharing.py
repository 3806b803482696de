"""One's own space: offered to others, seen on a calendar, called back."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Query
from fastapi.responses import Response

from api.deps import IdempotencyKey, Planning, Reading, Registering
from api.openapi import refusals
from api.routes.common import router_of, tagged
from api.schemas.base import Page, PageAsked, next_of
from api.schemas.sharing import (
    CalendarAsked,
    CalendarSpan,
    CallBacks,
    CallBackSent,
    CallBackShown,
    OwnerSent,
    ShareCalendar,
    ShareEnd,
    ShareSent,
    ShareShown,
)
from api.schemas.supply import SpaceShown
from api.schemas.types import Id
from api.tags import Version
from scheduler.usecases import call_backs, sharing
from scheduler.usecases.call_backs import Wanted as CallBackWanted
from scheduler.usecases.sharing import Offered
from scheduler.usecases.supply import WindowTerms

router = router_of("sharing")
Wanted = dict[str, Any]


@router.put("/spaces/{space_id}/owner", response_model=SpaceShown, responses=refusals(401, 404, 409, 412, 428))
def set_owner(space_id: Id, body: OwnerSent, version: Version, door: Planning) -> Response:
    """State whose own a space is; from then on only its owner opens it to others."""
    wanted: Wanted = {"space_id": space_id, "version": version, "member_id": body.member_id}
    shown = door.write(
        lambda session, actor, now: SpaceShown.model_validate(
            sharing.set_owner(session, actor=actor, now=now, **wanted)
        )
    )
    return tagged(shown, shown.version)


@router.post("/spaces/{space_id}/shares", status_code=201, response_model=ShareShown, responses=refusals(401, 404, 409))
def offer_space(space_id: Id, body: ShareSent, door: Registering, key: IdempotencyKey = None) -> Response:
    """Offer one's own space, or by staff on behalf of its owner."""
    windows = [WindowTerms("open", **window.model_dump()) for window in body.windows]
    offered = Offered(windows, body.first, body.last, body.channel)
    return door.create(
        lambda session, actor, now: ShareShown.model_validate(
            sharing.offer(session, actor=actor, space_id=space_id, offered=offered, now=now)
        ),
        key,
        at="/api/v1/shares",
    )


@router.get("/shares", response_model=Page[ShareShown], responses=refusals(401))
def list_shares(asked: Annotated[PageAsked, Query()], door: Reading) -> Page[ShareShown]:
    """Offers: one's own; for staff those of their sites."""
    return door.read(lambda session, actor, _now: _shares(session, actor, asked))


@router.get("/shares/{share_id}", response_model=ShareShown, responses=refusals(401, 404))
def read_share(share_id: Id, door: Reading) -> ShareShown:
    """One offer."""
    return door.read(
        lambda session, actor, _now: ShareShown.model_validate(sharing.seen(session, actor=actor, share_id=share_id))
    )


@router.post("/shares/{share_id}/end", response_model=ShareShown, responses=refusals(401, 404, 409))
def end_share(share_id: Id, body: ShareEnd, door: Registering) -> ShareShown:
    """End an offer with a date; what somebody has been given by then stays theirs."""
    wanted: Wanted = {"share_id": share_id, "last": body.last}
    return door.write(
        lambda session, actor, now: ShareShown.model_validate(sharing.end(session, actor=actor, now=now, **wanted))
    )


@router.get("/shares/{share_id}/calendar", response_model=ShareCalendar, responses=refusals(401, 404))
def read_share_calendar(share_id: Id, asked: Annotated[CalendarAsked, Query()], door: Reading) -> ShareCalendar:
    """When the space is offered, used by somebody, and back with its owner."""
    wanted: Wanted = {"share_id": share_id, "first": asked.first, "last": asked.last}
    return door.read(
        lambda session, actor, _now: ShareCalendar(
            items=[CalendarSpan.model_validate(day) for day in sharing.days(session, actor=actor, **wanted)]
        )
    )


@router.get("/shares/{share_id}/call-backs", response_model=CallBacks, responses=refusals(401, 404))
def list_call_backs(share_id: Id, door: Reading) -> CallBacks:
    """What was called back of an offer."""
    return door.read(
        lambda session, actor, _now: CallBacks(
            items=[
                CallBackShown.model_validate(row) for row in call_backs.listed(session, actor=actor, share_id=share_id)
            ]
        )
    )


@router.post(
    "/shares/{share_id}/call-backs", status_code=201, response_model=CallBackShown, responses=refusals(401, 404, 409)
)
def call_back(share_id: Id, body: CallBackSent, door: Registering, key: IdempotencyKey = None) -> Response:
    """Have one's own space back: in due time always, sooner where it is free, else another space or money."""
    wanted = CallBackWanted(**body.model_dump())
    return door.create(
        lambda session, actor, now: CallBackShown.model_validate(
            call_backs.call_back(session, actor=actor, share_id=share_id, wanted=wanted, now=now)
        ),
        key,
        at="/api/v1/call-backs",
    )


@router.post("/call-backs/{call_back_id}/withdraw", response_model=CallBackShown, responses=refusals(401, 404, 409))
def withdraw_call_back(call_back_id: Id, door: Registering) -> CallBackShown:
    """Leave one's space to others after all."""
    return door.write(
        lambda session, actor, now: CallBackShown.model_validate(
            call_backs.withdraw(session, actor=actor, call_back_id=call_back_id, now=now)
        )
    )


@router.post("/call-backs/{call_back_id}/missed", response_model=CallBackShown, responses=refusals(401, 404, 409))
def report_missed(call_back_id: Id, door: Registering) -> CallBackShown:
    """State that the owner came and found the space taken; it is counted, published and paid for."""
    return door.write(
        lambda session, actor, now: CallBackShown.model_validate(
            call_backs.report_missed(session, actor=actor, call_back_id=call_back_id, now=now)
        )
    )


def _shares(session: Any, actor: Any, asked: PageAsked) -> Page[ShareShown]:
    rows = sharing.listed(session, actor=actor, last=asked.last, limit=asked.limit + 1)
    return Page(items=[ShareShown.model_validate(row) for row in rows[: asked.limit]], next=next_of(rows, asked.limit))
