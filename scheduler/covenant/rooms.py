"""Settings of a covenant for activity rooms: season rounds and single bookings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from scheduler.covenant.base import Category, Rules, Share


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
