"""Outbox and inbox."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from scheduler.models import InboxMessage, Member, OutboxMessage
from scheduler.models.base import Base

MOST_ATTEMPTS = 8


def put(session: Session, messages: Sequence[OutboxMessage] | Sequence[InboxMessage]) -> None:
    """Write messages of one kind, but those whose keys stand already."""
    if not messages:
        return
    kind: type[Base] = type(messages[0])
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    columns = {column.key for column in kind.__table__.columns}
    rows = [{name: value for name, value in vars(message).items() if name in columns} for message in messages]
    session.execute(insert(kind).on_conflict_do_nothing(index_elements=["dedupe_key"]), rows)


def not_in_inboxes(session: Session, limit: int) -> list[tuple[OutboxMessage, bool]]:
    """Messages that nobody finds yet, kept from other writers; whether their person has a mail address."""
    there = select(InboxMessage.id).where(InboxMessage.dedupe_key == OutboxMessage.dedupe_key)
    wanted = (
        select(OutboxMessage, Member.mail_cipher.is_not(None))
        .outerjoin(Member, OutboxMessage.member_id == Member.id)
        .where(OutboxMessage.delivered_at.is_(None), ~there.exists())
        .order_by(OutboxMessage.id)
        .limit(limit)
        .with_for_update(of=OutboxMessage, skip_locked=True)
    )
    return [(row[0], row[1]) for row in session.execute(wanted)]


def claim(session: Session, now: datetime, spell: timedelta, limit: int) -> list[UUID]:
    """Take messages of inboxes whose mail is due; nobody else sends it before the spell is over, ever a longer one."""
    there = select(InboxMessage.id).where(InboxMessage.dedupe_key == OutboxMessage.dedupe_key)
    wanted = (
        select(OutboxMessage)
        .where(
            OutboxMessage.delivered_at.is_(None),
            OutboxMessage.attempts < MOST_ATTEMPTS,
            there.exists(),
            or_(OutboxMessage.claimed_until.is_(None), OutboxMessage.claimed_until <= now),
        )
        .order_by(OutboxMessage.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    found = list(session.execute(wanted).scalars())
    for message in found:
        message.attempts += 1
        message.claimed_until = now + spell * 2 ** (message.attempts - 1)
    return [message.id for message in found]


def unclaim(session: Session, ids: Sequence[UUID]) -> None:
    """Give back messages that were taken and not tried."""
    session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.id.in_(ids))
        .values(claimed_until=None, attempts=OutboxMessage.attempts - 1)
        .execution_options(synchronize_session=False)
    )


class Leaving(NamedTuple):
    """Messages of a community that have not left: those that wait, of them tried before, and given up."""

    waiting: int
    retried: int
    given_up: int
    oldest: datetime | None


def leaving(session: Session, community: UUID) -> Leaving:
    """What has not left of a community's messages."""
    tried = OutboxMessage.attempts
    wanted = select(
        func.count().filter(tried < MOST_ATTEMPTS),
        func.count().filter(tried.between(1, MOST_ATTEMPTS - 1)),
        func.count().filter(tried >= MOST_ATTEMPTS),
        func.min(OutboxMessage.created_at).filter(tried < MOST_ATTEMPTS),
    ).where(OutboxMessage.community_id == community, OutboxMessage.delivered_at.is_(None))
    return Leaving(*session.execute(wanted).one())


def inbox(session: Session, member_id: UUID, after: UUID | None, limit: int) -> list[InboxMessage]:
    """A person's messages, newest first."""
    wanted = select(InboxMessage).where(InboxMessage.member_id == member_id).order_by(InboxMessage.id.desc())
    if after is not None:
        wanted = wanted.where(InboxMessage.id < after)
    return list(session.execute(wanted.limit(limit)).scalars())


def unread(session: Session, member_id: UUID | None) -> int:
    """How many of a person's messages they have not marked as read."""
    wanted = select(func.count()).select_from(InboxMessage)
    wanted = wanted.where(InboxMessage.member_id == member_id, InboxMessage.read_at.is_(None))
    return int(session.execute(wanted).scalar_one())


def mark_read(session: Session, member_id: UUID, upto: UUID, now: datetime) -> int:
    """Mark a person's messages up to one of them as read; how many were not."""
    wanted = update(InboxMessage).where(
        InboxMessage.member_id == member_id, InboxMessage.read_at.is_(None), InboxMessage.id <= upto
    )
    return int(session.execute(wanted.values(read_at=now)).rowcount)  # type: ignore[attr-defined]
