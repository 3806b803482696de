"""The seam between rows and the planning core: a round to a problem, a plan file to rows.

In a problem a registration is known by its receipt, a vehicle and a household by the number of its row, a site and a
space by its code: nothing in it tells who anybody is.
"""

from scheduler.translation.plans import RefusalLine, base_document, record_plan
from scheduler.translation.rounds import problem_of
from scheduler.translation.values import site_of, stored_use, use_of
from solvers.parking.problem import ParkingProblem

__all__ = [
    "ParkingProblem",
    "RefusalLine",
    "base_document",
    "problem_of",
    "record_plan",
    "site_of",
    "stored_use",
    "use_of",
]
