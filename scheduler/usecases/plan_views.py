"""What a plan does to people compared with another plan of its round, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import queries
from scheduler.actors import AUDITOR, OFFICE, Actor
from scheduler.errors import NotAllowed, Rejected
from scheduler.models import Plan, Round
from scheduler.usecases import looking, planning, rounds
from scheduler.usecases.planning import Change

KINDS = ("added", "removed", "moved")
"""What a plan may do to somebody."""


@dataclass(frozen=True, slots=True)
class Line:
    """What a plan does to one registration, or in rosters to one volunteer.

    `reasons` are why the plan that does not serve it does not, `decisions` kinds of the staff's locks that stood.
    """

    change: Change
    receipt: str
    reasons: Sequence[Mapping[str, Any]]
    decisions: Sequence[str]


@dataclass(frozen=True, slots=True)
class Difference:
    """Some of the differences of a plan from the plan before it; `before` is None where there is none."""

    round: Round
    plan: Plan
    before: Plan | None
    counts: Mapping[str, int]
    lines: Sequence[Line]
    more: bool


def difference(
    session: Session, *, actor: Actor, plan_id: UUID, before: UUID | None, kind: str, skip: int, limit: int
) -> Difference:
    """What a plan does to people compared with the plan `before`: the one in force, else the one made before it.

    Raises
    ------
    NotFound, NotAllowed, Rejected
        No such plan; not for this person; plans of different rounds.
    """
    looking_on(actor)
    plan = planning.own_plan_seen(session, actor=actor, plan_id=plan_id)
    round_ = rounds.seen(session, actor=actor, round_id=plan.round_id)
    other = _before(session, actor, plan) if before is None else _of_the_round(session, actor, plan, before)
    if other is None:
        return Difference(round_, plan, None, {}, (), False)
    found = planning.compare(session, actor=actor, before=other.id, after=plan.id)
    wanted = [change for change in found if kind in ("", change.kind)][skip : skip + limit + 1]
    counts = Counter(change.kind for change in found)
    lines = _lines(session, round_, other, plan, wanted[:limit])
    return Difference(round_, plan, other, {name: counts[name] for name in KINDS}, lines, len(wanted) > limit)


def _lines(session: Session, round_: Round, before: Plan, after: Plan, found: Sequence[Change]) -> list[Line]:
    ids = {kind: [change.registration_id for change in found if change.kind == kind] for kind in KINDS}
    everybody = [change.registration_id for change in found]
    if round_.domain == "rosters":
        receipts = {one.id: one.receipt for one in queries.rosters.volunteers(session, everybody)}
        return [Line(change, receipts[change.registration_id], (), ()) for change in found]
    why = {
        **queries.plan_views.refusals_of(session, after.id, ids["removed"]),
        **queries.plan_views.refusals_of(session, before.id, ids["added"]),
    }
    decided = queries.plan_views.decided_on(session, after.id, everybody)
    receipts = dict(queries.plan_views.receipts(session, everybody))
    return [
        Line(
            change,
            receipts[change.registration_id],
            why[change.registration_id].reasons if change.registration_id in why else (),
            sorted(decided.get(change.registration_id, ())),
        )
        for change in found
    ]


def _before(session: Session, actor: Actor, plan: Plan) -> Plan | None:
    current = queries.publications.current(session, plan.round_id)
    if current is not None and current.plan_id != plan.id:
        return planning.own_plan_seen(session, actor=actor, plan_id=current.plan_id)
    older = [one for one in looking.plans_of(session, actor=actor, round_id=plan.round_id) if one.id < plan.id]
    return older[0] if older else None


def _of_the_round(session: Session, actor: Actor, plan: Plan, before: UUID) -> Plan:
    other = planning.own_plan_seen(session, actor=actor, plan_id=before)
    if other.round_id != plan.round_id:
        raise Rejected("other_round", "before", str(before), "a plan of the same round")
    return other


def looking_on(actor: Actor) -> None:
    """Keep everybody else from what plans do to people.

    Raises
    ------
    NotAllowed
        If this is neither the office nor an auditor.
    """
    if not actor.has(*OFFICE, AUDITOR):
        raise NotAllowed("not_for_this_role")
