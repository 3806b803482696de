"""Guidance: where a vehicle finds a shared space."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from api.schemas.base import Asked, Instant, Sent, Shown
from api.schemas.members import Party, Size
from api.schemas.types import Code, Latitude, Longitude, Moment

Datum = Literal["WGS-84", "GCJ-02"]
Level = Literal["none", "few", "many"]


class VehicleKind(Sent):
    """What decides where a vehicle may stand."""

    size: Size = "standard"
    party: Party = "outside"
    needs_ev: bool = False
    needs_accessible: bool = False


class GuidanceSent(Sent):
    """Where somebody is, and with what; a body, so that no log of addresses keeps it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"community": "tangqiao", "latitude": 31.2103, "longitude": 121.5201, "datum": "GCJ-02"}]
        }
    )

    community: Code
    latitude: Latitude
    longitude: Longitude
    datum: Datum = Field(description="Phones measure in WGS-84; Chinese maps are drawn in GCJ-02.")
    at: Moment | None = Field(None, description="When the vehicle comes; left out: now.")
    vehicle: VehicleKind = VehicleKind()
    limit: int = Field(10, ge=1, le=50)


class SiteGuided(Shown):
    """A site with its room for the hour that is asked for; how many only where they are several."""

    site_id: UUID
    site_code: str
    name_zh: str
    name_en: str
    latitude: float
    longitude: float
    metres: int
    level: Level
    free: int | None
    expected: Level = Field(description="With the rights that are usually not used, where a gate tells of them.")


class Guidance(Shown):
    """Sites with room first, the nearest first; places in the datum that was asked in."""

    at: Instant
    datum: Datum
    items: list[SiteGuided]


class MapAsked(Asked):
    """A map of all sites of a community."""

    community: Code
    at: Moment | None = Field(None, description="Left out: now.")
    datum: Datum = Field("WGS-84", description="GeoJSON is in WGS-84 by its standard (RFC 7946); maps may ask else.")


class PointShown(Shown):
    """Longitude and latitude."""

    type: Literal["Point"] = "Point"
    coordinates: tuple[float, float]


class SiteProperties(Shown):
    """What is told of a site on the map."""

    site_code: str
    name_zh: str
    name_en: str
    level: Level
    free: int | None
    expected: Level


class SiteFeature(Shown):
    """A site as GeoJSON."""

    type: Literal["Feature"] = "Feature"
    id: UUID
    geometry: PointShown
    properties: SiteProperties


class SiteMap(Shown):
    """All sites as GeoJSON, with the datum that their places are in."""

    type: Literal["FeatureCollection"] = "FeatureCollection"
    datum: Datum
    at: Instant
    features: list[SiteFeature]
