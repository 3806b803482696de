"""What the access matrix asks for of the ledger: a fee that was paid and divided, and money carried to the bank."""

from __future__ import annotations

from scheduler.usecases.ledger import Transfer
from tests.scheduler.usecases.money_acts import Books
from tests.town import Town


def money_things(town: Town, at: int) -> dict[str, str]:
    """A transaction that can be taken back, and a month that is not closed."""
    books = Books(town)
    books.settle(100, at=at)
    carried = books.post("carry", [Transfer(("bank", None), ("cash", None), 10)], cause="carry")
    return {"money_transaction_id": str(carried.id), "month": "2026-05"}
