"""The goals of a parking round, counted again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from solvers.audit.parking.rights import Right
from solvers.audit.parking.scene import Scene

STEP = 100
"""Walks count in metres, each rounded up to this."""
OF_OTHERS = ("kept", "changes")
"""First goals of a re-plan, about a plan that is not in the bundle."""


def guarantee(scene: Scene, rights: Sequence[Right]) -> int:
    """Served requests among those that lost so often in a row that they come before all others."""
    return sum(bool(right.request.get("guaranteed", False)) for right in rights)


def points(scene: Scene, rights: Sequence[Right]) -> int:
    """Points of everybody served."""
    return sum(scene.points(right.request) for right in rights)


def walking(scene: Scene, rights: Sequence[Right]) -> int:
    """Metres from home to the space."""
    return sum((right.request["walk"].get(right.site, 0) + STEP - 1) // STEP * STEP for right in rights)


def stability(scene: Scene, rights: Sequence[Right]) -> int:
    """2 for whoever keeps the previous space all the time, 1 for whoever stays at its site."""
    total = 0
    for right in rights:
        before = right.request.get("previous_space")
        if before is not None and before in scene.units:
            total += 2 if set(right.spaces) == {before} else scene.units[before].site == right.site
    return total


def draw(scene: Scene, rights: Sequence[Right]) -> int:
    """Lots served: who comes last of all that have a lot counts 1, the next before 2, and so on."""
    line = sorted((lot, name) for name, lot in _lots(scene).items())
    worth = {name: rank for rank, (_, name) in enumerate(reversed(line), start=1)}
    return sum(worth.get(right.request["id"], 0) for right in rights)


def _lots(scene: Scene) -> dict[str, int]:
    lots = {name: request.get("lot") for name, request in scene.requests.items()}
    return {name: lot for name, lot in lots.items() if lot is not None}


Goal = Callable[[Scene, Sequence[Right]], int]


def goals_of(scene: Scene) -> Mapping[str, Goal]:
    """The goals of a round in their order; guarantee and draw only where a request has one."""
    found: dict[str, Goal] = {"points": points, "walking": walking, "stability": stability}
    if any(request.get("guaranteed", False) for request in scene.requests.values()):
        found = {"guarantee": guarantee, **found}
    return {**found, "draw": draw} if _lots(scene) else found


def is_order(names: Sequence[str], scene: Scene) -> bool:
    """Whether these are the goals of a round, or of a re-plan of it, in their order."""
    expected = tuple(goals_of(scene))
    return tuple(names) in (expected, (*OF_OTHERS, *expected))


def names_of(claimed: Sequence[str], goals: Mapping[str, Goal]) -> list[str]:
    """What the goals should be called: those of a re-plan where its own come first, else those of the round."""
    return [*(OF_OTHERS if tuple(claimed[: len(OF_OTHERS)]) == OF_OTHERS else ()), *goals]
