"""Tiny months for the checker of rosters: problems, every roster of them, and prices by chance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import Any

from scheduler.files import plain_value
from solvers.audit.rosters.month import Month
from solvers.audit.rosters.roster import Rules
from solvers.audit.rosters.seats import Seats
from solvers.rosters.case import RosterCase
from solvers.rosters.plan import duties_of
from solvers.rosters.problem import RosterProblem
from solvers.rosters.roster import Roster, Seat

DENOMINATOR = 1_000


class Both:
    """A problem as the solvers see it and as the checker reads it."""

    def __init__(self, problem: RosterProblem) -> None:
        self.case, self.problem = RosterCase(problem), plain_value(problem)
        self.month = Month(self.problem)
        self.rules = Rules(self.month)

    def rosters(self) -> Iterator[list[Seat]]:
        """Each set of options."""
        options = list(self.case.seats)
        for chosen in range(1 << len(options)):
            yield [seat for at, seat in enumerate(options) if chosen >> at & 1]

    def seats(self, taken: Sequence[Seat]) -> Seats:
        """A roster as the checker holds it."""
        return Seats(self.month, ((seat.volunteer, seat.post) for seat in taken))

    def plan(self, taken: Sequence[Seat]) -> dict[str, Any]:
        """The same as a plan file has it, as far as rules look at it."""
        people, shifts = self.case.rosters.volunteers, self.case.rosters.shifts
        unheld = (
            {"volunteer": people[one.volunteer].id, "shift": shifts[one.shift].id, "rule": one.rule}
            for one in self.case.held_pins.unheld
        )
        duties = [plain_value(duty) for duty in duties_of(self.case, taken)]
        return {"assignments": duties, "tiers": [], "unheld": list(unheld)}

    def roster(self, taken: Sequence[Seat]) -> Roster:
        """A roster as the solvers hold it."""
        return Roster(self.case, taken)

    def any_seats(self, rng: Random) -> list[Seat]:
        """Some people at some posts, whether they may or not."""
        everything = [
            Seat(person, post) for person in range(len(self.month.people)) for post in range(len(self.month.posts))
        ]
        return rng.sample(everything, min(len(everything), rng.choice((1, 2, 4, 6))))

    def prices(self, rng: Random) -> Mapping[str, Any]:
        """Any prices at all, small or huge, of either sign."""
        size = rng.choice((0, 1, 50, 500, 20_000)) * DENOMINATOR
        names = [one["id"] for one in self.month.people]

        def some(parts: int = 1) -> int:
            return rng.randint(-size // parts, size // parts) if rng.random() < 0.7 else 0

        roles = {
            shift["id"]: [self.month.posts[post].name for post in posts]
            for shift, posts in zip(self.month.shifts, self.month.posts_of, strict=True)
        }
        rows = {
            "posts": {shift: {role: some() for role in found} for shift, found in roles.items()},
            "minutes": {name: some(60) for name in names},
            "burdens": {name: some() for name in names},
            "weekends": {name: some() for name in names},
            "doors": {
                shift: {role: {name: some() for name in names} for role in found} for shift, found in roles.items()
            },
        }
        return {"denominator": DENOMINATOR, "rows": rows}
