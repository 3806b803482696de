"""What was decided before planning: bans, pins with what they override, refusals, and the roster in force."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from solvers.rosters.grounds import Grounds
from solvers.rosters.problem import RosterLock
from solvers.rosters.roster import Seat
from solvers.window import DAY, minute_of


@dataclass
class Decisions(Grounds):
    """Grounds with what people have decided; positions throughout."""

    @cached_property
    def bans(self) -> frozenset[tuple[int, int, str | None]]:
        """Volunteer, shift and role (None for any) that the staff excluded."""
        return self._locked("ban")

    @cached_property
    def pins(self) -> frozenset[tuple[int, int, str | None]]:
        """Volunteer, shift and role (None for any) that the staff, or a confirmation, keep."""
        return self._locked("pin")

    @cached_property
    def waived(self) -> Mapping[tuple[str, int], frozenset[int]]:
        """For a rule and a volunteer, the posts at which the staff override the rule."""
        found: dict[tuple[str, int], frozenset[int]] = {}
        for lock in self.rosters.locks:
            one = self.rosters.volunteer_index[lock.volunteer]
            for rule in lock.waives:
                found[rule, one] = found.get((rule, one), frozenset()) | {*self._locked_posts(lock)}
        return found

    @cached_property
    def overridden(self) -> frozenset[int]:
        """Volunteers whose limits may not hold: overridden for a seat, or their seats decided elsewhere."""
        return frozenset(one for _, one in self.waived).union(self.given)

    @cached_property
    def standing(self) -> Mapping[int, frozenset[int]]:
        """Posts of each volunteer that stand: pinned, or of the roster in force."""
        found: dict[int, set[int]] = {one: set() for one in range(len(self.rosters.volunteers))}
        for seat in self.published:
            found[seat.volunteer].add(seat.post)
        for lock in self.rosters.locks:
            if lock.kind == "pin":
                found[self.rosters.volunteer_index[lock.volunteer]].update(self._locked_posts(lock))
        return {one: frozenset(posts) for one, posts in found.items()}

    def _locked_posts(self, lock: RosterLock) -> list[int]:
        posts = self.posts_of[self.rosters.shift_index[lock.shift]]
        return [post for post in posts if lock.role in (None, self.posts[post].name)]

    def _locked(self, kind: str) -> frozenset[tuple[int, int, str | None]]:
        people, shifts = self.rosters.volunteer_index, self.rosters.shift_index
        locks = (lock for lock in self.rosters.locks if lock.kind == kind)
        return frozenset((people[lock.volunteer], shifts[lock.shift], lock.role) for lock in locks)

    @cached_property
    def decliners(self) -> Mapping[int, frozenset[int]]:
        """For each shift that was declined, and has not changed since, by whom."""
        found: dict[int, set[int]] = {}
        for at, one in enumerate(self.rosters.volunteers):
            for name in one.declined:
                shift = self.rosters.shift_index.get(name)
                if shift is not None and not self.rosters.shifts[shift].changed:
                    found.setdefault(shift, set()).add(at)
        return {shift: frozenset(people) for shift, people in found.items()}

    @cached_property
    def unwanted(self) -> Mapping[int, frozenset[int]]:
        """For each elder who wants somebody not to come, whom."""
        index = self.rosters.volunteer_index
        lists = enumerate(self.rosters.elders)
        return {at: frozenset(index[name] for name in one.vetoes if name in index) for at, one in lists if one.vetoes}

    @cached_property
    def frozen_before(self) -> int | None:
        """Minute before which published seats stand and nothing else may begin; None without a moment of planning."""
        now = self.rosters.now
        return None if now is None else self.minute_of_now + self.rosters.policy.freeze_minutes

    def stands(self, shift: int) -> bool:
        """Whether the published crew of a shift stands: it begins soon, or was decided elsewhere."""
        until = self.frozen_before
        return self.rosters.shifts[shift].given or (until is not None and self.spans[shift][0] < until)

    @property
    def minute_of_now(self) -> int:
        """Moment of planning in minutes of the horizon (its first minute where none is stated)."""
        now = self.rosters.now
        return 0 if now is None else self.rosters.horizon.number_of(now.date) * DAY + minute_of(now.clock, "clock")

    @cached_property
    def in_force(self) -> frozenset[Seat]:
        """Seats from which a re-plan departs and by which changes are counted: its base, else what is published."""
        return self.published if self.base is None else self.base

    @cached_property
    def published(self) -> frozenset[Seat]:
        """Seats that people know of: those alone are frozen, or stand on shifts that were decided elsewhere."""
        found = (self.post_named(one.shift, one.role) for one in self.rosters.published)
        index = self.rosters.volunteer_index
        seats = zip(self.rosters.published, found, strict=True)
        return frozenset(Seat(index[one.volunteer], post) for one, post in seats if post is not None)

    @cached_property
    def in_force_on(self) -> Mapping[int, frozenset[int]]:
        """Volunteers of the roster from which a re-plan departs, at each post."""
        return _by_post(self.in_force)

    @cached_property
    def published_on(self) -> Mapping[int, frozenset[int]]:
        """Volunteers of the published roster at each post."""
        return _by_post(self.published)

    @cached_property
    def given(self) -> Mapping[int, frozenset[int]]:
        """Posts of each volunteer on shifts that were decided elsewhere: facts, which no limit undoes."""
        found: dict[int, set[int]] = {}
        for seat in self.published:
            if self.rosters.shifts[self.posts[seat.post].shift].given:
                found.setdefault(seat.volunteer, set()).add(seat.post)
        return {one: frozenset(posts) for one, posts in found.items()}


def _by_post(seats: Iterable[Seat]) -> Mapping[int, frozenset[int]]:
    found: dict[int, set[int]] = {}
    for seat in seats:
        found.setdefault(seat.post, set()).add(seat.volunteer)
    return {post: frozenset(people) for post, people in found.items()}
