"""The notice slip 告知单 as a page, and the registration made from it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi.responses import Response

from api.pages import telling, wishes
from api.pages.desk import Context, Desk, clerks_only
from api.pages.forms import Form
from api.pages.person import masked
from api.schemas.types import Id
from scheduler import queries
from scheduler.actors import Actor
from scheduler.privacy import masked_plate
from scheduler.usecases import eligibility, registration, rounds

CARRIED = ("vehicle_id", "round_id", "pattern", "days", "start", "end", "home_site_id", "longest_walk", "channel")


def slip_page(desk: Desk, member_id: Id, form: Form) -> Response:
    """What is met, what is missing, what to bring, and where it could be served.

    Raises
    ------
    Refused
        For the first field that is wrong.
    """

    def looked(session: Any, actor: Actor, now: datetime) -> Context:
        clerks_only(actor)
        wish = wishes.wish_of(form, wishes.patterns_of(session, actor.community_id))
        round_id = wishes.round_of(form)
        wishes.channel_of(form)
        found = eligibility.slip(session, actor=actor, round_id=round_id, wish=wish, now=now)
        zone = queries.community.one(session, actor.community_id).zone
        return {
            "slip": found,
            "groups": {
                name: [line_told(line, zone, desk.language) for line in getattr(found, name)]
                for name in ("met", "missing", "bring")
            },
            "sites": {site.code: site for site in queries.supply.sites_of(session, actor.community_id)},
            "round": rounds.seen(session, actor=actor, round_id=round_id),
            "plate": plate_of(session, actor, desk, wish.vehicle_id),
            "uses": wish.uses,
            "carried": _carried(form, wish),
            "member_id": member_id,
            "person": masked(desk, _whose(session, actor, wish.vehicle_id)),
            "back": f"/counter/people/{member_id}",
        }

    return desk.show("slip", looked)


def registration_made(session: Any, actor: Actor, now: datetime, desk: Desk, form: Form) -> UUID:
    """A registration of exactly what the slip showed.

    Raises
    ------
    Refused
        For the first field that is wrong, or what stands against it.
    """
    clerks_only(actor)
    wish = wishes.wish_of(form, {})
    wanted: dict[str, Any] = {"round_id": wishes.round_of(form), "channel": wishes.channel_of(form), "wish": wish}
    return registration.register(session, actor=actor, vault=desk.office.vault, now=now, **wanted).id


def line_told(line: eligibility.Line, zone: str, language: str) -> str:
    """A line of a slip in words."""
    numbers: dict[str, Any] = dict(line.numbers)
    if "until" in numbers:
        numbers["until"] = telling.moment(datetime.fromisoformat(str(numbers["until"])), zone, language)
    return telling.spoken(line.code, language, **numbers)


def plate_of(session: Any, actor: Actor, desk: Desk, vehicle_id: UUID | None) -> str:
    """The masked plate of a vehicle, for a paper that others may see."""
    if vehicle_id is None:
        return ""
    vehicle = registration.vehicle_for(session, actor, vehicle_id)
    return masked_plate(desk.office.vault.open_sealed(vehicle.plate_cipher, "vehicle.plate", vehicle.id))


def _whose(session: Any, actor: Actor, vehicle_id: UUID) -> Any:
    """Whose vehicle it is: whoever the registration will be of."""
    vehicle = registration.vehicle_for(session, actor, vehicle_id)
    return queries.community.member(session, actor.community_id, vehicle.member_id)


def _carried(form: Form, wish: registration.Wish) -> dict[str, str]:
    handed = wishes.handed_on(form, wish)
    return {name: handed[name] for name in (*CARRIED, "uses") if handed.get(name)}
