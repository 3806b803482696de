"""The counter: a clerk finds somebody or a registration, writes a wish down, shows the slip, sends it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages import waiting, wishes
from api.pages.desk import AtDesk, Context, Desk, clerks_only
from api.pages.forms import Form, Sent
from api.pages.person import masked, person_page
from api.pages.slips import registration_made, slip_page
from api.schemas.types import Id
from scheduler import queries
from scheduler.actors import Actor
from scheduler.errors import NotFound
from scheduler.ids import read_receipt
from scheduler.privacy import masked_plate
from scheduler.usecases import desk_search, looking, registration, room_bookings, rounds
from scheduler.usecases.desk_search import Found

router = APIRouter(include_in_schema=False)
SEARCH = ("asked",)
RECENT = 5
LINES = 50
OPEN, UNDER_WAY = ("open",), ("closed", "planned", "published", "settled")
MOST_OPEN = 20
"""Rounds of one kind that take registrations at the same time."""
KINDS = ("parking", "rooms")
"""Of these rounds people come about; who volunteers registers for none."""


@router.get("/counter")
def counter(desk: AtDesk) -> Response:
    """Search, what waits for a step, and the registrations that this clerk may see."""
    return _search_page(desk, Form(SEARCH))


@router.post("/counter/find")
def find(desk: AtDesk, sent: Sent) -> Response:
    """What a receipt is of, or people by phone or plate; posted, so that none stands in an address."""
    form = Form(SEARCH, sent)

    def done() -> Response:
        text = form.value("asked")
        there = desk.read(lambda session, actor, _now: _by_receipt(desk, session, actor, text))
        if there is not None:
            return desk.go(there)
        if read_receipt(text) is not None:
            return _search_page(desk, form, found=[])
        vault = desk.office.vault
        found = desk.write(
            lambda session, actor, now: [
                _told(desk, one) for one in desk_search.find(session, actor=actor, vault=vault, text=text, now=now)
            ]
        )
        return (
            desk.go(f"/counter/people/{found[0]['id']}") if len(found) == 1 else _search_page(desk, form, found=found)
        )

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
    """Send what the slip showed; a second press leads to the same receipt."""
    form = Form(wishes.FIELDS, sent)

    def made(session: Any, actor: Actor, now: datetime) -> str:
        return f"/counter/registrations/{registration_made(session, actor, now, desk, form)}"

    return desk.attempt(
        form,
        lambda: desk.make(sent, made),
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


def _search_page(desk: Desk, form: Form, status: int = 200, found: Sequence[Context] | None = None) -> Response:
    def looked(session: Any, actor: Actor, now: datetime) -> Context:
        clerks_only(actor)
        shown = _rounds(session, actor)
        return {
            "form": form,
            "found": found,
            "enrols": desk_search.kind_of(form.value("asked")),
            "is_open": any(round_.state == "open" for round_ in shown),
            "waits": waiting.tiles(session, actor, now),
            "rounds": [(round_, _newest(session, actor, round_.id, None, RECENT)) for round_ in shown],
            "back": "/counter",
        }

    return desk.show("counter", looked, status)


def _rounds(session: Any, actor: Actor) -> list[Any]:
    """The rounds of each kind that take registrations, and the newest of those that do no more."""
    return [
        row
        for states, most in ((OPEN, MOST_OPEN), (UNDER_WAY, 1))
        for kind in KINDS
        for row in looking.rounds_of(session, actor=actor, states=states, domain=kind, limit=most)
    ]


def _told(desk: Desk, found: Found) -> Context:
    """Somebody who was found, as far as they must be told apart, with what became of what they asked for."""
    vault = desk.office.vault
    plates = [masked_plate(vault.open_sealed(car.plate_cipher, "vehicle.plate", car.id)) for car in found.vehicles]
    return {**masked(desk, found.member), "plates": plates, "asked": found.asked}


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
