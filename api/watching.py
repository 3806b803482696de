"""One watcher for all who follow runs: it asks the database twice a second, and only while somebody listens."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from uuid import UUID

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool

from api.schemas.planning import RunShown
from scheduler import queries
from scheduler.errors import Busy
from scheduler.office import Office

EVERY = 0.5
PING_SECONDS = 15.0
LONGEST_SECONDS = 600.0
"""After which a listener must come again, and show again that it may listen."""
ENDED = ("done", "failed", "cancelled")
Waiting = asyncio.Queue[RunShown | None]


class Watcher:
    """Tells listeners how runs go on."""

    def __init__(self, app: FastAPI, office: Office) -> None:
        self._app, self._office = app, office
        self._listening: dict[UUID, set[Waiting]] = {}
        self._task: asyncio.Task[None] | None = None

    async def follow(self, run_id: UUID) -> AsyncIterator[RunShown | None]:
        """The states of a run as they change, until it has ended; None where nothing has changed for a while."""
        waiting: Waiting = asyncio.Queue()
        self._listening.setdefault(run_id, set()).add(waiting)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._watch())
        try:
            async with asyncio.timeout(LONGEST_SECONDS):
                while True:
                    told = await _next(waiting)
                    yield told
                    if told is not None and told.state in ENDED:
                        return
        except TimeoutError:
            return
        finally:
            self._leave(run_id, waiting)

    def _leave(self, run_id: UUID, waiting: Waiting) -> None:
        listeners = self._listening.get(run_id, set())
        listeners.discard(waiting)
        if not listeners:
            self._listening.pop(run_id, None)

    async def _watch(self) -> None:
        told: dict[tuple[UUID, int], str] = {}
        while self._listening:
            if getattr(self._app.state, "stopping", False):
                self._send_home()
                return
            for run in await run_in_threadpool(self._look, list(self._listening)):
                text = run.model_dump_json()
                for waiting in self._listening.get(run.id, ()):
                    if told.get((run.id, id(waiting))) != text:
                        told[run.id, id(waiting)] = text
                        waiting.put_nowait(run)
            await asyncio.sleep(EVERY)

    def _send_home(self) -> None:
        for listeners in self._listening.values():
            for waiting in listeners:
                waiting.put_nowait(GONE)

    def _look(self, ids: Sequence[UUID]) -> list[RunShown]:
        try:
            with self._office.database.reading() as session:
                return [shown_run(session, run) for run in queries.runs.listened_to(session, ids)]
        except Busy:
            return []


def shown_run(session: object, run: object) -> RunShown:
    """A run with the plan that it left."""
    shown = RunShown.model_validate(run)
    plan = queries.plans.of_run(session, shown.id)  # type: ignore[arg-type]
    return shown if plan is None else shown.model_copy(update={"plan_id": plan.id})


async def _next(waiting: Waiting) -> RunShown | None:
    try:
        async with asyncio.timeout(PING_SECONDS):
            return await waiting.get()
    except TimeoutError:
        return None
