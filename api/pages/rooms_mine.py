"""My rooms: bookings, a season's dates, and lines in which I wait."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages import rooms_asking, rooms_told
from api.pages.desk import AtDesk, Context, Desk
from api.pages.forms import Sent
from api.pages.rooms_board import seasons_of
from api.schemas.types import Id
from scheduler import calendar, queries
from scheduler.actors import Actor
from scheduler.errors import NotAllowed, NotFound
from scheduler.queries.lent import STANDING
from scheduler.usecases import applications, room_bookings, room_rights, room_waiting

router = APIRouter(include_in_schema=False)
MOST = 100
PAST = 10
"""Most bookings that are over, the newest."""


@router.get("/mine/rooms")
def mine(desk: AtDesk) -> Response:
    """All that one has of rooms."""
    return desk.show("rooms_mine", lambda session, actor, now: _listed(desk, session, actor, now))


@router.get("/mine/rooms/rights/{registration_id}/give-back")
def ask_give_back(registration_id: Id, desk: AtDesk, day: str = "") -> Response:
    """What giving a date back means, before it is done."""

    def asked(session: Any, actor: Actor, now: datetime) -> Context:
        right = _own_right(session, actor, registration_id)
        chosen = rooms_asking.day_of(day, calendar.date_of(now, _zone(session, actor)))
        return {"row": right.registration, "day": chosen, "name": _title(desk, right)}

    return desk.show("give_back", asked)


@router.post("/mine/rooms/rights/{registration_id}/give-back")
def give_back(registration_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """Give a date of a season back, so that others may have the room; a second press changes nothing."""
    day = rooms_asking.day_of(sent.get("day", ""), date.min)

    def given(session: Any, actor: Actor, now: datetime) -> None:
        _own_right(session, actor, registration_id)
        room_rights.give_back(session, actor=actor, registration_id=registration_id, day=day, now=now)

    def is_given(session: Any, actor: Actor, _now: datetime) -> bool:
        section = _own_right(session, actor, registration_id).registration.section or {}
        return day.isoformat() in section.get("excluded", ())

    desk.write_once(given, is_given)
    return desk.go("/mine/rooms#rights")


def _own_right(session: Any, actor: Actor, registration_id: Id) -> Any:
    for right in room_rights.of_person(session, actor=actor):
        if right.registration.id == registration_id:
            if not room_rights.may_give_back(actor, right.registration):
                raise NotAllowed("not_yours_to_give_back")
            return right
    raise NotFound()


def _title(desk: Desk, right: Any) -> str:
    return applications.title_of(right.registration, desk.office.vault)


def _zone(session: Any, actor: Actor) -> str:
    return str(queries.community.one(session, actor.community_id).zone)


def _listed(desk: Desk, session: Any, actor: Actor, now: datetime) -> Context:
    house = queries.rooms.house_of(session, actor.community_id)
    coming, past = _bookings(desk, session, actor, now)
    return {
        "coming": coming,
        "past": past,
        "rights": _rights(desk, session, actor, now, house),
        "waiting": [rooms_told.line_of(row, house) for row in _waiting(session, actor)],
        "seasons": seasons_of(session, actor.community_id),
    }


def _bookings(desk: Desk, session: Any, actor: Actor, now: datetime) -> tuple[list[Context], list[Context]]:
    """What stands, the soonest first, and what is over."""
    if actor.member_id is None:
        return [], []
    wanted: dict[str, Any] = {"vault": desk.office.vault, "member_id": actor.member_id, "limit": MOST}
    found = room_bookings.listed(session, actor=actor, **wanted)
    coming = [one for one in found if one.row.state in STANDING and one.row.ends_at > now]
    past = [one for one in found if one not in coming][:PAST]
    coming.sort(key=lambda one: one.row.starts_at)
    told = [[rooms_told.booking(session, one, now, desk.language) for one in part] for part in (coming, past)]
    return told[0], told[1]


def _rights(desk: Desk, session: Any, actor: Actor, now: datetime, house: Any) -> list[Context]:
    today = calendar.date_of(now, _zone(session, actor))
    rights = room_rights.of_person(session, actor=actor)
    given_back = queries.steps.dates_given_back(session, [right.registration.id for right in rights])
    return [
        {
            "row": right.registration,
            "title": _title(desk, right),
            "sessions": rooms_told.sessions(right.allocation.sessions, house),
            "own": room_rights.may_give_back(actor, right.registration),
            "to_come": rooms_told.dates_to_come(right.allocation.sessions, today),
            # Whoever gave one back sees that it is done.
            "given_back": sorted(day for day in given_back.get(right.registration.id, ()) if day >= today),
        }
        for right in rights
    ]


def _waiting(session: Any, actor: Actor) -> list[Any]:
    # As themselves alone: the office would be told of everybody who waits.
    oneself = Actor(actor.community_id, member_id=actor.member_id)
    rows = room_waiting.listed(session, actor=oneself, limit=MOST)
    return [row for row in rows if row.state in ("waiting", "offered")]
