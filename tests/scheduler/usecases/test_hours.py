"""Seats served become minutes: what check-in shows, what a coordinator states, coefficients, the cap, corrections."""

from __future__ import annotations

from threading import Thread
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from scheduler.errors import Refused
from scheduler.models import SeatEvent
from scheduler.usecases import clockwork, hours
from tests.rosters_town import PATROL, VISIT
from tests.scheduler.usecases.hours_acts import Bank, moment, open_bank
from tests.town import Town

B = {"minutes": 60, "reason": "Was there."}


@pytest.fixture
def bank(town: Town) -> Bank:
    return open_bank(town, transfers=True, deposit_cap=300, transfer_month_cap=100)


def refused(work: Any, *given: Any, **more: Any) -> tuple[str, str]:
    """Code of a refusal, and what would have been accepted."""
    with pytest.raises(Refused) as told:
        work(*given, **more)
    return told.value.code, told.value.allowed


# ---- evidence A


@pytest.mark.parametrize(
    ("came", "left", "minutes"),
    [(0, 90, 90), (-20, 120, 90), (5, 85, 80), (10.5, 80, 69), (0, 0.9, 0), (-30, -10, 0), (95, 100, 0)],
)
def test_whole_minutes_within_the_shift_count(bank: Bank, came: float, left: float, minutes: int) -> None:
    made = bank.credit(bank.attended(came=came, left=left))

    assert (made.evidence, made.worked_minutes, bank.balance()) == ("A", minutes, minutes)
    assert bank.sides(made) == ([("issued", -minutes), ("V0", minutes)] if minutes else [])


def test_a_credited_seat_is_done_and_its_person_told(bank: Bank) -> None:
    seat = bank.attended(came=10, left=90)
    bank.credit(seat)

    row = bank.seat_row(seat)
    assert (row.state, row.credited_minutes) == ("done", 80)
    (told,) = bank.told()
    assert (told[0], told[1]["date"], told[1]["minutes"]) == ("hours_added", "2026-05-11", 80)


def test_without_a_check_out_nothing_is_shown(bank: Bank) -> None:
    seat = bank.seat(state="checked_in", checked_in_at=bank.town.clock.now)

    assert refused(bank.credit, seat) == ("not_checked_out", "the minutes served, with a reason")
    assert bank.balance() == 0


def test_the_clockwork_credits_who_checked_out_once_the_shift_is_over(bank: Bank) -> None:
    over, later = bank.attended(0, left=80), bank.attended(1, days=3)
    bank.seat(2, state="confirmed")
    bank.town.clock.now = moment("10:29")
    clockwork.tick(bank.town.office)
    before = [bank.seat_row(seat).state for seat in (over, later)]
    bank.town.clock.now = moment("10:30")
    clockwork.tick(bank.town.office)
    clockwork.tick(bank.town.office)

    assert before == ["checked_out", "checked_out"]
    assert [bank.seat_row(seat).state for seat in (over, later)] == ["done", "checked_out"]
    assert [bank.balance(number) for number in range(3)] == [80, 0, 0]


# ---- evidence B


def test_a_coordinator_credits_at_most_the_planned_minutes_with_a_reason(bank: Bank) -> None:
    seat = bank.seat(state="absent")

    assert refused(bank.credit, seat, 91, "Was there.") == ("hours_above_planned", "90")
    assert refused(bank.credit, seat, 90, " ") == ("reason_missing", "a sentence")
    assert [refused(bank.credit, seat, minutes, "x") for minutes in (0, -1)] == [("out_of_range", "1 or more")] * 2
    made = bank.credit(seat, 90, "Was there.")
    assert (made.evidence, made.reason, made.worked_minutes, bank.balance()) == ("B", "Was there.", 90, 90)
    assert bank.seat_row(seat).state == "done"


def test_nothing_is_credited_before_the_shift_is_over(bank: Bank) -> None:
    seat = bank.seat()
    bank.town.clock.advance(hours=-12)

    assert refused(bank.credit, seat, **B)[0] == "shift_not_over"


def test_a_seat_that_nobody_took_is_not_credited(bank: Bank) -> None:
    assert [refused(bank.credit, bank.seat(2, days=at, state=state), **B)[0] for at, state in enumerate(
        ("offered", "declined", "excused", "cancelled_by_us")
    )] == ["seat_not_ready"] * 4  # fmt: skip
    assert bank.rows() == []


@pytest.mark.parametrize("who", ["people", "staff", "auditor"])
def test_only_the_office_credits_and_corrects(bank: Bank, who: str) -> None:
    actor = bank.town.people[0] if who == "people" else getattr(bank.town, who)
    made, seat = bank.earn(1, 30), bank.attended(days=2)

    assert refused(bank.credit, seat, actor=actor)[0] == "not_for_this_role"
    assert refused(bank.correct, made.id, 10, actor=actor)[0] == "not_for_this_role"
    assert refused(bank.redeem, 1, 10, actor=actor)[0] == "not_for_this_role"


def test_what_is_another_communitys_is_not_there(bank: Bank) -> None:
    made, stranger = bank.earn(1, 30), bank.town.stranger

    assert refused(bank.credit, bank.attended(days=2), actor=stranger)[0] == "no_such_thing"
    assert refused(bank.correct, made.id, 10, actor=stranger)[0] == "no_such_thing"
    assert refused(bank.redeem, 1, 10, actor=stranger)[0] == "no_such_thing"
    assert refused(bank.give, 1, 2, 10, actor=stranger)[0] == "no_such_thing"


# ---- once


def test_a_seat_is_credited_once(bank: Bank) -> None:
    seat = bank.attended(left=80)
    first, again = bank.credit(seat), bank.credit(seat)

    assert (again.id, bank.balance()) == (first.id, 80)
    assert bank.credit(seat, 80, "Was there.").id == first.id
    assert refused(bank.credit, seat, 70, "Was there.") == ("hours_credited_already", "80")
    with bank.town.database.reading() as session:
        assert session.query(SeatEvent).filter_by(seat_id=seat, action="credit").count() == 1


def test_of_many_who_credit_a_seat_at_the_same_moment_one_does(bank: Bank) -> None:
    seat, made = bank.attended(), []
    wanted: dict[str, Any] = {"actor": bank.town.coordinator, "seat_id": seat}
    crowd = [Thread(target=lambda: made.append(bank.town.do(hours.credit_seat, **wanted).id)) for _ in range(8)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()

    assert (len(made), len(set(made)), bank.balance()) == (8, 1, 90)


# ---- coefficients and the cap


@pytest.mark.parametrize(("percent", "credited"), [(100, 90), (150, 135), (33, 29), (0, 0)])
def test_minutes_count_by_the_coefficient_of_the_kind_of_the_shift(bank: Bank, percent: int, credited: int) -> None:
    bank.rules(coefficients={"patrol": percent, "home_visit": 200})
    patrol = bank.credit(bank.attended(0, terms=PATROL))
    lesson = bank.credit(bank.attended(1))
    visit = bank.credit(bank.attended(2, terms=VISIT))

    assert [row.worked_minutes for row in (patrol, lesson, visit)] == [90, 90, 90]
    assert [row.coefficient for row in (patrol, lesson, visit)] == [percent, 100, 200]
    assert [bank.balance(number) for number in range(3)] == [credited, 90, 180]


def test_what_is_above_the_cap_is_not_credited_and_told(bank: Bank) -> None:
    for day in range(3):
        bank.earn(0, 90, day)
    seat = bank.attended(days=4)
    over = bank.credit(seat)
    full = bank.credit(bank.attended(days=5))

    assert bank.sides(over) == [("issued", -90), ("V0", 30), ("expired", 60)]
    assert bank.sides(full) == [("issued", -90), ("expired", 90)]
    assert (bank.balance(), bank.seat_row(seat).credited_minutes) == (300, 30)
    told = [(code, numbers["minutes"], numbers["beyond"]) for code, numbers in bank.told() if code == "hours_capped"]
    assert told == [("hours_capped", 30, 60), ("hours_capped", 0, 90)]


# ---- corrections


def test_a_correction_is_the_opposite_and_what_stands_instead(bank: Bank) -> None:
    seat = bank.attended(left=80)
    row = bank.credit(seat)
    kept = bank.rows()
    made = bank.correct(row.id, 50)

    assert bank.sides(made.opposite) == [("issued", 80), ("V0", -80)]
    assert made.instead is not None
    assert (made.instead.kind, made.instead.evidence, bank.sides(made.instead)) == (
        "service", "B", [("issued", -50), ("V0", 50)],
    )  # fmt: skip
    assert (bank.balance(), bank.seat_row(seat).credited_minutes) == (50, 50)
    assert [line for line in kept if line not in bank.rows()] == []
    told = {"before": 80, "after": 50, "reason": "A mistake."}
    assert bank.told()[-1] == ("hours_corrected", told)


def test_what_stands_instead_can_be_corrected_and_a_correction_cannot(bank: Bank) -> None:
    row = bank.earn(0, 60)
    first = bank.correct(row.id, 50)
    assert first.instead is not None
    second = bank.correct(first.instead.id, 40)

    assert second.instead is not None
    assert refused(bank.correct, row.id, 10)[0] == "hours_corrected_already"
    assert refused(bank.correct, first.instead.id, 10)[0] == "hours_corrected_already"
    assert refused(bank.correct, first.opposite.id, 10)[0] == "hours_not_correctable"
    assert (bank.correct(second.instead.id, 0).instead, bank.balance()) == (None, 0)


def test_a_seat_corrected_to_nothing_is_credited_anew_by_a_coordinator_only(bank: Bank) -> None:
    seat = bank.attended()
    row = bank.credit(seat)
    bank.correct(row.id, 0)

    assert (bank.credit(seat).id, bank.balance(), bank.seat_row(seat).credited_minutes) == (row.id, 0, 0)
    again = bank.credit(seat, 45, "Was there after all.")
    assert (bank.balance(), bank.credit(seat, 45, "Was there after all.").id) == (45, again.id)
    assert (bank.correct(again.id, 0).instead, bank.balance()) == (None, 0)


@pytest.mark.parametrize(
    ("minutes", "reason", "code"),
    [(-1, "x", "out_of_range"), (61, "x", "hours_above_planned"), (10, " ", "reason_missing")],
)
def test_a_correction_that_cannot_be_changes_nothing(bank: Bank, minutes: int, reason: str, code: str) -> None:
    row = bank.earn(0, 60)
    kept = bank.rows()

    assert refused(bank.correct, row.id, minutes, reason)[0] == code
    assert bank.rows() == kept


def test_what_was_spent_is_not_taken_back(bank: Bank) -> None:
    row = bank.earn(0, 60)
    bank.redeem(0, 50)

    assert refused(bank.correct, row.id, 40) == ("hours_overdrawn", "10")
    assert (bank.correct(row.id, 50).instead is not None, bank.balance()) == (True, 0)


def test_a_corrected_redemption_and_transfer_go_back_whence_they_came(bank: Bank) -> None:
    bank.earn(0, 60)
    redeemed, given = bank.redeem(0, 20), bank.give(0, 1, 30)
    bank.correct(redeemed.id, 5)
    made = bank.correct(given.id, 10)

    assert bank.sides(made.opposite) == [("V0", 30), ("V1", -30)]
    assert [bank.balance(number) for number in range(2)] == [45, 10]


def test_a_correction_fills_no_account_beyond_the_cap(bank: Bank) -> None:
    for day in range(4):
        bank.earn(0, 75, day)
    redeemed = bank.redeem(0, 30)
    bank.earn(0, 20, 5)

    assert refused(bank.correct, redeemed.id, 0) == ("hours_above_cap", "10")
    assert (bank.correct(redeemed.id, 20).instead is not None, bank.balance()) == (True, 300)


def test_what_is_written_stays(bank: Bank) -> None:
    bank.earn(0, 60)
    kept = bank.rows()
    for table, column in (("hours_transaction", "worked_minutes"), ("hours_posting", "minutes")):
        for statement in (f"UPDATE {table} SET {column} = 1", f"DELETE FROM {table}"):
            with pytest.raises(DBAPIError, match="written_once"), bank.town.database.writing() as session:
                session.execute(text(statement))

    assert bank.rows() == kept


# ---- the nightly proof


def test_the_nightly_proof_finds_what_does_not_balance(bank: Bank) -> None:
    bank.earn(0, 60)
    assert clockwork.nightly(bank.town.office) == []
    slipped_in = (
        "INSERT INTO hours_posting (transaction_id, line, account, volunteer_id, minutes) "
        "SELECT transaction_id, 9, account, volunteer_id, -100 FROM hours_posting WHERE account = 'volunteer'"
    )
    with bank.town.database.writing() as session:
        session.execute(text(slipped_in))

    assert clockwork.nightly(bank.town.office) == [
        "tangqiao: 1 transactions of hours that do not balance",
        "tangqiao: 1 accounts of hours below nothing",
    ]
