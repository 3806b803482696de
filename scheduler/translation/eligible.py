"""Where a wish could be served at all, before it competes: the filters of a plan, asked for one vehicle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from scheduler import calendar, queries
from scheduler.covenant import ParkingRules
from scheduler.models import Round, Vehicle
from scheduler.translation.values import checked, party_of, policy_of, site_of, space_of, use_of
from solvers.parking import problem as core
from solvers.parking.case import ParkingCase

ASKED = "asked"


@dataclass(frozen=True, slots=True)
class Reach:
    """A site within the walk, with how many of its spaces suit the vehicle on all dates."""

    site: str
    metres: int
    spaces: int


def reach_of(
    session: Session,
    round_: Round,
    rules: ParkingRules,
    vehicle: Vehicle,
    uses: Sequence[Mapping[str, Any]],
    walk: Mapping[str, int],
    longest_walk: int,
) -> list[Reach]:
    """Sites within `longest_walk` metres, nearest first; `uses` as `walks.stored_uses` returns them."""
    near = {code: metres for code, metres in walk.items() if metres <= longest_walk}
    sites = [site for site in queries.supply.sites_of(session, round_.community_id) if site.code in near]
    supply = queries.supply.supply_of(session, round_.community_id, only=[site.id for site in sites])
    codes = {site.id: site.code for site in sites}
    overrides = queries.community.overrides(session, round_.community_id)
    horizon = calendar.horizon(round_.use_first, round_.use_last, overrides)
    problem = core.ParkingProblem(
        horizon=horizon,
        policy=core.Policy(
            criteria={ASKED: 1}, accessible_spaces_exclusive=policy_of(rules).accessible_spaces_exclusive
        ),
        sites=tuple(site_of(site, supply, horizon) for site in supply.sites),
        spaces=tuple(space_of(space, codes[space.site_id], supply, horizon) for space in supply.spaces),
        patterns=(core.Pattern(ASKED, tuple(use_of(rule) for rule in uses)),),
        requests=(
            core.Registration(
                id=ASKED,
                vehicle=ASKED,
                pattern=ASKED,
                points={ASKED: 1},
                walk=near,
                longest_walk=longest_walk,
                size=checked(vehicle.size, core.SIZES),
                party=party_of(vehicle.party),
                needs_ev=vehicle.needs_ev,
                needs_accessible=vehicle.needs_accessible,
            ),
        ),
    )
    case = ParkingCase(problem)
    counts = {
        problem.sites[site].id: min(sum(len(case.kinds[kind].units) for kind in part) for part in parts)
        for site, parts in case.choices[0].items()
    }
    return [
        Reach(code, metres, counts.get(code, 0))
        for code, metres in sorted(near.items(), key=lambda item: (item[1], item[0]))
    ]
