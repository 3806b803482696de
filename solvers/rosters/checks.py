"""Checks across the parts of a roster problem: ids that are known, dates within the horizon, pairs that can be kept."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from datetime import date as Date
from typing import TYPE_CHECKING

from solvers.errors import InvalidProblem
from solvers.parking.problem import distinct
from solvers.rosters.people import Volunteer
from solvers.timetable import DayFilter

if TYPE_CHECKING:
    from solvers.rosters.problem import Duty, RosterLock, RosterProblem, Shift

RULES = (
    *(f"H{at:02d}" for at in range(1, 28)),
    *(f"M{at}" for at in range(1, 4)),
    *(f"S{at:02d}" for at in range(1, 23)),
)
"""Ids of the catalogue."""


def check_problem(problem: RosterProblem) -> None:
    """Raise `InvalidProblem` for the first contradiction between the parts of `problem`."""
    places = distinct((one.id for one in problem.places), "places")
    people = distinct((one.id for one in problem.volunteers), "volunteers")
    elders = distinct((one.id for one in problem.elders), "elders")
    shifts = distinct((one.id for one in problem.shifts), "shifts")
    for at, rule in enumerate(problem.policy.off):
        _known(rule, RULES, f"policy.off.{at}")
    for at, shift in enumerate(problem.shifts):
        _check_shift(problem, shift, f"shifts.{at}", places, elders)
    for at, one in enumerate(problem.volunteers):
        _check_volunteer(problem, one, f"volunteers.{at}")
    for at, elder in enumerate(problem.elders):
        for name, value in (("primary", elder.primary), ("second", elder.second)):
            if value is not None:
                _known(value, people, f"elders.{at}.{name}")
        _all_known(elder.vetoes, people, f"elders.{at}.vetoes")
    _check_pairs(problem, people)
    _check_duties(problem, people, shifts)


def _check_shift(
    problem: RosterProblem, shift: Shift, path: str, places: Container[str], elders: Container[str]
) -> None:
    _known(shift.place, places, f"{path}.place")
    if shift.elder is not None:
        _known(shift.elder, elders, f"{path}.elder")
    _inside(problem, shift.date, f"{path}.date")
    distinct((role.id for role in shift.roles), f"{path}.roles")


def _check_volunteer(problem: RosterProblem, one: Volunteer, path: str) -> None:
    for name, rule in _rules(one):
        outside = rule.dates_outside(problem.horizon)
        if outside:
            allowed = f"{problem.horizon.first} to {problem.horizon.last}"
            raise InvalidProblem("outside_horizon", f"{path}.{name}.{outside[0]}", outside[1].isoformat(), allowed)
    for at, past in enumerate(one.history):
        if past.date >= problem.horizon.first:
            allowed = f"before {problem.horizon.first}"
            raise InvalidProblem("not_past", f"{path}.history.{at}.date", past.date.isoformat(), allowed)


def _rules(one: Volunteer) -> Iterator[tuple[str, DayFilter]]:
    for name in ("available", "blackouts", "liked", "disliked"):
        yield from ((f"{name}.{at}", rule) for at, rule in enumerate(getattr(one, name)))


def _check_pairs(problem: RosterProblem, people: Container[str]) -> None:
    kinds: dict[frozenset[str], str] = {}
    for at, pair in enumerate(problem.pairs):
        _known(pair.a, people, f"pairs.{at}.a")
        _known(pair.b, people, f"pairs.{at}.b")
        if pair.a == pair.b:
            raise InvalidProblem("paired_with_self", f"pairs.{at}.b", pair.b, "another volunteer")
        both = frozenset((pair.a, pair.b))
        before = kinds.setdefault(both, pair.kind)
        if {before, pair.kind} == {"required", "prohibited"}:
            raise InvalidProblem("impossible_pair", f"pairs.{at}.kind", pair.kind, f"what agrees with {before}")


def _check_duties(problem: RosterProblem, people: Container[str], shifts: Container[str]) -> None:
    duties: Iterable[tuple[str, Duty | RosterLock]] = (
        *((f"locks.{at}", lock) for at, lock in enumerate(problem.locks)),
        *((f"published.{at}", duty) for at, duty in enumerate(problem.published)),
    )
    for path, duty in duties:
        _known(duty.volunteer, people, f"{path}.volunteer")
        _known(duty.shift, shifts, f"{path}.shift")
        if duty.role is not None:
            shift = problem.shifts[problem.shift_index[duty.shift]]
            _known(duty.role, (*(role.id for role in shift.roles), "standby"), f"{path}.role")


def _inside(problem: RosterProblem, day: Date, field: str) -> None:
    horizon = problem.horizon
    if not horizon.first <= day <= horizon.last:
        raise InvalidProblem("outside_horizon", field, day.isoformat(), f"{horizon.first} to {horizon.last}")


def _all_known(values: Iterable[str], known: Container[str], field: str) -> None:
    for at, value in enumerate(values):
        _known(value, known, f"{field}.{at}")


def _known(value: str, known: Container[str], field: str) -> None:
    if value not in known:
        raise InvalidProblem("unknown_id", field, value, "an id of this problem")
