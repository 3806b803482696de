"""Whom somebody serves: oneself; the office everybody; property staff the people who live at their sites."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import queries
from scheduler.actors import AUDITOR, OFFICE, PROPERTY_STAFF, Actor
from scheduler.errors import NotAllowed, NotFound
from scheduler.models import Vehicle


def runs(actor: Actor, site_id: UUID | None) -> bool:
    """Whether a site is one of those that staff may act for; no site at all is one for those bound to none."""
    return actor.has(*OFFICE) or (actor.has(PROPERTY_STAFF) and (not actor.sites or site_id in actor.sites))


class Asking(Protocol):
    """Whose a registration is."""

    @property
    def community_id(self) -> UUID: ...
    @property
    def member_id(self) -> UUID: ...
    @property
    def home_site_id(self) -> UUID | None: ...


def may_see(actor: Actor, row: Asking) -> bool:
    """Whether a registration exists for this person: their own, their sites', all for the office and auditors."""
    if row.community_id != actor.community_id:
        return False
    if actor.member_id is not None and row.member_id == actor.member_id:
        return True
    return actor.has(AUDITOR) or runs(actor, row.home_site_id)


def homes_of(actor: Actor) -> list[UUID] | None:
    """Home sites of the people of whom somebody who looks at all is told; None for everybody."""
    everywhere = actor.has(*OFFICE, AUDITOR) or not actor.sites
    return None if everywhere else sorted(actor.sites)


def may_ask_for(session: Session, actor: Actor, member_id: UUID) -> bool:
    """Whether an actor may ask for somebody's vehicle and see who they are; the home is that of their household."""
    if member_id == actor.member_id or runs(actor, None):
        return True
    return actor.has(PROPERTY_STAFF) and runs(actor, queries.community.home_of_member(session, member_id))


def is_own(session: Session, actor: Actor, member_id: UUID) -> bool:
    """Whether a person is whoever acts, or of their household."""
    if actor.member_id is None:
        return False
    if actor.member_id == member_id:
        return True
    homes = [_household(session, actor.community_id, one) for one in (actor.member_id, member_id)]
    return homes[0] is not None and homes[0] == homes[1]


def check_not_own(session: Session, actor: Actor, member_id: UUID) -> None:
    """Refuse staff who would decide on what concerns themselves, or somebody of their household.

    Raises
    ------
    NotAllowed
        ``own_matter``.
    """
    if is_own(session, actor, member_id):
        raise NotAllowed("own_matter")


def _household(session: Session, community: UUID, member_id: UUID) -> UUID | None:
    member = queries.community.member(session, community, member_id)
    return None if member is None else member.household_id


def vehicle_for(session: Session, actor: Actor, vehicle_id: UUID, lock: bool = False) -> Vehicle:
    """A vehicle that this person may ask for; locked where its other uses are counted.

    Raises
    ------
    NotFound
        If there is none.
    """
    vehicle = queries.community.vehicle(session, actor.community_id, vehicle_id, lock)
    if vehicle is None or not may_ask_for(session, actor, vehicle.member_id):
        raise NotFound()
    return vehicle
