"""Shared spaces that are free now or at a given time, near a place: a list by the way on foot, and a small map."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import BaseModel, Field

from api.pages.communities import named
from api.pages.desk import AtDesk, Context, Desk
from api.pages.forms import Form, Sent, read_as
from api.pages.parking_map import drawn
from api.schemas.members import Size
from api.schemas.types import Clock, Code, Day, Latitude, Longitude
from scheduler import calendar, queries
from scheduler.datum import Point, converted
from scheduler.errors import Rejected
from scheduler.usecases import guidance
from scheduler.usecases.vacancies import Kind

router = APIRouter(include_in_schema=False)
FIELDS = ("near", "day", "start", "size", "party", "needs_ev", "needs_accessible", "latitude", "longitude")
SIZES = ("compact", "standard", "large")
PARTIES = ("tenant", "outside")
STARTS = tuple(f"{half // 2:02d}:{half % 2 * 30:02d}" for half in range(48))
QUICK = ("", "08:00", "12:00", "18:30")
"""Times that are one tap away; the first is now."""
MOST = 50
METRES_A_MINUTE = 67


class Asked(BaseModel):
    """The form, checked."""

    near: Annotated[str, Field(max_length=100)] = ""
    day: Day | None = None
    start: Clock | None = None
    size: Size = "compact"
    party: Annotated[str, Field(pattern="^(tenant|outside)$")] = "tenant"
    needs_ev: Annotated[str, Field(max_length=10)] = ""
    needs_accessible: Annotated[str, Field(max_length=10)] = ""
    latitude: Latitude | None = None
    longitude: Longitude | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A place that everybody knows, from which one may look; `key` names it in addresses."""

    key: str
    kind: str
    row: Any
    point: Point


@router.get("/parking/{slug}")
def free(slug: Code, desk: AtDesk) -> Response:
    """What is free, as it was asked for."""
    asked = {name: text for name, text in desk.request.query_params.items() if name not in ("latitude", "longitude")}
    return _answer(desk, slug, asked)


@router.post("/parking/{slug}")
def near_here(slug: Code, desk: AtDesk, sent: Sent) -> Response:
    """What is free near where a phone is; that is posted, so that no address and no log holds it."""
    return _answer(desk, slug, sent)


def _answer(desk: Desk, slug: str, given: Mapping[str, str]) -> Response:
    form = Form(FIELDS, given)
    return desk.attempt(form, lambda: _page(desk, slug, form), lambda again, status: _page(desk, slug, again, status))


def _page(desk: Desk, slug: str, form: Form, status: int = 200) -> Response:
    def found(session: Any, now: datetime) -> Context:
        community = named(session, slug)
        places = _places(session, community.id)
        today = calendar.date_of(now, community.zone)
        shown = {
            "community": community,
            "zone": community.zone,
            "form": form,
            "places": places,
            "today": today.isoformat(),
            "sizes": SIZES,
            "parties": PARTIES,
            "starts": STARTS,
            "quick": QUICK,
            "asked_here": bool(form.value("latitude")),
        }
        if form.refused is not None:
            return {**shown, "sites": None}
        return {**shown, **_looked(session, community, form, places, now, today)}

    return desk.show_public("parking", found, status)


def _looked(
    session: Any, community: Any, form: Form, places: list[Place], now: datetime, today: date
) -> dict[str, Any]:
    """Sites as they are asked for, with where one looks from and for when.

    Raises
    ------
    Refused
        For the first field that is wrong.
    """
    asked = read_as(Asked, form.filled(*FIELDS))
    if asked.start is None and asked.day not in (None, today):
        raise Rejected("missing_field", "start")
    at = None if asked.start is None else calendar.instant_of(asked.day or today, _minute(asked.start), community.zone)
    here = _origin(asked, places)
    kind = Kind(asked.size, asked.party, bool(asked.needs_ev), bool(asked.needs_accessible))
    try:
        sites = _sites(session, community.slug, here, kind, now, at)
    except Rejected as refused:
        raise Rejected(refused.code, "start" if refused.field == "at" else "near", None, refused.allowed) from refused
    marked = [place for place in places if place.kind == "facility"]
    return {
        "at": at,
        "here": here,
        "sites": sites,
        "minutes": METRES_A_MINUTE,
        "map": drawn([one.point for one in sites], [place.point for place in marked], here),
        "marked": marked,
    }


def _sites(
    session: Any, slug: str, here: Point | None, kind: Kind, now: datetime, at: datetime | None
) -> list[guidance.Guided]:
    if here is not None:
        asked = guidance.Asked(*here, "WGS-84", kind, at, MOST)
        return guidance.nearest(session, slug=slug, asked=asked, now=now)
    found = guidance.all_sites(session, slug=slug, now=now, at=at, kind=kind)
    order = {"many": 0, "few": 1, "none": 2}
    return sorted(found, key=lambda one: (order[one.level], -(one.free or 0), one.site.code))[:MOST]


def _origin(asked: Asked, places: list[Place]) -> Point | None:
    """Where somebody looks from; None where they said nothing.

    Raises
    ------
    Rejected
        For a place that nobody knows.
    """
    if asked.latitude is not None and asked.longitude is not None:
        return asked.latitude, asked.longitude
    if not asked.near:
        return None
    known = next((place.point for place in places if place.key == asked.near), None)
    if known is None:
        raise Rejected("unknown_id", "near", None, "a site of the community")
    return known


def _places(session: Any, community: Any) -> list[Place]:
    """Sites and facilities that are on the map."""
    of_kind = (
        ("site", queries.supply.sites_of(session, community)),
        ("facility", queries.rooms.facilities_of(session, community)),
    )
    return [
        Place(f"{kind}.{row.code}", kind, row, _point(row))
        for kind, rows in of_kind
        for row in rows
        if row.latitude is not None and row.longitude is not None
    ]


def _point(row: Any) -> Point:
    """Where something lies, in WGS-84."""
    return converted((row.latitude, row.longitude), "GCJ-02" if row.datum == "GCJ-02" else "WGS-84", "WGS-84")


def _minute(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:])
