"""A weekly room for a season, in one form: asked, looked at on the slip, sent; by oneself or at the counter."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages import mine_cards, receipts, rooms_applying, rooms_sections
from api.pages.desk import AtDesk, Context
from api.pages.forms import Form, Sent
from api.pages.rooms_applying import Case, form_page, slip_page
from api.schemas.types import Id
from scheduler.actors import Actor
from scheduler.errors import NotFound
from scheduler.usecases import registration

router = APIRouter(include_in_schema=False)


@router.get("/mine/apply/{round_id}")
def ask(round_id: Id, desk: AtDesk) -> Response:
    """The form, for oneself."""
    return form_page(desk, Case(round_id), Form(rooms_sections.FIELDS, rooms_sections.USUAL))


@router.get("/counter/people/{member_id}/apply/{round_id}")
def ask_for(member_id: Id, round_id: Id, desk: AtDesk) -> Response:
    """The form, for somebody who came or called."""
    return form_page(desk, Case(round_id, member_id), Form(rooms_sections.FIELDS, rooms_sections.USUAL))


@router.post("/mine/apply/{round_id}")
def change(round_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """Back from the slip to the form, with all that was filled in."""
    return form_page(desk, Case(round_id), Form(rooms_sections.FIELDS, sent))


@router.post("/counter/people/{member_id}/apply/{round_id}")
def change_for(member_id: Id, round_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """Back from the slip to the form, with all that was filled in."""
    return form_page(desk, Case(round_id, member_id), Form(rooms_sections.FIELDS, sent))


@router.post("/mine/apply/{round_id}/slip")
def slip(round_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """What is met, what is missing, where it could be held; nothing is written."""
    return slip_page(desk, Case(round_id), sent)


@router.post("/counter/people/{member_id}/apply/{round_id}/slip")
def slip_for(member_id: Id, round_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """The slip for somebody who came or called; nothing is written."""
    return slip_page(desk, Case(round_id, member_id), sent)


@router.post("/mine/apply/{round_id}/send")
def send(round_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """Send what the slip showed."""
    return rooms_applying.send(desk, Case(round_id), sent, "/mine/sections/{}")


@router.post("/counter/people/{member_id}/apply/{round_id}/send")
def send_for(member_id: Id, round_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """Send what the slip showed, for somebody who came or called."""
    return rooms_applying.send(desk, Case(round_id, member_id), sent, "/counter/registrations/{}")


@router.get("/mine/sections/{registration_id}")
def receipt(registration_id: Id, desk: AtDesk) -> Response:
    """The receipt of one's own application, and what came of it."""

    def shown(session: Any, actor: Actor, now: datetime) -> Context:
        row = registration.seen(session, actor=actor, registration_id=registration_id)
        if row.member_id != actor.member_id:
            raise NotFound()
        told = receipts.told(session, actor, now, row, desk)
        change_at = mine_cards.change_at(actor, row, told["round"], now)
        return {**told, "served": False, "answer_at": f"/mine/{row.id}", "change_at": change_at}

    return desk.show("receipt", shown)
