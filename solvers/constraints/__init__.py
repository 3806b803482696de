"""The rules. Each is a value with two voices: it posts itself to a model, and it names its violations of any plan."""

from solvers.constraints.count_cap import CountCap
from solvers.constraints.eligibility import Eligibility
from solvers.constraints.exclusive import Exclusive
from solvers.constraints.flow_cap import FlowCap
from solvers.constraints.moment_cap import MomentCap
from solvers.constraints.no_overlap import NoOverlap
from solvers.constraints.pins import Pin, Pins
from solvers.constraints.protocol import Constraint
from solvers.constraints.reciprocity import Reciprocity
from solvers.constraints.request_once import RequestOnce

MENU: tuple[type[Constraint], ...] = (
    RequestOnce,
    Eligibility,
    NoOverlap,
    MomentCap,
    FlowCap,
    Reciprocity,
    Exclusive,
    CountCap,
    Pins,
)

__all__ = [
    "MENU",
    "Constraint",
    "CountCap",
    "Eligibility",
    "Exclusive",
    "FlowCap",
    "MomentCap",
    "NoOverlap",
    "Pin",
    "Pins",
    "Reciprocity",
    "RequestOnce",
]
