"""One's own registrations: their state in words, what happens next, one's answer, and what one was told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages import answers, fees, rooms_told, ways_told
from api.pages.answers import Answer
from api.pages.desk import AtDesk, Context, Desk
from api.pages.ranked import ranked
from api.pages.reasons import places_of, told
from api.pages.standing import standing_of
from api.schemas.types import Id
from scheduler import queries
from scheduler.actors import Actor
from scheduler.errors import NotFound
from scheduler.usecases import applications, explanations, fairness_views, looking, messages, registration, rounds

router = APIRouter(include_in_schema=False)
MOST = 100
LETTERS = 20
"""Most messages that are shown, the newest."""


@router.get("/mine")
def mine(desk: AtDesk) -> Response:
    """All of one's registrations and messages, newest first."""
    return page(desk, {})


@router.get("/mine/{registration_id}/{answer}")
def confirm(registration_id: Id, answer: Answer, desk: AtDesk) -> Response:
    """What an answer means, before it is given."""
    return answers.confirm_page(desk, own, registration_id, answer, "/mine")


@router.post("/mine/{registration_id}/{answer}")
def give(registration_id: Id, answer: Answer, desk: AtDesk) -> Response:
    """Accept or decline a space, or withdraw."""
    return answers.given(desk, own, registration_id, answer, "/mine")


def page(desk: Desk, searched: Mapping[UUID, str]) -> Response:
    """The page; `searched` tells by registration what was just searched in vain."""
    return desk.show("mine", lambda session, actor, now: _listed(session, actor, now, desk, searched))


def own(session: Any, actor: Actor, registration_id: UUID) -> Any:
    """A registration of the reader's own.

    Raises
    ------
    NotFound
        If it is not theirs.
    """
    row = registration.seen(session, actor=actor, registration_id=registration_id)
    if row.member_id != actor.member_id:
        raise NotFound()
    return row


def _listed(session: Any, actor: Actor, now: datetime, desk: Desk, searched: Mapping[UUID, str]) -> Context:
    rights = {right.allocation.registration_id: right for right in looking.rights(session, actor=actor)}
    rows = looking.registrations_of(session, actor=actor, round_id=None, limit=MOST)
    return {
        "items": [
            {
                **_item(session, actor, row, rights.get(row.id), now, desk),
                "forward": ways_told.of(session, actor, row, desk.language, now, searched.get(row.id)),
            }
            for row in rows
        ],
        "volunteers": _volunteers(session, actor),
        "letters": messages.inbox(session, actor=actor, limit=LETTERS),
        "fairness": fairness_views.own(session, actor=actor),
    }


def _volunteers(session: Any, actor: Actor) -> bool:
    """Whether somebody has an account in the time bank."""
    member = actor.member_id
    return member is not None and queries.volunteers.of_member(session, actor.community_id, member) is not None


def _item(session: Any, actor: Actor, row: Any, right: Any, now: datetime, desk: Desk) -> Context:
    round_ = rounds.seen(session, actor=actor, round_id=row.round_id)
    zone = queries.community.one(session, actor.community_id).zone
    return {
        "row": row,
        "round": round_,
        "right": right,
        "agreement": None if row.vehicle_id is None else queries.agreements.newest_of(session, row.id),
        "title": applications.title_of(row, desk.office.vault),
        "sessions": rooms_told.held(session, row),
        "price": None if right is None else fees.price_of(session, actor, row.id, now),
        "ranked": ranked(session, row, zone, desk.language),
        "standing": standing_of(session, row, round_, zone, desk.language),
        "answers": answers.open_to(actor, row, now),
        "reasons": _reasons(session, actor, row, round_, desk.language),
        "explained": explanations.is_explained(session, row),
    }


def _reasons(session: Any, actor: Actor, row: Any, round_: Any, language: str) -> Sequence[str]:
    if row.state not in ("refused", "waitlisted"):
        return ()
    try:
        _, line = looking.result(session, actor=actor, registration_id=row.id)
    except NotFound:
        return ()
    return told(line.reasons, language, round_.use_first, places_of(session, actor.community_id, round_.domain))
