"""What errors of a database mean: a guard of its own, a conflict that passes, or a database out of reach."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolExhausted

from scheduler.errors import Busy

RETRIED = {"40P01", "40001", "55P03", "23505"}
"""Deadlock (which an exclusion constraint also reports for a plain conflict), serialization failure, lock not free, and
a key that another wrote at the same moment: the next try sees it and answers in its own words."""
GUARDS = {
    "occupation_no_overlap": ("occupation_no_overlap",),
    "written_once": ("written_once",),
    "plate_known": ("uq_vehicle_community_id_plate_index", "vehicle.community_id, vehicle.plate_index"),
    "phone_known": ("ix_member_community_id_phone_index", "member.community_id, member.phone_index"),
}
"""The database's own guards, each with what PostgreSQL and SQLite say of it."""


def conflict_of(error: DBAPIError) -> str | None:
    """Which of the database's own guards refused a statement; None if it was something else."""
    told = str(error.orig)
    return next((guard for guard, texts in GUARDS.items() if any(text in told for text in texts)), None)


@contextmanager
def told_as_busy() -> Iterator[None]:
    """A database that cannot be had, in our own words."""
    try:
        yield
    except (DBAPIError, PoolExhausted) as error:
        if is_passing(error) or is_out_of_reach(error):
            raise Busy() from error
        raise


def is_passing(error: BaseException) -> bool:
    """Whether the same work may well succeed a moment later."""
    if isinstance(error, DBAPIError):
        state, told = getattr(error.orig, "sqlstate", None), str(error.orig)
        locked = isinstance(error, OperationalError) and "database is locked" in told
        return state in RETRIED or locked or "UNIQUE constraint failed" in told
    return False


def is_out_of_reach(error: BaseException) -> bool:
    """Whether the database is down, full, read-only or has no connection to give; not whether a statement is wrong."""
    if isinstance(error, OperationalError):
        return getattr(error.orig, "sqlite_errorcode", None) != sqlite3.SQLITE_ERROR
    return isinstance(error, InterfaceError | PoolExhausted)
