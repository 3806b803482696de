"""Rounds: listed and read by everybody of the community, run by its office."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Query
from fastapi.responses import Response

from api.deps import IdempotencyKey, Planning, Reading
from api.openapi import refusals
from api.routes.common import router_of, tagged
from api.schemas.base import Page, next_of
from api.schemas.rounds import RoundChange, RoundMove, RoundsAsked, RoundSent, RoundShown, Tally
from api.schemas.types import Id
from api.tags import Version
from scheduler.states import ROUND_STATES
from scheduler.usecases import decisions, looking, rounds
from scheduler.usecases.rounds import RoundTerms

router = router_of("rounds")


@router.get("/rounds", response_model=Page[RoundShown], responses=refusals(401, 403))
def list_rounds(asked: Annotated[RoundsAsked, Query()], door: Reading) -> Page[RoundShown]:
    """Rounds of the community; drafts are for staff."""
    return door.read(lambda session, actor, _now: _page(session, actor, asked))


@router.post("/rounds", status_code=201, response_model=RoundShown, responses=refusals(401, 409))
def set_up_round(body: RoundSent, door: Planning, key: IdempotencyKey = None) -> Response:
    """Set a round up, as a draft, under the covenant in force."""
    terms = RoundTerms(**body.model_dump())
    return door.create(
        lambda session, actor, now: RoundShown.model_validate(
            rounds.set_up(session, actor=actor, terms=terms, now=now)
        ),
        key,
    )


@router.get("/rounds/{round_id}", response_model=RoundShown, responses=refusals(401, 403, 404))
def read_round(round_id: Id, door: Reading) -> Response:
    """One round."""
    shown = door.read(
        lambda session, actor, _now: RoundShown.model_validate(rounds.seen(session, actor=actor, round_id=round_id))
    )
    return tagged(shown, shown.version)


@router.patch("/rounds/{round_id}", response_model=RoundShown, responses=refusals(401, 404, 409, 412, 428))
def amend_round(round_id: Id, body: RoundChange, version: Version, door: Planning) -> Response:
    """Change the terms of a round that is not published."""
    changes = body.model_dump(exclude_none=True)
    shown = door.write(
        lambda session, actor, now: RoundShown.model_validate(
            rounds.amend(session, actor=actor, round_id=round_id, version=version, changes=changes, now=now)
        )
    )
    return tagged(shown, shown.version)


@router.post("/rounds/{round_id}/moves", response_model=RoundShown, responses=refusals(401, 404, 409))
def move_round(round_id: Id, body: RoundMove, door: Planning) -> Response:
    """Take a round to its next state."""
    shown = door.write(
        lambda session, actor, now: RoundShown.model_validate(
            rounds.move(session, actor=actor, round_id=round_id, action=body.action, now=now, reason=body.reason)
        )
    )
    return tagged(shown, shown.version)


@router.get("/rounds/{round_id}/tally", response_model=Tally, responses=refusals(401, 403, 404))
def tally(round_id: Id, door: Reading) -> Tally:
    """How many registrations are in which state; for staff and auditors."""

    def counted(session: Any, actor: Any, _now: Any) -> Tally:
        states = rounds.tally(session, actor=actor, round_id=round_id)
        round_ = rounds.seen(session, actor=actor, round_id=round_id)
        return Tally(states=states, decisions_waiting=len(decisions.waiting(session, round_)))

    return door.read(counted)


def _page(session: Any, actor: Any, asked: RoundsAsked) -> Page[RoundShown]:
    states = ROUND_STATES if asked.state is None else (asked.state,)
    rows = looking.rounds_of(session, actor=actor, states=states, **asked.part)
    return Page(items=[RoundShown.model_validate(row) for row in rows[: asked.limit]], next=next_of(rows, asked.limit))
