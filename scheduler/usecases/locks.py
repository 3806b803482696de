"""The staff's locks: decisions that every later plan of a round obeys, until they are taken back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import audit, queries
from scheduler.actors import OFFICE, PROPERTY_STAFF, Actor
from scheduler.errors import Conflict, NotAllowed, NotFound, Rejected
from scheduler.ids import new_id
from scheduler.models import Registration, StaffLock
from scheduler.usecases import registration
from scheduler.usecases.serving import check_not_own, runs
from solvers.errors import InvalidProblem
from solvers.window import minute_of

KINDS = ("keep", "forbid", "fix")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a decision binds: a site or space; or a facility or room, there perhaps on one weekday and start only."""

    site_id: UUID | None = None
    space_id: UUID | None = None
    facility_id: UUID | None = None
    room_id: UUID | None = None
    weekday: int | None = None
    start_clock: str | None = None


def lock(
    session: Session,
    *,
    actor: Actor,
    registration_id: UUID,
    kind: str,
    reason: str,
    now: datetime,
    **place: UUID | int | str | None,
) -> StaffLock:
    """Keep a registration where the newest plan has it, forbid it a place (or all), or fix it to one.

    `place` holds fields of `Place`; to keep needs none.

    Raises
    ------
    NotFound, NotAllowed, Conflict, Rejected
        No such registration or place; not for this person; nothing to keep, or the council decided on it
        (``bound_by_decision``); no reason, no place to fix it to.
    """
    if not actor.has(*OFFICE, PROPERTY_STAFF):
        raise NotAllowed("not_for_this_role")
    row = registration.seen(session, actor=actor, registration_id=registration_id)
    check_not_own(session, actor, row.member_id)
    if queries.dispute_matters.locks_by_decision(session, row.id):
        raise Conflict("bound_by_decision", "registration_id", allowed="a registration that no decision binds")
    where = place_of(session, row, kind, reason, Place(**place))  # type: ignore[arg-type]
    _check_own(session, actor, where)
    return put(session, actor, row, kind, reason, where, now)


def place_of(session: Session, row: Registration, kind: str, reason: str, stated: Place) -> Place:
    """The place that a decision about a registration binds, whoever decides.

    Raises
    ------
    Conflict, Rejected
        Nothing to keep; no such kind or place, no reason, no place to fix it to.
    """
    if kind not in KINDS:
        raise Rejected("not_offered", "kind", kind, ", ".join(KINDS))
    if not reason.strip():
        raise Rejected("reason_missing", "reason", "", "a sentence")
    return (_room_place if row.application_id else _place)(session, row, kind, stated)


def put(
    session: Session, actor: Actor, row: Registration, kind: str, reason: str, where: Place, now: datetime
) -> StaffLock:
    """Write a decision down, from which on every later plan of the round obeys it."""
    made = StaffLock(
        id=new_id(),
        community_id=row.community_id,
        round_id=row.round_id,
        registration_id=row.id,
        kind=kind,
        reason=reason,
        created_by=actor.account_id,
        created_at=now,
        **{name: getattr(where, name) for name in Place.__slots__},
    )
    session.add(made)
    session.flush()
    audit.record(session, row.community_id, actor.name, f"lock.{kind}", "lock", made.id, now, {"on": str(row.id)})
    return made


def unlock(session: Session, *, actor: Actor, lock_id: UUID, now: datetime) -> StaffLock:
    """Take a decision back; it stays on record.

    Raises
    ------
    NotFound, NotAllowed, Conflict
        No such lock; not for this person; taken back already, or decided by the council (``bound_by_decision``).
    """
    if not actor.has(*OFFICE, PROPERTY_STAFF):
        raise NotAllowed("not_for_this_role")
    found = queries.plans.lock(session, actor.community_id, lock_id)
    if found is None:
        raise NotFound()
    row = registration.seen(session, actor=actor, registration_id=found.registration_id)
    check_not_own(session, actor, row.member_id)
    _check_own(session, actor, Place(found.site_id, found.space_id))
    if found.removed_at is not None:
        raise Conflict("lock_removed", "lock_id")
    if found.id in queries.dispute_matters.locks_by_decision(session, found.registration_id):
        raise Conflict("bound_by_decision", "lock_id", allowed="a registration that no decision binds")
    remove(session, actor, found, now)
    return found


def reason_for(actor: Actor, row: StaffLock) -> str:
    """Why it was decided, for those who decide; what people write may name somebody."""
    return row.reason if actor.has(*OFFICE, PROPERTY_STAFF) else ""


def remove(session: Session, actor: Actor, found: StaffLock, now: datetime) -> None:
    """Take back a decision that stands."""
    found.removed_at, found.removed_by = now, actor.account_id
    audit.record(session, found.community_id, actor.name, "lock.remove", "lock", found.id, now)


def _place(session: Session, row: Registration, kind: str, stated: Place) -> Place:
    """The space or site that a decision about a vehicle binds."""
    if stated != Place(stated.site_id, stated.space_id):
        raise Rejected("not_offered", "room_id", None, "a site or a space")
    where = _kept_place(session, row) if kind == "keep" else stated
    if where.space_id is not None and queries.supply.space(session, row.community_id, where.space_id) is None:
        raise Rejected("unknown_id", "space_id", str(where.space_id), "a space of the community")
    if where.site_id is not None and queries.supply.site(session, row.community_id, where.site_id) is None:
        raise Rejected("unknown_id", "site_id", str(where.site_id), "a site of the community")
    if kind == "fix" and where.site_id is None and where.space_id is None:
        raise Rejected("pin_without_place", "site_id", None, "a site or a space")
    return where


def _kept_place(session: Session, row: Registration) -> Place:
    plan = queries.plans.newest(session, row.round_id)
    held = () if plan is None else queries.plans.places(session, plan.id).get(row.id, ())
    if not held:
        raise Conflict("nothing_to_keep", "registration_id", allowed="a registration that the newest plan serves")
    space = queries.supply.space(session, row.community_id, held[0])
    # A right in two parts has a space for each season: what they share, the site, is kept.
    return Place(None if space is None else space.site_id, held[0] if len(held) == 1 else None)


def _check_own(session: Session, actor: Actor, where: Place) -> None:
    """Staff decide on places of their own sites only; to forbid everything touches none."""
    space = None if where.space_id is None else queries.supply.space(session, actor.community_id, where.space_id)
    for place, field in ((where.site_id, "site_id"), (None if space is None else space.site_id, "space_id")):
        if place is not None and not runs(actor, place):
            raise NotAllowed("not_your_place", field)


def _room_place(session: Session, row: Registration, kind: str, stated: Place) -> Place:
    """The room or facility, weekday and start that a decision about a section binds."""
    if stated.site_id is not None or stated.space_id is not None:
        raise Rejected("not_offered", "site_id", None, "a facility or a room")
    where = _kept_session(session, row) if kind == "keep" else stated
    if where.room_id is not None and queries.rooms.room(session, row.community_id, where.room_id) is None:
        raise Rejected("unknown_id", "room_id", str(where.room_id), "a room of the community")
    if where.facility_id is not None and queries.rooms.facility(session, row.community_id, where.facility_id) is None:
        raise Rejected("unknown_id", "facility_id", str(where.facility_id), "a facility of the community")
    if kind == "fix" and where.room_id is None and where.facility_id is None:
        raise Rejected("pin_without_place", "room_id", None, "a facility or a room")
    if where.weekday is not None and not 1 <= where.weekday <= 7:
        raise Rejected("out_of_range", "weekday", where.weekday, "1 (Monday) to 7")
    if where.start_clock is not None:
        try:
            minute_of(where.start_clock)
        except InvalidProblem as error:
            raise Rejected(error.code, "start_clock", where.start_clock, error.allowed) from error
    return where


def _kept_session(session: Session, row: Registration) -> Place:
    plan = queries.plans.newest(session, row.round_id)
    lines = [] if plan is None else queries.plans.session_lines(session, plan.id, of=row.id)
    if not lines:
        raise Conflict("nothing_to_keep", "registration_id", allowed="a registration that the newest plan serves")
    first = lines[0]
    whole = Place(room_id=first.room_id)
    # Of several slots a week the room is kept; a single one is kept as it stands.
    return replace(whole, weekday=first.weekday, start_clock=first.start) if len(lines) == 1 else whole
