"""Spaces of a site: a list in parts, and many new ones at once."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages.desk import AtDesk, Context, Desk
from api.pages.forms import Form, Sent, read_as
from api.pages.place_forms import number_of, plain, runs_site, site_seen
from api.schemas.supply import SpaceSent
from api.schemas.types import Id
from scheduler import queries
from scheduler.actors import Actor
from scheduler.errors import Rejected
from scheduler.usecases import supply_changes
from scheduler.usecases.members import PARTIES, SIZES
from scheduler.usecases.supply import SpaceTerms

router = APIRouter(include_in_schema=False)
RESERVED = tuple(f"party_{party}" for party in PARTIES)
KIND = ("size", "ev", "accessible", "bookable", *RESERVED)
NEW = ("code", "number", *KIND)
USUAL = {"number": "1", "size": "standard", "bookable": "yes"}
MOST, NUMBERS = 60, 4


@router.get("/office/sites/{site_id}/spaces")
def spaces(site_id: Id, desk: AtDesk, search: str = "", after: str = "") -> Response:
    """Spaces of a site by code, some at a time, or those whose codes hold a text; the form for new ones."""
    return _list(desk, site_id, Form((*NEW, "search"), {**USUAL, "search": search, "after": after}))


@router.post("/office/sites/{site_id}/spaces")
def add(site_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """New spaces, all alike, with numbers that count on from the first."""
    form = Form((*NEW, "search"), sent)

    def made(session: Any, actor: Actor, now: datetime) -> str:
        site_seen(session, actor, site_id)
        given: dict[str, Any] = {"codes": _codes(form), "alike": SpaceTerms("", **kind_of(form))}
        supply_changes.add_spaces(session, actor=actor, site_id=site_id, now=now, **given)
        return f"/office/sites/{site_id}/spaces"

    return desk.attempt(form, lambda: desk.make(sent, made), lambda again, status: _list(desk, site_id, again, status))


def _codes(form: Form) -> list[str]:
    """Codes of new spaces: the first as it is typed, the others with the number at its end counted on.

    Raises
    ------
    Refused
        For a code or a number that cannot be.
    """
    first = read_as(SpaceSent, {"code": plain(form.value("code"))}).code
    many = number_of(form, "number") or 1
    stem = first.rstrip("0123456789")
    digits = first[len(stem) :]
    if many == 1:
        return [first]
    if not 1 <= len(digits) <= NUMBERS or many > supply_changes.MOST_AT_ONCE:
        allowed = f"a whole number from 1 to {supply_changes.MOST_AT_ONCE}"
        raise (
            Rejected("out_of_range", "number", many, allowed) if digits else Rejected("no_number_at_end", "code", first)
        )
    return [f"{stem}{at:0{len(digits)}d}" for at in range(int(digits), int(digits) + many)]


def kind_of(form: Form) -> dict[str, Any]:
    """What a form states spaces to be.

    Raises
    ------
    Refused
        For the first field that is wrong.
    """
    ticked = {name: bool(form.value(name)) for name in ("ev", "accessible", "bookable")}
    reserved = [party for party in PARTIES if form.value(f"party_{party}")]
    stated = {"code": "x", "size": form.value("size"), **ticked, "reserved_for": reserved}
    return read_as(SpaceSent, stated).model_dump(exclude={"code"})


def _list(desk: Desk, site_id: UUID, form: Form, status: int = 200) -> Response:
    def found(session: Any, actor: Actor, _now: datetime) -> Context:
        site = site_seen(session, actor, site_id)
        search = plain(form.value("search"))[:40]
        rows = queries.places.spaces_after(session, site.id, form.value("after")[:40], search, MOST + 1)
        return {
            "site": site,
            "rows": rows[:MOST],
            "next": rows[MOST - 1].code if len(rows) > MOST else None,
            "after": form.value("after"),
            "search": search,
            "form": form,
            "sizes": SIZES,
            "parties": PARTIES,
            "runs": runs_site(actor, site.id),
        }

    return desk.show("office_spaces", found, status)
