"""Records of service as they were issued: kept as they are, confirmed by their code, told to be corrected since."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from fixtures import people
from scheduler.covenant import HoursRules
from scheduler.errors import Conflict, NotFound, Refused, Rejected
from scheduler.ids import new_receipt
from scheduler.models import AuditEntry, ServiceRecord
from scheduler.privacy import masked_name
from scheduler.usecases import service_records
from scheduler.usecases.hours_statements import Certificate, Kind
from scheduler.usecases.service_records import Confirmed
from tests.rosters_town import VISIT
from tests.scheduler.usecases.hours_acts import DAY, Bank, open_bank
from tests.scheduler.usecases.wishes import refused
from tests.town import Town


@pytest.fixture
def bank(town: Town) -> Bank:
    return open_bank(town, shown_to=30)


def issue(bank: Bank, number: int = 0, **more: Any) -> ServiceRecord:
    given: dict[str, Any] = {"actor": bank.town.people[number], "vault": bank.town.vault, **more}
    return bank.town.do(service_records.issue, **given)


def read(bank: Bank, row: ServiceRecord, **more: Any) -> Certificate:
    given = {"actor": bank.town.people[0], "vault": bank.town.vault, "record_id": row.id, **more}
    return bank.town.do(service_records.read, **given)[1]


def confirm(bank: Bank, code: str) -> Confirmed:
    return bank.town.see(service_records.confirm, vault=bank.town.vault, code=code)


def actions(bank: Bank) -> list[str]:
    with bank.town.database.reading() as session:
        wanted = select(AuditEntry.action).where(AuditEntry.subject == "volunteer").order_by(AuditEntry.seq)
        return list(session.execute(wanted).scalars())


def test_whoever_has_the_code_reads_what_the_paper_says_and_nothing_of_a_person(bank: Bank) -> None:
    bank.earn(0, 90)
    bank.credit(bank.attended(left=55, days=1, terms=VISIT))
    row = issue(bank)
    told = confirm(bank, row.code)

    assert (told.first, told.last, told.issued_on) == (DAY, DAY + timedelta(days=1), DAY + timedelta(days=1))
    assert (told.shifts, told.minutes, told.shown_to) == (2, 145, 30)
    assert (told.receipt, told.masked_name) == ("V0", masked_name(people.name_of(0)))
    assert (told.community.id, told.since) == (bank.town.community_id, None)
    assert people.name_of(0) not in repr(told)


def test_a_code_is_read_as_people_type_it(bank: Bank) -> None:
    bank.earn(0, 90)
    typed = issue(bank).code.lower().replace("-", " ")

    assert confirm(bank, f" {typed} ").minutes == 90


def test_a_code_that_nobody_issued_and_one_that_is_mistyped_are_told_apart(bank: Bank) -> None:
    bank.earn(0, 90)
    code = issue(bank).code
    wrong = code[:-1] + ("B" if code[-1] != "B" else "C")
    with refused(NotFound, "no_such_thing"):
        confirm(bank, new_receipt())
    for text_of in (wrong, "", "soon", code * 3):
        with refused(Rejected, "code_mistyped", "code"):
            confirm(bank, text_of)


def test_what_was_issued_stays_and_the_code_tells_what_was_corrected_since(bank: Bank) -> None:
    credited = bank.earn(0, 90)
    row = issue(bank)
    bank.correct(credited.id, 45)
    told, kept = confirm(bank, row.code), read(bank, row)

    assert (told.shifts, told.minutes) == (1, 90)
    assert told.since is not None
    assert (told.since.shifts, told.since.minutes) == (1, 45)
    assert (kept.shifts, kept.minutes, kept.kinds, kept.evidence) == (1, 90, [Kind("class", 1, 90)], {"A": 0, "B": 90})


def test_hours_that_were_added_for_the_period_are_told_as_well_and_later_ones_are_not(bank: Bank) -> None:
    bank.earn(0, 90)
    row = issue(bank)
    bank.earn(0, 60, 3)
    later = confirm(bank, row.code)
    bank.earn(0, 30)

    assert later.since is None
    since = confirm(bank, row.code).since
    assert since is not None
    assert (since.shifts, since.minutes) == (2, 120)


def test_a_correction_that_nobody_could_see_on_the_paper_is_none(bank: Bank) -> None:
    credited = bank.earn(0, 80)
    row = issue(bank)
    bank.correct(credited.id, 70)

    assert confirm(bank, row.code).since is None


def test_what_the_page_does_not_tell_is_not_told_to_be_corrected(bank: Bank) -> None:
    credited = bank.credit(bank.attended(left=90))
    row = issue(bank)
    bank.correct(credited.id, 90)
    kept, told = read(bank, row), confirm(bank, row.code)

    assert kept.evidence == {"A": 90, "B": 0}
    assert (told.shifts, told.minutes, told.since) == (1, 90, None)


def test_a_record_says_what_it_said_whatever_the_covenant_rounds_to_later(bank: Bank) -> None:
    bank.earn(0, 80)
    row = issue(bank)
    bank.rules(shown_to=1)

    assert read(bank, row).rules == HoursRules(shown_to=30)
    assert confirm(bank, row.code).shown_to == 30


def test_the_database_itself_refuses_to_change_or_delete_what_was_issued(bank: Bank) -> None:
    bank.earn(0, 90)
    issue(bank)
    for statement in ("UPDATE service_record SET minutes = 900", "DELETE FROM service_record"):
        with pytest.raises(DBAPIError, match="written_once"), bank.town.database.writing() as session:
            session.execute(text(statement))
    with bank.town.database.reading() as session:
        assert list(session.execute(select(ServiceRecord.minutes)).scalars()) == [90]


def test_nothing_is_issued_of_no_service_or_of_days_to_come(bank: Bank) -> None:
    cannot: tuple[tuple[type[Refused], str, dict[str, Any]], ...] = (
        (Conflict, "nothing_served", {}),
        (Rejected, "in_the_future", {"last": date(2026, 6, 30)}),
        (Rejected, "inverted_dates", {"first": DAY, "last": DAY - timedelta(days=1)}),
    )
    for error, code, more in cannot:
        with refused(error, code):
            issue(bank, **more)
    with bank.town.database.reading() as session:
        assert list(session.execute(select(ServiceRecord.id)).scalars()) == []


def test_a_record_is_for_its_person_and_the_office_and_each_issue_and_look_of_the_office_is_noted(bank: Bank) -> None:
    bank.earn(0, 90)
    office: dict[str, Any] = {"actor": bank.town.coordinator}
    own = issue(bank)
    theirs = issue(bank, volunteer_id=bank.roster.volunteers[0], **office)
    read(bank, own)
    read(bank, own, **office)
    with refused(NotFound, "no_such_thing"):
        read(bank, own, actor=bank.town.people[1])
    with refused(NotFound, "no_such_thing"):
        issue(bank, 1, volunteer_id=bank.roster.volunteers[0])
    with refused(NotFound, "no_such_thing"):
        read(bank, own, actor=bank.town.auditor)

    assert [row.id for row in listed(bank)] == [theirs.id, own.id]
    assert actions(bank)[-3:] == ["hours.issue", "hours.issue", "hours.certify"]


def listed(bank: Bank) -> list[ServiceRecord]:
    return bank.town.see(service_records.listed, actor=bank.town.people[0])


@pytest.mark.parametrize("name", ["first", "last"])
def test_the_name_that_was_printed_is_sealed(bank: Bank, name: str) -> None:
    bank.earn(0, 90)
    period: dict[str, Any] = {name: DAY}
    row = issue(bank, **period)

    assert people.name_of(0).encode() not in row.name_cipher
    assert read(bank, row).name == people.name_of(0)
