"""Checker of parking plans: every rule and goal of a round stated anew, and the bound that multipliers prove."""

from __future__ import annotations

from solvers.audit.finding import Finding
from solvers.audit.parking.bound import PointsBound
from solvers.audit.parking.pins import excused, pins_of
from solvers.audit.parking.rights import rights_of
from solvers.audit.parking.rules import broken
from solvers.audit.parking.scene import scene_of
from solvers.audit.parking.shape import PLAN
from solvers.audit.parking.tiers import goals_of, is_order, names_of
from solvers.audit.protocol import Malformed, Part

__all__ = ["GOAL", "MAXIMISED", "check", "checked_bound", "counts", "tier_names", "values"]
GOAL = "points"
MAXIMISED = True


def check(problem: Part, plan: Part, bound: Part) -> list[Finding]:
    """Every rule that the plan breaks, and goals that are not those of the round; values and bound are the caller's."""
    scene = scene_of(problem)
    PLAN(plan, "plan")
    found = broken(scene, plan)
    names = [tier["name"] for tier in plan["tiers"]]
    if not is_order(names, scene):
        numbers = {"claimed": ", ".join(names)[:80], "counted": ", ".join(goals_of(scene))}
        found.append(Finding("value_differs", "plan.tiers", numbers))
    return found


def values(problem: Part, plan: Part) -> dict[str, int]:
    """Every goal of the round, counted again; what a re-plan kept of another plan cannot be told from this one."""
    scene = scene_of(problem)
    rights, _ = rights_of(scene, plan)
    return {name: goal(scene, rights) for name, goal in goals_of(scene).items()}


def tier_names(problem: Part, plan: Part) -> list[str]:
    """Names of the goals of the round in their order; of a re-plan also those about the plan before."""
    return names_of([tier["name"] for tier in plan["tiers"]], goals_of(scene_of(problem)))


def counts(problem: Part, plan: Part) -> dict[str, int]:
    """Sizes of the round, how many are served, and how many pins of the staff bind or cannot hold."""
    scene = scene_of(problem)
    rights, _ = rights_of(scene, plan)
    pins, without = pins_of(scene), excused(plan)
    return {
        "requests": len(scene.requests),
        "served": len({right.request["id"] for right in rights}),
        "sites": len(scene.sites),
        "spaces": len(scene.units),
        "pins": len(pins.keys() - without),
        "pins_unheld": len(pins.keys() & without),
    }


def checked_bound(problem: Part, bound: Part) -> int:
    """Most points that any valid plan of the problem can have, as far as the multipliers prove it."""
    if bound.get("goal", GOAL) != GOAL:
        raise Malformed("malformed", "bound.goal", value=str(bound["goal"])[:40], allowed=GOAL)
    return PointsBound(scene_of(problem), bound).value()
