"""A decision of the staff on one registration: kept where it is, pinned to a place, or kept from one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages.desk import AtDesk, Context, Desk
from api.pages.forms import Form, Sent, read_as
from api.schemas.planning import LockSent
from api.schemas.types import Id
from scheduler import queries
from scheduler.actors import Actor
from scheduler.errors import NotAllowed, Rejected
from scheduler.usecases import decision_views, locks, looking
from scheduler.usecases.decision_views import Asked
from scheduler.usecases.serving import runs

router = APIRouter(include_in_schema=False)
FIELDS = ("decision", "place", "space", "weekday", "start_clock", "reason")
KINDS = {"keep": "keep", "fix": "fix", "forbid": "forbid", "nothing": "forbid"}
"""What the form offers, and what kind of decision each is."""
AT_A_PLACE = ("fix", "forbid")


@router.get("/office/rounds/{round_id}/locks/{registration_id}")
def ask(round_id: Id, registration_id: Id, desk: AtDesk, decision: str = "") -> Response:
    """A registration, with what may be decided on it."""
    return _page(desk, round_id, registration_id, None, chosen=decision if decision in KINDS else "")


@router.post("/office/rounds/{round_id}/locks/{registration_id}")
def decide(round_id: Id, registration_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """Decide, for a reason; every later plan obeys."""
    form = Form(FIELDS, sent)

    def made(session: Any, actor: Actor, now: datetime) -> str:
        found = _seen(session, actor, round_id, registration_id)
        body = read_as(LockSent, _wanted(session, actor, form))
        locks.lock(session, actor=actor, registration_id=found.row.id, now=now, **body.model_dump())
        return f"/office/rounds/{round_id}/locks?of={found.row.id}"

    return desk.attempt(
        form,
        lambda: desk.make(sent, made),
        lambda again, status: _page(desk, round_id, registration_id, again, status),
    )


def _seen(session: Any, actor: Actor, round_id: UUID, registration_id: UUID) -> Asked:
    found = decision_views.of_registration(session, actor=actor, round_id=round_id, registration_id=registration_id)
    if not found.may_decide:
        raise NotAllowed("not_for_this_role")
    return found


def _wanted(session: Any, actor: Actor, form: Form) -> Mapping[str, Any]:
    """The decision that a form states."""
    decision = form.value("decision")
    if decision not in KINDS:
        raise Rejected("not_offered", "decision", decision, ", ".join(KINDS))
    place = _place(session, actor, form) if decision in AT_A_PLACE else {}
    return {"kind": KINDS[decision], "reason": form.value("reason").strip(), **place}


def _place(session: Any, actor: Actor, form: Form) -> Mapping[str, Any]:
    kind, _, known = form.value("place").partition(":")
    if kind not in ("site", "facility", "room"):
        raise Rejected("choose_a_place", "place")
    space = form.value("space").strip()
    if kind == "site" and space:
        found = queries.supply.space_by_code(session, actor.community_id, space)
        if found is None or str(found.site_id) != known:
            raise Rejected("no_such_space", "space")
        return {"space_id": str(found.id)}
    when = {} if kind == "site" else form.filled("start_clock")
    if kind != "site" and form.value("weekday"):
        when["weekday"] = form.number("weekday")
    return {f"{kind}_id": known, **when}


def _page(
    desk: Desk, round_id: UUID, registration_id: UUID, form: Form | None, status: int = 200, chosen: str = ""
) -> Response:
    def looked(session: Any, actor: Actor, now: datetime) -> Context:
        found = _seen(session, actor, round_id, registration_id)
        named: dict[str, Any] = {"registrations": [registration_id], "vault": desk.office.vault, "now": now}
        sites = queries.supply.sites_of(session, actor.community_id)
        rooms = found.round.domain == "rooms"
        return {
            "asked": found,
            "round": found.round,
            "person": looking.names(session, actor=actor, **named).get(registration_id, ("", ""))[1],
            "form": form or Form(FIELDS, _usual(found, chosen)),
            "kinds": [kind for kind in KINDS if found.served or kind != "keep"],
            "sites": [] if rooms else [site for site in sites if runs(actor, site.id)],
            "house": queries.rooms.house_of(session, actor.community_id) if rooms else None,
        }

    return desk.show("deciding", looked, status)


def _usual(found: Asked, chosen: str) -> Mapping[str, str]:
    """What stands in the form at first: the place of the newest plan."""
    filled = {"decision": chosen}
    if found.spaces:
        space, site = found.spaces[0]
        filled |= {"place": f"site:{site.id}", "space": space.code if len(found.spaces) == 1 else ""}
    if found.slots:
        filled["place"] = f"room:{found.slots[0].room_id}"
    return filled
