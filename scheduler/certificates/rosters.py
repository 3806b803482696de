"""A month of volunteering and its roster as anybody may see them: what a rule needs, and nothing else about a person.

Volunteers, elders and places become numbers that follow no receipt; shifts keep their codes. Homes stand on a grid of
1,000 m, meeting places on one of 100 m. Ways are told longer or shorter by that: travel is judged less strictly than in
the full problem, never more. Costs of travel (S09) differ; the public roster states its own cost.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import replace
from typing import TypeVar

from scheduler.certificates.roster_numbers import Numbers
from scheduler.certificates.roster_ways import easier_ways, on_grid
from scheduler.files import duties_digest
from solvers.document import TierLine
from solvers.plan import Status
from solvers.rosters.case import RosterCase
from solvers.rosters.check import costs
from solvers.rosters.people import Elder, Pair
from solvers.rosters.pins import Unheld
from solvers.rosters.plan import COST, RosterPlan, UnheldPin, duties_of, roster_of
from solvers.rosters.problem import Duty, Place, RosterLock, RosterProblem, Shift

Seat = TypeVar("Seat", Duty, RosterLock)
Wanted = tuple[str, str, str | None]
"""Volunteer, shift and role of a seat that should stay."""


def public_problem(problem: RosterProblem) -> RosterProblem:
    """The month without personal data; every roster that keeps the rules there keeps them here."""
    numbers = Numbers(problem)
    return _without_lost_pins(problem, _Public(problem, numbers).problem(), numbers)


def _without_lost_pins(full: RosterProblem, public: RosterProblem, numbers: Numbers) -> RosterProblem:
    """The public month without pins that cannot hold in truth: they bind nobody, though easier ways, or the order of
    the numbers, might let them. Leaving one out can make room for another, so it is asked again.
    """
    truly = {_wanted(full, pin, numbers.people) for pin in RosterCase(full).held_pins.unheld}
    while lost := truly - {_wanted(public, pin) for pin in RosterCase(public).held_pins.unheld}:
        locks = tuple(one for one in public.locks if one.kind == "ban" or not _is_one(one, lost))
        published = tuple(one for one in public.published if not _is_one(one, lost))
        if (locks, published) == (public.locks, public.published):
            break
        public = replace(public, locks=locks, published=published)
    return public


def _wanted(problem: RosterProblem, pin: Unheld, names: Mapping[str, str] | None = None) -> Wanted:
    person = problem.volunteers[pin.volunteer].id
    return person if names is None else names[person], problem.shifts[pin.shift].id, pin.role


def _is_one(seat: Duty | RosterLock, wanted: Set[Wanted]) -> bool:
    """Whether a seat is wanted, by its role or by any."""
    here = {role for person, shift, role in wanted if (person, shift) == (seat.volunteer, seat.shift)}
    return bool(here) and (seat.role is None or bool(here & {None, seat.role}))


def public_plan(document: RosterPlan, public_digest: str, problem: RosterProblem, public: RosterProblem) -> RosterPlan:
    """The roster for the public month with this digest; its cost and the parts are those of the public month.

    Parameters
    ----------
    document
        The roster of the full month; its bound stays the solver's own claim for that one.
    problem, public
        The full month and the public one.
    """
    names, case = Numbers(problem).people, RosterCase(public)
    told = (replace(duty, volunteer=names[duty.volunteer]) for duty in document.assignments)
    roster = roster_of(case, told)[0]
    duties, parts = duties_of(case, roster.seats()), costs(case, roster)
    total = sum(parts.values())
    claimed = next((tier.bound for tier in document.tiers if tier.name == COST), None)
    same = any(tier.name == COST and tier.value == total for tier in document.tiers)
    return replace(
        document,
        problem_digest=public_digest,
        plan_digest=duties_digest(public_digest, duties),
        status=document.status if same or document.status is not Status.OPTIMAL else Status.FEASIBLE,
        tiers=(
            TierLine(COST, total, None if claimed is None else min(claimed, total)),
            *(TierLine(name, value) for name, value in sorted(parts.items())),
        ),
        assignments=duties,
        unheld=tuple(
            UnheldPin(public.volunteers[one.volunteer].id, public.shifts[one.shift].id, one.rule)
            for one in case.held_pins.unheld
        ),
    )


class _Public:
    """One translation."""

    def __init__(self, full: RosterProblem, numbers: Numbers) -> None:
        self.full, self.numbers, self.grid = full, numbers, on_grid(full)
        self.rank = {number: at for at, number in enumerate(numbers.people.values())}

    def problem(self) -> RosterProblem:
        full, numbers = self.full, self.numbers
        places = tuple(map(self._place, full.places))
        used = {shift.place for shift in full.shifts}
        told = {place.id: place for known, place in zip(full.places, places, strict=True) if known.id in used}
        elders = {elder.id: elder for elder in full.elders}
        return replace(
            full,
            policy=easier_ways(full, places),
            places=tuple(told[name] for name in numbers.places.values() if name in told),
            volunteers=tuple(replace(numbers.records[name], id=number) for name, number in numbers.people.items()),
            shifts=tuple(map(self._shift, full.shifts)),
            elders=tuple(self._elder(elders[name]) for name in numbers.elders),
            pairs=tuple(sorted(map(self._pair, full.pairs), key=lambda one: (one.a, one.b, one.kind))),
            locks=tuple(sorted(map(self._numbered, full.locks), key=self._by_shift)),
            published=tuple(sorted(map(self._numbered, full.published), key=self._by_shift)),
        )

    def _place(self, place: Place) -> Place:
        x, y = self.grid.of(place)
        return replace(place, id=self.numbers.places[place.id], x=x, y=y)

    def _shift(self, shift: Shift) -> Shift:
        elder = None if shift.elder is None else self.numbers.elders[shift.elder]
        return replace(shift, place=self.numbers.places[shift.place], elder=elder)

    def _pair(self, pair: Pair) -> Pair:
        a, b = sorted((self.numbers.people[pair.a], self.numbers.people[pair.b]), key=self.rank.__getitem__)
        return replace(pair, a=a, b=b)

    def _numbered(self, seat: Seat) -> Seat:
        return replace(seat, volunteer=self.numbers.people[seat.volunteer])

    def _by_shift(self, seat: Duty | RosterLock) -> tuple[int, int, str]:
        return self.full.shift_index[seat.shift], self.rank[seat.volunteer], seat.role or ""

    def _elder(self, elder: Elder) -> Elder:
        """An elder's contacts, vetoes, and what they ask for where that rule is in force."""
        asks, people = "H27" not in self.full.policy.off, self.numbers.people
        return Elder(
            self.numbers.elders[elder.id],
            None if elder.primary is None else people[elder.primary],
            None if elder.second is None else people[elder.second],
            tuple(sorted((people[name] for name in elder.vetoes), key=self.rank.__getitem__)),
            elder.gender if asks else "unknown",
            elder.language if asks else None,
        )
