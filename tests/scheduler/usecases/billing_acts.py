"""What tests charge, take and give back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select

from scheduler.models import Invoice, MoneyAccount, OutboxMessage, Payment, Quote, Refund, Site
from scheduler.providers import ByHand, Receipt
from scheduler.usecases import acceptance, clockwork, payments
from tests.town import Town


def accept(town: Town, *people: int) -> None:
    """Have people accept their rights."""
    for at in people:
        given = {"registration_id": town.registrations[at], "action": "accept"}
        town.do(acceptance.act, actor=town.people[at], vault=town.vault, **given)


def pay(town: Town, fen: int, at: int = 0, **given: Any) -> Payment:
    """Have a clerk record money that somebody brought."""
    wanted = {"method": "cash", "received_on": town.clock().date(), **given}
    member_id = town.people[at].member_id
    assert member_id is not None
    provider = ByHand(Receipt(member_id=member_id, fen=fen, **wanted))
    return town.do(payments.take_in, actor=town.coordinator, provider=provider)[0]


def night(town: Town, **by: float) -> None:
    """Let time pass, and what happens by itself by night; the proofs hold."""
    town.clock.advance(**by)
    assert clockwork.nightly(town.office) == []


def balances(town: Town) -> Mapping[str, int]:
    """What is on all accounts that are not empty, by kind, site and number of the person."""
    people: dict[UUID, str] = {one.member_id: str(at) for at, one in enumerate(town.people) if one.member_id}
    with town.database.reading() as session:
        sites = {row.id: row.code for row in session.execute(select(Site)).scalars()}
        rows = session.execute(select(MoneyAccount).where(MoneyAccount.balance != 0)).scalars().all()
    names = people | sites | {town.community_id: ""}
    return {f"{row.kind} {names[row.subject_id]}".strip(): row.balance for row in rows}


def invoices_of(town: Town, at: int = 0) -> list[Invoice]:
    """A person's invoices, by number."""
    with town.database.reading() as session:
        wanted = select(Invoice).where(Invoice.member_id == town.people[at].member_id)
        return list(session.execute(wanted.order_by(Invoice.number)).scalars())


def refunds_of(town: Town, at: int = 0) -> list[Refund]:
    """What is paid back to a person, by number."""
    with town.database.reading() as session:
        wanted = select(Refund).where(Refund.member_id == town.people[at].member_id)
        return list(session.execute(wanted.order_by(Refund.number)).scalars())


def quote_of(town: Town, at: int = 0) -> Quote:
    """The price that is kept to."""
    with town.database.reading() as session:
        wanted = select(Quote).where(Quote.subject_id == town.registrations[at], Quote.replaced_at.is_(None))
        return session.execute(wanted).scalar_one()


def told(town: Town, code: str) -> list[Mapping[str, Any]]:
    """What messages under a code say."""
    with town.database.reading() as session:
        wanted = select(OutboxMessage.numbers).where(OutboxMessage.code == code).order_by(OutboxMessage.created_at)
        return list(session.execute(wanted).scalars())
