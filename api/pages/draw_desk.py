"""The public draw of a round at the office: committed to, its number given by two people, taken back in time."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import datetime
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages.desk import AtDesk, Context, Desk
from api.pages.forms import Form, Sent, read_as
from api.schemas.draws import DrawSent, DrawWithdrawn, NumberSent
from api.schemas.types import Id
from scheduler import calendar, queries
from scheduler.actors import AUDITOR, OFFICE, Actor
from scheduler.errors import NotAllowed, Refused
from scheduler.usecases import draws, rounds

router = APIRouter(include_in_schema=False)
FIELDS = ("source", "number_on", "number", "reason")
WAITING = ("frozen", "entered")
"""States in which a draw waits for its number."""
Made = Callable[[Any, Actor, datetime], Refused | None]


@router.get("/office/rounds/{round_id}/draw")
def draw(round_id: Id, desk: AtDesk) -> Response:
    """The draw of a round as it stands, and what is to be done about it."""
    return _page(desk, round_id, Form(FIELDS))


@router.post("/office/rounds/{round_id}/draw")
def commit(round_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """Commit to a draw: its secret is made and sealed, the digest of it is public at once."""
    form = Form(FIELDS, sent)

    def made(session: Any, actor: Actor, now: datetime) -> None:
        body = read_as(DrawSent, {name: form.value(name).strip() for name in ("source", "number_on")})
        draws.commit(session, actor=actor, vault=desk.office.vault, round_id=round_id, now=now, **body.model_dump())

    return _done(desk, round_id, form, made)


@router.post("/office/rounds/{round_id}/draw/number")
def enter(round_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """Give the public number; the same from a second person reveals the draw."""
    form = Form(FIELDS, sent)

    def entered(session: Any, actor: Actor, now: datetime) -> Refused | None:
        typed = unicodedata.normalize("NFKC", form.value("number")).strip()
        number = read_as(NumberSent, {"number": typed}).number
        wanted: Context = {"round_id": round_id, "vault": desk.office.vault, "number": number}
        return draws.enter_number(session, actor=actor, now=now, **wanted).refused

    return _done(desk, round_id, form, entered)


@router.post("/office/rounds/{round_id}/draw/withdraw")
def withdraw(round_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """Take back what was committed to, while nobody can know what would come of it."""
    form = Form(FIELDS, sent)

    def withdrawn(session: Any, actor: Actor, now: datetime) -> None:
        reason = read_as(DrawWithdrawn, {"reason": form.value("reason").strip()}).reason
        draws.withdraw(session, actor=actor, round_id=round_id, reason=reason, now=now)

    return _done(desk, round_id, form, withdrawn)


def _done(desk: Desk, round_id: Id, form: Form, work: Made) -> Response:
    """Do it once; what came of it may be a refusal that is to be told although the draw's new state is kept."""

    def done() -> Response:
        told: list[Refused | None] = []

        def kept(session: Any, actor: Actor, now: datetime) -> str:
            told[:] = [work(session, actor, now)]
            return f"/office/rounds/{round_id}/draw"

        answer = desk.make(form.values, kept)
        for refused in filter(None, told):
            raise refused
        return answer

    return desk.attempt(form, done, lambda again, status: _page(desk, round_id, again, status))


def _page(desk: Desk, round_id: Id, form: Form, status: int = 200) -> Response:
    def shown(session: Any, actor: Actor, now: datetime) -> Context:
        if not actor.has(*OFFICE, AUDITOR):
            raise NotAllowed("not_for_this_role")
        round_ = rounds.seen(session, actor=actor, round_id=round_id)
        found = queries.draws.all_of_round(session, round_.id)
        standing = next((one for one in found if one.state != "withdrawn"), None)
        today = calendar.date_of(now, queries.community.one(session, actor.community_id).zone)
        return {
            "round": round_,
            "form": form,
            "draw": standing,
            "withdrawn": [one for one in found if one.state == "withdrawn"],
            "first_day": draws.first_day(session, round_, now),
            **_open_to(actor, round_, standing, today),
        }

    return desk.show("office_draw", shown, status)


def _open_to(actor: Actor, round_: Any, standing: Any, today: Any) -> Context:
    """What somebody may do about the draw now."""
    office = actor.has(*OFFICE)
    waits = standing is not None and standing.state in WAITING
    early = standing is not None and standing.number_on > today
    return {
        "may_commit": office and standing is None and round_.state in draws.COMMITTABLE,
        "may_withdraw": office and standing is not None and standing.state == "committed" and early,
        "may_enter": office and waits and not early and standing.entered_by != actor.account_id,
        "waits_for_other": waits and standing.state == "entered" and standing.entered_by == actor.account_id,
        "early": early,
    }
