"""What a coordinator does to a round: move it on, check all registrations, order a run or stop it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages.desk import AtDesk, Context, Desk
from api.pages.forms import Form, Sent
from api.pages.office import CHECKS, EFFORTS
from api.problems import problem_of
from api.schemas.types import Id
from scheduler import queries
from scheduler.actors import OFFICE, Actor
from scheduler.errors import NotAllowed, Rejected
from scheduler.states import ROUND_MOVES
from scheduler.usecases import checking, looking, planning, rounds, runs
from scheduler.usecases.planning import Order

router = APIRouter(include_in_schema=False)
Action = Literal["open", "close", "settle", "endorse", "approve"]


@router.get("/office/rounds/{round_id}/{action}")
def confirm(round_id: Id, action: Action, desk: AtDesk) -> Response:
    """What a move means, before it is made."""

    def asked(session: Any, actor: Actor, _now: datetime) -> Context:
        if not actor.has(*OFFICE):
            raise NotAllowed("not_for_this_role")
        tally = rounds.tally(session, actor=actor, round_id=round_id)
        round_ = rounds.seen(session, actor=actor, round_id=round_id)
        return {"round": round_, "action": action, "count": tally[CHECKS.get(action, "")]}

    return desk.show("office_confirm", asked)


@router.post("/office/rounds/{round_id}/{action}")
def move(round_id: Id, action: Action, desk: AtDesk) -> Response:
    """Move a round on, or all its registrations that wait for it; those that could not be are told."""
    if action in CHECKS:
        return _checked(round_id, action, desk)

    def moved(session: Any, actor: Actor, now: datetime) -> None:
        rounds.move(session, actor=actor, round_id=round_id, action=action, now=now)

    def is_moved(session: Any, actor: Actor, _now: datetime) -> bool:
        known = ROUND_MOVES.get(action)
        return known is not None and rounds.seen(session, actor=actor, round_id=round_id).state == known.after

    desk.write_once(moved, is_moved)
    return desk.go(f"/office/rounds/{round_id}")


def _checked(round_id: Id, action: str, desk: Desk) -> Response:
    taken = desk.write(
        lambda session, actor, now: checking.act_on_all(session, actor=actor, round_id=round_id, action=action, now=now)
    )
    if not taken.left:
        return desk.go(f"/office/rounds/{round_id}")
    told = [(one, problem_of(one.why, desk.language).detail) for one in taken.left]

    def shown(session: Any, actor: Actor, _now: datetime) -> Context:
        round_ = rounds.seen(session, actor=actor, round_id=round_id)
        return {"round": round_, "taken": taken.taken, "left": told, "back": f"/office/rounds/{round_id}"}

    return desk.show("office_left", shown)


@router.post("/office/rounds/{round_id}/runs/order")
def order(round_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """Order a plan; a worker solves it."""
    effort = Form(("work_limit",), sent).value("work_limit")
    if effort not in EFFORTS:
        raise Rejected("not_offered", "work_limit", effort, ", ".join(EFFORTS))

    def ordered(session: Any, actor: Actor, now: datetime) -> None:
        made.clear()  # what an earlier try made is gone
        plan = Order(work_limit=float(effort))
        made.append(planning.queue_run(session, actor=actor, round_id=round_id, order=plan, now=now).id)

    def is_under_way(session: Any, actor: Actor, _now: datetime) -> bool:
        return bool(queries.runs.under_way(session, rounds.seen(session, actor=actor, round_id=round_id).id))

    made: list[Id] = []
    desk.write_once(ordered, is_under_way)
    for run_id in made[-1:]:
        desk.door.enqueue("solve", str(run_id))
    return desk.go(f"/office/rounds/{round_id}")


@router.post("/office/rounds/{round_id}/runs/{run_id}/stop")
def stop(round_id: Id, run_id: Id, desk: AtDesk) -> Response:
    """Stop a run; the best plan so far is kept."""
    desk.write_once(
        lambda session, actor, now: runs.request_cancel(session, actor=actor, run_id=run_id, now=now),
        lambda session, actor, _now: (
            looking.run(session, actor=actor, run_id=run_id).state not in queries.runs.UNFINISHED
        ),
    )
    return desk.go(f"/office/rounds/{round_id}")
