"""Publication 公示: a plan prepared with all its dated rows, then made public by flipping one pointer.

A first version takes its spaces while it is prepared, so that nobody books them meanwhile. A later version writes only
the rights that differ, asleep, and wakes them in the transaction that releases the old ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from scheduler import audit, notice, queries
from scheduler.actors import OFFICE, Actor
from scheduler.db import Database, conflict_of
from scheduler.errors import Conflict, NotAllowed, NotFound
from scheduler.files import problem_from
from scheduler.ids import new_id
from scheduler.models import Allocation, Plan, Publication, Registration, Round, Run
from scheduler.office import Office
from scheduler.states import HOLDING
from scheduler.translation import ParkingProblem
from scheduler.translation.dated import dated_uses
from scheduler.usecases import messages, planning, rounds

BATCH_ROWS = 4_000
"""Dated rows in one transaction: short enough that others write in between."""
PUBLISHABLE = ("planned", "published")


def request(session: Session, *, actor: Actor, plan_id: UUID, now: datetime) -> Publication:
    """Begin to prepare a plan for publication; a person publishes it once it is prepared.

    Raises
    ------
    NotFound, NotAllowed, Conflict
        No such plan; not for this person; round not planned, another version being prepared, published already.
    """
    if not actor.has(*OFFICE):
        raise NotAllowed("not_for_this_role")
    plan = planning.plan_seen(session, actor=actor, plan_id=plan_id)
    round_ = queries.rounds.locked(session, actor.community_id, plan.round_id)
    if round_ is None or round_.state not in PUBLISHABLE:
        raise Conflict(
            "round_not_ready", "state", round_.state if round_ else "", ", ".join(PUBLISHABLE), action="publish"
        )
    versions = queries.publications.of_round(session, round_.id)
    if any(version.state in ("preparing", "prepared") for version in versions):
        raise Conflict("publication_under_way", "plan_id")
    current = queries.publications.current(session, round_.id)
    if current is not None and current.plan_id == plan.id:
        raise Conflict("published_already", "plan_id")
    made = Publication(
        id=new_id(),
        community_id=plan.community_id,
        round_id=plan.round_id,
        plan_id=plan.id,
        version=1 + max((version.version for version in versions), default=0),
        runs_made=queries.plans.runs_made(session, round_.id),
        requested_by=actor.account_id,
        created_at=now,
    )
    session.add(made)
    session.flush()
    audit.record(session, made.community_id, actor.name, "publication.request", "publication", made.id, now)
    return made


# ---- preparation, by the worker


@dataclass(frozen=True)
class _Ground:
    """What a preparation reads once."""

    publication: Publication
    round: Round
    zone: str
    problem: ParkingProblem
    registrations: Mapping[UUID, Registration]
    places: Mapping[UUID, tuple[UUID, ...]]
    held: Mapping[UUID, Allocation]
    spaces: Mapping[UUID, Any]
    first: bool

    def changed(self) -> list[UUID]:
        """Registrations whose right is new or elsewhere than the one they hold."""
        return [
            row
            for row, spaces in self.places.items()
            if row in self.registrations
            and (row not in self.held or [str(space) for space in spaces] != self.held[row].space_ids)
        ]


def prepare(office: Office, publication_id: UUID) -> None:
    """Write all rows of a version, in short transactions; begun again after a crash, it starts afresh.

    A space that somebody booked meanwhile makes the version `abandoned`: the round is planned again around it.
    """
    database = office.database
    ground = database.transact(lambda session: _begin(session, publication_id))
    if ground is None:
        return
    try:
        for batch in _batches(ground, database):
            written = batch
            database.transact(lambda session, rows=written: _write(session, publication_id, rows))  # type: ignore[misc]
    except DBAPIError as error:
        if conflict_of(error) != "occupation_no_overlap":
            raise
        database.transact(lambda session: _abandon(session, publication_id, "space_taken", database.now(session)))
        return
    database.transact(lambda session: _complete(session, office, ground, database.now(session)))


def _begin(session: Session, publication_id: UUID) -> _Ground | None:
    publication = queries.publications.locked(session, publication_id)
    if publication.state != "preparing":
        return None
    queries.publications.drop_preparation(session, publication_id)
    plan = session.get_one(Plan, publication.plan_id)
    run = session.get_one(Run, plan.run_id)
    round_ = session.get_one(Round, publication.round_id)
    taking_part = queries.registrations.competing(session, round_.id)
    return _Ground(
        publication,
        round_,
        queries.community.one(session, round_.community_id).zone,
        problem_from(planning.problem_file_of(run)),
        {registration.id: registration for registration, _ in taking_part},
        queries.plans.places(session, plan.id),
        {held.registration_id: held for held in queries.publications.held_in(session, round_.id)},
        {space.id: space for space in queries.supply.spaces_by_code(session, round_.community_id).values()},
        queries.publications.current(session, round_.id) is None,
    )


@dataclass
class _Batch:
    rights: list[Allocation]
    dated: list[dict[str, object]]
    share: float


def _batches(ground: _Ground, database: Database) -> Iterator[_Batch]:
    batch, changed = _Batch([], [], 0.0), ground.changed()
    with database.reading() as session:
        resources = queries.publications.resources(session, ground.round.community_id)
    for done, row in enumerate(changed, start=1):
        right, dated = _right(ground, row, resources)
        batch.rights.append(right)
        batch.dated += dated
        if len(batch.dated) >= BATCH_ROWS or done == len(changed):
            batch.share = done / len(changed)
            yield batch
            batch = _Batch([], [], 0.0)


def _right(ground: _Ground, row: UUID, resources: Mapping[UUID, int]) -> tuple[Allocation, list[dict[str, object]]]:
    registration, spaces = ground.registrations[row], ground.places[row]
    right = Allocation(
        id=new_id(),
        community_id=ground.round.community_id,
        round_id=ground.round.id,
        registration_id=row,
        publication_id=ground.publication.id,
        site_id=ground.spaces[spaces[0]].site_id,
        space_ids=[str(space) for space in spaces],
        created_at=ground.publication.created_at,
    )
    codes = [ground.spaces[space].code for space in spaces]
    by_code = {ground.spaces[space].code: ground.spaces[space].resource_id for space in spaces}
    vehicle = resources.get(registration.vehicle_id) if registration.vehicle_id else None
    return right, rows_of(
        ground.problem, registration.receipt, codes, ground.zone, by_code, vehicle, right.id, ground.first
    )


def rows_of(
    problem: ParkingProblem,
    receipt: str,
    codes: Sequence[str],
    zone: str,
    resources: Mapping[str, int],
    vehicle: int | None,
    allocation: UUID,
    active: bool,
) -> list[dict[str, object]]:
    """Dated rows of one right: its spaces with the guard band, its vehicle without."""
    out: list[dict[str, object]] = []
    for use in dated_uses(problem, receipt, codes, zone):
        common = {"starts_at": use.starts_at, "active": active, "allocation_id": allocation}
        out.append({**common, "resource_id": resources[use.space], "ends_at": use.ready_at})
        if vehicle is not None:
            out.append({**common, "resource_id": vehicle, "ends_at": use.ends_at})
    return out


def _write(session: Session, publication_id: UUID, batch: _Batch) -> None:
    publication = queries.publications.locked(session, publication_id)
    if publication.state != "preparing":
        raise Conflict("publication_under_way", "state", publication.state)
    for right in batch.rights:
        session.merge(right)
    session.flush()
    queries.bookings.occupy(session, batch.dated)
    publication.prepared_rows += len(batch.dated)
    publication.share = batch.share


def _abandon(session: Session, publication_id: UUID, code: str, now: datetime, **numbers: str) -> None:
    publication = queries.publications.locked(session, publication_id)
    queries.publications.drop_preparation(session, publication_id)
    publication.state, publication.error, publication.error_numbers = "abandoned", code, numbers
    audit.record(
        session,
        publication.community_id,
        "system",
        "publication.abandon",
        "publication",
        publication.id,
        now,
        {"code": code},
    )


def _complete(session: Session, office: Office, ground: _Ground, now: datetime) -> None:
    publication = queries.publications.locked(session, ground.publication.id)
    if publication.state != "preparing":
        return
    lines = notice.lines_of(session, office.vault, ground.round, publication)
    session.add_all(lines)
    session.flush()
    publication.content_digest = notice.content_digest(lines)
    publication.state, publication.share = "prepared", 1.0
    audit.record(
        session,
        publication.community_id,
        "system",
        "publication.prepare",
        "publication",
        publication.id,
        now,
        {"content": publication.content_digest, "rows": publication.prepared_rows},
    )


# ---- the flip, by a person


def publish(session: Session, *, actor: Actor, publication_id: UUID, now: datetime) -> Publication:
    """Make a prepared version the one in force, with all that follows from it, in one transaction.

    Raises
    ------
    NotFound, NotAllowed
        No such publication; not for this person.
    Conflict
        ``publication_not_prepared``, ``published_already``; ``space_taken`` where a booking came in the way of a moved
        right.
    """
    if not actor.has(*OFFICE):
        raise NotAllowed("not_for_this_role")
    known = queries.publications.one(session, actor.community_id, publication_id)
    if known is None:
        raise NotFound()
    round_ = queries.rounds.locked(session, actor.community_id, known.round_id)
    publication = queries.publications.locked(session, publication_id)
    if round_ is None or publication.state == "published":
        raise Conflict("published_already", "publication_id")
    if publication.state != "prepared":
        raise Conflict("publication_not_prepared", "state", publication.state, "prepared")
    rounds.step(session, round_, "publish", actor, now)
    _swap_rights(session, publication, now)
    _move_people(session, publication, round_, actor, now)
    publication.state, publication.published_by, publication.published_at = "published", actor.account_id, now
    round_.published_at = now
    queries.publications.point_to(session, publication)
    messages.announce(session, publication=publication, now=now)
    audit.record(
        session,
        publication.community_id,
        actor.name,
        "publication.publish",
        "publication",
        publication.id,
        now,
        {"version": publication.version, "content": publication.content_digest},
    )
    return publication


def _swap_rights(session: Session, publication: Publication, now: datetime) -> None:
    """Old rights that the version does not keep go, those that it prepared come; who left meanwhile gets none."""
    served = queries.plans.places(session, publication.plan_id)
    taking_part = {row.id for row, _ in queries.registrations.competing(session, publication.round_id)}
    prepared = queries.publications.prepared(session, publication.id)
    coming = {right.registration_id for right in prepared}
    going = [right for right in prepared if right.registration_id not in taking_part] + [
        right
        for right in queries.publications.held_in(session, publication.round_id)
        if right.registration_id in coming or right.registration_id not in served
    ]
    for right in going:
        right.state, right.released_at = "released", now
    session.flush()
    queries.bookings.free_allocations(session, [right.id for right in going], now)
    try:
        queries.bookings.wake_allocations(session, publication.id, now)
    except DBAPIError as error:
        if conflict_of(error) == "occupation_no_overlap":
            raise Conflict("space_taken", "publication_id", allowed="a plan made around the booking") from error
        raise
    queries.publications.hold_prepared(session, publication.id)


def _move_people(session: Session, publication: Publication, round_: Round, actor: Actor, now: datetime) -> None:
    answer_by = now + timedelta(days=round_.accept_days)

    def move(outcome: str, action: str, before: Sequence[str], given_only: bool = False) -> None:
        queries.publications.move_all(
            session,
            publication.id,
            outcome=outcome,
            action=action,
            after=outcome,
            before=before,
            actor=actor.account_id,
            now=now,
            answer_by=answer_by if outcome == notice.ALLOCATED else None,
            given_only=given_only,
        )

    # First those who held another place, so that nobody is moved twice.
    move(notice.ALLOCATED, "allocate", HOLDING, given_only=True)
    move(notice.ALLOCATED, "allocate", ("competing", "refused", "waitlisted"))
    queries.publications.rank_all(session, publication.id)
    move(notice.WAITLISTED, "waitlist", ("competing", "refused", *HOLDING))
    move(notice.REFUSED, "refuse", ("competing", "waitlisted", *HOLDING))


def abandon(session: Session, *, actor: Actor, publication_id: UUID, now: datetime) -> Publication:
    """Give up a version that was prepared, or is being prepared.

    Raises
    ------
    NotFound, NotAllowed, Conflict
        No such publication; not for this person; published already.
    """
    if not actor.has(*OFFICE):
        raise NotAllowed("not_for_this_role")
    known = queries.publications.one(session, actor.community_id, publication_id)
    if known is None:
        raise NotFound()
    publication = queries.publications.locked(session, publication_id)
    if publication.state not in ("preparing", "prepared"):
        raise Conflict("publication_not_prepared", "state", publication.state, "preparing, prepared")
    # First the state: what is prepared is kept by the database itself.
    publication.state, publication.error = "abandoned", "given_up"
    session.flush()
    queries.publications.drop_preparation(session, publication_id)
    audit.record(
        session, publication.community_id, actor.name, "publication.abandon", "publication", publication.id, now
    )
    return publication
