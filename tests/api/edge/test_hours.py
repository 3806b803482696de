"""The time bank over HTTP: from a seat served to a statement that sums; gifts; the record of service."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from fastapi.testclient import TestClient

from fixtures import people
from scheduler.ids import new_receipt
from scheduler.privacy import masked_name
from tests.api.edge.test_lists import reader
from tests.apps import create_app
from tests.rosters_town import VISIT
from tests.scheduler.usecases.hours_acts import Bank, open_bank
from tests.town import Town

HOURS = "/api/v1/hours"
MAY = f"{HOURS}/statement?month=2026-05"


@pytest.fixture
def bank(town: Town) -> Bank:
    return open_bank(town, transfers=True, deposit_cap=300, transfer_month_cap=100, shown_to=30)


def give(client: TestClient, minutes: int, to: str = "V1", **more: Any) -> Any:
    return client.post(f"{HOURS}/transfers", json={"to": to, "minutes": minutes}, **more)


def test_hours_served_are_told_given_redeemed_corrected_and_sum(bank: Bank) -> None:
    row = bank.credit(bank.attended(left=85))
    person, office = reader(bank.town, "person0"), reader(bank.town, "coordinator")
    whose = str(bank.roster.volunteers[0])

    given = give(person, 20)
    redeemed = office.post(f"{HOURS}/redemptions", json={"volunteer_id": whose, "minutes": 15, "reason": "Meals."})
    corrected = office.post(
        f"{HOURS}/transactions/{row.id}/correct", json={"minutes": 80, "reason": "Came at five past."}
    )
    statement, account = person.get(MAY).json(), person.get(HOURS).json()

    assert (given.status_code, redeemed.status_code, corrected.status_code) == (201, 201, 200)
    assert [line["minutes"] for line in statement["lines"]] == [85, -20, -15, -85, 80]
    assert (statement["opening"], statement["closing"], statement["month"]) == (0, 45, "2026-05")
    assert (account["minutes"], account["shown_minutes"], account["given_this_month"]) == (45, 30, 20)
    assert account["items"][-1]["shift_en"].startswith("hours")
    assert (corrected.json()["opposite"]["corrects_id"], corrected.json()["instead"]["evidence"]) == (str(row.id), "B")
    assert office.get(f"{MAY}&volunteer_id={whose}").json() == statement
    assert person.get(given.headers["location"]).json() == given.json()


def test_a_gift_sent_again_with_its_key_is_made_once(bank: Bank) -> None:
    bank.earn(0, 90)
    person, key = reader(bank.town, "person0"), {"Idempotency-Key": "gift-1"}
    answers = [give(person, 20, headers=key) for _ in range(2)]

    assert answers[0].json() == answers[1].json()
    assert (bank.balance(0), bank.balance(1)) == (70, 20)


def test_an_overdraft_is_refused_with_the_balance_in_words(bank: Bank) -> None:
    bank.earn(0, 30)
    answer = give(reader(bank.town, "person0"), 31, headers={"Accept-Language": "zh"})

    assert (answer.status_code, answer.json()["code"], answer.json()["allowed"]) == (409, "hours_overdrawn", "30")
    assert answer.json()["detail"] == "账户余额为 30 分钟；需要 31 分钟。"


@pytest.mark.parametrize(
    ("body", "code", "field"),
    [
        ({"to": "V1", "minutes": 0}, "out_of_range", "minutes"),
        ({"to": "V1", "minutes": -5}, "out_of_range", "minutes"),
        ({"to": "V1", "minutes": 1.5}, "wrong_type", "minutes"),
        ({"to": "V0", "minutes": 5}, "hours_to_self", "to"),
        ({"to": "", "minutes": 5}, "out_of_range", "to"),
        ({"minutes": 5}, "missing_field", "to"),
    ],
)
def test_a_gift_that_cannot_be_is_refused(bank: Bank, body: dict[str, Any], code: str, field: str) -> None:
    answer = reader(bank.town, "person0").post(f"{HOURS}/transfers", json=body)

    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (422, code, field)


@pytest.mark.parametrize("month", ["2026-13", "2026-5", "1999-05", "May", "2026-05-01", ""])
def test_a_month_is_written_in_one_way(bank: Bank, month: str) -> None:
    answer = reader(bank.town, "person0").get(f"{HOURS}/statement?month={month}")

    assert (answer.status_code, answer.json()["code"]) == (422, "not_a_date")


def test_an_account_comes_in_pages(bank: Bank) -> None:
    for day in range(3):
        bank.earn(0, 30, day)
    person = reader(bank.town, "person0")
    first = person.get(f"{HOURS}?limit=2&sort=oldest").json()
    second = person.get(f"{HOURS}?limit=2&sort=oldest&cursor={first['next']}").json()

    dates = [line["date"] for page in (first, second) for line in page["items"]]
    assert (dates, second["next"]) == (["2026-05-11", "2026-05-12", "2026-05-13"], None)


def test_the_record_of_service_has_the_name_and_what_was_served(bank: Bank) -> None:
    bank.credit(bank.attended(left=80, terms=VISIT))
    bank.earn(0, 45, 2)
    told = reader(bank.town, "person0").get(f"{HOURS}/certificate").json()
    whose = bank.roster.volunteers[0]
    office = reader(bank.town, "coordinator").get(f"{HOURS}/certificate?volunteer_id={whose}&last=2026-05-11").json()

    assert (told["name"], told["receipt"], told["community_en"]) == (
        people.name_of(0),
        "V0",
        "Tangqiao street (example)",
    )
    assert (told["first"], told["last"], told["shifts"], told["minutes"]) == ("2026-05-11", "2026-05-13", 2, 125)
    assert told["kinds"] == [
        {"kind": "class", "shifts": 1, "minutes": 45},
        {"kind": "home_visit", "shifts": 1, "minutes": 80},
    ]
    assert told["evidence"] == {"A": 80, "B": 45}
    assert (office["minutes"], office["last"], office["name"]) == (80, "2026-05-11", told["name"])


def test_a_record_is_issued_once_for_a_key_and_confirmed_to_anybody_until_hours_are_corrected(bank: Bank) -> None:
    credited = bank.earn(0, 90)
    person, stranger = reader(bank.town, "person0"), TestClient(create_app(bank.town.office))
    made = [person.post(f"{HOURS}/records", json={}, headers={"Idempotency-Key": "paper"}) for _ in range(2)]
    row = made[0].json()
    address = f"/api/v1/public/hours/records/{row['code']}"
    before = stranger.get(address)
    bank.correct(credited.id, 45)
    after = stranger.get(address).json()

    assert (made[0].status_code, made[1].json()) == (201, row)
    assert person.get(made[0].headers["location"]).json() == row
    assert (row["name"], row["verify_at"].endswith(f"/hours/verify/{row['code']}")) == (people.name_of(0), True)
    assert before.headers["cache-control"] == "no-store"
    assert before.json() == {
        "shifts": 1,
        "minutes": 90,
        "shown_minutes": 90,
        "community_zh": "塘桥街道（示例）",
        "community_en": "Tangqiao street (example)",
        "issued_on": "2026-05-11",
        "first": "2026-05-11",
        "last": "2026-05-11",
        "receipt": "V0",
        "masked_name": masked_name(people.name_of(0)),
        "since": None,
    }
    assert after == {**before.json(), "since": {"shifts": 1, "minutes": 45, "shown_minutes": 30}}


def test_a_code_that_was_never_issued_and_one_that_is_mistyped_are_answered_differently(bank: Bank) -> None:
    stranger = TestClient(create_app(bank.town.office))
    answers = [stranger.get(f"/api/v1/public/hours/records/{code}") for code in (new_receipt(), "ABCD-EFGH")]

    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [
        (404, "no_such_thing"),
        (422, "code_mistyped"),
    ]


def test_who_guesses_codes_is_stopped_as_everybody_who_calls_too_often(town: Town) -> None:
    settings = town.office.settings.model_copy(update={"request_limit": "3/minute"})
    client = TestClient(create_app(replace(town.office, settings=settings)))
    answers = [client.get(f"/api/v1/public/hours/records/{new_receipt()}").status_code for _ in range(4)]

    assert answers == [404, 404, 404, 429]


def test_a_month_of_the_community_is_for_the_office_and_auditors(bank: Bank) -> None:
    bank.earn(0, 90)
    address = f"{HOURS}/community?month=2026-05"
    told = reader(bank.town, "auditor").get(address).json()

    assert told["moved"] == [
        {"kind": "service", "evidence": "B", "transactions": 1, "worked": 90, "into": 90, "out": 0}
    ]
    assert told["accounts"] == {"volunteer": 90, "issued": -90, "redeemed": 0, "expired": 0}
    assert [reader(bank.town, login).get(address).status_code for login in ("coordinator", "person0", "staff")] == [
        200, 403, 403,
    ]  # fmt: skip


def test_a_transaction_of_somebody_else_is_not_there(bank: Bank) -> None:
    row, nothing = bank.earn(0, 90), bank.credit(bank.attended(1, left=0, days=1))
    logins = ("person0", "person1", "coordinator", "auditor", "staff")
    found = {
        row.id: [reader(bank.town, login).get(f"{HOURS}/transactions/{row.id}").status_code for login in logins]
        for row in (row, nothing)
    }

    assert found == {row.id: [200, 404, 200, 200, 404], nothing.id: [404, 200, 200, 200, 404]}


def test_who_is_no_volunteer_has_no_account(bank: Bank) -> None:
    answers = [reader(bank.town, login).get(HOURS) for login in ("person8", "coordinator")]

    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [(404, "no_such_thing")] * 2
