"""Many at once, guards taken away, and everything that a database holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from typing import TypeVar

from sqlalchemy import text

from scheduler.db import Database
from scheduler.errors import Refused
from scheduler.models import Base
from tests.town import Town

T = TypeVar("T")
PATIENCE = 300
"""Seconds after which a crowd that hangs is given up."""


def at_once(count: int, work: Callable[[int], T]) -> list[T]:
    """What threads that start together return, in their order."""
    gate = Barrier(count, timeout=PATIENCE)

    def started(number: int) -> T:
        gate.wait()
        return work(number)

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(started, range(count), timeout=PATIENCE))


def told(work: Callable[[], object]) -> str:
    """ "done", or the code of the refusal; any other error is raised."""
    try:
        work()
    except Refused as error:
        return error.code
    return "done"


@contextmanager
def doors(town: Town, count: int) -> Iterator[list[Database]]:
    """Several processes' worth of connections: on PostgreSQL pools of their own, on SQLite the one writer there is."""
    embedded = town.database.embedded
    made = [] if embedded else [Database(town.database.url, clock=town.clock) for _ in range(count)]
    try:
        yield made or [town.database] * count
    finally:
        for one in made:
            one.close()


def drop_guards(database: Database, table: str) -> None:
    """Take away what the database itself refuses for a table, as somebody at its console could."""
    with database.writing() as session:
        if database.embedded:
            wanted = text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table")
            for name in session.execute(wanted, {"table": table}).scalars().all():
                session.execute(text(f"DROP TRIGGER {name}"))
        elif table == "occupation":
            session.execute(text("ALTER TABLE occupation DROP CONSTRAINT occupation_no_overlap"))
        else:
            session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER ALL"))


def dump(database: Database) -> dict[str, list[str]]:
    """All rows of all tables."""
    with database.reading() as session:
        return {
            table.name: sorted(repr(tuple(row)) for row in session.execute(table.select()))
            for table in Base.metadata.sorted_tables
        }


def overlapping(database: Database) -> int:
    """Pairs of active rows of one resource that meet, by a plain join."""
    meeting = text(
        "SELECT count(*) FROM occupation x JOIN occupation y ON x.resource_id = y.resource_id AND x.id < y.id "
        "WHERE x.active AND y.active AND x.starts_at < y.ends_at AND y.starts_at < x.ends_at"
    )
    with database.reading() as session:
        return int(session.execute(meeting).scalar_one())
