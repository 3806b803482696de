"""Runs queued, the staff's locks, plans compared."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from scheduler import queries
from scheduler.actors import Actor
from scheduler.errors import Conflict, NotAllowed, NotFound, Rejected
from scheduler.files import problem_digest, problem_from
from scheduler.ids import new_id
from scheduler.models import Plan, Run, StaffLock
from scheduler.usecases import locks, planning, registration, rounds, runs
from tests.scheduler.usecases.test_rounds import TERMS
from tests.scheduler.usecases.wishes import refused, register
from tests.town import Town


def queue(town: Town, by: Actor | None = None, **order: Any) -> Run:
    return town.do(
        planning.queue_run,
        actor=by or town.coordinator,
        round_id=town.round_id,
        order=planning.Order(**{"engine": "greedy", "work_limit": 5.0, **order}),
    )


def lock(town: Town, person: int, kind: str, by: Actor | None = None, reason: str = "照顾", **place: UUID) -> StaffLock:
    return town.do(
        locks.lock,
        actor=by or town.coordinator,
        registration_id=town.registrations[person],
        kind=kind,
        reason=reason,
        **place,
    )


def places(town: Town, plan_id: UUID) -> list[str | None]:
    """Where each of the seven stands in a plan."""
    codes = {space: code for code, space in town.spaces.items()}
    with town.database.reading() as session:
        found = queries.plans.places(session, plan_id)
    return [codes[found[row][0]] if row in found else None for row in town.registrations]


# ---- runs


def test_a_queued_run_lets_the_approved_compete_and_freezes_what_is_planned(town: Town) -> None:
    waiting = register(town)
    town.close()
    run = queue(town)

    assert (run.state, run.engine, run.requested_by) == ("queued", "greedy", town.coordinator.account_id)
    assert (set(town.states()), town.state_of(waiting.id)) == ({"competing"}, "submitted")
    planning.freeze(town.database, run.id)
    with town.database.reading() as session:
        frozen = session.get_one(Run, run.id)
        problem = problem_from(planning.problem_file_of(frozen))
        assert frozen.problem_digest == problem_digest(problem)
        assert len(problem.requests) == 7


def test_what_changes_after_a_run_began_does_not_reach_it(town: Town) -> None:
    town.close()
    run = queue(town)
    planning.freeze(town.database, run.id)
    lock(town, 0, "forbid")
    planning.freeze(town.database, run.id)
    assert places(town, town.solve(run.id))[0] is not None


def test_a_run_is_refused_to_others_before_closing_and_twice(town: Town) -> None:
    with refused(Conflict, "round_not_ready", "state"):
        queue(town)
    town.close()
    for by in (town.people[0], town.staff, town.auditor):
        with refused(NotAllowed, "not_for_this_role"):
            queue(town, by)
    with refused(NotFound, "no_such_thing"):
        queue(town, town.stranger)
    queue(town)
    with refused(Conflict, "run_under_way", "round_id"):
        queue(town)


WRONG_ORDERS: list[tuple[dict[str, Any], str, str]] = [
    ({"engine": "naive"}, "not_offered", "engine"),
    ({"seed": -1}, "out_of_range", "seed"),
    ({"seed": 2**31}, "out_of_range", "seed"),
    ({"work_limit": 0.5}, "out_of_range", "work_limit"),
    ({"work_limit": float("nan")}, "out_of_range", "work_limit"),
    ({"seconds": 3_601.0}, "out_of_range", "seconds"),
]


def test_an_order_that_cannot_be_is_named(planned: Town) -> None:
    for order, code, field in WRONG_ORDERS:
        with refused(Rejected, code, field):
            queue(planned, **order)


def test_a_plan_leaves_a_closed_round_planned_and_a_published_one_published(published: Town) -> None:
    published.plan("direct")
    with published.database.reading() as session:
        round_ = queries.rounds.one(session, published.community_id, published.round_id)
        assert round_ is not None
        assert round_.state == "published"


def test_a_run_that_never_began_has_no_problem_file(planned: Town) -> None:
    run = queue(planned)
    planned.do(runs.request_cancel, actor=planned.coordinator, run_id=run.id)
    planning.freeze(planned.database, run.id)
    with planned.database.reading() as session, refused(NotFound, "no_such_thing"):
        planning.problem_file_of(session.get_one(Run, run.id))


# ---- locks


def test_locks_bind_the_next_plan(planned: Town) -> None:
    before = places(planned, planned.newest_plan())
    lock(planned, 0, "forbid")
    lock(planned, 1, "keep")
    lock(planned, 2, "forbid", site_id=planned.sites["T"])
    lock(planned, 6, "fix", space_id=planned.spaces["T1"])
    after = places(planned, planned.plan("direct"))

    assert (after[0], after[1], after[6]) == (None, before[1], "T1")
    assert after[2] in ("H1", "H2", None)


def test_a_lock_taken_back_binds_nothing_and_stays_on_record(planned: Town) -> None:
    made = lock(planned, 0, "forbid")
    taken_back = planned.do(locks.unlock, actor=planned.staff, lock_id=made.id)

    assert (taken_back.removed_by, taken_back.removed_at) == (planned.staff.account_id, planned.clock.now)
    assert places(planned, planned.plan("direct"))[0] is not None
    with refused(Conflict, "lock_removed", "lock_id"):
        planned.do(locks.unlock, actor=planned.staff, lock_id=made.id)


def test_locks_are_refused_to_others(planned: Town) -> None:
    made = lock(planned, 6, "forbid")
    for by in (planned.people[0], planned.auditor):
        with refused(NotAllowed, "not_for_this_role"):
            lock(planned, 0, "forbid", by)
        with refused(NotAllowed, "not_for_this_role"):
            planned.do(locks.unlock, actor=by, lock_id=made.id)
    for by in (planned.stranger, planned.staff):
        with refused(NotFound, "no_such_thing"):
            lock(planned, 6, "forbid", by)
        with refused(NotFound, "no_such_thing"):
            planned.do(locks.unlock, actor=by, lock_id=made.id)
    with refused(NotFound, "no_such_thing"):
        planned.do(locks.unlock, actor=planned.coordinator, lock_id=new_id())


def test_a_lock_that_cannot_be_is_named(planned: Town) -> None:
    with refused(Rejected, "not_offered", "kind"):
        lock(planned, 0, "bribe")
    with refused(Rejected, "reason_missing", "reason"):
        lock(planned, 0, "forbid", reason=" ")
    with refused(Rejected, "pin_without_place", "site_id"):
        lock(planned, 0, "fix")
    with refused(Rejected, "unknown_id", "site_id"):
        lock(planned, 0, "fix", site_id=new_id())
    with refused(Rejected, "unknown_id", "space_id"):
        lock(planned, 0, "fix", space_id=new_id())
    with refused(Conflict, "nothing_to_keep", "registration_id"):
        lock(planned, 6, "keep")


# ---- plans


def test_plans_are_compared_person_by_person(planned: Town) -> None:
    first = planned.newest_plan()
    lock(planned, 0, "forbid")
    second = planned.plan("direct")
    found = planned.see(planning.compare, actor=planned.staff, before=first, after=second)

    kinds = {change.registration_id: change.kind for change in found}
    assert kinds == {planned.registrations[0]: "removed", planned.registrations[5]: "added"}
    assert planned.see(planning.compare, actor=planned.staff, before=first, after=first) == []


def test_changes_tell_added_removed_and_moved() -> None:
    one, two, three, four = sorted(new_id() for _ in range(4))
    here, there = (new_id(),), (new_id(),)
    found = planning.changes({one: here, two: here, three: here}, {two: there, three: here, four: there})
    assert [(change.registration_id, change.kind) for change in found] == [
        (one, "removed"), (two, "moved"), (four, "added"),
    ]  # fmt: skip


def test_plans_are_not_there_for_residents_and_strangers(planned: Town) -> None:
    plan = planned.newest_plan()
    for by in (planned.people[0], planned.stranger):
        with refused(NotFound, "no_such_thing"):
            planned.see(planning.plan_seen, actor=by, plan_id=plan)
        with refused(NotFound, "no_such_thing"):
            planned.see(planning.compare, actor=by, before=plan, after=plan)
    for by in (planned.staff, planned.auditor):
        assert planned.see(planning.plan_seen, actor=by, plan_id=plan).assigned == 5


def test_a_plan_tells_its_value_bound_and_gap(planned: Town) -> None:
    with planned.database.reading() as session:
        plan = planning.plan_seen(session, actor=planned.staff, plan_id=planned.newest_plan())
        told = planning.summary_of(plan)
        assert told["value"] == 250
        assert told["gap"] == abs(told["bound"] - 250) / told["bound"]
        assert planning.document_of(plan).startswith(b'{"assignments":')


@pytest.mark.parametrize(
    ("kept", "moved", "worth"), [("kept", "changes", "points"), ("kept_sessions", "moves", "rank")]
)
def test_a_plan_that_departs_from_another_tells_its_worth_and_how_much_it_keeps(
    kept: str, moved: str, worth: str
) -> None:
    tiers = [(kept, 3, 4), (moved, 1, 0), (worth, 250, 900)]
    plan = Plan(tiers=[{"name": name, "value": value, "bound": bound} for name, value, bound in tiers])

    assert planning.summary_of(plan) == {"value": 250, "bound": 4, "gap": 0.25, "kept": 3}
    assert planning.summary_of(Plan(tiers=plan.tiers[2:])) == {
        "value": 250,
        "bound": 900,
        "gap": 650 / 900,
        "kept": None,
    }


def test_who_withdraws_while_a_plan_is_made_is_in_no_plan(town: Town) -> None:
    town.close()
    run = queue(town)
    planning.freeze(town.database, run.id)
    town.do(registration.act, actor=town.people[0], registration_id=town.registrations[0], action="withdraw")
    assert places(town, town.solve(run.id))[0] is None


def test_plans_of_other_rounds_are_not_compared(planned: Town) -> None:
    with planned.database.writing() as session:
        plan = planning.plan_seen(session, actor=planned.staff, plan_id=planned.newest_plan())
        other = type(plan)(
            **{column.key: getattr(plan, column.key) for column in plan.__table__.columns if column.key != "id"}
        )
        made = rounds.set_up(session, actor=planned.coordinator, terms=TERMS, now=planned.clock.now).id
        run = session.get_one(Run, plan.run_id)
        copy = Run(community_id=run.community_id, round_id=made, covenant_version=1, work_limit=1.0, versions={},
                   created_at=run.created_at)  # fmt: skip
        session.add(copy)
        session.flush()
        other.round_id, other.run_id = made, copy.id
        session.add(other)
        session.flush()
        with refused(Rejected, "other_round", "before"):
            planning.compare(session, actor=planned.staff, before=plan.id, after=other.id)
