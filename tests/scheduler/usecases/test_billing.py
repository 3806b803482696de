"""Months of rights charged, each once; payments, their division and their end; what is paid back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from scheduler.errors import Conflict, NotAllowed, NotFound, Rejected
from scheduler.ids import new_id
from scheduler.models import Payment
from scheduler.providers import Receipt
from scheduler.usecases import arrears, invoices, payments, refunds
from scheduler.usecases.bookings import Span, book, search
from scheduler.usecases.invoices import Bill
from tests.scheduler.usecases.agreement_acts import rule
from tests.scheduler.usecases.billing_acts import (
    accept,
    balances,
    invoices_of,
    night,
    pay,
    quote_of,
    refunds_of,
    told,
)
from tests.scheduler.usecases.test_quotes import site_of
from tests.town import Town

MONTHLY = {"tariffs": [{"fen": 31_000}], "due_days": 14, "remind_days": 7, "refund_percent": 50}
"""Ten yuan for each day of May."""


@pytest.fixture
def billed(published: Town) -> Town:
    """The town in the first night of use, in which the first two accepted: they owe 280 yuan each."""
    rule(published, fees=MONTHLY)
    accept(published, 0, 1)
    night(published, days=3)
    return published


def refund(town: Town, at: int = 0, **given: Any) -> Any:
    wanted = {"rule": "community", "cause": "test", "cause_id": new_id(), "until": None, **given}
    return town.do(refunds.refund_unused, actor=town.coordinator, quote_id=quote_of(town, at).id, **wanted)


# ---- months


def test_every_month_of_an_accepted_right_is_charged_once_when_it_begins(published: Town) -> None:
    rule(published, fees=MONTHLY)
    accept(published, 0)
    night(published, days=2)
    assert invoices_of(published) == []
    night(published, days=1)
    night(published)
    night(published, days=1)

    (row,) = invoices_of(published)
    assert (row.number, row.month, row.fen, row.income, row.due_on) == (
        1,
        "2026-05",
        28_000,
        "shared",
        date(2026, 5, 18),
    )
    assert balances(published) == {"receivable 0": 28_000, "income": -28_000}
    assert told(published, "invoice_issued") == [{"number": 1, "yuan": "280.00", "due_on": "2026-05-18"}]


def test_nothing_is_charged_for_what_is_free_or_was_not_accepted_or_waits_for_a_signature(published: Town) -> None:
    accept(published, 0)
    rule(published, fees=MONTHLY, path={"signature_needed": True, "sign_days": 30})
    accept(published, 1)
    night(published, days=4)
    assert [invoices_of(published, at) for at in (0, 1, 2)] == [[], [], []]


def test_a_cause_is_charged_once_for_a_month_and_nothing_for_nothing(billed: Town) -> None:
    bill = Bill(
        billed.people[0].member_id or new_id(), None, "test", new_id(), 1, "overstay", [{"fen": 500}], "2026-05"
    )
    first, again = [billed.do(_issue, actor=billed.coordinator, bill=bill) for _ in range(2)]
    free = Bill(bill.member_id, None, "test", new_id(), 1, "overstay", [], "2026-05")
    assert (first.id, first.number) == (again.id, 3)
    assert billed.do(_issue, actor=billed.coordinator, bill=free) is None


def _issue(session: Any, *, actor: Any, bill: Bill, now: Any) -> Any:
    return invoices.issue(session, actor, bill, now)


# ---- payments


def test_what_is_paid_in_pieces_is_divided_as_if_at_once_and_what_is_too_much_is_due_back(billed: Town) -> None:
    home = site_of(billed, 0)
    pay(billed, 1)
    pay(billed, 9_999)
    assert (invoices_of(billed)[0].state, invoices_of(billed)[0].settled_fen) == ("issued", 10_000)
    paid = pay(billed, 20_000, method="transfer", reference="T-1")

    assert paid.number == 3
    assert (invoices_of(billed)[0].state, invoices_of(billed)[0].settled_fen) == ("paid", 28_000)
    assert balances(billed) == {
        "cash": 10_000,
        "bank": 20_000,
        "receivable 1": 28_000,
        "income": -28_000,
        f"fund {home}": -19_600,
        f"operator {home}": -5_600,
        "platform": -2_800,
        "payable 0": -2_000,
    }
    assert [(row.rule, row.fen, row.state) for row in refunds_of(billed)] == [("overpaid", 2_000, "due")]
    night(billed)


def test_a_reference_counts_once_and_only_cash_has_none(billed: Town) -> None:
    first = pay(billed, 100, method="provider", reference="P-7")
    assert pay(billed, 100, method="provider", reference="P-7").id == first.id
    for given, error, code in (
        ({"fen": 101, "method": "provider", "reference": "P-7"}, Conflict, "reference_used"),
        ({"fen": 100, "method": "transfer"}, Rejected, "reference_missing"),
        ({"fen": 0}, Rejected, "out_of_range"),
        ({"fen": -5}, Rejected, "out_of_range"),
        ({"fen": 10**18}, Rejected, "out_of_range"),
        ({"fen": 5, "received_on": date(2026, 5, 5)}, Rejected, "out_of_range"),
        ({"fen": 5, "received_on": date(2025, 1, 1)}, Rejected, "out_of_range"),
        ({"fen": 5, "invoices": (new_id(),)}, NotFound, "no_such_thing"),
        ({"fen": 5, "invoices": (invoices_of(billed, 1)[0].id,)}, NotFound, "no_such_thing"),
    ):
        with pytest.raises(error) as refusal:
            pay(billed, **given)
        assert refusal.value.code == code
    assert balances(billed)["receivable 0"] == 27_900


def test_a_named_invoice_is_settled_before_an_older_one_but_not_twice(billed: Town) -> None:
    bill = Bill(
        billed.people[0].member_id or new_id(), None, "test", new_id(), 1, "overstay", [{"fen": 500}], "2026-05"
    )
    newer = billed.do(_issue, actor=billed.coordinator, bill=bill)
    pay(billed, 500, invoices=(newer.id,))
    assert [(row.state, row.settled_fen) for row in invoices_of(billed)] == [("issued", 0), ("paid", 500)]
    with pytest.raises(Conflict, match="invoice_not_open"):
        pay(billed, 500, invoices=(newer.id,))


def test_a_payment_that_bounced_is_taken_back_once_with_its_division(billed: Town) -> None:
    before = balances(billed)
    paid = pay(billed, 30_000, method="transfer", reference="T-2")
    given = {"payment_id": paid.id, "reason": "退票"}
    with pytest.raises(NotAllowed):
        billed.do(payments.reverse, actor=billed.staff, **given)
    with pytest.raises(Rejected, match="reason_missing"):
        billed.do(payments.reverse, actor=billed.coordinator, payment_id=paid.id, reason=" ")
    billed.do(payments.reverse, actor=billed.coordinator, **given)

    assert balances(billed) == before
    assert (invoices_of(billed)[0].state, invoices_of(billed)[0].settled_fen) == ("issued", 0)
    assert [(row.state, row.method, row.paid_at) for row in refunds_of(billed)] == [("withdrawn", None, None)]
    with pytest.raises(Conflict, match="payment_reversed_already"):
        billed.do(payments.reverse, actor=billed.coordinator, **given)
    assert pay(billed, 28_000).number == 2
    night(billed)


def test_a_payment_of_which_some_was_paid_back_stands(billed: Town) -> None:
    paid = pay(billed, 28_000)
    made = refund(billed, from_date=date(2026, 5, 31))
    billed.do(refunds.pay_out, actor=billed.coordinator, refund_id=made.id, method="cash")
    with pytest.raises(Conflict, match="payment_refunded"):
        billed.do(payments.reverse, actor=billed.coordinator, payment_id=paid.id, reason="x")


def test_money_is_taken_by_staff_for_the_people_they_serve(billed: Town) -> None:
    def take(actor: Any, at: int) -> Payment:
        receipt = Receipt(billed.people[at].member_id or new_id(), "cash", 100, billed.clock().date())
        return billed.do(payments.record, actor=actor, receipt=receipt)

    assert take(billed.staff, 0).recorded_by == billed.staff.account_id
    for actor, at, error in (
        (billed.people[0], 0, NotAllowed),
        (billed.auditor, 0, NotAllowed),
        (billed.staff, 6, NotFound),
        (billed.stranger, 0, NotFound),
    ):
        with pytest.raises(error):
            take(actor, at)


# ---- what is paid back


def test_unused_days_are_paid_back_by_the_rule_and_no_day_twice(billed: Town) -> None:
    pay(billed, 28_000)
    assert refund(billed, from_date=date(2026, 5, 22), rule="given_up").fen == 5_000
    assert refund(billed, from_date=date(2026, 5, 20), until=date(2026, 5, 23)).fen == 2_000
    assert refund(billed, from_date=date(2026, 5, 20)) is None
    home = site_of(billed, 0)
    assert {name: fen for name, fen in balances(billed).items() if not name.endswith("1")} == {
        "cash": 28_000,
        "income": -28_000,
        f"fund {home}": -14_700,
        f"operator {home}": -4_200,
        "platform": -2_100,
        "payable 0": -7_000,
    }
    night(billed)


def test_what_is_given_back_of_an_unpaid_invoice_is_owed_no_longer(billed: Town) -> None:
    pay(billed, 20_000)
    made = refund(billed, from_date=date(2026, 5, 17))
    (row,) = invoices_of(billed)

    assert (made.fen, refunds.due_fen(made), made.state) == (15_000, 7_000, "due")
    assert (row.state, row.settled_fen) == ("paid", 28_000)
    offset = refund(billed, at=1, from_date=date(2026, 5, 31))
    assert (offset.fen, refunds.due_fen(offset), offset.state, offset.method) == (1_000, 0, "paid", "offset")
    assert balances(billed)["receivable 1"] == 27_000


def test_one_cause_gives_back_once_by_a_rule(billed: Town) -> None:
    given: dict[str, Any] = {"cause_id": new_id(), "from_date": date(2026, 5, 30)}
    assert refund(billed, **given).id == refund(billed, **given).id
    assert len(refunds_of(billed)) == 1


def test_a_month_that_was_not_charged_yet_is_charged_before_its_days_are_given_back(published: Town) -> None:
    rule(published, fees=MONTHLY)
    accept(published, 0)
    published.clock.advance(days=10)
    refund(published, from_date=date(2026, 5, 12), rule="changed")
    assert [(row.fen, row.settled_fen) for row in invoices_of(published)] == [(28_000, 20_000)]


def test_a_refund_is_paid_out_once_from_where_there_is_enough(billed: Town) -> None:
    pay(billed, 28_500)
    (due,) = refunds_of(billed)
    with pytest.raises(Conflict, match="account_short"):
        billed.do(refunds.pay_out, actor=billed.coordinator, refund_id=due.id, method="transfer")
    for actor, error in ((billed.staff, NotAllowed), (billed.auditor, NotAllowed), (billed.stranger, NotFound)):
        with pytest.raises(error):
            billed.do(refunds.pay_out, actor=actor, refund_id=due.id, method="cash")
    billed.do(refunds.pay_out, actor=billed.coordinator, refund_id=due.id, method="cash")

    assert (balances(billed)["cash"], "payable 0" in balances(billed)) == (28_000, False)
    with pytest.raises(Conflict, match="refund_paid_already"):
        billed.do(refunds.pay_out, actor=billed.coordinator, refund_id=due.id, method="cash")


def test_a_compensation_comes_out_of_the_fund_once_and_never_overdraws_it(billed: Town) -> None:
    site = billed.sites[site_of(billed, 0)]
    given = {"member_id": billed.people[3].member_id, "site_id": site, "cause": "test", "reason": "车位被占"}
    with pytest.raises(Conflict, match="account_short"):
        billed.do(refunds.compensate, actor=billed.coordinator, fen=2_000, cause_id=new_id(), **given)
    pay(billed, 28_000)
    cause = new_id()
    made = [billed.do(refunds.compensate, actor=billed.coordinator, fen=2_000, cause_id=cause, **given) for _ in "ab"]

    assert (made[0].id, made[0].fen) == (made[1].id, 2_000)
    assert balances(billed)[f"fund {site_of(billed, 0)}"] == -17_600
    assert balances(billed)["payable 3"] == -2_000
    with pytest.raises(Rejected, match="out_of_range"):
        billed.do(refunds.compensate, actor=billed.coordinator, fen=0, cause_id=new_id(), **given)


def test_what_is_waived_is_owed_no_longer_and_what_was_paid_of_it_due_back(billed: Town) -> None:
    pay(billed, 10_000)
    (row,) = invoices_of(billed)
    with pytest.raises(NotAllowed):
        billed.do(invoices.waive_invoice, actor=billed.staff, invoice_id=row.id, reason="x")
    with pytest.raises(Rejected, match="reason_missing"):
        billed.do(invoices.waive_invoice, actor=billed.coordinator, invoice_id=row.id, reason="")
    waived = billed.do(invoices.waive_invoice, actor=billed.coordinator, invoice_id=row.id, reason="车位无法使用")

    assert (waived.state, waived.number) == ("cancelled", 1)
    assert balances(billed) == {"cash": 10_000, "receivable 1": 28_000, "income": -28_000, "payable 0": -10_000}
    assert [(one.rule, one.fen, one.state) for one in refunds_of(billed)] == [("waived", 10_000, "due")]
    again = billed.database.transact(
        lambda session: invoices.waive(session, billed.coordinator, quote_of(billed).id, "x", billed.clock())
    )
    assert again == 0
    night(billed, days=1)


# ---- late payers, bookings


def test_what_is_late_is_listed_for_staff_and_reminded_of_once(billed: Town) -> None:
    night(billed, days=21)
    assert told(billed, "invoice_late") == []
    night(billed, days=1)
    night(billed, days=1)
    assert sorted(line["number"] for line in told(billed, "invoice_late")) == [1, 2]
    listed = billed.do(arrears.arrears, actor=billed.coordinator)
    assert sorted((one.invoices, one.fen, one.due_on) for one in listed) == [(1, 28_000, date(2026, 5, 18))] * 2
    assert billed.do(arrears.arrears, actor=billed.coordinator, last=max(one.member_id for one in listed)) == []
    assert len(billed.do(arrears.arrears, actor=billed.staff)) == 2
    with pytest.raises(NotAllowed):
        billed.do(arrears.arrears, actor=billed.people[0])


def test_a_booking_is_charged_when_it_is_over_at_the_price_of_when_it_was_made(billed: Town) -> None:
    tariffs = [*MONTHLY["tariffs"], {"subject": "booking", "fen": 300, "period": "hour"}]  # type: ignore[misc]
    rule(billed, fees={**MONTHLY, "tariffs": tariffs})
    start = billed.clock().replace(hour=2, minute=0, second=0, microsecond=0)
    billed.clock.now = start
    span = Span(start, start.replace(hour=4, minute=30))
    given = {"vehicle_id": billed.vehicles[7], "space_id": billed.spaces["T3"], "span": span, "channel": "web"}
    free = billed.do(search, actor=billed.people[7], vehicle_id=billed.vehicles[7], span=span)
    assert {one.fen for one in free} == {900}
    billed.do(book, actor=billed.people[7], **given)
    night(billed, minutes=149)
    assert invoices_of(billed, 7) == []
    night(billed, minutes=1)
    night(billed, days=1)
    assert [(row.cause, row.income, row.fen) for row in invoices_of(billed, 7)] == [("booking", "booking", 900)]
