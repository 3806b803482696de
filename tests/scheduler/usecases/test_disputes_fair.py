"""Who hears a case: no kin, nobody who left; and when it can be opened: long enough, but not one after the other."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from fixtures import people
from scheduler import queries
from scheduler.actors import COMMITTEE, clockwork
from scheduler.errors import Refused
from scheduler.models import Member, Registration
from scheduler.usecases import (
    acceptance,
    blocks,
    dispute_grounds,
    dispute_views,
    disputes,
    registers,
    registration,
    violations,
    way_taking,
)
from tests import ways_town
from tests.scheduler.usecases import test_sharing, use_acts
from tests.scheduler.usecases.dispute_acts import LAST, Court, hearer
from tests.town import Town


@pytest.fixture
def court(published: Town) -> Court:
    return Court(published)


def refusal(act: Any, *args: Any, **given: Any) -> str:
    with pytest.raises(Refused) as error:
        act(*args, **given)
    return error.value.code


def kin_of(town: Town, person: int, kin: int) -> UUID:
    """A person, moved into the household of another."""
    member = town.people[kin].member_id
    with town.database.writing() as session:
        session.get_one(Member, member).household_id = session.get_one(
            Member, town.people[person].member_id
        ).household_id
    assert member is not None
    return member


def test_whoever_may_not_hear_a_case_sees_no_more_than_that_there_is_one(court: Court) -> None:
    town = court.town
    relative = hearer(town, COMMITTEE, kin_of(town, LAST, 3))
    decider = replace(town.coordinator, roles=frozenset({COMMITTEE}))
    case = court.open()
    court.note(case.id, court.mediator, "Not for the family.", inner=True)

    for actor in (relative, decider):
        found = court.told(case.id, actor)
        assert (found.sight.text, found.sight.inner, found.statement) == (False, False, "")
        assert [step.text for step in found.steps] == [""]
        assert refusal(court.note, case.id, actor, "Aside.", inner=True) == "not_for_this_role"
        wanted = {"actor": actor, "vault": town.vault, "dispute_id": case.id}
        assert refusal(town.do, dispute_views.parties, **wanted) == "not_for_this_role"
    assert refusal(court.move, case.id, relative, "mediate") == "own_matter"
    assert refusal(court.move, case.id, decider, "mediate") == "decided_before"


def test_a_clerk_reads_what_they_wrote_while_they_serve_whom_they_wrote_it_for(court: Court) -> None:
    town = court.town
    case = court.open(town.staff, channel="hotline", subject_id=town.registrations[0])
    moved = replace(town.staff, sites=frozenset({town.sites["T"]}))
    left = replace(town.staff, roles=frozenset({"resident"}))

    for former in (moved, left):
        assert refusal(court.told, case.id, former) == "no_such_thing"
        assert refusal(court.move, case.id, former, "withdraw") == "no_such_thing"
    assert town.see(dispute_views.listed, actor=left) == []
    assert court.told(case.id, town.staff).sight.text


def test_staff_decide_on_nothing_of_their_own_or_their_household(court: Court) -> None:
    town = court.town
    first, _ = (use_acts.see_violation(town, 0, actor=town.admin) for _ in range(2))
    with town.database.reading() as session:
        (block,) = queries.violations.blocks_standing(session, town.vehicles[0], town.clock())
    card = registers.Paper("disability_card")
    entry = town.do(registers.record, actor=town.staff, member_id=town.people[0].member_id, paper=card)
    kin = kin_of(town, 0, 3)
    for member in (town.people[0].member_id, kin):
        clerk, office = (replace(one, member_id=member) for one in (town.staff, town.coordinator))
        assert [
            refusal(town.do, blocks.lift, actor=office, block_id=block.id, reason="Mine."),
            refusal(town.do, violations.waive, actor=office, violation_id=first.id, version=1, reason="Mine."),
            refusal(town.do, registers.record, actor=clerk, member_id=town.people[0].member_id, paper=card),
            refusal(town.do, registers.strike, actor=clerk, entry_id=entry.id, reason="Mine."),
        ] == ["own_matter"] * 4


def test_a_new_decision_can_be_disputed_though_the_one_before_was_heard(court: Court) -> None:
    town = court.town
    case = court.open()
    court.move(case.id, court.mediator, "dismiss", reason="It was right.")
    assert refusal(court.open) == "disputed_before"
    town.clock.advance(days=2)

    def decided_anew(session: Any, now: Any) -> None:
        row = queries.registrations.locked(session, town.community_id, town.registrations[LAST])
        assert row is not None
        for action in ("allocate", "refuse"):
            registration.move_on(session, row, action, clockwork(town.community_id), now)

    town.do(decided_anew)
    again = court.open()
    court.move(again.id, court.mediator, "dismiss", reason="So was this.")

    assert refusal(court.open) == "disputed_before"


def test_a_violation_is_disputed_from_when_it_was_recorded(court: Court) -> None:
    town = court.town
    seen = town.clock()
    town.clock.advance(days=29)
    sighting = violations.Sighting(town.sites["H"], people.plate_of(0), "wrong_place", at=seen)
    row = town.do(violations.record, actor=town.coordinator, vault=town.vault, sighting=sighting)
    town.clock.advance(days=29)

    (offered,) = (one for one in town.do(dispute_grounds.own, actor=town.people[0]) if one.about == "violation")
    assert offered.subject_id == row.id
    assert court.open(town.people[0], about="violation", subject_id=row.id).state == "opened"


def test_a_space_called_back_early_is_disputed_from_when_it_was_to_be_free(town: Town) -> None:
    test_sharing.owned(town)
    call = test_sharing.called_back(town, test_sharing.offered(town), start=24 * 35)
    town.clock.advance(days=38)

    owner = town.people[test_sharing.OWNER]
    grounds = [one for one in town.do(dispute_grounds.own, actor=owner) if one.about == "owner_return"]
    assert [one.subject_id for one in grounds] == [call.id]
    assert Court(town).open(owner, about="owner_return", subject_id=call.id).state == "opened"


def test_nobody_names_one_neighbour_after_the_other(court: Court) -> None:
    town = court.town
    for at in range(3):
        case = court.open(about="neighbour", plate=people.plate_of(at))
        court.move(case.id, town.people[LAST], "withdraw")
    assert refusal(court.open, about="neighbour") == "too_many_cases"
    assert court.open(town.people[0], about="neighbour").state == "opened"
    town.clock.advance(days=31)

    assert court.open(about="neighbour").state == "opened"


def test_a_blocked_vehicle_is_neither_approved_nor_accepts_its_right(court: Court) -> None:
    town = court.town
    for _ in range(2):
        use_acts.see_violation(town, 0, actor=town.admin)
    mine = {"actor": town.people[0], "registration_id": town.registrations[0]}

    accepted = refusal(town.do, acceptance.act, vault=town.vault, action="accept", **mine)
    with town.database.writing() as session:
        session.get_one(Registration, town.registrations[0]).state = "endorsed"
    mine["actor"] = town.coordinator
    approved = refusal(town.do, registration.act, action="approve", **mine)

    assert (accepted, approved) == ("vehicle_blocked", "vehicle_blocked")


def test_a_blocked_vehicle_takes_no_way_forward(published: Town) -> None:
    ways_town.give_up(published, 0)
    way, *_ = ways_town.searched(published, LAST).ways
    for _ in range(2):
        use_acts.see_violation(published, LAST)

    for act in (way_taking.hold, way_taking.take):
        assert ways_town.refused(act, ways_town.of(published, LAST), way.id)[0] == "vehicle_blocked"


def test_a_hearing_is_before_the_step_is_due_and_ends_with_it(court: Court) -> None:
    town = court.town
    case = court.move(court.open().id, court.mediator, "mediate")
    wanted = {"actor": court.mediator, "vault": town.vault, "dispute_id": case.id, "version": case.row_version}
    due = case.answer_by
    assert due is not None
    late = refusal(town.do, disputes.set_hearing, at=due + timedelta(minutes=1), **wanted)
    invited = town.do(disputes.set_hearing, at=due, **wanted)

    assert (late, invited.hearing_at) == ("out_of_range", due)
    assert court.move(case.id, court.mediator, "refer", reason="They did not come.").hearing_at is None


def test_the_desk_has_what_is_due_first_on_its_first_page(court: Court) -> None:
    town = court.town
    passed = court.open(town.people[0], subject_id=town.registrations[0])
    court.move(passed.id, court.mediator, "refer", reason="No agreement.")  # due in 30 days
    town.clock.advance(days=1)
    waits = court.open()  # due in 14
    wanted = {"actor": court.arbiter, "limit": 1}

    pages = [town.see(dispute_views.due_first, skip=skip, **wanted) for skip in range(3)]

    assert [[row.id for row in page] for page in pages] == [[waits.id], [passed.id], []]
    assert refusal(town.see, dispute_views.due_first, actor=town.people[0]) == "not_for_this_role"
