"""Where those begin who look after the office: whether all is in order, what is public, and where to look closer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages.desk import AtDesk, Context
from scheduler import queries
from scheduler.actors import ADMIN, AUDITOR, OFFICE, Actor
from scheduler.usecases import oversight

router = APIRouter(include_in_schema=False)


@router.get("/office/oversight")
def start(desk: AtDesk) -> Response:
    """How things stand, and the pages that tell more."""

    def found(session: Any, actor: Actor, now: datetime) -> Context:
        seen = oversight.seen(session, actor=actor, now=now)
        slug = queries.community.one(session, actor.community_id).slug
        return {
            "seen": seen,
            "doors": _doors(actor, slug),
            "keeps": actor.has(ADMIN, AUDITOR),
            "sees_money": actor.has(*OFFICE, AUDITOR),
        }

    return desk.show("oversight", found)


def _doors(actor: Actor, slug: str) -> list[tuple[str, str]]:
    """Pages by the keys of their words, as somebody may see them."""
    chain = [("audit", "/office/audit"), ("accounts", "/office/accounts"), ("running", "/office/running")]
    money = [("ledger", "/office/ledger"), ("months", "/office/money"), ("fees_late", "/office/fees")]
    rounds = [("rounds", "/office/rounds"), ("agreements", "/office/agreements")]
    return [
        *(chain[:1] if actor.has(ADMIN, AUDITOR) else ()),
        *(money if actor.has(*OFFICE, AUDITOR) else ()),
        *(rounds if actor.has(*OFFICE, AUDITOR) else ()),
        ("review", "/office/review"),
        ("disputes", "/office/disputes"),
        ("disputes_public", f"/communities/{slug}/disputes"),
        ("covenant", f"/covenant/{slug}"),
        ("money_public", f"/money/{slug}"),
        ("fees_public", f"/fees/{slug}"),
        ("trust", "/trust"),
        *(chain[1:] if actor.has(ADMIN, AUDITOR) else ()),
    ]
