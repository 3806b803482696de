"""A roster in the terms of Timefold, for comparison only: seats as planning entities, the catalogue as streams.

Importing this module starts a Java machine. The classes and functions are translated to Java by Timefold, so they
hold plain numbers, lists and dictionaries only. Everything that can be known beforehand stands in tables.
"""

from __future__ import annotations

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


@dataclass(eq=False)
class Person:
    """A volunteer: limits in minutes, and what the sum of minutes, burdens and weekends costs (0: nothing served)."""

    id: Annotated[int, PlanningId]
    day_limit: int
    week_limit: int
    rate: int
    lead: int
    worth: list[int] = field(default_factory=list)
    minutes: list[int] = field(default_factory=list)
    burdens: list[int] = field(default_factory=list)
    weekends: list[int] = field(default_factory=list)


@dataclass(eq=False)
class Place:
    """A post: when it is, what so many empty seats cost, which shifts it cannot go with, who costs what there.

    `near` has the minutes that a person works within 24 hours with this shift and another one, `FAR_TOO_MUCH` where
    the two exclude each other; `awkward` has what the two cost. `units` are minutes in the steps of a person's table.
    """

    id: Annotated[int, PlanningId]
    shift: int
    day: int
    week: int
    weekend: int
    minutes: int
    units: int
    burden: int
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
@dataclass
class Month:
    """A roster as Timefold looks at it."""

    people: Annotated[list[Person], ProblemFactCollectionProperty]
    posts: Annotated[list[Place], ProblemFactCollectionProperty]
    chairs: Annotated[list[Chair], PlanningEntityCollectionProperty]
    lead_from: int
    score: Annotated[HardSoftScore, PlanningScore] = None


FAR_TOO_MUCH = 100_000


@constraint_provider
def catalogue(streams: Any) -> list[Any]:
    """The rules that decide most of the cost, and those that two shifts or a sum can break."""
    hard, soft = HardSoftScore.ONE_HARD, HardSoftScore.ONE_SOFT
    sum_of, count, distinct = ConstraintCollectors.sum, ConstraintCollectors.count, ConstraintCollectors.count_distinct
    together = Joiners.equal(lambda chair: chair.person)
    return [
        streams.for_each_unique_pair(Chair, together)
        .filter(lambda a, b: a.post.near.get(b.post.shift, 0) > a.person.day_limit)
        .penalize(hard)
        .as_constraint("apart"),
        streams.for_each_unique_pair(Chair, together)
        .filter(lambda a, b: b.post.shift in a.post.awkward)
        .penalize(soft, lambda a, b: a.post.awkward[b.post.shift])
        .as_constraint("awkward"),
        streams.for_each(Chair)
        .group_by(lambda chair: chair.person, lambda chair: chair.post.day, count())
        .filter(lambda person, day, chairs: chairs > 2)
        .penalize(hard, lambda person, day, chairs: chairs - 2)
        .as_constraint("day"),
        streams.for_each(Chair)
        .group_by(lambda chair: chair.person, lambda chair: chair.post.week, sum_of(lambda chair: chair.post.minutes))
        .filter(lambda person, week, minutes: minutes > person.week_limit)
        .penalize(hard)
        .as_constraint("week"),
        streams.for_each(Chair)
        .filter(lambda chair: not chair.post.standby)
        .group_by(lambda chair: chair.post.shift, sum_of(lambda chair: chair.person.worth[chair.post.type]))
        .filter(lambda shift, novices: novices > 0)
        .penalize(hard, lambda shift, novices: novices)
        .as_constraint("mentors"),
        streams.for_each(Chair)
        .filter(lambda chair: not chair.post.standby)
        .group_by(lambda chair: chair.post.shift, count(), sum_of(lambda chair: chair.person.lead))
        .filter(lambda shift, crew, leads: crew >= 4 and leads * 8 < crew)
        .penalize(hard)
        .as_constraint("leads"),
        streams.for_each(Chair)
        .penalize(soft, lambda chair: chair.post.prices[chair.person.id])
        .as_constraint("price"),
        streams.for_each_including_unassigned(Chair)
        .filter(lambda chair: chair.person is None)
        .group_by(lambda chair: chair.post, count())
        .penalize(soft, lambda post, missing: post.empty[missing])
        .as_constraint("empty"),
        streams.for_each(Chair)
        .filter(lambda chair: chair.post.expected > 0)
        .group_by(lambda chair: chair.post, sum_of(lambda chair: chair.person.rate))
        .filter(lambda post, rate: rate < post.expected)
        .penalize(soft, lambda post, rate: (post.expected - rate + post.unit - 1) // post.unit)
        .as_constraint("expected"),
        streams.for_each(Chair)
        .filter(lambda chair: chair.post.elder >= 0)
        .group_by(lambda chair: chair.post.elder, distinct(lambda chair: chair.person))
        .filter(lambda elder, faces: faces > 3)
        .penalize(soft, lambda elder, faces: 20 * (faces - 3))
        .as_constraint("faces"),
        streams.for_each(Chair)
        .group_by(lambda chair: chair.person, sum_of(lambda chair: chair.post.units))
        .impact(soft, lambda person, units: person.minutes[0] - person.minutes[min(units, len(person.minutes) - 1)])
        .as_constraint("minutes"),
        streams.for_each(Chair)
        .filter(lambda chair: chair.post.burden > 0)
        .group_by(lambda chair: chair.person, count())
        .impact(soft, lambda person, shifts: person.burdens[0] - person.burdens[min(shifts, len(person.burdens) - 1)])
        .as_constraint("burdens"),
        streams.for_each(Chair)
        .filter(lambda chair: chair.post.weekend >= 0)
        .group_by(lambda chair: chair.person, distinct(lambda chair: chair.post.weekend))
        .impact(soft, lambda person, weeks: person.weekends[0] - person.weekends[weeks])
        .as_constraint("weekends"),
    ]
