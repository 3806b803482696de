"""What the database itself refuses, on both kinds, without any code of ours in between."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from sqlalchemy import insert, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from scheduler import migrate
from scheduler.db import Database
from scheduler.ids import new_id
from scheduler.models import AuditEntry, Community, Occupation, Resource

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def resources(database: Database, count: int) -> list[int]:
    with database.writing() as session:
        community = Community(slug="tangqiao", name_zh="塘桥", name_en="Tangqiao")
        session.add(community)
        session.flush()
        made = [Resource(community_id=community.id, kind="space", subject_id=new_id()) for _ in range(count)]
        session.add_all(made)
        session.flush()
        return [resource.id for resource in made]


def occupy(database: Database, resource: int, start: int, end: int, active: bool = True) -> int:
    with database.writing() as session:
        row = Occupation(
            resource_id=resource,
            starts_at=NOON + timedelta(minutes=start),
            ends_at=NOON + timedelta(minutes=end),
            active=active,
        )
        session.add(row)
        session.flush()
        return row.id


def test_the_migrated_schema_is_the_one_of_the_rows(database: Database) -> None:
    assert migrate.is_current(database)
    assert migrate.differences(database) == []


def test_revisions_can_be_taken_back_and_applied_again(database: Database) -> None:
    migrate.downgrade(database)
    assert migrate.revision_of(database) is None
    migrate.upgrade(database)
    migrate.upgrade(database)
    assert migrate.is_current(database)


@pytest.mark.parametrize(("start", "end"), [(-10, 1), (0, 60), (59, 70), (10, 20), (-10, 70)])
def test_an_overlap_is_refused(database: Database, start: int, end: int) -> None:
    (space,) = resources(database, 1)
    occupy(database, space, 0, 60)

    with pytest.raises((IntegrityError, DBAPIError), match="occupation_no_overlap"):
        occupy(database, space, start, end)


def test_neighbours_other_resources_and_cancelled_rows_do_not_overlap(database: Database) -> None:
    here, there = resources(database, 2)
    occupy(database, here, 0, 60)

    occupy(database, here, 60, 90)
    occupy(database, here, -30, 0)
    occupy(database, there, 0, 60)
    occupy(database, here, 10, 20, active=False)


def test_making_a_row_active_is_guarded_too(database: Database) -> None:
    (space,) = resources(database, 1)
    occupy(database, space, 0, 60)
    asleep = occupy(database, space, 30, 90, active=False)

    with pytest.raises((IntegrityError, DBAPIError), match="occupation_no_overlap"), database.writing() as session:
        session.execute(update(Occupation).where(Occupation.id == asleep).values(active=True))


def test_an_empty_or_inverted_row_is_refused(database: Database) -> None:
    (space,) = resources(database, 1)
    for end in (0, -5):
        with pytest.raises(IntegrityError, match="not_empty"):
            occupy(database, space, 0, end)


@pytest.mark.parametrize("seed", range(3))
def test_random_rows_are_accepted_exactly_where_nothing_overlaps(database: Database, seed: int) -> None:
    rng = Random(seed)
    spaces = resources(database, 3)
    kept: list[tuple[int, int, int, int]] = []
    for _ in range(150):
        space, start = rng.choice(spaces), rng.randrange(0, 500)
        end = start + rng.randint(1, 60)
        free = all(space != other or end <= a or b <= start for _, other, a, b in kept)
        try:
            kept.append((occupy(database, space, start, end), space, start, end))
            accepted = True
        except DBAPIError:
            accepted = False
        assert accepted == free
        if kept and rng.random() < 0.2:
            gone = kept.pop(rng.randrange(len(kept)))
            with database.writing() as session:
                session.execute(update(Occupation).where(Occupation.id == gone[0]).values(active=False))


def test_audit_entries_are_neither_changed_nor_deleted(database: Database) -> None:
    with database.writing() as session:
        community = Community(slug="tangqiao", name_zh="塘桥", name_en="Tangqiao")
        session.add(community)
        session.flush()
        session.execute(
            insert(AuditEntry).values(
                community_id=community.id, seq=1, at=NOON, actor="a", action="b", subject="c", subject_id="d",
                details={}, previous=b"", digest=b"",
            )
        )  # fmt: skip
    for statement in ("UPDATE audit_entry SET actor = 'x'", "DELETE FROM audit_entry"):
        with pytest.raises(DBAPIError, match="written_once"), database.writing() as session:
            session.execute(text(statement))
    with database.reading() as session:
        assert session.execute(select(AuditEntry.actor)).scalar_one() == "a"


def test_a_reader_cannot_write_and_sqlite_is_durable(database: Database) -> None:
    with database.reading() as session, pytest.raises(DBAPIError):
        session.execute(text("DELETE FROM community"))
    with database.writer.connect() as connection:
        if database.embedded:
            assert connection.execute(text("PRAGMA synchronous")).scalar_one() == 2
            assert connection.execute(text("PRAGMA foreign_keys")).scalar_one() == 1
        else:
            assert connection.execute(text("SHOW synchronous_commit")).scalar_one() == "on"
