"""I6: a change made from an older state of things never hides another's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from threading import Event, Thread
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event, select, update

from scheduler import queries
from scheduler.db import Database
from scheduler.models import Booking, Registration, Round
from scheduler.usecases import bookings, checking, publication, registration, rounds, supply
from tests.guarantees.crowds import PATIENCE, at_once, told
from tests.guarantees.test_double_booking import NOON, QUARTER, book
from tests.scheduler.usecases.wishes import NEWCOMER, OTHER, act, register, wish
from tests.town import Town

CLIENTS = 8


def disagreeing(town: Town) -> list[UUID]:
    """Registrations whose steps, each taken once, do not lead to the state that they are in."""
    with town.database.reading() as session:
        found = []
        for row in session.execute(select(Registration)).scalars():
            balance = Counter({row.state: -1, "": 1})
            for step in queries.registrations.steps(session, row.id):
                balance[step.after] += 1
                balance[step.before] -= 1
            if any(balance.values()):
                found.append(row.id)
        return found


# ---- amendments from one version


def test_of_many_amendments_of_one_version_one_is_made(town: Town) -> None:
    row = register(town)

    def amend(number: int) -> str:
        wanted = {"actor": town.people[NEWCOMER], "vault": town.vault, "registration_id": row.id}
        changed = wish(town, longest_walk=100 + number)
        return told(lambda: town.do(registration.amend, version=row.row_version, wish=changed, **wanted))

    answers = at_once(CLIENTS, amend)
    assert sorted(answers) == ["changed_meanwhile"] * (CLIENTS - 1) + ["done"]
    with town.database.reading() as session:
        kept = session.get_one(Registration, row.id)
        assert (kept.longest_walk, kept.row_version) == (100 + answers.index("done"), row.row_version + 1)


def test_of_many_changes_of_a_round_a_site_or_a_booking_one_is_made(town: Town) -> None:
    with town.database.reading() as session:
        version = session.get_one(Round, town.round_id).row_version
    made = book(town, NEWCOMER, "H1", bookings.Span(NOON, NOON + QUARTER))
    window = supply.WindowTerms("open", "08:00", "18:00")

    def round_(number: int) -> object:
        changes = {"display_days": number}
        return town.do(rounds.amend, actor=town.admin, round_id=town.round_id, version=version, changes=changes)

    def site(_: int) -> object:
        return town.do(supply.set_windows, actor=town.admin, site_id=town.sites["T"], version=1, windows=[window])

    def booking(_: int) -> object:
        return town.do(bookings.cancel, actor=town.staff, booking_id=made.id, version=1)

    for change in (round_, site, booking):
        answers = at_once(CLIENTS, lambda number, change=change: told(lambda: change(number)))  # type: ignore[misc]
        assert sorted(answers) == ["changed_meanwhile"] * (CLIENTS - 1) + ["done"]


def test_control_without_the_version_the_last_one_wins_over_all(town: Town) -> None:
    """Both read, both write: what the first wrote is gone and nobody is told."""
    row = register(town)

    def read() -> int:
        with town.database.reading() as session:
            return session.get_one(Registration, row.id).longest_walk

    def write(value: int) -> None:
        with town.database.writing() as session:
            session.execute(update(Registration).where(Registration.id == row.id).values(longest_walk=value))

    seen = [read(), read()]
    write(seen[0] + 10)
    write(seen[1] + 1)
    assert read() == seen[0] + 1


# ---- steps of a path


def test_of_many_answers_to_an_allocation_one_counts(published: Town) -> None:
    def answer(number: int) -> str:
        given = {"actor": published.people[0], "registration_id": published.registrations[0]}
        return told(lambda: published.do(registration.act, action=("accept", "decline")[number % 2], **given))

    answers = at_once(CLIENTS, answer)
    assert sorted(answers) == ["done"] + ["registration_not_ready"] * (CLIENTS - 1)
    assert disagreeing(published) == []


@pytest.mark.parametrize("turn", range(3))
def test_a_withdrawal_beside_an_approval_of_all_is_not_overwritten(town: Town, turn: int) -> None:
    rows = [register(town, person) for person in (NEWCOMER, OTHER)]
    for row in rows:
        act(town, row, "endorse", town.staff)

    def one(number: int) -> str:
        if number == turn:
            given = {"actor": town.coordinator, "round_id": town.round_id, "action": "approve"}
            return told(lambda: town.do(checking.act_on_all, **given))
        person = (NEWCOMER, OTHER)[number % 2]
        return told(lambda: act(town, rows[number % 2], "withdraw", town.people[person]))

    at_once(4, one)
    assert [town.state_of(row.id) for row in rows] == ["withdrawn", "withdrawn"]
    assert disagreeing(town) == []


def beside(database: Database, statement: str, work: Callable[[], object]) -> Thread:
    """Have something done by another just before the first statement that begins so, if it can be done then at all."""
    done = Event()

    def finish() -> None:
        work()
        done.set()

    other = Thread(target=finish, daemon=True)

    def hook(connection: Any, cursor: Any, text: str, *rest: Any) -> None:
        if text.startswith(statement) and other.ident is None:
            other.start()
            done.wait(0.5)

    event.listen(database.writer, "before_cursor_execute", hook)
    return other


@pytest.mark.parametrize("statement", ["INSERT INTO registration_event", "UPDATE registration SET"])
def test_a_withdrawal_in_the_midst_of_a_publication_leaves_steps_and_states_agreed(
    planned: Town, statement: str
) -> None:
    version = planned.prepare(planned.newest_plan())
    given = {"actor": planned.people[0], "registration_id": planned.registrations[0], "action": "withdraw"}
    other = beside(planned.database, statement, lambda: told(lambda: planned.do(registration.act, **given)))
    planned.do(publication.publish, actor=planned.coordinator, publication_id=version)
    other.join(PATIENCE)
    assert not other.is_alive()

    assert disagreeing(planned) == []
    with planned.database.reading() as session:
        held = {right.registration_id for right in queries.publications.held_in(session, planned.round_id)}
    holding = {row for row in planned.registrations if planned.state_of(row) == "allocated"}
    assert held == holding


def test_control_a_state_read_before_and_written_after_hides_a_withdrawal(town: Town) -> None:
    row = register(town)
    with town.database.reading() as session:
        before = session.get_one(Registration, row.id).state
    act(town, row, "withdraw", town.people[NEWCOMER])
    assert before == "submitted"
    with town.database.writing() as session:
        session.execute(update(Registration).where(Registration.id == row.id).values(state="endorsed"))
    assert disagreeing(town) == [row.id]


def test_a_person_who_books_everywhere_at_once_gets_no_more_than_is_allowed(town: Town) -> None:
    def one(number: int) -> str:
        starts = NOON + number * timedelta(hours=1)
        span = bookings.Span(starts, starts + QUARTER)
        return told(lambda: book(town, NEWCOMER, ("H1", "T1")[number % 2], span))

    assert sorted(at_once(CLIENTS, one)) == ["done"] * 3 + ["too_many_bookings"] * (CLIENTS - 3)


def test_a_booking_is_cancelled_once_by_many(town: Town) -> None:
    made = book(town, NEWCOMER, "H1", bookings.Span(NOON, NOON + QUARTER))
    given = {"actor": town.staff, "booking_id": made.id, "version": None}
    answers = at_once(CLIENTS, lambda _: told(lambda: town.do(bookings.cancel, **given)))
    assert sorted(answers) == ["booking_is_over"] * (CLIENTS - 1) + ["done"]
    with town.database.reading() as session:
        assert session.get_one(Booking, made.id).row_version == 2
