"""Signing up: from when on, for what, who is refused and told why, and what people see before they try."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from scheduler import queries
from scheduler.models import Shift, Volunteer
from scheduler.translation.roster_judging import Fault
from scheduler.usecases import dropping_out, seat_claims, sign_up
from tests.guarantees.crowds import at_once, told
from tests.scheduler.usecases.seat_acts import Living, code, living, refused
from tests.town import Town


@pytest.fixture
def roster(town: Town) -> Living:
    return living(town)


def posts(roster: Living, number: int, **more: Any) -> dict[tuple[str, str], sign_up.OpenPost]:
    """What a volunteer sees, by shift and role."""
    given = {"actor": roster.person(number), "now": roster.town.clock.now, **more}
    found, _ = roster.town.see(sign_up.listed, **given)
    return {(post.shift.code, post.role.id): post for post in found}


def test_a_seat_is_taken_confirmed_and_written_down(roster: Living) -> None:
    seat = roster.sign_up(0, "lesson1", "teacher")

    assert roster.seats("lesson1") == {(0, "teacher", "confirmed")}
    assert (roster.steps(seat), roster.busy(seat)) == ([("make", "", "confirmed")], [True])
    assert roster.noted("seat.") == ["seat.make"]


def test_sign_up_opens_by_the_kind_of_the_shift_or_as_the_shift_itself_says(roster: Living) -> None:
    early = refused(roster.sign_up, 0, "patrol1", "patroller")
    assert (early.code, early.numbers) == ("sign_up_not_open", {"opens": "2026-05-02 00:00"})

    sooner = roster.shift("patrol1").starts_at - timedelta(days=20)
    roster.roster.change(Shift, roster.roster.shifts["patrol1"], opens_at=sooner)
    roster.sign_up(0, "patrol1", "patroller")
    stated = roster.shift("lesson1").starts_at - timedelta(days=1)
    roster.roster.change(Shift, roster.roster.shifts["lesson1"], opens_at=stated)
    assert code(roster.sign_up, 0, "lesson1", "teacher") == "sign_up_not_open"


def test_what_is_not_there_or_not_open_is_refused(roster: Living) -> None:
    roster.roster.change(Shift, roster.roster.shifts["visit1"], state="planned")
    roster.roster.change(Shift, roster.roster.shifts["visit2"], state="cancelled")

    assert code(roster.sign_up, 0, "visit1", "visitor") == "shift_not_open"
    assert code(roster.sign_up, 0, "visit2", "visitor") == "shift_cancelled"
    assert code(roster.sign_up, 0, "lesson1", "cook") == "unknown_id"
    assert code(roster.sign_up, 8, "lesson1", "teacher") == "not_a_volunteer"
    assert code(roster.sign_up, 0, "lesson1", "teacher", actor=roster.town.stranger) == "not_a_volunteer"
    roster.go_to("lesson1")
    assert code(roster.sign_up, 0, "lesson1", "teacher") == "shift_has_begun"


def test_nobody_sits_twice_on_a_shift_nor_where_all_seats_are_taken(roster: Living) -> None:
    for number in (0, 1, 2):
        roster.sign_up(number, "lesson1", "teacher")

    assert code(roster.sign_up, 0, "lesson1", "teacher") == "seat_held_already"
    assert code(roster.sign_up, 5, "lesson1", "teacher") == "no_seat_left"


def test_who_gave_a_seat_back_may_take_it_again(roster: Living) -> None:
    seat = roster.sign_up(0, "lesson1", "teacher")
    roster.town.do(dropping_out.sign_out, actor=roster.person(0), seat_id=seat)

    assert (roster.state(seat), roster.busy(seat)) == ("excused", [False])
    again = roster.sign_up(0, "lesson1", "teacher")
    assert (roster.state(again), roster.busy(again)) == ("confirmed", [True])


def test_a_rule_is_told_with_its_numbers(roster: Living) -> None:
    minor = refused(roster.sign_up, 4, "visit1", "visitor")
    assert (minor.code, minor.numbers["place"], minor.numbers["requests"]) == ("h05_eligible_person", "visit1", "V4")
    assert minor.numbers["minute"] == "2026-05-12 14:00"

    roster.roster.offer(2, available=[{"start": "18:00", "end": "22:00"}])
    assert code(roster.sign_up, 2, "visit1", "visitor") == "h03_availability"


def test_what_an_elder_asked_for_in_confidence_is_told_to_the_office_only(roster: Living) -> None:
    assert code(roster.sign_up, 6, "visit1", "visitor") == "ask_the_office"

    by_office: dict[str, Any] = {
        "actor": roster.town.coordinator,
        "volunteer_id": roster.roster.volunteers[6],
        "channel": "hotline",
    }
    assert code(roster.sign_up, 6, "visit1", "visitor", **by_office) == "h22_prohibited_beneficiary"


def test_how_far_an_elders_home_is_is_told_to_the_office_only(roster: Living) -> None:
    roster.sit(0, "visit1", "visitor")
    terms = {**roster.shift("lesson1").terms, "opens_days": 28}
    other = roster.roster.shift("also", roster.shift("visit1").date, "15:35", 60, "GATE", terms)
    roster.roster.change(Shift, other, state="open")
    given = {"shift_id": other, "role": "teacher"}
    own = refused(roster.town.do, sign_up.sign_up, actor=roster.person(0), **given)
    office = {"actor": roster.town.coordinator, "volunteer_id": roster.roster.volunteers[0], "channel": "hotline"}
    told_to_office = refused(roster.town.do, sign_up.sign_up, **office, **given)

    assert (own.code, own.allowed, own.numbers["gap"]) == ("h02_travel_gap", "", 5)
    assert (told_to_office.code, told_to_office.allowed) == ("h02_travel_gap", "15")


def test_who_else_a_rule_speaks_of_is_told_to_the_office_only(roster: Living) -> None:
    def names(actor: Any) -> object:
        fault = Fault("h05_adult_on_shift", roster.roster.volunteers[4], roster.roster.shifts["lesson1"], {}, False)
        with roster.town.database.reading() as session:
            told_so = seat_claims.refusal_for(session, actor, fault)
        return told_so.numbers.get("requests")

    assert [names(one) for one in (roster.person(0), roster.person(4), roster.town.coordinator)] == [None, "V4", "V4"]


@pytest.mark.parametrize("state", ["registered", "paused", "left"])
def test_who_does_not_serve_is_told_so_whatever_the_rules_are(roster: Living, state: str) -> None:
    roster.roster.change(Volunteer, roster.roster.volunteers[0], state=state)
    assert code(roster.sign_up, 0, "lesson1", "teacher") == "volunteer_not_serving"
    assert code(roster.assign, 0, "lesson1", "teacher") == "volunteer_not_serving"

    against = posts(roster, 0)["lesson1", "teacher"].against
    assert against is not None
    assert against.code == "volunteer_not_serving"


def test_two_places_at_once_are_refused_by_the_rules(roster: Living) -> None:
    roster.sign_up(0, "lesson1", "teacher")
    shift = roster.roster.shift(
        "lesson2", roster.shift("lesson1").date, "10:00", 60, "GATE", roster.shift("lesson1").terms
    )
    roster.roster.change(Shift, shift, state="open")
    given = {"actor": roster.person(0), "shift_id": shift, "role": "teacher"}

    assert code(roster.town.do, sign_up.sign_up, **given) == "h01_no_overlap"


def test_who_looks_for_a_substitute_is_not_free_for_another_shift_then(roster: Living) -> None:
    seat = roster.sit(0, "lesson1", "teacher", "looking_for_substitute")
    shift = roster.roster.shift(
        "lesson2", roster.shift("lesson1").date, "10:00", 60, "GATE", roster.shift("lesson1").terms
    )
    roster.roster.change(Shift, shift, state="open")
    given = {"actor": roster.person(0), "shift_id": shift, "role": "teacher"}

    assert code(roster.town.do, sign_up.sign_up, **given) == "volunteer_busy"
    against = posts(roster, 0)["lesson2", "teacher"].against
    assert against is not None
    assert against.code == "volunteer_busy"
    roster.town.do(dropping_out.come_after_all, actor=roster.person(0), seat_id=seat)
    assert code(roster.town.do, sign_up.sign_up, **given) == "h01_no_overlap"


def test_the_office_signs_people_up_and_is_noted_as_doing_so(roster: Living) -> None:
    by_office: dict[str, Any] = {
        "actor": roster.town.coordinator,
        "volunteer_id": roster.roster.volunteers[1],
        "channel": "hotline",
    }
    roster.sign_up(1, "lesson1", "teacher", **by_office)
    others: dict[str, Any] = {"actor": roster.person(0), "volunteer_id": roster.roster.volunteers[1]}

    assert roster.seats("lesson1") == {(1, "teacher", "confirmed")}
    assert code(roster.sign_up, 1, "visit1", "visitor", **others) == "no_such_thing"
    assert code(roster.sign_up, 0, "visit1", "visitor", channel="door") == "unknown_id"


def test_of_many_who_want_the_last_seat_one_has_it(roster: Living) -> None:
    for number in (0, 1):
        roster.sit(number, "lesson1", "teacher")
    wanting = (2, 3, 5, 6, 7)
    answers = at_once(len(wanting), lambda at: told(lambda: roster.sign_up(wanting[at], "lesson1", "teacher")))

    assert sorted(answers) == ["done", *["no_seat_left"] * (len(wanting) - 1)]
    assert len(roster.seats("lesson1")) == 3


def test_one_person_at_two_counters_at_once_has_one_seat(roster: Living) -> None:
    answers = at_once(4, lambda _: told(lambda: roster.sign_up(0, "lesson1", "teacher")))

    assert sorted(answers) == ["done", *["seat_held_already"] * 3]


def test_people_see_what_is_open_and_why_they_cannot_have_it(roster: Living) -> None:
    roster.sign_up(0, "lesson1", "teacher")
    seen = posts(roster, 0)

    assert [shift for shift, _ in seen] == ["visit1", "lesson1", "visit2", "patrol1", "fair1", "fair1"]
    against = {key: post.against and post.against.code for key, post in seen.items()}
    assert against == {
        ("visit1", "visitor"): None,
        ("lesson1", "teacher"): "seat_held_already",
        ("visit2", "visitor"): None,
        ("patrol1", "patroller"): "sign_up_not_open",
        ("fair1", "steward"): "sign_up_not_open",
        ("fair1", "first_aider"): "sign_up_not_open",
    }
    assert (seen["lesson1", "teacher"].free, seen["visit1", "visitor"].free) == (2, 2)


def test_the_list_goes_on_where_it_stopped_and_is_empty_at_the_end(roster: Living) -> None:
    given = {"actor": roster.person(0), "now": roster.town.clock.now}
    found, shifts = roster.town.see(sign_up.listed, limit=3, **given)
    rest, _ = roster.town.see(sign_up.listed, after=shifts[1].id, **given)
    last, _ = roster.town.see(sign_up.listed, after=roster.roster.shifts["fair1"], **given)

    assert [post.shift.code for post in found] == ["visit1", "lesson1"]
    assert [post.shift.code for post in rest] == ["visit2", "patrol1", "fair1", "fair1"]
    assert last == []


def test_who_is_no_volunteer_is_told_so_instead_of_an_empty_list(roster: Living) -> None:
    assert code(posts, roster, 8) == "not_a_volunteer"


def test_what_is_told_beforehand_is_what_signing_up_answers(roster: Living) -> None:
    for shift_id in roster.roster.shifts.values():
        roster.roster.change(Shift, shift_id, opens_at=roster.town.clock.now)
    terms = {**roster.shift("fair1").terms, "draw": False}
    roster.roster.change(Shift, roster.roster.shifts["fair1"], terms=terms)
    roster.roster.offer(2, available=[{"start": "18:00", "end": "22:00"}])
    roster.sit(1, "visit1", "visitor")
    for number in (0, 2, 3, 4, 6):
        for (shift, role), post in posts(roster, number).items():
            answer = told(lambda shift=shift, role=role, at=number: roster.sign_up(at, shift, role))  # type: ignore[misc]
            assert answer == (post.against.code if post.against else "done"), (number, shift, role)
            if answer == "done":
                mine = next(one for one in roster.rows(shift) if one.volunteer_id == roster.roster.volunteers[number])
                roster.town.do(dropping_out.sign_out, actor=roster.person(number), seat_id=mine.id)


def test_who_changed_while_their_time_was_waited_for_is_judged_as_they_are_by_then(roster: Living) -> None:
    one = roster.roster.volunteers[0]

    def work(session: Session, now: Any) -> str:
        row = session.get_one(Volunteer, one)
        # As another transaction leaves it that commits while this one waits for the lock.
        change = update(Volunteer).where(Volunteer.id == one).values(state="paused")
        session.execute(change.execution_options(synchronize_session=False))
        queries.seats.lock_volunteers(session, [one])
        return row.state

    assert roster.town.do(work) == "paused"
