"""What the staff fixed stays fixed. Linking."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from solvers.builder import Builder, ones
from solvers.plan import Violation
from solvers.problem import Plan, Problem


@dataclass(frozen=True, slots=True)
class Pin:
    """A request fixed to a group, or with all its parts to one asset of it."""

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
        """At least one choice at the pinned place; engines offer a pinned request nothing else."""
        for pin in self.pins:
            choices = list(model.at(pin.request, pin.group))
            if pin.asset is not None:
                there = Counter(choice for choice, request, _ in model.on(pin.asset) if request == pin.request)
                parts = len(problem.requests[pin.request].parts)
                choices = [choice for choice in choices if there[choice] == parts]
            model.require(self.rule, ones(choices), 1, None)

    def violations(self, problem: Problem, plan: Plan) -> Iterator[Violation]:
        """Every pin that the plan does not keep."""
        served: dict[int, list[tuple[int, ...]]] = {}
        for assignment in plan:
            served.setdefault(assignment.request, []).append(assignment.assets)
        for pin in self.pins:
            rights = served.get(pin.request, [])
            if not any(self._kept(problem, pin, assets) for assets in rights):
                place = problem.groups[pin.group] if pin.asset is None else problem.assets[pin.asset].id
                yield Violation(self.rule, place, (problem.requests[pin.request].id,), {"served": len(rights)})

    @staticmethod
    def _kept(problem: Problem, pin: Pin, assets: tuple[int, ...]) -> bool:
        in_group = bool(assets) and problem.assets[assets[0]].group == pin.group
        return in_group and (pin.asset is None or all(asset == pin.asset for asset in assets))
