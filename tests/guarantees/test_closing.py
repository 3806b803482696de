"""I8: closed means closed, by the database's clock, whatever was under way."""

from __future__ import annotations

from datetime import datetime, timedelta
from threading import Event
from typing import Any

from sqlalchemy import select, text

from scheduler import audit
from scheduler.db import Database
from scheduler.models import AuditEntry, Registration, Round
from scheduler.usecases import registration, rounds
from scheduler.usecases.commands import Answer, Command, run
from tests.guarantees.crowds import PATIENCE, at_once, doors, told
from tests.scheduler.usecases.wishes import NEWCOMER, register, wish
from tests.town import Town

MILLISECOND = timedelta(milliseconds=1)


def ends(town: Town) -> None:
    """Put the clock at the end of the application period."""
    with town.database.reading() as session:
        town.clock.now = session.get_one(Round, town.round_id).apply_until


def order_of(town: Town) -> list[str]:
    """What happened, by the audit chain."""
    with town.database.reading() as session:
        wanted = select(AuditEntry.action).where(AuditEntry.action.in_(["registration.create", "round.close"]))
        return list(session.execute(wanted.order_by(AuditEntry.seq)).scalars())


def uses(number: int) -> list[dict[str, str]]:
    return [{"start": f"18:{number:02}", "end": "07:30"}]


def answers_around(town: Town, moment: datetime) -> list[str]:
    """What is answered a millisecond before an instant, at it, and a millisecond after it."""
    found = []
    for number, offset in enumerate((-MILLISECOND, timedelta(0), MILLISECOND)):
        town.clock.now = moment + offset
        found.append(told(lambda: register(town, uses=uses(number))))  # noqa: B023  called at once
    return found


def test_the_last_millisecond_counts_and_the_end_does_not(town: Town) -> None:
    ends(town)
    assert answers_around(town, town.clock.now) == ["done", "application_period_over", "application_period_over"]


def test_the_first_instant_counts(town: Town) -> None:
    with town.database.reading() as session:
        opens = session.get_one(Round, town.round_id).apply_from
    assert answers_around(town, opens) == ["application_period_over", "done", "done"]


def test_the_clock_of_this_process_has_no_say(town: Town) -> None:
    """On PostgreSQL the instant is the server's; on SQLite server and process are one machine."""
    database = Database(town.database.url)
    asked = "SELECT strftime('%s', 'now')" if database.embedded else "SELECT extract(epoch FROM clock_timestamp())"
    with database.writing() as session:
        before, now, after = (
            float(session.execute(text(asked)).scalar_one()),
            database.now(session).timestamp(),
            float(session.execute(text(asked)).scalar_one()),
        )
    database.close()
    assert before <= now < after + 1  # SQLite tells whole seconds


def test_whoever_is_under_way_is_in_before_the_close_or_refused_after_it(town: Town) -> None:
    def one(number: int, database: Database) -> str:
        if number == 12:
            moved: dict[str, Any] = {"actor": town.coordinator, "round_id": town.round_id, "action": "close"}
            return told(lambda: database.transact(lambda s: rounds.move(s, now=database.now(s), **moved)))
        wanted: dict[str, Any] = {
            "actor": town.people[NEWCOMER], "vault": town.vault, "round_id": town.round_id, "channel": "web",
            "wish": wish(town, uses=uses(number)),
        }  # fmt: skip
        return told(lambda: database.transact(lambda s: registration.register(s, now=database.now(s), **wanted)))

    with doors(town, 2) as opened:
        answers = at_once(24, lambda number: one(number, opened[number % 2]))
    accepted = answers.count("done") - 1
    order = order_of(town)
    assert set(answers) <= {"done", "round_not_open"}
    assert order[-1] == "round.close"
    assert order.count("registration.create") == 7 + accepted


def test_a_close_waits_for_the_registration_that_began_before_it(town: Town) -> None:
    written, closing = Event(), Event()

    def registering(_: int) -> None:
        with town.database.writing() as session:
            registration.register(
                session,
                actor=town.people[NEWCOMER],
                vault=town.vault,
                round_id=town.round_id,
                wish=wish(town),
                channel="web",
                now=town.clock.now,
            )
            written.set()
            closing.wait(1)

    def close(_: int) -> None:
        assert written.wait(PATIENCE)
        closing.set()
        town.close()

    at_once(2, lambda number: (registering, close)[number](number))
    assert order_of(town)[-2:] == ["registration.create", "round.close"]


def test_control_a_plain_look_at_the_round_lets_one_slip_in(town: Town) -> None:
    """Look, then write: between the two the round was closed."""
    with town.database.reading() as session:
        state = session.get_one(Round, town.round_id).state
    town.close()
    assert state == "open"
    with town.database.writing() as session:
        first = session.execute(select(Registration).limit(1)).scalar_one()
        late = {column.key: getattr(first, column.key) for column in first.__table__.columns if column.key != "id"}
        session.add(Registration(**{**late, "receipt": "LATE"}))
        audit.record(
            session, town.community_id, "system", "registration.create", "registration", "late", town.clock.now
        )
    assert order_of(town)[-2:] == ["round.close", "registration.create"]


def test_an_accepted_registration_sent_again_after_closing_gets_its_first_answer(town: Town) -> None:
    def once() -> Answer:
        return run(
            town.database,
            town.vault,
            Command(lambda session, now: town.people[NEWCOMER], "k1", "POST /registrations"),
            lambda session, actor, now: Answer(
                201,
                registration.register(
                    session,
                    actor=actor,
                    vault=town.vault,
                    round_id=town.round_id,
                    wish=wish(town),
                    channel="web",
                    now=now,
                ).receipt.encode(),
            ),
            lambda refused: Answer(409, refused.code.encode()),
        )

    first = once()
    town.close()
    ends(town)
    assert (once(), first.status) == (first, 201)
