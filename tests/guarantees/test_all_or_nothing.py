"""I5: a command that is cut off before any of its statements leaves nothing behind; a whole one leaves all of it."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, event
from sqlalchemy.orm import Session

from scheduler.usecases import bookings, checking, members, planning, publication, registration, rounds, runs
from tests.communities import DAY, town_of, town_on
from tests.databases import KINDS
from tests.guarantees.crowds import dump
from tests.guarantees.dying import COMMANDS as COMMANDS_OF_THE_DYING
from tests.guarantees.dying import dies
from tests.guarantees.test_double_booking import NOON, QUARTER
from tests.scheduler.usecases.wishes import NEWCOMER, wish
from tests.town import Stage, Town

Work = Callable[[Session, Any], Any]
MOST = 200
"""More statements than any command has."""


class Fault(Exception):
    """What goes wrong before a statement."""


@contextmanager
def fault_at(engine: Any, number: int) -> Iterator[None]:
    """Nothing of the database works from the n-th statement on."""
    seen: list[str] = []

    def hook(connection: Any, cursor: Any, text: str, *rest: Any) -> None:
        seen.append(text)
        if len(seen) == number:
            raise Fault

    event.listen(engine, "before_cursor_execute", hook)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", hook)


# ---- the commands, each on a town that is ready for it


def _register(town: Town) -> Work:
    by = town.people[NEWCOMER]
    return lambda session, now: registration.register(
        session, actor=by, vault=town.vault, round_id=town.round_id, wish=wish(town), channel="web", now=now
    )


def _amend(town: Town) -> Work:
    row = town.do(lambda session, now: _register(town)(session, now))
    return lambda session, now: registration.amend(
        session, actor=town.people[NEWCOMER], vault=town.vault, registration_id=row.id, version=row.row_version,
        wish=wish(town, uses=DAY), now=now,
    )  # fmt: skip


def _act(town: Town) -> Work:
    row = town.registrations[0]
    return lambda session, now: registration.act(
        session, actor=town.people[0], registration_id=row, action="decline", now=now
    )


def _act_on_all(town: Town) -> Work:
    town.do(lambda session, now: _register(town)(session, now))
    return lambda session, now: checking.act_on_all(
        session, actor=town.coordinator, round_id=town.round_id, action="endorse", now=now
    )


def _book(town: Town) -> Work:
    return lambda session, now: bookings.book(
        session, actor=town.people[0], vehicle_id=town.vehicles[0], space_id=town.spaces["H1"],
        span=bookings.Span(NOON, NOON + QUARTER), channel="web", now=now,
    )  # fmt: skip


def _cancel(town: Town) -> Work:
    made = town.do(lambda session, now: _book(town)(session, now))
    return lambda session, now: bookings.cancel(session, actor=town.people[0], booking_id=made.id, version=1, now=now)


def _enrol(town: Town) -> Work:
    person = members.Person("赵一", "19900090001", identity="11010519491231002X")
    return lambda session, now: members.enrol(session, actor=town.coordinator, vault=town.vault, person=person, now=now)


def _close(town: Town) -> Work:
    return lambda session, now: rounds.move(
        session, actor=town.coordinator, round_id=town.round_id, action="close", now=now
    )


def _queue_run(town: Town) -> Work:
    return lambda session, now: planning.queue_run(
        session, actor=town.coordinator, round_id=town.round_id, order=planning.Order("greedy"), now=now
    )


def _finish(town: Town) -> Work:
    run = town.do(lambda session, now: _queue_run(town)(session, now))
    taken, outcome = town.worked_out(run.id)
    return lambda session, now: runs.finish(session, run_id=run.id, lease=taken.lease, outcome=outcome, now=now)


def _publish(town: Town) -> Work:
    version = town.prepare(town.newest_plan())
    return lambda session, now: publication.publish(session, actor=town.coordinator, publication_id=version, now=now)


COMMANDS: dict[str, tuple[Stage, Callable[[Town], Any]]] = {
    "register": ("open", _register),
    "amend": ("open", _amend),
    "act": ("published", _act),
    "act_on_all": ("open", _act_on_all),
    "book": ("open", _book),
    "cancel": ("open", _cancel),
    "enrol": ("open", _enrol),
    "close": ("open", _close),
    "queue_run": ("closed", _queue_run),
    "finish": ("closed", _finish),
    "publish": ("planned", _publish),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_cut_off_before_any_statement_leaves_nothing(name: str, kind: str, tmp_path: Path) -> None:
    stage, ready = COMMANDS[name]
    with town_on(kind, tmp_path, stage) as town:
        work = ready(town)
        before = dump(town.database)
        for number in range(1, MOST):
            try:
                with fault_at(town.database.writer, number):
                    town.do(lambda session, now: work(session, now))
                break
            except Fault:
                assert dump(town.database) == before, f"statement {number}"
        after = dump(town.database)
        changed = {table for table in after if after[table] != before[table]}
        assert 4 < number < MOST
        assert {"audit_entry", "audit_head"} < changed


@pytest.mark.parametrize("kind", KINDS)
def test_control_statements_that_commit_by_themselves_leave_a_half(kind: str, tmp_path: Path) -> None:
    with town_on(kind, tmp_path) as town:
        before = dump(town.database)
        engine = create_engine(town.database.url, isolation_level="AUTOCOMMIT")
        halves = 0
        for number in (6, 9, 13):
            with fault_at(engine, number), pytest.raises(Fault), Session(engine) as session:
                _register(town)(session, town.clock.now)
            halves += dump(town.database) != before
        engine.dispose()
        assert halves > 0


@pytest.mark.parametrize(("command", "moment"), [("register", "11"), ("publish", "14")])
def test_a_process_that_dies_in_the_midst_leaves_nothing(planned: Town, command: str, moment: str) -> None:
    if command == "register":
        planned.do(rounds.move, actor=planned.coordinator, round_id=planned.round_id, action="cancel", reason="演习")
        terms = rounds.RoundTerms(
            "next", "下一轮", "Next", planned.clock.now, planned.clock.now + QUARTER, NOON.date(), NOON.date()
        )
        made = planned.do(rounds.set_up, actor=planned.coordinator, terms=terms)
        planned.do(rounds.move, actor=planned.coordinator, round_id=made.id, action="open")
    else:
        planned.prepare(planned.newest_plan())
    before = dump(planned.database)
    assert dies(planned, command, moment) == (-signal.SIGKILL, "")
    assert dump(planned.database) == before
    COMMANDS_OF_THE_DYING[command](town_of(planned.office, planned.clock))
    assert dump(planned.database) != before
