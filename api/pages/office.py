"""The coordinator's pages: all rounds, one round with its plan, and who is not served."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages.causes import cause_lines
from api.pages.desk import AtDesk, Context
from api.pages.reasons import places_of, told
from api.pages.words import say
from api.schemas.types import Id
from scheduler import queries
from scheduler.actors import AUDITOR, COORDINATOR, OFFICE, STAFF, Actor
from scheduler.errors import NotAllowed, NotFound
from scheduler.states import REGISTRATION_STATES, ROUND_STATES
from scheduler.usecases import decisions, looking, planning, roster_answers, roster_publication, rounds, twins
from scheduler.usecases.planning import PLANNABLE
from scheduler.usecases.publication import PUBLISHABLE
from scheduler.usecases.what_ifs import STUDIED

router = APIRouter(include_in_schema=False)
MOST = 50
LINES = 25
ROUND_ACTIONS = {"draft": "open", "open": "close", "published": "settle"}
"""The usual next move of a round by its state."""
CHECKS = {"endorse": "submitted", "approve": "endorsed"}
"""What is done to all registrations in a state at once."""
EFFORTS = {"10": "effort_quick", "120": "effort_usual", "600": "effort_thorough"}
PHASES = {"": "phase_waiting", "greedy": "phase_greedy", "fcfs": "phase_fcfs", "prices": "phase_prices"}
OTHER_PHASES = {"queued": "run_queued", "proving": "phase_proving", "improving": "phase_improving"}


@router.get("/office/rounds")
def all_rounds(desk: AtDesk) -> Response:
    """Rounds of the community with their state, the newest first."""

    def listed(session: Any, actor: Actor, _now: datetime) -> Context:
        if not actor.has(*STAFF, AUDITOR):
            raise NotAllowed("not_for_this_role")
        found = looking.rounds_of(session, actor=actor, states=ROUND_STATES, limit=MOST)
        return {"rounds": [(row, rounds.tally(session, actor=actor, round_id=row.id).total()) for row in found]}

    return desk.show("office", listed)


@router.get("/office/rounds/{round_id}")
def one_round(round_id: Id, desk: AtDesk) -> Response:
    """A round: where it stands, what can be done, its plan and its publication."""
    return desk.show("office_round", lambda session, actor, _now: _round(session, actor, round_id, desk.language))


@router.get("/office/rounds/{round_id}/refused")
def refused(round_id: Id, desk: AtDesk, after: int = 0) -> Response:
    """Who is not served by the newest plan, and why; with what stood in the way, as they read it themselves."""

    rank = max(0, min(after, 2**31 - 1))

    def listed(session: Any, actor: Actor, _now: datetime) -> Context:
        plans = looking.plans_of(session, actor=actor, round_id=round_id)
        round_ = rounds.seen(session, actor=actor, round_id=round_id)
        sites = places_of(session, actor.community_id, round_.domain)
        found = queries.plans.refusals(session, plans[0].id, rank, LINES + 1) if plans else []
        told_alike = (desk.language, round_.use_first, sites)
        return {
            "round": round_,
            "lines": [
                (line, receipt, told(line.reasons, *told_alike), list(cause_lines(line.cause, *told_alike)))
                for line, receipt in found[:LINES]
            ],
            "next": found[LINES - 1][0].rank if len(found) > LINES else None,
            "first": rank == 0,
        }

    return desk.show("office_refused", listed)


@router.get("/office/rounds/{round_id}/roster")
def roster(round_id: Id, desk: AtDesk) -> Response:
    """The newest plan of a roster: what publishing it would change, which seats stay empty and why."""

    def shown(session: Any, actor: Actor, now: datetime) -> Context:
        round_ = rounds.seen(session, actor=actor, round_id=round_id)
        plans = looking.plans_of(session, actor=actor, round_id=round_id)
        if not plans:
            raise NotFound()
        gaps = roster_answers.gaps_of(session, actor=actor, plan_id=plans[0].id)
        return {
            "round": round_,
            "most": LINES,
            "found": roster_publication.difference_seen(session, actor=actor, plan_id=plans[0].id, now=now),
            "gaps": [(gap, shift, told(gap.reasons, desk.language, shift.date, {})) for gap, shift in gaps],
        }

    return desk.show("office_roster", shown)


def phase_of(run: Any) -> str:
    """What a run is at, as a key of the words."""
    if run.phase in PHASES:
        return PHASES[run.phase]
    return "phase_proving" if run.phase.startswith(("bound of", "tier ")) else "phase_improving"


def _round(session: Any, actor: Actor, round_id: Id, language: str) -> Context:
    runs = looking.runs_of(session, actor=actor, round_id=round_id, limit=1)
    round_ = rounds.seen(session, actor=actor, round_id=round_id)
    tally = rounds.tally(session, actor=actor, round_id=round_id)
    plans = looking.plans_of(session, actor=actor, round_id=round_id)
    newest = runs[0] if runs else None
    under_way = newest if newest is not None and newest.state in queries.runs.UNFINISHED else None
    return {
        "round": round_,
        "tally": [(state, tally[state]) for state in REGISTRATION_STATES if tally[state]],
        "moves": _moves(actor, round_, tally),
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
