"""What a seat costs by itself, whoever else serves: S06, S07, the contacts of S08, S09, S15, S18 and S21."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import cached_property
from math import isqrt

from solvers.audit.protocol import Part
from solvers.audit.rosters.month import EVENING, Month
from solvers.audit.times import DAY, minutes_of

STEP = 30
RANKS = 3


def begun(amount: int, unit: int) -> int:
    """Units that an amount has begun; 0 for what is not above zero."""
    return -(-max(0, amount) // unit)


class Prices:
    """Prices of single seats; what many of them share is worked out once."""

    def __init__(self, month: Month) -> None:
        self.month = month
        rules: Sequence[tuple[str, str, Callable[[int, int], int]]] = (
            ("S06", "s06_preferred_time", self._time),
            ("S07", "s07_preferred_role", self._wish),
            ("S08", "s08_continuity", self._contact),
            ("S09", "s09_travel", self._way),
            ("S15", "s15_near_day_off", self._day_off),
            ("S18", "s18_scarce_skill", self._scarce),
            ("S21", "s21_neighbour_loan", self._loan),
        )
        self.rules = [(code, price) for rule, code, price in rules if month.on(rule)]
        self._known: dict[object, int] = {}

    def of(self, person: int, post: int) -> int:
        """What a person costs at a post."""
        return sum(price(person, post) for _, price in self.rules)

    def _shift(self, post: int) -> Part:
        return self.month.shifts[self.month.posts[post].shift]

    def _time(self, person: int, post: int) -> int:
        """S06: minutes outside what is liked, by those who like something, and inside what is disliked."""
        taste = self._tastes[person]
        if taste is None:
            return 0
        span = self.month.spans[self.month.posts[post].shift]
        key = (taste, span)
        if key not in self._known:
            one, weight, opening = self.month.people[person], self.month.weights, self.month.calendar.opening
            likes, dislikes, shift = one.get("liked", ()), one.get("disliked", ()), minutes_of([span])
            other = (shift & ~opening(likes)).bit_count() if likes else 0
            bad = (shift & opening(dislikes)).bit_count()
            self._known[key] = weight["preferred_time"] * begun(other, STEP)
            self._known[key] += weight["unpreferred_time"] * begun(bad, STEP)
        return self._known[key]

    @cached_property
    def _tastes(self) -> Sequence[str | None]:
        """What each person likes and dislikes, as text; None for those who said neither."""
        both = ((one.get("liked", ()), one.get("disliked", ())) for one in self.month.people)
        return [repr((likes, dislikes)) if likes or dislikes else None for likes, dislikes in both]

    def _wish(self, person: int, post: int) -> int:
        """S07: how far down the first three wishes the type, the role or the place stands."""
        wishes = self.month.people[person].get("wishes", ())
        if not wishes:
            return 0
        shift = self._shift(post)
        names = (shift["type"], self.month.posts[post].role, shift["place"])
        ranks = (at for at, wish in enumerate(wishes[:RANKS]) if wish in names)
        return self.month.weights["preferred_role"] * next(ranks, RANKS)

    def _contact(self, person: int, post: int) -> int:
        """S08: nothing for an elder's first contact, a step for the second, two for anybody else."""
        elder = self.month.elder_of(self.month.posts[post].shift)
        if elder is None or self.month.elders[elder].get("primary") is None:
            return 0
        name, known = self.month.people[person]["id"], self.month.elders[elder]
        steps = 0 if name == known["primary"] else 1 if name == known.get("second") else 2
        return self.month.weights["contact"] * steps

    def _way(self, person: int, post: int) -> int:
        """S09: metres from home beyond what is near."""
        name = self._shift(post)["place"]
        key = ("S09", person, name)
        if key not in self._known:
            home, place, policy = self.month.people[person], self.month.places[name], self.month.policy
            metres = isqrt((home["x"] - place["x"]) ** 2 + (home["y"] - place["y"]) ** 2)
            steps = begun(metres - int(policy["near_metres"]), int(policy["travel_unit"]))
            self._known[key] = self.month.weights["travel"] * steps
        return self._known[key]

    def _day_off(self, person: int, post: int) -> int:
        """S15: in the evening before a day off, or early on the day after it."""
        days_off = self.month.people[person].get("days_off", ())
        if not days_off:
            return 0
        off, block = {self.month.number(day) for day in days_off}, self.month.stretches[post]
        evening = block.day + 1 in off and block.end - block.day * DAY > EVENING
        early = block.day - 1 in off and block.start - block.day * DAY < self.month.policy["early_until"]
        return self.month.weights["near_day_off"] * (evening + early)

    def _scarce(self, person: int, post: int) -> int:
        """S18: a skill that few hold is not needed where its holder serves."""
        needed = {skill for needs in self.month.posts[post].skills for skill, _ in needs}
        return self.month.weights["scarce_skill"] * bool(self._rare[person] - needed)

    @cached_property
    def _rare(self) -> Sequence[frozenset[str]]:
        """Scarce skills of each person."""
        skills = [frozenset(held["skill"] for held in one.get("skills", ())) for one in self.month.people]
        active = (mine for mine, one in zip(skills, self.month.people, strict=True) if one.get("active", True))
        counts = Counter(skill for mine in active for skill in mine)
        few = {skill for skill, count in counts.items() if count < self.month.policy["scarce_below"]}
        return [mine & few for mine in skills]

    def _loan(self, person: int, post: int) -> int:
        return self.month.weights["neighbour_loan"] * bool(self.month.people[person].get("neighbour"))
