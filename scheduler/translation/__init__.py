"""The seam between rows and the planning core: a round to a problem, a plan file to rows.

In a problem a registration is known by its receipt; a vehicle, a household, a party by the number of its row; a site,
space, facility or room by its code: nothing in it tells who anybody is.
"""

from collections.abc import Mapping

from scheduler.files import Document
from scheduler.translation import parking, rosters, season
from scheduler.translation.domain import Domain, RefusalLine
from scheduler.translation.plans import record_plan, record_scenario_plan
from scheduler.translation.rounds import problem_of
from scheduler.translation.values import site_of, stored_use, use_of
from solvers.parking.problem import ParkingProblem
from solvers.plan import gap_of, leading, telling, told
from solvers.rooms.problem import RoomsProblem
from solvers.rosters.problem import RosterProblem

DOMAINS: Mapping[str, Domain] = {"parking": parking, "rooms": season, "rosters": rosters}
"""Domains of planning by the name that a round has."""

__all__ = [
    "DOMAINS",
    "Document",
    "Domain",
    "ParkingProblem",
    "RefusalLine",
    "RoomsProblem",
    "RosterProblem",
    "gap_of",
    "leading",
    "problem_of",
    "record_plan",
    "record_scenario_plan",
    "site_of",
    "stored_use",
    "telling",
    "told",
    "use_of",
]
