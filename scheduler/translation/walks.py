"""Uses and walks of a registration: window rules checked by the core, metres on foot from the map."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from geopy.distance import geodesic
from sqlalchemy.orm import Session

from scheduler import calendar, queries
from scheduler.errors import Rejected
from scheduler.models import Round
from scheduler.queries.supply import Placed
from scheduler.translation.values import stored_use, use_of
from solvers.errors import InvalidProblem
from solvers.timetable import WindowRule, expand_use

MOST_RULES = 20
DETOUR = 1.3
"""Metres on foot for each metre of the straight line, a usual value for city blocks."""
KNOWN_PAIRS = 100_000
"""Most pairs of points whose distance is remembered."""


@dataclass(frozen=True, slots=True)
class Period:
    """Dates of use that a community may come to have."""

    community_id: UUID
    use_first: date
    use_last: date


def stored_uses(session: Session, uses: Sequence[Mapping[str, Any]], round_: Round | Period) -> list[dict[str, Any]]:
    """Window rules in their one form, by the calendar of the community.

    Raises
    ------
    Rejected
        For the first value that no rule may carry, for dates outside the round, for a use that never occurs.
    """
    if not 1 <= len(uses) <= MOST_RULES:
        raise Rejected("empty_pattern" if not uses else "out_of_range", "uses", len(uses), f"1 to {MOST_RULES} rules")
    rules = [_rule(at, stored) for at, stored in enumerate(uses)]
    overrides = queries.community.overrides(session, round_.community_id)
    horizon = calendar.horizon(round_.use_first, round_.use_last, overrides)
    for at, rule in enumerate(rules):
        outside = rule.dates_outside(horizon)
        if outside is not None:
            allowed = f"{round_.use_first} to {round_.use_last}"
            raise Rejected("outside_horizon", f"uses.{at}.{outside[0]}", outside[1].isoformat(), allowed)
    if not any(rule.is_named for rule in rules) and not expand_use(rules, horizon):
        raise Rejected("never_active", "uses", allowed=f"{round_.use_first} to {round_.use_last}")
    return [stored_use(rule) for rule in rules]


def _rule(at: int, stored: Mapping[str, Any]) -> WindowRule:
    try:
        return use_of(stored)
    except InvalidProblem as error:
        raise Rejected(error.code, f"uses.{at}.{error.field}", error.value, error.allowed) from error
    except ValueError as error:
        raise Rejected("not_a_date", f"uses.{at}", allowed="a date as YYYY-MM-DD") from error
    except TypeError as error:
        raise Rejected(
            "unknown_field", f"uses.{at}", allowed="days, season, weekdays, first, last, start, end"
        ) from error


def home_of(session: Session, community: UUID, household: UUID | None, stated: UUID | None) -> UUID | None:
    """The site that somebody comes from: as stated, else their household's.

    Raises
    ------
    Rejected
        If the stated site is none of the community.
    """
    if stated is not None:
        if queries.supply.site(session, community, stated) is None:
            raise Rejected("unknown_id", "home_site_id", str(stated), "a site of the community")
        return stated
    found = None if household is None else queries.community.household(session, community, household)
    return None if found is None else found.home_site_id


def walk_from(session: Session, community: UUID, home: UUID | None) -> dict[str, int]:
    """Metres on foot from a home site to every site, by code.

    Raises
    ------
    Rejected
        If nobody stated a home, or it is not on the map.
    """
    sites = queries.supply.places_of(session, community)
    origin = next((site for site in sites if site.id == home), None)
    if origin is None or origin.latitude is None or origin.longitude is None:
        raise Rejected("home_unknown", "home_site_id", allowed="a site with a place on the map")
    return {
        site.code: metres(_point(origin), _point(site))
        for site in sites
        if site.latitude is not None and site.longitude is not None
    }


@lru_cache(maxsize=KNOWN_PAIRS)
def metres(origin: tuple[float, float], other: tuple[float, float]) -> int:
    """Metres on foot between two points; the geodesic takes longer to work out than a registration to write."""
    metres: float = geodesic(origin, other).m
    return round(DETOUR * metres)


def _point(site: Placed) -> tuple[float, float]:
    return site.latitude or 0.0, site.longitude or 0.0
