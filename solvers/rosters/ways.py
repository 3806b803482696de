"""Ways forward where a seat is empty, or where somebody has no seat or fewer than they wish; each breaks no rule.

Each kind is searched in full; none of a kind means that nothing of it breaks no rule.

roster_standby      somebody on standby for the shift takes the seat
roster_other_role   somebody of another role of the shift, which has more people than its target, takes the seat
roster_ask          people who may serve and only have not said that they are free then: they can be asked
roster_other        for a volunteer: another shift with a seat that may still be taken, the best first
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from solvers.explain import Alternative
from solvers.rosters.case import RosterCase
from solvers.rosters.check import faults, in_force, may, refusals
from solvers.rosters.roster import Roster, Seat
from solvers.rosters.rules import FILTERS

MOST_OTHERS = 3
FREE = "h03_availability"


class SeatWays:
    """The search beside one roster; it changes the roster and puts it back."""

    def __init__(self, case: RosterCase, roster: Roster) -> None:
        self.case, self.roster = case, roster
        self._rules = [rule for rule in in_force(case) if rule.limits]

    def of_post(self, post: int) -> Iterator[Alternative]:
        """Ways to fill a seat of a post."""
        for kind, people in (("roster_standby", self._standby(post)), ("roster_other_role", self._over(post))):
            if people:
                yield self._told(kind, post, people=len(people))
        asked = self.to_ask(post)
        if asked:
            yield self._told("roster_ask", post, people=len(asked))

    def _standby(self, post: int) -> list[int]:
        """Who stands by for the shift and could take the seat instead."""
        spare = [at for at in self.case.posts_of[self.case.posts[post].shift] if self.case.posts[at].standby]
        return [one for at in spare for one in self.roster.on(at) if self._moves(one, at, post)]

    def _over(self, post: int) -> list[int]:
        """Who is in another role of the shift that has somebody to spare, and could take the seat instead."""
        others = [at for at in self.case.posts_of[self.case.posts[post].shift] if at != post]
        spare = [at for at in others if len(self.roster.on(at)) > self.case.posts[at].target]
        return [one for at in spare if not self.case.posts[at].standby
                for one in self.roster.on(at) if self._moves(one, at, post)]  # fmt: skip

    def _moves(self, volunteer: int, old: int, new: int) -> bool:
        gone, seat = Seat(volunteer, old), Seat(volunteer, new)
        if old in self.case.kept_seats.get(volunteer, ()) or next(iter(refusals(self.case, seat)), None):
            return False
        return not faults(self.case, self.roster, (gone,), (seat,), self._rules)

    def to_ask(self, post: int) -> list[int]:
        """Who could serve if they were free: every other filter lets them in, and no limit keeps them away."""
        mask = np.ones(len(self.case.rosters.volunteers), dtype=bool)
        for rule in FILTERS:
            if self.case.on(rule.id):
                mask &= ~rule.mask(self.case, post) if rule.rule == FREE else rule.mask(self.case, post)
        seats = (Seat(one, post) for one in np.flatnonzero(mask).tolist())
        return [seat.volunteer for seat in seats if not faults(self.case, self.roster, (), (seat,), self._rules)]

    def of_volunteer(self, volunteer: int) -> tuple[Alternative, ...]:
        """The best seats that a volunteer could take beside those they have."""
        options = sorted(self.case.options_of[volunteer], key=self.case.price)
        free = (seat for seat in map(self.case.seats.__getitem__, options) if self._may_take(seat))
        return tuple(self._told("roster_other", seat.post) for seat, _ in zip(free, range(MOST_OTHERS), strict=False))

    def _may_take(self, seat: Seat) -> bool:
        room = len(self.roster.on(seat.post)) < self.case.posts[seat.post].most
        return room and not self.roster.holds(seat) and not may(self.case, self.roster, seat)

    def _told(self, kind: str, post: int, **counts: int) -> Alternative:
        found = self.case.posts[post]
        numbers: dict[str, int | str] = {"role": found.name, "minute": self.case.blocks[post].start, **counts}
        return Alternative(kind, self.case.rosters.shifts[found.shift].id, (), 0, (), numbers)
