"""The goals. Each adds up over assignments, told twice: coefficients for a model, a value of any plan."""

from solvers.objectives.changes import Changes
from solvers.objectives.kept import Kept
from solvers.objectives.points import ServedPoints
from solvers.objectives.protocol import Objective
from solvers.objectives.stability import Stability
from solvers.objectives.walking import Walking

MENU: tuple[type[Objective], ...] = (ServedPoints, Walking, Stability, Kept, Changes)

__all__ = ["MENU", "Changes", "Kept", "Objective", "ServedPoints", "Stability", "Walking"]
