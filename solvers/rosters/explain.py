"""Why a seat is empty and what would fill it; why somebody serves where they do, and what else they could take."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from solvers.causes import Cause
from solvers.errors import InvalidProblem
from solvers.explain import Alternative, Explanation, Outcome, Reason
from solvers.rosters.case import RosterCase
from solvers.rosters.causes import SeatCauses
from solvers.rosters.check import may
from solvers.rosters.policy import RosterPolicy
from solvers.rosters.roster import Roster, Seat
from solvers.rosters.rules import FILTERS, SEAT_RULES
from solvers.rosters.ways import SeatWays

MOST_WAYS = 6
Numbers = dict[str, int | str]
FUNNEL: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("qualified", ("H04",)),
    ("eligible", ("H05", "H06", "H07", "H08", "H22", "H24", "H25", "H26", "H27")),
    ("available", ("H03",)),
)
RELAXED: tuple[tuple[str, str, int], ...] = (
    ("h10_max_minutes_week", "week_minutes", 120),
    ("h09_max_minutes_day", "day_minutes", 60),
    ("h13_min_rest", "rest_minutes", -60),
    ("h14_max_consecutive_days", "days_in_row", 1),
    ("h15_max_shifts_day", "shifts_a_day", 1),
    ("h11_max_minutes_month", "month_minutes", 240),
)
"""Settings that may be eased, the gentlest first: rule, setting, by how much."""


def explain(case: RosterCase, roster: Roster, name: str) -> Explanation:
    """Explain a shift, or a volunteer.

    Raises
    ------
    InvalidProblem
        If the problem knows neither.
    """
    if name in case.rosters.shift_index:
        return _shift(case, roster, case.rosters.shift_index[name])
    if name in case.rosters.volunteer_index:
        return _volunteer(case, roster, case.rosters.volunteer_index[name])
    raise InvalidProblem("unknown_id", "REQUEST_ID", name, "an id of this problem")


def _shift(case: RosterCase, roster: Roster, shift: int) -> Explanation:
    """Seats of every role, and for those with empty ones the funnel of candidates and ways to fill them."""
    reasons: list[Reason] = []
    alternatives: list[Alternative] = []
    ways, search = SeatWays(case, roster), SeatCauses(case, roster)
    cause: Cause | None = None
    for post in case.posts_of[shift]:
        found, taken = case.posts[post], len(roster.on(post))
        numbers: Numbers = {"role": found.name, "seats": taken, "allowed": found.target}
        reasons.append(Reason("roster_seats", case.rosters.shifts[shift].id, (), numbers))
        if taken < found.target:
            reasons += funnel(case, roster, post)
            alternatives += [*ways.of_post(post), *relaxations(case, roster, post)]
            cause = cause or search.cause(post)
    full = all(len(roster.on(post)) >= case.posts[post].target for post in case.posts_of[shift])
    outcome = Outcome.SERVED if full else Outcome.REFUSED
    return Explanation(case.rosters.shifts[shift].id, outcome, tuple(reasons), tuple(alternatives[:MOST_WAYS]), cause)


def funnel(case: RosterCase, roster: Roster, post: int) -> Iterator[Reason]:
    """How many are left after each kind of rule, then what keeps the rest away, the most frequent first."""
    place = case.rosters.shifts[case.posts[post].shift].id
    left = np.ones(len(case.rosters.volunteers), dtype=bool)
    counts: Numbers = {"people": len(left)}
    for name, ids in FUNNEL:
        for rule in FILTERS:
            if rule.id in ids and case.on(rule.id):
                left &= rule.mask(case, post)
        counts[name] = int(left.sum())
    blocked = blocking(case, roster, post, np.flatnonzero(left).tolist())
    counts["free"] = len(blocked.pop("", ()))
    yield Reason("roster_funnel", place, (), {"role": case.posts[post].name, **counts})
    for rule_name, people in sorted(blocked.items(), key=lambda item: -len(item[1])):
        yield Reason("roster_blocked", place, (), {"limit": rule_name, "people": len(people)})


def blocking(case: RosterCase, roster: Roster, post: int, people: Sequence[int]) -> dict[str, list[int]]:
    """Candidates by the first rule that keeps them from a post as the roster stands; "" for those whom none does."""
    found: dict[str, list[int]] = {}
    for one in people:
        seat = Seat(one, post)
        if not roster.holds(seat):
            faults = may(case, roster, seat)
            found.setdefault(faults[0].rule if faults else "", []).append(one)
    return found


def relaxations(case: RosterCase, roster: Roster, post: int) -> Iterator[Alternative]:
    """What easing a single setting would bring, checked against every rule."""
    shift = case.posts[post].shift
    people = [case.seats[at].volunteer for at in case.options_on[post]]
    before = len(blocking(case, roster, post, people).get("", ()))
    for rule, setting, change in RELAXED:
        policy = replace(case.rosters.policy, **{setting: eased(case.rosters.policy, setting, change)})
        other = RosterCase(replace(case.rosters, policy=policy), case.base)
        gained = len(blocking(other, Roster(other, roster.seats()), post, people).get("", ())) - before
        if gained > 0:
            numbers: Numbers = {"limit": rule, "people": gained, "change": change}
            yield Alternative("roster_relaxed", case.rosters.shifts[shift].id, (), 0, (), numbers)


def eased(policy: RosterPolicy, setting: str, change: int) -> Any:
    """The value of a setting after a change; nothing falls below zero."""
    value = getattr(policy, setting)
    return tuple(max(0, part + change) for part in value) if isinstance(value, tuple) else max(0, value + change)


def _volunteer(case: RosterCase, roster: Roster, volunteer: int) -> Explanation:
    """Each seat with its own price by rule, and the best others that could be taken beside them."""
    name = case.rosters.volunteers[volunteer].id
    reasons = [reason for block in roster.of(volunteer) for reason in _why(case, volunteer, block.post)]
    if not reasons:
        reasons = [Reason("roster_unused", name, (), {"options": len(case.options_of[volunteer])})]
    alternatives = SeatWays(case, roster).of_volunteer(volunteer)
    served = Outcome.SERVED if roster.of(volunteer) else Outcome.REFUSED
    return Explanation(name, served, tuple(reasons), alternatives)


def _why(case: RosterCase, volunteer: int, post: int) -> Iterator[Reason]:
    shift, start = case.rosters.shifts[case.posts[post].shift].id, case.blocks[post].start
    others = len(case.options_on[post]) - 1
    yield Reason("roster_serves", shift, (), {"role": case.posts[post].name, "minute": start, "others": others})
    for rule in SEAT_RULES:
        cost = rule.price(case, volunteer, post) if case.on(rule.id) else 0
        if cost:
            yield Reason("roster_against", shift, (), {"limit": rule.rule, "cost": cost})
