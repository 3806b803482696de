"""Violations: recorded by a warden or by the clockwork, counted, waived; what follows when they add up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import audit, calendar, queries
from scheduler.actors import AUDITOR, OFFICE, PROPERTY_STAFF, STAFF, Actor
from scheduler.amounts import yuan
from scheduler.covenant import UseRules, settings_of
from scheduler.errors import Conflict, NotAllowed, NotFound, Rejected, Stale
from scheduler.ids import new_id
from scheduler.models import Violation
from scheduler.models.use import VIOLATIONS
from scheduler.privacy import Vault, plate_of
from scheduler.queries.violations import COUNTING
from scheduler.usecases import blocks, invoices, messages
from scheduler.usecases.serving import check_not_own, runs

SEEN_BY_WARDENS = tuple(kind for kind in VIOLATIONS if kind != "overstay")
"""What people record; overstays follow from what gates and clerks tell of passages."""
BLOCKED_ENTRY = "blocked_entry"
"""Of these, what holds only of a vehicle that was blocked; one that blocks the way stands in a wrong place."""
OLDEST = timedelta(days=30)
TWICE = timedelta(minutes=10)
"""What is seen of a vehicle at a site within so short a time is one violation of its kind."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """What a warden saw: which vehicle, where, what, and when (now where it is left out)."""

    site_id: UUID
    plate: str
    kind: str
    note: str = ""
    at: datetime | None = None


# ---- what others ask


# ---- recorded


def record(session: Session, *, actor: Actor, vault: Vault, sighting: Sighting, now: datetime) -> Violation:
    """Record what a warden saw of a registered vehicle; what follows of it follows at once.

    Raises
    ------
    NotAllowed, NotFound, Rejected
        Not for this role; no such site for this person; a plate that nobody registered, ``vehicle_not_blocked`` for
        one that came in while blocked and was not, or a value that cannot be.
    Conflict
        ``violation_known``: the same was recorded of it within ten minutes, or of the same entry; with when that was.
    """
    if not actor.has(*STAFF):
        raise NotAllowed("not_for_this_role")
    site = queries.supply.site(session, actor.community_id, sighting.site_id)
    if site is None or not runs(actor, site.id):
        raise NotFound()
    if sighting.kind not in SEEN_BY_WARDENS:
        raise Rejected("not_offered", "kind", sighting.kind, ", ".join(SEEN_BY_WARDENS))
    at = sighting.at or now
    if not now - OLDEST <= at <= now:
        raise Rejected("in_the_future" if at > now else "sighting_too_old", "at", at.isoformat())
    digest = vault.index(plate_of(sighting.plate), "vehicle.plate")
    car = queries.plates.car(session, actor.community_id, digest, now)
    if car is None:
        raise Rejected("plate_not_registered", "plate", None, "the plate of a registered vehicle")
    queries.community.lock_vehicle(session, car.vehicle_id)
    if sighting.kind == BLOCKED_ENTRY and queries.violations.blocked_until(session, car.vehicle_id, at) is None:
        raise Rejected("vehicle_not_blocked", "kind", sighting.kind)
    known = known_at(session, car.vehicle_id, site.id, sighting.kind, at)
    if known is not None:
        zone = queries.community.one(session, actor.community_id).zone
        raise Conflict("violation_known", "kind", at=calendar.local_text(known, zone))
    row = Violation(
        id=new_id(),
        community_id=actor.community_id,
        site_id=site.id,
        vehicle_id=car.vehicle_id,
        member_id=car.member_id,
        kind=sighting.kind,
        note=sighting.note.strip(),
        at=at,
    )
    return add(session, row, actor, rules_of(session, actor.community_id, now), now)


def known_at(session: Session, vehicle_id: UUID, site_id: UUID, kind: str, at: datetime) -> datetime | None:
    """Of when the same is on record of a vehicle that was seen then: at about that time; of an entry, of that stay."""
    since: datetime = at - TWICE
    until: datetime | None = at + TWICE
    stay = queries.passages.stay_at(session, vehicle_id, site_id, at) if kind == BLOCKED_ENTRY else None
    if stay is not None:
        since = stay.entered_at - TWICE
        until = None if stay.left_at is None else max(at + TWICE, stay.left_at)
    return queries.violations.known_at(session, vehicle_id, site_id, kind, since, until)


def add(session: Session, row: Violation, actor: Actor, rules: UseRules, now: datetime) -> Violation:
    """Write a violation down, tell its person, and block the vehicle where it is one too many."""
    queries.community.lock_vehicle(session, row.vehicle_id)
    row.state, row.row_version, row.recorded_by = "warned", 1, actor.account_id
    row.recorded_at = now
    row.minutes, row.fen, row.reason = row.minutes or 0, 0, ""
    row.counts_until = row.at + timedelta(days=rules.violation_days)
    session.add(row)
    session.flush()
    counted = queries.violations.count(session, row.vehicle_id, now)
    zone = queries.community.one(session, row.community_id).zone
    told: dict[str, Any] = {"at": calendar.local_text(row.at, zone), "count": counted, "most": rules.block_from}
    if row.kind == "overstay":
        told["minutes"] = row.minutes
    messages.tell_member(session, row.community_id, row.member_id, f"violation_{row.kind}", str(row.id), now, **told)
    details = {"kind": row.kind, "site": str(row.site_id), "counted": counted}
    audit.record(session, row.community_id, actor.name, "violation.record", "violation", row.id, now, details)
    if counted >= rules.block_from:
        blocks.put(session, row, counted, rules, actor, now)
    return row


# ---- taken back


def waive(session: Session, *, actor: Actor, violation_id: UUID, version: int, reason: str, now: datetime) -> Violation:
    """Waive a violation by the office: it counts no longer, and what was charged for it is owed no longer.

    Raises
    ------
    NotFound, NotAllowed, Stale, Conflict, Rejected
        No such violation for this person; not for this role, or their own (``own_matter``); changed meanwhile; waived
        or over; ``reason_missing``.
    """
    row = _seen(session, actor, violation_id, lock=True)
    if not actor.has(*OFFICE):
        raise NotAllowed("not_for_this_role")
    check_not_own(session, actor, row.member_id)
    if row.row_version != version:
        raise Stale("changed_meanwhile", "If-Match", str(version), str(row.row_version))
    return take_back(session, row, actor, reason, now)


def take_back(session: Session, row: Violation, actor: Actor, reason: str, now: datetime) -> Violation:
    """Waive a locked violation for a reason; who may is for the caller to check. A block that stood on it is lifted.

    Raises
    ------
    Conflict, Rejected
        ``violation_is_over``; ``reason_missing``.
    """
    if row.state not in COUNTING:
        raise Conflict("violation_is_over", "state", row.state, ", ".join(COUNTING))
    if not reason.strip():
        raise Rejected("reason_missing", "reason", "", "a sentence")
    # First the ledger, which is locked before the audit chain by everybody.
    fen = invoices.waive(session, actor, row.id, reason, now) if row.state == "charged" else 0
    queries.community.lock_vehicle(session, row.vehicle_id)
    row.state, row.reason, row.row_version = "waived", reason.strip(), row.row_version + 1
    row.waived_at, row.waived_by = now, actor.account_id
    session.flush()
    told = {"yuan": yuan(fen)}
    messages.tell_member(session, row.community_id, row.member_id, "violation_waived", str(row.id), now, **told)
    details = {"fen": fen, "kind": row.kind}
    audit.record(session, row.community_id, actor.name, "violation.waive", "violation", row.id, now, details)
    rules = rules_of(session, row.community_id, now)
    if queries.violations.count(session, row.vehicle_id, now) < rules.block_from:
        blocks.lift_all(session, row.vehicle_id, actor, reason, now)
    return row


# ---- looked at


def seen(session: Session, *, actor: Actor, violation_id: UUID) -> Violation:
    """A violation that this person may see: of a vehicle of theirs, or at a site that they run.

    Raises
    ------
    NotFound
        If there is none.
    """
    return _seen(session, actor, violation_id)


def listed(session: Session, *, actor: Actor, site_id: UUID | None = None, **part: Any) -> list[Violation]:
    """One's own violations; those at their sites for staff, all for the office and auditors; or at one of those sites.

    Raises
    ------
    NotFound
        No such site for this person.
    """
    everywhere = actor.has(AUDITOR) or runs(actor, None)
    if site_id is not None and not (everywhere or runs(actor, site_id)):
        raise NotFound()
    if everywhere or actor.has(PROPERTY_STAFF):
        sites = [site_id] if site_id is not None else None if everywhere else list(actor.sites)
        return queries.violations.listed(session, actor.community_id, None, sites, **part)
    if actor.member_id is None:
        return []
    return queries.violations.listed(session, actor.community_id, actor.member_id, None, **part)


def rules_of(session: Session, community: UUID, at: datetime) -> UseRules:
    """What the covenant in force says of the use of spaces."""
    covenant = queries.community.covenant_in_force(session, community, at)
    return settings_of({} if covenant is None else covenant.settings).use


def _seen(session: Session, actor: Actor, violation_id: UUID, lock: bool = False) -> Violation:
    row = queries.violations.one(session, actor.community_id, violation_id, lock)
    if row is None or not (
        (actor.member_id is not None and row.member_id == actor.member_id)
        or actor.has(AUDITOR)
        or runs(actor, row.site_id)
    ):
        raise NotFound()
    return row
