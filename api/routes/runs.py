"""Runs: ordered, followed, cancelled."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import Depends, Query, Request
from fastapi.responses import Response, StreamingResponse

from api.deps import IdempotencyKey, Planning, Reading
from api.openapi import refusals
from api.routes.common import router_of
from api.schemas.base import Page, PageAsked, next_of
from api.schemas.planning import RunSent, RunShown
from api.schemas.types import Id
from api.watching import Watcher, shown_run
from scheduler.usecases import looking, plan_files, planning, runs
from scheduler.usecases.planning import Order

router = router_of("runs")


@router.post("/rounds/{round_id}/runs", status_code=201, response_model=RunShown, responses=refusals(401, 404, 409))
def order_run(round_id: Id, body: RunSent, door: Planning, key: IdempotencyKey = None) -> Response:
    """Order a plan of a round that is closed; a worker solves it, and a person publishes it or not."""
    order = Order(**body.model_dump())
    return door.create(
        lambda session, actor, now: RunShown.model_validate(
            planning.queue_run(session, actor=actor, round_id=round_id, order=order, now=now)
        ),
        key,
        at="/api/v1/runs",
        job="solve",
    )


@router.get("/rounds/{round_id}/runs", response_model=Page[RunShown], responses=refusals(401, 403, 404))
def list_runs(round_id: Id, asked: Annotated[PageAsked, Query()], door: Reading) -> Page[RunShown]:
    """Runs of a round, the newest first; for staff and auditors."""
    return door.read(lambda session, actor, _now: _page(session, actor, round_id, asked))


@router.get("/runs/{run_id}", response_model=RunShown, responses=refusals(401, 403, 404))
def read_run(run_id: Id, door: Reading) -> RunShown:
    """One run, with how far it is."""
    return door.read(lambda session, actor, _now: shown_run(session, looking.run(session, actor=actor, run_id=run_id)))


@router.post("/runs/{run_id}/cancel", response_model=RunShown, responses=refusals(401, 404, 409))
def cancel_run(run_id: Id, door: Planning) -> RunShown:
    """Stop a run; the best plan so far is kept."""
    return door.write(
        lambda session, actor, now: shown_run(
            session, runs.request_cancel(session, actor=actor, run_id=run_id, now=now)
        )
    )


@router.get("/runs/{run_id}/problem", responses=refusals(401, 403, 404), response_class=Response)
def read_problem(run_id: Id, door: Reading) -> Response:
    """The problem file that a run was made for, as docs/files.md tells; not for staff of single sites, since it tells
    of everybody.
    """
    content = door.read(lambda session, actor, _now: plan_files.problem_file(session, actor=actor, run_id=run_id))
    return Response(content, media_type="application/json")


def _followed(run_id: Id, door: Reading) -> RunShown:
    return read_run(run_id, door)


@router.get(
    "/runs/{run_id}/events",
    responses={200: {"content": {"text/event-stream": {}}}, **refusals(401, 403, 404)},
    response_class=StreamingResponse,
)
async def follow_run(request: Request, run: Annotated[RunShown, Depends(_followed)]) -> StreamingResponse:
    """The run each time it changes, as server-sent events `run`, until it has ended; the same as reading it again."""
    watcher: Watcher = request.app.state.watcher
    headers = {"X-Accel-Buffering": "no"}
    return StreamingResponse(_events(watcher, run), media_type="text/event-stream", headers=headers)


async def _events(watcher: Watcher, run: RunShown) -> AsyncIterator[str]:
    async for told in watcher.follow(run.id):
        yield ": still here\n\n" if told is None else f"event: run\ndata: {told.model_dump_json()}\n\n"


def _page(session: Any, actor: Any, round_id: Id, asked: PageAsked) -> Page[RunShown]:
    rows = looking.runs_of(session, actor=actor, round_id=round_id, before=asked.last, limit=asked.limit + 1)
    return Page(items=[shown_run(session, row) for row in rows[: asked.limit]], next=next_of(rows, asked.limit))
