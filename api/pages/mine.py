"""One's own registrations: their state in words, what happens next, and one's answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages.desk import AtDesk, Context
from api.pages.reasons import told
from api.schemas.types import Id
from scheduler import queries
from scheduler.actors import Actor
from scheduler.errors import NotFound
from scheduler.states import OWNER, REGISTRATION_MOVES
from scheduler.usecases import looking, registration, rounds

router = APIRouter(include_in_schema=False)
MOST = 100
ANSWERS = ("accept", "decline", "withdraw")
Answer = Literal["accept", "decline", "withdraw"]


@router.get("/mine")
def mine(desk: AtDesk) -> Response:
    """All of one's registrations, newest first."""
    return desk.show("mine", lambda session, actor, now: _listed(session, actor, now, desk.language))


@router.get("/mine/{registration_id}/{answer}")
def confirm(registration_id: Id, answer: Answer, desk: AtDesk) -> Response:
    """What an answer means, before it is given."""

    def asked(session: Any, actor: Actor, _now: datetime) -> Context:
        row = _own(session, actor, registration_id)
        return {"row": row, "round": rounds.seen(session, actor=actor, round_id=row.round_id), "answer": answer}

    return desk.show("mine_confirm", asked)


@router.post("/mine/{registration_id}/{answer}")
def give(registration_id: Id, answer: Answer, desk: AtDesk) -> Response:
    """Accept or decline a space, or withdraw."""

    def given(session: Any, actor: Actor, now: datetime) -> None:
        row = _own(session, actor, registration_id)
        registration.act(session, actor=actor, registration_id=row.id, action=answer, now=now)

    desk.write(given)
    return desk.go("/mine")


def _own(session: Any, actor: Actor, registration_id: Id) -> Any:
    row = registration.seen(session, actor=actor, registration_id=registration_id)
    if row.member_id != actor.member_id:
        raise NotFound()
    return row


def _listed(session: Any, actor: Actor, now: datetime, language: str) -> Context:
    rights = {right.allocation.registration_id: right for right in looking.rights(session, actor=actor)}
    rows = looking.registrations_of(session, actor=actor, round_id=None, limit=MOST)
    return {"items": [_item(session, actor, row, rights.get(row.id), now, language) for row in rows]}


def _item(session: Any, actor: Actor, row: Any, right: Any, now: datetime, language: str) -> Context:
    round_ = rounds.seen(session, actor=actor, round_id=row.round_id)
    return {
        "row": row,
        "round": round_,
        "right": right,
        "answers": [answer for answer in ANSWERS if _is_open(answer, row, now)],
        "reasons": _reasons(session, actor, row, round_, language),
    }


def _is_open(answer: str, row: Any, now: datetime) -> bool:
    move = REGISTRATION_MOVES[answer]
    late = answer == "accept" and row.answer_by is not None and row.answer_by <= now
    return row.state in move.before and OWNER in move.actors and not late


def _reasons(session: Any, actor: Actor, row: Any, round_: Any, language: str) -> Sequence[str]:
    if row.state not in ("refused", "waitlisted"):
        return ()
    try:
        _, line = looking.result(session, actor=actor, registration_id=row.id)
    except NotFound:
        return ()
    sites = {site.code: site for site in queries.supply.sites_of(session, actor.community_id)}
    return told(line.reasons, language, round_.use_first, sites)
