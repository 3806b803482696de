"""The schema of the database: brought to the newest revision, taken back, compared with the rows' classes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from scheduler.db import Database
from scheduler.models import Base

FOLDER = Path(__file__).parent / "migrations"


def upgrade(database: Database, revision: str = "head") -> None:
    """Apply the revisions that are missing; each is all or nothing, and a second call does nothing."""
    with _changing(database) as connection:
        command.upgrade(_config(connection), revision)


def downgrade(database: Database, revision: str = "base") -> None:
    """Take revisions back, with the rows that they hold."""
    with _changing(database) as connection:
        command.downgrade(_config(connection), revision)


def revision_of(database: Database) -> str | None:
    """Revision of the database; None for an empty one."""
    with database.reader.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


@cache
def newest() -> str | None:
    """Revision that this version of the program needs; it takes long to find, and stays as long as the process."""
    return ScriptDirectory(str(FOLDER)).get_current_head()


def is_current(database: Database) -> bool:
    """Whether the program can work with the database."""
    return revision_of(database) == newest()


def differences(database: Database) -> list[object]:
    """What the migrated schema and the rows' classes do not agree on."""
    with database.writer.connect() as connection:
        return list(compare_metadata(MigrationContext.configure(connection), Base.metadata))


@contextmanager
def _changing(database: Database) -> Iterator[Connection]:
    """A transaction for revisions; SQLite copies tables to alter them, and may not look at references meanwhile.

    Raises
    ------
    RuntimeError
        If a row would refer to nothing afterwards: nothing was changed.
    """
    with database.writer.connect() as connection:
        if not database.embedded:
            with connection.begin():
                yield connection
            return
        file = connection.connection.dbapi_connection
        assert file is not None
        file.execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                yield connection
                if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
                    raise RuntimeError("a row refers to nothing")
        finally:
            file.execute("PRAGMA foreign_keys=ON")


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    return config
