"""Planning: a round's snapshot to a queued run, the staff's locks, two plans compared."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import audit, queries
from scheduler.actors import OFFICE, PROPERTY_STAFF, STAFF, Actor, clockwork
from scheduler.db import Database
from scheduler.errors import Conflict, NotAllowed, NotFound, Rejected
from scheduler.files import dump_problem, problem_digest
from scheduler.ids import new_id
from scheduler.models import Plan, Round, Run, StaffLock
from scheduler.translation import base_document, problem_of
from scheduler.usecases import registration, rounds
from scheduler.usecases.serving import runs

ENGINES = ("auto", "columns", "direct", "greedy", "fcfs")
PLANNABLE = ("closed", "planned", "published")
LONGEST_SECONDS = 3_600.0
PROGRAMS = ("commontide", "ortools")


@dataclass(frozen=True, slots=True)
class Order:
    """How a run shall work: `work_limit` units of about a second repeat exactly; `seconds` by the clock does not."""

    engine: str = "auto"
    seed: int = 0
    work_limit: float = 120.0
    seconds: float | None = None
    replan: bool = True


def queue_run(session: Session, *, actor: Actor, round_id: UUID, order: Order, now: datetime) -> Run:
    """Queue a solve of a round; approved registrations now compete.

    A re-run departs from the rights held, else from the newest plan, unless the order says otherwise.

    Raises
    ------
    NotFound, NotAllowed, Conflict, Rejected
        No such round; not for this person; not closed yet, or a run is under way; an order that cannot be.
    """
    if not actor.has(*OFFICE):
        raise NotAllowed("not_for_this_role")
    _check_order(order)
    round_ = queries.rounds.locked(session, actor.community_id, round_id)
    if round_ is None:
        raise NotFound()
    if round_.state not in PLANNABLE:
        raise Conflict("round_not_ready", "state", round_.state, ", ".join(PLANNABLE), action="plan")
    if queries.runs.under_way(session, round_.id):
        raise Conflict("run_under_way", "round_id")
    entered = registration.step_all(session, round_, "compete", clockwork(actor.community_id), now)
    run = Run(
        id=new_id(),
        community_id=round_.community_id,
        round_id=round_.id,
        covenant_version=round_.covenant_version,
        replan=order.replan,
        engine=order.engine,
        seed=order.seed,
        work_limit=order.work_limit,
        seconds_limit=order.seconds,
        versions={name: version(name) for name in PROGRAMS},
        requested_by=actor.account_id,
        created_at=now,
    )
    session.add(run)
    session.flush()
    audit.record(session, run.community_id, actor.name, "run.queue", "run", run.id, now, {"entered": entered})
    return run


def freeze(database: Database, run_id: UUID) -> None:
    """Keep what a run starts from, as it stands now; done once, and outside any long transaction.

    Raises
    ------
    Rejected
        For the first value that no problem may carry.
    """
    with database.reading() as session:
        run = session.get(Run, run_id)
        if run is None or run.problem_digest is not None or run.state not in ("queued", "running"):
            return
        round_ = session.get_one(Round, run.round_id)
        problem = problem_of(session, round_, database.now(session))
        digest = problem_digest(problem)
        base = _base(session, round_, digest) if run.replan else None
    snapshot = zlib.compress(dump_problem(problem))
    database.transact(lambda session: queries.runs.keep_snapshot(session, run_id, snapshot, digest, base))


def _base(session: Session, round_: Round, digest: str) -> bytes | None:
    """The places to depart from: the rights that people hold, else those of the newest plan."""
    if queries.publications.current(session, round_.id) is not None:
        held = queries.publications.held_in(session, round_.id)
        places = {right.registration_id: tuple(map(UUID, right.space_ids)) for right in held}
    else:
        plan = queries.plans.newest(session, round_.id)
        if plan is None:
            return None
        places = dict(queries.plans.places(session, plan.id))
    return zlib.compress(base_document(session, round_, places, digest))


def _check_order(order: Order) -> None:
    if order.engine not in ENGINES:
        raise Rejected("not_offered", "engine", order.engine, ", ".join(ENGINES))
    if not 0 <= order.seed < 2**31:
        raise Rejected("out_of_range", "seed", order.seed, f"a whole number from 0 to {2**31 - 1}")
    if not 1 <= order.work_limit <= LONGEST_SECONDS:
        raise Rejected("out_of_range", "work_limit", str(order.work_limit), "1 to 3600")
    if order.seconds is not None and not 1 <= order.seconds <= LONGEST_SECONDS:
        raise Rejected("out_of_range", "seconds", str(order.seconds), "1 to 3600")


# ---- locks


def lock(
    session: Session,
    *,
    actor: Actor,
    registration_id: UUID,
    kind: str,
    reason: str,
    now: datetime,
    site_id: UUID | None = None,
    space_id: UUID | None = None,
) -> StaffLock:
    """Keep a registration where the newest plan has it, forbid it a place (or all), or fix it to one.

    Raises
    ------
    NotFound, NotAllowed, Conflict, Rejected
        No such registration or place; not for this person; nothing to keep; no reason, no place to fix it to.
    """
    if not actor.has(*OFFICE, PROPERTY_STAFF):
        raise NotAllowed("not_for_this_role")
    row = registration.seen(session, actor=actor, registration_id=registration_id)
    if kind not in ("keep", "forbid", "fix"):
        raise Rejected("not_offered", "kind", kind, "keep, forbid, fix")
    if not reason.strip():
        raise Rejected("reason_missing", "reason", "", "a sentence")
    site_id, space_id = _place(session, actor, row.round_id, registration_id, kind, site_id, space_id)
    _check_own(session, actor, site_id, space_id)
    made = StaffLock(
        id=new_id(),
        community_id=row.community_id,
        round_id=row.round_id,
        registration_id=row.id,
        kind=kind,
        site_id=site_id,
        space_id=space_id,
        reason=reason,
        created_by=actor.account_id,
        created_at=now,
    )
    session.add(made)
    session.flush()
    audit.record(session, row.community_id, actor.name, f"lock.{kind}", "lock", made.id, now, {"on": str(row.id)})
    return made


def _place(
    session: Session,
    actor: Actor,
    round_id: UUID,
    registration_id: UUID,
    kind: str,
    site_id: UUID | None,
    space_id: UUID | None,
) -> tuple[UUID | None, UUID | None]:
    if kind == "keep":
        plan = queries.plans.newest(session, round_id)
        held = () if plan is None else queries.plans.places(session, plan.id).get(registration_id, ())
        if not held:
            raise Conflict("nothing_to_keep", "registration_id", allowed="a registration that the newest plan serves")
        space = queries.supply.space(session, actor.community_id, held[0])
        # A right in two parts has a space for each season: what they share, the site, is kept.
        return None if space is None else space.site_id, held[0] if len(held) == 1 else None
    if space_id is not None and queries.supply.space(session, actor.community_id, space_id) is None:
        raise Rejected("unknown_id", "space_id", str(space_id), "a space of the community")
    if site_id is not None and queries.supply.site(session, actor.community_id, site_id) is None:
        raise Rejected("unknown_id", "site_id", str(site_id), "a site of the community")
    if kind == "fix" and site_id is None and space_id is None:
        raise Rejected("pin_without_place", "site_id", None, "a site or a space")
    return site_id, space_id


def _check_own(session: Session, actor: Actor, site_id: UUID | None, space_id: UUID | None) -> None:
    """Staff decide on places of their own sites only; to forbid everything touches none."""
    space = None if space_id is None else queries.supply.space(session, actor.community_id, space_id)
    for place, field in ((site_id, "site_id"), (None if space is None else space.site_id, "space_id")):
        if place is not None and not runs(actor, place):
            raise NotAllowed("not_your_place", field)


def unlock(session: Session, *, actor: Actor, lock_id: UUID, now: datetime) -> StaffLock:
    """Take a decision back; it stays on record.

    Raises
    ------
    NotFound, NotAllowed, Conflict
        No such lock; not for this person; taken back already.
    """
    if not actor.has(*OFFICE, PROPERTY_STAFF):
        raise NotAllowed("not_for_this_role")
    found = queries.plans.lock(session, actor.community_id, lock_id)
    if found is None:
        raise NotFound()
    registration.seen(session, actor=actor, registration_id=found.registration_id)
    if found.removed_at is not None:
        raise Conflict("lock_removed", "lock_id")
    found.removed_at, found.removed_by = now, actor.account_id
    audit.record(session, found.community_id, actor.name, "lock.remove", "lock", found.id, now)
    return found


# ---- plans


@dataclass(frozen=True, slots=True)
class Change:
    """A registration whose place differs between two plans: added, removed or moved."""

    registration_id: UUID
    kind: str
    before: tuple[UUID, ...]
    after: tuple[UUID, ...]


def plan_seen(session: Session, *, actor: Actor, plan_id: UUID) -> Plan:
    """A plan, which only staff and auditors see before it is published.

    Raises
    ------
    NotFound
        If there is none for this person.
    """
    plan = queries.plans.one(session, actor.community_id, plan_id)
    if plan is None or not actor.has(*STAFF, "auditor"):
        raise NotFound()
    return plan


def compare(session: Session, *, actor: Actor, before: UUID, after: UUID) -> Sequence[Change]:
    """What `after` does to people compared with `before`, in the order of their registrations.

    Raises
    ------
    NotFound, Rejected
        A plan that is not there for this person; plans of different rounds.
    """
    first, second = (plan_seen(session, actor=actor, plan_id=plan_id) for plan_id in (before, after))
    if first.round_id != second.round_id:
        raise Rejected("other_round", "before", str(before), "a plan of the same round")
    return changes(queries.plans.places(session, first.id), queries.plans.places(session, second.id))


def changes(before: Mapping[UUID, tuple[UUID, ...]], after: Mapping[UUID, tuple[UUID, ...]]) -> list[Change]:
    """Differences of two tables of places."""
    out = []
    for row in sorted(before.keys() | after.keys()):
        old, new = before.get(row, ()), after.get(row, ())
        if old != new:
            out.append(Change(row, "moved" if old and new else "added" if new else "removed", old, new))
    return out


def round_planned(session: Session, *, run: Run, now: datetime) -> None:
    """Note on the round that it has a plan; a published round stays published."""
    round_ = queries.rounds.locked(session, run.community_id, run.round_id)
    if round_ is not None and round_.state in ("closed", "planned"):
        rounds.step(session, round_, "plan", clockwork(run.community_id), now)


def files_of(session: Session, *, plan_id: UUID) -> tuple[bytes, bytes]:
    """The problem file and the plan file of a plan, as anyone can verify them."""
    plan = session.get_one(Plan, plan_id)
    return problem_file_of(session.get_one(Run, plan.run_id)), document_of(plan)


def document_of(plan: Plan) -> bytes:
    """The plan file, as anyone can verify it."""
    return zlib.decompress(plan.document)


def problem_file_of(run: Run) -> bytes:
    """The problem file that a run was made for.

    Raises
    ------
    NotFound
        If the run has not begun.
    """
    if run.snapshot is None:
        raise NotFound()
    return zlib.decompress(run.snapshot)


def summary_of(plan: Plan) -> Mapping[str, Any]:
    """First tier of a plan: value, proven bound and gap."""
    first = plan.tiers[0] if plan.tiers else {"value": None, "bound": None}
    value, bound = first["value"], first["bound"]
    gap = None if value is None or bound is None else abs(bound - value) / max(1, abs(bound))
    return {"value": value, "bound": bound, "gap": gap}
