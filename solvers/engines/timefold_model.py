"""A roster in the terms of Timefold, for comparison only: seats as planning entities, the catalogue as streams.

Importing this module starts a Java machine. Its classes and functions are translated to Java, so they hold plain
numbers, lists and dictionaries; what can be known beforehand stands in tables.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Annotated, Any

from timefold.solver.domain import (
    PlanningEntityCollectionProperty,
    PlanningId,
    PlanningScore,
    PlanningVariable,
    ProblemFactCollectionProperty,
    ValueRangeProvider,
    planning_entity,
    planning_solution,
)
from timefold.solver.score import ConstraintCollectors, HardSoftScore, Joiners, constraint_provider

from solvers.rosters.policy import RosterPolicy

EXCLUDED = 100_000
"""Minutes that no day holds."""


@dataclass(eq=False)
class Person:
    """A volunteer: limits in minutes, how likely to come, and what sums of minutes, burdens and weekends cost.

    `worth` has, for each type of shift, one for a novice less those whom a mentor may lead.
    """

    id: Annotated[int, PlanningId]
    day_limit: int
    week_limit: int
    rate: int
    lead: int
    adult: int
    worth: list[int] = field(default_factory=list)
    minutes: list[int] = field(default_factory=list)
    burdens: list[int] = field(default_factory=list)
    weekends: list[int] = field(default_factory=list)


@dataclass(eq=False)
class Place:
    """A post: when it is, what so many empty seats cost, what each person costs there.

    `near` has the minutes within 24 hours of this shift and another one, `EXCLUDED` where the two exclude each other;
    `awkward` what the two cost. `units` are minutes in the steps of a person's table; `expected` thousandths of people.
    """

    id: Annotated[int, PlanningId]
    shift: int
    day: int
    week: int
    weekend: int
    minutes: int
    units: int
    burden: bool
    elder: int
    type: int
    standby: bool
    expected: int
    unit: int
    empty: list[int] = field(default_factory=list)
    prices: dict[int, int] = field(default_factory=dict)
    near: dict[int, int] = field(default_factory=dict)
    awkward: dict[int, int] = field(default_factory=dict)


@planning_entity
@dataclass(eq=False)
class Chair:
    """One wanted seat of a post."""

    id: Annotated[int, PlanningId]
    post: Place
    people: Annotated[list[Person], ValueRangeProvider]
    person: Annotated[Person | None, PlanningVariable(allows_unassigned=True)] = None


@planning_solution
@dataclass(eq=False)
class Month:
    """A roster as Timefold looks at it."""

    people: Annotated[list[Person], ProblemFactCollectionProperty]
    posts: Annotated[list[Place], ProblemFactCollectionProperty]
    chairs: Annotated[list[Chair], PlanningEntityCollectionProperty]
    score: Annotated[HardSoftScore | None, PlanningScore] = None


HARD, SOFT = HardSoftScore.ONE_HARD, HardSoftScore.ONE_SOFT
total, count, distinct = ConstraintCollectors.sum, ConstraintCollectors.count, ConstraintCollectors.count_distinct


def catalogue(policy: RosterPolicy) -> Callable[[Any], Any]:
    """The rules that decide most of the cost, and those that two shifts or a sum can break."""

    def provide(streams: Any) -> list[Any]:
        return [*_timetable(streams, policy), *_crew(streams, policy), *_cover(streams, policy), *_sums(streams)]

    provider: Callable[[Any], Any] = constraint_provider(provide)
    return provider


def _timetable(streams: Any, policy: RosterPolicy) -> list[Any]:
    """H01, H02, H09, H10, H13, H15, S14 and S22."""
    together, most = Joiners.equal(lambda chair: chair.person), policy.shifts_a_day
    return [
        streams.for_each_unique_pair(Chair, together)
        .filter(lambda a, b: a.post.near.get(b.post.shift, 0) > a.person.day_limit)
        .penalize(HARD)
        .as_constraint("apart"),
        streams.for_each_unique_pair(Chair, together)
        .filter(lambda a, b: b.post.shift in a.post.awkward)
        .penalize(SOFT, lambda a, b: a.post.awkward[b.post.shift])
        .as_constraint("awkward"),
        streams.for_each(Chair)
        .group_by(lambda chair: chair.person, lambda chair: chair.post.day, count())
        .filter(lambda person, day, shifts: shifts > most)
        .penalize(HARD, lambda person, day, shifts: shifts - most)
        .as_constraint("day"),
        streams.for_each(Chair)
        .group_by(lambda chair: chair.person, lambda chair: chair.post.week, total(lambda chair: chair.post.minutes))
        .filter(lambda person, week, minutes: minutes > person.week_limit)
        .penalize(HARD)
        .as_constraint("week"),
    ]


def _crew(streams: Any, policy: RosterPolicy) -> list[Any]:
    """H05, H18 and H19."""
    led_from, led_by = policy.lead_from, policy.lead_for
    crew = streams.for_each(Chair).filter(lambda chair: not chair.post.standby)
    return [
        crew.group_by(lambda chair: chair.post.shift, total(lambda chair: chair.person.worth[chair.post.type]))
        .filter(lambda shift, novices: novices > 0)
        .penalize(HARD, lambda shift, novices: novices)
        .as_constraint("mentors"),
        crew.group_by(lambda chair: chair.post.shift, count(), total(lambda chair: chair.person.lead))
        .filter(lambda shift, people, leads: people >= led_from and leads * led_by < people)
        .penalize(HARD)
        .as_constraint("leads"),
        crew.group_by(lambda chair: chair.post.shift, total(lambda chair: chair.person.adult))
        .filter(lambda shift, adults: adults == 0)
        .penalize(HARD)
        .as_constraint("adults"),
    ]


def _cover(streams: Any, policy: RosterPolicy) -> list[Any]:
    """Seats by themselves, M1 to M3, S08, S16 and S17."""
    good, price = policy.faces, policy.weight("continuity")
    return [
        streams.for_each(Chair).penalize(SOFT, lambda chair: chair.post.prices[chair.person.id]).as_constraint("price"),
        streams.for_each_including_unassigned(Chair)
        .filter(lambda chair: chair.person is None)
        .group_by(lambda chair: chair.post, count())
        .penalize(SOFT, lambda post, missing: post.empty[missing])
        .as_constraint("empty"),
        streams.for_each(Chair)
        .filter(lambda chair: chair.post.expected > 0)
        .group_by(lambda chair: chair.post, total(lambda chair: chair.person.rate))
        .reward(SOFT, lambda post, rate: min(rate, post.expected) // post.unit)
        .as_constraint("expected"),
        streams.for_each(Chair)
        .filter(lambda chair: chair.post.elder >= 0)
        .group_by(lambda chair: chair.post.elder, distinct(lambda chair: chair.person))
        .filter(lambda elder, faces: faces > good)
        .penalize(SOFT, lambda elder, faces: price * (faces - good))
        .as_constraint("faces"),
    ]


def _sums(streams: Any) -> list[Any]:
    """S02 to S05 and S12, told by what a person's sum costs less than nothing served at all."""
    return [
        streams.for_each(Chair)
        .group_by(lambda chair: chair.person, total(lambda chair: chair.post.units))
        .impact(SOFT, lambda person, units: person.minutes[0] - person.minutes[min(units, len(person.minutes) - 1)])
        .as_constraint("minutes"),
        streams.for_each(Chair)
        .filter(lambda chair: chair.post.burden)
        .group_by(lambda chair: chair.person, count())
        .impact(SOFT, lambda person, shifts: person.burdens[0] - person.burdens[min(shifts, len(person.burdens) - 1)])
        .as_constraint("burdens"),
        streams.for_each(Chair)
        .filter(lambda chair: chair.post.weekend >= 0)
        .group_by(lambda chair: chair.person, distinct(lambda chair: chair.post.weekend))
        .impact(SOFT, lambda person, weeks: person.weekends[0] - person.weekends[min(weeks, len(person.weekends) - 1)])
        .as_constraint("weekends"),
    ]
