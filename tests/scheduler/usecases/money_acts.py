"""What tests do to a ledger: charge, pay with the split of the covenant, pay out, close months."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from scheduler import queries, splitting
from scheduler.covenant import FeesRules
from scheduler.covenant.money import Income, Recipient
from scheduler.ids import new_id
from scheduler.models import MoneyAccount, MoneyMonth, MoneyTransaction
from scheduler.usecases import ledger, money_proofs, months
from scheduler.usecases.ledger import Entry, Key, Transfer
from tests.town import Town

BILLED: Key = ("income", None)
FEES = FeesRules()


@dataclass(frozen=True)
class Books:
    """The ledger of a town, by the numbers of its people and the codes of its sites."""

    town: Town

    def member(self, at: int) -> UUID:
        """The id of somebody by their number."""
        found = self.town.people[at].member_id
        assert found is not None
        return found

    def post(self, kind: str, transfers: Sequence[Transfer], **given: Any) -> MoneyTransaction:
        """Write a transaction of a cause of its own."""
        entry = Entry(kind, given.pop("cause", "test"), given.pop("cause_id", new_id()), transfers, **given)
        actor, now = self.town.coordinator, self.town.clock.now
        return self.town.database.transact(lambda session: ledger.post(session, actor, entry, now))

    def charge(self, fen: int, at: int = 0, site: str = "H") -> MoneyTransaction:
        """Charge somebody."""
        owed = Transfer(("receivable", self.member(at)), BILLED, fen)
        return self.post("charge", [owed], site_id=self.town.sites[site], covenant_version=1)

    def pay(self, fen: int, at: int = 0, place: str = "cash") -> MoneyTransaction:
        """Take somebody's money for what they owe."""
        return self.post("payment", [Transfer((place, None), ("receivable", self.member(at)), fen)])

    def divide(
        self, before: int, after: int, site: str = "H", income: Income = "shared", owner: int = 1
    ) -> MoneyTransaction:
        """Divide what was paid of a fee."""
        where = self.town.sites[site]
        shares: dict[Recipient, Key] = {
            "fund": ("fund", where),
            "operator": ("operator", where),
            "platform": ("platform", None),
            "owner": ("owner", self.member(owner)),
        }
        transfers = ledger.divide(before, after, splitting.split_for(FEES.splits, income), shares, BILLED)
        return self.post("split", transfers, site_id=where, covenant_version=1)

    def settle(self, fen: int, at: int = 0, site: str = "H", income: Income = "shared") -> None:
        """Charge somebody, who pays it all, and divide it."""
        self.charge(fen, at, site)
        self.pay(fen, at)
        self.divide(0, fen, site, income)

    def reverse(self, row: MoneyTransaction, reason: str = "By mistake.") -> MoneyTransaction:
        """Take a transaction back."""
        return self.town.do(ledger.reverse, actor=self.town.coordinator, transaction_id=row.id, reason=reason)

    def close(self, month: str) -> MoneyMonth:
        """Close a month."""
        return self.town.do(months.close, actor=self.town.coordinator, month=date.fromisoformat(f"{month}-01"))

    def balance(self, kind: str, subject: UUID | None = None) -> int:
        """What an account holds."""
        return self.town.see(queries.money.balance, community=self.town.community_id, kind=kind, subject_id=subject)

    def balances(self) -> dict[str, int]:
        """What the accounts of each kind hold together, those that hold nothing left out."""
        with self.town.database.reading() as session:
            rows = list(session.execute(select(MoneyAccount.kind, MoneyAccount.balance)))
        sums = {kind: sum(fen for one, fen in rows if one == kind) for kind, _ in rows}
        return {kind: fen for kind, fen in sums.items() if fen}

    def faults(self) -> list[str]:
        """What does not hold of the ledger."""
        return self.town.see(money_proofs.faults, community=self.town.community_id)
