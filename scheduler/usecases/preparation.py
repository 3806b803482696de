"""A version of a notice prepared by a job: its rights, their dated rows, its lines, in short transactions.

A first version takes its spaces while it is prepared, so that nobody books them meanwhile. A later version writes only
the rights that differ, asleep. A job that takes a preparation writes a fresh lease into it; whoever holds an older one
writes nothing more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple
from uuid import UUID, uuid4

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from scheduler import audit, notice, queries
from scheduler.db import Database, conflict_of
from scheduler.errors import Conflict
from scheduler.files import problem_from
from scheduler.ids import new_id
from scheduler.models import Allocation, Plan, Publication, Registration, Round, Run
from scheduler.office import Office
from scheduler.queries.bookings import Interval
from scheduler.translation import ParkingProblem
from scheduler.translation.dated import DatedUse, dated_uses, digest_of
from scheduler.usecases import planning, release

BATCH_ROWS = 4_000
"""Dated rows in one transaction: short enough that others write in between."""
TRIES = 3
"""How often a preparation begins anew where something was booked meanwhile."""
Row = dict[str, object]


class LeaseLost(Conflict):
    """Another job prepares the version now, or it was given up: nothing was written."""

    def __init__(self) -> None:
        super().__init__("lease_lost")


class Place(NamedTuple):
    """A space as preparations know it."""

    code: str
    site_id: UUID
    resource_id: int


@dataclass(frozen=True)
class Ground:
    """What a preparation reads once."""

    publication: Publication
    lease: UUID
    round: Round
    zone: str
    problem: ParkingProblem
    registrations: Mapping[UUID, Registration]
    planned: Mapping[UUID, tuple[UUID, ...]]
    held: Mapping[UUID, Allocation]
    spaces: Mapping[UUID, Place]
    vehicles: Mapping[UUID, int]
    busy: Mapping[int, Sequence[Interval]]
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
    if not begun:
        return True
    with database.reading() as session:
        ground = _ground(session, publication_id, lease, database.now(session))
    for batch in _batches(ground):
        _written(database, ground, batch)
    database.transact(lambda session: _complete(session, office, ground, database.now(session)))
    return True


def _begin(session: Session, publication_id: UUID, lease: UUID) -> bool:
    publication = queries.publications.locked(session, publication_id)
    if publication.state != "preparing":
        return False
    queries.publications.drop_preparation(session, publication_id)
    publication.lease, publication.prepared_rows, publication.share = lease, 0, 0.0
    return True


def _ground(session: Session, publication_id: UUID, lease: UUID, now: datetime) -> Ground:
    publication = session.get_one(Publication, publication_id)
    plan = session.get_one(Plan, publication.plan_id)
    round_ = session.get_one(Round, publication.round_id)
    taking_part = queries.registrations.competing(session, round_.id)
    spaces = queries.supply.spaces_by_code(session, round_.community_id).values()
    return Ground(
        publication=publication,
        lease=lease,
        round=round_,
        zone=queries.community.one(session, round_.community_id).zone,
        problem=problem_from(planning.problem_file_of(session.get_one(Run, plan.run_id))),
        registrations={registration.id: registration for registration, _ in taking_part},
        planned=queries.plans.places(session, plan.id),
        held={held.registration_id: held for held in queries.publications.held_in(session, round_.id)},
        spaces={space.id: Place(space.code, space.site_id, space.resource_id) for space in spaces},
        vehicles=queries.publications.resources(session, round_.community_id),
        busy=queries.bookings.busy_vehicles(session, round_.community_id, round_.id, now),
        first=queries.publications.current(session, round_.id) is None,
        now=now,
    )


def _batches(ground: Ground) -> Iterator[Batch]:
    batch = Batch()
    planned = [row for row in ground.planned if row in ground.registrations]
    for done, row in enumerate(planned, start=1):
        spaces = ground.planned[row]
        codes = [ground.spaces[space].code for space in spaces]
        uses = dated_uses(ground.problem, ground.registrations[row].receipt, codes, ground.zone)
        digest, held = digest_of(uses), ground.held.get(row)
        if held is None or held.dates_digest != digest:
            right = _right(ground, row, spaces, digest)
            batch.rights.append(right)
            batch.dated += _dated(ground, row, right, uses)
        if len(batch.dated) >= BATCH_ROWS or (done == len(planned) and batch.rights):
            batch.share = done / len(planned)
            yield batch
            batch = Batch()


def _right(ground: Ground, row: UUID, spaces: Sequence[UUID], digest: str) -> Allocation:
    return Allocation(
        id=new_id(),
        community_id=ground.round.community_id,
        round_id=ground.round.id,
        registration_id=row,
        publication_id=ground.publication.id,
        site_id=ground.spaces[spaces[0]].site_id,
        space_ids=[str(space) for space in spaces],
        dates_digest=digest,
        state="prepared",
        created_at=ground.now,
    )


def _dated(ground: Ground, row: UUID, right: Allocation, uses: Sequence[DatedUse]) -> list[Row]:
    resources = {place.code: place.resource_id for place in (ground.spaces[space] for space in ground.planned[row])}
    vehicle_id = ground.registrations[row].vehicle_id
    vehicle = None if vehicle_id is None else ground.vehicles.get(vehicle_id)
    busy = ground.busy.get(vehicle, ()) if vehicle is not None else ()
    # The rows of a first version count at once, those of a later one once it is published.
    since = ground.now if ground.first else None
    return rows_of(uses, resources, vehicle, busy, right.id, ground.first, since)


def rows_of(
    uses: Sequence[DatedUse],
    resources: Mapping[str, int],
    vehicle: int | None,
    busy: Sequence[Interval],
    allocation: UUID,
    active: bool,
    since: datetime | None,
) -> list[Row]:
    """Dated rows of one right: its spaces with the guard band, its vehicle without.

    What lies before `since` is left out, and so are uses of the vehicle at times when it is booked elsewhere.
    """
    out: list[Row] = []
    for use in uses:
        if since is not None and use.ready_at <= since:
            continue
        start = use.starts_at if since is None else max(since, use.starts_at)
        common: Row = {"starts_at": start, "active": active, "allocation_id": allocation}
        out.append({**common, "resource_id": resources[use.space], "ends_at": use.ready_at})
        elsewhere = any(first < use.ends_at and start < last for first, last in busy)
        if vehicle is not None and start < use.ends_at and not elsewhere:
            out.append({**common, "resource_id": vehicle, "ends_at": use.ends_at})
    return out


def _written(database: Database, ground: Ground, batch: Batch) -> None:
    def write(session: Session) -> None:
        publication = _leased(session, ground)
        queries.publications.add_rights(session, batch.rights)
        queries.bookings.occupy(session, batch.dated)
        publication.prepared_rows += len(batch.dated)
        publication.share = batch.share

    database.transact(write)


def _leased(session: Session, ground: Ground) -> Publication:
    publication = queries.publications.locked(session, ground.publication.id)
    if publication.state != "preparing" or publication.lease != ground.lease:
        raise LeaseLost()
    return publication


def _complete(session: Session, office: Office, ground: Ground, now: datetime) -> None:
    publication = _leased(session, ground)
    lines = notice.lines_of(session, office.vault, ground.round, publication)
    session.add_all(lines)
    session.flush()
    publication.content_digest = notice.content_digest(lines)
    publication.state, publication.share, publication.lease = "prepared", 1.0, None
    details = {"content": publication.content_digest, "rows": publication.prepared_rows}
    audit.record(
        session, publication.community_id, "system", "publication.prepare", "publication", publication.id, now, details
    )


def _give_up(session: Session, publication_id: UUID, now: datetime) -> None:
    publication = queries.publications.locked(session, publication_id)
    if publication.state == "preparing":
        release.abandon_version(session, publication, "space_taken", "system", now)
