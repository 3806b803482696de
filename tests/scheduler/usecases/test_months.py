"""Months of the ledger: closed in order, told to everybody, never changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import text

from scheduler import audit, queries, statements
from scheduler.errors import NotAllowed, NotFound
from scheduler.models import AuditEntry, Community, Covenant
from scheduler.usecases import money_views, months, proofs
from scheduler.usecases.ledger import Transfer
from tests.guarantees.crowds import drop_guards, told
from tests.scheduler.usecases.money_acts import Books
from tests.town import Town

JUNE = datetime(2026, 6, 3, 4, tzinfo=UTC)


@pytest.fixture
def books(town: Town) -> Books:
    return Books(town)


def two_months(books: Books) -> None:
    """In May two fees of H and one of T, one of them unpaid; in June a payment, a refund, a compensation."""
    books.settle(1_000, at=0)
    books.settle(501, at=1, site="T", income="own")
    books.charge(300, at=2)
    books.town.clock.now = JUNE
    books.pay(300, at=2)
    books.divide(0, 300)
    home, member = books.town.sites["H"], books.member(0)
    books.post("refund", [Transfer(("fund", home), ("payable", member), 70),
                          Transfer(("operator", home), ("payable", member), 30)], site_id=home)  # fmt: skip
    books.post("compensation", [Transfer(("fund", home), ("payable", member), 50)], site_id=home)
    books.post("payout", [Transfer(("payable", member), ("cash", None), 150)])


def lines(statement: dict[str, Any]) -> dict[tuple[str, str | None], tuple[int, dict[str, int], int]]:
    return {
        (line["account"], line["site"]): (line["opening"], line["moved"], line["closing"])
        for line in (*statement["held"], *statement["owned"])
    }


def test_a_statement_tells_where_money_lies_and_whose_it_is_to_the_fen(books: Books) -> None:
    two_months(books)
    statement = drafted(books, 5)

    assert lines(statement) == {
        ("cash", None): (0, {"payment": 1_501}, 1_501),
        ("receivable", None): (0, {"charge": 1_801, "payment": -1_501}, 300),
        ("fund", "H"): (0, {"split": 700}, 700),
        ("fund", "T"): (0, {"split": 100}, 100),
        ("operator", "H"): (0, {"split": 200}, 200),
        ("operator", "T"): (0, {"split": 50}, 50),
        ("platform", None): (0, {"split": 150}, 150),
        ("people", None): (0, {"split": 301}, 301),
        ("income", None): (0, {"charge": 1_801, "split": -1_501}, 300),
    }
    assert [total["closing"] for total in statement["totals"].values()] == [1_801, 1_801]
    assert (statement["last_number"], books.close("2026-05").last_number) == (7, 7)


def drafted(books: Books, month: int) -> dict[str, Any]:
    """What the office sees of a month."""
    found: dict[str, Any] = books.town.see(months.draft, actor=books.town.auditor, month=date(2026, month, 1))
    return found


def test_what_single_people_pay_at_a_site_is_told_to_everybody_as_a_sum_only(books: Books) -> None:
    two_months(books)
    told_of, seen = books.close("2026-05").statement, drafted(books, 5)

    assert [(line["site"], line["billed"], line["received"]) for line in told_of["sites"]] == [("*", 1_801, 1_501)]
    assert lines(told_of)[("fund", "*")] == (0, {"split": 800}, 800)
    assert [line["site"] for line in seen["sites"]] == ["H", "T"]
    assert (told_of["totals"], statements.faults_of(told_of)) == (seen["totals"], [])


def test_a_site_is_told_on_its_own_from_the_second_month_on_with_five_who_pay(books: Books) -> None:
    for at in range(5):
        books.settle(100, at=at)
        books.settle(100, at=at, site="T")
    books.town.clock.now = JUNE
    assert [line["site"] for line in books.close("2026-05").statement["sites"]] == ["H", "T"]
    for month, payers, wanted in ((6, 4, ["*"]), (7, 5, ["*"]), (8, 5, ["H", "T"])):
        for at in range(5):
            books.settle(100, at=at, site="T")
        for at in range(payers):
            books.settle(100, at=at)
        books.town.clock.now = datetime(2026, month + 1, 3, 4, tzinfo=UTC)
        assert [line["site"] for line in books.close(f"2026-{month:02}").statement["sites"]] == wanted
    assert books.faults() == []


@pytest.mark.parametrize(
    ("payers", "few"),
    [
        ({}, set()),
        ({"a": 5, "b": 9}, set()),
        ({"a": 4, "b": 9, "c": 7}, {"a", "c"}),
        ({"a": 4, "b": 1, "c": 7}, {"a", "b"}),
        ({"a": 0, "b": 2}, {"a", "b"}),
    ],
)
def test_sites_of_few_are_summed_with_the_next_smallest(payers: dict[str, int], few: set[str]) -> None:
    assert statements.too_few(payers) == few


def test_the_next_month_begins_with_what_the_last_one_ended_with(books: Books) -> None:
    two_months(books)
    may = books.close("2026-05")
    books.town.clock.now = datetime(2026, 7, 1, 4, tzinfo=UTC)
    june = books.close("2026-06")

    assert june.statement["previous"] == may.digest
    assert statements.opening_of(june.statement) == statements.closing_of(may.statement)
    told_of = drafted(books, 6)
    assert lines(told_of)[("fund", "H")] == (700, {"split": 210, "refund": -70, "compensation": -50}, 790)
    assert lines(june.statement)[("people", None)] == (301, {"refund": 100, "compensation": 50, "payout": -150}, 301)
    assert statements.faults_of(june.statement) == []
    assert books.faults() == []


def test_sites_tell_what_they_billed_took_in_and_gave_back(books: Books) -> None:
    two_months(books)
    books.post("charge", [Transfer(("receivable", books.member(3)), ("income", None), 9)])
    june = books.town.see(months.draft, actor=books.town.auditor, month=date(2026, 6, 1))
    home, none = june["sites"]

    assert home == {
        "site": "H", "billed": 0, "cancelled": 0, "received": 300, "refunded": 100, "compensated": 50,
        "shares": {"fund": 210, "operator": 60, "platform": 30, "owner": 0},
    }  # fmt: skip
    assert (none["site"], none["billed"]) == (None, 9)


def test_what_is_taken_back_counts_against_what_it_was(books: Books) -> None:
    books.settle(100)
    books.reverse(books.charge(40))
    (home,) = books.town.see(months.draft, actor=books.town.coordinator, month=date(2026, 5, 1))["sites"]

    assert (home["billed"], home["received"]) == (100, 100)


def test_a_statement_tells_the_tariffs_and_splits_of_every_version_in_force(books: Books) -> None:
    town = books.town
    with town.database.writing() as session:
        for version, month in ((2, 5), (3, 6)):
            settings = {"fees": {"tariffs": [{"fen": 30_000, "window": "night"}] if version == 2 else []}}
            since = datetime(2026, month, 20, tzinfo=UTC)
            made = {"community_id": town.community_id, "version": version, "settings": settings}
            session.add(Covenant(**made, in_force_from=since))
    books.charge(1)
    told_of = town.see(months.draft, actor=town.coordinator, month=date(2026, 5, 1))["covenants"]

    assert [one["version"] for one in told_of] == [1, 2]
    assert told_of[1]["tariffs"] == [
        {"subject": "right", "window": "night", "tier": 1, "period": "month", "fen": 30_000,
         "reason_zh": "", "reason_en": ""}
    ]  # fmt: skip
    assert sum(part["share"] for part in told_of[0]["splits"][0]["parts"]) == 10_000


# ---- closing


def test_months_are_closed_in_order_once_and_when_they_are_over(books: Books) -> None:
    books.charge(5)
    assert told(lambda: books.close("2026-05")) == "month_not_over"
    books.town.clock.now = datetime(2026, 8, 1, 4, tzinfo=UTC)
    assert told(lambda: books.close("2026-06")) == "month_out_of_order"

    assert [told(lambda m=month: books.close(m)) for month in ("2026-05", "2026-05", "2026-06", "2026-08")] == [  # type: ignore[misc]
        "done", "month_closed_already", "done", "month_not_over",
    ]  # fmt: skip
    assert books.town.do(months.next_to_close, actor=books.town.auditor) == "2026-07"


def test_a_month_ends_by_the_clock_of_the_community(books: Books) -> None:
    town = books.town
    town.clock.now = datetime(2026, 5, 31, 15, 59, tzinfo=UTC)
    assert (books.charge(1).month, town.do(months.next_to_close, actor=town.admin)) == ("2026-05", None)
    town.clock.advance(minutes=1)
    assert (books.charge(1).month, town.do(months.next_to_close, actor=town.admin)) == ("2026-06", "2026-05")


def test_what_moves_after_a_month_is_closed_is_told_in_the_next(books: Books) -> None:
    books.charge(5)
    books.town.clock.now = JUNE
    closed = books.close("2026-05")
    books.town.clock.now = datetime(2026, 5, 31, 4, tzinfo=UTC)  # a clock that was put back

    assert books.charge(6).month == "2026-06"
    found = books.town.see(months.published_month, slug="tangqiao", month=date(2026, 5, 1))
    assert found[1].statement == closed.statement


def test_a_ledger_that_does_not_hold_is_not_closed(books: Books) -> None:
    books.charge(5)
    books.town.clock.now = JUNE
    with books.town.database.writing() as session:
        session.execute(text("UPDATE money_account SET balance = balance + 1 WHERE kind = 'receivable'"))

    assert told(lambda: books.close("2026-05")) == "ledger_faulty"
    assert books.faults() == [
        "1 fen by which the balances do not sum to nothing",
        "1 balances that are not what was transferred",
    ]


def test_only_the_office_closes_and_everybody_reads_what_is_closed(books: Books) -> None:
    town = books.town
    books.charge(5)
    town.clock.now = JUNE
    for actor in (town.staff, town.auditor, town.people[0]):
        with pytest.raises(NotAllowed):
            town.do(months.close, actor=actor, month=date(2026, 5, 1))
    with pytest.raises(NotFound):
        town.see(months.published_month, slug="tangqiao", month=date(2026, 5, 1))
    row = books.close("2026-05")

    community, rows = town.see(months.published, slug="tangqiao")
    assert (community.id, [one.month for one in rows]) == (town.community_id, ["2026-05"])
    with town.database.reading() as session:
        (entry,) = session.query(AuditEntry).filter_by(action="money.close").all()
    assert entry.details == {"month": "2026-05", "digest": row.digest, "last_number": 1}


# ---- proofs


def test_the_nightly_proofs_find_what_was_tampered_with(books: Books) -> None:
    two_months(books)
    books.close("2026-05")
    town = books.town
    faults = {
        "UPDATE money_transfer SET fen = fen + 1 WHERE line = 1": "12 balances that are not what was transferred",
        "UPDATE money_transaction SET number = number + 5 WHERE number = 11": "1 kinds of papers with gaps",
        "UPDATE money_month SET digest = 'x'": "month 2026-05 was changed",
    }
    with town.database.reading() as session:
        community = session.get_one(Community, town.community_id)
        assert proofs.lines_of(session, community) == []
    for table in ("money_transfer", "money_transaction", "money_month"):
        drop_guards(town.database, table)
    for statement, fault in faults.items():
        with town.database.writing() as session:
            session.execute(text(statement))
            found = proofs.lines_of(session, session.get_one(Community, town.community_id))
            session.rollback()
        assert [one for one in found if fault.split(" ", 1)[1] in one], (fault, found)


# ---- the export


def test_the_export_has_every_transfer_of_a_month_by_ids_only_and_is_noted(books: Books) -> None:
    two_months(books)
    town = books.town
    rows = town.do(money_views.export, actor=town.auditor, month=date(2026, 6, 1), purpose="bookkeeping")

    assert [(row.number, row.kind, row.line, row.fen) for row in rows] == [
        (8, "payment", 1, 300), (9, "split", 1, 210), (9, "split", 2, 60), (9, "split", 3, 30),
        (10, "refund", 1, 70), (10, "refund", 2, 30), (11, "compensation", 1, 50), (12, "payout", 1, 150),
    ]  # fmt: skip
    assert {row.site for row in rows} == {"H", None}
    with town.database.reading() as session:
        (entry,) = session.query(AuditEntry).filter_by(action="money.export").all()
        assert audit.first_fault(queries.audit.entries(session, town.community_id), None) is None
    assert entry.details == {"month": "2026-06", "rows": 8, "purpose": "bookkeeping"}
    with pytest.raises(NotAllowed):
        town.do(money_views.export, actor=town.staff, month=date(2026, 6, 1), purpose="bookkeeping")


def test_the_office_and_auditors_look_at_transactions_and_accounts(books: Books) -> None:
    town = books.town
    charged = books.charge(40)
    back = books.reverse(charged)
    seen = town.see(money_views.transaction, actor=town.auditor, transaction_id=charged.id)

    assert (seen.reversed_by, [(side.debit_kind, side.credit_kind, side.fen) for side in seen.sides]) == (
        back.id, [("receivable", "income", 40)],
    )  # fmt: skip
    listed = town.see(money_views.transactions, actor=town.admin, month=date(2026, 5, 1))
    assert [row.id for row in listed] == [back.id, charged.id]
    assert sorted(row.kind for row in town.see(money_views.accounts, actor=town.admin)) == ["income", "receivable"]
    stranger = replace(town.auditor, community_id=town.stranger.community_id)
    with pytest.raises(NotFound):
        town.see(money_views.transaction, actor=stranger, transaction_id=charged.id)
    with pytest.raises(NotAllowed):
        town.see(money_views.transactions, actor=town.people[0])
