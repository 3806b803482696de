"""What-if: named scenarios over a round, solved beside it, compared with its plan, shown to the council; no more.

A scenario changes the problem of the plan that is in force, else of the newest plan. Its plan is
never published: what convinces is done for real and planned by an ordinary run.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import audit, queries
from scheduler.actors import OFFICE, Actor
from scheduler.errors import Conflict, NotAllowed, NotFound, Rejected, Stale
from scheduler.ids import new_id
from scheduler.models import Plan, Round, Run, Scenario
from scheduler.scenarios import changes_from
from scheduler.translation import DOMAINS
from scheduler.usecases import planning, what_ifs
from scheduler.usecases.access import SECRET_BYTES, hash_of

MOST_SHARED_DAYS = 90
ABOUT_PEOPLE: Mapping[str, tuple[str, ...]] = {
    "add_people": ("like",),
    "remove_people": ("id",),
    "set_lock": ("request",),
    "unlock": ("request",),
    "set_quota": ("of",),
}
"""Fields of changes that tell whom they are about."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A scenario as the office states it."""

    name: str
    changes: what_ifs.Told
    note: str = ""


def check(session: Session, *, actor: Actor, round_id: UUID, wanted: Wanted, now: datetime) -> None:
    """Try changes on the round's problem, which takes seconds for a street: to be called before anything is written.

    Raises
    ------
    NotFound, NotAllowed, Conflict
        No such round; not for this person; ``round_not_ready`` before the round is planned.
    Rejected
        What a change cannot be, with its field.
    """
    what_ifs.check(session, _round(session, actor, round_id), wanted.changes)


def make(session: Session, *, actor: Actor, round_id: UUID, wanted: Wanted, now: datetime) -> Scenario:
    """Write a scenario down; it is solved when it is run, and refused then where its changes cannot be made.

    Raises
    ------
    NotFound, NotAllowed
        No such round; not for this person.
    Conflict
        ``round_not_ready`` before the round is planned; ``scenario_name_taken``.
    Rejected
        What a change cannot be, with its field.
    """
    round_ = _round(session, actor, round_id)
    if queries.scenarios.named(session, round_.id, wanted.name) is not None:
        raise Conflict("scenario_name_taken", "name", wanted.name)
    changes_from(wanted.changes)
    row = Scenario(
        id=new_id(),
        community_id=round_.community_id,
        round_id=round_.id,
        name=wanted.name,
        note=wanted.note,
        changes=[dict(change) for change in wanted.changes],
        created_by=_account(actor),
        created_at=now,
    )
    session.add(row)
    session.flush()
    audit.record(session, row.community_id, actor.name, "scenario.make", "scenario", row.id, now)
    return row


def amend(
    session: Session, *, actor: Actor, scenario_id: UUID, version: int, wanted: Wanted, now: datetime
) -> Scenario:
    """State a scenario anew; what came of it before is forgotten, for it speaks of other changes.

    Raises
    ------
    NotFound, NotAllowed
        No such scenario; not for this person.
    Stale
        ``changed_meanwhile``.
    Conflict
        ``scenario_name_taken``, ``run_under_way``.
    Rejected
        What a change cannot be, with its field.
    """
    row = _kept(session, actor, scenario_id)
    if row.row_version != version:
        raise Stale("changed_meanwhile", "If-Match", str(version), str(row.row_version))
    if queries.scenarios.under_way(session, row.id):
        raise Conflict("run_under_way", "scenario_id")
    other = queries.scenarios.named(session, row.round_id, wanted.name)
    if other is not None and other.id != row.id:
        raise Conflict("scenario_name_taken", "name", wanted.name)
    changes = [dict(change) for change in wanted.changes]
    if changes != row.changes:
        changes_from(changes)
        row.changes, row.figures, row.changed_at = changes, None, now
    row.name, row.note, row.row_version = wanted.name, wanted.note, row.row_version + 1
    session.flush()
    audit.record(session, row.community_id, actor.name, "scenario.amend", "scenario", row.id, now)
    return row


def remove(session: Session, *, actor: Actor, scenario_id: UUID, now: datetime) -> None:
    """Take a scenario away, its share link with it.

    Raises
    ------
    NotFound, NotAllowed, Conflict
        No such scenario; not for this person; ``run_under_way``.
    """
    row = _kept(session, actor, scenario_id)
    if queries.scenarios.under_way(session, row.id):
        raise Conflict("run_under_way", "scenario_id")
    # Its name is free again.
    row.name, row.removed_at, row.share_hash = f"{row.name[:150]} ({row.id})", now, None
    session.flush()
    audit.record(session, row.community_id, actor.name, "scenario.remove", "scenario", row.id, now)


def queue_run(session: Session, *, actor: Actor, scenario_id: UUID, order: planning.Order, now: datetime) -> Run:
    """Queue a solve of a scenario; it starts from the plan of the round.

    Raises
    ------
    NotFound, NotAllowed, Conflict, Rejected
        No such scenario; not for this person; ``run_under_way``; an order that cannot be.
    """
    row = _kept(session, actor, scenario_id)
    round_ = session.get_one(Round, row.round_id)
    planning.check_order(order, DOMAINS[round_.domain].ENGINES)
    if queries.scenarios.under_way(session, row.id):
        raise Conflict("run_under_way", "scenario_id")
    run = planning.queued(round_, actor, order, now, row.id)
    session.add(run)
    session.flush()
    audit.record(session, run.community_id, actor.name, "scenario.run", "scenario", row.id, now)
    return run


# ---- shown to the council


def share(session: Session, *, actor: Actor, scenario_id: UUID, days: int, now: datetime) -> tuple[Scenario, str]:
    """A secret address at which anybody may look at a scenario for some days; a new one ends the one before.

    Raises
    ------
    NotFound, NotAllowed, Rejected
        No such scenario; not for this person; ``out_of_range``.
    """
    row = _kept(session, actor, scenario_id)
    if not 1 <= days <= MOST_SHARED_DAYS:
        raise Rejected("out_of_range", "days", days, f"1 to {MOST_SHARED_DAYS}")
    secret = secrets.token_urlsafe(SECRET_BYTES)
    row.share_hash, row.shared_until = hash_of(secret), now + timedelta(days=days)
    session.flush()
    audit.record(session, row.community_id, actor.name, "scenario.share", "scenario", row.id, now)
    return row, secret


def unshare(session: Session, *, actor: Actor, scenario_id: UUID, now: datetime) -> None:
    """End the secret address of a scenario at once.

    Raises
    ------
    NotFound, NotAllowed
        No such scenario; not for this person.
    """
    row = _kept(session, actor, scenario_id)
    row.share_hash = row.shared_until = None
    session.flush()
    audit.record(session, row.community_id, actor.name, "scenario.unshare", "scenario", row.id, now)


def shown(session: Session, *, secret: str, now: datetime) -> tuple[Scenario, Round]:
    """A scenario by its secret address, with its round.

    Raises
    ------
    NotFound
        If the address never was, has ended, or its days are over.
    """
    row = queries.scenarios.shared(session, hash_of(secret), now)
    if row is None:
        raise NotFound()
    return row, session.get_one(Round, row.round_id)


def changes_without_people(row: Scenario) -> list[dict[str, Any]]:
    """What a scenario changes, for everybody's eyes: whom a change is about is left out."""
    return [
        {name: value for name, value in change.items() if name not in ABOUT_PEOPLE.get(change["kind"], ())}
        for change in row.changes
    ]


# ---- looked at by the office


def seen(session: Session, *, actor: Actor, scenario_id: UUID) -> tuple[Scenario, Run | None, Plan | None]:
    """A scenario with its newest run and plan.

    Raises
    ------
    NotFound
        If there is none for this person.
    """
    row = queries.scenarios.one(session, actor.community_id, scenario_id) if actor.has(*OFFICE, "auditor") else None
    if row is None:
        raise NotFound()
    run, plan = queries.scenarios.newest_run(session, row.id), queries.scenarios.newest_plan(session, row.id)
    if row.changed_at is not None:
        # What came of the changes before says nothing of these.
        run = run if run is not None and run.created_at >= row.changed_at else None
        plan = plan if plan is not None and run is not None and plan.run_id == run.id else None
    return row, run, plan


def of_round(session: Session, *, actor: Actor, round_id: UUID) -> Sequence[Scenario]:
    """Scenarios of a round.

    Raises
    ------
    NotFound, NotAllowed
        No such round; not for this person.
    """
    if not actor.has(*OFFICE, "auditor"):
        raise NotAllowed("not_for_this_role")
    round_ = queries.rounds.one(session, actor.community_id, round_id)
    if round_ is None:
        raise NotFound()
    return queries.scenarios.of_round(session, round_.id)


def _account(actor: Actor) -> UUID:
    if actor.account_id is None:
        raise NotAllowed("not_for_this_role")
    return actor.account_id


def _round(session: Session, actor: Actor, round_id: UUID) -> Round:
    if not actor.has(*OFFICE):
        raise NotAllowed("not_for_this_role")
    round_ = queries.rounds.one(session, actor.community_id, round_id)
    if round_ is None:
        raise NotFound()
    if round_.state not in what_ifs.STUDIED:
        raise Conflict("round_not_ready", "state", round_.state, ", ".join(what_ifs.STUDIED), action="plan")
    return round_


def _kept(session: Session, actor: Actor, scenario_id: UUID) -> Scenario:
    if not actor.has(*OFFICE):
        raise NotAllowed("not_for_this_role")
    row = queries.scenarios.locked(session, actor.community_id, scenario_id)
    if row is None:
        raise NotFound()
    return row
