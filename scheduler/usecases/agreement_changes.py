"""An agreement on another vehicle, or of somebody who moved: the old one is replaced, the price worked out anew."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from scheduler import audit, calendar, numbers, queries
from scheduler.actors import Actor
from scheduler.covenant import settings_of
from scheduler.db import conflict_of
from scheduler.errors import Conflict, NotAllowed, NotFound, Rejected, Stale
from scheduler.models import Agreement, Member, Registration, Round, Space, Vehicle
from scheduler.privacy import Vault
from scheduler.states import AGREEMENT_MOVES
from scheduler.usecases import agreement_drawing, agreement_rests, blocks, registration, wishes
from scheduler.usecases.agreement_endings import ONE_DAY, waits
from scheduler.usecases.agreement_money import Unused, charge, is_charged, pay_back, reprice
from scheduler.usecases.agreement_steps import locked_for, parts, step, tell
from scheduler.usecases.members import PARTIES
from scheduler.usecases.serving import vehicle_for
from solvers.parking.problem import SIZES


@dataclass(frozen=True, slots=True)
class Change:
    """What is different from today on: another vehicle of the same person, another address, another class 车辆类别."""

    vehicle_id: UUID | None = None
    address: str | None = None
    party: str | None = None
    reason: str = ""


def change(
    session: Session, *, actor: Actor, vault: Vault, agreement_id: UUID, version: int, change: Change, now: datetime
) -> Agreement:
    """Replace an agreement by a new one, to be signed, on what is different; the new one.

    It is priced anew from today on; what was paid for the old one from then on is due back, and for days on which it
    rested. What is left of a suspension goes over to the new one.

    Raises
    ------
    NotFound, NotAllowed, Stale, Conflict, Rejected
        No such agreement or vehicle for this person; not theirs to change; changed meanwhile; over, or its right was
        changed; the vehicle, or the one before, is blocked; it has another right or a booking at these times, asks for
        them already, or does not suit the space; nothing, or a value that cannot be.
    """
    numbers.lock(session, actor.community_id)
    old, asked = _changeable(session, actor, agreement_id, version, change)
    today = calendar.date_of(now, queries.community.one(session, old.community_id).zone)
    if change.vehicle_id is not None:
        _use_vehicle(session, actor, old, asked, change.vehicle_id, now)
    _note_person(session, actor, vault, asked, change, now)
    waited, rest = waits(session, old), agreement_rests.of(session, old)
    if old.state == "suspended":
        agreement_rests.pay_for(session, old, today - ONE_DAY, now)
    event = step(session, old, "replace", actor, now, change.reason)
    old.ended_on = min(max(today - ONE_DAY, old.starts_on), old.ends_on)
    first = max(today, old.starts_on)
    if not waited:
        charge(session, actor, old, today - ONE_DAY, now)
    reprice(session, actor, asked, first, now)
    if not waited or is_charged(session, old):
        pay_back(session, actor, old, Unused(old.starts_on if waited else first, old.ends_on, "changed"), event, now)
    made = agreement_drawing.draw_up(session, actor=actor, vault=vault, row=asked, now=now, replaces=old)
    assert made is not None
    if rest is not None:
        agreement_rests.carry_over(session, made, rest, waits(session, made), now)
    tell(session, old, "agreement_replaced", event.id, now, new=made.number)
    return made


def _changeable(
    session: Session, actor: Actor, agreement_id: UUID, version: int, change: Change
) -> tuple[Agreement, Registration]:
    old, asked = locked_for(session, actor, agreement_id)
    if not parts(actor, old) & AGREEMENT_MOVES["replace"].actors:
        raise NotAllowed("not_for_this_role")
    if old.row_version != version:
        raise Stale("changed_meanwhile", "If-Match", str(version), str(old.row_version))
    if old.state not in AGREEMENT_MOVES["replace"].before:
        allowed = ", ".join(AGREEMENT_MOVES["replace"].before)
        raise Conflict("agreement_not_ready", "state", old.state, allowed, action="replace")
    right = queries.quotes.right_of(session, asked.id)
    if right is None or right.id != old.allocation_id:
        raise Conflict("agreement_without_right", "agreement_id")
    if change.vehicle_id in (None, old.vehicle_id) and change.address is None and change.party is None:
        raise Rejected("nothing_changed", "vehicle_id", None, "another vehicle, address or class")
    if not change.reason.strip():
        raise Rejected("reason_missing", "reason", "", "a sentence")
    if change.party is not None and change.party not in PARTIES:
        raise Rejected("not_offered", "party", change.party, ", ".join(PARTIES))
    return old, asked


def _use_vehicle(
    session: Session, actor: Actor, old: Agreement, asked: Registration, vehicle_id: UUID, now: datetime
) -> None:
    """Have a right be one of another vehicle from now on."""
    vehicle = vehicle_for(session, actor, vehicle_id, lock=True)
    if vehicle.member_id != old.member_id:
        raise NotFound()
    for one in (vehicle.id, old.vehicle_id):
        blocks.check(session, old.community_id, blocks.blocked_until(session, one, now))
    round_ = session.get_one(Round, asked.round_id)
    _check_suits(session, old, round_, vehicle)
    wishes.check_single(session, round_, vehicle, list(asked.uses), but=asked.id)
    before = queries.community.resource_of(session, "vehicle", old.vehicle_id)
    after = queries.community.resource_of(session, "vehicle", vehicle.id)
    try:
        queries.occupation.hand_on(session, old.allocation_id, before, after, now)
    except DBAPIError as error:
        if conflict_of(error) == "occupation_no_overlap":
            raise Conflict("vehicle_busy", "vehicle_id") from error
        raise
    asked.vehicle_id = vehicle.id
    registration.note_step(session, asked, "change_vehicle", actor, now, "")


def _check_suits(session: Session, old: Agreement, round_: Round, vehicle: Vehicle) -> None:
    """The vehicle may stand on the spaces of the right, by the same traits as in a plan."""
    rules = settings_of(queries.community.covenant(session, old.community_id, round_.covenant_version).settings)
    right = queries.quotes.right_of(session, old.registration_id)
    for space_id in [] if right is None else right.space_ids:
        space = queries.supply.space(session, old.community_id, UUID(space_id))
        if space is None or not _suits(vehicle, space, rules.parking.accessible_spaces_exclusive):
            raise Conflict("vehicle_unsuited", "vehicle_id", allowed="a vehicle that suits the space of the agreement")


def _suits(vehicle: Vehicle, space: Space, exclusive: bool) -> bool:
    return (
        SIZES.index(vehicle.size) <= SIZES.index(space.size)
        and (space.ev or not vehicle.needs_ev)
        and (space.accessible or not vehicle.needs_accessible)
        and not (space.accessible and exclusive and not vehicle.needs_accessible)
        and (not space.reserved_for or vehicle.party in space.reserved_for)
    )


def _note_person(
    session: Session, actor: Actor, vault: Vault, asked: Registration, change: Change, now: datetime
) -> None:
    """Keep a new address of the person and a new class of the vehicle."""
    if change.address is not None:
        member = session.get_one(Member, asked.member_id)
        member.address_cipher = vault.seal(change.address, "member.address", member.id)
        member.row_version += 1
        audit.record(session, member.community_id, actor.name, "member.move", "member", member.id, now)
    if change.party is not None:
        vehicle = session.get_one(Vehicle, asked.vehicle_id)
        details = {"before": vehicle.party, "after": change.party}
        vehicle.party = change.party
        audit.record(session, vehicle.community_id, actor.name, "vehicle.classify", "vehicle", vehicle.id, now, details)
    session.flush()
