"""What invoices, payments and refunds do to the books of a month, and to those of each site."""

from __future__ import annotations

from datetime import date
from typing import Any

from scheduler.calendar import date_of
from scheduler.ids import new_id
from scheduler.models import Invoice, Payment
from scheduler.providers import Receipt
from scheduler.usecases import invoices, months, payments, refunds
from scheduler.usecases.invoices import Bill
from tests.scheduler.usecases.money_acts import Books
from tests.town import Town


def bill(books: Books, fen: int, at: int = 0, site: str = "H", income: Any = "shared") -> Invoice:
    line = {"fen": fen, "unit_fen": fen, "count": 1, "first": "2026-05-01", "last": "2026-05-31"}
    wanted = Bill(
        books.member(at), books.town.sites[site], "agreement", new_id(), 1, income, [line], "2026-05",
        books.member(6) if income == "own" else None,
    )  # fmt: skip
    actor, now = books.town.coordinator, books.town.clock.now
    made = books.town.database.transact(lambda session: invoices.issue(session, actor, wanted, now))
    assert made is not None
    return made


def pay(books: Books, fen: int, at: int = 0) -> Payment:
    receipt = Receipt(books.member(at), "cash", fen, date_of(books.town.clock.now, "Asia/Shanghai"))
    return books.town.do(payments.record, actor=books.town.coordinator, receipt=receipt)


def sites(books: Books) -> dict[str | None, dict[str, Any]]:
    told = books.town.see(months.draft, actor=books.town.coordinator, month=date(2026, 5, 1))["sites"]
    return {line["site"]: line for line in told}


def test_one_payment_for_two_sites_is_told_by_each(town: Town) -> None:
    books = Books(town)
    bill(books, 1_000)
    bill(books, 501, site="T", income="own")
    pay(books, 1_400)

    told = sites(books)
    assert {site: (line["billed"], line["received"]) for site, line in told.items()} == {
        "H": (1_000, 1_000), "T": (501, 400),
    }  # fmt: skip
    assert told["T"]["shares"] == {"fund": 80, "operator": 40, "platform": 40, "owner": 240}
    assert books.faults() == []


def test_a_payment_that_bounced_is_taken_out_of_the_books_of_each_site(town: Town) -> None:
    books = Books(town)
    bill(books, 1_000)
    bill(books, 501, site="T")
    bounced = pay(books, 1_600)
    town.do(payments.reverse, actor=town.coordinator, payment_id=bounced.id, reason="Bounced.")
    pay(books, 700)

    told = sites(books)
    assert {site: (line["received"], sum(line["shares"].values())) for site, line in told.items()} == {
        "H": (700, 700), "T": (0, 0),
    }  # fmt: skip
    assert books.balances() == {"cash": 700, "receivable": 801, "income": -801, "fund": -490, "operator": -140,
                                "platform": -70}  # fmt: skip
    assert books.faults() == []


def test_what_is_waived_or_compensated_is_told_by_its_site(town: Town) -> None:
    books = Books(town)
    paid, half = bill(books, 1_000), bill(books, 600)
    pay(books, 1_300)
    for row in (paid, half):
        town.do(invoices.waive_invoice, actor=town.coordinator, invoice_id=row.id, reason="Gate was broken.")
    bill(books, 5_000, at=1)
    pay(books, 5_000, at=1)
    given = {"member_id": books.member(2), "site_id": town.sites["H"], "fen": 200, "cause": "call_back"}
    town.do(refunds.compensate, actor=town.coordinator, cause_id=new_id(), reason="Not free in time.", **given)

    home = sites(books)["H"]
    assert {name: home[name] for name in ("billed", "cancelled", "received", "refunded", "compensated")} == {
        "billed": 6_600, "cancelled": 300, "received": 6_300, "refunded": 1_300, "compensated": 200,
    }  # fmt: skip
    assert books.faults() == []
