"""Settings of a covenant for parking: rounds, their path, single bookings, use, one's own space."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from scheduler.covenant.base import Days, Party, Rules, Share, Weight

Document = Literal[
    "identity_card", "vehicle_licence", "title_deed", "lease", "employer_letter", "disability_card", "insurance"
]


class ParkingRules(Rules):
    """Parking rounds: limits of a site, points by criterion.

    The criterion "waiting" counts rounds lost in a row, "won" those won in a row: a covenant that gives it a negative
    weight lets others come first. "credit" is for sharing one's own space, "violations" for those that count (which is
    why its usual weight is negative), "near" for a home close by, "decision" for points that a council's decision gave.
    Who had the same space for `redraw_rounds` rounds in a row is drawn anew: that they had it counts no longer.
    """

    guard_minutes: Annotated[int, Field(ge=0, le=240)] = 15
    reserve_percent: Share = 5
    outside_percent: Share = 30
    household_cap: Annotated[int, Field(ge=0, le=100)] | None = 2
    accessible_spaces_exclusive: bool = True
    criteria: Mapping[str, Weight] = {
        "class": 1,
        "waiting": 1,
        "need": 1,
        "credit": 1,
        "violations": -1,
        "decision": 1,
    }
    class_points: Mapping[Party, int] = {"owner": 60, "tenant": 45, "partner": 40, "outside": 15}
    need_points: Annotated[int, Field(ge=0, le=1000)] = 20
    points_per_lost_round: Annotated[int, Field(ge=0, le=1000)] = 10
    most_waiting_points: Annotated[int, Field(ge=0, le=1000)] = 30
    points_per_won_round: Annotated[int, Field(ge=0, le=1000)] = 10
    most_won_points: Annotated[int, Field(ge=0, le=1000)] = 10
    near_points: Annotated[int, Field(ge=0, le=1000)] = 0
    near_metres: Annotated[int, Field(ge=1, le=50_000)] = 300
    redraw_rounds: Annotated[int, Field(ge=1, le=100)] | None = None
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


class PathRules(Rules):
    """The path of an application: how many days each step may take, and which documents must have been seen.

    The property window endorses within `endorse_days`, the housing office approves within `approve_days`, an applicant
    brings what is missing within `information_days`, and signs the agreement within `sign_days`. Whoever is to act is
    reminded `remind_days` before. Where `signature_needed` is set, a right whose agreement is not signed in time goes
    to the next in line, and none is used before it is signed. Documents are asked for by the party of the vehicle;
    while `documents_needed` is off they are told on the slip but stop nobody.
    """

    endorse_days: Days = 3
    approve_days: Days = 5
    information_days: Days = 7
    sign_days: Days = 10
    remind_days: Days = 1
    signature_needed: bool = False
    documents_needed: bool = False
    documents: Mapping[Party, list[Document]] = {
        "owner": ["identity_card", "vehicle_licence", "title_deed"],
        "tenant": ["identity_card", "vehicle_licence", "lease"],
        "partner": ["identity_card", "vehicle_licence", "employer_letter"],
        "outside": ["identity_card", "vehicle_licence"],
    }


class UseRules(Rules):
    """How shared spaces are used: overstays and what follows a violation.

    Whoever stays longer than their right has `grace_minutes`; then the overstay tariff runs. A violation counts for
    `violation_days`. With `block_from` violations that count, a vehicle is blocked for `block_days`; with `end_from` it
    loses its right. Each costs `violation_points` in the next round, at most `most_violation_points`.
    """

    grace_minutes: Annotated[int, Field(ge=0, le=240)] = 15
    violation_days: Annotated[int, Field(ge=1, le=1_000)] = 180
    block_from: Annotated[int, Field(ge=1, le=100)] = 2
    block_days: Annotated[int, Field(ge=1, le=1_000)] = 30
    end_from: Annotated[int, Field(ge=1, le=100)] | None = 4
    violation_points: Annotated[int, Field(ge=0, le=1_000)] = 5
    most_violation_points: Annotated[int, Field(ge=0, le=1_000)] = 20

    def points_of(self, violations: int) -> int:
        """Points of so many violations that count."""
        return min(self.most_violation_points, violations * self.violation_points)


class SharingRules(Rules):
    """Sharing one's own space: what an owner gets for it, and how they have it back.

    A space is called back `notice_hours` before; what stands on it by then may stay until its right ends. Where it is
    not free in time the owner gets another space of the site's reserve, and where there is none, the compensation of
    the fees. Each `credit_hours` shared in the year before a round are a point, at most `most_credit_points`.
    """

    notice_hours: Annotated[int, Field(ge=0, le=720)] = 24
    fallback: bool = True
    credit_hours: Annotated[int, Field(ge=1, le=10_000)] = 100
    most_credit_points: Annotated[int, Field(ge=0, le=1_000)] = 20
