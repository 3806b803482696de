"""The rows of a community: its people, supply, rounds, plans, publications and records."""

from scheduler.models.access import Account, LoginFailure, Role, Session, Token
from scheduler.models.base import Base
from scheduler.models.community import Community, Covenant, DayOverride, Household, Member, Organisation, Vehicle
from scheduler.models.demand import Registration, RegistrationEvent, Round
from scheduler.models.occupation import Booking, Occupation, Resource, Waiting
from scheduler.models.planning import Assignment, Plan, Refusal, Run, StaffLock
from scheduler.models.publication import Allocation, CurrentPublication, Publication, PublicationRow
from scheduler.models.records import AuditEntry, AuditHead, IdempotencyKey, InboxMessage, OutboxMessage
from scheduler.models.rooms import Equipment, Facility, FacilityClosure, FacilityWindow, Feed, Room, RoomSession
from scheduler.models.supply import ClosedPeriod, PartnerSites, Site, Space, TidalWindow

__all__ = [
    "Account",
    "Allocation",
    "Assignment",
    "AuditEntry",
    "AuditHead",
    "Base",
    "Booking",
    "ClosedPeriod",
    "Community",
    "Covenant",
    "CurrentPublication",
    "DayOverride",
    "Equipment",
    "Facility",
    "FacilityClosure",
    "FacilityWindow",
    "Feed",
    "Household",
    "IdempotencyKey",
    "InboxMessage",
    "LoginFailure",
    "Member",
    "Occupation",
    "Organisation",
    "OutboxMessage",
    "PartnerSites",
    "Plan",
    "Publication",
    "PublicationRow",
    "Refusal",
    "Registration",
    "RegistrationEvent",
    "Resource",
    "Role",
    "Room",
    "RoomSession",
    "Round",
    "Run",
    "Session",
    "Site",
    "Space",
    "StaffLock",
    "TidalWindow",
    "Token",
    "Vehicle",
    "Waiting",
]
