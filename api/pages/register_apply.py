"""A resident registers for parking: the round, the vehicle, then times and places, from which a draft is made."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages import applicants, register_asking, register_pages, wishes
from api.pages.desk import AtDesk, Context, Desk
from api.pages.forms import Form, Sent
from api.pages.register_cars import CAR, car_of, cars_of, changed, draft_of, named
from api.schemas.types import Id
from scheduler.actors import Actor
from scheduler.errors import Conflict, Stale
from scheduler.usecases import looking, registration, rounds

router = APIRouter(include_in_schema=False)
WEB = "web"
HOME = "/mine/parking"


@router.get(HOME)
def ask(desk: AtDesk) -> Response:
    """Rounds that take registrations, and what was begun and not sent."""

    def found(session: Any, actor: Actor, now: datetime) -> Context:
        applicants.applicants_only(actor)
        opened = looking.rounds_of(session, actor=actor, states=("open",))
        drafts = looking.registrations_of(session, actor=actor, round_id=None, states=("draft",))
        return {
            "rounds": [one for one in opened if one.domain == "parking" and applicants.is_open(one, now)],
            "drafts": [row for row in drafts if row.vehicle_id is not None],
        }

    return desk.show("register", found)


@router.get(HOME + "/{round_id}")
def vehicle(round_id: Id, desk: AtDesk, draft: Id | None = None) -> Response:
    """The first step: for which vehicle."""
    return _vehicle_page(desk, round_id, Form(CAR, {"draft": str(draft or "")}))


@router.post(HOME + "/{round_id}")
def choose(round_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """Take a vehicle of one's own, or one that is new; a draft that was begun goes on."""
    form = Form(CAR, sent)
    chosen = partial(_chosen, desk, round_id, form)
    return desk.attempt(
        form, lambda: desk.make(sent, chosen), lambda again, status: _vehicle_page(desk, round_id, again, status)
    )


@router.get(HOME + "/{round_id}/times")
def times(round_id: Id, desk: AtDesk, vehicle: Id) -> Response:
    """The second step: when, from where, and how far on foot; of a draft that was begun, as it stands."""
    begun = _draft(desk, round_id, vehicle)
    if begun is not None:
        return desk.go(f"/mine/registrations/{begun}/times")
    return _times_page(desk, round_id, vehicle, Form(()))


@router.post(HOME + "/{round_id}/times")
def write(round_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """Write the wish down as a draft, which nobody looks at before it is sent."""
    form, chosen = Form(register_asking.FIELDS, sent), named(sent.get("vehicle_id", ""))

    def done() -> Response:
        try:
            return desk.make(sent, partial(_written, desk, round_id, chosen, form))
        except Conflict as refused:
            if refused.code != "sent_already":
                raise
            # Whoever went back to this page says something else than the draft that they made by it.
            raise Stale("changed_meanwhile", "version") from refused

    return desk.attempt(form, done, lambda again, status: _again(desk, round_id, chosen, again, status))


def _vehicle_page(desk: Desk, round_id: UUID, form: Form, status: int = 200) -> Response:
    def shown(session: Any, actor: Actor, now: datetime) -> Context:
        applicants.applicants_only(actor)
        round_ = rounds.seen(session, actor=actor, round_id=round_id)
        applicants.parking_only(round_)
        return {
            "round": round_,
            "is_open": applicants.is_open(round_, now),
            "form": form,
            **cars_of(desk, session, actor, round_, now),
        }

    return desk.show("register_vehicle", shown, status)


def _again(desk: Desk, round_id: UUID, vehicle_id: UUID, form: Form, status: int) -> Response:
    """The step as it was filled in; where a draft stands, its own page, which tells what it says."""
    begun = _draft(desk, round_id, vehicle_id) if isinstance(form.refused, Stale) else None
    if begun is None:
        return _times_page(desk, round_id, vehicle_id, form, status)
    return register_pages.times_page(desk, begun, form, status)


def _draft(desk: Desk, round_id: UUID, vehicle_id: UUID) -> UUID | None:
    """The draft that somebody began for a vehicle."""

    def found(session: Any, actor: Actor, _now: datetime) -> UUID | None:
        row = draft_of(session, actor, round_id, vehicle_id)
        begun: UUID | None = None if row is None else row.id
        return begun

    return desk.read(found)


def _times_page(desk: Desk, round_id: UUID, vehicle_id: UUID, form: Form, status: int = 200) -> Response:
    def shown(session: Any, actor: Actor, now: datetime) -> Context:
        applicants.applicants_only(actor)
        round_ = rounds.seen(session, actor=actor, round_id=round_id)
        applicants.parking_only(round_)
        filled = form if form.values else register_asking.usual(session, actor)
        return {
            "round": round_,
            "is_open": applicants.is_open(round_, now),
            "form": filled,
            "row": None,
            "car": registration.vehicle_for(session, actor, vehicle_id),
            "place": f"{HOME}/{round_id}/times",
            "before": f"{HOME}/{round_id}",
            **register_asking.choices(session, actor, round_, filled),
        }

    return desk.show("register_times", shown, status)


def _chosen(desk: Desk, round_id: UUID, form: Form, session: Any, actor: Actor, now: datetime) -> str:
    """The page that follows on the choice of a vehicle."""
    applicants.applicants_only(actor)
    vehicle_id = car_of(desk, session, actor, form, now)
    begun = draft_of(session, actor, round_id, vehicle_id) or changed(desk, session, actor, form, vehicle_id, now)
    if begun is not None:
        return f"/mine/registrations/{begun.id}/times"
    return f"{HOME}/{round_id}/times?vehicle={vehicle_id}"


def _written(
    desk: Desk, round_id: UUID, vehicle_id: UUID, form: Form, session: Any, actor: Actor, now: datetime
) -> str:
    """The page that follows on times and places, unless a draft was begun elsewhere, which this form has not seen."""
    applicants.applicants_only(actor)
    if draft_of(session, actor, round_id, vehicle_id) is not None:
        raise Stale("changed_meanwhile", "version")
    wish = register_asking.wish_of(form, vehicle_id, wishes.patterns_of(session, actor.community_id))
    wanted: dict[str, Any] = {"round_id": round_id, "wish": wish, "channel": WEB, "submit": False}
    row = registration.register(session, actor=actor, vault=desk.office.vault, now=now, **wanted)
    return f"/mine/registrations/{row.id}/circumstances"
