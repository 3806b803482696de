"""One's own registrations: their state in words, what happens next, one's answer, and what one was told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages import answers, applicants, mine_cards, mine_next
from api.pages.answers import Answer
from api.pages.desk import AtDesk, Context, Desk
from api.schemas.types import Id
from scheduler import calendar, queries
from scheduler.actors import Actor
from scheduler.errors import NotFound
from scheduler.usecases import fairness_views, looking, messages, registration

router = APIRouter(include_in_schema=False)
MOST = 100
LETTERS = 3
"""Most messages that are shown, the newest; all stand on their own page."""


@router.get("/mine")
def mine(desk: AtDesk) -> Response:
    """What waits for somebody, their next dates, what they can do, and their registrations, newest first."""
    return page(desk, {})


@router.get("/mine/{registration_id}/{answer}")
def confirm(registration_id: Id, answer: Answer, desk: AtDesk) -> Response:
    """What an answer means, before it is given."""
    return answers.confirm_page(desk, own, registration_id, answer, "/mine")


@router.post("/mine/{registration_id}/{answer}")
def give(registration_id: Id, answer: Answer, desk: AtDesk) -> Response:
    """Accept or decline a space, or withdraw."""
    return answers.given(desk, own, registration_id, answer, f"/mine#r-{registration_id}")


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
    rounds = mine_cards.rounds_of(session, actor, rows)
    today = calendar.date_of(now, queries.community.one(session, actor.community_id).zone)
    past = [row for row in rows if mine_cards.is_over(row, rounds[row.round_id], today)]
    present = [row for row in rows if row not in past]
    known = mine_cards.Known.of(session, present, rights)
    cards = [
        mine_cards.card(desk, session, actor, row, rounds[row.round_id], known, now, searched.get(row.id))
        for row in present
    ]
    dates = mine_next.dates(session, actor, now, now, now + mine_next.SOON)
    return {
        "items": cards,
        "past": [(row, rounds[row.round_id]) for row in past],
        "tasks": mine_next.tasks(desk, session, actor, cards, now),
        "dates": dates[: mine_next.NEXT],
        "doors": mine_next.doors(session, actor, now) if applicants.may_apply(actor) else [],
        "letters": messages.inbox(session, actor=actor, limit=LETTERS),
        "unread": queries.messages.unread(session, actor.member_id),
        "fairness": fairness_views.own(session, actor=actor),
    }
