"""Settings of a covenant 公约 version, as stored in its row and read by the use cases."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field

from scheduler.covenant.base import Category, Party, Rules
from scheduler.covenant.common import DisputeRules, FairnessRules, FeedbackRules, RetentionRules, WaysRules
from scheduler.covenant.money import FeesRules, Part, Split, Tariff
from scheduler.covenant.parking import BookingRules, ParkingRules, PathRules, SharingRules, UseRules
from scheduler.covenant.rooms import Quotas, RoomBookingRules, RoomsRules
from scheduler.covenant.rosters import HoursRules, RosterRules, ServiceRules, ShiftKind

__all__ = [
    "BookingRules",
    "Category",
    "CovenantSettings",
    "DisputeRules",
    "FairnessRules",
    "FeedbackRules",
    "FeesRules",
    "HoursRules",
    "ParkingRules",
    "Part",
    "Party",
    "PathRules",
    "Quotas",
    "RetentionRules",
    "RoomBookingRules",
    "RoomsRules",
    "RosterRules",
    "ServiceRules",
    "SharingRules",
    "ShiftKind",
    "Split",
    "Tariff",
    "UseRules",
    "WaysRules",
    "settings_of",
]


class CovenantSettings(Rules):
    """A whole version; `most_vehicles_per_member` is what people register by themselves, staff may add more."""

    parking: ParkingRules = ParkingRules()
    path: PathRules = PathRules()
    booking: BookingRules = BookingRules()
    use: UseRules = UseRules()
    sharing: SharingRules = SharingRules()
    fees: FeesRules = FeesRules()
    rooms: RoomsRules = RoomsRules()
    room_booking: RoomBookingRules = RoomBookingRules()
    rosters: RosterRules = RosterRules()
    service: ServiceRules = ServiceRules()
    hours: HoursRules = HoursRules()
    fairness: FairnessRules = FairnessRules()
    ways: WaysRules = WaysRules()
    disputes: DisputeRules = DisputeRules()
    feedback: FeedbackRules = FeedbackRules()
    retention: RetentionRules = RetentionRules()
    most_vehicles_per_member: Annotated[int, Field(ge=1, le=100)] = 3


def settings_of(stored: Mapping[str, Any]) -> CovenantSettings:
    """Settings as stored; those left out have their defaults."""
    return CovenantSettings.model_validate(stored)
