"""What people do about agreements, and what the office does."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from scheduler.models import Agreement, Covenant, Invoice, OutboxMessage, Refund
from scheduler.usecases import acceptance, agreement_turns, agreements, billing
from scheduler.usecases.agreement_changes import Change, change
from tests.town import Town

MONTHLY = {"tariffs": [{"fen": 31_000, "period": "month"}]}
"""Ten yuan for each day of May."""


def rule(town: Town, **groups: Any) -> None:
    """Have the covenant say something else."""
    with town.database.writing() as session:
        covenant = session.get_one(Covenant, (town.community_id, 1))
        covenant.settings = {**covenant.settings, **groups}


def accept(town: Town, person: int = 0) -> Agreement:
    """Accept a right; its agreement."""
    answer(town, person, "accept")
    return newest(town, person)


def answer(town: Town, person: int, action: str) -> None:
    """Give an answer to a right."""
    given = {"registration_id": town.registrations[person], "action": action}
    town.do(acceptance.act, actor=town.people[person], vault=town.vault, **given)


def newest(town: Town, person: int = 0) -> Agreement:
    """The latest agreement of a person's registration."""
    with town.database.reading() as session:
        wanted = select(Agreement).where(Agreement.registration_id == town.registrations[person])
        return session.execute(wanted.order_by(Agreement.number.desc()).limit(1)).scalar_one()


def sign(town: Town, row: Agreement, **given: Any) -> Agreement:
    """Record a signature at the window of the compound, today."""
    wanted = {"signed_on": town.clock().date(), "channel": "door", "version": row.row_version, **given}
    return town.do(agreements.sign, actor=town.staff, agreement_id=row.id, **wanted)


def move(town: Town, row: Agreement, use_case: Any, by: Any = None, **given: Any) -> Agreement:
    """Move an agreement as it is now."""
    wanted = {"version": row.row_version, **given}
    found: Agreement = town.do(use_case, actor=by or town.coordinator, agreement_id=row.id, **wanted)
    return found


def changed(town: Town, row: Agreement, **different: Any) -> Agreement:
    """Change an agreement at the window."""
    given = {"version": row.row_version, "change": Change(reason="换车", **different)}
    return town.do(change, actor=town.staff, vault=town.vault, agreement_id=row.id, **given)


def tick(town: Town, **by: float) -> None:
    """Move on in time, and let the clockwork do to agreements what is due."""
    town.clock.advance(**by)
    agreement_turns.tick(town.office)


def told(town: Town, code: str) -> list[dict[str, Any]]:
    """Numbers of the messages of a code, in order."""
    with town.database.reading() as session:
        wanted = select(OutboxMessage.numbers).where(OutboxMessage.code == code).order_by(OutboxMessage.id)
        return list(session.execute(wanted).scalars())


def charged(town: Town) -> list[tuple[str, int]]:
    """Have the clockwork charge what is due; months and fen of all that was charged."""
    billing.bill_all(town.office)
    with town.database.reading() as session:
        rows = session.execute(select(Invoice).order_by(Invoice.number)).scalars()
        return [(row.month, row.fen) for row in rows]


def refunds_of(town: Town) -> list[tuple[str, int]]:
    """Rules and fen of all that was given back, in order."""
    with town.database.reading() as session:
        return [(row.rule, row.fen) for row in session.execute(select(Refund).order_by(Refund.number)).scalars()]
