"""A registration for parking as its person writes it: times and places, circumstances, the slip, sent; and changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages import mine_cards, receipts, register_asking, register_pages, wishes
from api.pages.desk import AtDesk, Context, Desk
from api.pages.forms import Form, Sent
from api.pages.mine import own
from api.pages.register_pages import HOME, UNSENT
from api.schemas.types import Id
from scheduler.actors import Actor
from scheduler.errors import Stale
from scheduler.usecases import acceptance, registration

router = APIRouter(include_in_schema=False)


@router.get(HOME + "/{registration_id}/times")
def times(registration_id: Id, desk: AtDesk) -> Response:
    """When, from where, and how far on foot, as it stands."""
    return register_pages.times_page(desk, registration_id, Form(register_asking.FIELDS))


@router.post(HOME + "/{registration_id}/times")
def change_times(registration_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """Keep other times and places."""
    form = Form(register_asking.FIELDS, sent)

    def wish(session: Any, actor: Actor, row: Any) -> registration.Wish:
        patterns, note = wishes.patterns_of(session, actor.community_id), registration.note_of(row, desk.office.vault)
        return register_asking.wish_of(form, row.vehicle_id, patterns, row, note)

    return desk.attempt(
        form,
        lambda: _amended(desk, registration_id, form, wish, "circumstances"),
        lambda again, status: register_pages.times_page(desk, registration_id, again, status),
    )


@router.get(HOME + "/{registration_id}/circumstances")
def circumstances(registration_id: Id, desk: AtDesk) -> Response:
    """What the office knows, and what else it should."""
    return register_pages.circumstances_page(desk, registration_id, Form(register_pages.NOTE))


@router.post(HOME + "/{registration_id}/circumstances")
def tell(registration_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """Keep what the office should know."""
    form = Form(register_pages.NOTE, sent)

    def wish(_session: Any, _actor: Actor, row: Any) -> registration.Wish:
        return replace(register_asking.wish_as_it_stands(row, desk.office.vault), note=register_asking.noted(form))

    return desk.attempt(
        form,
        lambda: _amended(desk, registration_id, form, wish, "slip"),
        lambda again, status: register_pages.circumstances_page(desk, registration_id, again, status),
    )


@router.get(HOME + "/{registration_id}/slip")
def slip(registration_id: Id, desk: AtDesk) -> Response:
    """What is met, what is missing, what to bring, where it could be served."""
    return register_pages.slip_page(desk, registration_id, Form(()))


@router.post(HOME + "/{registration_id}/slip")
def send(registration_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """Send exactly what the slip showed; a second press only leads to the receipt."""
    form = Form((), sent)

    def made(session: Any, actor: Actor, now: datetime) -> None:
        row = _locked(session, actor, registration_id)
        if row.state not in UNSENT:
            return
        _check_version(row, form)
        wanted: dict[str, Any] = {"registration_id": row.id, "action": "submit", "vault": desk.office.vault}
        acceptance.act(session, actor=actor, now=now, **wanted)

    def done() -> Response:
        desk.write(made)
        return desk.go(f"{HOME}/{registration_id}")

    return desk.attempt(
        form, done, lambda again, status: register_pages.slip_page(desk, registration_id, again, status)
    )


@router.get(HOME + "/{registration_id}")
def receipt(registration_id: Id, desk: AtDesk) -> Response:
    """The receipt of one's own registration, to be kept or printed, and how it stands."""

    def shown(session: Any, actor: Actor, now: datetime) -> Context:
        row = own(session, actor, registration_id)
        told = receipts.told(session, actor, now, row, desk)
        change_at = mine_cards.change_at(actor, row, told["round"], now)
        return {**told, "served": False, "answer_at": f"/mine/{row.id}", "change_at": change_at}

    return desk.show("receipt", shown)


def _amended(
    desk: Desk, registration_id: UUID, form: Form, wish: Callable[[Any, Actor, Any], registration.Wish], then: str
) -> Response:
    """Keep a wish, unless it was changed in another window meanwhile, and go on."""

    def amended(session: Any, actor: Actor, now: datetime) -> None:
        row = _locked(session, actor, registration_id)
        _check_version(row, form)
        target: dict[str, Any] = {"registration_id": row.id, "version": row.row_version}
        asked = wish(session, actor, row)
        registration.amend(session, actor=actor, vault=desk.office.vault, wish=asked, now=now, **target)

    desk.write(amended)
    return desk.go(f"{HOME}/{registration_id}/{then}")


def _locked(session: Any, actor: Actor, registration_id: UUID) -> Any:
    own(session, actor, registration_id)
    return registration.locked_for(session, actor, registration_id)


def _check_version(row: Any, form: Form) -> None:
    if str(row.row_version) != form.value("version"):
        raise Stale("changed_meanwhile", "version", form.value("version"), str(row.row_version))
