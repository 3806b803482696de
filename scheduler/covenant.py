"""Settings of a covenant 公约 version, as stored in its row and read by the use cases."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Party = Literal["owner", "tenant", "partner", "outside"]
Share = Annotated[int, Field(ge=0, le=100)]
Weight = Annotated[int, Field(ge=-1000, le=1000)]


class Rules(BaseModel):
    """What all groups of settings share: unknown settings are refused, so that a misspelt one is never ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ParkingRules(Rules):
    """Parking rounds: limits of a site, points by criterion."""

    guard_minutes: Annotated[int, Field(ge=0, le=240)] = 15
    reserve_percent: Share = 5
    outside_percent: Share = 30
    household_cap: Annotated[int, Field(ge=0, le=100)] | None = 2
    accessible_spaces_exclusive: bool = True
    criteria: Mapping[str, Weight] = {"class": 1, "waiting": 1, "need": 1, "credit": 1, "violations": 1}
    class_points: Mapping[Party, int] = {"owner": 60, "tenant": 45, "partner": 40, "outside": 15}
    need_points: Annotated[int, Field(ge=0, le=1000)] = 20
    points_per_lost_round: Annotated[int, Field(ge=0, le=1000)] = 10
    most_waiting_points: Annotated[int, Field(ge=0, le=1000)] = 30
    farthest_walk: Annotated[int, Field(ge=0, le=50_000)] = 2_000

    def weighted(self, points: Mapping[str, int]) -> int:
        """Weighted sum of points by criterion; criteria that the covenant no longer has count nothing."""
        return sum(self.criteria.get(name, 0) * value for name, value in points.items())


class BookingRules(Rules):
    """Single bookings on what a published plan leaves free."""

    most_days_ahead: Annotated[int, Field(ge=0, le=400)] = 14
    shortest_minutes: Annotated[int, Field(ge=1, le=1440)] = 15
    longest_minutes: Annotated[int, Field(ge=1, le=44_640)] = 1_440
    most_open_bookings: Annotated[int, Field(ge=1, le=1000)] = 3


class CovenantSettings(Rules):
    """A whole version; `most_vehicles_per_member` is what people register by themselves, staff may add more."""

    parking: ParkingRules = ParkingRules()
    booking: BookingRules = BookingRules()
    most_vehicles_per_member: Annotated[int, Field(ge=1, le=100)] = 3


def settings_of(stored: Mapping[str, Any]) -> CovenantSettings:
    """Settings as stored; those left out have their defaults."""
    return CovenantSettings.model_validate(stored)
