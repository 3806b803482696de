"""Seats made and moved: answers in time, what the office gives by hand, what happens by itself, what people see."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from scheduler.models import OutboxMessage, Seat, SeatEvent, Shift, Volunteer
from scheduler.queries.seats import SeatsAsked
from scheduler.states import SEAT_LIVING, SEAT_MOVES
from scheduler.usecases import clockwork, roster_turns, seat_views, seats
from tests.scheduler.usecases.seat_acts import Living, code, living, refused
from tests.town import Town


@pytest.fixture
def roster(town: Town) -> Living:
    return living(town)


# ---- steps


@pytest.mark.parametrize("action", SEAT_MOVES)
def test_a_step_leads_where_the_table_says_and_frees_the_time_where_it_ends(roster: Living, action: str) -> None:
    move = SEAT_MOVES[action]
    seat_id = roster.sit(0, "lesson1", "teacher", move.before[-1])
    actor = roster.town.coordinator
    if not actor.roles & move.actors:
        actor = type(actor)(roster.town.community_id)

    def work(session: Any, now: Any) -> None:
        seats.step(session, session.get_one(Seat, seat_id), action, actor, now, "Agreed.")

    roster.town.do(work)
    living_now = move.after in SEAT_LIVING
    assert (roster.state(seat_id), roster.busy(seat_id)) == (move.after, [living_now])
    assert roster.steps(seat_id) == [(action, move.before[-1], move.after)]
    assert roster.noted(f"seat.{action}") == [f"seat.{action}"]


def test_nobody_has_two_places_at_once_whatever_the_rules_say(roster: Living) -> None:
    roster.sit(0, "lesson1", "teacher")
    other = roster.roster.shift(
        "also", roster.shift("lesson1").date, "10:00", 60, "GATE", roster.shift("lesson1").terms
    )

    def work(session: Any, now: Any) -> None:
        given = {"shift": session.get_one(Shift, other), "role": "teacher", "source": "plan", "state": "offered"}
        volunteer = session.get_one(Volunteer, roster.roster.volunteers[0])
        seats.seat_made(session, volunteer=volunteer, actor=roster.town.coordinator, channel="web", now=now, **given)

    assert code(roster.town.do, work) == "volunteer_busy"
    with roster.town.database.reading() as session:
        assert session.execute(select(Seat).where(Seat.shift_id == other)).first() is None


# ---- answers


def test_a_seat_is_accepted_and_confirmed_or_declined(roster: Living) -> None:
    seat = roster.assign(0, "lesson1", "teacher")
    assert roster.told(0) == ["seat_offered"]
    roster.answer(0, seat, "accept")
    roster.answer(0, seat, "confirm")
    assert (roster.state(seat), roster.roster.one(Seat, seat).answer_by) == ("confirmed", None)
    assert code(roster.answer, 0, seat, "decline") == "seat_not_ready"

    other = roster.assign(1, "lesson1", "teacher")
    roster.answer(1, other, "decline")
    assert (roster.state(other), roster.busy(other)) == ("declined", [False])


def test_who_declined_may_still_sign_up_but_is_not_asked_again(roster: Living) -> None:
    seat = roster.assign(1, "visit1", "visitor")
    roster.answer(1, seat, "decline")
    roster.sit(0, "visit1", "visitor", "looking_for_substitute")
    roster.go_to("visit1", hours=24, minutes=-7)
    roster.ask_on()

    assert 1 not in [number for number, _, _ in roster.asked()]
    roster.sign_up(1, "visit1", "visitor")
    assert (1, "visitor", "confirmed") in roster.seats("visit1")


def test_nobody_answers_for_others_or_too_late(roster: Living) -> None:
    seat = roster.assign(0, "lesson1", "teacher")
    assert code(roster.answer, 1, seat, "accept") == "no_such_thing"
    assert roster.roster.one(Seat, seat).answer_by == roster.town.clock.now + timedelta(hours=72)
    roster.town.clock.advance(hours=72)
    assert code(roster.answer, 0, seat, "accept") == "answer_overdue"

    roster_turns.lapse_all(roster.town.office)
    assert (roster.state(seat), roster.busy(seat)) == ("lapsed", [False])
    assert roster.told(0) == ["seat_offered", "seat_lapsed"]


def test_a_shift_that_changed_is_accepted_only_by_whom_its_rules_allow(roster: Living) -> None:
    seat = roster.sit(0, "lesson1", "teacher")

    def move(session: Any, now: Any) -> None:
        row = session.get_one(Seat, seat)
        seats.step(session, row, "ask_again", roster.town.coordinator, now)

    roster.town.do(move)
    roster.roster.offer(0, available=[{"start": "18:00", "end": "22:00"}])
    assert code(roster.answer, 0, seat, "accept") == "h03_availability"
    roster.roster.offer(0, available=[{"start": "08:00", "end": "22:00"}])
    roster.answer(0, seat, "accept")
    assert roster.state(seat) == "accepted"


def test_an_answer_in_time_never_lapses(roster: Living) -> None:
    seat = roster.assign(0, "lesson1", "teacher")
    roster.answer(0, seat, "accept", actor=roster.town.coordinator)
    roster.town.clock.advance(hours=73)
    roster_turns.lapse_all(roster.town.office)

    assert roster.state(seat) == "accepted"


# ---- by hand


def test_the_office_gives_a_seat_that_was_agreed_on(roster: Living) -> None:
    seat = roster.assign(0, "lesson1", "teacher", agreed=True, channel="hotline")

    row = roster.roster.one(Seat, seat)
    told = (row.state, row.source, row.channel, row.operator_id)
    assert told == ("confirmed", "staff", "hotline", roster.town.coordinator.account_id)
    assert roster.told(0) == ["seat_given"]


def test_a_rule_is_overridden_only_where_it_may_be_and_for_a_reason_that_is_kept(roster: Living) -> None:
    terms = {**roster.shift("lesson1").terms}
    long = roster.roster.shift("long", roster.shift("lesson1").date, "08:00", 700, "HALL", terms)
    roster.roster.change(Shift, long, state="open")
    roster.roster.shifts["long"] = long  # type: ignore[index]

    assert code(roster.assign, 0, "long", "teacher").startswith("h")
    both = ("H09", "H12")
    assert code(roster.assign, 0, "long", "teacher", waives=both) == "reason_missing"
    assert code(roster.assign, 0, "long", "teacher", waives=("H05",), reason="x") == "not_overridable"
    assert code(roster.assign, 0, "long", "teacher", waives=("H09",), reason="x") == "h12_max_continuous"
    seat = roster.assign(0, "long", "teacher", waives=both, reason="Nobody else can.")

    assert roster.roster.one(Seat, seat).waived == list(both)
    assert roster.noted("seat.override") == ["seat.override"]
    with roster.town.database.reading() as session:
        made = session.execute(select(SeatEvent).where(SeatEvent.seat_id == seat)).scalar_one()
    assert made.reason == "Nobody else can."


def test_those_on_standby_stand_one_behind_another(roster: Living) -> None:
    terms = roster.shift("fair1").terms
    many = {**terms["roles"][0], "target": 17, "most": 20}
    roster.roster.change(Shift, roster.roster.shifts["fair1"], terms={**terms, "roles": [many, *terms["roles"][1:]]})
    places = [roster.assign(number, "fair1", "standby", agreed=True) for number in (1, 2, 3)]

    assert [roster.roster.one(Seat, one).position for one in places] == [1, 2, 3]
    assert code(roster.assign, 5, "fair1", "standby", agreed=True) == "h17_seat_max"


def test_only_roles_of_the_shift_are_given_and_nobody_signs_up_to_stand_by(roster: Living) -> None:
    refusal = refused(roster.assign, 0, "lesson1", "cook")
    assert (refusal.code, refusal.field) == ("unknown_id", "role")
    assert code(roster.sign_up, 0, "lesson1", "standby") == "unknown_id"


# ---- by itself


def reminded(roster: Living) -> list[str]:
    roster_turns.remind(roster.town.office)
    with roster.town.database.reading() as session:
        wanted = select(OutboxMessage.dedupe_key).where(OutboxMessage.code == "shift_reminder")
        return list(session.execute(wanted).scalars())


def test_everybody_is_reminded_once_at_the_time_that_they_chose(roster: Living) -> None:
    day, hour = roster.sit(0, "lesson1", "teacher"), roster.sit(1, "lesson1", "teacher", "accepted")
    roster.sit(2, "lesson1", "teacher", "offered")
    roster.roster.change(Volunteer, roster.roster.volunteers[1], lead_minutes=60)
    roster.go_to("lesson1", hours=24, minutes=1)
    assert reminded(roster) == []
    roster.go_to("lesson1", hours=24)
    begins = int(roster.shift("lesson1").starts_at.timestamp())
    assert reminded(roster) == [f"shift_reminder:{day}:{begins}"]
    roster.go_to("lesson1", minutes=45)
    assert sorted(reminded(roster)) == sorted(f"shift_reminder:{one}:{begins}" for one in (day, hour))
    assert len(reminded(roster)) == 2


def test_who_was_reminded_is_reminded_again_of_a_shift_that_moved(roster: Living) -> None:
    roster.sit(0, "lesson1", "teacher")
    roster.go_to("lesson1", hours=24)
    assert len(reminded(roster)) == 1
    row = roster.shift("lesson1")
    later = {"starts_at": row.starts_at + timedelta(hours=2), "ends_at": row.ends_at + timedelta(hours=2)}
    roster.roster.change(Shift, row.id, **later)
    roster.go_to("lesson1", hours=23)

    assert len(reminded(roster)) == 2


def test_nobody_is_reminded_of_what_they_have_just_taken_or_what_began(roster: Living) -> None:
    roster.go_to("lesson1", hours=10)
    roster.sign_up(0, "lesson1", "teacher")
    assert reminded(roster) == []
    roster.sit(1, "lesson1", "teacher", created_at=roster.town.clock.now - timedelta(days=9))
    roster.go_to("lesson1")
    assert reminded(roster) == []


def test_a_shift_that_is_over_is_told_so_and_who_gave_notice_is_excused(roster: Living) -> None:
    came, gone = roster.sit(0, "visit1", "visitor"), roster.sit(1, "visit1", "visitor", "looking_for_substitute")
    roster.go_to("visit1", minutes=-89)
    roster_turns.end_all(roster.town.office)
    assert roster.shift("visit1").state == "open"
    roster.go_to("visit1", minutes=-90)
    roster_turns.end_all(roster.town.office)

    assert (roster.shift("visit1").state, roster.shift("visit2").state) == ("over", "open")
    assert (roster.state(came), roster.state(gone)) == ("confirmed", "excused")
    assert roster.noted("shift.end") == ["shift.end"]


def test_the_clockwork_does_it_all_in_one_turn(roster: Living) -> None:
    offered = roster.assign(0, "visit2", "visitor")
    looking = roster.sit(1, "visit2", "visitor", "looking_for_substitute")
    roster.sit(2, "lesson1", "teacher")
    roster.go_to("lesson1", hours=-5, minutes=-7)
    clockwork.tick(roster.town.office)

    assert (roster.state(offered), roster.shift("visit1").state, roster.shift("lesson1").state) == (
        "lapsed",
        "over",
        "over",
    )
    # The seat that lapsed is asked for too, as near as the shift is.
    assert {one.seat_id for one in roster.asks()} == {looking, None}


# ---- what people see


def listed(roster: Living, number: int | None, **asked: Any) -> list[int]:
    actor = roster.town.coordinator if number is None else roster.person(number)
    found = roster.town.see(seat_views.listed, actor=actor, asked=SeatsAsked(**asked), newest=False)
    return [roster.number_of(one.volunteer.id) for one in found]


def test_people_see_their_own_seats_and_the_office_all(roster: Living) -> None:
    roster.sit(0, "lesson1", "teacher")
    roster.sit(1, "lesson1", "teacher", "declined")
    roster.sit(1, "visit1", "visitor")

    assert (listed(roster, 0), listed(roster, 1), listed(roster, 2), listed(roster, 8)) == ([0], [1, 1], [], [])
    assert listed(roster, None) == [0, 1, 1]
    assert listed(roster, None, shift_id=roster.roster.shifts["lesson1"]) == [0, 1]
    assert listed(roster, None, round_id=roster.roster.round_id, states=("confirmed",)) == [0, 1]
    assert listed(roster, 0, volunteer_id=roster.roster.volunteers[1]) == []


def visit(roster: Living, number: int | None, seat_id: UUID) -> seat_views.Visit | None:
    actor = roster.town.coordinator if number is None else roster.person(number)
    given = {"actor": actor, "vault": roster.town.vault, "seat_id": seat_id, "now": roster.town.clock.now}
    return roster.town.see(seat_views.seen, **given).visit


def test_whom_one_visits_is_told_from_ones_yes_until_a_day_after_and_to_nobody_else(roster: Living) -> None:
    seat = roster.assign(0, "visit1", "visitor")
    assert visit(roster, 0, seat) is None
    roster.answer(0, seat, "accept")
    assert visit(roster, 0, seat) == seat_views.Visit("奶奶E1", "+8619900009000", "南浦路E1号")
    assert visit(roster, None, seat) is None
    assert code(visit, roster, 1, seat) == "no_such_thing"

    roster.go_to("visit1", minutes=-90 - 1440)
    assert visit(roster, 0, seat) is not None
    roster.town.clock.advance(minutes=1)
    assert visit(roster, 0, seat) is None


def test_who_only_stands_by_does_not_learn_whom_they_would_visit(roster: Living) -> None:
    seat = roster.sit(0, "visit1", "standby", "confirmed")
    given = {"vault": roster.town.vault, "seat_id": seat, "now": roster.town.clock.now}

    assert roster.town.see(seat_views.seen, actor=roster.person(0), **given).visit is None


def test_whom_one_would_have_visited_is_no_longer_told_once_one_gave_up(roster: Living) -> None:
    seat = roster.sit(0, "visit1", "visitor")
    roster.go_to("visit1", hours=24, minutes=-7)
    roster.drop(0, seat)

    assert visit(roster, 0, seat) is None
