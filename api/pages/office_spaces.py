"""Spaces of a site: a list in parts, many new ones at once, and one with what it is for and whose own it is."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages import place_closures, place_hours
from api.pages.desk import AtDesk, Context, Desk
from api.pages.forms import Form, Sent, read_as
from api.pages.office_organisations import person_by_phone
from api.pages.person import masked
from api.pages.place_forms import number_of, plain, runs_site, site_seen
from api.schemas.supply import SpaceSent
from api.schemas.types import Id
from scheduler import queries
from scheduler.actors import STAFF, Actor
from scheduler.errors import NotFound, Rejected
from scheduler.usecases import sharing, supply_changes
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
        given: dict[str, Any] = {"codes": _codes(form), "alike": SpaceTerms("", **_kind(form))}
        supply_changes.add_spaces(session, actor=actor, site_id=site_id, now=now, **given)
        return f"/office/sites/{site_id}/spaces"

    return desk.attempt(form, lambda: desk.make(sent, made), lambda again, status: _list(desk, site_id, again, status))


@router.get("/office/sites/{site_id}/spaces/{space_id}")
def space(site_id: Id, space_id: Id, desk: AtDesk) -> Response:
    """One space: what it is for, its own hours, whose own it is."""
    return _one(desk, site_id, space_id)


@router.post("/office/sites/{site_id}/spaces/{space_id}")
def amend(site_id: Id, space_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """Change what a space is for."""
    form = Form((*KIND, "version"), sent)

    def made(session: Any, actor: Actor, now: datetime) -> str:
        _seen(session, actor, site_id, space_id)
        given: dict[str, Any] = {"version": form.number("version"), "changes": _kind(form)}
        supply_changes.amend_space(session, actor=actor, space_id=space_id, now=now, **given)
        return f"/office/sites/{site_id}/spaces/{space_id}"

    return desk.attempt(
        form, lambda: desk.make(sent, made), lambda again, status: _one(desk, site_id, space_id, again, status)
    )


@router.post("/office/sites/{site_id}/spaces/{space_id}/owner")
def own(site_id: Id, space_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """State by a phone whose own a space is, or that it is nobody's."""
    form = Form(("phone", "version"), sent)

    def made(session: Any, actor: Actor, now: datetime) -> str:
        _seen(session, actor, site_id, space_id)
        member = None if form.value("do") == "nobody" else person_by_phone(desk, session, actor, form, now)
        given: dict[str, Any] = {"version": form.number("version"), "member_id": member}
        sharing.set_owner(session, actor=actor, space_id=space_id, now=now, **given)
        return f"/office/sites/{site_id}/spaces/{space_id}"

    return desk.attempt(
        form, lambda: desk.make(sent, made), lambda again, status: _one(desk, site_id, space_id, again, status)
    )


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


def _kind(form: Form) -> dict[str, Any]:
    ticked = {name: bool(form.value(name)) for name in ("ev", "accessible", "bookable")}
    reserved = [party for party in PARTIES if form.value(f"party_{party}")]
    stated = {"code": "x", "size": form.value("size"), **ticked, "reserved_for": reserved}
    return read_as(SpaceSent, stated).model_dump(exclude={"code"})


def _seen(session: Any, actor: Actor, site_id: UUID, space_id: UUID) -> tuple[Any, Any]:
    site = site_seen(session, actor, site_id)
    row = queries.supply.space(session, actor.community_id, space_id)
    if row is None or row.site_id != site.id:
        raise NotFound()
    return site, row


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


def _one(desk: Desk, site_id: UUID, space_id: UUID, form: Form | None = None, status: int = 200) -> Response:
    def found(session: Any, actor: Actor, now: datetime) -> Context:
        site, row = _seen(session, actor, site_id, space_id)
        owner = None if row.owner_id is None else queries.community.member(session, actor.community_id, row.owner_id)
        hours = [one for one in queries.supply.windows_of(session, site.id) if one.space_id == row.id]
        today = place_closures.today_of(session, actor, now)
        return {
            "site": site,
            "row": row,
            "form": form or Form(KIND, _stands(row)),
            "owner": None if owner is None or not actor.has(*STAFF) else masked(desk, owner),
            "shared": bool(queries.sharing.coming(session, row.id, today)),
            "hours": place_hours.by_purpose(hours, desk.language),
            "sizes": SIZES,
            "parties": PARTIES,
            "runs": runs_site(actor, site.id),
        }

    return desk.show("office_space", found, status)


def _stands(row: Any) -> dict[str, str]:
    ticked = {name: "yes" for name in ("ev", "accessible", "bookable") if getattr(row, name)}
    return {"size": row.size, **ticked, **{f"party_{party}": "yes" for party in row.reserved_for}}
