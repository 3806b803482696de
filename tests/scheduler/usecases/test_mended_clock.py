"""What once went wrong with the clockwork, messages and the notice board."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from scheduler import calendar, queries
from scheduler.models import AuditEntry, InboxMessage, OutboxMessage, Registration, Round, Space
from scheduler.usecases import bookings, clockwork, messages, offers, public
from tests.scheduler.usecases.test_mended import change, got, settle_covenant
from tests.scheduler.usecases.test_messages import count, tell, with_mail, words
from tests.scheduler.usecases.wishes import OTHER, act
from tests.town import START, Town

# ---- the clockwork


def test_one_fault_of_the_clock_stops_nothing_else(published: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> int:
        raise RuntimeError("陈女士")

    monkeypatch.setattr(offers, "offer_next", broken)
    monkeypatch.setattr(clockwork, "lapse", broken)
    with published.database.writing() as session:
        session.get_one(Round, published.round_id).offered_at = None
    clockwork.tick(published.office)
    with published.database.reading() as session:
        assert len(session.execute(select(InboxMessage.id)).all()) == 7


def test_a_right_that_began_awaits_no_answer(published: Town) -> None:
    act(published, got(published, Registration, published.registrations[0]), "accept", published.people[0])
    change(published, Registration, published.registrations[0], answer_by=START)
    published.clock.now = START + timedelta(days=3)
    clockwork.nightly(published.office)
    row = got(published, Registration, published.registrations[0])
    assert (row.state, row.answer_by) == ("active", None)
    with published.database.reading() as session:
        noted = session.execute(select(AuditEntry.details).where(AuditEntry.action == "registrations.activate"))
        assert noted.scalars().all() == [{"after": "active", "count": 1}]


def test_a_result_says_until_when_in_the_communitys_time(published: Town) -> None:
    while messages.deliver(published.office):
        pass
    with published.database.reading() as session:
        rows = session.execute(select(InboxMessage.numbers).where(InboxMessage.code == "result_allocated")).scalars()
        told = {row["answer_by"] for row in rows}
    # The town's noon is 4 o'clock in Greenwich; a week to answer.
    assert told == {"2026-05-08 12:00"}
    assert calendar.local_text(datetime(2026, 5, 31, 16, 1, tzinfo=UTC), "Asia/Shanghai") == "2026-06-01 00:01"


def test_a_mail_server_that_is_away_is_asked_once_a_turn_and_keeps_nobody_from_their_inbox(town: Town) -> None:
    for key in range(3):
        tell(town, key=str(key))
    office = with_mail(town, 1)
    clockwork.tick(office, words)

    def attempts() -> list[int]:
        with town.database.reading() as session:
            return list(session.execute(select(OutboxMessage.attempts).order_by(OutboxMessage.id)).scalars())

    assert (attempts(), count(town, InboxMessage)) == ([1, 0, 0], 3)
    clockwork.tick(office, words)
    assert attempts() == [1, 1, 0]


def test_a_mail_that_is_given_up_is_told_to_the_operator(town: Town) -> None:
    tell(town)
    office = with_mail(town, 1)
    with capture_logs() as logs:
        for _ in range(queries.messages.MOST_ATTEMPTS + 2):
            messages.deliver(office, words)
            town.clock.advance(days=2)
    assert [(line["event"], line["code"]) for line in logs] == [("mail_given_up", "offer_made")]


# ---- the notice board


def test_a_notice_shows_its_lines_for_its_days_and_then_only_numbers(published: Town) -> None:
    def shown() -> tuple[int, Mapping[str, int]]:
        with published.database.reading() as session:
            notice = public.notice(session, round_id=published.round_id, now=published.clock.now)
            return len(public.lines(session, notice=notice)), notice.outcomes

    outcomes = {"allocated": 5, "waitlisted": 2}
    published.clock.advance(days=7, milliseconds=-1)
    assert shown() == (7, outcomes)
    published.clock.advance(milliseconds=1)
    assert shown() == (0, outcomes)


def test_a_space_that_somebody_needs_right_after_is_not_told_as_free(town: Town) -> None:
    settle_covenant(town, {"parking": {"criteria": {"class": 1}, "reserve_percent": 0, "guard_minutes": 15}})
    since = START + timedelta(hours=1, minutes=10)
    span = bookings.Span(since, since + timedelta(hours=1))
    with town.database.writing() as session:
        for code in ("T1", "T2"):
            session.get_one(Space, town.spaces[code]).bookable = False

    def level() -> str:
        with town.database.reading() as session:
            found = public.availability(session, slug="tangqiao", now=START, at=START)
        return next(one.level for one in found if one.site.code == "T")

    assert level() == "few"
    wanted = {"vehicle_id": town.vehicles[OTHER], "space_id": town.spaces["T3"], "span": span, "channel": "web"}
    town.do(bookings.book, actor=town.people[OTHER], **wanted)
    assert level() == "none"
