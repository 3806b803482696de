"""Messages: written as rows in the transaction they tell of, delivered at least once to the inbox and by mail."""

from __future__ import annotations

import smtplib
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from email.message import EmailMessage
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import queries
from scheduler.actors import Actor
from scheduler.db import Database
from scheduler.errors import NotFound
from scheduler.ids import new_id
from scheduler.models import InboxMessage, Member, OutboxMessage, Publication, Registration
from scheduler.office import Office

CLAIM = timedelta(minutes=2)
BATCH = 100
SPREAD = 400
"""Lines of a publication that are told of in one transaction."""
SMTP_SECONDS = 5
Words = Callable[[str, str, dict[str, Any]], tuple[str, str]]
"""Code, language and numbers to subject and text of a mail."""


def tell(session: Session, *, row: Registration, code: str, key: str, now: datetime, **numbers: int | str) -> None:
    """Write to the person of a registration; `key` makes a second writing of the same message harmless."""
    queries.messages.put(
        session,
        [
            OutboxMessage(
                id=new_id(),
                community_id=row.community_id,
                member_id=row.member_id,
                dedupe_key=f"{code}:{row.id}:{key}",
                code=code,
                numbers={"receipt": row.receipt, **numbers},
                created_at=now,
            )
        ],
    )


def announce(session: Session, *, publication: Publication, now: datetime) -> None:
    """Write one message for everybody whom a publication concerns; delivery makes one for each of them."""
    queries.messages.put(
        session,
        [
            OutboxMessage(
                id=new_id(),
                community_id=publication.community_id,
                member_id=None,
                dedupe_key=f"published:{publication.id}",
                code="published",
                numbers={"publication": str(publication.id)},
                created_at=now,
            )
        ],
    )


def deliver(office: Office, words: Words | None = None) -> int:
    """Deliver what is due, some at a time, and say how many; what fails is tried again later, each time more slowly."""
    database = office.database
    claimed = database.transact(lambda session: queries.messages.claim(session, database.now(session), CLAIM, BATCH))
    for message_id in claimed:
        while database.transact(partial(_spread, message_id)):
            pass
    mails = database.transact(lambda session: _to_inboxes(session, office, claimed, words, database.now(session)))
    for message_id, mail in mails:
        if _sent(office, mail):
            database.transact(partial(_delivered, database, message_id))
    return len(claimed)


def _spread(message_id: UUID, session: Session) -> bool:
    """Write some of the messages that a publication's announcement stands for; whether more are left."""
    message = session.get_one(OutboxMessage, message_id)
    if message.member_id is not None:
        return False
    after, version = int(message.numbers.get("told", 0)), UUID(message.numbers["publication"])
    lines = queries.publications.rows(session, version, after, SPREAD)
    if not lines:
        return False
    people = queries.registrations.members_of(session, [line.registration_id for line in lines])
    rows = [
        OutboxMessage(
            id=new_id(),
            community_id=message.community_id,
            member_id=people[line.registration_id],
            dedupe_key=f"result:{line.registration_id}:{version}",
            code=f"result_{line.outcome}",
            numbers={"receipt": line.receipt} | ({} if line.rank is None else {"rank": line.rank}),
            created_at=message.created_at,
        )
        for line in lines
    ]
    queries.messages.put(session, rows)
    message.numbers = {**message.numbers, "told": lines[-1].position}
    return True


def _to_inboxes(
    session: Session, office: Office, claimed: Sequence[UUID], words: Words | None, now: datetime
) -> list[tuple[UUID, EmailMessage]]:
    """Put messages where their readers find them; the mails that are to go out as well."""
    mails, found = [], []
    for message in [session.get_one(OutboxMessage, message_id) for message_id in claimed]:
        mail = None
        if message.member_id is not None:
            found.append(_inbox_row(message, message.member_id))
            mail = _mail(session, office, message, message.member_id, words)
        if mail is None:
            message.delivered_at = now
        else:
            mails.append((message.id, mail))
    queries.messages.put(session, found)
    return mails


def _inbox_row(message: OutboxMessage, member_id: UUID) -> InboxMessage:
    return InboxMessage(
        id=new_id(),
        member_id=member_id,
        dedupe_key=message.dedupe_key,
        code=message.code,
        numbers=message.numbers,
        created_at=message.created_at,
    )


def _mail(
    session: Session, office: Office, message: OutboxMessage, member_id: UUID, words: Words | None
) -> EmailMessage | None:
    """A mail, where the installation sends any and the person has an address."""
    member = session.get_one(Member, member_id)
    if words is None or member.mail_cipher is None or not _has_mail(office):
        return None
    subject, text = words(message.code, member.language, dict(message.numbers))
    mail = EmailMessage()
    mail["From"] = office.settings.smtp_sender
    mail["To"] = office.vault.open_sealed(member.mail_cipher, "member.mail", member.id)
    mail["Subject"] = subject
    mail["Message-ID"] = f"<{message.id}@commontide>"
    mail.set_content(text)
    return mail


def _has_mail(office: Office) -> bool:
    return office.settings.smtp_host is not None or office.settings.mail_folder is not None


def _sent(office: Office, mail: EmailMessage) -> bool:
    """Whether a mail left, or was laid into the folder that stands for a mail server."""
    settings = office.settings
    try:
        if settings.mail_folder is not None:
            settings.mail_folder.mkdir(parents=True, exist_ok=True)
            name = str(mail["Message-ID"]).strip("<>").partition("@")[0]
            (settings.mail_folder / f"{name}.eml").write_bytes(bytes(mail))
            return True
        with smtplib.SMTP(settings.smtp_host or "", settings.smtp_port, timeout=SMTP_SECONDS) as server:
            server.send_message(mail)
    except (OSError, smtplib.SMTPException):
        return False
    return True


def _delivered(database: Database, message_id: UUID, session: Session) -> None:
    session.get_one(OutboxMessage, message_id).delivered_at = database.now(session)


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
