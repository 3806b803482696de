"""When a site or one of its spaces is shared: its windows, one at a time."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages import place_hours
from api.pages.desk import AtDesk, Context, Desk
from api.pages.forms import Form, Sent
from api.pages.place_forms import place_of_site, runs_site, site_seen
from api.schemas.supply import WindowSent
from api.schemas.types import Id
from scheduler import queries
from scheduler.actors import Actor
from scheduler.errors import NotFound
from scheduler.usecases import supply
from scheduler.usecases.supply import WindowTerms

router = APIRouter(include_in_schema=False)
FIELDS = (*place_hours.WINDOW, "at", "do", "version")


@router.get("/office/sites/{site_id}/hours")
def hours(site_id: Id, desk: AtDesk, at: str = "") -> Response:
    """The windows of a site, and the form for another one, or for the one that stands at a place."""
    return _hours(desk, site_id, None, at)


@router.post("/office/sites/{site_id}/hours")
def set_hours(site_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """Add, change or take away a window of a site."""
    return _set(desk, site_id, None, sent)


@router.get("/office/sites/{site_id}/spaces/{space_id}/hours")
def space_hours(site_id: Id, space_id: Id, desk: AtDesk, at: str = "") -> Response:
    """The windows that a space has of its own."""
    return _hours(desk, site_id, space_id, at)


@router.post("/office/sites/{site_id}/spaces/{space_id}/hours")
def set_space_hours(site_id: Id, space_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """Add, change or take away a window of a space."""
    return _set(desk, site_id, space_id, sent)


def _hours_place(site_id: UUID, space_id: UUID | None) -> str:
    return place_of_site(site_id, "hours") if space_id is None else place_of_site(site_id, "spaces", space_id, "hours")


def _space(session: Any, actor: Actor, site_id: UUID, space_id: UUID | None) -> Any:
    found = None if space_id is None else queries.supply.space(session, actor.community_id, space_id)
    if space_id is not None and (found is None or found.site_id != site_id):
        raise NotFound()
    return found


def _own(session: Any, site_id: UUID, space_id: UUID | None) -> list[Any]:
    return [row for row in queries.supply.windows_of(session, site_id) if row.space_id == space_id]


def _set(desk: Desk, site_id: UUID, space_id: UUID | None, sent: Sent) -> Response:
    form = Form(FIELDS, sent)

    def made(session: Any, actor: Actor, now: datetime) -> str:
        site_seen(session, actor, site_id)
        rows = place_hours.changed(WindowSent, _own(session, site_id, space_id), form)
        given: dict[str, Any] = {"version": form.number("version"), "windows": [WindowTerms(**row) for row in rows]}
        supply.set_windows(session, actor=actor, site_id=site_id, space_id=space_id, now=now, **given)
        return _hours_place(site_id, space_id)

    return desk.attempt(
        form, lambda: desk.make(sent, made), lambda again, status: _hours(desk, site_id, space_id, "", again, status)
    )


def _hours(
    desk: Desk, site_id: UUID, space_id: UUID | None, at: str, form: Form | None = None, status: int = 200
) -> Response:
    def found(session: Any, actor: Actor, _now: datetime) -> Context:
        site = site_seen(session, actor, site_id)
        space = _space(session, actor, site.id, space_id)
        rows = _own(session, site.id, space_id)
        return {
            "of": site,
            "part": None if space is None else space.code,
            "back": place_of_site(site.id) if space is None else place_of_site(site.id, "spaces", space.id),
            "place": _hours_place(site.id, space_id),
            "rows": [(row, place_hours.told(row, desk.language)) for row in rows],
            "form": place_hours.shown(form) if form else place_hours.window_form(rows, at),
            "purposes": place_hours.SITE if space is None else place_hours.SPACE,
            "days": place_hours.days_of(session, actor),
            "seasons": place_hours.SEASONS,
            "weekday_names": place_hours.WEEKDAYS,
            "lacking": "hours_none_site" if space is None else "hours_none_space",
            "runs": runs_site(actor, site.id) and (space is None or space.owner_id is None),
        }

    return desk.show("office_hours", found, status)
