"""Ways forward in parking: sites, spaces and hours that are free beside what stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from scheduler.planning.stored import stored_use, use_of
from solvers.explain import Alternative, Reason
from solvers.parking.alternatives import Sweep
from solvers.parking.beside import Beside, Right
from solvers.parking.case import ParkingCase
from solvers.parking.explain_alternatives import Search as NearSearch
from solvers.parking.explain_alternatives import searched, variants_of
from solvers.parking.explain_ground import Ground
from solvers.parking.explain_scope import Question
from solvers.parking.problem import ParkingProblem, Pattern
from solvers.parking.recipe import formulate
from solvers.parking.refusals_rivals import Standing
from solvers.problem import Assignment, Plan

Way = Mapping[str, Any]
Answer = tuple[list[Way], Reason | None]
Search = Callable[[int], Sequence[Alternative]]
FEW = 8
"""Up to so many are looked for one by one; beyond it pays to prepare the whole round."""
TAKEN = "taken"
"""Reason of a closure that stands for somebody else's use."""


def ways_for(
    problem: ParkingProblem, held: Mapping[str, Sequence[str]], out: Mapping[str, Way], asked: Sequence[str]
) -> Iterator[Answer]:
    """Ways of each of some registrations."""
    problem = _with_all(problem, out)
    plan = _plan(problem, held, out)
    spaces = {right.request: right.assets for right in plan}
    search = _each_by_itself(problem, spaces) if len(asked) <= FEW else _all_at_once(problem, plan)
    for receipt in asked:
        at = problem.request_index.get(receipt)
        if at is None or at in spaces:
            yield [], None
            continue
        question = Question(problem, spaces, at)
        yield [told(one) for one in search(at)], searched(question, variants_of(question))


def _all_at_once(problem: ParkingProblem, plan: Plan) -> Search:
    return Sweep(Standing(formulate(problem), plan)).alternatives


def _each_by_itself(problem: ParkingProblem, spaces: Mapping[int, tuple[int, ...]]) -> Search:
    """The same answers: only the sites that a registration can walk to are looked at, and what stands there."""

    def alternatives(at: int) -> Sequence[Alternative]:
        question = Question(problem, spaces, at)
        variants, sites = variants_of(question), [site for site, _ in question.listed]
        longest = max((metres for _, metres in question.listed), default=0)
        scope = question.scope(sites, variants, max(longest, question.request.longest_walk))
        return NearSearch(question, Ground(scope, len(variants)), variants).alternatives()

    return alternatives


def barred(
    problem: ParkingProblem, held: Mapping[str, Sequence[str]], out: Mapping[str, Way], receipt: str, way: Way
) -> str | None:
    """What speaks against a way."""
    problem = _with_all(problem, {**out, receipt: way})
    at = problem.request_index[receipt]
    if any(code not in problem.unit_index for code in way["spaces"]):
        return "no_such_space"
    beside = Beside(
        ParkingCase(problem), _plan(problem, held, {name: one for name, one in out.items() if name != receipt})
    )
    units = tuple(problem.unit_index[code] for code in way["spaces"])
    parts = tuple(beside.case.problem.requests[at].parts)
    if len(parts) != len(units):
        return "other_parts"
    right = Right(at, parts, problem.site_index[way["site"]], units)
    if beside.verified(right):
        return None
    if any(beside.held(part, unit) for part, unit in zip(parts, units, strict=True)):
        return TAKEN
    faults = _faults(beside, right)
    if faults and not _faults(Beside(ParkingCase(_nobody_there(problem)), ()), right):
        return TAKEN
    return min(faults) if faults else beside.broken(right)


def asking_for(problem: ParkingProblem, receipt: str, way: Way) -> ParkingProblem:
    """The round in which a registration asks for the hours and the walk of a way."""
    rules = tuple(use_of(use) for use in way["uses"])
    known = {pattern.rules: pattern.id for pattern in problem.patterns}
    name = known.get(rules) or next(
        name for number in range(len(known) + 1) if (name := f"way{number}") not in problem.pattern_index
    )
    patterns = problem.patterns if rules in known else (*problem.patterns, Pattern(name, rules))
    requests = tuple(
        replace(one, pattern=name, longest_walk=max(one.longest_walk, way["walk"])) if one.id == receipt else one
        for one in problem.requests
    )
    return replace(problem, patterns=patterns, requests=requests)


def told(one: Alternative) -> Way:
    """An alternative as rows and files keep it."""
    return {
        "kind": one.kind,
        "site": one.group,
        "spaces": list(one.assets),
        "uses": [stored_use(rule) for rule in one.windows],
        "walk": one.walk,
        "sessions": [],
        "numbers": dict(one.numbers),
    }


def _with_all(problem: ParkingProblem, out: Mapping[str, Way]) -> ParkingProblem:
    for receipt, way in out.items():
        if receipt in problem.request_index:
            problem = asking_for(problem, receipt, way)
    return problem


def _plan(problem: ParkingProblem, held: Mapping[str, Sequence[str]], out: Mapping[str, Way]) -> tuple[Assignment, ...]:
    """All that stands."""
    spaces = {**held, **{receipt: way["spaces"] for receipt, way in out.items()}}
    return tuple(
        Assignment(problem.request_index[receipt], tuple(problem.unit_index[code] for code in codes))
        for receipt, codes in spaces.items()
        if receipt in problem.request_index
    )


def _faults(beside: Beside, right: Right) -> frozenset[str]:
    pairs = zip(right.parts, right.units, strict=True)
    return frozenset[str]().union(*(beside.faults(right.request, part, unit) for part, unit in pairs))


def _nobody_there(problem: ParkingProblem) -> ParkingProblem:
    """The round without the closures that stand for somebody else's use."""
    spaces = tuple(
        replace(space, closures=tuple(shut for shut in space.closures if shut.reason != TAKEN))
        for space in problem.spaces
    )
    return replace(problem, spaces=spaces)
