"""What a person looks through before a version is published: what stands against it, and what else is to be known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import calendar, queries
from scheduler.actors import OFFICE, Actor
from scheduler.errors import Conflict, NotAllowed
from scheduler.models import Draw, Plan, Publication, PublicationRow, Round
from scheduler.usecases import decisions, looking, planning, publication, rounds

SHOWN = 3
"""Lines that are shown as they will be public."""
NOT_CHECKED = ("submitted", "needs_information", "endorsed")
"""States of registrations that nobody approved: they take no part."""


@dataclass(frozen=True, slots=True)
class CheckList:
    """A version with all that is to be looked through.

    `hindrance` is why it cannot be published, `unheld` are decisions of the staff that the plan could not keep.
    `untold` counts decisions of the staff that came after the plan was ordered, so that it may not know of them, and
    `decisions` those of disputes; `unchecked` counts registrations that take no part since nobody approved them.
    """

    version: Publication
    round: Round
    plan: Plan
    hindrance: Conflict | None
    unheld: Sequence[Any]
    untold: int
    decisions: int
    disputed: bool
    unchecked: int
    draw: Draw | None
    answer_by: datetime
    shown_until: datetime
    lines: Sequence[PublicationRow]

    def is_late(self, zone: str) -> bool:
        """Whether somebody may still answer when the first date of use has come."""
        return calendar.date_of(self.answer_by, zone) >= self.first

    @property
    def first(self) -> date:
        """The first date of use."""
        return self.round.use_first


def check_list(session: Session, *, actor: Actor, publication_id: UUID, now: datetime) -> CheckList:
    """The check list of a version, for the office.

    Raises
    ------
    NotFound, NotAllowed
        No such version; not for this person.
    """
    if not actor.has(*OFFICE):
        raise NotAllowed("not_for_this_role")
    version = looking.publication(session, actor=actor, publication_id=publication_id)
    plan = planning.own_plan_seen(session, actor=actor, plan_id=version.plan_id)
    round_ = rounds.seen(session, actor=actor, round_id=version.round_id)
    tally = queries.registrations.counts(session, round_.id)
    run = queries.plan_views.runs_of(session, [plan])[plan.id]
    waiting = decisions.waiting(session, round_)
    return CheckList(
        version=version,
        round=round_,
        plan=plan,
        hindrance=publication.hindrance(session, actor=actor, publication_id=version.id),
        unheld=plan.unheld,
        untold=_untold(session, round_, run.created_at),
        decisions=sum(one.applied_at > run.created_at for one in waiting),
        disputed=queries.disputes.is_disputed(session, round_.id),
        unchecked=sum(tally[state] for state in NOT_CHECKED),
        draw=queries.draws.of_round(session, round_.id),
        answer_by=now + timedelta(days=round_.accept_days),
        shown_until=now + timedelta(days=round_.display_days),
        lines=queries.publications.rows(session, version.id, limit=SHOWN) if round_.domain != "rosters" else [],
    )


def _untold(session: Session, round_: Round, ordered: datetime) -> int:
    """Decisions of the staff that stand and came after a plan was ordered; those of disputes are told apart."""
    if round_.domain == "rosters":
        return sum(lock.created_at > ordered for lock, _, _ in queries.boards.locks_of_shifts(session, round_.id))
    bound = queries.boards.by_decision(session, round_.id)
    taken = (lock for lock, _ in queries.plans.locks(session, round_.id) if lock.id not in bound)
    return sum(lock.created_at > ordered for lock in taken)
