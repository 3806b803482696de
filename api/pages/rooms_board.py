"""Rooms for everybody: all facilities with how free they are, and a search that shows what could be had."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from api.deps import LOOKING_ON
from api.pages import rooms_asking
from api.pages.desk import AtDesk, Context, Desk, Viewer
from api.pages.forms import Form
from scheduler import queries
from scheduler.actors import Actor
from scheduler.errors import NotFound, Refused
from scheduler.usecases import room_search, timetables

router = APIRouter(include_in_schema=False)
TIERS = ("centre", "neighbourhood", "activity_room")
KINDS = ("other_time", "other_facility", "other_date", "waitlist")


@router.get("/rooms")
def board(desk: AtDesk) -> Response:
    """All facilities, with how free their rooms are now or at a chosen hour."""
    given = dict(desk.request.query_params)
    return desk.attempt(
        Form(rooms_asking.FIELDS, given),
        lambda: _board(desk, Form(rooms_asking.FIELDS, given)),
        lambda again, status: _board(desk, again, status),
    )


@router.get("/rooms/find")
def find(desk: AtDesk) -> Response:
    """Rooms that a group could have; where there are none, what else is free; who names no community chooses one."""
    form = Form(rooms_asking.FIELDS, dict(desk.request.query_params))
    if not form.value("community") and desk.door.read_public(lambda s, now: community_for(desk, s, now)[0]) is None:
        return desk.go("/rooms")
    return desk.attempt(form, lambda: found_page(desk, form), lambda again, status: found_page(desk, again, status))


def found_page(desk: Desk, form: Form, status: int = 200) -> Response:
    """What a search finds; of a form that is wrong in itself, the form alone.

    Raises
    ------
    Refused
        For the first field that is wrong, unless the form was refused already.
    """

    def found(session: Any, now: datetime) -> Context:
        community, viewer = community_for(desk, session, now, form.value("community"))
        if community is None:
            raise NotFound()
        filled = rooms_asking.form_of(form.values, now, community.zone)
        shown = Form(form.fields, filled.values, form.refused)
        head = {"form": shown, "community": community, "zone": community.zone, "way": way_of(viewer), "result": None}
        head |= rooms_asking.choices(session, community.id, shown)
        if form.refused is not None and not _is_of_search(form):
            return head
        try:
            return {**head, **searched(session, Actor(community.id), shown, community.zone, now)}
        except Refused:
            if form.refused is None:
                raise
            return head

    return desk.show_public("rooms_find", found, status)


def searched(session: Any, actor: Actor, form: Form, zone: str, now: datetime) -> Context:
    """What a search finds, each room with the times at which one may begin, and all that is handed on.

    Raises
    ------
    Refused
        For the first field that is wrong.
    """
    wish = rooms_asking.wish_of(form, zone)
    result = room_search.search(session, actor=actor, wish=wish, now=now)
    others = {kind: [one for one in result.alternatives if one.kind == kind] for kind in KINDS}
    return {
        "result": result,
        "wish": wish,
        "offers": _offered(result.rooms, wish),
        "others": {kind: _offered(found, wish) for kind, found in others.items() if found},
        "carried": rooms_asking.carried(form),
    }


def way_of(viewer: Viewer | None) -> str:
    """How somebody books: for themselves, for others at the counter, once they are signed in, or not at all."""
    if viewer is None:
        return "sign_in"
    if viewer.asks and not viewer.actor.roles <= LOOKING_ON:
        return "book"
    return "counter" if viewer.serves else "none"


def community_for(desk: Desk, session: Any, now: datetime, slug: str = "") -> tuple[Any, Viewer | None]:
    """The community whose rooms are shown: one's own, the named, or the only one; None where one must choose."""
    viewer = desk.visitor(session, now)
    if viewer is not None:
        return viewer.community, viewer
    if slug:
        return queries.community.by_slug(session, slug), None
    found = _with_rooms(session)
    return (found[0] if len(found) == 1 else None), None


def seasons_of(session: Any, community: Any) -> list[Any]:
    """Season rounds that take applications."""
    return [row for row in queries.rounds.listed(session, community, ("open",)) if row.domain == "rooms"]


def _with_rooms(session: Any) -> list[Any]:
    everybody = queries.community.all_of_them(session)
    return [one for one in everybody if queries.rooms.facilities_of(session, one.id)]


def _board(desk: Desk, form: Form, status: int = 200) -> Response:
    def shown(session: Any, now: datetime) -> Context:
        community, viewer = community_for(desk, session, now, form.value("community"))
        if community is None:
            if form.value("community"):
                raise NotFound()
            return {"community": None, "communities": _with_rooms(session)}
        filled = rooms_asking.form_of(form.values, now, community.zone)
        wish = None if form.refused is not None else rooms_asking.wish_of(filled, community.zone)
        since = now if wish is None or wish.span is None else wish.span.starts_at
        levels = timetables.availability(session, slug=community.slug, now=now, since=since)
        return {
            "community": community,
            "form": Form(form.fields, filled.values, form.refused),
            "zone": community.zone,
            "is_now": since == now,
            "since": since,
            "facilities": _by_facility(queries.rooms.facilities_of(session, community.id), levels),
            "way": way_of(viewer),
            "seasons": seasons_of(session, community.id),
            **rooms_asking.choices(session, community.id, filled),
        }

    return desk.show_public("rooms", shown, status)


def _by_facility(facilities: Iterable[Any], levels: Iterable[Any]) -> Mapping[str, list[Context]]:
    """Facilities by tier, each with its rooms and how many of them are free."""
    rooms: dict[Any, list[Any]] = {}
    for one in levels:
        rooms.setdefault(one.facility_id, []).append(one)
    found: dict[str, list[Context]] = {tier: [] for tier in TIERS}
    for row in facilities:
        own = rooms.get(row.id, [])
        free = sum(one.level == "free" for one in own)
        closed = all(one.level == "closed" for one in own)
        found[row.tier].append({"row": row, "rooms": own, "free": free, "closed": closed})
    return {tier: rows for tier, rows in found.items() if rows}


def _offered(rooms: Iterable[Any], wish: room_search.Wish) -> list[Context]:
    return [
        {"room": one, "begins": one.spans if wish.span is not None else rooms_asking.begins(one.spans, wish.minutes)}
        for one in rooms
    ]


def _is_of_search(form: Form) -> bool:
    """Whether a form was refused for what became of a room meanwhile, so that searching again makes sense."""
    return bool(form.value("room_id"))
