"""What a resident asks of a parking round: from a form to a wish, and from a registration back to its form."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from api.pages import wishes
from api.pages.desk import Context
from api.pages.forms import Form, read_as
from api.pages.wishes import Patterns, Use
from api.schemas.types import Text
from scheduler import queries
from scheduler.actors import Actor
from scheduler.covenant import settings_of
from scheduler.privacy import Vault
from scheduler.usecases import registration
from scheduler.usecases.registration import Wish

FIELDS = ("pattern", "days", "start", "end", "home_site_id", "longest_walk")
KEPT = "kept"
"""The choice of times that stay as they are: no other choice says the same."""
CLOCKS = tuple(f"{half // 2:02d}:{half % 2 * 30:02d}" for half in range(49))
WALKS = (200, 300, 500, 800, 1_000, 1_500, 2_000)
METRES_A_MINUTE = 60
"""How far somebody walks who is not in a hurry."""


class Noted(BaseModel):
    """What somebody tells the office."""

    note: Text = ""


def usual(session: Any, actor: Actor) -> Form:
    """The form as most want it."""
    home = None if actor.member_id is None else queries.community.home_of_member(session, actor.member_id)
    patterns = wishes.patterns_of(session, actor.community_id)
    return Form(FIELDS, {**wishes.USUAL, "home_site_id": str(home or ""), "pattern": next(iter(patterns))})


def form_of(row: Any, patterns: Patterns) -> Form:
    """The form as a registration would fill it in."""
    values = {
        **wishes.USUAL,
        "home_site_id": str(row.home_site_id or ""),
        "longest_walk": str(row.longest_walk),
        "pattern": _choice_of(row.uses, patterns),
    }
    own = row.uses[0] if values["pattern"] == wishes.OWN else {}
    return Form(FIELDS, {**values, **own})


def wish_of(form: Form, vehicle_id: UUID, patterns: Patterns, row: Any = None, note: str = "") -> Wish:
    """The wish that a form states; of `row`, its times where they stay as they are.

    Raises
    ------
    Refused
        For the first field that is wrong.
    """
    values = {name: form.value(name) for name in FIELDS} | {"vehicle_id": str(vehicle_id)}
    if row is not None and form.value("pattern") == KEPT:
        values["uses"] = json.dumps(row.uses)
    return replace(wishes.wish_of(Form(wishes.FIELDS, values), patterns), note=note)


def wish_as_it_stands(row: Any, vault: Vault) -> Wish:
    """What a registration asks for."""
    return Wish(row.vehicle_id, row.uses, row.longest_walk, row.home_site_id, note=registration.note_of(row, vault))


def noted(form: Form) -> str:
    """What a form tells the office, its line breaks in one form.

    Raises
    ------
    Refused
        If it is too long, or cannot be read.
    """
    return read_as(Noted, {"note": form.value("note").strip()}).note


def choices(session: Any, actor: Actor, round_: Any, form: Form, row: Any = None) -> Context:
    """What the form of times and places is made of."""
    patterns = wishes.patterns_of(session, actor.community_id)
    covenant = queries.community.covenant(session, actor.community_id, round_.covenant_version)
    most = settings_of(covenant.settings).parking.farthest_walk
    kept = row is not None and _choice_of(row.uses, patterns) == KEPT
    return {
        "patterns": patterns,
        "kept": row.uses if kept else None,
        "own_days": wishes.DAYS,
        "clocks": _with(CLOCKS, form.value("start"), form.value("end")),
        "walks": [(metres, -(-metres // METRES_A_MINUTE)) for metres in _walks(most, form.value("longest_walk"))],
        "sites": queries.supply.sites_of(session, actor.community_id),
    }


def _choice_of(uses: list[Use], patterns: Patterns) -> str:
    """The choice that says the same as a registration."""
    known = next((key for key, one in patterns.items() if list(one) == uses), None)
    if known is not None:
        return known
    plain = len(uses) == 1 and uses[0].keys() == {"days", "start", "end"} and uses[0]["days"] in wishes.DAYS
    return wishes.OWN if plain else KEPT


def _with(known: Iterable[str], *chosen: str) -> list[str]:
    return sorted({*known, *(one for one in chosen if wishes.CLOCK.fullmatch(one))})


def _walks(most: int, chosen: str) -> list[int]:
    """Walks to choose from: usual ones, the farthest that the covenant allows, and the one that is chosen."""
    stated = {int(chosen)} if chosen.isdecimal() and 0 < int(chosen) <= most else set()
    return sorted({*(metres for metres in WALKS if metres <= most), *({most} if most else ()), *stated})
