"""The bound that prices prove (Lagrange): no roster that keeps the rules costs less, whatever the prices are.

Prices join what is decided apart: a price for each post joins what a shift pays for its seats with what people pay for
theirs; prices of a person's minutes, burdensome shifts and weekends join the days with what is paid by their sums;
prices of visits join them with the faces at the door. Each shift, each day of a person, each sum and each door then
takes the least it can have for itself. In a roster every price is paid once and earned once, so their sum is no more
than its cost. Whole numbers throughout: a unit of cost is `denominator` parts.

What is not looked at (pairs, rest, weeks, rows of days, novices, changes, the largest share) never lowers a cost.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from solvers.audit.protocol import Part
from solvers.audit.rosters.month import Month
from solvers.audit.rosters.multipliers import Multipliers
from solvers.audit.rosters.posts import Stretch
from solvers.audit.rosters.roster import Rules
from solvers.audit.rosters.tariffs import Tariffs

TWO = 2


def checked_bound(problem: Part, bound: Part) -> int:
    """Least cost that any roster can have, as the prices prove it."""
    month, prices = Month(problem), Multipliers(bound)
    return max(0, -(-_Bound(Rules(month), prices).total() // prices.denominator))


class Choice(NamedTuple):
    """A seat that somebody may take, at its price; `value` is what it costs beyond."""

    value: int
    block: Stretch


class _Bound:
    def __init__(self, rules: Rules, prices: Multipliers) -> None:
        self.rules, self.month, self.prices, self.scale = rules, rules.month, prices, prices.denominator
        policy, on = self.month.policy, self.month.on
        self.pairs = policy["shifts_a_day"] == TWO
        limited = on("H01") and on("H15") and policy["shifts_a_day"] <= TWO
        overridden = {person for _, person in self.month.waived} | self.month.given.keys()
        self.free = [not limited or person in overridden for person in range(len(self.month.people))]
        self.tariffs = Tariffs(rules, self.free)
        self.post_price = [prices.post(self.month, post) for post in range(len(self.month.posts))]
        self.burden = [self.month.is_burden(block) for block in self.month.stretches]
        self.doors: Mapping[int, dict[int, int]] = defaultdict(dict)

    def total(self) -> int:
        """Sum of the separate least costs."""
        found = sum(self._shift(shift) for shift in range(len(self.month.shifts)))
        found += sum(self._person(person) for person in range(len(self.month.people)))
        return found + sum(self._door(faces) for faces in self.doors.values())

    def _shift(self, shift: int) -> int:
        """Least of what the seats of a shift cost by their number, with their prices; or that it does not run."""
        posts = self.month.posts_of[shift]
        crew = {one for at in posts if not self.month.posts[at].standby for one in self.rules.filters.allowed[at]}
        largest = self.rules.crews.largest(sorted(crew), shift)
        tables = [self._table(post, largest) for post in posts]
        judged = self.month.on("H16") and not self.month.is_given(shift)
        needed = self.rules.crews.safety_posts(shift) if judged else []
        least = [self.month.posts[at].least if at in needed else 0 for at in posts]
        # Where fewer can come than the least number, the shift cannot run at all.
        running = [table[seats:] for table, seats in zip(tables, least, strict=True)]
        found = [sum(map(min, running))] if all(running) else []
        if needed:
            standstill = self.scale * self.rules.costs.coverage.standstill(shift)
            found.append(standstill + sum(table[0] for table in tables))
        return min(found)

    def _table(self, post: int, largest: int) -> list[int]:
        """Costs of a post with 0, 1, 2 … seats, taken by those who are most likely to come."""
        coverage, found = self.rules.costs.coverage, self.month.posts[post]
        people = self.rules.filters.allowed[post]
        price, given = self.post_price[post], self.month.is_given(found.shift)
        rates = sorted((coverage.rates[one] for one in people), reverse=True)
        most = len(people) if given or not self.month.on("H17") else min(found.most, len(people))
        most = most if found.standby else min(most, largest)
        costs = (
            0 if given else sum(coverage.parts(post, seats, sum(rates[:seats])).values()) for seats in range(most + 1)
        )
        return [self.scale * cost + price * seats for seats, cost in enumerate(costs)]

    def _person(self, person: int) -> int:
        """Least of a person's days, weekends joined, and of what is paid by their sums."""
        minute, burden, weekend = (
            self.prices.person(self.month, name, person) for name in ("minutes", "burdens", "weekends")
        )
        tariffs = self.tariffs
        found = tariffs.minutes(person, self.scale, minute)
        found += tariffs.burdens(person, self.scale, burden)
        found += tariffs.weekends(person, self.scale, weekend)
        bundles = defaultdict[int, int](int)
        for day, choices in self._days(person, minute, burden).items():
            best = self._day(person, choices)
            week = self.month.weekend(day)
            if week is None:
                found += best
            else:
                bundles[week] += best
        return found + sum(min(0, best + weekend) for best in bundles.values())

    def _days(self, person: int, minute: int, burden: int) -> Mapping[int, list[Choice]]:
        """What a person may take on each day, at its price."""
        days = defaultdict[int, list[Choice]](list)
        for post in self.rules.filters.posts_of[person]:
            block = self.month.stretches[post]
            value = self.scale * self.rules.costs.prices.of(person, post) - self.post_price[post]
            value += minute * block.minutes + burden * self.burden[post] + self._visit(person, post)
            days[block.day].append(Choice(value, block))
        return days

    def _visit(self, person: int, post: int) -> int:
        """Price of a visit, which the face at the door earns."""
        elder = self.month.elder_of(self.month.posts[post].shift)
        if elder is None or self.month.posts[post].standby or not self.month.on("S08"):
            return 0
        price = self.prices.door(self.month, post, person)
        if price:
            faces = self.doors[elder]
            faces[person] = faces.get(person, 0) + price
        return price

    def _day(self, person: int, choices: Sequence[Choice]) -> int:
        """Least of a day: nothing, a seat or two that fit; every seat by itself where limits are overridden."""
        cheap = [choice for choice in choices if choice.value < 0]
        if self.free[person]:
            return sum(choice.value for choice in cheap)
        best = min((choice.value for choice in cheap if self._fits(person, [choice.block])), default=0)
        if self.pairs and len(cheap) > 1:
            cheap.sort()
            for a, b in _cheaper_pairs(cheap, best):
                if self._fits(person, sorted((a.block, b.block))):
                    best = min(best, a.value + b.value + self._idle(*sorted((a.block, b.block))))
        return best

    def _idle(self, first: Stretch, second: Stretch) -> int:
        return self.scale * self.rules.costs.habits.gap_cost(first, second) if self.month.on("S14") else 0

    def _fits(self, person: int, blocks: Sequence[Stretch]) -> bool:
        """Whether a person may serve these on one day, as far as the day alone tells."""
        limits, on = self.rules.limits, self.month.on
        if on("H09") and sum(block.minutes for block in blocks) > limits.by_age("day_minutes", person):
            return False
        if len(blocks) < TWO:
            return True
        gap = blocks[1].start - blocks[0].end
        return gap >= 0 and not (on("H02") and gap < self.month.travel(blocks[0].shift, blocks[1].shift))

    def _door(self, faces: Mapping[int, int]) -> int:
        """Least of the faces at a door: the few that are good cost nothing, each further one does."""
        few, weight = int(self.month.policy["faces"]), self.scale * self.month.weights["continuity"]
        worth = sorted(faces.values(), reverse=True)
        return -sum(max(0, price - (weight if rank >= few else 0)) for rank, price in enumerate(worth))


def _cheaper_pairs(choices: Sequence[Choice], best: int) -> Iterator[tuple[Choice, Choice]]:
    """Pairs, of choices in order of their value, that together are below `best`."""
    for at, first in enumerate(choices):
        for second in choices[at + 1 :]:
            if first.value + second.value >= best:
                break
            yield first, second
