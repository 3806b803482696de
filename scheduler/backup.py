"""A copy of a SQLite database while it is in use, proven before it is called a backup."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.engine import make_url

from scheduler import audit, queries
from scheduler.db import Database
from scheduler.errors import SettingRejected
from scheduler.settings import Settings


def back_up(settings: Settings, target: Path) -> dict[str, int]:
    """Copy the database to `target` and prove the copy: pages, audit chains, overlaps; each community's entries.

    Raises
    ------
    SettingRejected
        If the database is not SQLite or not there, the target exists already, or the copy does not hold.
    """
    source = Path(str(settings.url.database))
    if not settings.embedded:
        raise SettingRejected("database_url", "a SQLite file; for PostgreSQL use pg_dump, see docs/running.md")
    if not source.exists():
        raise SettingRejected("database_url", "a database that exists")
    if target.exists():
        raise SettingRejected("TARGET", "a file that does not exist yet")
    with closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as connection:
        # A copy by VACUUM INTO is one state of the database, whatever is written meanwhile.
        connection.execute("VACUUM INTO ?", (str(target),))
    proven = _proven(target)
    with suppress(OSError):
        # Where the folder may not be written, a backup is as good, only nobody is shown when it was made.
        _mark_of(settings).touch()
    return proven


def last_made(settings: Settings) -> datetime | None:
    """When the last backup was proven; None where that is not known, as with PostgreSQL."""
    try:
        return datetime.fromtimestamp(_mark_of(settings).stat().st_mtime, UTC) if settings.embedded else None
    except OSError:
        return None


def _mark_of(settings: Settings) -> Path:
    """The empty file beside the database whose date tells when it was last backed up."""
    return Path(f"{settings.url.database}-backed-up")


def _proven(target: Path) -> dict[str, int]:
    database = Database(make_url(f"sqlite:///{target}"))
    try:
        with database.reading() as session:
            sound = session.connection().exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"
            entries = {}
            for community in queries.community.all_of_them(session):
                head = queries.audit.head_of(session, community.id)
                sound = sound and not audit.first_fault(queries.audit.entries(session, community.id), head)
                sound = sound and not queries.occupation.overlaps(session, community.id)
                entries[community.slug] = 0 if head is None else head[0]
    finally:
        database.close()
    if not sound:
        raise SettingRejected("TARGET", "a sound database: the copy does not hold, look at the source with `doctor`")
    return entries
