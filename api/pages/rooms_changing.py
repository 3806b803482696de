"""One's own application for a season, changed while the round is open and nobody has decided on it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages import rooms_sections, rooms_times
from api.pages.applicants import applicants_only, is_open
from api.pages.desk import AtDesk, Context, Desk
from api.pages.forms import Form, Sent
from api.pages.mine import own
from api.pages.rooms_applying import choices
from api.schemas.types import Id
from scheduler.actors import Actor
from scheduler.errors import NotFound
from scheduler.states import AMENDABLE
from scheduler.usecases import applications, registration, rounds

router = APIRouter(include_in_schema=False)
HOME = "/mine/sections"


@router.get(HOME + "/{registration_id}/change")
def ask(registration_id: Id, desk: AtDesk) -> Response:
    """The form, as the application would fill it in."""
    return _page(desk, registration_id, Form(rooms_sections.FIELDS))


@router.post(HOME + "/{registration_id}/change")
def change(registration_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """Ask for something else, unless it was changed in another window meanwhile."""
    form = Form(rooms_sections.FIELDS, sent)

    def changed(session: Any, actor: Actor, now: datetime) -> None:
        row = _section(session, actor, registration_id)
        near = rooms_times.nearest(session, actor.community_id, actor.member_id)
        wish = rooms_sections.section_of(form, near, row.section)
        target: dict[str, Any] = {"registration_id": row.id, "version": form.number("version")}
        applications.amend_section(session, actor=actor, vault=desk.office.vault, wish=wish, now=now, **target)

    def done() -> Response:
        rooms_sections.at_fields(form, lambda: desk.write(changed))
        return desk.go(f"{HOME}/{registration_id}")

    return desk.attempt(form, done, lambda again, status: _page(desk, registration_id, again, status))


def _page(desk: Desk, registration_id: UUID, form: Form, status: int = 200) -> Response:
    def shown(session: Any, actor: Actor, now: datetime) -> Context:
        row, vault = _section(session, actor, registration_id), desk.office.vault
        round_ = rounds.seen(session, actor=actor, round_id=row.round_id)
        near = rooms_times.nearest(session, actor.community_id, actor.member_id)
        title, note = applications.title_of(row, vault), registration.note_of(row, vault)
        known = rooms_sections.form_of(row.section, title, note, near)
        filled = form if form.values else known
        return {
            "row": row,
            "round": round_,
            "is_open": row.state in AMENDABLE and is_open(round_, now),
            "form": filled,
            "kept_ranges": row.section["ranges"] if known.value("kept_times") else [],
            "organisation": None,
            **choices(session, actor, actor.member_id, filled),
        }

    return desk.show("apply_change", shown, status)


def _section(session: Any, actor: Actor, registration_id: UUID) -> Any:
    applicants_only(actor)
    row = own(session, actor, registration_id)
    if row.section is None:
        raise NotFound()
    return row
