"""One's own registration as its slip looks at it before it is sent."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from api.pages import register_asking
from api.pages.desk import Context, Desk
from api.pages.ranked import criterion
from api.pages.slips import line_told, plate_of
from scheduler import queries
from scheduler.actors import Actor
from scheduler.usecases import eligibility, ranking

GROUPS = ("met", "missing", "bring")
SITES = 6
"""Most sites in reach that are shown at once."""


def looked_at(desk: Desk, session: Any, actor: Actor, row: Any, now: datetime) -> Context:
    """What is met, missing and to be brought, the sites in reach, and what its points are made of."""
    wish = register_asking.wish_as_it_stands(row, desk.office.vault)
    found = eligibility.slip(session, actor=actor, round_id=row.round_id, wish=wish, now=now, own=row.id)
    zone = queries.community.one(session, actor.community_id).zone
    sites = queries.supply.sites_of(session, actor.community_id)
    suitable = [one for one in found.reach if one.spaces]
    return {
        "slip": found,
        "groups": {name: [line_told(line, zone, desk.language) for line in getattr(found, name)] for name in GROUPS},
        "sites": {site.code: site for site in sites},
        "home": next((site for site in sites if site.id == row.home_site_id), None),
        "reach": suitable[:SITES],
        "more_sites": max(0, len(suitable) - SITES),
        "plate": plate_of(session, actor, desk, row.vehicle_id),
        "criteria": [(criterion(one.name, desk.language), one) for one in ranking.stand_of(session, row).criteria],
        "community": queries.community.one(session, actor.community_id),
    }
