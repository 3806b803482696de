"""A month of volunteering and its roster as anybody may see them: what a rule needs, and nothing else about a person.

Volunteers, elders and places become numbers; shifts keep their codes. Positions stand on a grid of 100 m with its own
origin, so no home is a point on a map. A few ways are told longer by that: travel is then judged a little less strictly
than in the full problem, never more. Costs of travel (S09) may differ by a step; the public roster states its own cost.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from scheduler.certificates.roster_people import PublicPeople
from scheduler.certificates.roster_ways import easier_ways, on_grid
from scheduler.files import duties_digest
from solvers.document import TierLine
from solvers.plan import Status
from solvers.rosters.case import RosterCase
from solvers.rosters.check import costs
from solvers.rosters.people import Elder, Volunteer
from solvers.rosters.pins import FROZEN, PINNED
from solvers.rosters.plan import COST, RosterPlan, UnheldPin, roster_of
from solvers.rosters.problem import Duty, Place, RosterLock, RosterProblem, Shift


def public_problem(problem: RosterProblem) -> RosterProblem:
    """The month without personal data; every roster that keeps the rules there keeps them here."""
    public = _Public(problem).problem()
    return public if public.policy == problem.policy else _without_lost_pins(problem, public)


def _without_lost_pins(problem: RosterProblem, public: RosterProblem) -> RosterProblem:
    """The public month without pins that cannot hold in truth: they bind nobody, though its easier ways let them."""
    truly, here = ({*RosterCase(one).held_pins.unheld} for one in (problem, public))
    lost = {(one.volunteer, one.shift, one.role, one.rule) for one in truly - here}
    people, shifts = public.volunteer_index, public.shift_index

    def stays(seat: Duty | RosterLock, rule: str) -> bool:
        return (people[seat.volunteer], shifts[seat.shift], seat.role, rule) not in lost

    return replace(
        public,
        locks=tuple(lock for lock in public.locks if lock.kind == "ban" or stays(lock, PINNED)),
        published=tuple(duty for duty in public.published if stays(duty, FROZEN)),
    )


def public_plan(document: RosterPlan, public_digest: str, problem: RosterProblem, public: RosterProblem) -> RosterPlan:
    """The roster for the public month with this digest; its cost and the parts are those of the public month.

    Parameters
    ----------
    document
        The roster of the full month; its bound stays the solver's own claim for that one.
    problem, public
        The full month and the public one.
    """
    names = _Public(problem).people
    duties = tuple(replace(duty, volunteer=names[duty.volunteer]) for duty in document.assignments)
    case = RosterCase(public)
    parts = costs(case, roster_of(case, duties)[0])
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

    def __init__(self, full: RosterProblem) -> None:
        self.full = full
        self.people = _numbered("v", (one.id for one in full.volunteers))
        self.elders = _numbered("e", (one.id for one in full.elders))
        self.places = _numbered("p", (one.id for one in full.places))
        self.grid = on_grid(full)

    def problem(self) -> RosterProblem:
        full = self.full
        places, people = tuple(map(self._place, full.places)), PublicPeople(full, self.places)
        return replace(
            full,
            policy=easier_ways(full, places),
            places=places,
            volunteers=tuple(self._volunteer(people, one) for one in full.volunteers),
            shifts=tuple(map(self._shift, full.shifts)),
            elders=tuple(map(self._elder, full.elders)),
            pairs=tuple(replace(pair, a=self.people[pair.a], b=self.people[pair.b]) for pair in full.pairs),
            locks=tuple(replace(lock, volunteer=self.people[lock.volunteer]) for lock in full.locks),
            published=tuple(replace(duty, volunteer=self.people[duty.volunteer]) for duty in full.published),
        )

    def _place(self, place: Place) -> Place:
        x, y = self.grid.of(place)
        return replace(place, id=self.places[place.id], x=x, y=y)

    def _volunteer(self, people: PublicPeople, one: Volunteer) -> Volunteer:
        x, y = self.grid.of(one) if people.travels else (0, 0)
        return replace(people.volunteer(one), id=self.people[one.id], x=x, y=y)

    def _shift(self, shift: Shift) -> Shift:
        elder = None if shift.elder is None else self.elders[shift.elder]
        return replace(shift, place=self.places[shift.place], elder=elder)

    def _elder(self, elder: Elder) -> Elder:
        """An elder's contacts, vetoes, and what they ask for where that rule is in force."""
        asks = "H27" not in self.full.policy.off
        return Elder(
            self.elders[elder.id],
            None if elder.primary is None else self.people[elder.primary],
            None if elder.second is None else self.people[elder.second],
            tuple(self.people[name] for name in elder.vetoes),
            elder.gender if asks else "unknown",
            elder.language if asks else None,
        )


def _numbered(letter: str, names: Iterable[str]) -> Mapping[str, str]:
    """A number for each name, in their order."""
    return {name: f"{letter}{at}" for at, name in enumerate(names, start=1)}
