"""Sites that swap spaces: the pairs of a site, with how far they may be out of balance."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages.desk import AtDesk, Context, Desk
from api.pages.forms import Form, Sent, read_as
from api.pages.place_forms import site_seen, writes
from api.schemas.base import Sent as Stated
from api.schemas.types import Id
from scheduler import queries
from scheduler.actors import Actor
from scheduler.usecases import supply_changes

router = APIRouter(include_in_schema=False)
FIELDS = ("partner_id", "tolerance", "do", "version")
USUAL = {"tolerance": "2"}


class Partner(Stated):
    """The other site of a pair."""

    partner_id: Id


@router.get("/office/sites/{site_id}/partners")
def partners(site_id: Id, desk: AtDesk) -> Response:
    """Sites with which a site swaps spaces, and the form for another one."""
    return _pairs(desk, site_id, Form(FIELDS, USUAL))


@router.post("/office/sites/{site_id}/partners")
def pair(site_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """State that two sites swap spaces, or do so no longer."""
    form = Form(FIELDS, sent)

    def made(session: Any, actor: Actor, now: datetime) -> str:
        site_seen(session, actor, site_id)
        given: dict[str, Any] = {
            "site_id": site_id,
            "partner_id": read_as(Partner, form.filled("partner_id")).partner_id,
            "version": form.number("version"),
        }
        if form.value("do") == "part":
            supply_changes.part(session, actor=actor, now=now, **given)
        else:
            supply_changes.pair(session, actor=actor, tolerance=form.number("tolerance"), now=now, **given)
        return f"/office/sites/{site_id}/partners"

    return desk.attempt(form, lambda: desk.make(sent, made), lambda again, status: _pairs(desk, site_id, again, status))


def pairs_of(session: Any, actor: Actor, row: Any) -> list[tuple[Any, int]]:
    """The other sites of the pairs that a site is in, with the tolerance."""
    known = {one.id: one for one in queries.supply.sites_of(session, actor.community_id)}
    pairs = queries.places.partners_of(session, row.id)
    return [(known[pair.b_id if pair.a_id == row.id else pair.a_id], pair.tolerance) for pair in pairs]


def _pairs(desk: Desk, site_id: Id, form: Form, status: int = 200) -> Response:
    def found(session: Any, actor: Actor, _now: datetime) -> Context:
        row = site_seen(session, actor, site_id)
        pairs = pairs_of(session, actor, row)
        taken = {row.id, *(other.id for other, _ in pairs)}
        others = [one for one in queries.supply.sites_of(session, actor.community_id) if one.id not in taken]
        return {
            "site": row,
            "pairs": pairs,
            "paired": {str(other.id) for other, _ in pairs},
            "others": others,
            "form": form,
            "usual": Form(FIELDS, USUAL),
            "writes": writes(actor),
        }

    return desk.show("office_site_partners", found, status)
