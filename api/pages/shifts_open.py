"""Shifts that can be joined: one signs up, or wishes where lots are drawn; what speaks against it is told."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages.desk import AtDesk, Context, Desk
from api.pages.forms import Form, Sent, read_as
from api.pages.own_rules import why
from api.pages.shifts_told import volunteer_of
from api.schemas.seats import SignUpSent
from api.schemas.types import Id
from scheduler import queries
from scheduler.actors import Actor
from scheduler.errors import NotAllowed
from scheduler.usecases import drawing, sign_up

router = APIRouter(include_in_schema=False)
HOME = "/mine/shifts/open"
FIELDS = ("role", "after")
SHIFTS = 15
"""Shifts on a page."""


@router.get(HOME)
def listed(desk: AtDesk, after: Id | None = None, show: Literal["fit", "all"] = "fit") -> Response:
    """Shifts to come that have room, in the order of time; those that one could take, or all."""
    return _page(desk, Form(FIELDS), after, show == "all")


@router.post(HOME + "/{shift_id}/{doing}")
def join(shift_id: Id, doing: Literal["sign-up", "wish", "unwish"], desk: AtDesk, sent: Sent) -> Response:
    """Take a seat at once, wish for one that is drawn by lot, or take the wish back."""
    form = Form(FIELDS, sent)

    def done() -> Response:
        body = read_as(SignUpSent, form.filled("role"))
        return desk.make(sent, lambda session, actor, now: _do(session, actor, now, shift_id, doing, body.role))

    return desk.attempt(form, done, lambda again, status: _page(desk, again, None, False, status, shift_id))


def _do(session: Any, actor: Actor, now: datetime, shift_id: UUID, doing: str, role: str) -> str:
    wanted: dict[str, Any] = {"actor": actor, "shift_id": shift_id, "now": now}
    if doing == "unwish":
        drawing.withdraw(session, **wanted)
        return HOME
    if doing == "wish":
        drawing.wish(session, role=role, **wanted)
        return HOME
    return f"/mine/shifts/{sign_up.sign_up(session, role=role, **wanted).id}"


def _page(
    desk: Desk, form: Form, after: UUID | None, everything: bool, status: int = 200, at: UUID | None = None
) -> Response:
    def shown(session: Any, actor: Actor, now: datetime) -> Context:
        if volunteer_of(session, actor) is None:
            raise NotAllowed("not_a_volunteer")
        posts, shifts = sign_up.listed(session, actor=actor, now=now, after=after, limit=SHIFTS + 1)
        told = [{"post": post, "why": why(post.against, desk.language), "do": _deed(post)} for post in posts]
        listed = {post.shift.id for post in posts}
        shown_too = listed if everything else {at} & listed
        return {
            "posts": [one for one, post in zip(told, posts, strict=True) if one["do"] or post.shift.id in shown_too],
            "hidden": sum(not one["do"] for one in told),
            "next": shifts[SHIFTS - 1].id if len(shifts) > SHIFTS else None,
            "first": after is None,
            "everything": everything,
            "points": {row.id: row for row in queries.rosters.points(session, actor.community_id)},
            "form": form,
            # What was refused is told above all others where its shift is not on this page.
            "at": at if at in listed else None,
        }

    return desk.show("shifts_open", shown, status)


def _deed(post: Any) -> str:
    """What can be done about a post: sign up, wish, take a wish back, or nothing."""
    if post.wish is not None and post.wish.state == "waiting" and post.draw_at is not None:
        return "unwish"
    if post.against is not None:
        return ""
    return "sign-up" if post.draw_at is None else "wish"
