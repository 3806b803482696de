"""Where payments are heard of: the interface of payment providers, and the built-in one, a clerk's entry.

An installation that takes payments by a provider of its own writes an adapter that turns the provider's notices into
`Receipt` values, and gives it to `scheduler.usecases.payments.take_in`. A notice that comes twice counts once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol
from uuid import UUID

Method = Literal["cash", "transfer", "provider"]


@dataclass(frozen=True, slots=True)
class Receipt:
    """Money that came in from a person: `fen` by a method, on a date.

    `reference` is the bank's or provider's own number, which cash has none of. `invoices` are those that it is meant
    for; without any the oldest are settled first.
    """

    member_id: UUID
    method: Method
    fen: int
    received_on: date
    reference: str | None = None
    invoices: tuple[UUID, ...] = ()


class Provider(Protocol):
    """Somebody who tells of payments."""

    def receipts(self) -> Iterable[Receipt]:
        """What came in since it was asked last; one that was told before may be told again."""


@dataclass(frozen=True, slots=True)
class ByHand:
    """What a clerk wrote down: a cash payment at the counter, a line of the bank's statement."""

    written: Receipt

    def receipts(self) -> Iterable[Receipt]:
        """The one payment."""
        return (self.written,)
