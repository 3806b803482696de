"""What a file of any domain holds."""

from __future__ import annotations

from solvers.document import PlanDocument
from solvers.parking.problem import ParkingProblem
from solvers.rooms.plan import RoomsPlan
from solvers.rooms.problem import RoomsProblem
from solvers.rosters.plan import RosterPlan
from solvers.rosters.problem import RosterProblem

Problem = ParkingProblem | RoomsProblem | RosterProblem
Document = PlanDocument | RoomsPlan | RosterPlan
