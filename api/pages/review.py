"""The review pack 议事材料 as a page that prints: for the office, council, committee, auditors, and a site's staff."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages.desk import AtDesk, Context
from scheduler import calendar, queries
from scheduler.actors import PROPERTY_STAFF, Actor
from scheduler.errors import NotAllowed
from scheduler.queries.review import Place
from scheduler.usecases import review
from scheduler.usecases.review import READERS, Figures, Pack, Period
from scheduler.usecases.review_use import UseHour

router = APIRouter(include_in_schema=False)
USUAL = timedelta(days=30)
STEP = 3
"""Hours that a line of the table of use sums up."""
GROUPS: Mapping[str, Sequence[str]] = {
    "taken": ("no_overlap", "outranked", "room_taken", "rooms_taken", "room_given", "reciprocity", "gate_throughput"),
    "limit": (
        "owner_reserve",
        "outside_cap",
        "household_cap",
        "one_right_per_vehicle",
        "quota_minutes",
        "quota_sessions",
        "quota_reached",
        "people_elsewhere",
        "same_leader",
        "same_members",
        "equipment_short",
        "noisy_neighbours",
    ),
    "walk": ("longest_walk",),
    "times": (
        "opening",
        "closure",
        "curfew",
        "leave_by",
        "never_active",
        "room_closed",
        "outside_day",
        "time_not_wished",
        "date_not_wished",
        "no_dates_left",
        "range_too_short",
    ),
    "fit": (
        "size",
        "charger",
        "accessible",
        "accessible_only",
        "reserved",
        "room_capacity",
        "room_equipment",
        "room_not_wished",
        "no_way_in_rooms",
    ),
    "decision": ("pin", "ban", "unheld_pin", "pin_not_held", "room_banned"),
}
"""Reasons as a meeting reads them, by the rule that comes first."""
GROUP_OF = {rule: group for group, rules in GROUPS.items() for rule in rules}


@router.get("/office/review")
def review_pack(desk: AtDesk, first: date | None = None, last: date | None = None, place: str = "") -> Response:
    """A form for place and period, and below it the pack."""

    def found(session: Any, actor: Actor, now: datetime) -> Context:
        places = _places(session, actor)
        zone = queries.community.one(session, actor.community_id).zone
        end = last or calendar.date_of(now, zone) - timedelta(days=1)
        period = Period(first or end - USUAL + timedelta(days=1), end)
        chosen = place if place in places else next(iter(places))
        pack = review.pack(session, actor=actor, place=_place_of(actor, chosen), period=period)
        return {
            "pack": pack,
            "places": places,
            "chosen": chosen,
            "zone": zone,
            "headlines": _headlines(pack),
            "use": {
                "parking": _use(pack.now.parking, pack.before.parking),
                "rooms": _use(pack.now.rooms, pack.before.rooms),
            },
            "reasons": _reasons(pack.now),
            "changes": Counter(event for _, event in pack.changes),
            "sites": {site.code: site for site in queries.supply.sites_of(session, actor.community_id)},
            "subjects": _subjects(session, actor, pack),
        }

    return desk.show("review", found)


def _places(session: Any, actor: Actor) -> dict[str, Any]:
    """What this person may review, by the value of its choice; None is the whole community."""
    sites = queries.supply.sites_of(session, actor.community_id)
    if actor.has(*READERS):
        facilities = queries.rooms.facilities_of(session, actor.community_id)
        rest = {f"facility-{one.id}": one for one in facilities}
        return {"all": None, **{f"site-{one.id}": one for one in sites}, **rest}
    own = [one for one in sites if not actor.sites or one.id in actor.sites]
    if not actor.has(PROPERTY_STAFF) or not own:
        raise NotAllowed("not_for_this_role")
    return {f"site-{one.id}": one for one in own}


def _place_of(actor: Actor, chosen: str) -> Place:
    kind, _, number = chosen.partition("-")
    if kind == "all":
        return Place(actor.community_id)
    return Place(actor.community_id, **{f"{kind}_id": UUID(number)})


def _headlines(pack: Pack) -> list[tuple[str, dict[str, str], int | None, int | None]]:
    """Words of a number, what fills them, and the number now and before."""
    lines: list[tuple[str, dict[str, str], int | None, int | None]] = []
    before = {one.domain: one for one in pack.before.demand}
    for one in pack.now.demand:
        earlier = before.get(one.domain)
        for name in ("asked", "served"):
            value = None if earlier is None else getattr(earlier, name)
            lines.append((f"review_{name}", {"domain": one.domain}, getattr(one, name), value))
    if pack.now.rights_here is not None:
        lines.append(("review_rights", {}, pack.now.rights_here, pack.before.rights_here))
    if pack.now.hours_given is not None:
        lines.append(("review_given", {}, pack.now.hours_given // 60, (pack.before.hours_given or 0) // 60))
    for words, now, then in (
        ("", pack.now.owner_returns, pack.before.owner_returns),
        ("", pack.now.no_shows, pack.before.no_shows),
        ("violation_", pack.now.violations, pack.before.violations),
    ):
        lines += [(f"review_{words}{name}", {}, now.get(name, 0), then.get(name, 0)) for name in sorted({*now, *then})]
    return lines


Shares = dict[str, tuple[int | None, int | None]]
"""Percent taken now and before, by day type; None where it was closed."""


def _use(now: Sequence[UseHour], before: Sequence[UseHour]) -> list[tuple[int, Shares]]:
    """Percent of the open time that was taken, by a few hours of the day."""
    types = sorted({one.day_type for one in now}, reverse=True)
    return [
        (start, {kind: (_percent(now, kind, start), _percent(before, kind, start)) for kind in types})
        for start in range(0, 24, STEP)
        if types
    ]


def _percent(hours: Sequence[UseHour], kind: str, start: int) -> int | None:
    cells = [one for one in hours if one.day_type == kind and start <= one.hour < start + STEP]
    whole = sum(one.open_minutes for one in cells)
    return round(100 * sum(one.taken_minutes for one in cells) / whole) if whole else None


def _reasons(now: Figures) -> list[tuple[str, str, int]]:
    """Domain, group of reasons and how many, the most first."""
    out: list[tuple[str, str, int]] = []
    for one in now.demand:
        counted: Counter[str] = Counter()
        for rule, count in one.reasons.items():
            counted[GROUP_OF.get(rule, "other")] += count
        out += [(one.domain, group, count) for group, count in counted.most_common()]
    return out


def _subjects(session: Any, actor: Actor, pack: Pack) -> dict[UUID, Any]:
    """Names of what was rated."""
    found: dict[UUID, Any] = {site.id: site for site in queries.supply.sites_of(session, actor.community_id)}
    for room in queries.rooms.rooms_by_id(session, actor.community_id).values():
        found[room.id] = room
    return {one.subject_id: found[one.subject_id] for one in pack.now.ratings if one.subject_id in found}
