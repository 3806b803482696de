"""What the staff fixed stays fixed. Linking."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from solvers.builder import Builder, ones
from solvers.plan import Violation
from solvers.problem import Plan, Problem


@dataclass(frozen=True, slots=True)
class Pin:
    """A request fixed to a group, or to one asset of it."""

    request: int
    group: int
    asset: int | None = None


@dataclass(frozen=True, slots=True)
class Pins:
    """Every pinned request is served where it is pinned."""

    pins: tuple[Pin, ...]
    rule: str = "pin"
    within_asset: bool = False

    def post(self, problem: Problem, model: Builder) -> None:
        """Exactly one choice at the pinned place; engines offer a request pinned to an asset nothing else."""
        for pin in self.pins:
            choices = list(model.at(pin.request, pin.group))
            if pin.asset is not None:
                choices = sorted({choice for choice, request, _ in model.on(pin.asset) if request == pin.request}) or choices
            model.require(self.rule, ones(choices), 1, None)

    def violations(self, problem: Problem, plan: Plan) -> Iterator[Violation]:
        """Every pin that the plan does not keep."""
        served = {assignment.request: assignment.assets for assignment in plan}
        for pin in self.pins:
            assets = served.get(pin.request, ())
            place = problem.groups[pin.group] if pin.asset is None else problem.assets[pin.asset].id
            in_group = bool(assets) and problem.assets[assets[0]].group == pin.group
            if not in_group or (pin.asset is not None and pin.asset not in assets):
                yield Violation(self.rule, place, (problem.requests[pin.request].id,), {"served": len(assets)})
