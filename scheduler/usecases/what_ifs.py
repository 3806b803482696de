"""What a scenario starts from: the problem and the plan of its round, and its changes made to that problem."""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import queries
from scheduler.covenant import SharingRules, settings_of
from scheduler.covenant.reading import read_settings, whole
from scheduler.errors import Conflict, FileRejected, Rejected
from scheduler.files import Problem, any_problem_from, dump_problem, problem_digest
from scheduler.models import Plan, Registration, Round, Scenario
from scheduler.scenarios import changed, changes_from
from scheduler.translation import streaks
from scheduler.usecases import sharing

Told = Sequence[Mapping[str, Any]]
COVENANT = "set_covenant"
HOURS_OF_A_YEAR = 366 * 24
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
    problem_with(ground_of(session, round_).problem, known_past(session, round_, changes))


def known_past(session: Session, round_: Round, changes: Told) -> Told:
    """Changes with what only the rows tell: of another covenant, the one in force and what rounds before brought."""
    if not any(change.get("kind") == COVENANT for change in changes):
        return changes
    covenant = queries.community.covenant(session, round_.community_id, round_.covenant_version)
    return [
        {**change, "in_force": covenant.settings, **_past(session, round_, change)}
        if change.get("kind") == COVENANT
        else change
        for change in changes
    ]


def _past(session: Session, round_: Round, change: Mapping[str, Any]) -> Mapping[str, Any]:
    """Rounds lost and won in a row by receipt, and whom the tried covenant would guarantee a place."""
    if round_.domain == "rosters":
        return {}
    tried = read_settings(change.get("settings"), "changes.settings")
    entered = queries.registrations.entered(session, round_.id)
    due = streaks.guaranteed_after(session, round_, tried.fairness.most_lost_rounds)
    guaranteed = [row.receipt for row in entered if row.id in due]
    if round_.domain == "rooms":
        return {"guaranteed": guaranteed}
    lost = queries.covenants.lost_by_vehicle(session, round_.community_id, round_.id)
    past: dict[UUID, list[Any]] = defaultdict(list)
    for one in queries.fairness.past(session, round_.community_id, "parking", round_.id):
        past[one.member_id].append(one)
    return {
        "guaranteed": guaranteed,
        "lost": {row.receipt: lost.get(row.vehicle_id, 0) for row in entered if row.vehicle_id is not None},
        "won": {row.receipt: streaks.rounds_won(past[row.member_id]) for row in entered},
        **_not_counted(session, round_, entered),
    }


def _not_counted(session: Session, round_: Round, entered: Sequence[Registration]) -> Mapping[str, Any]:
    """By receipt, hours shared and violations as the round's applications ended: its own covenant may count neither,
    and then no points tell of them.
    """
    at = round_.apply_until
    violations = queries.covenants.violations_by_vehicle(session, round_.community_id, round_.id, at)
    shared = queries.covenants.sharers(session, round_.id)
    hourly = SharingRules().model_copy(update={"credit_hours": 1, "most_credit_points": HOURS_OF_A_YEAR})
    hours = {member: sharing.credit_points(session, member, at, hourly) for member in sorted(shared)}
    return {
        "violations": {row.receipt: violations[row.vehicle_id] for row in entered if row.vehicle_id in violations},
        "hours": {row.receipt: hours[row.member_id] for row in entered if row.member_id in hours},
    }


def fees_of(session: Session, scenario_id: UUID) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """Fees of the covenant that a scenario's round is under, and of the one that it tries, which may be the same."""
    scenario = session.get_one(Scenario, scenario_id)
    round_ = session.get_one(Round, scenario.round_id)
    covenant = queries.community.covenant(session, round_.community_id, round_.covenant_version)
    tried = [change["settings"] for change in scenario.changes if change["kind"] == COVENANT]
    told = [whole(settings_of(settings))["fees"] for settings in (covenant.settings, *tried)]
    return told[0], told[-1]


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
    problem = problem_with(ground.problem, known_past(session, round_, scenario.changes))
    return zlib.compress(dump_problem(problem)), problem_digest(problem), ground.plan
