"""Guidance 诱导: the nearest shared spaces, and a map of all of them, for everybody."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Query
from fastapi.responses import Response

from api.deps import Public
from api.openapi import refusals
from api.routes.common import router_of
from api.routes.public import SHARED
from api.schemas.guidance import (
    Guidance,
    GuidanceSent,
    MapAsked,
    PointShown,
    SiteFeature,
    SiteGuided,
    SiteMap,
    SiteProperties,
)
from scheduler.usecases import guidance
from scheduler.usecases.vacancies import Kind

router = router_of("public")
GEOJSON = "application/geo+json"
DECIMALS = 6
"""Of a degree: a tenth of a metre."""


@router.post("/public/guidance", response_model=Guidance, responses=refusals(404))
def read_guidance(body: GuidanceSent, door: Public) -> Guidance:
    """The nearest sites with spaces free for sharing, for this vehicle; nothing of it is kept."""
    return door.read_public(lambda session, now: _guidance(session, body, now))


@router.get("/public/guidance.geojson", response_model=SiteMap, responses=refusals(404))
def read_site_map(asked: Annotated[MapAsked, Query()], door: Public) -> Response:
    """All sites on a map, with their room for the hour that is asked for."""
    shown = door.read_public(lambda session, now: _map(session, asked, now))
    return Response(shown.model_dump_json(), media_type=GEOJSON, headers=SHARED)


def _guidance(session: Any, body: GuidanceSent, now: Any) -> Guidance:
    asked = guidance.Asked(
        latitude=body.latitude,
        longitude=body.longitude,
        datum=body.datum,
        kind=Kind(**body.vehicle.model_dump()),
        at=body.at,
        most=body.limit,
    )
    found = guidance.nearest(session, slug=body.community, asked=asked, now=now)
    items = [
        SiteGuided(
            site_id=one.site.id,
            latitude=round(latitude, DECIMALS),
            longitude=round(longitude, DECIMALS),
            metres=one.metres or 0,
            **_told(one),
        )
        for one, (latitude, longitude) in guidance.shown_in(found, body.datum)
    ]
    return Guidance(at=body.at or now, datum=body.datum, items=items)


def _map(session: Any, asked: MapAsked, now: Any) -> SiteMap:
    found = guidance.all_sites(session, slug=asked.community, now=now, at=asked.at)
    features = [
        SiteFeature(
            id=one.site.id,
            geometry=PointShown(coordinates=(round(longitude, DECIMALS), round(latitude, DECIMALS))),
            properties=SiteProperties(**_told(one)),
        )
        for one, (latitude, longitude) in guidance.shown_in(found, asked.datum)
    ]
    return SiteMap(datum=asked.datum, at=asked.at or now, features=features)


def _told(one: guidance.Guided) -> dict[str, Any]:
    return {
        "site_code": one.site.code,
        "name_zh": one.site.name_zh,
        "name_en": one.site.name_en,
        "level": one.level,
        "free": one.free,
        "expected": one.expected,
    }
