"""What links rights across spaces: partner sites, vehicles, households."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations

from solvers.audit.finding import Finding
from solvers.audit.parking.rights import Right, named
from solvers.audit.parking.scene import Scene
from solvers.audit.times import first_of


def partners(scene: Scene, rights: Sequence[Right]) -> Iterator[Finding]:
    """What the people of one partner site receive at the other differs little from what they give."""
    visits = Counter((right.request.get("home_site"), right.site) for right in rights)
    for pair in scene.partners:
        received, given = visits[pair["a"], pair["b"]], visits[pair["b"], pair["a"]]
        if abs(received - given) > pair["tolerance"]:
            numbers: dict[str, int | str] = {"place": f"{pair['a']}~{pair['b']}", "received": received, "given": given}
            yield Finding("reciprocity", "plan.assignments", numbers | {"allowed": pair["tolerance"]})


def vehicles(rights: Sequence[Right]) -> Iterator[Finding]:
    """One vehicle never stands in two places at once; one request served twice is told elsewhere."""
    owned: dict[str, list[Right]] = {}
    for right in rights:
        owned.setdefault(right.request["vehicle"], []).append(right)
    for found in owned.values():
        for first, second in combinations(found, 2):
            met = first.minutes & second.minutes
            if met and first.request is not second.request:
                numbers: dict[str, int | str] = {
                    "requests": f"{first.request['id']}, {second.request['id']}",
                    "minute": first_of(met),
                }
                yield Finding("one_right_per_vehicle", second.field, numbers)


def households(scene: Scene, rights: Sequence[Right]) -> Iterator[Finding]:
    """A household holds no more rights than its cap."""
    cap = scene.policy.get("household_cap", 2)
    held: dict[str, list[str]] = {}
    for right in rights:
        if right.request.get("household") is not None:
            held.setdefault(right.request["household"], []).append(right.request["id"])
    for name, requests in sorted(held.items()):
        if cap is not None and len(requests) > cap:
            numbers = {"held": len(requests), "allowed": cap}
            yield Finding("household_cap", "plan.assignments", named(", ".join(requests), name) | numbers)
