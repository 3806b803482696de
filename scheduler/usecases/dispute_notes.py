"""Messages about disputes: to the parties, and to those who mediate and arbitrate. They name a receipt, no matter."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import calendar, queries
from scheduler.actors import COMMITTEE, COORDINATOR, COUNCIL
from scheduler.ids import new_id
from scheduler.models import Dispute, OutboxMessage

CODES = (
    "dispute_opened",
    "dispute_against",
    "dispute_mediation",
    "dispute_hearing",
    "dispute_arbitration",
    "dispute_settled",
    "dispute_decided",
    "dispute_dismissed",
    "dispute_withdrawn",
    "dispute_to_mediate",
    "dispute_to_arbitrate",
    "decision_to_plan",
)
"""What people are told."""
HEARS = {"opened": COMMITTEE, "mediation": COMMITTEE, "arbitration": COUNCIL}
"""Who is to act in which state."""
DUE = {COMMITTEE: "dispute_to_mediate", COUNCIL: "dispute_to_arbitrate"}


def tell_parties(session: Session, row: Dispute, code: str, now: datetime) -> None:
    """Write to both sides, as far as they are known."""
    _put(session, row, code, _parties(row), now)


def tell_opened(session: Session, row: Dispute, now: datetime) -> None:
    """Confirm a new case to who opened it, and tell the other side."""
    _put(session, row, "dispute_opened", [row.member_id], now)
    if row.other_id is not None:
        _put(session, row, "dispute_against", [row.other_id], now)


def tell_hearers(session: Session, row: Dispute, now: datetime) -> None:
    """Tell those who are to act on a case until when, but for its parties."""
    role = HEARS[row.state]
    people = queries.disputes.hearers(session, row.community_id, [role])
    _put(session, row, DUE[role], [one for one in people if one not in _parties(row)], now)


def tell_planners(session: Session, row: Dispute, now: datetime) -> None:
    """Tell those who run rounds that a decision waits for a plan."""
    _put(session, row, "decision_to_plan", queries.disputes.hearers(session, row.community_id, [COORDINATOR]), now)


def _parties(row: Dispute) -> list[UUID]:
    return [one for one in (row.member_id, row.other_id) if one is not None]


def _put(session: Session, row: Dispute, code: str, people: Iterable[UUID], now: datetime) -> None:
    zone = queries.community.one(session, row.community_id).zone
    numbers = {"receipt": row.receipt}
    if row.answer_by is not None:
        numbers["answer_by"] = calendar.local_text(row.answer_by, zone)
    if code == "dispute_hearing" and row.hearing_at is not None:
        numbers["hearing"] = calendar.local_text(row.hearing_at, zone)
    messages = [
        OutboxMessage(
            id=new_id(),
            community_id=row.community_id,
            member_id=member_id,
            dedupe_key=f"{code}:{row.id}:{member_id}:{now.isoformat()}",
            code=code,
            numbers=numbers,
            created_at=now,
        )
        for member_id in people
    ]
    queries.messages.put(session, messages)
