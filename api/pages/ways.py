"""Ways forward on pages: looked for, held for somebody who thinks about it, taken; with or without scripts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any, Literal
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages import mine, receipts, telling
from api.pages.desk import AtDesk, Desk
from api.schemas.types import Id
from scheduler import queries
from scheduler.actors import Actor
from scheduler.errors import NotFound
from scheduler.usecases import way_taking, ways

router = APIRouter(include_in_schema=False)
Step = Literal["take", "hold"]
Seen = Callable[[Any, Actor, UUID], Any]
"""Finds a registration for those who may act on the page."""


@router.post("/mine/alternatives/{registration_id}/search")
def search_own(registration_id: Id, desk: AtDesk) -> Response:
    """Look for other ways now; where there are none, what was searched is told."""
    found = _searched(desk, mine.own, registration_id)
    return desk.go(f"/mine#ways-{registration_id}") if found is None else mine.page(desk, {registration_id: found})


@router.post("/mine/alternatives/{alternative_id}/{step}")
def take_own(alternative_id: Id, step: Step, desk: AtDesk) -> Response:
    """Take a way, or have it held."""
    row = _done(desk, mine.own, alternative_id, step)
    return desk.go(f"/mine#r-{row}")


@router.post("/counter/alternatives/{registration_id}/search")
def search_for(registration_id: Id, desk: AtDesk) -> Response:
    """Look for other ways for somebody who came or called."""
    found = _searched(desk, receipts.served, registration_id)
    if found is None:
        return desk.go(f"/counter/registrations/{registration_id}")
    return receipts.page(desk, registration_id, found)


@router.post("/counter/alternatives/{alternative_id}/{step}")
def take_for(alternative_id: Id, step: Step, desk: AtDesk) -> Response:
    """Take a way for somebody, or hold it while they think."""
    return desk.go(f"/counter/registrations/{_done(desk, receipts.served, alternative_id, step)}")


def _searched(desk: Desk, seen: Seen, registration_id: UUID) -> str | None:
    """What was searched in vain, in a sentence; None where something was found."""
    desk.read(lambda session, actor, _now: seen(session, actor, registration_id))
    found = ways.search(desk, registration_id)
    if found.ways or found.searched is None:
        return None
    return telling.spoken(found.searched["code"], desk.language, **found.searched["numbers"])


def _done(desk: Desk, seen: Seen, alternative_id: UUID, step: str) -> UUID:
    """Do a step; the registration."""
    row: UUID = desk.read(partial(_registration_of, seen, alternative_id))
    (way_taking.take if step == "take" else way_taking.hold)(desk, alternative_id)
    return row


def _registration_of(seen: Seen, alternative_id: UUID, session: Any, actor: Actor, _now: datetime) -> UUID:
    way = queries.ways.one(session, actor.community_id, alternative_id)
    if way is None:
        raise NotFound()
    found: UUID = seen(session, actor, way.registration_id).id
    return found
