"""What a coordinator does to a round: move it on, check all registrations, order a run or stop it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages.desk import AtDesk, Context, Desk
from api.pages.forms import Form, Sent, read_as
from api.pages.office import CHECKS, EFFORTS
from api.problems import problem_of
from api.schemas.rounds import RoundMove
from api.schemas.types import Id
from scheduler import queries
from scheduler.actors import OFFICE, Actor
from scheduler.errors import NotAllowed, Rejected
from scheduler.states import ROUND_MOVES, UNDECIDED
from scheduler.usecases import checking, looking, planning, rounds, runs
from scheduler.usecases.planning import Order
from scheduler.usecases.publication_checks import NOT_CHECKED

router = APIRouter(include_in_schema=False)
Action = Literal["open", "close", "reopen", "settle", "cancel", "endorse", "approve"]
FIELDS = ("reason", "apply_until", "version")


@router.get("/office/rounds/{round_id}/{action}")
def confirm(round_id: Id, action: Action, desk: AtDesk) -> Response:
    """What a move means, before it is made."""
    return _confirm(desk, round_id, action, Form(FIELDS))


@router.post("/office/rounds/{round_id}/{action}")
def move(round_id: Id, action: Action, desk: AtDesk, sent: Sent) -> Response:
    """Move a round on, or all its registrations that wait for it; those that could not be are told."""
    form = Form(FIELDS, sent)
    work = _checked if action in CHECKS else _moved
    return desk.attempt(
        form,
        lambda: work(desk, round_id, action, form),
        lambda again, status: _confirm(desk, round_id, action, again, status),
    )


def _confirm(desk: Desk, round_id: Id, action: str, form: Form, status: int = 200) -> Response:
    def asked(session: Any, actor: Actor, now: datetime) -> Context:
        if not actor.has(*OFFICE):
            raise NotAllowed("not_for_this_role")
        tally = rounds.tally(session, actor=actor, round_id=round_id)
        round_ = rounds.seen(session, actor=actor, round_id=round_id)
        known = ROUND_MOVES.get(action)
        return {
            "round": round_,
            "action": action,
            "form": form,
            "count": tally[CHECKS[action]] if action in CHECKS else sum(tally[state] for state in UNDECIDED),
            "waiting": tally["allocated"] if action == "settle" else 0,
            "unchecked": sum(tally[state] for state in NOT_CHECKED) if action == "close" else 0,
            "ready": known is None or round_.state in known.before,
            "needs_reason": known is not None and known.needs_reason,
            "is_over": action == "reopen" and round_.apply_until <= now,
        }

    return desk.show("office_confirm", asked, status)


def _moved(desk: Desk, round_id: Id, action: str, form: Form) -> Response:
    def moved(session: Any, actor: Actor, now: datetime) -> None:
        if _is_extended(form, action) and not has_state(session, actor):
            _extended(session, actor, now, round_id, form)
        reason = read_as(RoundMove, {"action": action, "reason": form.value("reason").strip()}).reason
        rounds.move(session, actor=actor, round_id=round_id, action=action, now=now, reason=reason)

    def has_state(session: Any, actor: Actor) -> bool:
        return rounds.seen(session, actor=actor, round_id=round_id).state == ROUND_MOVES[action].after

    def is_moved(session: Any, actor: Actor, _now: datetime) -> bool:
        return has_state(session, actor) and (
            not _is_extended(form, action) or _end_stands(session, actor, round_id, form)
        )

    desk.write_once(moved, is_moved)
    return desk.go(f"/office/rounds/{round_id}")


def _is_extended(form: Form, action: str) -> bool:
    """Whether a form states a later end of the applications."""
    return action == "reopen" and bool(form.value("apply_until").strip())


def _end_of(session: Any, actor: Actor, form: Form) -> datetime:
    return form.moment("apply_until", queries.community.one(session, actor.community_id).zone)


def _end_stands(session: Any, actor: Actor, round_id: Id, form: Form) -> bool:
    """Whether the applications of a round end when a form says, as after its first press."""
    return rounds.seen(session, actor=actor, round_id=round_id).apply_until == _end_of(session, actor, form)


def _extended(session: Any, actor: Actor, now: datetime, round_id: Id, form: Form) -> None:
    """State a later end of the applications of a round that is reopened, in the same transaction."""
    until = _end_of(session, actor, form)
    wanted: Context = {"version": form.number("version"), "changes": {"apply_until": until}}
    rounds.amend(session, actor=actor, round_id=round_id, now=now, **wanted)


def _checked(desk: Desk, round_id: Id, action: str, _form: Form) -> Response:
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
    form = Form(("work_limit", "anew"), sent)
    effort = form.value("work_limit")
    if effort not in EFFORTS:
        raise Rejected("not_offered", "work_limit", effort, ", ".join(EFFORTS))

    def ordered(session: Any, actor: Actor, now: datetime) -> None:
        made.clear()  # what an earlier try made is gone
        plan = Order(work_limit=float(effort), replan=not form.value("anew"))
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
