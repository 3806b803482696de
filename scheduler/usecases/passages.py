"""What gates and clerks tell of vehicles that pass: written once, in whatever order it comes, and made into stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import audit, gates, queries
from scheduler.actors import AUDITOR, STAFF, Actor
from scheduler.covenant import settings_of
from scheduler.errors import NotAllowed, NotFound, Refused, Rejected
from scheduler.gates import Told
from scheduler.ids import new_id
from scheduler.models import Stay
from scheduler.privacy import Vault, plate_of
from scheduler.stays import Passed, Span, spans_of
from scheduler.usecases.serving import runs

SOURCES = ("gate", "file", "clerk")
MOST = 500
"""Most passages of one call."""
AHEAD = timedelta(minutes=15)
"""By how much the clock of a gate may be ahead."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A passage that was not taken: its place among those told, from 0, and why."""

    at: int
    refused: Refused


@dataclass(frozen=True, slots=True)
class Intake:
    """What came of passages that were told: how many are new, how many were known, and which were refused."""

    recorded: int
    known: int
    faults: tuple[Fault, ...]


def record(
    session: Session,
    *,
    actor: Actor,
    vault: Vault,
    site_id: UUID,
    told: Sequence[Told],
    source: str,
    now: datetime,
) -> Intake:
    """Write what was told of a site. What was told before counts once; one that cannot be stops no other.

    Raises
    ------
    NotFound, NotAllowed, Rejected
        No such site for this person; not for this role; a source that is none, or too many at once.
    """
    if not (actor.has(*STAFF) or actor.account_id is None):
        raise NotAllowed("not_for_this_role")
    site = queries.supply.site(session, actor.community_id, site_id)
    if site is None or not (actor.account_id is None or runs(actor, site.id)):
        raise NotFound()
    if source not in SOURCES:
        raise Rejected("not_offered", "source", source, ", ".join(SOURCES))
    if len(told) > MOST:
        raise Rejected("out_of_range", "passages", len(told), f"at most {MOST} passages")
    queries.passages.lock_gate(session, site.id)
    good, faults = _checked(told, now - _kept(session, actor.community_id, now), now)
    known = queries.passages.known_references(session, site.id, [one.reference for one, _ in good])
    new = list({one.reference: (one, plate) for one, plate in reversed(good) if one.reference not in known}.values())
    _write(session, actor, vault, site.id, new[::-1], source, now)
    if new:
        details = {"count": len(new), "source": source}
        audit.record(session, actor.community_id, actor.name, "passages.record", "site", site.id, now, details)
    return Intake(len(new), len(good) - len(new), tuple(faults))


def stays(session: Session, *, actor: Actor, site_id: UUID | None = None, only: str | None, **part: Any) -> list[Stay]:
    """Stays at the sites that staff run, or at one of them; all for auditors.

    Raises
    ------
    NotAllowed, NotFound
        Not for this person; no such site for them.
    """
    if not actor.has(*STAFF, AUDITOR):
        raise NotAllowed("not_for_this_role")
    if site_id is not None:
        site = queries.supply.site(session, actor.community_id, site_id)
        if site is None or not (actor.has(AUDITOR) or runs(actor, site.id)):
            raise NotFound()
    everywhere = actor.has(AUDITOR) or runs(actor, None)
    sites = [site_id] if site_id is not None else None if everywhere else list(actor.sites)
    return queries.passages.stays(session, actor.community_id, sites, only, **part)


def forget(session: Session, *, community: UUID, now: datetime) -> int:
    """Throw away what gates told longer ago than the covenant keeps it; how many passages there were."""
    return queries.passages.forget(session, community, now - _kept(session, community, now), now)


def _kept(session: Session, community: UUID, now: datetime) -> timedelta:
    covenant = queries.community.covenant_in_force(session, community, now)
    return timedelta(days=settings_of({} if covenant is None else covenant.settings).retention.passages_days)


def _checked(told: Sequence[Told], first: datetime, now: datetime) -> tuple[list[tuple[Told, str]], list[Fault]]:
    """Passages that can be, with their plates in one form, and the others."""
    good: list[tuple[Told, str]] = []
    faults: list[Fault] = []
    for at, one in enumerate(told):
        try:
            gates.check(one)
            if one.at > now + AHEAD:
                raise Rejected("in_the_future", "at", one.at.isoformat())
            if one.at < first:
                raise Rejected("passage_too_old", "at", one.at.isoformat(), first.isoformat())
            good.append((one, plate_of(one.plate)))
        except Refused as refused:
            faults.append(Fault(at, refused))
    return good, faults


class _Seen(NamedTuple):
    """A vehicle as a site's gates know it, and the first instant of which something new was told."""

    community_id: UUID
    site_id: UUID
    plate: str
    digest: bytes
    vehicle_id: UUID | None
    since: datetime


def _write(
    session: Session,
    actor: Actor,
    vault: Vault,
    site_id: UUID,
    new: Sequence[tuple[Told, str]],
    source: str,
    now: datetime,
) -> None:
    digests = {plate: vault.index(plate, "vehicle.plate") for _, plate in new}
    vehicles = queries.passages.vehicles_of_plates(session, actor.community_id, list(digests.values()))
    common = {"community_id": actor.community_id, "site_id": site_id, "source": source}
    common |= {"recorded_by": actor.account_id, "recorded_at": now}
    rows: list[dict[str, Any]] = []
    first: dict[str, datetime] = {}
    for one, plate in new:
        row_id, digest = new_id(), digests[plate]
        sealed = vault.seal(plate, "passage.plate", row_id)
        named = {"id": row_id, "plate_index": digest, "plate_cipher": sealed, "vehicle_id": vehicles.get(digest)}
        rows.append({**common, **named, "direction": one.direction, "at": one.at, "reference": one.reference})
        first[plate] = min(one.at, first.get(plate, one.at))
    queries.passages.add(session, rows)
    others = [site.id for site in queries.supply.sites_of(session, actor.community_id) if site.id != site_id]
    for plate, since in first.items():
        digest = digests[plate]
        seen = _Seen(actor.community_id, site_id, plate, digest, vehicles.get(digest), since)
        _make_stays(session, vault, seen, others, now)
        entries = [one.at for one, known in new if known == plate and one.direction == "in"]
        if entries:
            _end_elsewhere(session, others, digest, entries, now)


def _end_elsewhere(
    session: Session, others: Sequence[UUID], digest: bytes, entries: Sequence[datetime], now: datetime
) -> None:
    """End what is open at other sites: a vehicle that came here is there no more, though nobody told its exit."""
    for row in queries.passages.open_elsewhere(session, others, digest, max(entries)):
        row.left_at = min(at for at in entries if at > row.entered_at)
        row.exit_missing, row.look_at = True, None if row.vehicle_id is None else now


def _make_stays(session: Session, vault: Vault, seen: _Seen, others: Sequence[UUID], now: datetime) -> None:
    """Bring the stays of a vehicle at a site up to what is known of it.

    One more passage never makes fewer stays, so that a stay which does not begin at its entry any more, for the gate
    read it a moment before as well, moves to another.
    """
    rows = queries.passages.stays_since(session, seen.site_id, seen.digest, seen.since)
    begun = min(seen.since, rows[0].entered_at) if rows else seen.since
    passages = queries.passages.since(session, seen.site_id, seen.digest, begun)
    if rows and rows[0].entered_at == begun:
        passages.append(Passed(begun, "in"))  # thrown away by now, perhaps
    elsewhere = queries.passages.entries_elsewhere(session, others, seen.digest, begun)
    spans = {span.entered_at: span for span in spans_of(passages, elsewhere)}
    known = {row.entered_at for row in rows}
    fresh = [span for span in spans.values() if span.entered_at not in known]
    changes = [(row, spans.get(row.entered_at) or fresh.pop(0)) for row in rows]
    # First what ends: a vehicle has one open stay at a site.
    for row, span in sorted(changes, key=lambda change: change[1].left_at is None):
        if (row.entered_at, row.left_at, row.exit_missing) != tuple(span):
            row.entered_at, row.left_at, row.exit_missing = span
            row.look_at = now
            session.flush()
    session.add_all([_stay(vault, seen, span, now) for span in fresh])
    session.flush()


def _stay(vault: Vault, seen: _Seen, span: Span, now: datetime) -> Stay:
    row_id = new_id()
    return Stay(
        id=row_id,
        community_id=seen.community_id,
        site_id=seen.site_id,
        plate_index=seen.digest,
        plate_cipher=vault.seal(seen.plate, "stay.plate", row_id),
        vehicle_id=seen.vehicle_id,
        entered_at=span.entered_at,
        left_at=span.left_at,
        exit_missing=span.exit_missing,
        overstay_minutes=0,
        # A vehicle that nobody registered has no right that it could outstay.
        look_at=None if seen.vehicle_id is None else now,
    )
