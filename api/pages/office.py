"""The coordinator's pages: all rounds, and the plan of a roster seat by seat."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages.desk import AtDesk, Context
from api.pages.reasons import of_shift
from api.schemas.types import Id
from scheduler import queries
from scheduler.actors import OFFICE, Actor
from scheduler.errors import NotFound
from scheduler.states import REGISTRATION_STATES, ROUND_STATES
from scheduler.usecases import looking, roster_answers, roster_publication, round_board, rounds

router = APIRouter(include_in_schema=False)
ROUNDS = 20
LINES = 25
Scope = Literal["", "active", "in_use", "cancelled"]
Kind = Literal["", "parking", "rooms", "rosters"]
KINDS = ("", "parking", "rooms", "rosters")
SCOPES: Mapping[str, tuple[str, ...]] = {
    "": ROUND_STATES,
    "active": ("draft", "open", "closed", "planned", "published"),
    "in_use": ("settled",),
    "cancelled": ("cancelled",),
}
"""States of the rounds that are listed."""
PLACES = {"amend": "/terms", "draw": "/draw", "draw_day": "/draw"}
"""Pages of a round on which its next step is taken, where that is not its own."""
CHECKS = {"endorse": "submitted", "approve": "endorsed"}
"""What is done to all registrations in a state at once."""
EFFORTS = {"10": "effort_quick", "120": "effort_usual", "600": "effort_thorough"}
PHASES = {"": "phase_waiting", "greedy": "phase_greedy", "fcfs": "phase_fcfs", "prices": "phase_prices"}
OTHER_PHASES = {"queued": "run_queued", "proving": "phase_proving", "improving": "phase_improving"}


@router.get("/office/rounds")
def all_rounds(desk: AtDesk, scope: Scope = "", kind: Kind = "", after: Id | None = None) -> Response:
    """Rounds of the community with how they stand and what is to be done next, the newest first."""
    return desk.show("office", lambda session, actor, now: _board(session, actor, now, scope, kind, after))


@router.get("/office/rounds/{round_id}/roster/changes")
def roster(round_id: Id, desk: AtDesk, whole: str = "") -> Response:
    """The newest plan of a roster: what publishing it would change, which seats stay empty and why.

    Of a large month, all rules are asked when somebody wants the `whole`; until then its seats are counted.
    """

    def shown(session: Any, actor: Actor, now: datetime) -> Context:
        round_ = rounds.seen(session, actor=actor, round_id=round_id)
        plans = looking.plans_of(session, actor=actor, round_id=round_id)
        if not plans:
            raise NotFound()
        asked: Context = {"actor": actor, "plan_id": plans[0].id}
        gaps = roster_answers.gaps_of(session, **asked)
        differ = roster_publication.difference_seen if whole else roster_publication.glanced
        found = differ(session, **asked, now=now)
        return {
            "round": round_,
            "most": LINES,
            "found": found,
            "counted": isinstance(found, queries.boards.Tally),
            "gaps": [(gap, shift, of_shift(gap.reasons, desk.language, shift)) for gap, shift in gaps],
        }

    return desk.show("office_roster", shown)


def phase_of(run: Any) -> str:
    """What a run is at, as a key of the words."""
    if run.phase in PHASES:
        return PHASES[run.phase]
    return "phase_proving" if run.phase.startswith(("bound of", "tier ")) else "phase_improving"


def _board(session: Any, actor: Actor, now: datetime, scope: str, kind: str, after: Id | None) -> Context:
    wanted: Context = {"states": SCOPES[scope], "domain": kind or None, "last": after}
    found = round_board.listed(session, actor=actor, now=now, limit=ROUNDS + 1, **wanted)
    return {
        "rounds": found[:ROUNDS],
        "next": found[ROUNDS - 1].round.id if len(found) > ROUNDS else None,
        "first": after is None,
        "scope": scope,
        "kind": kind,
        "scopes": SCOPES,
        "kinds": KINDS,
        "states": REGISTRATION_STATES,
        "places": PLACES,
        "may_set_up": actor.has(*OFFICE),
    }
