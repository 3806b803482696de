"""The page of one person at the counter: vehicles, and the form for a wish."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from fastapi.responses import Response

from api.pages import wishes
from api.pages.desk import Context, Desk, clerks_only
from api.pages.forms import Form
from api.pages.words import say
from api.schemas.types import Id
from scheduler import calendar, queries
from scheduler.actors import Actor
from scheduler.privacy import masked_name, masked_phone
from scheduler.states import DOCUMENTS
from scheduler.usecases import looking, members, registers, registration

MOST = 20
SHOWN = 3
"""Most registrations that stand open on the page."""
PAPER = ("document", "vehicle_id", "valid_until")
STRUCK = ("entry_id", "reason")
CAR = ("plate", "size", "party", "needs_ev", "needs_accessible")


def person_page(
    desk: Desk,
    member_id: Id,
    wish: Form | None = None,
    car: Form | None = None,
    paper: Form | None = None,
    struck: Form | None = None,
    status: int = 200,
) -> Response:
    """Somebody in clear, which is put on record, with the forms as they stand."""

    def looked(session: Any, actor: Actor, now: datetime) -> Context:
        clerks_only(actor)
        found = members.revealed(session, actor=actor, vault=desk.office.vault, member_id=member_id, now=now)
        patterns = wishes.patterns_of(session, actor.community_id)
        open_rounds = looking.rounds_of(session, actor=actor, states=("open",))
        return {
            "person": found,
            "wish": wish or Form(wishes.FIELDS, _usual(found, patterns)),
            "car": car or Form(CAR),
            "paper": paper or Form(PAPER),
            "struck": struck or Form(STRUCK),
            "documents": _documents(session, actor, found, now),
            "document_kinds": [(name, say(f"document_{name}", desk.language)) for name in DOCUMENTS],
            "rounds": [one for one in open_rounds if one.domain == "parking"],
            "seasons": [one for one in open_rounds if one.domain == "rooms"],
            "registrations": _registrations(session, actor, member_id),
            "shown": SHOWN,
            "sites": queries.supply.sites_of(session, actor.community_id),
            "patterns": patterns,
            "own_days": wishes.DAYS,
            "channels": wishes.CHANNELS,
            "sizes": members.SIZES,
            "parties": members.PARTIES,
            "back": f"/counter/people/{member_id}",
        }

    return desk.show("person", looked, status, noted=True)


def masked(desk: Desk, row: Any) -> Context:
    """Somebody whom a clerk found, as far as they must be told apart."""
    vault = desk.office.vault
    phone = vault.open_sealed(row.phone_cipher, "member.phone", row.id) if row.phone_cipher else ""
    name = vault.open_sealed(row.name_cipher, "member.name", row.id)
    return {"id": row.id, "name": masked_name(name), "phone": masked_phone(phone)}


def _registrations(session: Any, actor: Actor, member_id: Id) -> list[tuple[Any, Any]]:
    """What somebody asked for, newest first, with the rounds, as far as this clerk may see it."""
    asked = queries.desk.asked_by(session, [member_id]).get(member_id, [])
    return [(row, round_) for row, round_ in asked if registration.may_see(actor, row)][:MOST]


def _documents(session: Any, actor: Actor, found: members.Revealed, now: datetime) -> list[Context]:
    """What was seen of somebody, newest first, struck entries too."""
    today = calendar.date_of(now, queries.community.one(session, actor.community_id).zone)
    plates = {vehicle.id: plate for vehicle, plate in found.vehicles}
    rows = registers.listed(session, actor=actor, member_id=found.id, limit=MOST)
    return [
        {
            "row": row,
            "plate": plates.get(row.vehicle_id) if row.vehicle_id else None,
            "over": row.valid_until is not None and row.valid_until < today,
        }
        for row in rows
    ]


def _usual(found: members.Revealed, patterns: wishes.Patterns) -> dict[str, str]:
    """What is filled in before the clerk writes anything."""
    known = {"home_site_id": str(found.home_site_id or ""), "pattern": next(iter(patterns))}
    return {**wishes.USUAL, **known, "vehicle_id": str(found.vehicles[-1][0].id) if found.vehicles else ""}
