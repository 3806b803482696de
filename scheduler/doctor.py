"""What an installation needs, looked at without changing anything."""

from __future__ import annotations

import fcntl
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from scheduler import calendar, migrate, queries
from scheduler.db import Database
from scheduler.errors import SettingRejected
from scheduler.health import LEAST_FREE
from scheduler.privacy import Vault
from scheduler.settings import Settings

SAFE_SQLITE = (3, 51, 3)
PLANNED_AHEAD = 2
"""Newest rounds whose dates are looked at."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: its code, whether it is as it must be, and what was found.

    Where it is not, the sentence of ``mend_<code>`` says how to mend it; `serious` tells faults from advice.
    """

    code: str
    good: bool
    found: str
    serious: bool = True


def examine(settings: Settings) -> Iterator[Finding]:
    """Everything, in the order in which it is to be mended; what depends on something broken is left out."""
    yield _keys(settings)
    if settings.embedded:
        yield from _file(settings)
        if not Path(str(settings.url.database)).exists():
            return
    database = Database(settings.url)
    try:
        revision = migrate.revision_of(database)
        yield Finding("database", True, settings.url.render_as_string(hide_password=True))
        yield Finding("migrations", revision == migrate.newest(), f"{revision} / {migrate.newest()}")
        if revision == migrate.newest():
            yield from _inside(settings, database)
    except SQLAlchemyError as error:
        yield Finding("database", False, type(error).__name__)
    finally:
        database.close()


def _keys(settings: Settings) -> Finding:
    try:
        Vault.open(settings.key_file)
    except SettingRejected as error:
        return Finding("keys", False, error.needed)
    mode = settings.key_file.stat().st_mode & 0o077
    return Finding("keys", not mode, str(settings.key_file))


def _file(settings: Settings) -> Iterator[Finding]:
    path = Path(str(settings.url.database))
    yield Finding("file", path.exists(), str(path))
    known = sqlite3.sqlite_version_info
    yield Finding("sqlite", known >= SAFE_SQLITE, sqlite3.sqlite_version, serious=False)
    free = shutil.disk_usage(path.resolve().parent).free
    yield Finding("room", free >= LEAST_FREE, f"{free >> 20} MiB")


def _inside(settings: Settings, database: Database) -> Iterator[Finding]:
    with database.reading() as session:
        yield _workers(session, settings)
        communities = queries.community.all_of_them(session)
        yield Finding("communities", bool(communities), str(len(communities)), serious=False)
        dates = [
            day
            for community in communities
            for row in queries.rounds.listed(session, community.id, limit=PLANNED_AHEAD)
            for day in (row.use_first, row.use_last + timedelta(days=1))
        ]
    years = calendar.undecreed_years(dates)
    yield Finding("calendar", not years, ", ".join(map(str, years)) or "–", serious=False)


def _workers(session: Session, settings: Settings) -> Finding:
    if settings.embedded:
        serving = _is_owned(Path(f"{settings.url.database}.lock"))
        return Finding("workers", serving, "serve" if serving else "–", serious=False)
    count = queries.runs.workers(session)
    return Finding("workers", count > 0, str(count), serious=False)


def _is_owned(path: Path) -> bool:
    """Whether a process holds the file's lock."""
    if not path.exists():
        return False
    with path.open("r", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            return True
    return False
