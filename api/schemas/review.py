"""The review pack of a period, as data."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from pydantic import Field

from api.schemas.base import Asked, Instant, Shown
from api.schemas.sharing import RatingShown
from api.schemas.types import Day, Id


class ReviewAsked(Asked):
    """Which dates, both included, at most a year; of a site, of a facility, or of the whole community."""

    first: Day
    last: Day
    site_id: Id | None = None
    facility_id: Id | None = None


class UseHourShown(Shown):
    """Minutes that were open and taken in an hour of the day, over all days of a type."""

    day_type: str
    hour: int
    open_minutes: int
    taken_minutes: int


class DemandShown(Shown):
    """What was asked for: how many, how many served, and the first reason of those who were not."""

    domain: str
    asked: int
    served: int
    reasons: dict[str, int]


class DisputesCounted(Shown):
    """Cases opened, by what they are about and where they stand."""

    about: str
    state: str
    cases: int


class MoneyLineShown(Shown):
    """What a site took in over the closed months of the period, in fen, and who got it."""

    site: str | None
    months: int
    billed: int
    cancelled: int
    received: int
    refunded: int
    compensated: int
    shares: dict[str, int]


class FiguresShown(Shown):
    """What is counted of a period."""

    parking: list[UseHourShown]
    rooms: list[UseHourShown]
    demand: list[DemandShown]
    rights_here: int | None = Field(description="Rights held at the site.")
    owner_returns: dict[str, int]
    no_shows: dict[str, int]
    violations: dict[str, int]
    disputes: list[DisputesCounted]
    money: list[MoneyLineShown]
    hours_given: int | None = Field(description="Minutes of volunteering.")
    ratings: list[RatingShown]


class ChangeShown(Shown):
    """Something that was changed, by the name of its event."""

    at: Instant
    event: str


class ReviewShown(Shown):
    """A review of a place over a period, beside the period of equal length before."""

    name_zh: str
    name_en: str
    site_id: UUID | None
    facility_id: UUID | None
    first: date
    last: date
    before_first: date
    before_last: date
    now: FiguresShown
    before: FiguresShown
    fairness: list[dict[str, Any]]
    changes: list[ChangeShown]
