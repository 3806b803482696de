"""Draws that are withdrawn before anybody could know what would come of them, and what stays of them."""

from __future__ import annotations

from datetime import date, timedelta

from scheduler.errors import Conflict, NotAllowed, NotFound, Rejected
from scheduler.files import problem_from
from scheduler.lots import commitment_of
from scheduler.usecases import draw_views, planning, rounds
from tests.scheduler.usecases.draw_acts import commit, committed, noted, reveal, withdraw
from tests.scheduler.usecases.wishes import refused
from tests.town import START, Town


def public(town: Town) -> draw_views.DrawSeen:
    return town.see(draw_views.draw_seen, round_id=town.round_id, now=town.clock())


def test_what_was_only_committed_to_can_be_withdrawn_and_another_takes_its_place(town: Town) -> None:
    first = committed(town)
    withdraw(town)
    seen = public(town)
    assert (seen.draw.commitment, seen.draw.state, list(seen.withdrawn), list(seen.items)) == (
        first.commitment,
        "withdrawn",
        [],
        [],
    )
    assert noted(town)[1:] == [("draw.withdraw", {"commitment": first.commitment})]
    with refused(NotFound, "no_such_thing"):
        withdraw(town)

    town.clock.advance(minutes=1)
    second = commit(town, number_on=date(2026, 5, 6))
    with refused(Conflict, "draw_committed_already", "round_id"):
        commit(town)
    town.close()
    town.clock.now = START + timedelta(days=5)
    reveal(town)
    seen = public(town)
    assert (seen.draw.commitment, commitment_of(seen.draw.secret)) == (second.commitment, second.commitment)
    assert [(one.commitment, one.withdrawn_at, one.secret) for one in seen.withdrawn] == [(first.commitment, START, "")]
    town.publish(town.plan())


def test_a_round_whose_draw_is_withdrawn_is_planned_without_lots(town: Town) -> None:
    committed(town)
    withdraw(town)
    town.close()
    plan = town.plan()
    town.publish(plan)
    assert {request.lot for request in problem_from(town.see(planning.files_of, plan_id=plan)[0]).requests} == {None}


def test_only_the_office_withdraws_with_a_reason(town: Town) -> None:
    with refused(NotFound, "no_such_thing"):
        withdraw(town)
    committed(town)
    for by in (town.people[0], town.staff, town.auditor):
        with refused(NotAllowed, "not_for_this_role"):
            withdraw(town, by)
    with refused(NotFound, "no_such_thing"):
        withdraw(town, town.stranger)
    with refused(Rejected, "reason_missing", "reason"):
        withdraw(town, reason=" ")


def test_a_draw_stands_once_its_round_closed_or_its_day_has_come(town: Town) -> None:
    committed(town)
    town.clock.now = START + timedelta(days=3)
    with refused(Conflict, "draw_is_fixed", "state"):
        withdraw(town)
    town.clock.now = START
    town.close()
    with refused(Conflict, "draw_is_fixed", "state"):
        withdraw(town)
    town.do(rounds.move, actor=town.coordinator, round_id=town.round_id, action="reopen", reason="Too soon.")
    assert withdraw(town).state == "withdrawn"
