"""What a scenario starts from: the problem and the plan of its round, and its changes made to that problem."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from scheduler import queries
from scheduler.errors import Conflict, FileRejected, Rejected
from scheduler.files import Problem, any_problem_from, dump_problem, problem_digest
from scheduler.models import Plan, Round, Scenario
from scheduler.scenarios import changed, changes_from

Told = Sequence[Mapping[str, Any]]
STUDIED = ("planned", "published", "settled")
"""States of a round over which one may ask what if."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What a scenario starts from: a problem, and the compressed plan file of it."""

    problem: Problem
    plan: bytes


def ground_of(session: Session, round_: Round) -> Ground:
    """The problem and the plan in force of a round, else those of its newest plan.

    Raises
    ------
    Conflict
        ``round_not_ready`` where there is no plan yet: nothing to start from, nothing to compare with.
    """
    current = queries.publications.current(session, round_.id)
    plan = queries.plans.newest(session, round_.id) if current is None else session.get_one(Plan, current.plan_id)
    if plan is None:
        raise Conflict("round_not_ready", "state", round_.state, ", ".join(STUDIED), action="plan")
    snapshot = queries.runs.snapshot(session, plan.run_id)
    return Ground(any_problem_from(zlib.decompress(snapshot)), plan.document)


def check(session: Session, round_: Round, changes: Told) -> None:
    """Refuse changes that cannot be made to the round's problem.

    Raises
    ------
    Rejected
        With the field of the change, or of the problem that would come of it.
    """
    problem_with(ground_of(session, round_).problem, changes)


def problem_with(problem: Problem, changes: Told) -> Problem:
    """A problem with changes made.

    Raises
    ------
    Rejected
        With the field of the change, or of the problem that would come of it.
    """
    try:
        return changed(problem, changes_from(changes))
    except FileRejected as error:
        raise Rejected(error.code, f"changes: {error.field}", error.value, error.allowed) from error


def frozen(session: Session, round_: Round, scenario: Scenario) -> tuple[bytes, str, bytes]:
    """What a run of a scenario starts from: the changed problem's compressed file and digest, the plan beside it.

    Raises
    ------
    Rejected
        If the changes cannot be made any more.
    """
    ground = ground_of(session, round_)
    problem = problem_with(ground.problem, scenario.changes)
    return zlib.compress(dump_problem(problem)), problem_digest(problem), ground.plan
