"""The counter: a clerk finds somebody, writes the wish down, shows the slip, sends it, hands the receipt out."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages import wishes
from api.pages.desk import AtDesk, Context, Desk, clerks_only
from api.pages.forms import Form, Sent
from api.pages.person import person_page
from api.pages.slips import plate_of, registration_made, slip_page
from api.schemas.types import Id
from scheduler import queries
from scheduler.actors import Actor
from scheduler.privacy import masked_name, masked_phone
from scheduler.usecases import looking, members, registration, rounds

router = APIRouter(include_in_schema=False)
SEARCH = ("phone", "plate")
RECENT = 20


@router.get("/counter")
def counter(desk: AtDesk) -> Response:
    """Search, and the registrations that this clerk may see."""
    return _search_page(desk, Form(SEARCH))


@router.post("/counter/find")
def find(desk: AtDesk, sent: Sent) -> Response:
    """People by phone or plate; posted, so that neither stands in an address."""
    form = Form(SEARCH, sent)

    def done() -> Response:
        given = form.filled(*SEARCH)
        found = desk.read(
            lambda session, actor, _now: [
                _masked(desk, row) for row in members.find(session, actor=actor, vault=desk.office.vault, **given)
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


@router.get("/counter/registrations/{registration_id}")
def receipt(registration_id: Id, desk: AtDesk) -> Response:
    """The receipt, to be printed; it names nobody."""
    return desk.show("receipt", lambda session, actor, _now: _receipt(session, actor, registration_id, desk))


def _search_page(desk: Desk, form: Form, status: int = 200, found: list[Context] | None = None) -> Response:
    def looked(session: Any, actor: Actor, _now: datetime) -> Context:
        clerks_only(actor)
        open_rounds = looking.rounds_of(session, actor=actor, states=("open",), limit=1)
        rows = [
            row
            for round_ in open_rounds
            for row in looking.registrations_of(session, actor=actor, round_id=round_.id, limit=RECENT)
        ]
        return {"form": form, "found": found, "rounds": open_rounds, "rows": rows, "back": "/counter"}

    return desk.show("counter", looked, status)


def _masked(desk: Desk, row: Any) -> Context:
    vault = desk.office.vault
    phone = vault.open_sealed(row.phone_cipher, "member.phone", row.id) if row.phone_cipher else ""
    name = vault.open_sealed(row.name_cipher, "member.name", row.id)
    return {"id": row.id, "name": masked_name(name), "phone": masked_phone(phone)}


def _receipt(session: Any, actor: Actor, registration_id: Id, desk: Desk) -> Context:
    clerks_only(actor)
    row = registration.seen(session, actor=actor, registration_id=registration_id)
    return {
        "row": row,
        "round": rounds.seen(session, actor=actor, round_id=row.round_id),
        "plate": plate_of(session, actor, desk, row.vehicle_id),
        "home": next(
            (s for s in queries.supply.sites_of(session, actor.community_id) if s.id == row.home_site_id), None
        ),
    }
