"""Where a measurement takes place: an installation that lasts no longer than it."""

from __future__ import annotations

import secrets
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg.sql import SQL, Identifier
from sqlalchemy.engine import URL, make_url

from scheduler.errors import SettingRejected
from scheduler.settings import Settings

PREFIX = "commontide_bench_"
LIMIT = "1000000/second"
"""All calls of a measurement come from one address."""


@contextmanager
def own_place(beside: str | None) -> Iterator[tuple[Settings, Path]]:
    """Settings of an installation beside a database, and its folder; on PostgreSQL with a database of its own.

    Raises
    ------
    SettingRejected
        If the database beside which it shall be cannot be reached.
    """
    url = make_url(beside or "sqlite://")
    embedded = url.get_backend_name() == "sqlite"
    around = Path(url.database).parent if embedded and url.database else None
    if around is not None and not around.is_dir():
        raise SettingRejected("--database-url", "a file in a folder that exists")
    with tempfile.TemporaryDirectory(prefix=PREFIX, dir=around) as name:
        folder = Path(name)
        if embedded:
            yield _settings(folder, make_url(f"sqlite:///{folder / 'town.sqlite'}")), folder
            return
        with _own_database(url) as made:
            yield _settings(folder, made), folder


@contextmanager
def _own_database(beside: URL) -> Iterator[URL]:
    name = PREFIX + secrets.token_hex(4)
    try:
        connection = psycopg.connect(address_of(beside), autocommit=True, connect_timeout=5)
    except psycopg.OperationalError as error:
        raise SettingRejected("--database-url", "a PostgreSQL server that can be reached") from error
    with connection:
        connection.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
        try:
            yield beside.set(drivername="postgresql+psycopg", database=name)
        finally:
            connection.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))


def _settings(folder: Path, url: URL) -> Settings:
    return Settings.model_validate(
        {
            "database_url": url.render_as_string(hide_password=False),
            "jobs_url": None,
            "key_file": folder / "town.key",
            "request_limit": LIMIT,
        }
    )


def address_of(url: URL) -> str:
    """Address of a PostgreSQL database for its driver."""
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


def version_of(settings: Settings) -> str:
    """Kind and version of the database."""
    if settings.embedded:
        return f"SQLite {sqlite3.sqlite_version}"
    with psycopg.connect(address_of(settings.url)) as connection:
        return f"PostgreSQL {connection.info.server_version // 10_000}.{connection.info.server_version % 10_000}"


def server_of(settings: Settings) -> int | None:
    """Number of the first process of the database server; None where the database is a file, or on another machine."""
    if settings.embedded:
        return None
    with psycopg.connect(address_of(settings.url)) as connection:
        try:
            told = Path(f"/proc/{connection.info.backend_pid}/stat").read_text()
        except OSError:
            return None
    name, _, rest = told.rpartition(")")
    return int(rest.split()[1]) if "(postgres" in name else None
