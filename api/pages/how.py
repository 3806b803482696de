"""How things work here, for everybody: steps, deadlines and documents, points, limits, hours, and whom to call."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages import telling
from api.pages.communities import named
from api.pages.desk import AtDesk, Context
from api.pages.how_points import Line, lines_of
from api.schemas.types import Code
from scheduler import queries
from scheduler.covenant import settings_of
from scheduler.usecases import public

router = APIRouter(include_in_schema=False)
MOST = 20
CLOCKS = ("open", "curfew", "leave_by", "seniors")
"""What the hours of a place say, in the order in which they are told."""
TIERS = ("centre", "neighbourhood", "activity_room")


@router.get("/how/{slug}")
def how(slug: Code, desk: AtDesk) -> Response:
    """The rules in short, from the settings of the covenant in force."""

    def found(session: Any, now: datetime) -> Context:
        community = named(session, slug)
        covenant = queries.community.covenant_in_force(session, community.id, now)
        rules = settings_of({} if covenant is None else covenant.settings)
        rounds = public.rounds_of(session, slug=slug, limit=MOST)
        return {
            "community": community,
            "zone": community.zone,
            "covenant": covenant,
            "rules": rules,
            "points": lines_of(rules.parking, rules.use, rules.sharing, desk.language),
            "weights": _by_weight(rules.rooms.weights),
            "open_rounds": [round_ for round_, _ in rounds if round_.state == "open"],
            "facilities": _facilities(session, community.id, desk.language),
            "sites": _sites(session, community.id, desk.language),
        }

    return desk.show_public("how", found)


def _by_weight(weights: Mapping[Any, int]) -> Line:
    """Kinds of activities, those that count most first."""
    return sorted(weights.items(), key=lambda one: -one[1])


def _facilities(session: Any, community: Any, language: str) -> list[Context]:
    """Facilities, the centre first, with their hours."""
    rows = sorted(queries.rooms.facilities_of(session, community), key=lambda row: (TIERS.index(row.tier), row.code))
    windows = _grouped(queries.rooms.hours_of_facilities(session, community), "facility_id")
    return [{"row": row, "hours": _hours(windows.get(row.id, ()), language)} for row in rows]


def _sites(session: Any, community: Any, language: str) -> list[Context]:
    """Sites with the hours in which they are shared."""
    windows = _grouped(queries.supply.hours_of_sites(session, community), "site_id")
    rows = queries.supply.sites_of(session, community)
    return [{"row": row, "hours": _hours(windows.get(row.id, ()), language)} for row in rows]


def _grouped(rows: Iterable[Any], field: str) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = {}
    for row in rows:
        found.setdefault(getattr(row, field), []).append(row)
    return found


def _hours(windows: Iterable[Any], language: str) -> list[tuple[str, list[str]]]:
    """What the clock of a place says, by purpose, a line for each rule."""
    by_purpose = _grouped(windows, "purpose")
    return [(purpose, _told(purpose, by_purpose[purpose], language)) for purpose in CLOCKS if purpose in by_purpose]


def _told(purpose: str, windows: list[Any], language: str) -> list[str]:
    rules = [_rule(window) for window in windows]
    return telling.clocks_of(rules, language) if purpose == "leave_by" else telling.hours(rules, language)


def _rule(window: Any) -> dict[str, Any]:
    dates = {name: day.isoformat() for name in ("first", "last") if (day := getattr(window, name)) is not None}
    own = {"days": window.days, "season": window.season, "weekdays": window.weekdays}
    return {**own, **dates, "start": window.start_clock, "end": window.end_clock}
