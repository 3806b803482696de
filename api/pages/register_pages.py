"""The steps of a registration for parking as pages; the first of them, which makes it, stands in `register_apply`."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi.responses import Response

from api.pages import applicants, register_asking, wishes
from api.pages.desk import Context, Desk
from api.pages.forms import Form
from api.pages.mine import own
from api.pages.register_looked import looked_at
from scheduler.actors import Actor
from scheduler.states import AMENDABLE
from scheduler.usecases import registration, rounds

HOME = "/mine/registrations"
NOTE = ("note",)
UNSENT = ("draft", "needs_information")
"""States in which a registration waits for its person to send it."""


def times_page(desk: Desk, registration_id: UUID, form: Form, status: int = 200) -> Response:
    """The second step: when, from where, and how far on foot."""

    def shown(session: Any, actor: Actor, now: datetime) -> Context:
        head = _head(session, actor, registration_id, now)
        patterns = wishes.patterns_of(session, actor.community_id)
        filled = form if form.values else register_asking.form_of(head["row"], patterns)
        return {**head, "form": filled, **register_asking.choices(session, actor, head["round"], filled, head["row"])}

    return desk.show("register_times", shown, status)


def circumstances_page(desk: Desk, registration_id: UUID, form: Form, status: int = 200) -> Response:
    """The third step: what is known, and what else the office should know."""

    def shown(session: Any, actor: Actor, now: datetime) -> Context:
        head = _head(session, actor, registration_id, now)
        filled = form if form.values else Form(NOTE, {"note": registration.note_of(head["row"], desk.office.vault)})
        return {**head, "form": filled, **looked_at(desk, session, actor, head["row"], now)}

    return desk.show("register_circumstances", shown, status)


def slip_page(desk: Desk, registration_id: UUID, form: Form, status: int = 200) -> Response:
    """The fourth step: the slip."""

    def shown(session: Any, actor: Actor, now: datetime) -> Context:
        head = _head(session, actor, registration_id, now)
        note = registration.note_of(head["row"], desk.office.vault)
        return {**head, "form": form, "note": note, **looked_at(desk, session, actor, head["row"], now)}

    return desk.show("register_slip", shown, status)


def _head(session: Any, actor: Actor, registration_id: UUID, now: datetime) -> Context:
    """What the steps of a registration have in common."""
    applicants.applicants_only(actor)
    row = own(session, actor, registration_id)
    round_ = rounds.seen(session, actor=actor, round_id=row.round_id)
    applicants.parking_only(round_)
    return {
        "row": row,
        "round": round_,
        "car": registration.vehicle_for(session, actor, row.vehicle_id),
        "is_open": _may_change(row, round_, now),
        "unsent": row.state in UNSENT,
        "place": f"{HOME}/{row.id}/times",
        "before": f"/mine/parking/{row.round_id}?draft={row.id}" if row.state == "draft" else f"{HOME}/{row.id}",
    }


def _may_change(row: Any, round_: Any, now: datetime) -> bool:
    return row.vehicle_id is not None and row.state in AMENDABLE and applicants.is_open(round_, now)
