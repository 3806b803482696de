"""An organisation asked for several people at once: its people answer, and name who comes."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages.desk import AtDesk, Context, Desk
from api.pages.forms import Form, Sent
from api.pages.shifts_told import teams_of, volunteer_of
from api.schemas.types import Id
from scheduler import queries
from scheduler.actors import Actor
from scheduler.errors import NotFound, Rejected
from scheduler.ids import read_receipt
from scheduler.usecases import teams

router = APIRouter(include_in_schema=False)
HOME = "/mine/shifts/teams"
FIELDS = ("to_receipt",)
AFTER = {"yes": "accepted", "no": "declined"}


@router.get(HOME + "/{team_id}")
def look(team_id: Id, desk: AtDesk) -> Response:
    """What the organisation is asked for, and who was named."""
    return _page(desk, team_id, Form(FIELDS))


@router.post(HOME + "/{team_id}/{reply}")
def answer(team_id: Id, reply: Literal["yes", "no"], desk: AtDesk, sent: Sent) -> Response:
    """Say whether the team comes; a second press changes nothing."""

    def done() -> Response:
        wanted: dict[str, Any] = {"team_id": team_id, "accept": reply == "yes"}
        desk.write_once(
            lambda session, actor, now: _answered(session, actor, now, wanted),
            lambda session, actor, _now: _row(session, actor, team_id).state == AFTER[reply],
        )
        return desk.go(f"{HOME}/{team_id}" if reply == "yes" else "/mine/shifts")

    return desk.attempt(Form(FIELDS, sent), done, lambda again, status: _page(desk, team_id, again, status))


@router.post(HOME + "/{team_id}")
def name(team_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """Name somebody of the organisation who comes, by their number; without one, oneself."""
    form = Form(FIELDS, sent)

    def done() -> Response:
        return desk.make(
            sent, lambda session, actor, now: _named(session, actor, now, team_id, form.value("to_receipt"))
        )

    return desk.attempt(form, done, lambda again, status: _page(desk, team_id, again, status))


def _row(session: Any, actor: Actor, team_id: UUID) -> Any:
    """A team that the reader's organisation is asked for."""
    row = queries.teams.one(session, actor.community_id, team_id)
    member = None if actor.member_id is None else queries.community.member(session, actor.community_id, actor.member_id)
    if row is None or member is None or member.organisation_id != row.organisation_id:
        raise NotFound()
    return row


def _answered(session: Any, actor: Actor, now: datetime, wanted: dict[str, Any]) -> None:
    _row(session, actor, wanted["team_id"])
    teams.answer(session, actor=actor, now=now, **wanted)


def _named(session: Any, actor: Actor, now: datetime, team_id: UUID, number: str) -> str:
    _row(session, actor, team_id)
    own = volunteer_of(session, actor)
    found = own
    if number.strip():
        found = queries.volunteers.by_receipt(session, actor.community_id, read_receipt(number) or number.strip())
    if found is None:
        raise Rejected("unknown_id", "to_receipt", "", "a volunteer of the organisation")
    wanted: dict[str, Any] = {"team_id": team_id, "volunteer_id": found.id, "channel": "web"}
    try:
        teams.name(session, actor=actor, now=now, **wanted)
    except Rejected:
        raise Rejected("unknown_id", "to_receipt", "", "a volunteer of the organisation") from None
    return f"{HOME}/{team_id}"


def _page(desk: Desk, team_id: UUID, form: Form, status: int = 200) -> Response:
    def shown(session: Any, actor: Actor, now: datetime) -> Context:
        row = _row(session, actor, team_id)
        team = next((one for one in teams_of(session, actor, now) if one["row"].id == row.id), None)
        if team is None:
            raise NotFound()
        own = volunteer_of(session, actor)
        belongs = own is not None and own.organisation_id == row.organisation_id
        here = belongs and bool(queries.seats.held_already(session, [(row.shift_id, own.id)])) if own else False
        return {
            **team,
            "points": {one.id: one for one in queries.rosters.points(session, actor.community_id)},
            "may_come": belongs and not here,
            "form": form,
        }

    return desk.show("shift_team", shown, status)
