"""From a roster problem to Timefold's terms: tables of everything that can be known beforehand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from solvers.engines.timefold_model import EXCLUDED, Chair, Month, Person, Place
from solvers.rosters.case import RosterCase
from solvers.rosters.greedy import started
from solvers.rosters.roster import Block
from solvers.rosters.rules.coverage import CONVEX, THOUSAND, URGENT, factor
from solvers.rosters.rules.crew import is_mentor, is_novice
from solvers.rosters.rules.filters import ADULT
from solvers.rosters.rules.limits import PAUSE
from solvers.rosters.rules.pairs import IDLE
from solvers.rosters.rules.protocol import begun
from solvers.rosters.tariffs import NEVER, Tariff, by_burdens, by_minutes, by_weekends
from solvers.window import DAY

IMPOSSIBLE = 1_000_000
"""Cost of a sum that no choice adds up to, or that a limit forbids."""
DEAR = 300
"""Tables end where a sum costs so much more than the least: each entry takes time to translate, none is reached."""
Table = dict[int, int]


def month_of(case: RosterCase) -> Month:
    """A roster problem with all wanted seats empty, the urgent ones and those that few can take first."""
    minutes = by_minutes(case)
    people = _people(case, minutes)
    posts = [_place(case, at, minutes.unit) for at in range(len(case.posts))]
    for shift, (near, awkward) in enumerate(_together(case)):
        for at in case.posts_of[shift]:
            posts[at].near, posts[at].awkward = near, awkward
    taken, chairs = started(case), list[Chair]()
    order = sorted(posts, key=lambda one: (case.posts[one.id].role.priority, len(case.options_on[one.id]), one.id))
    for one in order:
        offered = [people[int(case.options[0][option])] for option in case.options_on[one.id]]
        for _ in range(min(len(offered), case.posts[one.id].target - len(taken.on(one.id)))):
            chairs.append(Chair(len(chairs), one, offered))
    return Month(list(people.values()), posts, chairs)


def _people(case: RosterCase, minutes: Tariff) -> dict[int, Person]:
    """Everybody who has an option."""
    policy, burdens, weekends = case.rosters.policy, by_burdens(case), by_weekends(case)
    examples = {case.rosters.shifts[at].type: at for at in range(len(case.rosters.shifts))}
    found = {}
    for at in range(len(case.rosters.volunteers)):
        if case.options_of[at]:
            worth = [
                is_novice(case, at, examples[name]) - policy.novices_a_mentor * is_mentor(case, at, examples[name])
                for name in sorted(case.types)
            ]
            tables = [_row(tariff, at) for tariff in (minutes, burdens, weekends)]
            limits = [policy.by_age(steps, case.ages[at]) for steps in (policy.day_minutes, policy.week_minutes)]
            lead, adult = int(case.rosters.volunteers[at].lead), int(case.ages[at] >= ADULT)
            found[at] = Person(at, limits[0], limits[1], case.rates[at], lead, adult, worth, *tables)
    return found


def _row(tariff: Tariff, volunteer: int) -> list[int]:
    """What each number of units costs, up to where it is too much."""
    costs = tariff.costs[volunteer]
    dear = np.flatnonzero((costs > costs.min() + DEAR) & (costs < NEVER))
    end = int(dear[0]) + 1 if len(dear) else len(costs)
    return [min(IMPOSSIBLE, round(cost)) for cost in costs[:end].tolist()]


def _place(case: RosterCase, at: int, unit: int) -> Place:
    post, block, policy = case.posts[at], case.blocks[at], case.rosters.policy
    elder, weekend = case.elder_of(post.shift), case.weekend_of(block)
    urgent = post.role.priority <= URGENT and not post.standby
    span = case.options_on[at]
    people = case.options[0][span.start : span.stop].tolist()
    return Place(
        id=at,
        shift=post.shift,
        day=block.day,
        week=(block.day + case.horizon.first.weekday()) // 7,
        weekend=-1 if weekend is None else weekend,
        minutes=block.minutes,
        units=block.minutes // unit,
        burden=case.is_burden(block),
        elder=-1 if elder is None or post.standby else elder,
        type=sorted(case.types).index(case.rosters.shifts[post.shift].type),
        standby=post.standby,
        expected=post.least * THOUSAND if urgent else 0,
        unit=max(1, THOUSAND // max(1, policy.weight("expected_attendance"))),
        empty=empty_costs(case, at),
        prices=dict(zip(people, case.prices[span.start : span.stop].tolist(), strict=True)),
    )


def empty_costs(case: RosterCase, at: int) -> list[int]:
    """What 0, 1, 2 … empty seats of a post cost; a shift without its safety crew costs as if it did not run."""
    post, policy = case.posts[at], case.rosters.policy
    if post.standby:
        return [policy.weight("standby") * missing for missing in range(post.target + 1)]
    found = []
    for missing in range(post.target + 1):
        short = max(0, post.least - post.target + missing)
        cost = policy.weight("below_target") * sum(min(CONVEX, nth) for nth in range(1, missing + 1))
        if post.role.safety:
            cost += policy.weight("shift_cannot_run") * (short > 0)
        else:
            cost += policy.weight("below_min") * short
        found.append(factor(case, post) * cost)
    return found


def _together(case: RosterCase) -> Sequence[tuple[Table, Table]]:
    """For each shift the others near to it: minutes within 24 hours if some may not work as many, and what it costs."""
    reach, least = DAY + case.rosters.policy.rest_minutes, min(case.rosters.policy.day_minutes)
    first = [case.blocks[posts[0]] for posts in case.posts_of]
    found: list[tuple[Table, Table]] = [({}, {}) for _ in first]
    order = sorted(first)
    for at, a in enumerate(order):
        for b in order[at:]:
            if b.start - a.start >= reach:
                break
            minutes, cost = _within_a_day(case, a, b), _awkward(case, a, b)
            for one, other in ((a, b), (b, a)):
                if minutes > least:
                    found[one.shift][0][other.shift] = minutes
                if cost:
                    found[one.shift][1][other.shift] = cost
    return found


def _within_a_day(case: RosterCase, a: Block, b: Block) -> int:
    """Minutes of two shifts within 24 hours or on one day, the earlier one first."""
    policy, gap = case.rosters.policy, b.start - a.end
    longest = policy.demanding_minutes if a.demanding or b.demanding else policy.continuous_minutes
    tight = gap < case.travel_gap(a.shift, b.shift) or gap < 0
    if tight or (a.day < b.day and gap < policy.rest_minutes) or (gap < PAUSE and b.end - a.start > longest):
        return EXCLUDED
    inside = b.minutes if a.day == b.day else max(0, min(b.end, a.start + DAY) - b.start)
    return a.minutes + inside


def _awkward(case: RosterCase, a: Block, b: Block) -> int:
    """Idle time between two shifts, and a late evening before an early morning."""
    policy, gap = case.rosters.policy, b.start - a.end
    if a.day == b.day:
        return policy.weight("gaps") * begun(gap, IDLE[0]) if IDLE[0] <= gap <= IDLE[1] else 0
    late, early = a.end - a.day * DAY >= policy.late_from, b.start - b.day * DAY < policy.early_until
    return policy.weight("late_to_early") * (late and early and b.day == a.day + 1)
