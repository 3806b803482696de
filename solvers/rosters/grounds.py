"""A roster problem in minutes and positions: posts, times, places, and what the staff decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date as Date
from datetime import timedelta
from functools import cached_property
from math import isqrt

from solvers.rosters.people import Volunteer
from solvers.rosters.problem import STANDBY, Role, RosterProblem, Shift
from solvers.rosters.roster import Block, Seat
from solvers.rosters.vectors import Vectors
from solvers.timetable import Horizon, WindowRule, expand_opening
from solvers.window import DAY, Timetable, minute_of

REMEMBERED = 84
"""Days of history that rules look at."""


@dataclass(frozen=True, slots=True)
class Post:
    """Seats of one kind on one shift; `standby` seats are beside the role and do not count as cover."""

    shift: int
    role: Role
    least: int
    target: int
    most: int
    standby: bool = False

    @property
    def name(self) -> str:
        """Role as plans write it."""
        return STANDBY if self.standby else self.role.id


@dataclass
class Grounds:
    """Derived once from a problem; positions throughout. A post is a role of a shift, or its standby."""

    rosters: RosterProblem
    base: frozenset[Seat] | None = None
    """For a re-plan: the seats of the roster in force, instead of those that the problem names."""

    @cached_property
    def posts(self) -> tuple[Post, ...]:
        """Posts, shift by shift, roles in their order and the standby last."""
        found: list[Post] = []
        for at, shift in enumerate(self.rosters.shifts):
            found += (Post(at, role, role.least, role.target, role.most) for role in shift.roles)
            spare = self._spare(shift)
            if spare:
                found.append(Post(at, shift.roles[0], 0, spare, spare, standby=True))
        return tuple(found)

    def _spare(self, shift: Shift) -> int:
        if not self.on("S17") or shift.given:
            return 0
        wanted = sum(role.target for role in shift.roles if shift.festival or role.priority <= 2)
        return -(-wanted // self.rosters.policy.standby_for)

    @cached_property
    def judged(self) -> tuple[int, ...]:
        """Shifts whose crew is decided here."""
        return tuple(at for at, shift in enumerate(self.rosters.shifts) if not shift.given)

    def on(self, rule: str) -> bool:
        """Whether a rule of the catalogue is in force."""
        return rule not in self.rosters.policy.off

    @cached_property
    def posts_of(self) -> tuple[range, ...]:
        """Positions of each shift's posts."""
        counts = [0] * len(self.rosters.shifts)
        for post in self.posts:
            counts[post.shift] += 1
        out, first = [], 0
        for count in counts:
            out.append(range(first, first + count))
            first += count
        return tuple(out)

    @cached_property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """Start and end of each shift in minutes of the horizon."""
        horizon = self.rosters.horizon
        starts = (horizon.number_of(one.date) * DAY + minute_of(one.start) for one in self.rosters.shifts)
        return tuple((start, start + one.minutes) for start, one in zip(starts, self.rosters.shifts, strict=True))

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """What each post takes of a volunteer's time."""
        return tuple(
            Block(*self.spans[post.shift], self.spans[post.shift][0] // DAY, at, post.shift, post.role.demanding)
            for at, post in enumerate(self.posts)
        )

    @cached_property
    def past(self) -> tuple[tuple[Block, ...], ...]:
        """What each volunteer worked in the weeks before the horizon that rules remember, in order."""
        number = self.rosters.horizon.number_of
        out = []
        for one in self.rosters.volunteers:
            recent = (past for past in one.history if number(past.date) >= -REMEMBERED)
            starts = ((number(past.date) * DAY + minute_of(past.start), past.minutes) for past in recent)
            out.append(tuple(sorted(Block(start, start + length, start // DAY) for start, length in starts)))
        return tuple(out)

    @cached_property
    def ages(self) -> tuple[int, ...]:
        """Full years of each volunteer on the first date, by which limits go."""
        return tuple(one.age_on(self.rosters.horizon.first) for one in self.rosters.volunteers)

    @cached_property
    def open(self) -> tuple[Timetable, ...]:
        """Minutes at which each volunteer is available."""
        return tuple(
            self.without(self.minutes_of(one.available), self.minutes_of(one.blackouts))
            for one in self.rosters.volunteers
        )

    @cached_property
    def liked(self) -> tuple[tuple[Timetable, Timetable], ...]:
        """Minutes that each volunteer likes, and those disliked."""
        people = self.rosters.volunteers
        return tuple((self.minutes_of(one.liked), self.minutes_of(one.disliked)) for one in people)

    @staticmethod
    def without(spans: Timetable, gone: Timetable) -> Timetable:
        """What is left of spans without others."""
        out = []
        for start, end in spans:
            for first, last in gone:
                if first < end and last > start:
                    if first > start:
                        out.append((start, first))
                    start = last
            if start < end:
                out.append((start, end))
        return tuple(out)

    @cached_property
    def vectors(self) -> Vectors:
        """Arrays over the volunteers."""
        return Vectors(self.rosters.volunteers, self.open)

    def days(self, shift: int) -> tuple[Date, Date]:
        """First and last date of a shift."""
        first = self.rosters.shifts[shift].date
        start, end = self.spans[shift]
        return first, first + timedelta(days=(end - 1) // DAY - start // DAY)

    def elder_of(self, shift: int) -> int | None:
        """Position of the elder whom a shift visits."""
        name = self.rosters.shifts[shift].elder
        return None if name is None else self.rosters.elder_index[name]

    @cached_property
    def trainings(self) -> Mapping[str, tuple[int, ...]]:
        """Shifts that give each training."""
        found: dict[str, tuple[int, ...]] = {}
        for at, shift in enumerate(self.rosters.shifts):
            if shift.gives is not None:
                found[shift.gives] = (*found.get(shift.gives, ()), at)
        return found

    def minutes_of(self, rules: tuple[WindowRule, ...]) -> Timetable:
        """Rules of the clock in minutes of the horizon; equal rules are worked out once."""
        known = self._expanded
        if rules not in known:
            known[rules] = expand_opening(rules, self.rosters.horizon) if rules else ()
        return known[rules]

    @cached_property
    def _expanded(self) -> dict[tuple[WindowRule, ...], Timetable]:
        return {}

    def metres(self, place: int, other: int) -> int:
        """Straight distance of two places."""
        a, b = self.rosters.places[place], self.rosters.places[other]
        return isqrt((a.x - b.x) ** 2 + (a.y - b.y) ** 2)

    def from_home(self, volunteer: Volunteer, shift: Shift) -> int:
        """Straight distance of a volunteer's home and a shift."""
        place = self.rosters.places[self.rosters.place_index[shift.place]]
        return isqrt((volunteer.x - place.x) ** 2 + (volunteer.y - place.y) ** 2)

    def travel_gap(self, shift: int, other: int) -> int:
        """Fewest minutes between two shifts of one volunteer (0 at the same place)."""
        index, policy = self.rosters.place_index, self.rosters.policy
        a, b = self.rosters.shifts[shift].place, self.rosters.shifts[other].place
        if a == b:
            return 0
        road = self.metres(index[a], index[b]) * policy.detour_percent
        return max(policy.least_gap, -(-road // (100 * policy.metres_a_minute)) + policy.travel_extra)

    @cached_property
    def longest_travel(self) -> int:
        """No two shifts of the problem need more minutes between them."""
        corners = [(one.x, one.y) for one in self.rosters.places]
        (left, right), (low, high) = ((min(side), max(side)) for side in zip(*corners, strict=True))
        road = (isqrt((right - left) ** 2 + (high - low) ** 2) + 1) * self.rosters.policy.detour_percent
        policy = self.rosters.policy
        return max(policy.least_gap, -(-road // (100 * policy.metres_a_minute)) + policy.travel_extra)

    def post_named(self, shift: str, role: str) -> int | None:
        """Position of a post, if there is one of that name."""
        at = self.rosters.shift_index[shift]
        return next((post for post in self.posts_of[at] if self.posts[post].name == role), None)

    @property
    def horizon(self) -> Horizon:
        """Planned dates."""
        return self.rosters.horizon
