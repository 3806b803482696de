"""What everybody may see."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from pydantic import Field

from api.schemas.base import Asked, Instant, PageAsked, Shown
from api.schemas.rounds import RoundShown
from api.schemas.types import Code, Moment


class PublicRoundsAsked(PageAsked):
    """Rounds of one community, or of all."""

    community: Code | None = None


class PublicRound(RoundShown):
    """A round with its community."""

    community: str
    community_name_zh: str
    community_name_en: str


class AvailabilityAsked(Asked):
    """Where and when."""

    community: Code
    at: Moment | None = Field(None, description="Left out: now.")


class SiteAvailability(Shown):
    """Room at a site for the hour that is asked for; how many only where they are several."""

    site_id: UUID
    site_code: str
    name_zh: str
    name_en: str
    level: Literal["none", "few", "many"]
    free: int | None


class Availability(Shown):
    """Room at all sites of a community."""

    at: Instant
    items: list[SiteAvailability]
