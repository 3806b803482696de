"""The goals. Each adds up over assignments, told twice: coefficients for a model, a value of any plan."""

from solvers.objectives.changes import Changes
from solvers.objectives.draw import Draw
from solvers.objectives.guarantee import Guarantee
from solvers.objectives.kept import Kept
from solvers.objectives.points import ServedPoints
from solvers.objectives.protocol import Objective
from solvers.objectives.stability import Stability
from solvers.objectives.walking import Walking

MENU: tuple[type[Objective], ...] = (Guarantee, ServedPoints, Walking, Stability, Draw, Kept, Changes)

__all__ = ["MENU", "Changes", "Draw", "Guarantee", "Kept", "Objective", "ServedPoints", "Stability", "Walking"]
