"""Checks across the parts of a parking problem: ids that are known, dates within the horizon, points that count."""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import TYPE_CHECKING

from solvers.errors import InvalidProblem
from solvers.parking.problem import Closure, distinct
from solvers.ranges import Text
from solvers.timetable import DayFilter

if TYPE_CHECKING:
    from solvers.parking.problem import ParkingProblem

CRITERION = Text(1, 64)
MOST_UNITS = 1_000_000
MOST_POINTS = 1_000_000


def check_problem(problem: ParkingProblem) -> None:
    """Raise `InvalidProblem` for the first contradiction between the parts of `problem`."""
    for name in problem.policy.criteria:
        CRITERION.check(f"policy.criteria.{name}", name)
    sites = distinct((site.id for site in problem.sites), "sites")
    distinct((space.id for space in problem.spaces), "spaces")
    patterns = distinct((pattern.id for pattern in problem.patterns), "patterns")
    distinct((request.id for request in problem.requests), "requests")
    _check_units(problem)
    for at, space in enumerate(problem.spaces):
        _known(space.site, sites, f"spaces.{at}.site")
    paired: set[frozenset[str]] = set()
    for at, pair in enumerate(problem.partners):
        _known(pair.a, sites, f"partners.{at}.a")
        _known(pair.b, sites, f"partners.{at}.b")
        if pair.a == pair.b:
            raise InvalidProblem("partner_of_itself", f"partners.{at}.b", pair.b, "another site")
        if frozenset((pair.a, pair.b)) in paired:
            raise InvalidProblem("duplicate_id", f"partners.{at}", f"{pair.a}, {pair.b}", "each pair of sites once")
        paired.add(frozenset((pair.a, pair.b)))
    _check_requests(problem, sites, patterns)
    _check_locks(problem, sites)
    _check_dates(problem)


def _check_units(problem: ParkingProblem) -> None:
    total = sum(space.count for space in problem.spaces)
    if total > MOST_UNITS:
        raise InvalidProblem("too_many_spaces", "spaces", total, f"at most {MOST_UNITS} spaces")
    distinct((unit for space in problem.spaces for unit in space.units), "spaces")


def _check_requests(problem: ParkingProblem, sites: Container[str], patterns: Container[str]) -> None:
    criteria = problem.policy.criteria
    for at, request in enumerate(problem.requests):
        _known(request.pattern, patterns, f"requests.{at}.pattern")
        if request.home_site is not None:
            _known(request.home_site, sites, f"requests.{at}.home_site")
        for site in request.walk:
            _known(site, sites, f"requests.{at}.walk.{site}")
        if request.previous_space is not None:
            _known(request.previous_space, problem.unit_index, f"requests.{at}.previous_space")
        for name in request.points:
            _known(name, criteria, f"requests.{at}.points.{name}")
        total = problem.points_of(request)
        if not 1 <= total <= MOST_POINTS:
            field = f"requests.{at}.points"
            raise InvalidProblem("points_do_not_count", field, total, f"a weighted sum of 1 to {MOST_POINTS}")


def _check_locks(problem: ParkingProblem, sites: Container[str]) -> None:
    for at, lock in enumerate(problem.locks):
        _known(lock.request, problem.request_index, f"locks.{at}.request")
        if lock.site is not None:
            _known(lock.site, sites, f"locks.{at}.site")
        if lock.space is not None:
            _known(lock.space, problem.unit_index, f"locks.{at}.space")


def _check_dates(problem: ParkingProblem) -> None:
    horizon = problem.horizon
    inside = f"{horizon.first} to {horizon.last}"
    for path, rule in _rules(problem):
        outside = rule.dates_outside(horizon)
        if outside:
            raise InvalidProblem("outside_horizon", f"{path}.{outside[0]}", outside[1].isoformat(), inside)
    for path, closure in _closures(problem):
        if closure.last < horizon.days[0].date or closure.first > horizon.days[-1].date:
            raise InvalidProblem("outside_horizon", f"{path}.first", closure.first.isoformat(), inside)


def _rules(problem: ParkingProblem) -> Iterator[tuple[str, DayFilter]]:
    for at, site in enumerate(problem.sites):
        for name in ("windows", "curfews", "leave_by"):
            yield from ((f"sites.{at}.{name}.{k}", rule) for k, rule in enumerate(getattr(site, name)))
    for at, space in enumerate(problem.spaces):
        yield from ((f"spaces.{at}.windows.{k}", rule) for k, rule in enumerate(space.windows or ()))
    for at, pattern in enumerate(problem.patterns):
        yield from ((f"patterns.{at}.rules.{k}", rule) for k, rule in enumerate(pattern.rules))


def _closures(problem: ParkingProblem) -> Iterator[tuple[str, Closure]]:
    for at, site in enumerate(problem.sites):
        yield from ((f"sites.{at}.closures.{k}", closure) for k, closure in enumerate(site.closures))
    for at, space in enumerate(problem.spaces):
        yield from ((f"spaces.{at}.closures.{k}", closure) for k, closure in enumerate(space.closures))


def _known(value: str, known: Container[str], field: str) -> None:
    if value not in known:
        raise InvalidProblem("unknown_id", field, value, "an id of this problem")
