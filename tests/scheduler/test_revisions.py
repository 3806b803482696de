"""Revisions keep what a community holds: rows of the first revision are there, whole and guarded, after the second."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import Any

import pytest
from sqlalchemy import Table, column, insert, select, table
from sqlalchemy.exc import DBAPIError, IntegrityError

from scheduler import migrate
from scheduler.db import Database
from scheduler.ids import new_id
from scheduler.models import Base, Booking, Community, Facility, Member, Occupation, Resource, StaffLock, Volunteer

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
COMMUNITY, MEMBER, BOOKING = new_id(), new_id(), new_id()
TOLD_BY = (Volunteer.receipt, Volunteer.channel)


def put(database: Database, model: type[Base], /, **values: Any) -> None:
    """Write a row with the columns that it had then."""
    known: Table = model.__table__  # type: ignore[assignment]
    then = table(known.name, *(column(name, known.c[name].type) for name in values))
    with database.writer.begin() as connection:
        connection.execute(insert(then).values(values))


@pytest.fixture
def early(database: Database) -> Database:
    """A database of the first revision with a booking in it."""
    migrate.downgrade(database, "0001")
    settle(database)
    put(database, Booking, **booking(BOOKING, "R", "confirmed"))
    put(database, Occupation, id=1, resource_id=1, active=True, booking_id=BOOKING, **span(0))
    return database


def settle(database: Database) -> None:
    """A community with a person and a space."""
    put(database, Community, id=COMMUNITY, slug="tangqiao", name_zh="塘桥", name_en="Tangqiao", zone="Asia/Shanghai")
    person = {"id": MEMBER, "community_id": COMMUNITY, "name_cipher": b"x", "language": "zh", "created_at": NOON}
    put(database, Member, **person, row_version=1)
    put(database, Resource, id=1, community_id=COMMUNITY, kind="space", subject_id=new_id())


def told_by(database: Database) -> dict[str, str]:
    """By which end each booking and volunteer came, by receipt."""
    with database.reading() as session:
        rows = [*session.execute(select(Booking.receipt, Booking.channel)), *session.execute(select(*TOLD_BY))]
        return {row[0]: row[1] for row in rows}


def booking(row: Any, receipt: str, state: str) -> dict[str, Any]:
    asked = {"id": row, "community_id": COMMUNITY, "resource_id": 1, "member_id": MEMBER, "receipt": receipt}
    return {**asked, "state": state, "channel": "web", "created_at": NOON, "row_version": 1, **span(0)}


def span(hours: int) -> dict[str, datetime]:
    return {"starts_at": NOON + timedelta(hours=hours), "ends_at": NOON + timedelta(hours=hours + 1)}


def test_rows_of_before_are_there_after_the_upgrade(early: Database) -> None:
    migrate.upgrade(early)

    assert migrate.differences(early) == []
    with early.reading() as session:
        row = session.execute(select(Booking)).scalar_one()
        assert (row.id, row.state, row.starts_at, row.noisy, row.equipment) == (BOOKING, "confirmed", NOON, False, None)
        assert session.execute(select(Occupation.booking_id)).scalar_one() == BOOKING


def test_the_database_refuses_after_the_upgrade_what_it_refused_before(early: Database) -> None:
    migrate.upgrade(early)

    with pytest.raises(DBAPIError, match="occupation_no_overlap"):
        put(early, Occupation, id=2, resource_id=1, active=True, booking_id=BOOKING, **span(0))
    with pytest.raises(IntegrityError):
        put(early, Booking, **booking(new_id(), "S", "perhaps"), noisy=False)
    with pytest.raises(IntegrityError):
        put(early, Occupation, id=3, resource_id=1, active=True, booking_id=new_id(), **span(5))
    with pytest.raises(IntegrityError):
        put(
            early,
            StaffLock,
            id=new_id(),
            community_id=COMMUNITY,
            round_id=new_id(),
            registration_id=new_id(),
            kind="keep",
            reason="x",
            created_by=new_id(),
            created_at=NOON,
        )
    put(early, Booking, **booking(new_id(), "T", "held"), noisy=False)


def test_the_first_revision_has_no_place_for_rooms_and_says_so(early: Database) -> None:
    migrate.upgrade(early)
    house = {"id": new_id(), "community_id": COMMUNITY, "code": "f", "name_zh": "中心", "name_en": "Centre"}
    put(early, Facility, **house, tier="centre", conditions_zh="", conditions_en="", row_version=1)

    with pytest.raises(RuntimeError, match="activity rooms"):
        migrate.downgrade(early, "0001")
    assert migrate.is_current(early)


def test_whoever_came_to_the_window_or_wrote_came_to_the_door_for_the_revision_before(
    database: Database,
) -> None:
    settle(database)
    for receipt, channel in (("W", "window"), ("L", "letter"), ("H", "hotline")):
        put(database, Booking, **{**booking(new_id(), receipt, "cancelled"), "channel": channel}, noisy=False)
    put(database, Resource, id=2, community_id=COMMUNITY, kind="volunteer", subject_id=new_id())
    person = {"id": new_id(), "community_id": COMMUNITY, "member_id": MEMBER, "resource_id": 2, "receipt": "V"}
    offer = {"state": "registered", "born": NOON.date(), "neighbour": False, "lead_minutes": 0, "terms": {}}
    put(database, Volunteer, **person, **offer, channel="window", created_at=NOON, row_version=1)

    migrate.downgrade(database, "0005")

    assert told_by(database) == {"W": "door", "L": "door", "H": "hotline", "V": "door"}
    migrate.upgrade(database)
    assert migrate.differences(database) == []


def test_the_sixth_revision_knows_every_place_where_an_end_is_told() -> None:
    revision = import_module("scheduler.migrations.versions.0006_pages_for_the_people")
    ends = {
        (one.table.name, one.name)
        for table in Base.metadata.tables.values()
        for one in table.c
        if "channel" in one.name
    }

    assert set(revision.TOLD) == ends
