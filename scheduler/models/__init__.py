"""The rows of a community: its people, supply, rounds, plans, publications, rosters and records."""

from scheduler.models.access import Account, LoginFailure, Role, Session, Token
from scheduler.models.base import Base
from scheduler.models.community import Community, Covenant, DayOverride, Household, Member, Organisation, Vehicle
from scheduler.models.demand import Registration, RegistrationEvent, Round
from scheduler.models.hours import HoursPosting, HoursTransaction
from scheduler.models.occupation import Booking, Occupation, Resource, Waiting
from scheduler.models.planning import Assignment, Plan, Refusal, Run, StaffLock
from scheduler.models.publication import Allocation, CurrentPublication, Publication, PublicationRow
from scheduler.models.records import AuditEntry, AuditHead, IdempotencyKey, InboxMessage, OutboxMessage
from scheduler.models.rooms import Equipment, Facility, FacilityClosure, FacilityWindow, Feed, Room, RoomSession
from scheduler.models.rosters import (
    Elder,
    MeetingPoint,
    PlanGap,
    PlanSeat,
    RosterLock,
    Shift,
    ShiftTemplate,
    TeamRequest,
    Volunteer,
    VolunteerPair,
)
from scheduler.models.seats import Seat, SeatEvent, SeatWish, SubstituteAsk, Swap
from scheduler.models.supply import ClosedPeriod, PartnerSites, Site, Space, TidalWindow
from scheduler.models.trust import Alternative, Certificate, Draw, Outcome, Scenario, WaySearch

__all__ = [
    "Account",
    "Allocation",
    "Alternative",
    "Assignment",
    "AuditEntry",
    "AuditHead",
    "Base",
    "Booking",
    "Certificate",
    "ClosedPeriod",
    "Community",
    "Covenant",
    "CurrentPublication",
    "DayOverride",
    "Draw",
    "Elder",
    "Equipment",
    "Facility",
    "FacilityClosure",
    "FacilityWindow",
    "Feed",
    "HoursPosting",
    "HoursTransaction",
    "Household",
    "IdempotencyKey",
    "InboxMessage",
    "LoginFailure",
    "MeetingPoint",
    "Member",
    "Occupation",
    "Organisation",
    "OutboxMessage",
    "Outcome",
    "PartnerSites",
    "Plan",
    "PlanGap",
    "PlanSeat",
    "Publication",
    "PublicationRow",
    "Refusal",
    "Registration",
    "RegistrationEvent",
    "Resource",
    "Role",
    "Room",
    "RoomSession",
    "RosterLock",
    "Round",
    "Run",
    "Scenario",
    "Seat",
    "SeatEvent",
    "SeatWish",
    "Session",
    "Shift",
    "ShiftTemplate",
    "Site",
    "Space",
    "StaffLock",
    "SubstituteAsk",
    "Swap",
    "TeamRequest",
    "TidalWindow",
    "Token",
    "Vehicle",
    "Volunteer",
    "VolunteerPair",
    "Waiting",
    "WaySearch",
]
