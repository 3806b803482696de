"""The page of one round: how it stands, what can be done, its plan and its publication."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages.desk import AtDesk, Context
from api.pages.office import CHECKS, EFFORTS, OTHER_PHASES, PHASES, phase_of
from api.pages.words import say
from api.schemas.types import Id
from scheduler import queries
from scheduler.actors import AUDITOR, COORDINATOR, OFFICE, Actor
from scheduler.states import REGISTRATION_STATES, ROUND_MOVES
from scheduler.usecases import decisions, draws, looking, planning, round_board, rounds, twins
from scheduler.usecases.planning import PLANNABLE
from scheduler.usecases.publication import PUBLISHABLE
from scheduler.usecases.what_ifs import STUDIED

router = APIRouter(include_in_schema=False)
OTHER_ACTIONS = (("reopen", ROUND_MOVES["reopen"].before), ("cancel", ROUND_MOVES["cancel"].before))
"""Moves that are not usual, with the states from which they are made."""
ROUND_ACTIONS = {"draft": "open", "open": "close", "published": "settle"}
"""The usual next move of a round by its state."""


@router.get("/office/rounds/{round_id}")
def one_round(round_id: Id, desk: AtDesk) -> Response:
    """A round: where it stands, what can be done, its plan and its publication."""
    return desk.show("office_round", lambda session, actor, now: _round(session, actor, now, round_id, desk.language))


def _round(session: Any, actor: Actor, now: datetime, round_id: Id, language: str) -> Context:
    runs = looking.runs_of(session, actor=actor, round_id=round_id, limit=1)
    round_ = rounds.seen(session, actor=actor, round_id=round_id)
    tally = rounds.tally(session, actor=actor, round_id=round_id)
    plans = looking.plans_of(session, actor=actor, round_id=round_id)
    newest = runs[0] if runs else None
    under_way = newest if newest is not None and newest.state in queries.runs.UNFINISHED else None
    return {
        "round": round_,
        "tally": [(state, tally[state]) for state in REGISTRATION_STATES if tally[state]],
        "next": round_board.standing(session, actor=actor, round_=round_, now=now).next,
        "moves": _moves(actor, round_, tally),
        "others": [action for action, state in OTHER_ACTIONS if actor.has(*OFFICE) and round_.state in state],
        "may_amend": actor.has(*OFFICE) and round_.state in rounds.AMENDABLE,
        "draw": _draw(session, actor, round_),
        "looks_on": actor.has(*OFFICE, AUDITOR),
        "several": len(plans) > 1,
        "decisions": decisions.waiting(session, round_) if actor.has(*OFFICE, AUDITOR) else [],
        "sees_seats": round_.domain == "rosters" and actor.has(*OFFICE, AUDITOR),
        "sees_scenarios": actor.has(*OFFICE, AUDITOR) and round_.state in STUDIED,
        "may_plan": actor.has(*OFFICE) and round_.state in PLANNABLE and under_way is None,
        "efforts": EFFORTS,
        "run": newest,
        "under_way": under_way,
        "phase": None if under_way is None else phase_of(under_way),
        "phase_words": {name: say(key, language) for name, key in {**PHASES, **OTHER_PHASES}.items()},
        "twins": _twins(session, actor, round_) if under_way is None else [],
        "plan": plans[0] if plans else None,
        "summary": planning.summary_of(plans[0]) if plans else None,
        **_versions(session, actor, round_, plans, under_way is None),
    }


def _draw(session: Any, actor: Actor, round_: Any) -> Any:
    """The draw of the round for those who may see it: as it stands, or True where one may be committed to."""
    if not actor.has(*OFFICE, AUDITOR):
        return None
    standing = queries.draws.of_round(session, round_.id)
    return standing or (actor.has(*OFFICE) and round_.state in draws.COMMITTABLE) or None


def _twins(session: Any, actor: Actor, round_: Any) -> Sequence[Any]:
    """Groups that seem to have asked twice, for those who decide about them."""
    if round_.domain != "rooms" or not actor.has(*OFFICE):
        return []
    return twins.found(session, actor=actor, round_id=round_.id)


def _moves(actor: Actor, round_: Any, tally: Any) -> Sequence[tuple[str, int]]:
    """What can be done to the round now, with how many registrations it touches."""
    moves: list[tuple[str, int]] = []
    if actor.has(COORDINATOR) and round_.state != "cancelled":
        moves += [(action, tally[state]) for action, state in CHECKS.items() if tally[state]]
    if actor.has(*OFFICE) and round_.state in ROUND_ACTIONS:
        moves.append((ROUND_ACTIONS[round_.state], 0))
    return moves


def _versions(session: Any, actor: Actor, round_: Any, plans: Sequence[Any], idle: bool) -> Context:
    versions = looking.publications_of(session, actor=actor, round_id=round_.id)
    current = queries.publications.current(session, round_.id)
    coming = next((version for version in versions if version.state in ("preparing", "prepared")), None)
    newest_is_public = bool(plans) and current is not None and current.plan_id == plans[0].id
    may = actor.has(*OFFICE) and round_.state in PUBLISHABLE and idle and coming is None
    return {
        "current": current,
        "coming": coming,
        "given_up": versions[0] if versions and versions[0].state == "abandoned" else None,
        "newest_is_public": newest_is_public,
        "may_prepare": may and bool(plans) and not newest_is_public,
        "may_publish": actor.has(*OFFICE) and round_.state in PUBLISHABLE and coming is not None,
    }
