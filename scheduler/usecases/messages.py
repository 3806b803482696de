"""Messages: written as rows in the transaction they tell of, delivered at least once to the inbox and by mail."""

from __future__ import annotations

import smtplib
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from email.message import EmailMessage
from functools import partial
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy.orm import Session

from scheduler import calendar, queries
from scheduler.actors import Actor
from scheduler.db import Database
from scheduler.errors import NotFound
from scheduler.ids import new_id
from scheduler.models import InboxMessage, Member, OutboxMessage, Publication, Registration, Round
from scheduler.office import Office

CLAIM = timedelta(minutes=2)
BATCH = 100
SPREAD = 400
"""People of one message for many who are told in one transaction."""
SMTP_SECONDS = 5
CUT_OFF = (smtplib.SMTPServerDisconnected, smtplib.SMTPConnectError)
"""What `smtplib` says of a server that is away; of its other errors a mail is the cause."""
log = structlog.get_logger(__name__)
Words = Callable[[str, str, dict[str, Any]], tuple[str, str]]
"""Code, language and numbers to subject and text of a mail."""


def tell(session: Session, *, row: Registration, code: str, key: str, now: datetime, **numbers: int | str) -> None:
    """Write to the person of a registration; `key` makes a second writing of the same message harmless."""
    wanted: dict[str, int | str] = {"receipt": row.receipt, **numbers}
    tell_member(session, row.community_id, row.member_id, code, f"{row.id}:{key}", now, **wanted)


def tell_member(
    session: Session, community: UUID, member_id: UUID, code: str, key: str, now: datetime, **numbers: int | str
) -> None:
    """Write to a person; `key` makes a second writing of the same message harmless."""
    queries.messages.put(
        session,
        [
            OutboxMessage(
                id=new_id(),
                community_id=community,
                member_id=member_id,
                dedupe_key=f"{code}:{key}",
                code=code,
                numbers=numbers,
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


def tell_all(session: Session, *, round_: Round, code: str, now: datetime) -> None:
    """Write one message for everybody whose registration ended with a round; delivery makes one for each of them."""
    queries.messages.put(
        session,
        [
            OutboxMessage(
                id=new_id(),
                community_id=round_.community_id,
                member_id=None,
                dedupe_key=f"{code}:{round_.id}",
                code=code,
                numbers={"round": str(round_.id)},
                created_at=now,
            )
        ],
    )


def deliver(office: Office, words: Words | None = None) -> int:
    """Deliver some of what is due, to the inbox and by mail; how many messages there were."""
    return len({*to_inboxes(office, words), *send(office, words)})


def to_inboxes(office: Office, words: Words | None = None) -> Sequence[UUID]:
    """Put some messages where their readers find them, which waits for no mail server; which there were."""
    database = office.database
    return database.transact(lambda session: _to_inboxes(session, office, words, database.now(session)))


def send(office: Office, words: Words | None = None) -> Sequence[UUID]:
    """Send some mails of what stands in inboxes; which messages were tried.

    What fails is tried again later, each time more slowly. A mail server that cannot be reached ends the turn.
    """
    database = office.database
    claimed = database.transact(lambda session: queries.messages.claim(session, database.now(session), CLAIM, BATCH))
    for at, message_id in enumerate(claimed):
        try:
            if _is_done(office, message_id, words):
                database.transact(partial(_delivered, database, message_id))
                continue
            reached = True
        except ValueError:
            reached = True  # an address that no key opens any more
        except OSError:
            reached = False
        _note_failure(office, message_id)
        if not reached:
            left = claimed[at + 1 :]
            database.transact(lambda session, rest=left: queries.messages.unclaim(session, rest))  # type: ignore[misc]
            return claimed[: at + 1]
    return claimed


def _to_inboxes(session: Session, office: Office, words: Words | None, now: datetime) -> list[UUID]:
    mailing = words is not None and _has_mail(office)
    found, due = [], queries.messages.not_in_inboxes(session, BATCH)
    for message, has_address in due:
        if message.member_id is not None:
            found.append(_inbox_row(message, message.member_id))
            done = not (mailing and has_address)
        else:
            done = not _spread(session, message)
        if done:
            message.delivered_at = now
    queries.messages.put(session, found)
    return [message.id for message, _ in due]


def _spread(session: Session, message: OutboxMessage) -> bool:
    """Write some of the messages that one for many stands for; whether more are left."""
    rows, last = _results(session, message) if "publication" in message.numbers else _ends(session, message)
    queries.messages.put(session, rows)
    message.numbers = {**message.numbers, "told": last}
    return bool(rows)


def _results(session: Session, message: OutboxMessage) -> tuple[list[OutboxMessage], int]:
    after, version = int(message.numbers.get("told", 0)), UUID(message.numbers["publication"])
    lines = queries.publications.rows(session, version, after, SPREAD)
    people = queries.registrations.awaited(session, [line.registration_id for line in lines])
    zone = queries.community.one(session, message.community_id).zone
    rows = []
    for line in lines:
        member_id, answer_by = people[line.registration_id]
        numbers: dict[str, Any] = {"receipt": line.receipt}
        if line.rank is not None:
            numbers["rank"] = line.rank
        if answer_by is not None:
            numbers["answer_by"] = calendar.local_text(answer_by, zone)
        key = f"result:{line.registration_id}:{version}"
        rows.append(_told(message, member_id, key, f"result_{line.outcome}", numbers))
    return rows, lines[-1].position if lines else after


def _ends(session: Session, message: OutboxMessage) -> tuple[list[OutboxMessage], str | None]:
    told = message.numbers.get("told")
    after, round_id = None if told is None else UUID(told), UUID(message.numbers["round"])
    ended = queries.registrations.annulled(session, round_id, after, SPREAD)
    rows = [
        _told(message, row.member_id, f"{message.code}:{row.id}", message.code, {"receipt": row.receipt})
        for row in ended
    ]
    return rows, str(ended[-1].id) if ended else told


def _told(message: OutboxMessage, member_id: UUID, key: str, code: str, numbers: dict[str, Any]) -> OutboxMessage:
    return OutboxMessage(
        id=new_id(),
        community_id=message.community_id,
        member_id=member_id,
        dedupe_key=key,
        code=code,
        numbers=numbers,
        created_at=message.created_at,
    )


def _inbox_row(message: OutboxMessage, member_id: UUID) -> InboxMessage:
    return InboxMessage(
        id=new_id(),
        member_id=member_id,
        dedupe_key=message.dedupe_key,
        code=message.code,
        numbers=message.numbers,
        created_at=message.created_at,
    )


def _is_done(office: Office, message_id: UUID, words: Words | None) -> bool:
    """Whether the mail of a message left, or there is none to send."""
    with office.database.reading() as session:
        mail = _mail(session, office, session.get_one(OutboxMessage, message_id), words)
    if mail is None:
        return True
    try:
        _send(office, mail)
    except CUT_OFF:
        raise
    except smtplib.SMTPException:
        return False
    return True


def _mail(session: Session, office: Office, message: OutboxMessage, words: Words | None) -> EmailMessage | None:
    """A mail, where the installation sends any and the person has an address."""
    member = session.get_one(Member, message.member_id)
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


def _send(office: Office, mail: EmailMessage) -> None:
    """Hand a mail over, or lay it into the folder that stands for a mail server."""
    settings = office.settings
    if settings.mail_folder is not None:
        settings.mail_folder.mkdir(parents=True, exist_ok=True)
        name = str(mail["Message-ID"]).strip("<>").partition("@")[0]
        (settings.mail_folder / f"{name}.eml").write_bytes(bytes(mail))
        return
    with smtplib.SMTP(settings.smtp_host or "", settings.smtp_port, timeout=SMTP_SECONDS) as server:
        server.send_message(mail)


def _note_failure(office: Office, message_id: UUID) -> None:
    with office.database.reading() as session:
        message = session.get_one(OutboxMessage, message_id)
        if message.attempts >= queries.messages.MOST_ATTEMPTS:
            log.error("mail_given_up", message=str(message_id), code=message.code)


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


def read_upto(session: Session, *, actor: Actor, message_id: UUID, now: datetime) -> int:
    """Mark a message and all older ones as read; how many were not.

    Raises
    ------
    NotFound
        If this person has no such message.
    """
    message = session.get(InboxMessage, message_id)
    if message is None or actor.member_id is None or message.member_id != actor.member_id:
        raise NotFound()
    return queries.messages.mark_read(session, actor.member_id, message.id, now)
