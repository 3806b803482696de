"""Decisions of the staff in a round, which later plans obey: the list of those that stand, and taking one back."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages.desk import AtDesk, Context, Desk
from api.pages.forms import Sent
from api.schemas.types import Id
from scheduler.actors import Actor
from scheduler.errors import Conflict
from scheduler.ids import read_receipt
from scheduler.usecases import lock_views, locks, roster_locks, rounds

router = APIRouter(include_in_schema=False)
LINES = 30
LONGEST = 100
"""Letters of a receipt that are shown again as they were typed."""


@router.get("/office/rounds/{round_id}/locks")
def standing(round_id: Id, desk: AtDesk, of: Id | None = None, page: str = "") -> Response:
    """Decisions that stand, some at a time, or those on one registration or volunteer."""
    return _page(desk, round_id, of, page)


@router.post("/office/rounds/{round_id}/locks/find")
def find(round_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """The decisions on a receipt; posted, so that none stands in an address."""
    typed = sent.get("receipt", "").strip()
    receipt = read_receipt(typed)

    def looked(session: Any, actor: Actor, _now: datetime) -> UUID | None:
        found = lock_views.of_round(session, actor=actor, round_id=round_id)
        return None if receipt is None else lock_views.whose(session, actor=actor, round_=found.round, receipt=receipt)

    who, home = desk.read(looked), f"/office/rounds/{round_id}/locks"
    if who is not None or not typed:
        return desk.go(home if who is None else f"{home}?of={who}")
    return _page(desk, round_id, None, "", receipt or typed[:LONGEST])


@router.post("/office/rounds/{round_id}/locks/{lock_id}/remove")
def take_back(round_id: Id, lock_id: Id, desk: AtDesk) -> Response:
    """Take a decision back; a second press changes nothing."""

    def taken(session: Any, actor: Actor, now: datetime) -> None:
        try:
            _remove(session, actor, round_id, lock_id, now)
        except Conflict as refused:
            if refused.code != "lock_removed":
                raise

    desk.write(taken)
    return desk.go(f"/office/rounds/{round_id}/locks")


def _remove(session: Any, actor: Actor, round_id: UUID, lock_id: UUID, now: datetime) -> None:
    domain = rounds.seen(session, actor=actor, round_id=round_id).domain
    unlock = roster_locks.unlock if domain == "rosters" else locks.unlock
    unlock(session, actor=actor, lock_id=lock_id, now=now)


def _page(desk: Desk, round_id: UUID, of: UUID | None, page: str, nobody: str = "") -> Response:
    """The decisions that stand, or those on somebody; `nobody` is what was typed where it is nobody's receipt."""

    def looked(session: Any, actor: Actor, _now: datetime) -> Context:
        found = lock_views.of_round(session, actor=actor, round_id=round_id)
        asked = nobody if of is None else lock_views.receipt_of(session, actor=actor, round_=found.round, who=of)
        shown = [] if nobody else [one for one in found.decided if of in (None, one.who)]
        pages = max(1, -(-len(shown) // LINES))
        at = min(max(1, int(page)) if page.isdecimal() and len(page) < 6 else 1, pages)
        return {
            "standing": found,
            "round": found.round,
            "decided": shown[(at - 1) * LINES : at * LINES],
            "asked": asked,
            "of": of,
            "subject": of if found.may_decide and found.round.domain != "rosters" else None,
            "late": sum(one.late for one in found.decided),
            "page": at,
            "of_pages": pages,
        }

    return desk.show("staff_decisions", looked)
