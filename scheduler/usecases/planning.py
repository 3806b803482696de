"""Planning: a round's snapshot to a queued run, two plans compared."""

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
from scheduler.actors import OFFICE, STAFF, Actor, clockwork
from scheduler.db import Database
from scheduler.errors import Conflict, NotAllowed, NotFound, Rejected
from scheduler.files import dump_problem, problem_digest
from scheduler.ids import new_id
from scheduler.models import Plan, Round, Run, Scenario
from scheduler.translation import DOMAINS, gap_of, leading, telling
from scheduler.translation.domain import Places
from scheduler.usecases import continuity, registration, rounds, what_ifs

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

    A re-run departs from the rights held, else from the newest plan that knows the lots of the round's draw, unless the
    order says otherwise.

    Raises
    ------
    NotFound, NotAllowed, Conflict, Rejected
        No such round; not for this person; not closed yet, or a run is under way; an order that cannot be.
    """
    if not actor.has(*OFFICE):
        raise NotAllowed("not_for_this_role")
    round_ = queries.rounds.locked(session, actor.community_id, round_id)
    if round_ is None:
        raise NotFound()
    check_order(order, DOMAINS[round_.domain].ENGINES)
    if round_.state not in PLANNABLE:
        raise Conflict("round_not_ready", "state", round_.state, ", ".join(PLANNABLE), action="plan")
    if queries.runs.under_way(session, round_.id):
        raise Conflict("run_under_way", "round_id")
    entered = registration.step_all(session, round_, "compete", clockwork(actor.community_id), now)
    continuity.note_spaces(session, round_)
    run = queued(round_, actor, order, now)
    session.add(run)
    session.flush()
    audit.record(session, run.community_id, actor.name, "run.queue", "run", run.id, now, {"entered": entered})
    return run


def queued(round_: Round, actor: Actor, order: Order, now: datetime, scenario_id: UUID | None = None) -> Run:
    """A run of a round, or of a scenario over it, as an order wants it."""
    return Run(
        id=new_id(),
        community_id=round_.community_id,
        round_id=round_.id,
        covenant_version=round_.covenant_version,
        replan=order.replan and scenario_id is None,
        engine=order.engine,
        seed=order.seed,
        work_limit=order.work_limit,
        seconds_limit=order.seconds,
        versions={name: version(name) for name in PROGRAMS},
        scenario_id=scenario_id,
        requested_by=actor.account_id,
        created_at=now,
    )


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
        snapshot, digest, base = _starts_from(session, run, database.now(session))
    database.transact(lambda session: queries.runs.keep_snapshot(session, run_id, snapshot, digest, base))


def _starts_from(session: Session, run: Run, now: datetime) -> tuple[bytes, str, bytes | None]:
    """The compressed problem file of a run, its digest, and the compressed plan file that it departs from."""
    round_ = session.get_one(Round, run.round_id)
    if run.scenario_id is not None:
        return what_ifs.frozen(session, round_, session.get_one(Scenario, run.scenario_id))
    domain = DOMAINS[round_.domain]
    problem = domain.problem_of(session, round_, now)
    digest = problem_digest(problem)
    published = queries.publications.current(session, round_.id) is not None
    base = domain.base_of(session, round_, digest, published) if run.replan else None
    return zlib.compress(dump_problem(problem)), digest, base


def check_order(order: Order, engines: Sequence[str]) -> None:
    """Refuse an order that cannot be.

    Raises
    ------
    Rejected
        ``not_offered``, ``out_of_range``.
    """
    if order.engine not in engines:
        raise Rejected("not_offered", "engine", order.engine, ", ".join(engines))
    if not 0 <= order.seed < 2**31:
        raise Rejected("out_of_range", "seed", order.seed, f"a whole number from 0 to {2**31 - 1}")
    if not 1 <= order.work_limit <= LONGEST_SECONDS:
        raise Rejected("out_of_range", "work_limit", str(order.work_limit), "1 to 3600")
    if order.seconds is not None and not 1 <= order.seconds <= LONGEST_SECONDS:
        raise Rejected("out_of_range", "seconds", str(order.seconds), "1 to 3600")


# ---- plans


@dataclass(frozen=True, slots=True)
class Change:
    """A registration whose place differs: added, removed or moved; spaces are told by id, sessions as texts.

    In rosters `registration_id` is the volunteer's, whose seats are told as texts.
    """

    registration_id: UUID
    kind: str
    before: tuple[Any, ...]
    after: tuple[Any, ...]


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


def own_plan_seen(session: Session, *, actor: Actor, plan_id: UUID) -> Plan:
    """A plan of a round itself: that of a scenario gives nobody anything, so there is nothing of it to list.

    Raises
    ------
    NotFound
        If there is none for this person.
    """
    plan = plan_seen(session, actor=actor, plan_id=plan_id)
    if plan.scenario_id is not None:
        raise NotFound()
    return plan


def compare(session: Session, *, actor: Actor, before: UUID, after: UUID) -> Sequence[Change]:
    """What `after` does to people compared with `before`, in the order of their registrations.

    Raises
    ------
    NotFound, Rejected
        A plan that is not there for this person; plans of different rounds.
    """
    first, second = (own_plan_seen(session, actor=actor, plan_id=plan_id) for plan_id in (before, after))
    if first.round_id != second.round_id:
        raise Rejected("other_round", "before", str(before), "a plan of the same round")
    domain = DOMAINS[session.get_one(Round, first.round_id).domain]
    return changes(domain.places(session, first.id), domain.places(session, second.id))


def changes(before: Places, after: Places) -> list[Change]:
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
    """How good a plan is: value of the goal by which people are told, bound and gap of its first goal.

    A plan that departs from one before is first to leave people where they are: `kept` are those whom it leaves, and
    the bound is that of their number.
    """
    if not plan.tiers:
        return {"value": None, "bound": None, "gap": None, "kept": None}
    names = [tier["name"] for tier in plan.tiers]
    first, told = plan.tiers[leading(names)], plan.tiers[telling(names)]
    kept = None if told is first else first["value"]
    return {
        "value": told["value"],
        "bound": first["bound"],
        "gap": gap_of(first["value"], first["bound"]),
        "kept": kept,
    }
