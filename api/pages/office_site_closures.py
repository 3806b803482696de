"""Dates on which a site or one of its spaces is closed: stated once it was told whom that touches, taken back."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages import place_closures
from api.pages.desk import AtDesk, Context, Desk
from api.pages.forms import Form, Sent, read_as
from api.pages.place_closures import Part
from api.pages.place_forms import place_of_site, runs_site, site_seen
from api.schemas.types import Id
from scheduler import queries
from scheduler.actors import Actor
from scheduler.usecases import closure_reach, supply

router = APIRouter(include_in_schema=False)


@router.get("/office/sites/{site_id}/closures")
def closures(site_id: Id, desk: AtDesk) -> Response:
    """Closures of a site and its spaces to come, and the form for another one."""
    return _closures(desk, site_id, Form(place_closures.CLOSING, place_closures.USUAL))


@router.post("/office/sites/{site_id}/closures")
def close(site_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """Close a site or a space; first it is told whom that touches."""
    form = Form(place_closures.CLOSING, sent)

    def closed(session: Any, actor: Actor, now: datetime) -> str:
        terms = {**place_closures.closing_of(form), "space_id": read_as(Part, form.filled("part")).part}
        given: dict[str, Any] = {"site_id": site_id, "version": form.number("version"), "terms": terms}
        supply.close(session, actor=actor, now=now, **given)
        return place_of_site(site_id, "closures")

    def done() -> Response:
        return desk.make(sent, closed) if form.value("sure") else _reach(desk, site_id, form)

    return desk.attempt(form, done, lambda again, status: _closures(desk, site_id, again, status))


@router.post("/office/sites/{site_id}/closures/{closure_id}/reopen")
def reopen(site_id: Id, closure_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """Take a closure back."""
    wanted: dict[str, Any] = {"site_id": site_id, "closure_id": closure_id}

    def opened(session: Any, actor: Actor, now: datetime) -> str:
        supply.reopen(session, actor=actor, now=now, **wanted)
        return place_of_site(site_id, "closures")

    return desk.make(sent, opened)


def _closing(session: Any, actor: Actor, now: datetime, site_id: UUID) -> dict[str, Any]:
    site = site_seen(session, actor, site_id)
    names = {row.id: row.code for row in queries.supply.spaces_of(session, site.id)}
    return {
        "of": site,
        "back": place_of_site(site.id),
        "place": place_of_site(site.id, "closures"),
        "parts_of": list(names.items()),
        "names": names,
        "whole": "closure_whole_site",
        "runs": runs_site(actor, site.id),
        "today": place_closures.today_of(session, actor, now),
    }


def _closures(desk: Desk, site_id: UUID, form: Form, status: int = 200) -> Response:
    def found(session: Any, actor: Actor, now: datetime) -> Context:
        told = _closing(session, actor, now, site_id)
        rows = place_closures.to_come(queries.supply.closures_of(session, site_id), told["today"])
        lines = [(row, told["names"].get(row.space_id)) for row in rows]
        return {**told, "rows": lines, "form": form, "kinds": place_closures.KINDS}

    return desk.show("office_closures", found, status)


def _reach(desk: Desk, site_id: UUID, form: Form) -> Response:
    def found(session: Any, actor: Actor, now: datetime) -> Context:
        terms, part = place_closures.closing_of(form), read_as(Part, form.filled("part")).part
        given: dict[str, Any] = {"site_id": site_id, "space_id": part, "shut": place_closures.shut_of(terms)}
        touched = closure_reach.of_site(session, actor=actor, now=now, **given)
        told = _closing(session, actor, now, site_id)
        return {**told, **place_closures.asked(form, terms, touched), "means": "closure_means_site", "part": part}

    return desk.show("office_closing", found)
