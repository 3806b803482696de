"""One's own space: offered to others, seen on a calendar, ended, and called back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages.desk import AtDesk, Context, Desk
from api.pages.forms import Form, Sent, read_as
from api.schemas.sharing import CallBackSent, ShareEnd, ShareSent
from api.schemas.types import Id
from scheduler import calendar, queries
from scheduler.actors import Actor
from scheduler.usecases import call_backs, sharing
from scheduler.usecases.call_backs import Wanted
from scheduler.usecases.sharing import Offered
from scheduler.usecases.supply import WindowTerms

router = APIRouter(include_in_schema=False)
HOME = "/mine/spaces"
FIELDS = ("days", "start", "end", "first", "last", "starts_at", "ends_at", "fallback")
SHOWN = timedelta(days=13)
"""How far the calendar looks ahead: two weeks with today."""


@router.get(HOME)
def own_spaces(desk: AtDesk) -> Response:
    """One's own spaces, with their offers and what comes of them."""
    return _page(desk, Form(FIELDS))


@router.post(HOME + "/{space_id}/offer")
def offer(space_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """Offer a space on days of a kind, from a time to a time."""
    form = Form(FIELDS, sent)

    def done() -> Response:
        window = form.filled("days", "start", "end")
        body = read_as(ShareSent, {"windows": [window], **form.filled("first", "last")})
        windows = [WindowTerms("open", **one.model_dump()) for one in body.windows]
        offered = Offered(windows, body.first, body.last, "web")
        wanted: dict[str, Any] = {"space_id": space_id, "offered": offered}
        return desk.make(
            sent, lambda session, actor, now: _made(sharing.offer(session, actor=actor, now=now, **wanted))
        )

    return desk.attempt(form, done, lambda again, status: _page(desk, again, status, space_id))


@router.post(HOME + "/offers/{share_id}/end")
def end(share_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """End an offer with a date."""
    form = Form(FIELDS, sent)

    def done() -> Response:
        body = read_as(ShareEnd, form.filled("last"))
        wanted: dict[str, Any] = {"share_id": share_id, "last": body.last}
        return desk.make(sent, lambda session, actor, now: _made(sharing.end(session, actor=actor, now=now, **wanted)))

    return desk.attempt(form, done, lambda again, status: _page(desk, again, status, share_id))


@router.post(HOME + "/offers/{share_id}/call-back")
def call_back(share_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """Have a space back for a span, by the clock of the community."""
    form = Form(FIELDS, sent)

    def made(session: Any, actor: Actor, now: datetime) -> str:
        zone = queries.community.one(session, actor.community_id).zone
        span = {name: form.moment(name, zone) for name in ("starts_at", "ends_at")}
        body = read_as(CallBackSent, {**span, "fallback": form.value("fallback") == "yes"})
        wanted = Wanted(**body.model_dump())
        call_backs.call_back(session, actor=actor, share_id=share_id, wanted=wanted, now=now)
        return HOME

    return desk.attempt(form, lambda: desk.make(sent, made), lambda again, status: _page(desk, again, status, share_id))


@router.post(HOME + "/call-backs/{call_back_id}/withdraw")
def withdraw(call_back_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """Leave the space to others after all."""
    return _settled(desk, sent, call_back_id, call_backs.withdraw, lambda row: row.state == "withdrawn")


@router.get(HOME + "/call-backs/{call_back_id}/missed")
def ask_missed(call_back_id: Id, desk: AtDesk) -> Response:
    """What it means to tell that the space was taken, before it is told."""

    def asked(session: Any, actor: Actor, now: datetime) -> Context:
        row = call_backs.seen(session, actor=actor, call_back_id=call_back_id)
        return {"row": row, "may_tell": call_backs.may_be_missed(row, now)}

    return desk.show("own_missed", asked)


@router.post(HOME + "/call-backs/{call_back_id}/missed")
def missed(call_back_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """Tell that the space was taken."""
    return _settled(desk, sent, call_back_id, call_backs.report_missed, lambda row: row.missed)


def _settled(
    desk: Desk, sent: Mapping[str, str], call_back_id: UUID, act: Callable[..., object], stands: Callable[[Any], bool]
) -> Response:
    """Do something with a call-back; a second press changes nothing."""

    def is_settled(session: Any, actor: Actor, _now: datetime) -> bool:
        return stands(queries.sharing.call_back(session, actor.community_id, call_back_id, lock=False))

    def done() -> Response:
        desk.write_once(
            lambda session, actor, now: act(session, actor=actor, call_back_id=call_back_id, now=now), is_settled
        )
        return desk.go(HOME)

    return desk.attempt(Form(FIELDS, sent), done, lambda again, status: _page(desk, again, status))


def _made(_row: object) -> str:
    return HOME


def _page(desk: Desk, form: Form, status: int = 200, at: UUID | None = None) -> Response:
    """The page; what was refused is shown at the space or offer `at` which it was sent."""

    def found(session: Any, actor: Actor, now: datetime) -> Context:
        zone = queries.community.one(session, actor.community_id).zone
        today = calendar.date_of(now, zone)
        spaces = [] if actor.member_id is None else queries.sharing.owned(session, actor.member_id)
        return {
            "spaces": [(space, site, _offers(session, actor, space.id, today, now)) for space, site in spaces],
            "today": today,
            "form": form,
            "at": at,
            "none_form": Form(FIELDS),
            "now": now,
        }

    return desk.show("own_spaces", found, status)


def _offers(session: Any, actor: Actor, space_id: UUID, today: date, now: datetime) -> list[Mapping[str, Any]]:
    """Offers of a space that are not over, each with its next two weeks and what was called back."""
    return [
        {
            "row": row,
            "days": sharing.days(session, actor=actor, share_id=row.id, first=today, last=today + SHOWN),
            "back": [
                (one, call_backs.may_be_missed(one, now))
                for one in call_backs.listed(session, actor=actor, share_id=row.id)
                if one.state != "withdrawn"
            ],
        }
        for row in queries.sharing.coming(session, space_id, today)
    ]
