"""What links rights across spaces: partner sites, vehicles, households; and the pins of the staff."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations

from solvers.audit.finding import Finding
from solvers.audit.parking.rights import Right, named
from solvers.audit.parking.scene import Record, Scene
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


def excused(plan: Record) -> set[tuple[str, str | None, str | None]]:
    """The locks that a plan names as ones that cannot hold: request, site, space."""
    return {(lock["request"], lock.get("site"), lock.get("space")) for lock in plan.get("unheld", ())}


def pins_of(scene: Scene) -> dict[tuple[str, str | None, str | None], int]:
    """Pins of a problem with their positions among its locks."""
    return {
        (lock["request"], lock.get("site"), lock.get("space")): at
        for at, lock in enumerate(scene.locks)
        if lock["kind"] == "pin"
    }


def pins(scene: Scene, rights: Sequence[Right], plan: Record) -> Iterator[Finding]:
    """What the staff fixed is so, unless the plan names it as one that cannot hold."""
    fixed, without = pins_of(scene), excused(plan)
    for request, site, space in sorted(without - fixed.keys(), key=str):
        yield Finding("unknown_id", "plan.unheld", named(request, space or site))
    by_request: dict[str, list[Right]] = {}
    for right in rights:
        by_request.setdefault(right.request["id"], []).append(right)
    for (request, site, space), at in fixed.items():
        if (request, site, space) not in without and not any(
            _keeps(right, site, space) for right in by_request.get(request, ())
        ):
            yield Finding("pin", f"problem.locks[{at}]", named(request, space or site))


def _keeps(right: Right, site: str | None, space: str | None) -> bool:
    return (site is None or right.site == site) and (space is None or set(right.spaces) == {space})
