"""What a round is set up with: a new round, and the terms of one that is not published."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from typing import Any, Literal

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages.desk import AtDesk, Context, Desk
from api.pages.forms import Form, Sent, read_as
from api.pages.round_forms import FIELDS, TERMS, stated_in, texts_of, usual, zone_of
from api.schemas.rounds import RoundChange, RoundSent
from api.schemas.types import Id
from scheduler import queries
from scheduler.actors import OFFICE, Actor
from scheduler.errors import Conflict, NotAllowed, Stale
from scheduler.usecases import rounds
from scheduler.usecases.rounds import RoundTerms

router = APIRouter(include_in_schema=False)
Domain = Literal["parking", "rooms", "rosters"]


@router.get("/office/rounds/new")
def ask(desk: AtDesk, kind: Domain = "parking") -> Response:
    """The form of a new round, filled with usual dates and the texts of the last round of its kind."""
    return _new(desk, kind, None)


@router.post("/office/rounds/new")
def set_up(desk: AtDesk, sent: Sent, kind: Domain = "parking") -> Response:
    """Set a round up, as a draft, under the covenant in force."""
    form = Form(FIELDS, sent)

    def made(session: Any, actor: Actor, now: datetime) -> str:
        code = unicodedata.normalize("NFKC", form.value("code")).strip()
        body = read_as(RoundSent, {**stated_in(form, zone_of(session, actor)), "code": code, "domain": kind})
        terms = RoundTerms(**body.model_dump())
        return f"/office/rounds/{rounds.set_up(session, actor=actor, terms=terms, now=now).id}"

    return desk.attempt(form, lambda: desk.make(sent, made), lambda again, status: _new(desk, kind, again, status))


@router.get("/office/rounds/{round_id}/terms")
def terms(round_id: Id, desk: AtDesk) -> Response:
    """The terms of a round, to be changed."""
    return _terms(desk, round_id, None)


@router.post("/office/rounds/{round_id}/terms")
def amend(round_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """Change what differs; dates of use only while nothing is planned."""
    form = Form((*FIELDS, "version"), sent)

    def amended() -> Response:
        desk.write(lambda session, actor, now: _amended(session, actor, now, round_id, form))
        return desk.go(f"/office/rounds/{round_id}")

    return desk.attempt(form, amended, lambda again, status: _terms(desk, round_id, again, status))


# ---- shown


def _new(desk: Desk, kind: str, form: Form | None, status: int = 200) -> Response:
    def asked(session: Any, actor: Actor, now: datetime) -> Context:
        _office_only(actor)
        return {
            "form": form or Form(FIELDS, usual(session, actor, kind, now)),
            "kind": kind,
            "covenant": queries.community.covenant_in_force(session, actor.community_id, now),
        }

    return desk.show("office_round_new", asked, status)


def _terms(desk: Desk, round_id: Id, form: Form | None, status: int = 200) -> Response:
    def asked(session: Any, actor: Actor, _now: datetime) -> Context:
        _office_only(actor)
        round_ = rounds.seen(session, actor=actor, round_id=round_id)
        if form is None and round_.state not in rounds.AMENDABLE:
            raise Conflict("round_is_settled", "state", round_.state, ", ".join(rounds.AMENDABLE))
        stands = texts_of(round_, zone_of(session, actor))
        shown = form or Form((*FIELDS, "version"), {**stands, "version": str(round_.row_version)})
        stale = isinstance(shown.refused, Stale)
        return {
            "round": round_,
            "form": shown,
            "newer": {name: stands[name] for name in TERMS if stale and shown.value(name).strip() != stands[name]},
            "version": str(round_.row_version) if stale else shown.value("version"),
            "fixed": round_.state == "planned",
        }

    return desk.show("office_round_terms", asked, status)


# ---- sent


def _amended(session: Any, actor: Actor, now: datetime, round_id: Id, form: Form) -> None:
    round_ = rounds.seen(session, actor=actor, round_id=round_id)
    zone = zone_of(session, actor)
    stated = read_as(RoundChange, stated_in(form, zone)).model_dump(exclude_none=True)
    stands = texts_of(round_, zone)
    changes = {name: value for name, value in stated.items() if form.value(name).strip() != stands[name]}
    version = form.number("version")
    if changes or version != round_.row_version:
        rounds.amend(session, actor=actor, round_id=round_id, version=version, changes=changes, now=now)


def _office_only(actor: Actor) -> None:
    if not actor.has(*OFFICE):
        raise NotAllowed("not_for_this_role")
