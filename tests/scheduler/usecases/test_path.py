"""The path of a registration: who may take which step, and what follows from an answer."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from scheduler import queries
from scheduler.actors import Actor, clockwork
from scheduler.errors import Conflict, NotAllowed, NotFound, Rejected
from scheduler.ids import new_id
from scheduler.models import Occupation, Registration
from scheduler.usecases import checking, locks, registration
from tests.scheduler.usecases.test_registration import steps
from tests.scheduler.usecases.wishes import NEWCOMER, OTHER, act, refused, register
from tests.town import Town

# ---- the path


def test_a_registration_goes_the_whole_way_to_approval(town: Town) -> None:
    row = register(town)
    act(town, row, "request_information", town.staff, "行驶证看不清")
    act(town, row, "submit", town.people[NEWCOMER])
    act(town, row, "endorse", town.staff)
    done = act(town, row, "approve", town.coordinator)

    assert [after for _, _, after in steps(town, row)] == [
        "draft", "submitted", "needs_information", "submitted", "endorsed", "approved",
    ]  # fmt: skip
    assert done.row_version == row.row_version + 4


def test_steps_are_refused_to_those_who_may_not_take_them(town: Town) -> None:
    row = register(town)
    for by, action in (
        (town.people[NEWCOMER], "endorse"),
        (town.staff, "approve"),
        (town.auditor, "withdraw"),
        (town.coordinator, "allocate"),
        (clockwork(town.community_id), "endorse"),
    ):
        with pytest.raises((NotAllowed, NotFound)):
            act(town, row, action, by)
    for by in (town.people[OTHER], town.stranger):
        with refused(NotFound, "no_such_thing"):
            act(town, row, "withdraw", by)
    assert town.state_of(row.id) == "submitted"


def test_a_step_from_the_wrong_state_without_a_reason_or_unknown_is_refused(town: Town) -> None:
    row = register(town)
    with refused(Conflict, "registration_not_ready", "state") as told:
        act(town, row, "approve", town.coordinator)
    assert told.value.numbers == {"action": "approve"}
    with refused(Rejected, "reason_missing", "reason"):
        act(town, row, "reject", town.coordinator, "  ")
    with refused(Rejected, "no_such_action", "action"):
        act(town, row, "bribe", town.coordinator)


def test_nobody_decides_on_a_registration_of_their_own(town: Town) -> None:
    row, other = register(town), register(town, OTHER)
    clerk = replace(town.staff, member_id=town.people[NEWCOMER].member_id)
    with refused(NotAllowed, "own_matter"):
        act(town, row, "endorse", clerk)
    taken = town.do(checking.act_on_all, actor=clerk, round_id=town.round_id, action="endorse")

    assert (town.state_of(row.id), town.state_of(other.id)) == ("submitted", "endorsed")
    assert [(left.registration_id, left.why.code) for left in taken.left] == [(row.id, "own_matter")]
    deciding = replace(town.coordinator, member_id=row.member_id)
    with refused(NotAllowed, "own_matter"):
        town.do(locks.lock, actor=deciding, registration_id=row.id, kind="forbid", reason="Mine.")


def test_who_may_not_decide_about_a_site_takes_no_decision_about_it_back(town: Town) -> None:
    row = register(town)
    there = next(iter(town.sites.values()))
    made = town.do(
        locks.lock, actor=town.coordinator, registration_id=row.id, kind="fix", reason="Near the lift.", site_id=there
    )
    elsewhere = replace(town.staff, sites=frozenset({new_id()}))
    with pytest.raises((NotAllowed, NotFound)):
        town.do(locks.unlock, actor=elsewhere, lock_id=made.id)
    assert town.do(locks.unlock, actor=town.coordinator, lock_id=made.id).removed_at is not None


def test_a_missing_answer_is_taken_after_closing_until_there_is_a_plan(town: Town) -> None:
    row, other = register(town), register(town, OTHER)
    for one in (row, other):
        act(town, one, "request_information", town.staff, "缺行驶证")
    town.close()
    assert act(town, row, "submit", town.people[NEWCOMER]).state == "submitted"
    town.plan()
    with refused(Conflict, "round_not_open"):
        act(town, other, "submit", town.people[OTHER])


def test_property_staff_see_the_people_of_their_site(town: Town) -> None:
    seen = [
        row for row in town.registrations
        if town.see(lambda session, row: registration.may_see(town.staff, session.get_one(Registration, row)), row=row)
    ]  # fmt: skip
    assert seen == list(town.registrations[:5])
    with refused(NotFound, "no_such_thing"):
        town.see(registration.seen, actor=town.staff, registration_id=town.registrations[6])
    everywhere = replace(town.staff, sites=frozenset())
    assert town.see(registration.seen, actor=everywhere, registration_id=town.registrations[6]).state == "approved"


def test_many_are_endorsed_and_approved_at_once(town: Town) -> None:
    rows = [register(town, NEWCOMER), register(town, OTHER, home_site_id=town.sites["T"])]

    def all_of(action: str, by: Actor) -> int:
        taken = town.do(checking.act_on_all, actor=by, round_id=town.round_id, action=action)
        assert taken.left == ()
        return taken.taken

    assert all_of("endorse", town.staff) == 1
    assert all_of("endorse", town.coordinator) == 1
    assert all_of("approve", town.coordinator) == 2
    assert all_of("approve", town.coordinator) == 0
    assert [town.state_of(row.id) for row in rows] == ["approved", "approved"]
    with refused(NotAllowed, "not_for_this_role"):
        all_of("endorse", town.people[0])
    with refused(Rejected, "no_such_action", "action"):
        all_of("withdraw", town.coordinator)
    with refused(NotFound, "no_such_thing"):
        all_of("endorse", town.stranger)


# ---- answers to an allocation


def taken(town: Town, person: int) -> int:
    """How many dated rows of a person's vehicle count."""
    with town.database.reading() as session:
        resource = queries.community.resource_of(session, "vehicle", town.vehicles[person])
        wanted = select(func.count()).where(Occupation.resource_id == resource, Occupation.active)
        return session.execute(wanted).scalar_one()


def answer(town: Town, person: int, action: str) -> Registration:
    return town.do(
        registration.act, actor=town.people[person], registration_id=town.registrations[person], action=action
    )


def test_an_allocation_is_accepted_in_time(published: Town) -> None:
    row = answer(published, 0, "accept")
    assert (row.state, row.answer_by) == ("accepted", None)
    assert taken(published, 0) == 28

    published.clock.advance(days=7)
    with refused(Conflict, "answer_overdue", "answer_by"):
        answer(published, 1, "accept")


@pytest.mark.parametrize("actions", [["decline"], ["accept", "withdraw"]])
def test_a_right_given_back_frees_its_space_and_marks_the_round(published: Town, actions: list[str]) -> None:
    for action in actions:
        answer(published, 0, action)

    assert (taken(published, 0), taken(published, 1)) == (0, 28)
    with published.database.reading() as session:
        assert queries.rounds.offers_due(session, published.clock.now) == [published.round_id]
        assert queries.publications.held(session, [published.registrations[0]]) == []


def test_who_waits_may_leave_the_line(published: Town) -> None:
    assert answer(published, 6, "withdraw").state == "withdrawn"
    with refused(Conflict, "registration_not_ready"):
        answer(published, 6, "accept")
