"""Settings of a covenant for volunteers: rosters, the living roster, the time bank."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from scheduler.covenant.base import Rules, Share

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
