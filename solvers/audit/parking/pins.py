"""Pins of the staff: each holds, or the plan tells that it cannot, and then it must not be plain that it could."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from solvers.audit.finding import Finding
from solvers.audit.parking.eligible import Eligibility
from solvers.audit.parking.rights import Right, named
from solvers.audit.parking.scene import Record, Scene, Stay
from solvers.audit.parking.shared import households, partners, vehicles
from solvers.audit.parking.sites import crowds, gates

Pin = tuple[str, str | None, str | None]
"""Request, site, space."""


def excused(plan: Record) -> set[Pin]:
    """The locks that a plan names as ones that cannot hold: request, site, space."""
    return {(lock["request"], lock.get("site"), lock.get("space")) for lock in plan.get("unheld", ())}


def pins_of(scene: Scene) -> dict[Pin, int]:
    """Pins of a problem with their positions among its locks."""
    return {
        (lock["request"], lock.get("site"), lock.get("space")): at
        for at, lock in enumerate(scene.locks)
        if lock["kind"] == "pin"
    }


def pins(scene: Scene, rights: Sequence[Right], plan: Record) -> Iterator[Finding]:
    """What the staff fixed is so, unless the plan names it as one that cannot hold and its place is not free."""
    fixed, without = pins_of(scene), excused(plan)
    for request, site, space in sorted(without - fixed.keys(), key=str):
        yield Finding("unknown_id", "plan.unheld", named(request, space or site))
    by_request: dict[str, list[Right]] = {}
    for right in rights:
        by_request.setdefault(right.request["id"], []).append(right)
    eligibility = Eligibility(scene)
    for pin, at in fixed.items():
        request, site, space = pin
        held = any(_keeps(right, site, space) for right in by_request.get(request, ()))
        if not held and pin not in without:
            yield Finding("pin", f"problem.locks[{at}]", named(request, space or site))
        elif not held and _could_hold(scene, eligibility, rights, pin, plan):
            yield Finding("pin", "plan.unheld", named(request, space or site))


def _keeps(right: Right, site: str | None, space: str | None) -> bool:
    return (site is None or right.site == site) and (space is None or set(right.spaces) == {space})


# ---- pins told unheld


def _could_hold(scene: Scene, eligibility: Eligibility, rights: Sequence[Right], pin: Pin, plan: Record) -> bool:
    """Whether the pin's place is free once what its request has is taken away: no rule speaks against it.

    A request that keeps another pin is left alone, as its pins may contradict each other. So is a visitor of a partner
    site whose pin is told to break the balance: pins must leave partners in balance by themselves.
    """
    name, site, space = pin
    request = scene.requests[name]
    mine = [right for right in rights if right.request is request]
    others = [right for right in rights if right.request is not request]
    if any(_keeps(right, *other[1:]) for other in pins_of(scene) if other[0] == name for right in mine):
        return False
    place = site if space is None else scene.units[space].site
    if place is None or (site is not None and site != place) or _told_unbalanced(scene, pin, place, plan):
        return False
    stays = scene.stays(request)
    spaces = [_free(scene, eligibility, others, request, place, stay, space) for stay in stays]
    if None in spaces:
        return False
    new = Right(-1, request, place, tuple(filter(None, spaces)), stays)
    here = [*(right for right in others if right.site == place), new]
    whole = [*others, new]
    rules = (crowds(scene, here), gates(scene, here), partners(scene, whole), _of_people(scene, others, new))
    return not any(any(found) for found in rules)


def _free(
    scene: Scene,
    eligibility: Eligibility,
    others: Sequence[Right],
    request: Record,
    site: str,
    stay: Stay,
    wanted: str | None,
) -> str | None:
    """A space of the site (the wanted one, if any) where the stay may stand and nobody is within the guard."""
    taken: dict[str, int] = {}
    for right in others:
        if right.site == site:
            for space, other in zip(right.spaces, right.stays, strict=False):
                taken[space] = taken.get(space, 0) | other.kept
    suitable = (unit for kind in eligibility.usable(request, site, stay) for unit in kind.units)
    fitting = (unit for unit in suitable if wanted in (None, unit))
    return next((unit for unit in fitting if not taken.get(unit, 0) & stay.kept), None)


def _of_people(scene: Scene, others: Sequence[Right], new: Right) -> Iterator[Finding]:
    """Rules about the vehicle and the household of one right."""
    yield from vehicles([*(right for right in others if right.request["vehicle"] == new.request["vehicle"]), new])
    household = new.request.get("household")
    if household is not None:
        yield from households(scene, [*(one for one in others if one.request.get("household") == household), new])


def _told_unbalanced(scene: Scene, pin: Pin, place: str, plan: Record) -> bool:
    home = scene.requests[pin[0]].get("home_site")
    crossing = any({pair["a"], pair["b"]} == {home, place} for pair in scene.partners)
    return crossing and any(
        lock.get("rule") == "reciprocity" and (lock["request"], lock.get("site"), lock.get("space")) == pin
        for lock in plan.get("unheld", ())
    )
