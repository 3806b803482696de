"""The ledger over HTTP: closing a month, the public statement, the export, what is refused."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from io import StringIO
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.tables import cell, csv_of
from fixtures import people
from scheduler.usecases.ledger import Transfer
from tests.api.conftest import OWN_PAGE
from tests.api.edge.test_lists import pages, reader
from tests.apps import create_app
from tests.scheduler.usecases.money_acts import Books
from tests.town import Town

MONEY = "/api/v1/money"
PUBLIC = "/api/v1/public/money/months"
MINE = "community=tangqiao"


@pytest.fixture
def books(town: Town) -> Books:
    """Fees of May, paid and divided; it is June."""
    made = Books(town)
    made.settle(1_000)
    made.settle(501, at=1, site="T", income="own")
    town.clock.now = datetime(2026, 6, 2, 4, tzinfo=UTC)
    return made


def visitor(books: Books) -> TestClient:
    return TestClient(create_app(books.town.office), headers=OWN_PAGE)


def office(books: Books) -> TestClient:
    return reader(books.town, "coordinator")


def test_a_month_is_closed_and_everybody_reads_its_statement(books: Books) -> None:
    coordinator, anybody = office(books), visitor(books)
    before = [anybody.get(f"{PUBLIC}/2026-05?{MINE}").status_code, coordinator.get(f"{MONEY}/months").json()]
    draft = coordinator.get(f"{MONEY}/months/2026-05").json()
    closed = coordinator.post(f"{MONEY}/months/2026-05/close")
    told = anybody.get(f"{PUBLIC}/2026-05?{MINE}").json()

    assert before == [404, {"items": [], "next_to_close": "2026-05"}]
    assert (closed.status_code, closed.json()["month"], closed.json()["digest"]) == (201, "2026-05", told["digest"])
    assert [told["statement"][name] == draft[name] for name in ("held", "totals", "covenants", "last_number")] == [
        True
    ] * 4
    assert [[line["site"] for line in one["sites"]] for one in (told["statement"], draft)] == [["*"], ["H", "T"]]
    assert {name: total["closing"] for name, total in draft["totals"].items()} == {"held": 1_501, "owned": 1_501}
    assert [row["digest"] for row in anybody.get(f"{PUBLIC}?{MINE}").json()["items"]] == [told["digest"]]
    assert coordinator.get(f"{MONEY}/months").json()["next_to_close"] is None


def test_a_statement_names_nobody(books: Books) -> None:
    office(books).post(f"{MONEY}/months/2026-05/close")
    answer = visitor(books).get(f"{PUBLIC}/2026-05?{MINE}")

    canaries = [str(books.member(at)) for at in range(3)] + [people.name_of(at) for at in range(3)]
    assert [canary in answer.text for canary in canaries] == [False] * 6
    assert answer.headers["cache-control"] == "public, max-age=300"


def test_a_month_is_written_one_way(books: Books) -> None:
    coordinator = office(books)
    answers = [coordinator.get(f"{MONEY}/months/{month}").status_code
               for month in ("2026-5", "2026-13", "may", "2026-05-01", "1999-12", "2026-05")]  # fmt: skip

    assert answers == [404, 404, 404, 404, 404, 200]
    assert coordinator.get(f"{MONEY}/transactions?month=2026-13").json()["code"] == "not_a_date"


REFUSED: tuple[tuple[dict[str, Any], int], ...] = (
    ({"fen": 0}, 422), ({"fen": -5}, 422), ({"fen": 10**18}, 422), ({"fen": 2**63}, 422), ({"fen": 1.5}, 422),
    ({"fen": "5"}, 422), ({"fen": True}, 422), ({"reason": " "}, 422), ({"share": "mine"}, 422), ({"fee": 5}, 422),
    ({"fen": 901}, 409), ({"subject_id": None}, 409), ({"share": "owner"}, 404),
)  # fmt: skip


def test_a_payout_that_cannot_be_is_refused_and_moves_nothing(books: Books) -> None:
    coordinator, before = office(books), books.balances()
    body = {"share": "fund", "subject_id": str(books.town.sites["H"]), "place": "cash", "fen": 5, "reason": "Lamps."}
    answers = [coordinator.post(f"{MONEY}/share-payouts", json={**body, **changed}) for changed, _ in REFUSED]

    assert [answer.status_code for answer in answers] == [status for _, status in REFUSED]
    assert books.balances() == before


def test_a_payout_sent_again_with_its_key_is_made_once_and_taken_back_once(books: Books) -> None:
    coordinator, key = office(books), {"Idempotency-Key": "lamps"}
    body = {"share": "fund", "subject_id": str(books.town.sites["H"]), "place": "cash", "fen": 5, "reason": "Lamps."}
    answers = [coordinator.post(f"{MONEY}/share-payouts", json=body, headers=key) for _ in range(2)]
    place = answers[0].headers["location"]
    back = [coordinator.post(f"{place}/reverse", json={"reason": "Not bought."}) for _ in range(2)]
    seen = coordinator.get(place).json()

    assert answers[0].json() == answers[1].json()
    assert [one.status_code for one in back] == [200, 409]
    assert (seen["reversed_by"], seen["transfers"][0]["fen"]) == (back[0].json()["id"], 5)
    assert books.balance("fund", books.town.sites["H"]) == -700


def test_what_has_a_paper_is_not_taken_back_in_the_ledger(books: Books) -> None:
    listed = office(books).get(f"{MONEY}/transactions?month=2026-05").json()["items"]
    answers = [office(books).post(f"{MONEY}/transactions/{row['id']}/reverse", json={"reason": "x"}) for row in listed]

    assert len(listed) == 6
    assert {answer.json()["code"] for answer in answers} == {"not_reversible"}


def test_accounts_sum_to_nothing_over_all_pages(books: Books) -> None:
    found = [row["balance"] for page in pages(office(books), f"{MONEY}/accounts?limit=3") for row in page]

    assert (len(found), sum(found)) == (10, 0)


# ---- the export


def test_the_export_is_a_table_of_every_transfer(books: Books) -> None:
    books.post("carry", [Transfer(("bank", None), ("cash", None), 7)], reason="=HYPERLINK(1)")
    answer = office(books).get(f"{MONEY}/months/2026-06/export?purpose=audit")
    (row,) = csv.DictReader(StringIO(answer.content.decode("utf-8-sig")))

    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    assert (row["number"], row["kind"], row["fen"], row["debit"], row["credit"]) == ("7", "carry", "7", "bank", "cash")
    assert "HYPERLINK" not in answer.text
    assert office(books).get(f"{MONEY}/months/2026-06/export?purpose=fun").status_code == 422


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"])
def test_no_cell_of_a_table_is_a_formula(text: str) -> None:
    assert cell(text) == f"'{text}"
    assert list(csv.reader(StringIO(csv_of(["a"], [[text]])[1:], newline=""))) == [["a"], [f"'{text}"]]


def test_numbers_and_what_is_not_known_stand_as_they_are() -> None:
    assert csv_of(["a", "b", "c"], [[-5, None, "ü"]]) == "\ufeffa,b,c\r\n-5,,ü\r\n"
