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
    """Parking rounds: limits of a site, points by criterion.

    The criterion "waiting" counts rounds lost in a row, "won" those won in a row: a covenant that gives it a negative
    weight lets others come first.
    """

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
    points_per_won_round: Annotated[int, Field(ge=0, le=1000)] = 10
    most_won_points: Annotated[int, Field(ge=0, le=1000)] = 10
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


ShiftKind = Literal["home_visit", "patrol", "class", "event", "room"]
Span = Annotated[int, Field(ge=0, le=44_640)]
ByAge = Annotated[list[Span], Field(min_length=3, max_length=3)]
Few = Annotated[int, Field(ge=0, le=1_000)]


class RosterRules(Rules):
    """Rosters of volunteers: every limit and weight of the catalogue, as in `solvers.rosters.policy.RosterPolicy`.

    `off` names rules that are not in force, `weights` replaces single weights. Limits that come in threes hold below
    60, from 60 and from 70 years. `history_days` of shifts before a month count for what rolls and what is fair.
    """

    weights: Mapping[str, Annotated[int, Field(ge=0, le=100_000)]] = {}
    off: list[str] = ["H27"]
    priority_factors: Annotated[list[Few], Field(min_length=5, max_length=5)] = [16, 8, 4, 2, 1]
    metres_a_minute: Annotated[int, Field(ge=1, le=2_000)] = 67
    detour_percent: Annotated[int, Field(ge=100, le=300)] = 130
    travel_extra: Span = 5
    least_gap: Span = 15
    age_home_visit: Few = 18
    age_class: Few = 16
    age_event: Few = 14
    minors_until: Annotated[int, Field(ge=0, le=1_440)] = 1_200
    day_minutes: ByAge = [360, 240, 180]
    week_minutes: ByAge = [1_200, 720, 720]
    month_minutes: Span = 2_880
    continuous_minutes: Span = 240
    demanding_minutes: Span = 120
    rest_minutes: Span = 660
    days_in_row: Annotated[int, Field(ge=1, le=28)] = 5
    shifts_a_day: Annotated[int, Field(ge=1, le=24)] = 2
    lead_from: Annotated[int, Field(ge=1, le=1_000)] = 4
    lead_for: Annotated[int, Field(ge=1, le=1_000)] = 8
    novice_below: Few = 3
    mentor_from: Few = 10
    novices_a_mentor: Few = 2
    freeze_minutes: Span = 1_440
    absences: Annotated[int, Field(ge=1, le=100)] = 2
    idle_days: Annotated[int, Field(ge=1, le=366)] = 60
    fair_steps: Annotated[list[Share], Field(max_length=10)] = [25, 50, 100]
    faces: Few = 3
    near_metres: Annotated[int, Field(ge=0, le=100_000)] = 1_000
    travel_unit: Annotated[int, Field(ge=1, le=50_000)] = 500
    standby_for: Annotated[int, Field(ge=1, le=1_000)] = 8
    rate_floor: Few = 500
    weekends: Few = 2
    days_in_row_soft: Annotated[int, Field(ge=1, le=28)] = 3
    scarce_below: Few = 5
    same_type: Few = 4
    late_from: Annotated[int, Field(ge=0, le=1_440)] = 1_200
    early_until: Annotated[int, Field(ge=0, le=1_440)] = 540
    history_days: Annotated[int, Field(ge=28, le=366)] = 84


class ServiceRules(Rules):
    """The living roster: signing up, answering, dropping out, standing in, swapping, checking in.

    Up to `free_hours` before a shift people sign out as they like; later a substitute is sought for them, `ask_at_once`
    people at a time who have `ask_minutes` each; later than `phone_hours` before it only a coordinator can do it.
    Posts are drawn by lot where more than `draw_percent` of the seats are wished for, `draw_days` before sign-up ends.
    Absences without excuse count for `no_show_days`.
    """

    sign_up_days: Mapping[ShiftKind, Annotated[int, Field(ge=0, le=400)]] = {
        "home_visit": 28,
        "class": 28,
        "patrol": 14,
        "event": 7,
        "room": 28,
    }
    answer_hours: Annotated[int, Field(ge=1, le=720)] = 72
    free_hours: Annotated[int, Field(ge=0, le=720)] = 48
    phone_hours: Annotated[int, Field(ge=0, le=720)] = 3
    ask_at_once: Annotated[int, Field(ge=1, le=20)] = 3
    ask_minutes: Annotated[int, Field(ge=5, le=2_880)] = 120
    draw_percent: Annotated[int, Field(ge=100, le=1_000)] = 150
    draw_days: Annotated[int, Field(ge=1, le=60)] = 2
    swap_approval: bool = False
    swap_hours: Annotated[int, Field(ge=1, le=720)] = 24
    early_minutes: Annotated[int, Field(ge=0, le=1_440)] = 30
    late_minutes: Annotated[int, Field(ge=0, le=1_440)] = 60
    address_hours: Annotated[int, Field(ge=0, le=720)] = 24
    no_show_days: Annotated[int, Field(ge=1, le=366)] = 90


class HoursRules(Rules):
    """The time bank 时间银行: minutes served times a coefficient in hundredths, by the kind of the shift.

    An account holds at most `deposit_cap` minutes. Hours are given to others only where `transfers` are allowed,
    at most `transfer_month_cap` minutes a month. `shown_to` rounds what is shown, never what is kept.
    """

    coefficients: Mapping[ShiftKind, Annotated[int, Field(ge=0, le=1_000)]] = {
        "home_visit": 100,
        "class": 100,
        "patrol": 100,
        "event": 100,
        "room": 100,
    }
    deposit_cap: Annotated[int, Field(ge=0, le=10_000_000)] = 90_000
    transfers: bool = False
    transfer_month_cap: Annotated[int, Field(ge=0, le=100_000)] = 600
    shown_to: Annotated[int, Field(ge=1, le=60)] = 1


class FairnessRules(Rules):
    """Fairness over rounds: who lost `most_lost_rounds` in a row comes first in the next; None guarantees nothing."""

    most_lost_rounds: Annotated[int, Field(ge=1, le=100)] | None = 3


class WaysRules(Rules):
    """Ways forward for who was not served: how many are found, and how long one is held while somebody thinks."""

    hold_minutes: Annotated[int, Field(ge=5, le=1_440)] = 60
    most_alternatives: Annotated[int, Field(ge=1, le=3)] = 3


class CovenantSettings(Rules):
    """A whole version; `most_vehicles_per_member` is what people register by themselves, staff may add more."""

    parking: ParkingRules = ParkingRules()
    booking: BookingRules = BookingRules()
    rooms: RoomsRules = RoomsRules()
    room_booking: RoomBookingRules = RoomBookingRules()
    rosters: RosterRules = RosterRules()
    service: ServiceRules = ServiceRules()
    hours: HoursRules = HoursRules()
    fairness: FairnessRules = FairnessRules()
    ways: WaysRules = WaysRules()
    most_vehicles_per_member: Annotated[int, Field(ge=1, le=100)] = 3


def settings_of(stored: Mapping[str, Any]) -> CovenantSettings:
    """Settings as stored; those left out have their defaults."""
    return CovenantSettings.model_validate(stored)
