"""Settings of a covenant 公约 version, as stored in its row and read by the use cases."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Party = Literal["owner", "tenant", "partner", "outside"]
Category = Literal["elderly", "disabled", "culture", "education", "volunteering", "party", "other"]
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


class Quotas(Rules):
    """Most minutes and dated sessions a week on average over a season; none where nothing is stated."""

    minutes: Annotated[int, Field(ge=0, le=100_000)] | None = None
    sessions: Annotated[int, Field(ge=0, le=10_000)] | None = None


class RoomsRules(Rules):
    """Season rounds of activity rooms: what a session counts, buffers, quotas.

    Quotas are those of each organisation, each person and each household, of each party at a facility (by its code),
    and of a category as a whole. The others are those of `solvers.rooms.problem.RoomsPolicy`.
    """

    weights: Mapping[Category, Annotated[int, Field(ge=1, le=1000)]] = {
        "elderly": 12,
        "disabled": 12,
        "volunteering": 10,
        "education": 10,
        "culture": 9,
        "party": 9,
        "other": 6,
    }
    partial_percent: Share = 80
    setup: Annotated[int, Field(ge=0, le=240)] = 0
    clear: Annotated[int, Field(ge=0, le=240)] = 15
    grid: Annotated[int, Field(ge=5, le=240)] = 30
    blocked_percent: Share = 25
    shared_percent: Annotated[int, Field(ge=1, le=100)] = 50
    travel: Annotated[int, Field(ge=0, le=240)] = 30
    organisation_quota: Quotas = Quotas(minutes=900)
    person_quota: Quotas = Quotas(minutes=240, sessions=2)
    household_quota: Quotas = Quotas(minutes=360)
    facility_quotas: Mapping[str, Quotas] = {}
    category_quotas: Mapping[Category, Quotas] = {}
    most_sections: Annotated[int, Field(ge=1, le=100)] = 20


class RoomBookingRules(Rules):
    """Single bookings of rooms, and of equipment alone.

    A hold lasts `hold_minutes`; what waits for somebody's yes lapses after `answer_hours`. Up to `cancel_minutes`
    before it begins a booking is cancelled without consequence; later it counts as not shown up for. After
    `most_no_shows` within `no_show_days` the rest of a person's series is released. A series of more than
    `reconfirm_weeks` weeks is confirmed again for each further stretch of as many, `reconfirm_days` before it begins.
    """

    most_days_ahead: Annotated[int, Field(ge=0, le=400)] = 28
    shortest_minutes: Annotated[int, Field(ge=5, le=1440)] = 30
    longest_minutes: Annotated[int, Field(ge=5, le=1440)] = 240
    most_open_bookings: Annotated[int, Field(ge=1, le=1000)] = 4
    hold_minutes: Annotated[int, Field(ge=1, le=1440)] = 15
    answer_hours: Annotated[int, Field(ge=1, le=720)] = 24
    cancel_minutes: Annotated[int, Field(ge=0, le=10_080)] = 120
    most_no_shows: Annotated[int, Field(ge=1, le=100)] = 2
    no_show_days: Annotated[int, Field(ge=1, le=400)] = 90
    most_series_weeks: Annotated[int, Field(ge=1, le=52)] = 13
    reconfirm_weeks: Annotated[int, Field(ge=1, le=52)] = 5
    reconfirm_days: Annotated[int, Field(ge=1, le=60)] = 7


class CovenantSettings(Rules):
    """A whole version; `most_vehicles_per_member` is what people register by themselves, staff may add more."""

    parking: ParkingRules = ParkingRules()
    booking: BookingRules = BookingRules()
    rooms: RoomsRules = RoomsRules()
    room_booking: RoomBookingRules = RoomBookingRules()
    most_vehicles_per_member: Annotated[int, Field(ge=1, le=100)] = 3


def settings_of(stored: Mapping[str, Any]) -> CovenantSettings:
    """Settings as stored; those left out have their defaults."""
    return CovenantSettings.model_validate(stored)
