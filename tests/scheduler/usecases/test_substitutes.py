"""Standing in: who is asked in which order, the first yes, what the others hear, and when the asking ends."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from scheduler import queries
from scheduler.models import Account, Seat, Shift
from scheduler.queries.seat_turns import Sought
from scheduler.usecases import dropping_out, organisations, roster_turns, substitute_search, substitutes, teams
from scheduler.usecases.teams import TeamAsk
from tests.guarantees.crowds import at_once, told
from tests.scheduler.usecases.seat_acts import Living, code, living
from tests.town import Town


@pytest.fixture
def roster(town: Town) -> Living:
    return living(town)


@pytest.fixture
def seat(roster: Living) -> UUID:
    """The only seat of a visit, a day before it; its person cannot come. Nothing else is near."""
    terms = roster.shift("visit1").terms
    alone = {**terms["roles"][0], "least": 1, "target": 1}
    roster.roster.change(Shift, roster.roster.shifts["visit1"], terms={**terms, "roles": [alone]})
    roster.roster.change(Shift, roster.roster.shifts["lesson1"], state="planned")
    found = roster.sit(0, "visit1", "visitor")
    roster.go_to("visit1", hours=24, minutes=-7)
    return found


def numbers(roster: Living, state: str = "asked") -> list[int]:
    return [number for number, _, found in roster.asked() if found == state]


def test_three_are_asked_for_two_hours_then_the_next_and_nobody_twice(roster: Living, seat: UUID) -> None:
    roster.drop(0, seat)
    first = numbers(roster)
    assert len(first) == 3
    roster.town.clock.advance(minutes=119)
    roster.ask_on()
    assert numbers(roster) == first

    roster.town.clock.advance(minutes=1)
    roster.ask_on()
    assert (numbers(roster, "expired"), len(numbers(roster))) == (first, 2)
    assert sorted(first + numbers(roster)) == [1, 2, 3, 5, 7]
    assert [wave for _, wave, _ in roster.asked()] == [1, 1, 1, 2, 2]


def test_the_first_yes_has_the_seat_and_everybody_is_told(roster: Living, seat: UUID) -> None:
    roster.drop(0, seat)
    first, second, third = numbers(roster)
    roster.reply(second, yes=True)

    assert roster.seats("visit1") == {(0, "visitor", "excused"), (second, "visitor", "confirmed")}
    assert roster.busy(seat) == [False]
    assert [state for _, _, state in roster.asked()] == ["passed", "taken", "passed"]
    assert roster.told(0) == ["seat_taken_over"]
    assert roster.told(first) == roster.told(third) == ["substitute_asked", "substitute_late"]
    assert code(roster.reply, first, True) == "ask_is_over"


def test_of_several_who_say_yes_at_once_one_has_the_seat(roster: Living, seat: UUID) -> None:
    roster.drop(0, seat)
    asked = numbers(roster)
    answers = at_once(3, lambda at: told(lambda: roster.reply(asked[at], yes=True)))

    assert sorted(answers) == ["ask_is_over", "ask_is_over", "done"]
    assert len([one for one in roster.seats("visit1") if one[2] == "confirmed"]) == 1


def test_once_all_of_a_wave_said_no_the_next_are_asked_without_waiting(roster: Living, seat: UUID) -> None:
    roster.drop(0, seat)
    first = numbers(roster)
    for number in first:
        roster.reply(number, yes=False)

    assert (numbers(roster, "declined"), len(numbers(roster))) == (first, 2)


def test_those_on_standby_are_asked_first_in_their_order(roster: Living, seat: UUID) -> None:
    roster.sit(5, "visit1", "standby", position=2)
    roster.sit(7, "visit1", "standby", position=1)
    roster.drop(0, seat)

    assert numbers(roster)[:2] == [7, 5]
    roster.reply(7, yes=True)
    assert (7, "visitor", "confirmed") in roster.seats("visit1")
    assert (7, "standby", "excused") in roster.seats("visit1")


def test_when_nobody_is_left_the_coordinator_is_told_and_the_asking_ends(roster: Living, seat: UUID) -> None:
    chief = roster.shift("visit1").coordinator_id
    own = roster.person(8).account_id
    assert own is not None
    roster.roster.change(Account, own, member_id=None)
    roster.roster.change(Account, chief, member_id=roster.person(8).member_id)
    roster.settings(ask_at_once=10)
    roster.drop(0, seat)
    for number in numbers(roster):
        roster.reply(number, yes=False)
    roster.ask_on()

    assert (numbers(roster), roster.steps(seat)[-1][0]) == ([], "nobody_left")
    assert roster.told(8) == ["seat_given_up", "substitute_missing"]
    roster.town.clock.advance(minutes=60)
    roster.ask_on()
    assert [action for action, _, _ in roster.steps(seat)].count("nobody_left") == 1


def test_an_answer_that_comes_too_late_or_after_the_start_is_refused(roster: Living, seat: UUID) -> None:
    roster.drop(0, seat)
    asked = numbers(roster)
    roster.town.clock.advance(minutes=120)

    assert code(roster.reply, asked[0], True) == "ask_is_over"
    assert code(roster.reply, asked[0], False) == "ask_is_over"
    assert code(roster.reply, asked[0], True, actor=roster.person(8)) == "no_such_thing"


def test_nobody_is_asked_to_answer_after_the_shift_began(roster: Living, seat: UUID) -> None:
    roster.go_to("visit1", hours=4)
    roster.settings(ask_minutes=600)
    roster.drop(0, seat)

    assert {one.answer_by for one in roster.asks()} == {roster.shift("visit1").starts_at}
    roster.go_to("visit1", minutes=-1)
    roster.ask_on()
    assert {state for _, _, state in roster.asked()} == {"expired"}


def test_a_rule_that_came_to_be_against_it_is_told_at_the_yes(roster: Living, seat: UUID) -> None:
    roster.drop(0, seat)
    number = numbers(roster)[0]
    roster.roster.offer(number, available=[{"start": "08:00", "end": "09:00"}])

    assert code(roster.reply, number, True) == "h03_availability"
    assert roster.state(seat) == "looking_for_substitute"


def test_who_takes_the_seat_by_signing_up_ends_the_asking_too(roster: Living, seat: UUID) -> None:
    roster.drop(0, seat)
    asked = numbers(roster)
    other = next(number for number in (1, 2, 3, 5, 7) if number not in asked)
    roster.sign_up(other, "visit1", "visitor")

    assert roster.state(seat) == "excused"
    assert (numbers(roster), roster.told(0)) == ([], ["seat_taken_over"])


def test_saying_that_one_cannot_come_keeps_nobody_waiting_for_the_search(roster: Living, seat: UUID) -> None:
    roster.town.do(dropping_out.cannot_come, actor=roster.person(0), seat_id=seat)
    assert (roster.state(seat), roster.asked()) == ("looking_for_substitute", [])

    roster.ask_on()
    assert len(numbers(roster)) == 3


def test_whom_the_search_found_is_not_asked_if_they_cannot_any_more(roster: Living, seat: UUID) -> None:
    roster.town.do(dropping_out.cannot_come, actor=roster.person(0), seat_id=seat)
    post = Sought(roster.town.community_id, roster.roster.shifts["visit1"], "visitor", seat)
    chosen = roster.town.see(substitute_search.ranked, sought=post, now=roster.town.clock.now)
    roster.roster.offer(roster.number_of(chosen[0]), available=[])
    roster.town.do(substitute_search.go_on, sought=post, chosen=chosen)

    assert numbers(roster) == [roster.number_of(one) for one in chosen[1:4]]


def test_once_the_post_is_full_nobody_more_is_asked_and_whoever_gave_it_up_is_let_go(
    roster: Living, seat: UUID
) -> None:
    roster.drop(0, seat)
    asked = numbers(roster)
    others = [number for number in (1, 2, 3, 5, 7) if number not in asked]
    for number in others:
        roster.sit(number, "visit1", "visitor")
    for number in asked:
        roster.reply(number, yes=False)

    assert (roster.state(seat), numbers(roster), roster.told(0)) == ("excused", [], ["seat_taken_over"])


def test_who_is_only_asked_for_the_seat_ends_no_search_before_their_yes(roster: Living, seat: UUID) -> None:
    roster.drop(0, seat)
    other = next(number for number in (1, 2, 3, 5, 7) if number not in numbers(roster))
    given = roster.assign(other, "visit1", "visitor")
    assert (roster.state(seat), len(numbers(roster))) == ("looking_for_substitute", 3)

    roster.answer(other, given, "accept")
    assert (roster.state(seat), numbers(roster), roster.told(0)) == ("excused", [], ["seat_taken_over"])


def test_asking_windows_count_for_being_asked(roster: Living, seat: UUID) -> None:
    for number in (1, 2, 3, 5, 7):
        kind = "ask" if number == 5 else "blackouts"
        roster.roster.offer(number, available=[], **{kind: [{"start": "08:00", "end": "22:00"}]})
    roster.drop(0, seat)
    assert numbers(roster) == [5]

    roster.reply(5, yes=True)
    assert (5, "visitor", "confirmed") in roster.seats("visit1")


# ---- posts that nobody has


def test_the_office_has_people_asked_for_empty_seats(roster: Living) -> None:
    given = {"actor": roster.town.coordinator, "shift_id": roster.roster.shifts["lesson1"], "role": "teacher"}
    assert roster.town.do(substitute_search.begin, **given) == 3
    assert roster.town.do(substitute_search.begin, **given) == 0
    first, second, third = numbers(roster)

    roster.reply(first, yes=True)
    assert numbers(roster) == [second, third]
    roster.reply(second, yes=True)
    assert (numbers(roster), numbers(roster, "passed")) == ([], [third])
    assert {state for _, _, state in roster.seats("lesson1")} == {"confirmed"}


def test_nobody_but_the_office_has_people_asked(roster: Living) -> None:
    given = {"actor": roster.person(0), "shift_id": roster.roster.shifts["lesson1"], "role": "teacher"}
    assert code(roster.town.do, substitute_search.begin, **given) == "not_for_this_role"
    office = {**given, "actor": roster.town.coordinator}
    assert code(roster.town.do, substitute_search.begin, **{**office, "role": "cook"}) == "unknown_id"
    assert (
        code(roster.town.do, substitute_search.begin, **{**office, "shift_id": roster.roster.round_id})
        == "no_such_thing"
    )


def test_once_an_hour_the_clockwork_asks_for_posts_that_begin_within_two_days(roster: Living) -> None:
    roster.go_to("visit1", hours=47, minutes=2)
    roster.ask_on()
    roster.town.clock.advance(minutes=1)
    roster.ask_on()
    assert roster.asked() == []

    # The turn need not fall on the hour itself.
    roster.town.clock.advance(minutes=9)
    roster.ask_on()
    assert (len(numbers(roster)), {one.seat_id for one in roster.asks()}) == (3, {None})


def test_a_full_post_asks_nobody(roster: Living) -> None:
    roster.sit(0, "visit1", "visitor")
    roster.sit(1, "visit1", "visitor", "offered")
    roster.go_to("visit1", hours=47)
    with roster.town.database.reading() as session:
        found = roster_turns.open_posts(session, roster.town.community_id, roster.town.clock.now)

    assert found == []


def test_who_was_passed_over_finds_what_they_were_asked(roster: Living, seat: UUID) -> None:
    roster.drop(0, seat)
    number = numbers(roster)[0]

    mine = roster.town.see(substitutes.listed, actor=roster.person(number))
    assert [(one.shift.code, one.ask.state) for one in mine] == [("visit1", "asked")]
    assert roster.town.see(substitutes.listed, actor=roster.person(8)) == []
    assert len(roster.town.see(substitutes.listed, actor=roster.town.coordinator)) == 3


def test_who_drops_out_again_has_those_asked_who_were_not_before(roster: Living, seat: UUID) -> None:
    roster.drop(0, seat)
    first = numbers(roster)
    roster.town.do(dropping_out.come_after_all, actor=roster.person(0), seat_id=seat)
    roster.drop(0, seat)

    assert (numbers(roster, "passed"), set(numbers(roster)) & set(first)) == (first, set())
    assert len(numbers(roster)) == 2


def test_the_seat_of_a_team_stays_the_teams(roster: Living) -> None:
    asked = TeamAsk(roster.town.do(organisations.add, actor=roster.town.coordinator, name="Choir").id, "visitor", 1)
    shift = roster.roster.shifts["visit1"]
    team = roster.town.do(teams.ask, actor=roster.town.coordinator, shift_id=shift, team=asked).row.id
    seat_id = roster.sit(0, "visit1", "visitor", team_id=team)
    roster.go_to("visit1", hours=24, minutes=-7)
    roster.drop(0, seat_id)
    number = numbers(roster)[0]
    roster.reply(number, yes=True)

    with roster.town.database.reading() as session:
        (row,) = queries.seats.on_shift(session, shift, ("confirmed",))
    assert (roster.number_of(row.volunteer_id), row.team_id) == (number, team)


@pytest.mark.parametrize("way", ["decline", "lapse", "sign_out"])
def test_a_seat_that_comes_free_shortly_before_is_asked_for_at_once(roster: Living, seat: UUID, way: str) -> None:
    roster.roster.change(Seat, seat, state="offered", answer_by=roster.town.clock.now + timedelta(minutes=5))
    roster.ask_on()
    assert roster.asked() == []

    roster.town.clock.advance(minutes=5 if way == "lapse" else 1)
    if way == "decline":
        roster.answer(0, seat, "decline")
    elif way == "lapse":
        roster_turns.lapse_all(roster.town.office)
    else:
        roster.town.do(dropping_out.sign_out, actor=roster.town.coordinator, seat_id=seat)
    roster.ask_on()
    assert (len(numbers(roster)), {one.seat_id for one in roster.asks()}) == (3, {None})


def test_who_says_no_for_a_post_has_the_next_asked_at_once(roster: Living, seat: UUID) -> None:
    given = {"actor": roster.town.coordinator, "shift_id": roster.roster.shifts["visit2"], "role": "visitor"}
    roster.town.do(substitute_search.begin, **given)
    first = numbers(roster)
    for number in first:
        roster.reply(number, yes=False)

    assert (numbers(roster, "declined"), bool(numbers(roster))) == (first, True)


def test_each_time_that_nobody_is_left_the_coordinator_is_told(roster: Living, seat: UUID) -> None:
    chief, own = roster.shift("visit1").coordinator_id, roster.person(8).account_id
    assert own is not None
    roster.roster.change(Account, own, member_id=None)
    roster.roster.change(Account, chief, member_id=roster.person(8).member_id)
    for number in (1, 2, 3, 5, 7):
        roster.roster.offer(number, available=[])
    roster.drop(0, seat)
    roster.town.do(dropping_out.come_after_all, actor=roster.person(0), seat_id=seat)
    roster.drop(0, seat)

    assert roster.told(8).count("substitute_missing") == 2
