"""What once went wrong with rooms where several write at once: lines, what comes due, what moves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from time import sleep
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event, select, text

from scheduler import queries
from scheduler.db import Database
from scheduler.errors import Refused
from scheduler.models import Booking
from scheduler.usecases import room_freeing, room_series, room_turns, room_waiting
from scheduler.usecases.room_amending import Changes
from tests.houses import HOUR, NOON, House
from tests.scheduler.usecases.room_acts import QUARTER, made_of, series, wait
from tests.town import START

on_postgresql = pytest.mark.parametrize("town", ["postgresql"], indirect=True)
"""Where several write at once; on SQLite one comes after the other."""


# ---- lines


@contextmanager
def meanwhile(database: Database, what: Callable[[], object]) -> Iterator[None]:
    """Have something done by others, once, as soon as somebody has read who waits at a facility."""
    done: list[str] = []

    def look(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if not done and "FROM waiting" in statement and "waiting.facility_id = " in statement:
            done.append(statement)
            what()

    event.listen(database.writer, "after_cursor_execute", look)
    yield
    event.remove(database.writer, "after_cursor_execute", look)
    assert len(done) == 1


def until_done_or_kept_out(database: Database, work: Future[str]) -> None:
    """Wait until work is done, or waits for what another transaction keeps."""
    asked = text(
        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    )
    with database.writer.connect() as connection:
        while not work.done() and not connection.execute(asked).scalar_one():
            connection.rollback()
            sleep(0.005)


def freed(house: House) -> None:
    """What clockwork does where a room came free."""
    with house.town.database.writing() as session:
        facility = queries.rooms.lock_facility(session, house.facilities["C"])
        room_freeing.offer(session, facility, NOON, NOON + HOUR, house.town.clock.now)


def left_in_line(house: House) -> UUID:
    """Somebody who waits for what has come free."""
    made, row = house.book(), wait(house)
    with house.town.database.writing() as session:
        room_freeing.end(session, session.get_one(Booking, made.id), "cancelled", START)
    return row.id


def bookings_of(house: House, person: int) -> list[str]:
    wanted = select(Booking.state).where(Booking.member_id == house.town.people[person].member_id)
    with house.town.database.reading() as session:
        return list(session.execute(wanted).scalars())


@on_postgresql
def test_who_leaves_a_line_is_held_nothing_and_who_is_held_something_has_not_left(house: House) -> None:
    row_id, database = left_in_line(house), house.town.database

    def leave() -> str:
        try:
            return house.town.do(room_waiting.leave, actor=house.town.people[1], waiting_id=row_id).state
        except Refused as error:
            return error.code

    with ThreadPoolExecutor(1) as pool:
        leaving: list[Future[str]] = []

        def started() -> None:
            leaving.append(pool.submit(leave))
            until_done_or_kept_out(database, leaving[0])

        with meanwhile(database, started):
            freed(house)
        assert (leaving[0].result(), bookings_of(house, 1)) == ("waiting_is_over", ["held"])


@on_postgresql
def test_nothing_is_held_for_whose_waiting_has_just_ended(house: House) -> None:
    row_id, database = left_in_line(house), house.town.database

    def end() -> None:
        database.transact(lambda session: queries.room_waiting.give_up_past(session, NOON))

    with meanwhile(database, end):
        freed(house)
    with database.reading() as session:
        row = queries.room_waiting.one(session, house.town.community_id, row_id)
    assert row is not None
    assert (row.state, bookings_of(house, 1)) == ("given_up", [])


@on_postgresql
def test_the_end_of_a_wait_does_not_queue_behind_an_offer(house: House) -> None:
    row_id, database = left_in_line(house), house.town.database
    with database.writing() as session:
        queries.room_waiting.locked(session, row_id)
        database.transact(lambda other: queries.room_waiting.give_up_past(other, NOON))
        assert queries.room_waiting.locked(session, row_id).state == "waiting"
    database.transact(lambda other: queries.room_waiting.give_up_past(other, NOON))
    with database.reading() as session:
        row = queries.room_waiting.one(session, house.town.community_id, row_id)
        assert row is not None
        assert row.state == "given_up"


# ---- what comes due, and what moves


def test_every_booking_that_nobody_answers_lapses_by_itself(house: House) -> None:
    made = [house.book("C3"), house.book("C3", person=1, start=3), house.book("C3", person=2, start=6)]
    house.town.clock.now = NOON - HOUR
    commits: list[object] = []
    event.listen(house.town.database.writer, "commit", commits.append)
    room_turns.lapse_all(house.town.office)
    assert [house.booking(one.id).state for one in made] == ["lapsed"] * 3
    assert len(commits) >= 3


@on_postgresql
def test_a_series_that_moves_locks_its_facilities_in_the_order_of_all(house: House) -> None:
    made = series(house, room="E1", weeks=2)
    locked: list[UUID] = []

    def look(_connection: object, _cursor: object, statement: str, given: Any, *_: object) -> None:
        if "FROM facility" in statement and "FOR UPDATE" in statement:
            locked.extend(value for value in given.values() if value in house.facilities.values())

    event.listen(house.town.database.writer, "after_cursor_execute", look)
    wanted: Any = {"series_id": made.id, "changes": Changes(room_id=house.rooms["C1"])}
    found = house.town.do(room_series.amend, actor=house.town.people[0], **wanted)
    assert [house.taken(one.id) for one in made_of(room_series.Series(made.id, found))] == [
        [(NOON, NOON + HOUR + QUARTER)],
        [(NOON + 7 * 24 * HOUR, NOON + 7 * 24 * HOUR + HOUR + QUARTER)],
    ]
    assert list(dict.fromkeys(locked)) == sorted(house.facilities.values())
