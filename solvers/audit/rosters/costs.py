"""The cost of a roster, every rule counted again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from solvers.audit.rosters.coverage import BY_POST, Coverage
from solvers.audit.rosters.crews import Crews
from solvers.audit.rosters.filters import Filters
from solvers.audit.rosters.habits import Habits
from solvers.audit.rosters.month import Month
from solvers.audit.rosters.prices import Prices
from solvers.audit.rosters.seats import Seats
from solvers.audit.rosters.shares import Share, burden_share, hours_cost, time_share
from solvers.audit.times import DAY

SOON, NEAR = 3 * DAY, 7 * DAY
CODES: Sequence[str] = (
    "m1_shift_cannot_run",
    *(code for _, code in BY_POST),
    "s02_fair_time",
    "s03_fair_burden",
    "s04_include_idle",
    "s05_desired_hours",
    "s06_preferred_time",
    "s07_preferred_role",
    "s08_continuity",
    "s09_travel",
    "s10_disruption",
    "s11_wished_pair",
    "s12_weekends",
    "s13_consecutive_days_soft",
    "s14_gaps",
    "s15_near_day_off",
    "s18_scarce_skill",
    "s19_variety",
    "s20_mentoring_chance",
    "s21_neighbour_loan",
    "s22_late_to_early",
)
"""Every part of the cost."""


class Costs:
    """Costs of rosters of a month."""

    def __init__(self, month: Month, filters: Filters, crews: Crews) -> None:
        self.month, self.filters, self.crews = month, filters, crews
        self.coverage, self.prices = Coverage(month), Prices(month)
        self.habits = Habits(month, lambda person: bool(filters.posts_of[person]))
        self.shares: Sequence[Share] = (time_share(month), burden_share(month))

    def parts(self, seats: Seats) -> Mapping[str, int]:
        """Each part of the cost by its rule's code."""
        found = Counter(dict.fromkeys(CODES, 0))
        for part in (self._shifts, self._people, self._doors, self._pairs, self._peaks, self._changes):
            for code, cost in part(seats):
                found[code] += cost
        return found

    def _shifts(self, seats: Seats) -> Iterator[tuple[str, int]]:
        for shift in self.month.judged:
            if not seats.crew(shift):
                yield "m1_shift_cannot_run", self.coverage.standstill(shift)
            for post in self.month.posts_of[shift]:
                people = seats.at(post)
                expected = sum(self.coverage.rates[one] for one in people)
                yield from self.coverage.parts(post, len(people), expected).items()
            if self.month.on("S20"):
                yield "s20_mentoring_chance", self._unled(seats, shift)

    def _unled(self, seats: Seats, shift: int) -> int:
        """S20: novices who wish for a mentor and have none."""
        crew = seats.crew(shift, standby=False)
        if any(self.crews.is_mentor(one, shift) for one in crew):
            return 0
        people = self.month.people
        wishing = (one for one in crew if people[one].get("wants_mentor") and self.crews.is_novice(one, shift))
        return self.month.weights["mentoring_chance"] * sum(1 for _ in wishing)

    def _people(self, seats: Seats) -> Iterator[tuple[str, int]]:
        for person in range(len(self.month.people)):
            blocks = seats.blocks(person)
            yield from self.habits.parts(person, blocks)
            yield "s05_desired_hours", hours_cost(self.month, person, sum(block.minutes for block in blocks))
            for share in self.shares:
                load = share.past[person] + sum(map(share.load, blocks))
                yield share.code, share.steps(person, load)
            for code, price in self.prices.rules:
                yield code, sum(price(person, block.post) for block in blocks)

    def _doors(self, seats: Seats) -> Iterator[tuple[str, int]]:
        """S08: different faces at one door above the few that are good."""
        few = int(self.month.policy["faces"])
        for visits in self.month.visits if self.month.on("S08") else ():
            faces = {one for shift in visits for one in seats.crew(shift, standby=False)}
            yield "s08_continuity", self.month.weights["continuity"] * max(0, len(faces) - few)

    def _pairs(self, seats: Seats) -> Iterator[tuple[str, int]]:
        """S11: together against their wish, or one without the other where both could serve."""
        for pair in self.month.pairs if self.month.on("S11") else ():
            a, b = (self.month.person_at[pair[side]] for side in ("a", "b"))
            mine, theirs = seats.shifts_of(a), seats.shifts_of(b)
            if pair["kind"] == "unpreferred":
                yield "s11_wished_pair", self.month.weights["unpreferred_pair"] * len(mine & theirs)
            if pair["kind"] == "preferred":
                both = self._could(a) & self._could(b)
                yield "s11_wished_pair", self.month.weights["preferred_pair"] * len((mine ^ theirs) & both)

    def _could(self, person: int) -> set[int]:
        return {self.month.posts[post].shift for post in self.filters.posts_of[person]}

    def _peaks(self, seats: Seats) -> Iterator[tuple[str, int]]:
        """S02, S03: the largest excess over a fair share, of those who serve."""
        for share in self.shares:
            if self.month.on(share.rule):
                excess = [
                    share.excess(person, share.past[person] + sum(map(share.load, blocks)), 0)
                    for person, part in enumerate(share.shares)
                    if part and (blocks := seats.blocks(person))
                ]
                yield share.code, self.month.weights[share.name] * max(excess, default=0)

    def _changes(self, seats: Seats) -> Iterator[tuple[str, int]]:
        """S10: seats lost cost 2, or 1 where another of that day is given, and 2 more for each left empty."""
        for post, people in self.month.published_on.items() if self.month.on("S10") else ():
            away = self.month.stretches[post].start - self.month.now
            halves = 6 if away < SOON else 3 if away < NEAR else 2
            price = -(-self.month.weights["disruption"] * halves // 2)
            for person in people:
                if (person, post) not in seats:
                    yield "s10_disruption", price * (1 if self._moved(seats, person, post) else 2)
            yield "s10_disruption", 2 * price * max(0, len(people) - len(seats.at(post)))

    def _moved(self, seats: Seats, person: int, post: int) -> bool:
        """Whether somebody is given a seat of the same day that they did not have."""
        others = (block for block in seats.blocks(person) if block.day == self.month.stretches[post].day)
        return any(person not in self.month.published_on.get(block.post, ()) for block in others)
