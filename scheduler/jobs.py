"""The narrow door to the durable job engine (DBOS), so that another could take its place.

A job is a name and a key, both texts; what it does is a plain function of the key. It is begun at least once: after a
crash it begins again from its first line, so it must find out by itself what is done already.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from dbos import DBOS, DBOSClient, DBOSConfig, DBOSPortableJSONSerializer, WorkflowStatus
from sqlalchemy.engine import make_url

from scheduler.errors import SchedulerError
from scheduler.settings import Settings

APPLICATION = "commontide"
VERSION = "1"
"""Raised when jobs of the version before cannot be continued any more."""
SCHEMA = "dbos"
QUEUES: Mapping[str, str] = {"solve": "solve", "certify": "solve", "ways": "solve", "prepare": "office"}
"""In which queue each job waits. One heavy job at a time keeps a machine answering; the office does not wait for it."""
CLOCK = "clock"
SCHEDULES: Mapping[str, tuple[str, timedelta]] = {
    "tick": ("*/10 * * * * *", timedelta(seconds=10)),
    "nightly": ("0 20 19 * * *", timedelta(hours=6)),
}
"""Seconds, minutes, hours … in UTC; how late a turn may still be taken, for those that were missed are left out."""
POLL_SECONDS = 0.5
KEPT = timedelta(days=7)
FORGOTTEN_AT_ONCE = 2_000
STATES: Mapping[str, str] = {
    "ENQUEUED": "waiting",
    "DELAYED": "waiting",
    "PENDING": "running",
    "SUCCESS": "done",
    "CANCELLED": "cancelled",
}
"""States of the engine in our words; all others are failures."""

log = structlog.get_logger(__name__)


class JobFailed(SchedulerError):
    """A job that did not come to its end. The engine keeps and logs its words: the kind of error, never its text."""


class Interrupted(BaseException):
    """This process stops: the job is left as it is, to begin again elsewhere. No `Exception`, so nothing records it."""


def migrate(settings: Settings) -> None:
    """Make the engine's tables, or bring them to this version's form."""
    DBOS.migrate(settings.job_engine_url, schema=SCHEMA)


class Jobs:
    """Enqueue, ask, cancel: from any process, and from within jobs."""

    def __init__(self, settings: Settings) -> None:
        self._client = DBOSClient(
            system_database_url=settings.job_engine_url,
            dbos_system_schema=SCHEMA,
            serializer=DBOSPortableJSONSerializer(),
            application_name=APPLICATION,
            lazy=True,
            retry_connection_errors=False,
        )

    def enqueue(self, name: str, key: str, again: bool = False) -> bool:
        """Have a job done; nothing new if it waits, or runs and is not wanted `again`.

        False where the engine cannot be reached: `clockwork` comes back to what was left out.
        """
        try:
            turns = self._turns(name, key)
            held = ("waiting",) if again else ("waiting", "running")
            if not any(_state(turn) in held for turn in turns):
                # Two callers find the same last turn, so they name the same job; turns before it may be forgotten.
                number = max((_number(turn) for turn in turns), default=-1) + 1
                options = {
                    "workflow_name": name,
                    "queue_name": QUEUES[name],
                    "workflow_id": f"{name}:{key}#{number}" if number else f"{name}:{key}",
                }
                self._client.enqueue(options, key)  # type: ignore[arg-type]
        except Exception as error:
            log.warning("job_not_enqueued", job=name, key=key, error=type(error).__name__)
            return False
        return True

    def status(self, name: str, key: str) -> str | None:
        """State of the latest turn of a job: waiting, running, done, failed, cancelled; None if there was none."""
        turns = self._turns(name, key)
        return _state(max(turns, key=_number)) if turns else None

    def counts(self) -> Mapping[str, int]:
        """How many jobs wait and run, the clock's turns left out."""
        found = self._client.list_workflows(
            name=sorted(QUEUES), status=["ENQUEUED", "DELAYED", "PENDING"], load_input=False, load_output=False
        )
        return Counter(_state(turn) for turn in found)

    def last_turn(self, name: str) -> datetime | None:
        """When a turn of the clock last came to its end; None where none is known of."""
        done = self._client.list_workflows(
            name=name, status="SUCCESS", sort_desc=True, limit=1, load_input=False, load_output=False
        )
        ended = done[0].completed_at if done else None
        return None if ended is None else datetime.fromtimestamp(ended / 1000, UTC)

    def cancel(self, name: str, key: str) -> None:
        """Take a job that waits out of its queue; one that runs is not begun again, but nothing stops it."""
        for turn in self._turns(name, key):
            if _state(turn) in ("waiting", "running"):
                self._client.cancel_workflow(turn.workflow_id)

    def forget(self, now: datetime) -> None:
        """Drop what is known of jobs that ended a week ago."""
        ended = self._client.list_workflows(
            completed_before=(now - KEPT).isoformat(), limit=FORGOTTEN_AT_ONCE, load_input=False, load_output=False
        )
        if ended:
            self._client.delete_workflows([turn.workflow_id for turn in ended])

    def executors(self) -> set[str]:
        """Processes that have begun jobs and not ended them, dead or alive."""
        running = self._client.list_workflows(status="PENDING", load_input=False, load_output=False)
        return {turn.executor_id for turn in running if turn.executor_id}

    def close(self) -> None:
        """Close all connections."""
        self._client.destroy()

    def _turns(self, name: str, key: str) -> list[WorkflowStatus]:
        first = f"{name}:{key}"
        found = self._client.list_workflows(workflow_id_prefix=first, load_input=False, load_output=False)
        return [turn for turn in found if re.fullmatch(rf"{re.escape(first)}(#\d+)?", turn.workflow_id)]


def _number(turn: WorkflowStatus) -> int:
    """Which turn of its job it is, from 0 on."""
    return int(turn.workflow_id.rpartition("#")[2]) if "#" in turn.workflow_id else 0


def _state(turn: WorkflowStatus) -> str:
    return STATES.get(turn.status, "failed")


class Engine:
    """The engine in a process that does jobs; one for each process.

    Parameters
    ----------
    settings
        Where the engine's rows are.
    executor
        Name of this process, its own on PostgreSQL and always the same on SQLite; its unfinished jobs of an earlier
        life begin again.
    work
        What each job does with its key.
    clock
        What each schedule does.
    """

    def __init__(
        self,
        settings: Settings,
        executor: str,
        work: Mapping[str, Callable[[str], None]],
        clock: Mapping[str, Callable[[], None]],
    ) -> None:
        self._settings, self._executor, self._work, self._clock = settings, executor, work, clock

    def start(self) -> None:
        """Begin to take jobs."""
        DBOS(config=self._config())
        # What it logs goes the way of all our logs, not to a console of its own.
        logging.getLogger("dbos").propagate = True
        for name, work in self._work.items():
            DBOS.workflow(name=name)(_job(name, work))
        turns = {name: DBOS.workflow(name=name)(_turn(name, work)) for name, work in self._clock.items()}
        DBOS.launch()
        for queue in sorted({*QUEUES.values(), CLOCK}):
            DBOS.register_queue(queue, worker_concurrency=1, polling_interval_sec=POLL_SECONDS)
        DBOS.apply_schedules(
            [
                {"schedule_name": name, "workflow_fn": turn, "schedule": SCHEDULES[name][0], "queue_name": CLOCK}
                for name, turn in turns.items()
            ]
        )

    def recover(self, executor: str) -> None:
        """Have the unfinished jobs of a dead process begun again."""
        # The public resume would count them as new, and a job that ends its process would never be given up.
        DBOS._recover_pending_workflows([executor])

    def stop(self) -> None:
        """Take no more jobs and forget those that run: whoever runs them ends them first."""
        DBOS.destroy(destroy_registry=True)

    def _config(self) -> DBOSConfig:
        return {
            "name": APPLICATION,
            "system_database_url": make_url(self._settings.job_engine_url).render_as_string(hide_password=False),
            "dbos_system_schema": SCHEMA,
            "application_version": VERSION,
            "executor_id": self._executor,
            "serializer": DBOSPortableJSONSerializer(),
            "log_level": "WARNING",
            "console_log_level": "CRITICAL",
        }


def _job(name: str, work: Callable[[str], None]) -> Callable[[str], None]:
    def job(key: str) -> None:
        with _told(name, key):
            work(key)

    return job


def _turn(name: str, work: Callable[[], None]) -> Callable[[datetime, Any], None]:
    patience = SCHEDULES[name][1]

    def turn(scheduled: datetime, _context: Any) -> None:
        if datetime.now(UTC) - scheduled < patience:
            with _told(name, ""):
                work()

    # The engine reads the types of arguments from the function itself.
    turn.__annotations__ = {"scheduled": datetime}
    return turn


@contextmanager
def _told(name: str, key: str) -> Iterator[None]:
    """Whatever goes wrong, by its kind only: the text of an error may quote a row."""
    try:
        yield
    except Exception as error:
        log.error("job_failed", job=name, key=key, error=type(error).__name__)
        raise JobFailed(type(error).__name__) from None
