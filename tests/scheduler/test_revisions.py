"""Revisions keep what a community holds: rows of the first revision are there, whole and guarded, after the second."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Table, column, insert, select, table
from sqlalchemy.exc import DBAPIError, IntegrityError

from scheduler import migrate
from scheduler.db import Database
from scheduler.ids import new_id
from scheduler.models import Base, Booking, Community, Facility, Member, Occupation, Resource, StaffLock

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
COMMUNITY, MEMBER, BOOKING = new_id(), new_id(), new_id()


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
    put(database, Community, id=COMMUNITY, slug="tangqiao", name_zh="塘桥", name_en="Tangqiao", zone="Asia/Shanghai")
    person = {"id": MEMBER, "community_id": COMMUNITY, "name_cipher": b"x", "language": "zh", "created_at": NOON}
    put(database, Member, **person, row_version=1)
    put(database, Resource, id=1, community_id=COMMUNITY, kind="space", subject_id=new_id())
    put(database, Booking, **booking(BOOKING, "R", "confirmed"))
    put(database, Occupation, id=1, resource_id=1, active=True, booking_id=BOOKING, **span(0))
    return database


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
