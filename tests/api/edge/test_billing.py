"""Fees through HTTP: a price with the result, a payment told twice, lists, what cannot be."""

from __future__ import annotations

from typing import Any

from tests.api.edge.test_lists import names, pages, reader
from tests.scheduler.usecases.agreement_acts import rule
from tests.scheduler.usecases.billing_acts import accept, balances, night
from tests.scheduler.usecases.test_billing import MONTHLY
from tests.town import Town


def billed(town: Town) -> Town:
    """The town in the first night of use, in which the first accepted."""
    dearer = {"fen": 62_000, "site": "T", "reason_zh": "高楼", "reason_en": "tower"}
    rule(town, fees={**MONTHLY, "tariffs": [{"fen": 31_000}, dearer]})
    accept(town, 0)
    night(town, days=3)
    return town


def paid(town: Town, **given: Any) -> dict[str, Any]:
    member = str(town.people[0].member_id)
    return {"member_id": member, "method": "cash", "fen": 10_000, "received_on": "2026-05-04", **given}


def test_a_price_stands_with_the_result_and_fees_stand_beside_each_other(published: Town) -> None:
    town = billed(published)
    own = reader(town, "person0")
    price = own.get(f"/api/v1/registrations/{town.registrations[0]}/price").json()
    result = own.get(f"/api/v1/registrations/{town.registrations[0]}/result").json()

    assert result["price"] == price
    assert (price["fen"], price["window"], price["first"], price["accepted_at"] is None) == (
        price["lines"][0]["fen"],
        "night",
        "2026-05-04",
        False,
    )
    assert own.get(f"/api/v1/registrations/{town.registrations[5]}/result").status_code == 404
    (usual, tower) = own.get("/api/v1/public/fees?community=tangqiao").json()["rows"][0]["sites"]
    assert [(one["code"], one["fen"], one["differs"], one["reason_en"]) for one in (usual, tower)] == [
        ("H", 31_000, False, ""),
        ("T", 62_000, True, "tower"),
    ]
    assert own.get("/api/v1/public/fees?community=nowhere").status_code == 404


def test_a_payment_that_is_sent_twice_counts_once_and_settles_the_oldest(published: Town) -> None:
    town = billed(published)
    clerk = reader(town, "coordinator")
    answers = [clerk.post("/api/v1/payments", json=paid(town), headers={"Idempotency-Key": "k1"}) for _ in "ab"]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].content == answers[1].content
    again = {"method": "transfer", "reference": "T-1"}
    twice = [clerk.post("/api/v1/payments", json=paid(town, **again)).json()["id"] for _ in "ab"]
    assert twice[0] == twice[1]
    other = clerk.post("/api/v1/payments", json=paid(town, **again, fen=1))
    assert (other.status_code, other.json()["code"]) == (409, "reference_used")

    (invoice,) = clerk.get("/api/v1/invoices?state=issued&month=2026-05").json()["items"]
    assert (invoice["number"], invoice["settled_fen"]) == (1, 20_000)
    found = pages(clerk, "/api/v1/payments?limit=1")
    assert names(found, "number") == [[2], [1]]
    (part,) = clerk.get(f"/api/v1/payments/{twice[0]}").json()["parts"]
    assert (part["number"], part["fen"]) == (1, 10_000)
    assert [balances(town)[name] for name in ("cash", "bank")] == [10_000, 10_000]


def test_what_cannot_be_paid_is_refused_with_its_field(published: Town) -> None:
    clerk = reader(published, "coordinator")
    for given, field in (
        ({"fen": 0}, "fen"),
        ({"fen": -1}, "fen"),
        ({"fen": 10**18}, "fen"),
        ({"fen": 1.5}, "fen"),
        ({"fen": "1"}, "fen"),
        ({"method": "gold"}, "method"),
        ({"method": "transfer"}, "reference"),
        ({"received_on": "2026-05-03"}, "received_on"),
        ({"status": "paid"}, "status"),
    ):
        answer = clerk.post("/api/v1/payments", json=paid(published, **given))
        assert (answer.status_code, answer.json()["field"]) == (422, field), given
    assert pages(clerk, "/api/v1/payments?limit=1") == [[]]


def test_papers_are_one_s_own_and_those_of_whom_staff_serve(published: Town) -> None:
    town = billed(published)
    member = town.people[0].member_id
    for login, status in (("person0", 200), ("staff", 200), ("auditor", 200), ("person1", 404)):
        assert reader(town, login).get(f"/api/v1/invoices?member_id={member}").status_code == status
    counts = {login: len(reader(town, login).get("/api/v1/invoices").json()["items"]) for login in
              ("person0", "person1", "staff", "coordinator", "auditor")}  # fmt: skip
    assert counts == {"person0": 1, "person1": 0, "staff": 1, "coordinator": 1, "auditor": 1}
