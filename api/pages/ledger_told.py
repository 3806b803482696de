"""Accounts of the ledger as people read them: what they are for, whose they are, what they hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from api.pages.words import say
from scheduler import queries
from scheduler.actors import Actor
from scheduler.privacy import Vault, masked_name
from scheduler.statements import HELD

OF_PEOPLE = ("receivable", "payable", "owner")
"""Kinds of accounts of which every person has one of their own."""
PAPERS = {"invoice": "/papers/invoices/{}", "payment": "/papers/receipts/{}"}
"""Where the paper of a transaction stands, by its cause."""
Subject = tuple[str, UUID]


@dataclass(frozen=True, slots=True)
class Names:
    """Whose accounts are: sites by their names, people by masked ones, nobody for the community's own."""

    names: Mapping[UUID, str]
    language: str

    def of(self, kind: str, subject: UUID) -> str:
        """What an account is called."""
        words, whose = say(f"money_{kind}", self.language), self.names.get(subject)
        return words if whose is None else f"{words} · {whose}"


def names_of(session: Any, actor: Actor, vault: Vault, subjects: Iterable[Subject], language: str) -> Names:
    """Names for some accounts, looked up at once."""
    known = list(subjects)
    names = {
        site.id: str(getattr(site, f"name_{language}")) for site in queries.supply.sites_of(session, actor.community_id)
    }
    people = {subject for kind, subject in known if kind in OF_PEOPLE}
    for row in queries.community.members(session, people) if people else ():
        names[row.id] = masked_name(vault.open_sealed(row.name_cipher, "member.name", row.id))
    return Names(names, language)


def held(kind: str, balance: int) -> int:
    """What an account holds as people say it: what belongs to somebody stands above nothing."""
    return balance if kind in HELD else -balance
