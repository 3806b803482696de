"""One space: what it is for, its own hours, and whose own it is."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages import place_closures, place_hours
from api.pages.desk import AtDesk, Context, Desk
from api.pages.forms import Form, Sent
from api.pages.office_organisations import person_by_phone
from api.pages.office_spaces import KIND, kind_of
from api.pages.person import masked
from api.pages.place_forms import runs_site, site_seen
from api.schemas.types import Id
from scheduler import queries
from scheduler.actors import STAFF, Actor
from scheduler.errors import NotFound
from scheduler.usecases import sharing, supply_changes
from scheduler.usecases.members import PARTIES, SIZES

router = APIRouter(include_in_schema=False)


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
        given: dict[str, Any] = {"version": form.number("version"), "changes": kind_of(form)}
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


def _seen(session: Any, actor: Actor, site_id: UUID, space_id: UUID) -> tuple[Any, Any]:
    site = site_seen(session, actor, site_id)
    row = queries.supply.space(session, actor.community_id, space_id)
    if row is None or row.site_id != site.id:
        raise NotFound()
    return site, row


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
