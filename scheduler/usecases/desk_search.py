"""One search at the counter: people by a phone number or a plate, whole or by the last four characters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from scheduler import privacy, queries
from scheduler.actors import OFFICE, PROPERTY_STAFF, STAFF, Actor
from scheduler.errors import NotAllowed, Rejected
from scheduler.models import Member, Registration, Round, Vehicle
from scheduler.privacy import Vault
from scheduler.usecases import members
from scheduler.usecases.serving import may_see

SHOWN = 3
"""Most registrations that are told beside one person."""


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody who was found, with their vehicles and what they asked for last, as far as the clerk may see it."""

    member: Member
    vehicles: list[Vehicle]
    asked: list[tuple[Registration, Round]]


def find(session: Session, *, actor: Actor, vault: Vault, text: str, now: datetime) -> list[Found]:
    """People by what was typed or heard, which is noted where it is only the end of a number.

    Raises
    ------
    NotAllowed, Rejected
        Not for this person; ``not_a_search``.
    """
    if not actor.has(*STAFF):
        raise NotAllowed("not_for_this_role")
    people: dict[Any, Member] = {}
    for kind, typed in _meanings(text):
        wanted: dict[str, Any] = {kind: typed}
        people |= {row.id: row for row in members.find(session, actor=actor, vault=vault, now=now, **wanted)}
    asked = queries.desk.asked_by(session, list(people))
    cars = queries.desk.vehicles_of(session, list(people))
    return [
        Found(row, cars.get(row.id, []), [one for one in asked.get(row.id, []) if may_see(actor, one[0])][:SHOWN])
        for row in people.values()
    ]


def homes_of(actor: Actor) -> list[Any] | None:
    """The home sites of those whom a clerk serves; None for all."""
    bound = actor.has(PROPERTY_STAFF) and not actor.has(*OFFICE) and actor.sites
    return sorted(actor.sites) if bound else None


def kind_of(text: str) -> str:
    """Whether a text is a "phone" or a "plate" in full, so that somebody new can be enrolled by it; else nothing."""
    return next((kind for kind, typed in _whole(_plain(text)) if typed), "")


def _meanings(text: str) -> list[tuple[str, str]]:
    """What a text may be: a plate, a phone number, or the end of either."""
    plain = _plain(text)
    if len(plain) == privacy.TAIL and plain.isalnum():
        return [("plate", plain), *([("phone", plain)] if plain.isdigit() else [])]
    found = [(kind, typed) for kind, typed in _whole(plain) if typed]
    if not found:
        allowed = "a receipt, a plate, a phone number, or the last four characters of a plate or phone number"
        raise Rejected("not_a_search", "asked", None, allowed)
    return found


def _whole(plain: str) -> list[tuple[str, str]]:
    return [("phone", _read(privacy.phone_of, plain)), ("plate", _read(privacy.plate_of, plain))]


def _read(form: Callable[[str], str], plain: str) -> str:
    try:
        return form(plain)
    except Rejected:
        return ""


def _plain(text: str) -> str:
    """As it is meant: full-width letters as plain ones, without spaces and marks that nobody sees."""
    return re.sub(r"\s", "", privacy.INVISIBLE.sub("", unicodedata.normalize("NFKC", text))).upper()
