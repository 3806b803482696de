"""What the access matrix asks for of fees: an invoice, a payment that is too much, and what is due back of it."""

from __future__ import annotations

from scheduler.ids import new_id
from scheduler.usecases import invoices
from scheduler.usecases.invoices import Bill
from tests.scheduler.usecases.billing_acts import pay, refunds_of
from tests.town import Town


def billing_things(town: Town, at: int) -> dict[str, str]:
    """An open invoice of a person, and an earlier one that they paid too much for."""
    member = town.people[at].member_id
    assert member is not None

    def issue(fen: int) -> str:
        bill = Bill(member, town.sites["H"], "test", new_id(), 1, "overstay", [{"fen": fen}], "2026-05")
        made = town.database.transact(
            lambda session: invoices.issue(session, town.coordinator, bill, town.database.now(session))
        )
        assert made is not None
        return str(made.id)

    issue(100)
    payment = pay(town, 150, at)
    return {"invoice_id": issue(700), "payment_id": str(payment.id), "refund_id": str(refunds_of(town, at)[0].id)}
