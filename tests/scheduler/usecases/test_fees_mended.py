"""Fees where things go wrong: a payment that bounced after a refund, a number told again, a price that changed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from scheduler.errors import Conflict, NotAllowed, NotFound
from scheduler.ids import new_id
from scheduler.models import Payment, Vehicle
from scheduler.providers import ByHand, Receipt
from scheduler.usecases import invoices, months, payments, refunds
from tests.scheduler.usecases.agreement_acts import rule
from tests.scheduler.usecases.billing_acts import accept, balances, invoices_of, night, pay, quote_of, refunds_of
from tests.scheduler.usecases.test_bookings import book, change
from tests.scheduler.usecases.test_sharing import OWNER, offered, owned
from tests.scheduler.usecases.wishes import OTHER
from tests.town import Town

MONTHLY = {"tariffs": [{"fen": 31_000}]}
BY_USE = [{"subject": "booking", "period": "use", "fen": 500}]


@pytest.fixture
def owing(published: Town) -> Town:
    """The town in the first night of use, in which the first one accepted: they owe 280 yuan."""
    rule(published, fees=MONTHLY)
    accept(published, 0)
    night(published, days=3)
    return published


def bounced(town: Town, paid: Payment) -> None:
    town.do(payments.reverse, actor=town.coordinator, payment_id=paid.id, reason="退票")


def back(town: Town, first: date) -> None:
    """Give the days from a date on back."""
    given: dict[str, Any] = {"quote_id": quote_of(town).id, "from_date": first, "rule": "community", "cause": "test"}
    town.do(refunds.refund_unused, actor=town.coordinator, cause_id=new_id(), **given)


def states(town: Town) -> list[tuple[str, int, str | None]]:
    """State of each refund, what is to be paid out of it, and how it was settled."""
    return [(row.state, refunds.due_fen(row), row.method) for row in refunds_of(town)]


# ---- payments


def test_a_payment_bounces_with_the_refund_that_was_not_paid_out_yet(owing: Town) -> None:
    before = balances(owing)
    paid = pay(owing, 28_000, method="transfer", reference="T-1")
    back(owing, date(2026, 5, 12))
    bounced(owing, paid)

    assert balances(owing) == {"receivable 0": 8_000, "income": -8_000}
    assert states(owing) == [("paid", 0, "offset")]
    assert [(row.state, row.fen, row.settled_fen) for row in invoices_of(owing)] == [("issued", 28_000, 20_000)]
    pay(owing, 8_000)
    assert (invoices_of(owing)[0].state, before["income"]) == ("paid", -28_000)
    night(owing, days=1)


def test_one_of_two_payments_bounces_and_so_much_less_is_paid_out(owing: Town) -> None:
    first, second = pay(owing, 10_000), pay(owing, 18_000)
    back(owing, date(2026, 5, 12))
    bounced(owing, first)
    assert (states(owing), invoices_of(owing)[0].state) == ([("due", 10_000, None)], "paid")
    owing.do(refunds.pay_out, actor=owing.coordinator, refund_id=refunds_of(owing)[0].id, method="cash")

    with pytest.raises(Conflict, match="payment_refunded"):
        bounced(owing, second)
    assert balances(owing)["cash"] == 8_000
    night(owing, days=1)


def test_a_payment_of_an_invoice_that_was_waived_bounces_and_nothing_is_owed(owing: Town) -> None:
    paid = pay(owing, 10_000)
    owing.do(invoices.waive_invoice, actor=owing.coordinator, invoice_id=invoices_of(owing)[0].id, reason="x")
    bounced(owing, paid)

    assert (balances(owing), states(owing)) == ({}, [("paid", 0, "offset")])
    assert invoices_of(owing)[0].state == "cancelled"
    night(owing, days=1)


def test_the_number_of_a_payment_that_was_taken_back_is_free_again(owing: Town) -> None:
    wrong = pay(owing, 12_000, method="transfer", reference="T-1")
    bounced(owing, wrong)
    right = pay(owing, 1_200, method="transfer", reference="T-1")
    again = pay(owing, 1_200, method="transfer", reference="T-1")

    assert (right.number, again.id) == (2, right.id)
    with pytest.raises(Conflict, match="reference_used"):
        pay(owing, 12_000, method="transfer", reference="T-1")
    bounced(owing, right)
    assert pay(owing, 12_000, method="transfer", reference="T-1").number == 3


def test_nobody_but_who_may_record_a_payment_is_given_one_that_is_known(owing: Town) -> None:
    paid = pay(owing, 1_200, method="transfer", reference="T-1")
    receipt = Receipt(paid.member_id, "transfer", 1_200, owing.clock().date(), "T-1")
    for actor, error in ((owing.people[3], NotAllowed), (owing.auditor, NotAllowed), (owing.stranger, NotFound)):
        with pytest.raises(error):
            owing.do(payments.take_in, actor=actor, provider=ByHand(receipt))


# ---- bookings


def test_a_booking_costs_what_was_told_whatever_changes_until_it_is_over(town: Town) -> None:
    rule(town, fees={"tariffs": [*BY_USE, {**BY_USE[0], "party": "outside", "fen": 5_000}]})
    book(town, "H1", OTHER)
    change(town, Vehicle, town.vehicles[OTHER], party="outside")
    rule(town, fees={"tariffs": []})
    book(town, "T3", OWNER)
    night(town, days=4)

    assert [(row.income, row.fen) for row in invoices_of(town, OTHER)] == [("booking", 500)]
    assert invoices_of(town, OWNER) == []


def test_a_booking_of_somebody_s_own_space_is_income_of_their_own(town: Town) -> None:
    rule(town, fees={"tariffs": BY_USE})
    owned(town)
    offered(town)
    book(town, "H1", OTHER)
    night(town, days=4)
    pay(town, 500, at=OTHER)

    assert [(row.income, row.owner_id) for row in invoices_of(town, OTHER)] == [("own", town.people[OWNER].member_id)]
    assert balances(town)[f"owner {OWNER}"] == -300


# ---- months


def test_no_month_is_closed_before_any_money_moved(town: Town) -> None:
    with pytest.raises(Conflict, match="nothing_to_close"):
        town.do(months.close, actor=town.coordinator, month=date(2001, 1, 1))
    assert town.do(months.next_to_close, actor=town.coordinator) is None
