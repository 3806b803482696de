"""Hours given to others, given back for a service, and told: transfers, redemptions, statements, certificates."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from scheduler import queries
from scheduler.models import AuditEntry, Volunteer
from scheduler.queries.hours import Moved
from scheduler.usecases import hours_statements
from scheduler.usecases.hours_statements import Kind, Statement, shown
from tests.rosters_town import PATROL, VISIT
from tests.scheduler.usecases.hours_acts import Bank, moment, open_bank
from tests.scheduler.usecases.test_hours import refused
from tests.town import Town

MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)


@pytest.fixture
def bank(town: Town) -> Bank:
    return open_bank(town, transfers=True, deposit_cap=300, transfer_month_cap=100)


# ---- transfers


def test_minutes_go_from_one_account_to_the_other(bank: Bank) -> None:
    bank.earn(0, 90)
    made = bank.give(0, 1, 60, reason="For the lift.")

    assert (made.kind, bank.sides(made)) == ("transfer", [("V0", -60), ("V1", 60)])
    assert [bank.balance(number) for number in range(2)] == [30, 60]
    assert [code for code, _ in bank.told()][-2:] == ["hours_given", "hours_received"]


def test_hours_are_given_only_where_the_covenant_allows_it(bank: Bank) -> None:
    bank.earn(0, 90)
    bank.rules(transfers=False)

    assert refused(bank.give, 0, 1, 10)[0] == "hours_not_shared"
    assert (bank.balance(0), bank.balance(1)) == (90, 0)


def test_no_account_falls_below_nothing(bank: Bank) -> None:
    bank.earn(0, 40)

    assert refused(bank.give, 0, 1, 41) == ("hours_overdrawn", "40")
    assert refused(bank.redeem, 0, 41) == ("hours_overdrawn", "40")
    bank.give(0, 1, 40)
    assert refused(bank.redeem, 0, 1) == ("hours_overdrawn", "0")


@pytest.mark.parametrize("minutes", [0, -5])
def test_nothing_and_less_does_not_move(bank: Bank, minutes: int) -> None:
    bank.earn(0, 40)

    assert refused(bank.give, 0, 1, minutes) == ("out_of_range", "1 or more")
    assert refused(bank.redeem, 0, minutes) == ("out_of_range", "1 or more")


def test_nobody_gives_to_themselves_or_to_nobody(bank: Bank) -> None:
    bank.earn(0, 40)

    assert refused(bank.give, 0, 0, 10)[0] == "hours_to_self"
    assert refused(bank.give, 0, 99, 10)[0] == "no_such_thing"
    assert refused(bank.give, 8, 0, 10)[0] == "no_such_thing"


@pytest.mark.parametrize("away", [0, 1])
def test_both_must_be_active(bank: Bank, away: int) -> None:
    bank.earn(0, 40)
    bank.roster.change(Volunteer, bank.roster.volunteers[away], state="paused")

    assert refused(bank.give, 0, 1, 10)[0] == "hours_not_active"


def test_what_is_given_in_a_month_has_a_cap_and_corrections_count(bank: Bank) -> None:
    bank.earn(0, 200)
    first = bank.give(0, 1, 70)
    assert refused(bank.give, 0, 2, 31) == ("hours_month_cap", "30")
    bank.correct(first.id, 20)
    bank.give(0, 2, 80)
    assert refused(bank.give, 0, 2, 1) == ("hours_month_cap", "0")

    bank.town.clock.now = moment("00:00", 21)
    assert (bank.town.clock.now.month, bank.give(0, 2, 50).worked_minutes) == (6, 50)
    assert [bank.balance(number) for number in range(3)] == [50, 20, 130]


def test_a_gift_fills_no_account_beyond_the_cap(bank: Bank) -> None:
    bank.earn(0, 90)
    for day in range(2):
        bank.earn(1, 145, day)

    assert refused(bank.give, 0, 1, 11) == ("hours_above_cap", "10")
    assert (bank.give(0, 1, 10).worked_minutes, bank.balance(1)) == (10, 300)


def test_the_office_gives_for_anybody_and_residents_only_what_is_theirs(bank: Bank) -> None:
    bank.earn(0, 90)
    whose: dict[str, Any] = {"volunteer_id": bank.roster.volunteers[0]}

    assert refused(bank.give, 1, 2, 10, **whose)[0] == "no_such_thing"
    assert bank.give(1, 2, 10, actor=bank.town.coordinator, **whose).worked_minutes == 10
    assert refused(bank.give, 1, 2, 10, actor=bank.town.coordinator)[0] == "no_such_thing"


def test_a_redemption_names_the_service(bank: Bank) -> None:
    bank.earn(0, 90)

    assert refused(bank.redeem, 0, 10, " ") == ("reason_missing", "a sentence")
    made = bank.redeem(0, 30, "Meals brought.")
    assert (made.reason, bank.sides(made), bank.balance()) == ("Meals brought.", [("V0", -30), ("redeemed", 30)], 60)


# ---- what is told


def statement(bank: Bank, month: date, number: int = 0, **more: Any) -> Statement:
    given = {"actor": bank.town.people[number], "month": month, **more}
    return bank.town.do(hours_statements.statement, **given)


def test_a_month_opens_with_what_was_there_and_its_lines_sum_to_what_it_closes_with(bank: Bank) -> None:
    bank.earn(0, 90)
    bank.give(0, 1, 20)
    bank.town.clock.now = moment("23:59", 20)
    bank.redeem(0, 15)
    bank.town.clock.advance(minutes=1)
    bank.earn(0, 60, 22)
    may, june = statement(bank, MAY), statement(bank, JUNE)

    assert (may.opening, [line.minutes for line in may.lines], may.closing) == (0, [90, -20, -15], 55)
    assert (june.opening, [line.minutes for line in june.lines], june.closing) == (55, [60], 115)
    assert [line.shift is not None for line in may.lines] == [True, False, False]


def test_an_account_is_shown_to_its_person_the_office_and_auditors(bank: Bank) -> None:
    bank.earn(0, 90)
    whose = {"volunteer_id": bank.roster.volunteers[0]}
    for actor in (bank.town.people[0], bank.town.coordinator, bank.town.admin, bank.town.auditor):
        assert bank.town.do(hours_statements.account, actor=actor, **whose).minutes == 90
    for actor in (bank.town.people[1], bank.town.staff, bank.town.stranger):
        assert refused(bank.town.do, hours_statements.account, actor=actor, **whose)[0] == "no_such_thing"
        assert refused(statement, bank, MAY, actor=actor, **whose)[0] == "no_such_thing"
        certify: dict[str, Any] = {"actor": actor, "vault": bank.town.vault, **whose}
        assert refused(bank.town.do, hours_statements.certificate, **certify)[0] == "no_such_thing"


def test_a_month_of_the_community_by_kind_and_evidence(bank: Bank) -> None:
    corrected = bank.earn(0, 90)
    bank.credit(bank.attended(1, left=70, days=1))
    bank.credit(bank.attended(1, left=0, days=2))
    bank.give(0, 1, 20)
    bank.redeem(1, 15)
    bank.correct(corrected.id, 60)
    told = bank.town.see(hours_statements.community_month, actor=bank.town.auditor, month=MAY)
    after = bank.town.see(hours_statements.community_month, actor=bank.town.coordinator, month=JUNE)

    assert told.moved == [
        Moved("correction", "B", 1, -90, 0, 90),
        Moved("redeem", "none", 1, 15, 0, 15),
        Moved("service", "A", 2, 70, 70, 0),
        Moved("service", "B", 2, 150, 150, 0),
        Moved("transfer", "none", 1, 20, 20, 20),
    ]
    assert told.accounts == {"issued": -130, "redeemed": 15, "volunteer": 115}
    assert (after.moved, after.accounts) == ([], told.accounts)
    assert refused(bank.town.see, hours_statements.community_month, actor=bank.town.staff, month=MAY) == (
        "not_for_this_role", "",
    )  # fmt: skip


def certificate(bank: Bank, **more: Any) -> Any:
    given = {"actor": bank.town.people[0], "vault": bank.town.vault, **more}
    return bank.town.do(hours_statements.certificate, **given)


def test_a_record_of_service_counts_what_was_served_after_all_corrections(bank: Bank) -> None:
    bank.rules(coefficients={"patrol": 200}, deposit_cap=100)
    bank.credit(bank.attended(left=80, terms=PATROL))
    wrong = bank.earn(0, 90, 1)
    bank.correct(wrong.id, 0)
    bank.credit(bank.attended(left=0, days=2))
    bank.credit(bank.attended(left=60, days=3, terms=VISIT))
    bank.correct(bank.earn(0, 90, 4).id, 45)
    whole = certificate(bank)
    part = certificate(bank, first=date(2026, 5, 12), last=date(2026, 5, 14))

    assert (whole.first, whole.last) == (date(2026, 5, 11), date(2026, 5, 15))
    assert (whole.shifts, whole.minutes, whole.evidence) == (3, 185, {"A": 140, "B": 45})
    assert whole.kinds == [Kind("class", 1, 45), Kind("home_visit", 1, 60), Kind("patrol", 1, 80)]
    assert (part.shifts, part.minutes, part.kinds) == (1, 60, [Kind("home_visit", 1, 60)])
    assert refused(certificate, bank, first=JUNE, last=MAY) == ("inverted_dates", "2026-06-01 or later")


def test_who_served_nothing_has_an_empty_record_in_their_name(bank: Bank) -> None:
    told = certificate(bank)

    assert (told.shifts, told.minutes, told.kinds, told.first == told.last) == (0, 0, [], True)
    assert told.name == bank.town.vault.open_sealed(*_sealed(bank))


def _sealed(bank: Bank) -> tuple[bytes, str, Any]:
    with bank.town.database.reading() as session:
        member = queries.community.member(session, bank.town.community_id, bank.town.people[0].member_id)  # type: ignore[arg-type]
        assert member is not None
        return member.name_cipher, "member.name", member.id


def test_it_is_noted_where_the_office_reads_somebodys_record(bank: Bank) -> None:
    certificate(bank)
    certificate(bank, actor=bank.town.coordinator, volunteer_id=bank.roster.volunteers[0])

    with bank.town.database.reading() as session:
        actions = [entry.action for entry in session.query(AuditEntry).filter(AuditEntry.action == "hours.certify")]
    assert actions == ["hours.certify"]


@pytest.mark.parametrize(
    ("minutes", "to", "told"), [(89, 1, 89), (89, 30, 60), (-89, 30, -60), (90, 30, 90), (-29, 30, 0)]
)
def test_minutes_are_rounded_only_when_shown(bank: Bank, minutes: int, to: int, told: int) -> None:
    bank.rules(shown_to=to)
    rules = bank.town.do(hours_statements.account, actor=bank.town.people[0]).rules

    assert shown(minutes, rules) == told
