"""Pairs of volunteers: who must, must not, would rather or rather not serve together."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages.desk import AtDesk, Context, Desk
from api.pages.forms import Form, Sent, read_as
from api.pages.roster_forms import volunteer_id_of
from api.schemas.types import Id
from api.schemas.volunteers import PairSent
from scheduler import queries
from scheduler.actors import OFFICE, Actor
from scheduler.errors import NotFound
from scheduler.usecases import seat_claims, volunteer_pairs, volunteer_views

router = APIRouter(include_in_schema=False)
HOME = "/office/pairs"
FIELDS = ("one", "other", "kind")
KINDS = ("required", "prohibited", "preferred", "unpreferred")
LINES = 50


@router.get(HOME)
def listed(desk: AtDesk, after: Id | None = None) -> Response:
    """Pairs that were stated, the newest first."""
    return _page(desk, Form(FIELDS), after)


@router.post(HOME)
def add(desk: AtDesk, sent: Sent) -> Response:
    """State what holds for two volunteers."""
    form = Form(FIELDS, sent)

    def made(session: Any, actor: Actor, now: datetime) -> str:
        seat_claims.check_office(actor)
        two = {
            field: volunteer_id_of(session, actor, form, name) for field, name in (("a_id", "one"), ("b_id", "other"))
        }
        wanted: dict[str, Any] = read_as(PairSent, {**form.filled("kind"), **two}).model_dump()
        volunteer_pairs.add(session, actor=actor, now=now, **wanted)
        return HOME

    return desk.attempt(form, lambda: desk.make(sent, made), lambda again, status: _page(desk, again, None, status))


@router.post(HOME + "/{pair_id}/remove")
def remove(pair_id: Id, desk: AtDesk) -> Response:
    """Take it back; a second press changes nothing."""

    def removed(session: Any, actor: Actor, now: datetime) -> None:
        seat_claims.check_office(actor)
        volunteer_pairs.remove(session, actor=actor, pair_id=pair_id, now=now)

    try:
        desk.write(removed)
    except NotFound:
        desk.read(lambda session, actor, _now: volunteer_pairs.listed(session, actor=actor, limit=1))
    return desk.go(HOME)


def _page(desk: Desk, form: Form, after: Id | None, status: int = 200) -> Response:
    def shown(session: Any, actor: Actor, _now: datetime) -> Context:
        found = volunteer_pairs.listed(session, actor=actor, last=after, limit=LINES + 1)
        people = queries.rosters.volunteers(session, {one for row in found for one in (row.a_id, row.b_id)})
        return {
            "pairs": found[:LINES],
            "names": {one.id: one for one in volunteer_views.shown(session, actor, desk.office.vault, people)},
            "next": found[LINES - 1].id if len(found) > LINES else None,
            "first": after is None,
            "kinds": KINDS,
            "may": actor.has(*OFFICE),
            "form": form,
        }

    return desk.show("pairs", shown, status)
