"""Whether the service can do its work now."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as Late
from pathlib import Path

from scheduler import migrate
from scheduler.db import Database

WAIT_SECONDS = 2.0
LEAST_FREE = 64 << 20
"""Bytes that must be free where a SQLite file grows."""


class Readiness:
    """Asks the database in a thread of its own, so that one that hangs holds up one question only."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._thread = ThreadPoolExecutor(1, "readiness")
        self._asked: Future[dict[str, bool]] | None = None

    def checks(self) -> Mapping[str, bool]:
        """What was looked at, and whether it is as it must be; within 2 seconds."""
        if self._asked is None or self._asked.done():
            self._asked = self._thread.submit(_look, self._database)
        try:
            return self._asked.result(WAIT_SECONDS)
        except Late:
            return {"writable": False}

    def close(self) -> None:
        """Wait for no answer any more."""
        self._thread.shutdown(wait=False, cancel_futures=True)


def _look(database: Database) -> dict[str, bool]:
    if not database.is_writable():
        return {"writable": False}
    found = {"writable": True, "migrated": migrate.is_current(database)}
    if database.embedded:
        folder = Path(str(database.url.database)).resolve().parent
        found |= {"owned": database.owned, "room": shutil.disk_usage(folder).free >= LEAST_FREE}
    return found
