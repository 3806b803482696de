"""Decisions of the staff in a round, which later plans obey: the list of those that stand, and taking one back."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages.desk import AtDesk, Context
from api.schemas.types import Id
from scheduler import queries
from scheduler.actors import Actor
from scheduler.errors import Conflict
from scheduler.ids import read_receipt
from scheduler.usecases import lock_views, locks, roster_locks, rounds
from scheduler.usecases.lock_views import Standing
from scheduler.usecases.serving import may_see

router = APIRouter(include_in_schema=False)
LINES = 30


@router.get("/office/rounds/{round_id}/locks")
def standing(round_id: Id, desk: AtDesk, receipt: str = "", page: str = "") -> Response:
    """Decisions that stand, some at a time, or those on one receipt."""
    asked = read_receipt(receipt) or receipt.strip()

    def looked(session: Any, actor: Actor, _now: datetime) -> Context:
        found = lock_views.of_round(session, actor=actor, round_id=round_id)
        shown = [one for one in found.decided if not asked or one.receipt.casefold() == asked.casefold()]
        pages = max(1, -(-len(shown) // LINES))
        at = min(max(1, int(page)) if page.isdecimal() and len(page) < 6 else 1, pages)
        return {
            "standing": found,
            "round": found.round,
            "decided": shown[(at - 1) * LINES : at * LINES],
            "asked": asked[:100],
            "subject": _subject(session, actor, found, asked),
            "late": sum(one.late for one in found.decided),
            "page": at,
            "of_pages": pages,
        }

    return desk.show("staff_decisions", looked)


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


def _subject(session: Any, actor: Actor, found: Standing, receipt: str) -> UUID | None:
    """The registration of a receipt, for whoever may decide on it."""
    if not receipt or not found.may_decide or found.round.domain == "rosters":
        return None
    row = queries.registrations.by_receipt(session, receipt)
    return row.id if row is not None and row.round_id == found.round.id and may_see(actor, row) else None
