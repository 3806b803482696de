"""One watcher for all who follow runs: it asks the database twice a second, and only while somebody listens."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from typing import Any
from uuid import UUID

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool

from api.schemas.planning import RunShown
from scheduler import queries
from scheduler.errors import Busy
from scheduler.office import Office

EVERY = 0.5
PING_SECONDS = 15.0
LONGEST_SECONDS = 60.0
"""After which a listener must come again, and show again that it may listen."""
ENDED = ("done", "failed", "cancelled")


class Listener:
    """Somebody who follows a run; None in the queue sends them home."""

    def __init__(self, run_id: UUID) -> None:
        self.run_id = run_id
        self.queue: asyncio.Queue[RunShown | None] = asyncio.Queue()
        self._last: RunShown | None = None

    def tell(self, run: RunShown) -> None:
        """Tell what is new."""
        if run != self._last:
            self._last = run
            self.queue.put_nowait(run)


class Watcher:
    """Tells listeners how runs go on."""

    def __init__(self, app: FastAPI, office: Office) -> None:
        self._app, self._office = app, office
        self._listeners: set[Listener] = set()
        self._task: asyncio.Task[None] | None = None

    async def follow(self, run_id: UUID) -> AsyncIterator[RunShown | None]:
        """The states of a run as they change, until it has ended; None where nothing was new for a while."""
        listener = Listener(run_id)
        self._listeners.add(listener)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._watch())
        try:
            async for told in _until_ended(listener):
                yield told
        finally:
            self._listeners.discard(listener)

    async def _watch(self) -> None:
        while self._listeners:
            if getattr(self._app.state, "stopping", False):
                for listener in self._listeners:
                    listener.queue.put_nowait(None)
                return
            runs = await run_in_threadpool(self._look, list({listener.run_id for listener in self._listeners}))
            for listener in self._listeners:
                if listener.run_id in runs:
                    listener.tell(runs[listener.run_id])
            await asyncio.sleep(EVERY)

    def _look(self, ids: Sequence[UUID]) -> dict[UUID, RunShown]:
        with suppress(Busy), self._office.database.reading() as session:
            return {run.id: shown_run(session, run) for run in queries.runs.listened_to(session, ids)}
        return {}


def shown_run(session: Any, run: Any) -> RunShown:
    """A run with the plan that it left."""
    shown = RunShown.model_validate(run)
    plan = queries.plans.of_run(session, shown.id)
    return shown if plan is None else shown.model_copy(update={"plan_id": plan.id})


async def _until_ended(listener: Listener) -> AsyncIterator[RunShown | None]:
    clock = asyncio.get_running_loop().time
    latest = clock() + LONGEST_SECONDS
    while clock() < latest:
        try:
            told = await asyncio.wait_for(listener.queue.get(), PING_SECONDS)
        except TimeoutError:
            yield None
            continue
        if told is None:
            return
        yield told
        if told.state in ENDED:
            return
