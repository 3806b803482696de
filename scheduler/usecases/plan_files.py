"""The files of a plan, with which the office and auditors verify it; they tell of everybody in the round."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from scheduler.actors import Actor
from scheduler.errors import NotAllowed
from scheduler.usecases import looking, planning
from scheduler.usecases.serving import homes_of


def plan_file(session: Session, *, actor: Actor, plan_id: UUID) -> bytes:
    """The plan file of a plan.

    Raises
    ------
    NotFound, NotAllowed
        If there is none for this person; ``whole_round_only``.
    """
    plan = planning.plan_seen(session, actor=actor, plan_id=plan_id)
    _check_told_of_everybody(actor)
    return planning.document_of(plan)


def problem_file(session: Session, *, actor: Actor, run_id: UUID) -> bytes:
    """The problem file that a run was made for.

    Raises
    ------
    NotFound, NotAllowed
        If there is none for this person; ``whole_round_only``.
    """
    run = looking.run(session, actor=actor, run_id=run_id)
    _check_told_of_everybody(actor)
    return planning.problem_file_of(run)


def _check_told_of_everybody(actor: Actor) -> None:
    """Refuse staff bound to sites, whose lists leave out whom they do not serve: half a file verifies nothing."""
    if homes_of(actor) is not None:
        raise NotAllowed("whole_round_only")
