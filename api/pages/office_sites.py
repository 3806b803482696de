"""Sites for those who run them: what each offers, and the form for another one; their names and limits."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages import office_site_partners, place_closures, place_hours
from api.pages.desk import AtDesk, Context, Desk
from api.pages.forms import Form, Sent, read_as
from api.pages.place_forms import (
    DATUMS,
    PLACED,
    look,
    named_of,
    number_of,
    placed_of,
    plain,
    runs_site,
    shown_values,
    site_seen,
    writes,
)
from api.schemas.supply import SiteSent
from api.schemas.types import Id
from scheduler import queries
from scheduler.actors import AUDITOR, Actor
from scheduler.usecases import supply, supply_changes
from scheduler.usecases.supply import KINDS, SiteTerms

router = APIRouter(include_in_schema=False)
LIMITS = ("gate_limit", "outside_cap")
FACTS = ("name_zh", "name_en", "kind", *LIMITS, *PLACED)
NEW = ("code", *FACTS)
USUAL = {"kind": "compound", "datum": DATUMS[0]}


@router.get("/office/sites")
def sites(desk: AtDesk) -> Response:
    """All sites that somebody runs, by code, and the form for another one."""
    return _list(desk, Form(NEW, USUAL))


@router.post("/office/sites")
def add(desk: AtDesk, sent: Sent) -> Response:
    """A new site."""
    form = Form(NEW, sent)

    def made(session: Any, actor: Actor, now: datetime) -> str:
        terms = SiteTerms(**_stated(form).model_dump())
        return f"/office/sites/{supply.add_site(session, actor=actor, terms=terms, now=now).id}"

    return desk.attempt(form, lambda: desk.make(sent, made), lambda again, status: _list(desk, again, status))


@router.get("/office/sites/{site_id}")
def site(site_id: Id, desk: AtDesk) -> Response:
    """One site: its hours, spaces, closures to come and partners."""

    def found(session: Any, actor: Actor, now: datetime) -> Context:
        row = site_seen(session, actor, site_id)
        hours = [one for one in queries.supply.windows_of(session, row.id) if one.space_id is None]
        closures = queries.supply.closures_of(session, row.id)
        spaces = queries.supply.spaces_of(session, row.id) if closures else ()
        codes: dict[UUID | None, str] = {space.id: space.code for space in spaces}
        return {
            "site": row,
            "figures": queries.places.figures_of_site(session, row.id),
            "hours": place_hours.by_purpose(hours, desk.language),
            "closures": place_closures.to_come(closures, place_closures.today_of(session, actor, now)),
            "closed_parts": {one.id: codes.get(one.space_id) for one in closures},
            "partners": office_site_partners.pairs_of(session, actor, row),
            "writes": writes(actor),
            "runs": runs_site(actor, row.id),
        }

    return desk.show("office_site", found)


@router.get("/office/sites/{site_id}/facts")
def facts(site_id: Id, desk: AtDesk) -> Response:
    """The form for what is stated of a site."""
    return _facts(desk, site_id, None)


@router.post("/office/sites/{site_id}/facts")
def amend(site_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """Change what is stated of a site."""
    form = Form((*FACTS, "version"), sent)

    def made(session: Any, actor: Actor, now: datetime) -> str:
        site_seen(session, actor, site_id)
        changes = _stated(form, code="x").model_dump(exclude={"code"})
        given: dict[str, Any] = {"site_id": site_id, "version": form.number("version"), "changes": changes}
        supply_changes.amend_site(session, actor=actor, now=now, **given)
        return f"/office/sites/{site_id}"

    return desk.attempt(form, lambda: desk.make(sent, made), lambda again, status: _facts(desk, site_id, again, status))


def _stated(form: Form, code: str = "") -> SiteSent:
    """What a form states of a site.

    Raises
    ------
    Refused
        For the first field that is wrong.
    """
    limits = {name: number_of(form, name) for name in LIMITS}
    named = {"code": code or plain(form.value("code")), **named_of(form), "kind": form.value("kind")}
    return read_as(SiteSent, {**named, **limits, **placed_of(form)})


def _list(desk: Desk, form: Form, status: int = 200) -> Response:
    def found(session: Any, actor: Actor, _now: datetime) -> Context:
        look(actor)
        rows = queries.supply.sites_of(session, actor.community_id)
        spaces = queries.places.spaces_by_site(session, actor.community_id)
        hours = queries.places.hours_by_site(session, actor.community_id)
        return {
            "sites": [
                (row, spaces.get(row.id, 0), place_hours.by_purpose(hours.get(row.id, ()), desk.language))
                for row in rows
                if actor.has(AUDITOR) or runs_site(actor, row.id)
            ],
            "form": form,
            "kinds": KINDS,
            "datums": DATUMS,
            "writes": writes(actor),
        }

    return desk.show("office_sites", found, status)


def _facts(desk: Desk, site_id: Id, form: Form | None, status: int = 200) -> Response:
    def found(session: Any, actor: Actor, _now: datetime) -> Context:
        row = site_seen(session, actor, site_id)
        stands = {"datum": DATUMS[0], **{name: value for name, value in shown_values(row, FACTS).items() if value}}
        own = form or Form(FACTS, stands)
        told = {"site": row, "form": own, "stands": stands, "kinds": KINDS, "datums": DATUMS}
        return {**told, "writes": writes(actor)}

    return desk.show("office_site_facts", found, status)
