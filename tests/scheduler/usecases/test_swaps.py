"""Seats handed over and exchanged: what both have to say, what the rules and the coordinator have to."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from scheduler.models import Account, Shift, Swap
from scheduler.usecases import dropping_out, roster_turns, swaps
from scheduler.usecases.swaps import SwapTerms
from tests.guarantees.crowds import at_once, told
from tests.scheduler.usecases.seat_acts import Living, code, living
from tests.town import Town


@pytest.fixture
def roster(town: Town) -> Living:
    return living(town)


@pytest.fixture
def mine(roster: Living) -> UUID:
    return roster.sit(0, "lesson1", "teacher")


def propose(roster: Living, number: int, seat_id: UUID, to: int | None = None, **more: Any) -> Swap:
    if to is not None:
        more["to_volunteer_id"] = roster.roster.volunteers[to]
    return roster.town.do(swaps.propose, actor=roster.person(number), terms=SwapTerms(seat_id, **more))


def act(roster: Living, number: int | None, swap: Swap, action: str, **more: Any) -> Swap:
    actor = roster.town.coordinator if number is None else roster.person(number)
    return roster.town.do(swaps.act, actor=actor, swap_id=swap.id, action=action, **more)


def test_a_seat_is_handed_over_once_the_other_agrees(roster: Living, mine: UUID) -> None:
    swap = propose(roster, 0, mine, 1)
    assert (swap.state, roster.told(1), roster.state(mine)) == ("proposed", ["swap_proposed"], "confirmed")

    assert act(roster, 1, swap, "agree").state == "done"
    assert roster.seats("lesson1") == {(0, "teacher", "excused"), (1, "teacher", "confirmed")}
    assert (roster.busy(mine), roster.told(0), roster.told(1)[-1]) == ([False], ["swap_done"], "swap_done")
    assert roster.noted("swap.") == ["swap.propose", "swap.agree"]


def test_two_seats_are_exchanged(roster: Living, mine: UUID) -> None:
    theirs = roster.sit(1, "visit2", "visitor", "accepted")
    act(roster, 1, propose(roster, 0, mine, to_seat_id=theirs), "agree")

    assert roster.seats("lesson1") == {(0, "teacher", "excused"), (1, "teacher", "confirmed")}
    assert roster.seats("visit2") == {(1, "visitor", "excused"), (0, "visitor", "confirmed")}


def test_somebody_is_named_by_receipt_too(roster: Living, mine: UUID) -> None:
    swap = propose(roster, 0, mine, to_receipt="V2")
    assert swap.to_volunteer_id == roster.roster.volunteers[2]
    assert code(propose, roster, 0, mine, to_receipt="V9") == "no_such_thing"


def test_exactly_one_other_is_named_and_not_oneself(roster: Living, mine: UUID) -> None:
    assert code(propose, roster, 0, mine) == "one_of_both"
    assert code(propose, roster, 0, mine, 1, to_receipt="V1") == "one_of_both"
    assert code(propose, roster, 0, mine, 0) == "unknown_id"
    assert code(propose, roster, 1, mine, 2) == "no_such_thing"


def test_rules_are_asked_when_it_is_proposed_and_what_is_said_of_others_is_kept_back(roster: Living) -> None:
    visit = roster.sit(0, "visit1", "visitor")
    assert code(propose, roster, 0, visit, 4) == "swap_not_possible"
    by_office = {"actor": roster.town.coordinator}
    terms = SwapTerms(visit, to_volunteer_id=roster.roster.volunteers[4])
    assert code(roster.town.do, swaps.propose, terms=terms, **by_office) == "h05_eligible_person"

    roster.roster.offer(0, available=[{"start": "13:00", "end": "22:00"}])
    theirs = roster.sit(1, "lesson1", "teacher")
    assert code(propose, roster, 0, visit, to_seat_id=theirs) == "h03_availability"


def test_rules_are_asked_again_when_it_is_done(roster: Living, mine: UUID) -> None:
    swap = propose(roster, 0, mine, 1)
    roster.roster.offer(1, available=[{"start": "13:00", "end": "22:00"}])

    assert code(act, roster, 1, swap, "agree") == "h03_availability"
    assert roster.seats("lesson1") == {(0, "teacher", "confirmed")}


def test_where_a_coordinator_approves_nothing_is_done_before(roster: Living, mine: UUID) -> None:
    terms = {**roster.shift("lesson1").terms, "approval": True}
    roster.roster.change(Shift, roster.roster.shifts["lesson1"], terms=terms)
    swap = propose(roster, 0, mine, 1)
    assert code(act, roster, None, swap, "approve") == "swap_not_agreed"

    assert act(roster, 1, swap, "agree").state == "agreed"
    assert (roster.told(0), roster.seats("lesson1")) == (["swap_agreed"], {(0, "teacher", "confirmed")})
    assert code(act, roster, 1, swap, "approve") == "not_for_this_role"
    assert code(act, roster, 1, swap, "refuse") == "not_for_this_role"
    assert act(roster, None, swap, "approve").state == "done"
    assert (1, "teacher", "confirmed") in roster.seats("lesson1")


def test_the_coordinator_is_told_of_a_swap_that_waits_and_has_their_own_time(roster: Living, mine: UUID) -> None:
    roster.settings(swap_approval=True)
    chief, own = roster.shift("lesson1").coordinator_id, roster.person(8).account_id
    assert own is not None
    roster.roster.change(Account, own, member_id=None)
    roster.roster.change(Account, chief, member_id=roster.person(8).member_id)
    swap = propose(roster, 0, mine, 1)
    roster.town.clock.advance(hours=23)
    agreed = act(roster, 1, swap, "agree")

    assert (roster.told(8), agreed.answer_by) == (["swap_waits"], roster.town.clock.now + timedelta(hours=24))


def test_whoever_takes_over_standing_by_stands_where_the_other_stood(roster: Living) -> None:
    second = roster.sit(1, "visit1", "standby", "confirmed", position=2)
    act(roster, 2, propose(roster, 1, second, 2), "agree")

    positions = {row.volunteer_id: row.position for row in roster.rows("visit1") if row.state == "confirmed"}
    assert positions == {roster.roster.volunteers[2]: 2}


def test_the_community_may_want_all_swaps_approved(roster: Living, mine: UUID) -> None:
    roster.settings(swap_approval=True)
    swap = propose(roster, 0, mine, 1)
    act(roster, 1, swap, "agree")

    assert act(roster, None, swap, "refuse", reason="We need you both.").state == "refused"
    assert (roster.told(0)[-1], roster.state(mine)) == ("swap_refused", "confirmed")


def test_the_other_refuses_and_who_proposed_takes_back(roster: Living, mine: UUID) -> None:
    first = propose(roster, 0, mine, 1)
    assert code(propose, roster, 0, mine, 2) == "swap_pending"
    assert act(roster, 1, first, "refuse").state == "refused"
    second = propose(roster, 0, mine, 2)
    assert code(act, roster, 2, second, "withdraw") == "not_for_this_role"
    assert act(roster, 0, second, "withdraw").state == "withdrawn"

    assert (roster.told(0), roster.told(2)) == (["swap_refused"], ["swap_proposed", "swap_withdrawn"])
    assert code(act, roster, 2, second, "agree") == "swap_is_over"


def test_only_the_two_and_the_office_know_of_a_swap(roster: Living, mine: UUID) -> None:
    swap = propose(roster, 0, mine, 1)

    assert code(act, roster, 2, swap, "agree") == "no_such_thing"
    assert code(act, roster, 0, swap, "agree") == "not_for_this_role"
    assert code(act, roster, 1, swap, "give") == "no_such_action"
    lists = [roster.town.see(swaps.listed, actor=roster.person(number)) for number in (0, 1, 2, 8)]
    assert [len(one) for one in lists] == [1, 1, 0, 0]
    assert len(roster.town.see(swaps.listed, actor=roster.town.auditor)) == 1


def test_what_nobody_decides_in_time_expires_and_both_are_told(roster: Living, mine: UUID) -> None:
    swap = propose(roster, 0, mine, 1)
    roster.town.clock.advance(hours=24)
    assert code(act, roster, 1, swap, "agree") == "swap_is_over"
    roster_turns.expire_swaps(roster.town.office)

    assert roster.roster.one(Swap, swap.id).state == "expired"
    assert (roster.told(0), roster.told(1)) == (["swap_expired"], ["swap_proposed", "swap_expired"])


def test_a_seat_that_was_given_up_meanwhile_cannot_be_had(roster: Living, mine: UUID) -> None:
    swap = propose(roster, 0, mine, 1)
    roster.town.do(dropping_out.sign_out, actor=roster.person(0), seat_id=mine)

    assert code(act, roster, 1, swap, "agree") == "seat_not_ready"


def test_who_sits_on_the_shift_already_cannot_take_another_seat_there(roster: Living, mine: UUID) -> None:
    roster.sit(1, "lesson1", "teacher")

    assert code(propose, roster, 0, mine, 1) == "seat_held_already"


def test_handing_over_ends_the_search_for_a_substitute(roster: Living) -> None:
    seat = roster.sit(0, "visit1", "visitor")
    roster.go_to("visit1", hours=24)
    roster.drop(0, seat)
    asked = [number for number, _, _ in roster.asked()]
    act(roster, 7, propose(roster, 0, seat, 7), "agree")

    assert 7 not in asked
    assert {state for _, _, state in roster.asked()} == {"passed"}
    assert roster.seats("visit1") == {(0, "visitor", "excused"), (7, "visitor", "confirmed")}


def test_of_agreeing_and_taking_back_at_once_one_happens(roster: Living, mine: UUID) -> None:
    swap = propose(roster, 0, mine, 1)
    acts = ((1, "agree"), (0, "withdraw"))
    answers = at_once(2, lambda at: told(lambda: act(roster, acts[at][0], swap, acts[at][1])))

    assert sorted(answers) == ["done", "swap_is_over"]
    assert len([one for one in roster.seats("lesson1") if one[2] == "confirmed"]) == 1
