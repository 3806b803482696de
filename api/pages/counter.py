"""The counter: a clerk finds somebody or a registration, writes a wish down, shows the slip, sends it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages import wishes
from api.pages.desk import AtDesk, Context, Desk, clerks_only
from api.pages.forms import Form, Sent
from api.pages.person import masked, person_page
from api.pages.slips import registration_made, slip_page
from api.schemas.types import Id
from scheduler import queries
from scheduler.actors import Actor
from scheduler.errors import NotFound
from scheduler.ids import read_receipt
from scheduler.usecases import looking, members, registration, room_bookings, rounds

router = APIRouter(include_in_schema=False)
SEARCH = ("phone", "plate")
RECENT = 10
LINES = 50
SERVED = ("open", "closed", "planned", "published", "settled")
ROUNDS = 3
"""Most rounds that the first page of the counter shows."""


@router.get("/counter")
def counter(desk: AtDesk) -> Response:
    """Search, and the registrations that this clerk may see."""
    return _search_page(desk, Form(SEARCH))


@router.post("/counter/find")
def find(desk: AtDesk, sent: Sent) -> Response:
    """People by phone or plate, or what a receipt is of; posted, so that none stands in an address."""
    form = Form((*SEARCH, "receipt"), sent)

    def done() -> Response:
        if form.value("receipt").strip():
            there = desk.read(lambda session, actor, _now: _by_receipt(desk, session, actor, form.value("receipt")))
            return _search_page(desk, form, found=[]) if there is None else desk.go(there)
        given = form.filled(*SEARCH)
        wanted: dict[str, Any] = {"vault": desk.office.vault, **given}
        found = desk.write(
            lambda session, actor, now: [
                masked(desk, row) for row in members.find(session, actor=actor, now=now, **wanted)
            ]
        )
        if len(found) == 1:
            return desk.go(f"/counter/people/{found[0]['id']}")
        return _search_page(desk, form, found=found)

    return desk.attempt(form, done, lambda again, status: _search_page(desk, again, status))


@router.get("/counter/people/{member_id}")
def person(member_id: Id, desk: AtDesk) -> Response:
    """Somebody's vehicles, and the form for a wish."""
    return person_page(desk, member_id)


@router.post("/counter/people/{member_id}/slip")
def slip(member_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """The notice slip of a wish; nothing is written."""
    form = Form(wishes.FIELDS, sent)
    return desk.attempt(
        form,
        lambda: slip_page(desk, member_id, form),
        lambda again, status: person_page(desk, member_id, wish=again, status=status),
    )


@router.post("/counter/people/{member_id}/change")
def change(member_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """Back from the slip to the form, with all that was filled in."""
    kept = {name: text for name, text in sent.items() if name != "uses"}
    return person_page(desk, member_id, wish=Form(wishes.FIELDS, kept))


@router.post("/counter/people/{member_id}/registrations")
def register(member_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """Send what the slip showed."""
    form = Form(wishes.FIELDS, sent)
    return desk.attempt(
        form,
        lambda: desk.go(f"/counter/registrations/{registration_made(desk, form)}"),
        lambda again, status: person_page(desk, member_id, wish=again, status=status),
    )


@router.get("/counter/rounds/{round_id}")
def round_list(round_id: Id, desk: AtDesk, before: Id | None = None) -> Response:
    """The registrations of a round that this clerk may see, newest first."""

    def listed(session: Any, actor: Actor, _now: datetime) -> Context:
        clerks_only(actor)
        rows = _newest(session, actor, round_id, before, LINES + 1)
        return {
            "round": rounds.seen(session, actor=actor, round_id=round_id),
            "rows": rows[:LINES],
            "next": rows[LINES - 1].id if len(rows) > LINES else None,
            "first": before is None,
        }

    return desk.show("counter_round", listed)


def _search_page(desk: Desk, form: Form, status: int = 200, found: list[Context] | None = None) -> Response:
    def looked(session: Any, actor: Actor, _now: datetime) -> Context:
        clerks_only(actor)
        shown = looking.rounds_of(session, actor=actor, states=SERVED, limit=ROUNDS)
        return {
            "form": form,
            "found": found,
            "is_open": any(round_.state == "open" for round_ in shown),
            "rounds": [(round_, _newest(session, actor, round_.id, None, RECENT)) for round_ in shown],
            "back": "/counter",
        }

    return desk.show("counter", looked, status)


def _newest(session: Any, actor: Actor, round_id: Id, before: Id | None, limit: int) -> Any:
    wanted: dict[str, Any] = {"round_id": round_id, "last": before, "limit": limit, "newest": True}
    return looking.registrations_of(session, actor=actor, **wanted)


def _by_receipt(desk: Desk, session: Any, actor: Actor, text: str) -> str | None:
    """The page of the registration or booking of a receipt as it was typed or heard, if this clerk may see it."""
    clerks_only(actor)
    receipt = read_receipt(text)
    row = None if receipt is None else queries.registrations.by_receipt(session, receipt)
    try:
        if row is not None:
            return f"/counter/registrations/{registration.seen(session, actor=actor, registration_id=row.id).id}"
        booking = room_bookings.by_receipt(session, actor=actor, vault=desk.office.vault, text=text)
    except NotFound:
        return None
    return f"/counter/bookings/{booking.row.id}"
