"""What a plan does to people compared with another: who gains, loses or moves, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Literal

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages import telling
from api.pages.desk import AtDesk, Context
from api.pages.reasons import places_of, told
from api.pages.words import say
from api.schemas.types import Id
from scheduler import queries
from scheduler.actors import STAFF, Actor
from scheduler.usecases import looking, plan_views

router = APIRouter(include_in_schema=False)
LINES = 25
LATEST = 1_000_000
Kind = Literal["", "added", "removed", "moved"]
Namer = Callable[[Any], str]


@router.get("/office/plans/{plan_id}/difference")
def difference(plan_id: Id, desk: AtDesk, before: Id | None = None, kind: Kind = "", skip: int = 0) -> Response:
    """What a plan changes compared with the one in force, or the one before it, some lines at a time."""
    asked: Context = {"before": before, "kind": kind, "skip": max(0, min(skip, LATEST))}
    return desk.show("office_difference", lambda session, actor, _now: _shown(session, actor, plan_id, desk, asked))


def _shown(session: Any, actor: Actor, plan_id: Id, desk: Any, asked: Context) -> Context:
    found = plan_views.difference(session, actor=actor, plan_id=plan_id, limit=LINES, **asked)
    round_, language = found.round, desk.language
    community = actor.community_id
    named = _namer(session, round_, found.lines, language)
    places = places_of(session, community, round_.domain)
    return {
        "round": round_,
        "plan": found.plan,
        "before": found.before,
        "plans": looking.plans_of(session, actor=actor, round_id=round_.id),
        "current": queries.publications.current(session, round_.id),
        "counts": found.counts,
        "lines": [_line(one, named, told(one.reasons, language, round_.use_first, places)) for one in found.lines],
        "kind": asked["kind"],
        "skip": asked["skip"],
        "next": asked["skip"] + LINES if found.more else None,
        "opens": actor.has(*STAFF) and round_.domain != "rosters",
    }


def _line(one: Any, named: Namer, reasons: Sequence[str]) -> Context:
    kept = {place for place in one.change.before if place in one.change.after}
    return {
        "id": one.change.registration_id,
        "kind": one.change.kind,
        "receipt": one.receipt,
        "before": [named(place) for place in one.change.before if place not in kept],
        "after": [named(place) for place in one.change.after if place not in kept],
        "kept": len(kept),
        "reasons": reasons,
        "decisions": one.decisions,
    }


def _namer(session: Any, round_: Any, lines: Iterable[Any], language: str) -> Namer:
    """Tells places of a domain as people call them: spaces, weekly slots, seats."""
    if round_.domain == "rooms":
        rooms = queries.rooms.house_of(session, round_.community_id).rooms_by_code
        return lambda place: _slot(place, rooms, language)
    if round_.domain == "rosters":
        shifts = {shift.code: shift for shift in queries.rosters.shifts_of(session, round_.id)}
        zone = queries.community.one(session, round_.community_id).zone
        return lambda place: _seat(place, shifts, zone, language)
    ids = {place for line in lines for place in (*line.change.before, *line.change.after)}
    spaces = queries.plan_views.spaces_named(session, ids)
    return lambda place: f"{getattr(spaces[place], f'name_{language}')} {spaces[place].code}"


def _slot(place: str, rooms: Mapping[str, Any], language: str) -> str:
    """A weekly slot: room, weekday, from when until when, on how many dates; dates held elsewhere stand behind it."""
    code, weekday, clock, times, *_moved = place.split(" ")
    room = str(getattr(rooms[code], f"name_{language}")) if code in rooms else code
    dates = say("change_dates", language, count=times.removeprefix("x"))
    return f"{room} {telling.weekday(int(weekday), language)} {clock.replace('-', '–')} · {dates}"


def _seat(place: str, shifts: Mapping[str, Any], zone: str, language: str) -> str:
    """A seat: shift, when it begins, role."""
    code, _, role = place.rpartition(" ")
    if code not in shifts:
        return place
    shift = shifts[code]
    when = telling.span(shift.starts_at, shift.ends_at, zone, language)
    return f"{getattr(shift, f'title_{language}')} {when} · {role}"
