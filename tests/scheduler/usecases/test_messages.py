"""Messages: written with what they tell of, delivered at least once to the inbox and by mail."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from email import message_from_bytes
from typing import Any

from sqlalchemy import func, select

from scheduler import queries
from scheduler.errors import NotFound
from scheduler.models import InboxMessage, Member, OutboxMessage, Registration
from scheduler.office import Office
from scheduler.settings import Settings
from scheduler.usecases import messages
from tests.scheduler.usecases.mail_server import mail_server
from tests.scheduler.usecases.wishes import refused
from tests.town import Town


def words(code: str, language: str, numbers: dict[str, Any]) -> tuple[str, str]:
    return f"{code} ({language})", f"回执 {numbers['receipt']}"


def tell(town: Town, person: int = 0, code: str = "offer_made", key: str = "k") -> None:
    def told(session: Any, now: Any) -> None:
        row = session.get_one(Registration, town.registrations[person])
        messages.tell(session, row=row, code=code, key=key, now=now, answer_by="2026-06-01")

    town.do(told)


def count(town: Town, kind: type[Any]) -> int:
    with town.database.reading() as session:
        return session.execute(select(func.count()).select_from(kind)).scalar_one()


def undelivered(town: Town) -> int:
    with town.database.reading() as session:
        wanted = select(func.count()).where(OutboxMessage.delivered_at.is_(None))
        return session.execute(wanted).scalar_one()


def with_mail(town: Town, port: int, person: int = 0) -> Office:
    """The town's office with a mail server, and an address for somebody."""
    with town.database.writing() as session:
        member = session.get_one(Member, town.people[person].member_id)
        member.mail_cipher = town.vault.seal("wang@example.org", "member.mail", member.id)
    settings = town.office.settings.model_dump() | {"smtp_host": "127.0.0.1", "smtp_port": port}
    return Office(Settings(**settings), town.database, town.vault)


def test_a_publication_tells_everybody_their_own_result(published: Town) -> None:
    while messages.deliver(published.office):
        pass

    with published.database.reading() as session:
        rows = list(session.execute(select(InboxMessage)).scalars())
    assert Counter(row.code for row in rows) == {"result_allocated": 5, "result_waitlisted": 2}
    assert {row.member_id for row in rows} == {person.member_id for person in published.people[:7]}
    last = next(row for row in rows if row.member_id == published.people[6].member_id)
    assert last.numbers["rank"] == 2
    assert undelivered(published) == 0


def test_a_message_told_or_delivered_twice_stands_once_in_the_inbox(town: Town) -> None:
    tell(town)
    tell(town)
    assert count(town, OutboxMessage) == 1
    assert messages.deliver(town.office) == 1
    with town.database.writing() as session:  # as if the worker had died before it could note the delivery
        message = session.execute(select(OutboxMessage)).scalar_one()
        message.delivered_at = message.claimed_until = None
    assert messages.deliver(town.office) == 1
    assert (count(town, InboxMessage), messages.deliver(town.office)) == (1, 0)


def test_several_deliverers_do_not_claim_the_same_message(town: Town) -> None:
    for key in range(20):
        tell(town, key=str(key))

    with ThreadPoolExecutor(4) as pool:
        claimed = sum(pool.map(lambda _: messages.deliver(town.office), range(4)))
    assert (claimed, count(town, InboxMessage), undelivered(town)) == (20, 20, 0)


def test_a_mail_leaves_in_the_readers_language_and_with_the_same_id(town: Town) -> None:
    tell(town)
    with mail_server() as server:
        messages.deliver(with_mail(town, server.port), words)
        (mail,) = [message_from_bytes(text) for text in server.mails]

    with town.database.reading() as session:
        message = session.execute(select(OutboxMessage)).scalar_one()
        receipt = session.get_one(Registration, town.registrations[0]).receipt
    assert (mail["To"], mail["Subject"]) == ("wang@example.org", "offer_made (zh)")
    assert mail["Message-ID"] == f"<{message.id}@commontide>"
    assert mail.get_payload(decode=True).decode().strip() == f"回执 {receipt}"  # type: ignore[union-attr]
    assert undelivered(town) == 0


def test_a_mail_that_cannot_leave_is_tried_again_ever_more_slowly(town: Town) -> None:
    tell(town)
    with mail_server() as server:
        office, server.full = with_mail(town, server.port), True
        assert messages.deliver(office, words) == 1
        assert (messages.deliver(office, words), undelivered(town), count(town, InboxMessage)) == (0, 1, 1)
        town.clock.advance(minutes=2)
        assert messages.deliver(office, words) == 1
        town.clock.advance(minutes=2)
        assert messages.deliver(office, words) == 0
        town.clock.advance(minutes=2)
        server.full = False
        assert messages.deliver(office, words) == 1
        assert (len(server.mails), undelivered(town), count(town, InboxMessage)) == (1, 0, 1)


def test_a_mail_that_never_leaves_is_given_up(town: Town) -> None:
    tell(town)
    office = with_mail(town, 1)
    tries = 0
    for _ in range(20):
        tries += messages.deliver(office, words)
        town.clock.advance(days=2)
    assert tries == queries.messages.MOST_ATTEMPTS


def test_people_read_their_own_messages(town: Town) -> None:
    for person in (0, 0, 1):
        tell(town, person, key=str(count(town, OutboxMessage)))
    messages.deliver(town.office)
    first, second = town.see(messages.inbox, actor=town.people[0])

    assert [row.id for row in town.see(messages.inbox, actor=town.people[0], after=first.id)] == [second.id]
    assert town.see(messages.inbox, actor=town.coordinator) == []
    read_at = town.do(messages.read, actor=town.people[0], message_id=first.id).read_at
    town.clock.advance(hours=1)
    assert town.do(messages.read, actor=town.people[0], message_id=first.id).read_at == read_at
    for by in (town.people[1], town.coordinator):
        with refused(NotFound, "no_such_thing"):
            town.do(messages.read, actor=by, message_id=first.id)
