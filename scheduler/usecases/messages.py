"""Messages: written as rows in the transaction they tell of, delivered at least once to the inbox and by mail."""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import queries
from scheduler.actors import Actor
from scheduler.errors import NotFound
from scheduler.ids import new_id
from scheduler.models import InboxMessage, Member, OutboxMessage, Publication, Registration
from scheduler.office import Office

CLAIM = timedelta(minutes=2)
BATCH = 50
SMTP_SECONDS = 5
Words = Callable[[str, str, dict[str, Any]], tuple[str, str]]
"""Code, language and numbers to subject and text of a mail."""


def tell(session: Session, *, row: Registration, code: str, key: str, now: datetime, **numbers: int | str) -> None:
    """Write to the person of a registration; `key` makes a second writing of the same message harmless."""
    queries.messages.put(
        session,
        OutboxMessage(
            id=new_id(),
            community_id=row.community_id,
            member_id=row.member_id,
            dedupe_key=f"{code}:{row.id}:{key}",
            code=code,
            numbers={"receipt": row.receipt, **numbers},
            created_at=now,
        ),
    )


def announce(session: Session, *, publication: Publication, now: datetime) -> None:
    """Write one message for everybody whom a publication concerns; delivery makes one for each of them."""
    queries.messages.put(
        session,
        OutboxMessage(
            id=new_id(),
            community_id=publication.community_id,
            member_id=None,
            dedupe_key=f"published:{publication.id}",
            code="published",
            numbers={"publication": str(publication.id)},
            created_at=now,
        ),
    )


def deliver(office: Office, words: Words | None = None) -> int:
    """Deliver what is due, some at a time, and say how many; what fails is tried again later, each time more slowly."""
    database = office.database
    claimed = database.transact(lambda session: queries.messages.claim(session, database.now(session), CLAIM, BATCH))
    done = 0
    for message_id in claimed:
        mail = database.transact(lambda session, one=message_id: _to_inbox(session, office, one, words))  # type: ignore[misc]
        if mail is None or _sent(office, mail):
            database.transact(lambda session, one=message_id: _delivered(session, one, database.now(session)))  # type: ignore[misc]
            done += 1
    return done


def _to_inbox(session: Session, office: Office, message_id: UUID, words: Words | None) -> EmailMessage | None:
    message = session.get_one(OutboxMessage, message_id)
    if message.member_id is None:
        _spread(session, message)
        return None
    queries.messages.put(
        session,
        InboxMessage(
            id=new_id(),
            member_id=message.member_id,
            dedupe_key=message.dedupe_key,
            code=message.code,
            numbers=message.numbers,
            created_at=message.created_at,
        ),
    )
    member = session.get_one(Member, message.member_id)
    if words is None or office.settings.smtp_host is None or member.mail_cipher is None:
        return None
    return _mail(office, message, member, words)


def _spread(session: Session, message: OutboxMessage) -> None:
    """One message for each line of a publication."""
    for line in queries.publications.rows(session, UUID(message.numbers["publication"])):
        row = session.get_one(Registration, line.registration_id)
        numbers = {} if line.rank is None else {"rank": line.rank}
        tell(
            session,
            row=row,
            code=f"result_{line.outcome}",
            key=str(line.publication_id),
            now=message.created_at,
            **numbers,
        )


def _mail(office: Office, message: OutboxMessage, member: Member, words: Words) -> EmailMessage:
    subject, text = words(message.code, member.language, message.numbers)
    mail = EmailMessage()
    mail["From"] = office.settings.smtp_sender
    mail["To"] = office.vault.open_sealed(member.mail_cipher or b"", "member.mail", member.id)
    mail["Subject"] = subject
    mail["Message-ID"] = f"<{message.id}@commontide>"
    mail.set_content(text)
    return mail


def _sent(office: Office, mail: EmailMessage) -> bool:
    settings = office.settings
    try:
        with smtplib.SMTP(settings.smtp_host or "", settings.smtp_port, timeout=SMTP_SECONDS) as server:
            server.send_message(mail)
    except (OSError, smtplib.SMTPException):
        return False
    return True


def _delivered(session: Session, message_id: UUID, now: datetime) -> None:
    session.get_one(OutboxMessage, message_id).delivered_at = now


# ---- the reader's side


def inbox(session: Session, *, actor: Actor, after: UUID | None = None, limit: int = 50) -> list[InboxMessage]:
    """A person's messages, newest first."""
    return [] if actor.member_id is None else queries.messages.inbox(session, actor.member_id, after, limit)


def read(session: Session, *, actor: Actor, message_id: UUID, now: datetime) -> InboxMessage:
    """Mark a message as read; a second time changes nothing.

    Raises
    ------
    NotFound
        If this person has no such message.
    """
    message = session.get(InboxMessage, message_id)
    if message is None or message.member_id != actor.member_id:
        raise NotFound()
    message.read_at = message.read_at or now
    return message
