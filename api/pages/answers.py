"""Answers to a space, and withdrawal: given by people themselves, or by staff whom they told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from fastapi.responses import Response

from api.deps import LOOKING_ON
from api.pages import fees, rooms_told
from api.pages.desk import Context, Desk
from scheduler import queries
from scheduler.actors import Actor
from scheduler.states import OWNER, REGISTRATION_MOVES
from scheduler.usecases import acceptance, rounds

ANSWERS = ("accept", "decline", "withdraw")
Answer = Literal["accept", "decline", "withdraw"]
Seen = Callable[[Any, Actor, UUID], Any]
"""Finds the registration, for those who may answer on the page that asks."""


def open_to(actor: Actor, row: Any, now: datetime) -> list[str]:
    """The answers that somebody may give for a registration now."""
    if actor.roles <= LOOKING_ON:
        return []
    parts = actor.roles | ({OWNER} if row.member_id == actor.member_id else frozenset())
    return [answer for answer in ANSWERS if _is_open(answer, row, parts, now)]


def confirm_page(desk: Desk, seen: Seen, registration_id: UUID, answer: str, home: str) -> Response:
    """What an answer means, before it is given; `home` is the page to go back to."""

    def asked(session: Any, actor: Actor, now: datetime) -> Context:
        row = seen(session, actor, registration_id)
        return {
            "row": row,
            "round": rounds.seen(session, actor=actor, round_id=row.round_id),
            "answer": answer,
            "home": home,
            "is_open": answer in open_to(actor, row, now),
            "late": row.answer_by if row.state == "allocated" and _is_late(answer, row, now) else None,
            "for_another": row.member_id != actor.member_id,
            "right": _right(session, row),
            "sessions": rooms_told.held(session, row),
            "price": fees.price_of(session, actor, row.id, now) if answer == "accept" else None,
        }

    return desk.show("mine_confirm", asked)


def given(desk: Desk, seen: Seen, registration_id: UUID, answer: str, home: str) -> Response:
    """Give an answer; a second time changes nothing."""

    def give(session: Any, actor: Actor, now: datetime) -> None:
        row = seen(session, actor, registration_id)
        wanted: Context = {"registration_id": row.id, "action": answer}
        acceptance.act(session, actor=actor, vault=desk.office.vault, now=now, **wanted)

    def is_given(session: Any, actor: Actor, _now: datetime) -> bool:
        return bool(seen(session, actor, registration_id).state == REGISTRATION_MOVES[answer].after)

    desk.write_once(give, is_given)
    return desk.go(home)


def _right(session: Any, row: Any) -> Context | None:
    """The space that a registration was given: its site and the codes of its spaces."""
    held = queries.quotes.right_of(session, row.id)
    if held is None or held.site_id is None:
        return None
    site = queries.supply.site(session, row.community_id, held.site_id)
    spaces = [queries.supply.space(session, row.community_id, UUID(one)) for one in held.space_ids]
    return {"site": site, "codes": [space.code for space in spaces if space is not None]}


def _is_open(answer: str, row: Any, parts: frozenset[str], now: datetime) -> bool:
    move = REGISTRATION_MOVES[answer]
    return row.state in move.before and not parts.isdisjoint(move.actors) and not _is_late(answer, row, now)


def _is_late(answer: str, row: Any, now: datetime) -> bool:
    return answer == "accept" and row.answer_by is not None and row.answer_by <= now
