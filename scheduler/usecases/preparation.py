"""A version of a notice prepared by a job: its rights, their dated rows, its lines, in short transactions.

A first version takes its spaces while it is prepared, so that nobody books them meanwhile. A later version writes only
the rights that differ, asleep. A job that takes a preparation writes a fresh lease into it; whoever holds an older one
writes nothing more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from scheduler import audit, notice, queries
from scheduler.db import Database, conflict_of
from scheduler.errors import LeaseLost
from scheduler.models import Allocation, Plan, Publication, Registration, Round, Run
from scheduler.office import Office
from scheduler.usecases import planning, release
from scheduler.usecases.rights import Ask, Ground, Row, ground_of
from scheduler.usecases.roster_publication import content_digest

BATCH_ROWS = 4_000
"""Dated rows in one transaction: short enough that others write in between."""
TRIES = 3
"""How often a preparation begins anew where something was booked meanwhile."""


@dataclass(frozen=True)
class Preparation:
    """What a preparation reads once."""

    publication: Publication
    lease: UUID
    round: Round
    registrations: Mapping[UUID, Registration]
    held: Mapping[UUID, Allocation]
    rights: Ground
    first: bool
    now: datetime


@dataclass
class Batch:
    """Rights with their dated rows, and the share of the work that is done with them."""

    rights: list[Allocation] = field(default_factory=list)
    dated: list[Row] = field(default_factory=list)
    share: float = 0.0


def prepare(office: Office, publication_id: UUID) -> None:
    """Write all rows of a version; begun again after a crash, it starts afresh.

    A space that somebody booked since the plan was made leaves the version `abandoned`, with the receipt and the space
    concerned: the round is planned again around the booking.
    """
    for attempt in range(TRIES):
        try:
            if _prepared(office, publication_id):
                return
        except LeaseLost:
            return
        except DBAPIError as error:
            if conflict_of(error) != "occupation_no_overlap":
                raise
            if attempt == TRIES - 1:
                office.database.transact(
                    lambda session: _give_up(session, publication_id, office.database.now(session))
                )


def _prepared(office: Office, publication_id: UUID) -> bool:
    database = office.database
    lease = uuid4()
    begun = database.transact(lambda session: _begin(session, publication_id, lease))
    if begun is None:
        return True
    if begun == "rosters":
        database.transact(lambda session: _complete_roster(session, publication_id, lease, database.now(session)))
        return True
    with database.reading() as session:
        ground = _ground(session, publication_id, lease, database.now(session))
    for batch in _batches(ground):
        _written(database, ground, batch)
    database.transact(lambda session: _complete(session, office, ground, database.now(session)))
    return True


def _begin(session: Session, publication_id: UUID, lease: UUID) -> str | None:
    """Take a preparation; the domain of its round, or None where there is nothing to prepare any more."""
    publication = queries.publications.locked(session, publication_id)
    if publication.state != "preparing":
        return None
    queries.publications.drop_preparation(session, publication_id)
    publication.lease, publication.prepared_rows, publication.share = lease, 0, 0.0
    return session.get_one(Round, publication.round_id).domain


def _complete_roster(session: Session, publication_id: UUID, lease: UUID, now: datetime) -> None:
    """A roster has no dated rows before it is published: seats are offered to people then, and not before."""
    publication = queries.publications.locked(session, publication_id)
    if publication.state != "preparing" or publication.lease != lease:
        raise LeaseLost()
    publication.content_digest = content_digest(session, session.get_one(Plan, publication.plan_id))
    _prepared_now(session, publication, now)


def _ground(session: Session, publication_id: UUID, lease: UUID, now: datetime) -> Preparation:
    publication = session.get_one(Publication, publication_id)
    plan = session.get_one(Plan, publication.plan_id)
    round_ = session.get_one(Round, publication.round_id)
    problem_file = planning.problem_file_of(session.get_one(Run, plan.run_id))
    return Preparation(
        publication=publication,
        lease=lease,
        round=round_,
        registrations={row.id: row for row in queries.registrations.entered(session, round_.id)},
        held={held.registration_id: held for held in queries.publications.held_in(session, round_.id)},
        rights=ground_of(session, round_, plan, problem_file, now),
        first=queries.publications.current(session, round_.id) is None,
        now=now,
    )


def _batches(ground: Preparation) -> Iterator[Batch]:
    batch = Batch()
    planned = [ground.registrations[row] for row in ground.rights.planned if row in ground.registrations]
    # The rows of a first version count at once, those of a later one once it is published.
    ask = Ask(ground.publication.id, ground.now, ground.first, ground.now if ground.first else None)
    for done, row in enumerate(planned, start=1):
        held = ground.held.get(row.id)
        made = ground.rights.right(row, ask, held)
        if made is not None:
            batch.rights.append(made[0])
            batch.dated += made[1]
        if len(batch.dated) >= BATCH_ROWS or (done == len(planned) and batch.rights):
            batch.share = done / len(planned)
            yield batch
            batch = Batch()


def _written(database: Database, ground: Preparation, batch: Batch) -> None:
    def write(session: Session) -> None:
        publication = _leased(session, ground)
        queries.publications.add_rights(session, batch.rights)
        queries.occupation.occupy(session, batch.dated)
        publication.prepared_rows += len(batch.dated)
        publication.share = batch.share

    database.transact(write)


def _leased(session: Session, ground: Preparation) -> Publication:
    publication = queries.publications.locked(session, ground.publication.id)
    if publication.state != "preparing" or publication.lease != ground.lease:
        raise LeaseLost()
    return publication


def _complete(session: Session, office: Office, ground: Preparation, now: datetime) -> None:
    publication = _leased(session, ground)
    lines = notice.lines_of(session, office.vault, ground.round, publication)
    session.add_all(lines)
    session.flush()
    publication.content_digest = notice.content_digest(lines)
    publication.supply_digest = ground.rights.supply_digest
    _prepared_now(session, publication, now)


def _prepared_now(session: Session, publication: Publication, now: datetime) -> None:
    publication.state, publication.share, publication.lease = "prepared", 1.0, None
    details = {"content": publication.content_digest, "rows": publication.prepared_rows}
    audit.record(
        session, publication.community_id, "system", "publication.prepare", "publication", publication.id, now, details
    )


def _give_up(session: Session, publication_id: UUID, now: datetime) -> None:
    publication = queries.publications.locked(session, publication_id)
    if publication.state == "preparing":
        release.abandon_version(session, publication, "space_taken", "system", now)
