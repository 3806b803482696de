"""Why the seats that a roster leaves empty are empty: for each post the funnel, and what easing a limit brings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from solvers.causes import Cause
from solvers.explain import Reason
from solvers.rosters.case import RosterCase
from solvers.rosters.causes import SeatCauses, open_posts
from solvers.rosters.explain import RELAXED, blocking, eased, funnel
from solvers.rosters.roster import Roster

MOST_EASED = 40
"""Posts, the most urgent first, for which it is counted what easing a limit would bring."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Empty seats of a post: its shift, its role, and reasons as codes and numbers, the count of seats first."""

    shift: str
    role: str
    reasons: tuple[Reason, ...]
    waitable: bool = False
    cause: Cause | None = None

    @property
    def request(self) -> str:
        """Name under which refusals are kept."""
        return f"{self.shift}/{self.role}"


def gaps_of(case: RosterCase, roster: Roster) -> list[Gap]:
    """Every post below its target, shift by shift.

    What easing a limit would bring is counted as the roster stands, one limit at a time: each eased problem is made
    ready once for all posts.
    """
    posts, search = open_posts(case, roster), SeatCauses(case, roster)
    urgent = sorted(posts, key=lambda at: (case.posts[at].role.priority, at))[:MOST_EASED]
    gained = _gained(case, roster, urgent)
    return [_gap(search, post, gained.get(post, ())) for post in posts]


def _gap(search: SeatCauses, post: int, gained: Sequence[Reason]) -> Gap:
    case, roster = search.case, search.roster
    found = case.posts[post]
    shift = case.rosters.shifts[found.shift].id
    numbers: dict[str, int | str] = {"role": found.name, "seats": len(roster.on(post)), "allowed": found.target}
    reasons = (Reason("roster_seats", shift, (), numbers), *funnel(case, roster, post), *gained)
    return Gap(shift, found.name, reasons, cause=search.cause(post))


def _gained(case: RosterCase, roster: Roster, posts: Sequence[int]) -> Mapping[int, list[Reason]]:
    """For each post how many more could come if a single limit were eased."""
    found: dict[int, list[Reason]] = {post: [] for post in posts}
    people = {post: [case.seats[at].volunteer for at in case.options_on[post]] for post in posts}
    free = {post: len(blocking(case, roster, post, people[post]).get("", ())) for post in posts}
    for rule, setting, change in RELAXED if posts else ():
        policy = replace(case.rosters.policy, **{setting: eased(case.rosters.policy, setting, change)})
        other = RosterCase(replace(case.rosters, policy=policy), case.base)
        same = Roster(other, roster.seats())
        for post in posts:
            more = len(blocking(other, same, post, people[post]).get("", ())) - free[post]
            if more > 0:
                place = case.rosters.shifts[case.posts[post].shift].id
                numbers: dict[str, int | str] = {"limit": rule, "people": more, "change": change}
                found[post].append(Reason("roster_relaxed", place, (), numbers))
    return found
