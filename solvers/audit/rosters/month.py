"""A month of volunteering read from problem.json: posts, people and what was decided, by position."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from math import isqrt

from solvers.audit.protocol import Part
from solvers.audit.rosters.posts import Post, Stretch, post_of, seats_of
from solvers.audit.rosters.reading import read
from solvers.audit.rosters.settings import limits_of, weights_of
from solvers.audit.times import DAY, Calendar, clock

REMEMBERED = 84
"""Days of history that rules look at."""
SATURDAY = 5
EVENING = 18 * 60
URGENT = 2
"""Priorities up to this one have standby seats and are looked at for who is likely to come."""


class Month:
    """The problem; what is derived from it is worked out once."""

    def __init__(self, problem: Part) -> None:
        read(problem)
        self.policy, self.weights = limits_of(problem["policy"]), weights_of(problem["policy"])
        self.off = frozenset(self.policy["off"])
        self.calendar = Calendar(problem["horizon"])
        self.places: Mapping[str, Part] = {one["id"]: one for one in problem["places"]}
        self.people: Sequence[Part] = problem["volunteers"]
        self.shifts: Sequence[Part] = problem["shifts"]
        self.elders: Sequence[Part] = problem.get("elders", ())
        self.pairs: Sequence[Part] = problem.get("pairs", ())
        self.locks: Sequence[Part] = problem.get("locks", ())
        self.person_at = positions(one["id"] for one in self.people)
        self.shift_at = positions(one["id"] for one in self.shifts)
        self.elder_at = positions(one["id"] for one in self.elders)
        now = problem.get("now")
        self.now = 0 if now is None else self.number(now["date"]) * DAY + clock(now["clock"])
        self.frozen_before = None if now is None else self.now + self.policy["freeze_minutes"]
        self.spans = tuple(self._span(shift) for shift in self.shifts)
        self.posts, self.posts_of = self._read_posts()
        self.stretches = tuple(
            Stretch(*self.spans[post.shift], self.spans[post.shift][0] // DAY, at, post.shift, post.demanding)
            for at, post in enumerate(self.posts)
        )
        self.published = self._read_published(problem.get("published", ()))

    def on(self, rule: str) -> bool:
        """Whether a rule of the catalogue is in force."""
        return rule not in self.off

    def number(self, day: str) -> int:
        """Number of a date, 0 for the first planned one."""
        return (date.fromisoformat(day) - self.calendar.first).days

    def week(self, number: int) -> int:
        """Week of a date, from Monday; 0 for that of the first one."""
        return (number + self.calendar.first.weekday()) // 7

    def weekend(self, number: int) -> int | None:
        """The same for Saturdays and Sundays, None for other days."""
        return self.week(number) if (number + self.calendar.first.weekday()) % 7 >= SATURDAY else None

    @cached_property
    def weeks(self) -> range:
        """Weeks of the horizon."""
        return range(self.week(self.calendar.length - 1) + 1)

    def is_burden(self, block: Stretch) -> bool:
        """Whether a stretch lies on a day of rest or in the evening, or its shift is heavy."""
        if block.shift >= 0 and self.shifts[block.shift].get("heavy"):
            return True
        if block.end - block.day * DAY > EVENING:
            return True
        if block.day < 0:
            return self.weekend(block.day) is not None
        return bool(self.calendar.days[block.day + 1]["day_type"] == "rest_day")

    def _span(self, shift: Part) -> tuple[int, int]:
        start = self.number(shift["date"]) * DAY + clock(shift["start"])
        return start, start + int(shift["minutes"])

    def _read_posts(self) -> tuple[Sequence[Post], Sequence[range]]:
        posts: list[Post] = []
        ranges = []
        for at, shift in enumerate(self.shifts):
            first = len(posts)
            positions(role["id"] for role in shift["roles"])
            posts += (post_of(at, role, seats_of(role)) for role in shift["roles"])
            spare = self._spare(shift)
            if spare:
                posts.append(post_of(at, shift["roles"][0], (0, spare, spare), standby=True))
            ranges.append(range(first, len(posts)))
        return posts, ranges

    def _spare(self, shift: Part) -> int:
        """Standby seats: one for every so many of a festival, or of urgent roles."""
        roles = (one for one in shift["roles"] if shift.get("festival") or one.get("priority", 3) <= URGENT)
        wanted = 0 if shift.get("given") or not self.on("S17") else sum(one["target"] for one in roles)
        return -(-wanted // int(self.policy["standby_for"]))

    def post_named(self, shift: int, role: str) -> int | None:
        """Post of a role of a shift."""
        return next((at for at in self.posts_of[shift] if self.posts[at].name == role), None)

    def _read_published(self, duties: Sequence[Part]) -> frozenset[tuple[int, int]]:
        named = (
            (self.person_at[one["volunteer"]], self.post_named(self.shift_at[one["shift"]], one["role"]))
            for one in duties
        )
        return frozenset((person, post) for person, post in named if post is not None)

    @cached_property
    def published_on(self) -> Mapping[int, frozenset[int]]:
        """People of the roster in force at each post."""
        found = defaultdict[int, set[int]](set)
        for person, post in self.published:
            found[post].add(person)
        return {post: frozenset(people) for post, people in found.items()}

    @cached_property
    def given(self) -> Mapping[int, frozenset[int]]:
        """Posts of each person on shifts whose crews were decided elsewhere."""
        found = defaultdict[int, set[int]](set)
        for person, post in self.published:
            if self.is_given(self.posts[post].shift):
                found[person].add(post)
        return {person: frozenset(posts) for person, posts in found.items()}

    def is_given(self, shift: int) -> bool:
        """Whether the crew of a shift was decided elsewhere."""
        return bool(self.shifts[shift].get("given"))

    @cached_property
    def judged(self) -> Sequence[int]:
        """Shifts whose crews are decided here."""
        return [at for at in range(len(self.shifts)) if not self.is_given(at)]

    def soon(self, shift: int) -> bool:
        """Whether a shift begins so soon that only its published crew may serve."""
        return self.frozen_before is not None and self.spans[shift][0] < self.frozen_before

    def elder_of(self, shift: int) -> int | None:
        """Elder whom a shift visits."""
        name = self.shifts[shift].get("elder")
        return None if name is None else self.elder_at[name]

    @cached_property
    def visits(self) -> Sequence[Sequence[int]]:
        """Shifts at each elder's door."""
        found: list[list[int]] = [[] for _ in self.elders]
        for at in range(len(self.shifts)):
            elder = self.elder_of(at)
            if elder is not None:
                found[elder].append(at)
        return found

    def locked_posts(self, lock: Part) -> list[int]:
        """Posts that a lock speaks of."""
        posts = self.posts_of[self.shift_at[lock["shift"]]]
        return [post for post in posts if lock.get("role") in (None, self.posts[post].name)]

    @cached_property
    def waived(self) -> Mapping[tuple[str, int], frozenset[int]]:
        """For a rule and a person, the posts for which a coordinator overrides the rule."""
        found = defaultdict[tuple[str, int], set[int]](set)
        for lock in self.locks:
            for rule in lock.get("waives", ()):
                found[rule, self.person_at[lock["volunteer"]]].update(self.locked_posts(lock))
        return {key: frozenset(posts) for key, posts in found.items()}

    @cached_property
    def standing(self) -> Mapping[int, frozenset[int]]:
        """Posts of each person that stand: pinned, or published."""
        found = defaultdict[int, set[int]](set)
        for person, post in self.published:
            found[person].add(post)
        for lock in self.locks:
            if lock["kind"] == "pin":
                found[self.person_at[lock["volunteer"]]].update(self.locked_posts(lock))
        return {person: frozenset(posts) for person, posts in found.items()}

    @cached_property
    def past(self) -> Sequence[Sequence[Stretch]]:
        """What each person did in the remembered weeks before the horizon, in order."""
        return [sorted(self._past(one.get("history", ()))) for one in self.people]

    def _past(self, history: Sequence[Part]) -> Iterable[Stretch]:
        for one in history:
            day = self.number(one["date"])
            start = day * DAY + clock(one["start"])
            if day >= -REMEMBERED:
                yield Stretch(start, start + int(one["minutes"]), start // DAY)

    @cached_property
    def pairs_of(self) -> Mapping[int, Sequence[int]]:
        """Pairs of which each person is one."""
        found = defaultdict[int, list[int]](list)
        for at, pair in enumerate(self.pairs):
            for name in (pair["a"], pair["b"]):
                found[self.person_at[name]].append(at)
        return found

    def travel(self, shift: int, other: int) -> int:
        """Fewest minutes between two shifts (H02): roads are longer than the straight line; 0 at the same place."""
        a, b = self.shifts[shift]["place"], self.shifts[other]["place"]
        if a == b:
            return 0
        here, there, policy = self.places[a], self.places[b], self.policy
        road = isqrt((here["x"] - there["x"]) ** 2 + (here["y"] - there["y"]) ** 2) * int(policy["detour_percent"])
        minutes = -(-road // (100 * int(policy["metres_a_minute"]))) + int(policy["travel_extra"])
        return max(int(policy["least_gap"]), minutes)


def positions(names: Iterable[str]) -> Mapping[str, int]:
    """Position of each name.

    Raises
    ------
    ValueError
        If one stands twice.
    """
    found: dict[str, int] = {}
    for name in names:
        if name in found:
            raise ValueError(name)
        found[name] = len(found)
    return found
