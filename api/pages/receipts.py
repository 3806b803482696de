"""The receipt of a registration at the counter, and the answers of people who come or call."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages import answers, rooms_told, ways_told
from api.pages.answers import Answer
from api.pages.desk import AtDesk, Context, Desk, clerks_only
from api.pages.forms import Form
from api.pages.ranked import ranked
from api.pages.slips import plate_of
from api.pages.standing import standing_of
from api.schemas.types import Id
from scheduler import queries
from scheduler.actors import Actor
from scheduler.states import REGISTRATION_MOVES
from scheduler.usecases import applications, explanations, registration, rounds
from scheduler.usecases.serving import may_ask_for

router = APIRouter(include_in_schema=False)
STEPS = ("endorse", "approve", "submit", "return", "request_information", "reject")
"""Steps of the path that staff take with one registration."""


@router.get("/counter/registrations/{registration_id}")
def receipt(registration_id: Id, desk: AtDesk) -> Response:
    """The receipt, to be printed; it names nobody."""
    return page(desk, registration_id)


@router.get("/counter/registrations/{registration_id}/{answer}")
def confirm(registration_id: Id, answer: Answer, desk: AtDesk) -> Response:
    """What an answer means, before it is given for somebody."""
    return answers.confirm_page(desk, served, registration_id, answer, f"/counter/registrations/{registration_id}")


@router.post("/counter/registrations/{registration_id}/{answer}")
def give(registration_id: Id, answer: Answer, desk: AtDesk) -> Response:
    """Accept or decline a space, or withdraw, for somebody who came or called."""
    return answers.given(desk, served, registration_id, answer, f"/counter/registrations/{registration_id}")


def page(
    desk: Desk, registration_id: UUID, searched: str | None = None, step: Form | None = None, status: int = 200
) -> Response:
    """The receipt; `searched` tells which other ways were just searched in vain, `step` which step was refused."""

    def shown(session: Any, actor: Actor, now: datetime) -> Context:
        row, place = served(session, actor, registration_id), f"/counter/registrations/{registration_id}"
        return {
            **told(session, actor, now, row, desk, searched),
            "served": True,
            "reaches": may_ask_for(session, actor, row.member_id),
            "answer_at": place,
            "path_steps": steps_open_to(actor, row),
            "path_form": step or Form(("action", "reason")),
        }

    return desk.show("receipt", shown, status)


def steps_open_to(actor: Actor, row: Any) -> list[str]:
    """Steps of the path that somebody at the counter may take with a registration as it stands."""
    return [
        name
        for name in STEPS
        if row.state in REGISTRATION_MOVES[name].before and actor.roles & REGISTRATION_MOVES[name].actors
    ]


def served(session: Any, actor: Actor, registration_id: UUID) -> Any:
    """A registration of somebody whom the reader serves at the counter.

    Raises
    ------
    NotAllowed, NotFound
        If the reader is no clerk, or does not serve them.
    """
    clerks_only(actor)
    return registration.seen(session, actor=actor, registration_id=registration_id)


def told(session: Any, actor: Actor, now: datetime, row: Any, desk: Desk, searched: str | None = None) -> Context:
    """A registration as its receipt tells it."""
    round_ = rounds.seen(session, actor=actor, round_id=row.round_id)
    zone = queries.community.one(session, actor.community_id).zone
    sites = queries.supply.sites_of(session, actor.community_id)
    return {
        "row": row,
        "round": round_,
        "agreement": None if row.vehicle_id is None else queries.agreements.newest_of(session, row.id),
        "title": applications.title_of(row, desk.office.vault),
        "note": registration.note_of(row, desk.office.vault),
        "sessions": rooms_told.held(session, row),
        "plate": plate_of(session, actor, desk, row.vehicle_id),
        "home": next((site for site in sites if site.id == row.home_site_id), None),
        "ranked": ranked(session, row, zone, desk.language),
        "standing": standing_of(session, row, round_, zone, desk.language),
        "answers": answers.open_to(actor, row, now),
        "forward": ways_told.of(session, actor, row, desk.language, now, searched),
        "explained": explanations.is_explained(session, row),
    }
