"""What happens by itself: rounds open and close on time, offers lapse, places are offered on, messages leave."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

import structlog
from sqlalchemy.orm import Session

from scheduler import audit, calendar, queries
from scheduler.actors import clockwork
from scheduler.db import Database
from scheduler.models import Community, Registration, Round
from scheduler.office import Office
from scheduler.usecases import messages, offers, registration, release, rounds

BATCH = 50
KEYS_KEPT = timedelta(days=2)
FAILURES_KEPT = timedelta(days=1)
log = structlog.get_logger()


def tick(office: Office, words: messages.Words | None = None) -> None:
    """Everything that is due now; each step is a transaction of its own and may be done again."""
    database = office.database
    with database.reading() as session:
        now = database.now(session)
        moves = [(row.community_id, row.id, "open") for row in queries.rounds.to_open(session, now)]
        moves += [(row.community_id, row.id, "close") for row in queries.rounds.to_close(session, now)]
    for community, round_id, action in moves:
        database.transact(partial(_move, database, community, round_id, action))
    while database.transact(lambda session: lapse(session, now=database.now(session))) == BATCH:
        pass
    with database.reading() as session:
        freed = queries.rounds.with_freed_places(session)
    for round_id in freed:
        offers.offer_next(office, round_id)
    while messages.deliver(office, words):
        pass


def _move(database: Database, community: UUID, round_id: UUID, action: str, session: Session) -> None:
    row = queries.rounds.locked(session, community, round_id)
    if row is not None and row.state == ("draft" if action == "open" else "open"):
        rounds.step(session, row, action, clockwork(community), database.now(session))


def lapse(session: Session, *, now: datetime) -> int:
    """End allocations that nobody answered in time; how many, at most a batch."""
    due = queries.registrations.unanswered(session, now, BATCH)
    for found in due:
        row = queries.registrations.locked(session, found.community_id, found.id)
        if row is None or row.state != "allocated" or row.answer_by is None or row.answer_by > now:
            continue
        registration.move_on(session, row, "lapse", clockwork(row.community_id), now)
        release.release(session, [row.id], now)
        messages.tell(session, row=row, code="offer_lapsed", key=now.isoformat(), now=now)
    return len(due)


def nightly(office: Office) -> list[str]:
    """Begin and end rights by date, settle rounds, throw away old keys, prove the chains; what was found amiss."""
    database = office.database
    database.transact(lambda session: _by_date(session, database.now(session)))
    database.transact(lambda session: queries.records.sweep_keys(session, database.now(session) - KEYS_KEPT))
    database.transact(lambda session: queries.access.sweep_failures(session, database.now(session) - FAILURES_KEPT))
    with database.reading() as session:
        found = [fault for community in queries.community.all_of_them(session) for fault in _proofs(session, community)]
    for fault in found:
        log.error("proof_failed", fault=fault)
    return found


def _by_date(session: Session, now: datetime) -> None:
    for row in queries.rounds.in_use(session):
        today = calendar.date_of(now, queries.community.one(session, row.community_id).zone)
        if row.use_first <= today:
            _step_all(session, row.id, "accepted", "activate", now)
        if row.use_last < today:
            _step_all(session, row.id, "active", "end", now)
        if row.state == "published" and _is_over(session, row, now):
            locked = queries.rounds.locked(session, row.community_id, row.id)
            if locked is not None and locked.state == "published":
                rounds.step(session, locked, "settle", clockwork(row.community_id), now)


def _is_over(session: Session, row: Round, now: datetime) -> bool:
    """Whether a notice has stood its time and nobody's answer is awaited."""
    if row.published_at is None or now < row.published_at + timedelta(days=row.display_days):
        return False
    return not queries.registrations.counts(session, row.id)["allocated"]


def _step_all(session: Session, round_id: UUID, state: str, action: str, now: datetime) -> None:
    found: list[Registration] = queries.registrations.locked_in_state(session, round_id, state)
    for row in found:
        registration.move_on(session, row, action, clockwork(row.community_id), now)


def _proofs(session: Session, community: Community) -> list[str]:
    broken = audit.first_fault(
        queries.audit.entries(session, community.id), queries.audit.head_of(session, community.id)
    )
    overlaps = queries.bookings.overlaps(session, community.id)
    out = [] if broken is None else [f"{community.slug}: audit chain, entry {broken.seq}: {broken.fault}"]
    return out + ([f"{community.slug}: {overlaps} overlapping occupations"] if overlaps else [])
