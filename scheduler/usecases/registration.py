"""Registrations 登记: written, amended, moved along their path."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import audit, queries
from scheduler.actors import OFFICE, PROPERTY_STAFF, STAFF, Actor
from scheduler.covenant import ParkingRules, settings_of
from scheduler.errors import Conflict, NotAllowed, NotFound, Rejected, Stale
from scheduler.ids import new_id, new_receipt
from scheduler.models import Member, Registration, RegistrationEvent, Round, Vehicle
from scheduler.privacy import Vault
from scheduler.states import AMENDABLE, OWN_CHANNELS, OWNER, REGISTRATION_MOVES, STAFF_CHANNELS, SYSTEM
from scheduler.translation import walks
from scheduler.usecases import release


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for: a vehicle, its uses (window rules as JSON), how far its people walk, and where they live.

    `home_site_id` may be left out where the household has one. `walk` (metres by site code) is for staff who measured;
    else it is worked out from the map. `points` by criterion are for lists taken over from paper (channel import).
    """

    vehicle_id: UUID
    uses: Sequence[Mapping[str, Any]]
    longest_walk: int = 500
    home_site_id: UUID | None = None
    walk: Mapping[str, int] | None = None
    points: Mapping[str, int] | None = None
    split_at_season: bool = False
    note: str = ""


def register(
    session: Session,
    *,
    actor: Actor,
    vault: Vault,
    round_id: UUID,
    wish: Wish,
    channel: str,
    now: datetime,
    submit: bool = True,
) -> Registration:
    """Take a registration into an open round, for oneself or, by staff, on behalf of the vehicle's keeper.

    Raises
    ------
    NotFound, NotAllowed
        No such round or vehicle for this person; a channel that is not theirs.
    Conflict
        ``round_not_open``, ``application_period_over``, ``already_registered``.
    Rejected
        For the first value that cannot be.
    """
    round_ = queries.rounds.shared(session, actor.community_id, round_id)
    if round_ is None or (round_.state == "draft" and not actor.has(*STAFF)):
        raise NotFound()
    _check_open(round_, now)
    vehicle = vehicle_for(session, actor, wish.vehicle_id, lock=True)
    _check_channel(actor, vehicle, channel)
    _check_single(session, round_, vehicle, wish)
    member = session.get_one(Member, vehicle.member_id)
    row = Registration(
        id=new_id(),
        community_id=round_.community_id,
        round_id=round_.id,
        receipt=new_receipt(),
        member_id=member.id,
        vehicle_id=vehicle.id,
        household_id=member.household_id,
        channel=channel,
        operator_id=None if actor.member_id == member.id else actor.account_id,
        created_at=now,
    )
    _fill(session, actor, vault, row, round_, vehicle, wish)
    session.add(row)
    session.flush()
    _step(session, row, "create", "", actor, now)
    if submit:
        move_on(session, row, "submit", actor, now)
    return row


def amend(
    session: Session, *, actor: Actor, vault: Vault, registration_id: UUID, version: int, wish: Wish, now: datetime
) -> Registration:
    """Change what is asked for while the round is open and nobody has decided on it.

    Raises
    ------
    NotFound, NotAllowed, Stale, Conflict, Rejected
        Not there for this person; not theirs to change; changed meanwhile; too late; a value that cannot be.
    """
    row = locked_for(session, actor, registration_id)
    if not _parts(actor, row) & REGISTRATION_MOVES["submit"].actors:
        raise NotAllowed("not_for_this_role")
    if row.row_version != version:
        raise Stale("changed_meanwhile", "If-Match", str(version), str(row.row_version))
    round_ = queries.rounds.shared(session, actor.community_id, row.round_id)
    if round_ is None:
        raise NotFound()
    _check_open(round_, now)
    if row.state not in AMENDABLE:
        raise Conflict("not_amendable", "state", row.state, ", ".join(AMENDABLE))
    if wish.vehicle_id != row.vehicle_id:
        raise Rejected("vehicle_is_fixed", "vehicle_id", allowed="the vehicle of the registration")
    vehicle = vehicle_for(session, actor, wish.vehicle_id)
    _check_single(session, round_, vehicle, wish, but=row.id)
    _fill(session, actor, vault, row, round_, vehicle, wish)
    row.row_version += 1
    _step(session, row, "amend", row.state, actor, now)
    return row


def act(
    session: Session, *, actor: Actor, registration_id: UUID, action: str, now: datetime, reason: str = ""
) -> Registration:
    """Take one step of the path; `states.REGISTRATION_MOVES` says who may take which from where.

    Raises
    ------
    NotFound, NotAllowed, Conflict, Rejected
        Not there for this person; not theirs to do; not from this state; unknown, or a reason is missing.
    """
    row = locked_for(session, actor, registration_id)
    if action == "submit":
        round_ = queries.rounds.shared(session, actor.community_id, row.round_id)
        if round_ is None:
            raise NotFound()
        _check_open(round_, now)
    if action == "accept" and row.answer_by is not None and row.answer_by <= now:
        raise Conflict("answer_overdue", "answer_by", row.answer_by.isoformat(), "an answer in time")
    move_on(session, row, action, actor, now, reason)
    if action in ("decline", "withdraw"):
        release.release(session, [row.id], now)
    return row


def act_on_all(session: Session, *, actor: Actor, round_id: UUID, action: str, now: datetime, reason: str = "") -> int:
    """Endorse or approve every registration of a round that waits for it; how many there were.

    Raises
    ------
    NotFound, NotAllowed, Rejected
        No such round; not for this person; not an action for many.
    """
    if action not in ("endorse", "approve"):
        raise Rejected("no_such_action", "action", action, "endorse, approve")
    round_ = queries.rounds.one(session, actor.community_id, round_id)
    if round_ is None:
        raise NotFound()
    if not actor.roles & REGISTRATION_MOVES[action].actors:
        raise NotAllowed("not_for_this_role")
    mine = None if actor.has(*OFFICE) or not actor.sites else list(actor.sites)
    return step_all(session, round_, action, actor, now, mine)


def step_all(
    session: Session,
    round_: Round,
    action: str,
    actor: Actor,
    now: datetime,
    homes: Sequence[UUID] | None = None,
) -> int:
    """Take every registration of a round that waits for it one step on, noted once for all; how many there were."""
    known = REGISTRATION_MOVES[action]
    count = queries.registrations.step_all(
        session, round_.id, action, known.before, known.after, actor.account_id, now, homes
    )
    if count:
        details = {"after": known.after, "count": count}
        name = f"registrations.{action}"
        audit.record(session, round_.community_id, actor.name, name, "round", round_.id, now, details)
    return count


def move_on(session: Session, row: Registration, action: str, actor: Actor, now: datetime, reason: str = "") -> None:
    """Move a registration by an action of `states.REGISTRATION_MOVES` and note it.

    Raises
    ------
    NotAllowed, Conflict, Rejected
        Not for this person; not from this state; unknown action, or a reason is missing.
    """
    known = REGISTRATION_MOVES.get(action)
    if known is None:
        raise Rejected("no_such_action", "action", action, ", ".join(REGISTRATION_MOVES))
    if not _parts(actor, row) & known.actors:
        raise NotAllowed("not_for_this_role")
    if row.state not in known.before:
        raise Conflict("registration_not_ready", "state", row.state, ", ".join(known.before), action=action)
    if known.needs_reason and not reason.strip():
        raise Rejected("reason_missing", "reason", "", "a sentence")
    before, row.state = row.state, known.after
    row.row_version += 1
    if action == "submit":
        row.submitted_at = row.submitted_at or now
    if action == "allocate":
        row.waitlist_rank = None
    if known.after != "allocated":
        row.answer_by = None
    _step(session, row, action, before, actor, now, reason)


# ---- who may see and do what


def may_see(actor: Actor, row: Registration) -> bool:
    """Whether a registration exists for this person: their own, their sites', all for the office and auditors."""
    if row.community_id != actor.community_id:
        return False
    if actor.member_id is not None and row.member_id == actor.member_id:
        return True
    if actor.has(*OFFICE, "auditor"):
        return True
    return actor.has(PROPERTY_STAFF) and (not actor.sites or row.home_site_id in actor.sites)


def seen(session: Session, *, actor: Actor, registration_id: UUID) -> Registration:
    """A registration that this person may see.

    Raises
    ------
    NotFound
        If there is none.
    """
    row = queries.registrations.one(session, actor.community_id, registration_id)
    if row is None or not may_see(actor, row):
        raise NotFound()
    return row


def locked_for(session: Session, actor: Actor, registration_id: UUID) -> Registration:
    """A registration that this person may see, kept from other writers.

    Raises
    ------
    NotFound
        If there is none.
    """
    row = queries.registrations.locked(session, actor.community_id, registration_id)
    if row is None or not may_see(actor, row):
        raise NotFound()
    return row


def vehicle_for(session: Session, actor: Actor, vehicle_id: UUID, lock: bool = False) -> Vehicle:
    """A vehicle that this person may ask for: their own, any for staff; locked where its other uses are counted.

    Raises
    ------
    NotFound
        If there is none.
    """
    vehicle = queries.community.vehicle(session, actor.community_id, vehicle_id, lock)
    if vehicle is None or not may_ask_for(actor, vehicle.member_id):
        raise NotFound()
    return vehicle


def may_ask_for(actor: Actor, member_id: UUID) -> bool:
    """Whether an actor may ask for somebody's vehicle: for oneself, for anybody by staff."""
    return member_id == actor.member_id or actor.has(*STAFF)


def points_for(session: Session, rules: ParkingRules, round_: Round, vehicle: Vehicle) -> dict[str, int]:
    """Points by criterion: the vehicle's class, a need, and rounds lost in a row."""
    lost = queries.registrations.lost_rounds(session, round_.community_id, vehicle.id, round_.id)
    points = {
        "class": rules.class_points.get(vehicle.party, 0),  # type: ignore[call-overload]
        "waiting": min(rules.most_waiting_points, lost * rules.points_per_lost_round),
    }
    return points | ({"need": rules.need_points} if vehicle.needs_accessible else {})


def _parts(actor: Actor, row: Registration) -> frozenset[str]:
    """In which parts somebody acts on a registration."""
    parts = set(actor.roles)
    if actor.account_id is None:
        parts.add(SYSTEM)
    if actor.member_id is not None and actor.member_id == row.member_id:
        parts.add(OWNER)
    return frozenset(parts)


# ---- checks


def _check_open(round_: Round, now: datetime) -> None:
    if round_.state != "open":
        raise Conflict("round_not_open", "state", round_.state, "open")
    if not round_.apply_from <= now < round_.apply_until:
        raise Conflict("application_period_over", "apply_until", round_.apply_until.isoformat(), "a call in time")


def _check_channel(actor: Actor, vehicle: Vehicle, channel: str) -> None:
    allowed = OWN_CHANNELS if actor.member_id == vehicle.member_id else STAFF_CHANNELS
    if channel not in allowed:
        raise Rejected("out_of_range", "channel", channel, ", ".join(allowed))


def _check_single(session: Session, round_: Round, vehicle: Vehicle, wish: Wish, but: UUID | None = None) -> None:
    """One vehicle may ask twice (a day and a night place) but not twice for the same."""
    queries.community.lock_vehicle(session, vehicle.id)
    uses = walks.stored_uses(wish.uses, round_)
    for other in queries.registrations.of_vehicle_in(session, round_.id, vehicle.id):
        if other.id != but and list(other.uses) == uses:
            raise Conflict(
                "already_registered", "vehicle_id", None, "other times than those asked for", receipt=other.receipt
            )


def _fill(
    session: Session, actor: Actor, vault: Vault, row: Registration, round_: Round, vehicle: Vehicle, wish: Wish
) -> None:
    covenant = queries.community.covenant(session, round_.community_id, round_.covenant_version)
    rules = settings_of(covenant.settings).parking
    if not 1 <= wish.longest_walk <= rules.farthest_walk:
        raise Rejected(
            "out_of_range", "longest_walk", wish.longest_walk, f"a whole number from 1 to {rules.farthest_walk}"
        )
    if wish.walk is not None and not actor.has(*STAFF):
        raise NotAllowed("not_for_this_role", "walk")
    if wish.split_at_season and not actor.has(*STAFF):
        raise NotAllowed("not_for_this_role", "split_at_season")
    if wish.points is not None and not (actor.has(*OFFICE) and row.channel == "import"):
        raise NotAllowed("not_for_this_role", "points")
    row.uses = walks.stored_uses(wish.uses, round_)
    row.home_site_id = walks.home_of(session, round_.community_id, row.household_id, wish.home_site_id)
    if actor.member_id != row.member_id and not may_see(actor, row):
        raise NotAllowed("not_your_site", "home_site_id")
    row.walk = (
        dict(wish.walk) if wish.walk is not None else walks.walk_from(session, round_.community_id, row.home_site_id)
    )
    row.longest_walk, row.split_at_season = wish.longest_walk, wish.split_at_season
    row.points = dict(wish.points) if wish.points is not None else points_for(session, rules, round_, vehicle)
    row.note_cipher = vault.seal(wish.note, "registration.note", row.id) if wish.note else None


def _step(
    session: Session, row: Registration, action: str, before: str, actor: Actor, now: datetime, reason: str = ""
) -> None:
    session.add(
        RegistrationEvent(
            id=new_id(),
            registration_id=row.id,
            action=action,
            before=before,
            after=row.state,
            actor_id=actor.account_id,
            reason=reason,
            at=now,
        )
    )
    session.flush()
    audit.record(
        session,
        row.community_id,
        actor.name,
        f"registration.{action}",
        "registration",
        row.id,
        now,
        {"before": before, "after": row.state},
    )
