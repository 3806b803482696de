"""What a job must not lose, written again while the database is away."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from threading import Event
from typing import TypeVar

from sqlalchemy.orm import Session

from scheduler.db import Database
from scheduler.errors import Busy

T = TypeVar("T")

BUSY_SECONDS = 1.0
BUSY_TRIES = 120
"""How long a result is held while the database is away."""


def keep(database: Database, stopping: Event, work: Callable[[Session, datetime], T]) -> T:
    """Do what must not be lost.

    Raises
    ------
    Busy
        If the database stays away.
    """
    for _ in range(BUSY_TRIES):
        try:
            return database.transact(lambda session: work(session, database.now(session)))
        except Busy:
            stopping.wait(BUSY_SECONDS)
    raise Busy
