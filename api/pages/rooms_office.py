"""Bookings for the office: requests to decide on, and the day's bookings, where nobody may have come."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Literal

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages import rooms_asking, rooms_told
from api.pages.desk import AtDesk, Context, Desk
from api.pages.forms import Form, Sent
from api.pages.person import masked
from api.schemas.types import Id
from scheduler import calendar, queries
from scheduler.actors import AUDITOR, OFFICE, STAFF, Actor
from scheduler.errors import NotAllowed
from scheduler.usecases import looking, room_bookings, room_moves, rounds
from scheduler.usecases.serving import may_ask_for

router = APIRouter(include_in_schema=False)
MOST = 200
LINES, SLOTS = 60, 7
"""Weekly slots on a page, and the most of one section, which stay together."""
Verdict = Literal["confirm", "refuse", "no_show"]
AFTER = {"confirm": "confirmed", "refuse": "refused", "no_show": "no_show"}


@router.get("/office/rooms")
def overview(desk: AtDesk, day: str = "") -> Response:
    """Requests that wait for the office, the soonest first, and all bookings of a date."""
    return desk.show("office_rooms", lambda session, actor, now: _overview(desk, session, actor, now, day))


@router.get("/office/rooms/{booking_id}")
def look(booking_id: Id, desk: AtDesk) -> Response:
    """One booking, with what the office can do about it."""
    return _page(desk, booking_id, Form(("reason",)))


@router.post("/office/rooms/{booking_id}/{verdict}")
def decide(booking_id: Id, verdict: Verdict, desk: AtDesk, sent: Sent) -> Response:
    """Grant or refuse a request, or tell that nobody came; a second press changes nothing."""
    form = Form(("reason",), sent)

    def done() -> Response:
        wanted: dict[str, Any] = {"booking_id": booking_id, "action": verdict, "reason": form.value("reason").strip()}
        desk.write_once(
            lambda session, actor, now: room_moves.act(session, actor=actor, version=None, now=now, **wanted),
            lambda session, actor, _now: _seen(desk, session, actor, booking_id).row.state == AFTER[verdict],
        )
        return desk.go("/office/rooms" if verdict != "no_show" else f"/office/rooms/{booking_id}")

    return desk.attempt(form, done, lambda again, status: _page(desk, booking_id, again, status))


@router.get("/office/rounds/{round_id}/sessions")
def sessions(round_id: Id, desk: AtDesk, after: Id | None = None) -> Response:
    """Who meets where and when by the newest plan, some sections at a time."""

    def listed(session: Any, actor: Actor, _now: datetime) -> Context:
        plans = looking.plans_of(session, actor=actor, round_id=round_id)
        wanted: dict[str, Any] = {"actor": actor, "after": after, "limit": LINES + SLOTS}
        lines = looking.sessions_of(session, plan=plans[0], **wanted) if plans else []
        whole = {line.registration_id for line in lines[:LINES]}
        page = [line for line in lines if line.registration_id in whole]
        return {
            "round": rounds.seen(session, actor=actor, round_id=round_id),
            "lines": rooms_told.planned(page, queries.rooms.house_of(session, actor.community_id)),
            "next": page[-1].registration_id if len(lines) > len(page) else None,
            "first": after is None,
        }

    return desk.show("office_sessions", listed)


def _check(actor: Actor) -> None:
    if not actor.has(*STAFF, AUDITOR):
        raise NotAllowed("not_for_this_role")


def _seen(desk: Desk, session: Any, actor: Actor, booking_id: Id) -> Any:
    _check(actor)
    return room_bookings.seen(session, actor=actor, vault=desk.office.vault, booking_id=booking_id)


def _page(desk: Desk, booking_id: Id, form: Form, status: int = 200) -> Response:
    def shown(session: Any, actor: Actor, now: datetime) -> Context:
        seen = _seen(desk, session, actor, booking_id)
        begun = seen.row.starts_at <= now
        return {
            **rooms_told.booking(session, seen, now, desk.language),
            "form": form,
            "person": masked(desk, queries.community.member(session, actor.community_id, seen.row.member_id)),
            "may_decide": seen.row.state == "requested" and actor.has(*OFFICE),
            "may_note": seen.row.state == "confirmed" and begun and actor.has(*STAFF),
        }

    return desk.show("office_room_booking", shown, status)


def _overview(desk: Desk, session: Any, actor: Actor, now: datetime, text: str) -> Context:
    _check(actor)
    zone = queries.community.one(session, actor.community_id).zone
    today = calendar.date_of(now, zone)
    day = rooms_asking.day_of(text, today)
    wanted: dict[str, Any] = {"vault": desk.office.vault, "states": ("requested",), "limit": MOST}
    requests = room_bookings.listed(session, actor=actor, **wanted)
    return {
        "requests": sorted(requests, key=lambda one: one.row.starts_at),
        "facilities": {row.id: row for row in queries.rooms.facilities_of(session, actor.community_id)},
        "day": day,
        "today": today,
        "before": day - timedelta(days=1),
        "after": day + timedelta(days=1),
        "bookings": _of_day(desk, session, actor, day, zone),
    }


def _of_day(desk: Desk, session: Any, actor: Actor, day: Any, zone: str) -> list[Any]:
    """Bookings of a date that stand, of those whom somebody may serve."""
    since, until = (calendar.instant_of(day, minute, zone) for minute in (0, 24 * 60))
    rows = [
        row
        for facility in queries.rooms.facilities_of(session, actor.community_id)
        for row in queries.room_bookings.standing_at(session, facility.id, since, until)
        if actor.has(AUDITOR) or may_ask_for(session, actor, row.member_id)
    ]
    found = room_bookings.shown(session, actor, desk.office.vault, rows)
    return sorted(found, key=lambda one: one.row.starts_at)
