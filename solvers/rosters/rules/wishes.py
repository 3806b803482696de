"""Rules that charge single seats: S06, S07, S09, S15, S18, S21 and the contacts of S08."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from solvers.rosters.rules.protocol import SeatRule, begun
from solvers.rosters.vectors import Bools, Ints
from solvers.window import DAY, Span, Timetable

if TYPE_CHECKING:
    from solvers.rosters.case import RosterCase

STEP = 30
RANKS = 3
EVENING = 18 * 60


def inside(spans: Timetable, span: Span) -> int:
    """Minutes of a span that lie in a timetable."""
    return sum(max(0, min(end, span[1]) - max(start, span[0])) for start, end in spans)


@dataclass(frozen=True)
class PreferredTime(SeatRule):
    """S06: minutes outside the liked spans of whoever has some, and minutes in disliked ones."""

    id: ClassVar[str] = "S06"
    rule: ClassVar[str] = "s06_preferred_time"

    def price(self, case: RosterCase, volunteer: int, post: int) -> int:
        liked, disliked = case.liked[volunteer]
        if not liked and not disliked and not case.rosters.volunteers[volunteer].liked:
            return 0
        span, policy = case.spans[case.posts[post].shift], case.rosters.policy
        other = span[1] - span[0] - inside(liked, span) if case.rosters.volunteers[volunteer].liked else 0
        bad = inside(disliked, span)
        return policy.weight("preferred_time") * begun(other, STEP) + policy.weight("unpreferred_time") * begun(
            bad, STEP
        )

    def row(self, case: RosterCase, post: int, people: Ints) -> Ints:
        alike = case.vectors.tastes[people]
        prices = np.zeros(len(case.rosters.volunteers), dtype=np.int64)
        for one in np.unique(alike).tolist():
            prices[one] = self.price(case, one, post)
        return prices[alike]


@dataclass(frozen=True)
class PreferredRole(SeatRule):
    """S07: how far down a volunteer's wish list the type, role or place stands; nothing for those without a list."""

    id: ClassVar[str] = "S07"
    rule: ClassVar[str] = "s07_preferred_role"

    def price(self, case: RosterCase, volunteer: int, post: int) -> int:
        wishes, found = case.rosters.volunteers[volunteer].wishes, case.posts[post]
        shift = case.rosters.shifts[found.shift]
        ranks = (at for at, wish in enumerate(wishes[:RANKS]) if wish in (shift.type, found.role.id, shift.place))
        return case.rosters.policy.weight("preferred_role") * (next(ranks, RANKS) if wishes else 0)

    def row(self, case: RosterCase, post: int, people: Ints) -> Ints:
        found = case.posts[post]
        shift = case.rosters.shifts[found.shift]
        ranks = case.vectors.ranks((shift.type, found.role.id, shift.place), RANKS)
        return np.asarray(case.rosters.policy.weight("preferred_role") * ranks[people])


@dataclass(frozen=True)
class Contact(SeatRule):
    """S08: somebody else than an elder's first contact comes; the second contact costs half."""

    id: ClassVar[str] = "S08"
    rule: ClassVar[str] = "s08_continuity"

    def price(self, case: RosterCase, volunteer: int, post: int) -> int:
        at, name = case.elder_of(case.posts[post].shift), case.rosters.volunteers[volunteer].id
        if at is None or case.rosters.elders[at].primary is None:
            return 0
        elder = case.rosters.elders[at]
        steps = 0 if name == elder.primary else 1 if name == elder.second else 2
        return case.rosters.policy.weight("contact") * steps

    def row(self, case: RosterCase, post: int, people: Ints) -> Ints:
        at, index = case.elder_of(case.posts[post].shift), case.rosters.volunteer_index
        if at is None or case.rosters.elders[at].primary is None:
            return np.zeros(len(people), dtype=np.int64)
        steps = np.full(len(case.rosters.volunteers), 2)
        for name, step in ((case.rosters.elders[at].second, 1), (case.rosters.elders[at].primary, 0)):
            if name is not None:
                steps[index[name]] = step
        return np.asarray(case.rosters.policy.weight("contact") * steps[people])


@dataclass(frozen=True)
class Travel(SeatRule):
    """S09: metres from home beyond what counts as near."""

    id: ClassVar[str] = "S09"
    rule: ClassVar[str] = "s09_travel"

    def price(self, case: RosterCase, volunteer: int, post: int) -> int:
        policy, shift = case.rosters.policy, case.rosters.shifts[case.posts[post].shift]
        metres = case.from_home(case.rosters.volunteers[volunteer], shift)
        return policy.weight("travel") * begun(metres - policy.near_metres, policy.travel_unit)

    def row(self, case: RosterCase, post: int, people: Ints) -> Ints:
        policy, shift = case.rosters.policy, case.rosters.shifts[case.posts[post].shift]
        place = case.rosters.places[case.rosters.place_index[shift.place]]
        x, y = case.vectors.homes
        metres = np.floor(np.sqrt((x[people] - place.x) ** 2 + (y[people] - place.y) ** 2)).astype(np.int64)
        steps = -(-np.maximum(0, metres - policy.near_metres) // policy.travel_unit)
        return np.asarray(policy.weight("travel") * steps)


@dataclass(frozen=True)
class NearDayOff(SeatRule):
    """S15: the evening before a requested day off, or early on the day after it."""

    id: ClassVar[str] = "S15"
    rule: ClassVar[str] = "s15_near_day_off"

    def price(self, case: RosterCase, volunteer: int, post: int) -> int:
        off = {case.horizon.number_of(day) for day in case.rosters.volunteers[volunteer].days_off}
        start, end = case.spans[case.posts[post].shift]
        day = start // DAY
        evening = day + 1 in off and end - day * DAY > EVENING
        early = day - 1 in off and start - day * DAY < case.rosters.policy.early_until
        return case.rosters.policy.weight("near_day_off") * (evening + early)

    def concerned(self, case: RosterCase, post: int) -> Bools:
        return case.vectors.resting


@dataclass(frozen=True)
class ScarceSkill(SeatRule):
    """S18: the holder of a skill that few hold serves where it is not needed."""

    id: ClassVar[str] = "S18"
    rule: ClassVar[str] = "s18_scarce_skill"

    def price(self, case: RosterCase, volunteer: int, post: int) -> int:
        rare = case.scarce_skills & {held.skill for held in case.rosters.volunteers[volunteer].skills}
        needed = {need.skill for needs in case.posts[post].role.skills for need in needs}
        return case.rosters.policy.weight("scarce_skill") * bool(rare - needed)

    def concerned(self, case: RosterCase, post: int) -> Bools:
        return case.rare


@dataclass(frozen=True)
class NeighbourLoan(SeatRule):
    """S21: somebody of another community takes the seat."""

    id: ClassVar[str] = "S21"
    rule: ClassVar[str] = "s21_neighbour_loan"

    def price(self, case: RosterCase, volunteer: int, post: int) -> int:
        return case.rosters.policy.weight("neighbour_loan") * case.rosters.volunteers[volunteer].neighbour

    def concerned(self, case: RosterCase, post: int) -> Bools:
        return case.vectors.lent
