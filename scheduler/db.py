"""The database: the only module that begins and commits.

On SQLite one process owns the file. It writes through one connection (`BEGIN IMMEDIATE`, `synchronous=FULL`), which
alone checkpoints: SQLite before 3.51.3 can corrupt a file that two connections write or checkpoint at once. Readers
have connections of their own that cannot write. On PostgreSQL every process has a pool, and commits are durable.
"""

from __future__ import annotations

import fcntl
import os
import random
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, TypeVar

from sqlalchemy import Engine, create_engine, event, func, select, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolExhausted
from sqlalchemy.orm import Session

from scheduler.errors import Busy, DatabaseInUse, SettingRejected

T = TypeVar("T")

READERS = 8
POOL = 24
WAIT_SECONDS = 3.0
TRIES = 6
RETRIED = {"40P01", "40001", "55P03", "23505"}
"""Deadlock (which an exclusion constraint also reports for a plain conflict), serialization failure, lock not free, and
a key that another wrote at the same moment: the next try sees it and answers in its own words."""
PRAGMAS = (
    "synchronous=FULL",
    "foreign_keys=ON",
    "busy_timeout=5000",
    "trusted_schema=OFF",
    "cell_size_check=ON",
)
SAFE_COMMITS = ("on", "remote_apply", "remote_write", "local")
POSTGRES_OPTIONS = (
    "-c timezone=UTC -c synchronous_commit=on -c lock_timeout=3s -c statement_timeout=30s "
    "-c idle_in_transaction_session_timeout=60s"
)


class Database:
    """One database of an installation.

    Parameters
    ----------
    url
        ``sqlite:///FILE`` or ``postgresql+psycopg://…``.
    clock
        Instead of the database's own clock, for tests of moments.
    """

    def __init__(self, url: URL, clock: Callable[[], datetime] | None = None) -> None:
        self.url, self._clock = url, clock
        self.embedded = url.get_backend_name() == "sqlite"
        if self.embedded and not url.database:
            raise SettingRejected("database_url", "a file; a database in memory would be lost")
        self.writer = self._writing_engine()
        self.reader = self._reading_engine() if self.embedded else self.writer
        self._lock: IO[str] | None = None

    # ---- engines

    def _writing_engine(self) -> Engine:
        if not self.embedded:
            return create_engine(
                self.url,
                pool_size=POOL,
                max_overflow=0,
                pool_timeout=WAIT_SECONDS,
                pool_pre_ping=True,
                connect_args={"options": POSTGRES_OPTIONS, "connect_timeout": 2},
            )
        engine = create_engine(self.url, pool_size=1, max_overflow=0, pool_timeout=30, connect_args=_ANY_THREAD)
        event.listen(engine, "connect", _open_for_writing)
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
        return engine

    def _reading_engine(self) -> Engine:
        engine = create_engine(self.url, pool_size=READERS, max_overflow=READERS, connect_args=_ANY_THREAD)
        event.listen(engine, "connect", _open_for_reading)
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
        return engine

    def own(self) -> None:
        """Take the SQLite file for this process; nothing to do on PostgreSQL.

        Raises
        ------
        DatabaseInUse
            If another process has it.
        """
        if not self.embedded or self._lock is not None:
            return
        path = Path(f"{self.url.database}.lock")
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("a+", encoding="utf-8")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            file.close()
            raise DatabaseInUse(str(self.url.database)) from error
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        self._lock = file

    def check_durable(self) -> None:
        """Refuse to work where an accepted registration could be lost in a power cut.

        Raises
        ------
        SettingRejected
            With the database's own setting.
        """
        wanted = {"synchronous": ("2",)} if self.embedded else {"fsync": ("on",), "synchronous_commit": SAFE_COMMITS}
        with self.writer.connect() as connection:
            for name, allowed in wanted.items():
                asked = f"PRAGMA {name}" if self.embedded else f"SHOW {name}"
                if str(connection.exec_driver_sql(asked).scalar_one()) not in allowed:
                    raise SettingRejected(name, " / ".join(allowed))

    @property
    def owned(self) -> bool:
        """Whether this process has taken the SQLite file; on PostgreSQL nobody has to."""
        return not self.embedded or self._lock is not None

    def close(self) -> None:
        """Close all connections, the writer last, and give the file back."""
        if self.embedded:
            self.reader.dispose()
        self.writer.dispose()
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    # ---- transactions

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one state of the database and changes nothing.

        Raises
        ------
        Busy
            If the database could not be had within some seconds.
        """
        with _told_as_busy(), Session(self.reader, expire_on_commit=False) as session:
            if not self.embedded:
                session.connection(
                    execution_options={"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
                )
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session whose work is committed at the end, or left undone as a whole."""
        with Session(self.writer, expire_on_commit=False) as session, session.begin():
            yield session

    def transact(self, work: Callable[[Session], T]) -> T:
        """Run `work` in a transaction, again where the database asks for it.

        Raises
        ------
        Busy
            If the database cannot be reached, was not free within some seconds, or conflicts went on for several tries.
        """
        for attempt in range(TRIES):
            try:
                with self.writing() as session:
                    return work(session)
            except (DBAPIError, PoolExhausted) as error:
                if not _is_passing(error) or attempt == TRIES - 1:
                    if _is_passing(error) or _is_out_of_reach(error):
                        raise Busy() from error
                    raise
                time.sleep(random.uniform(0, 0.01 * 2**attempt))
        raise AssertionError("unreachable")

    def now(self, session: Session) -> datetime:
        """This instant by the database's clock, to the microsecond, aware."""
        if self._clock is not None:
            return self._clock()
        if self.embedded:
            # The file has no clock of its own: its machine's is this process's.
            return datetime.now(UTC)
        moment: datetime = session.execute(select(func.clock_timestamp())).scalar_one()
        return moment.astimezone(UTC)

    def is_writable(self) -> bool:
        """Whether a write could be made now (nothing is written)."""
        try:
            with self.writer.connect() as connection:
                if self.embedded:
                    connection.execute(text("SELECT 1"))
                else:
                    return bool(connection.execute(text("SHOW transaction_read_only")).scalar_one() == "off")
        except Exception:  # any failure to reach the database is the answer no
            return False
        return True


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


_ANY_THREAD = {"check_same_thread": False}


def _open_for_writing(connection: Any, _: object) -> None:
    _open(connection)
    connection.execute("PRAGMA journal_mode=WAL")


def _open(connection: Any) -> None:
    connection.isolation_level = None
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _open_for_reading(connection: Any, _: object) -> None:
    _open(connection)
    connection.execute("PRAGMA wal_autocheckpoint=0")
    connection.execute("PRAGMA query_only=ON")


@contextmanager
def _told_as_busy() -> Iterator[None]:
    """A database that cannot be had, in our own words."""
    try:
        yield
    except (DBAPIError, PoolExhausted) as error:
        if _is_passing(error) or _is_out_of_reach(error):
            raise Busy() from error
        raise


def _is_passing(error: BaseException) -> bool:
    """Whether the same work may well succeed a moment later."""
    if isinstance(error, DBAPIError):
        state, told = getattr(error.orig, "sqlstate", None), str(error.orig)
        locked = isinstance(error, OperationalError) and "database is locked" in told
        return state in RETRIED or locked or "UNIQUE constraint failed" in told
    return False


def _is_out_of_reach(error: BaseException) -> bool:
    """Whether the database is down, full, read-only or has no connection to give; not whether a statement is wrong."""
    if isinstance(error, OperationalError):
        return getattr(error.orig, "sqlite_errorcode", None) != sqlite3.SQLITE_ERROR
    return isinstance(error, InterfaceError | PoolExhausted)
