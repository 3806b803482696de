"""Every rule of a parking round, asked of a plan: what it breaks, where, by how much."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from solvers.audit.finding import Finding
from solvers.audit.parking.eligible import Eligibility
from solvers.audit.parking.pins import pins
from solvers.audit.parking.rights import Right, named, rights_of
from solvers.audit.parking.scene import Record, Scene, Stay
from solvers.audit.parking.shared import households, partners, vehicles
from solvers.audit.parking.sites import crowds, gates
from solvers.audit.times import first_of

OF_SITES = ("longest_walk", "curfew", "leave_by")
"""Filters that speak of the site, not of one of its spaces."""


def broken(scene: Scene, plan: Record) -> list[Finding]:
    """Every rule that a plan breaks; none for a valid one."""
    rights, unknown = rights_of(scene, plan)
    return [
        *unknown,
        *_once(scene, rights),
        *_filters(scene, rights),
        *_apart(scene, rights),
        *crowds(scene, rights),
        *gates(scene, rights),
        *partners(scene, rights),
        *vehicles(rights),
        *households(scene, rights),
        *pins(scene, rights, plan),
    ]


def _once(scene: Scene, rights: Sequence[Right]) -> Iterator[Finding]:
    """A request is served once, with one space for each of its stays, all at one site."""
    seen: set[str] = set()
    for right in rights:
        name = right.request["id"]
        if name in seen:
            yield Finding("request_once", right.field, {"requests": name, "served": 2, "allowed": 1})
        seen.add(name)
        sites = {scene.units[space].site for space in right.spaces}
        if len(right.spaces) != len(right.stays) or len(sites) != 1:
            numbers = {"requests": name, "assets": len(right.spaces), "allowed": len(right.stays)}
            yield Finding("request_once", f"{right.field}.spaces", numbers)


def _filters(scene: Scene, rights: Sequence[Right]) -> Iterator[Finding]:
    """Whether each right may stand on its spaces at all."""
    eligibility = Eligibility(scene)
    for right in rights:
        for part, (stay, space) in enumerate(zip(right.stays, right.spaces, strict=False)):
            for rule, numbers in eligibility.objections(right.request, stay, space):
                place = right.site if rule in OF_SITES else space
                yield Finding(rule, f"{right.field}.spaces[{part}]", named(right.request["id"], place) | numbers)


def _apart(scene: Scene, rights: Sequence[Right]) -> Iterator[Finding]:
    """On one space the guard lies between any two rights: their minutes, each followed by the guard, never meet."""
    users: dict[str, list[tuple[Right, int, Stay]]] = {}
    for right in rights:
        for part, (space, stay) in enumerate(zip(right.spaces, right.stays, strict=False)):
            users.setdefault(space, []).append((right, part, stay))
    for space, found in users.items():
        for (first, _, a), (second, part, b) in combinations(found, 2):
            met = a.kept & b.kept
            if met and first is not second:
                names = named(f"{first.request['id']}, {second.request['id']}", space)
                (start, end), (start_b, end_b) = a.span_near(first_of(met)), b.span_near(first_of(met))
                apart = max(start, start_b) - min(end, end_b)
                numbers = {"minute": max(start, start_b), "apart": apart, "allowed": scene.guard}
                yield Finding("no_overlap", f"{second.field}.spaces[{part}]", names | numbers)
