"""The removal test of a cause of an empty seat, by the verifier of whole rosters alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations

from solvers.causes import Cause, Removal
from solvers.rosters.case import RosterCase
from solvers.rosters.check import refusals, violations
from solvers.rosters.roster import Roster, Seat


class RemovalTest:
    """The test of the causes that are told of one roster.

    `people` may name the volunteers of whom it is asked whether they could take a seat without anything going, or
    with the rivals' seats given up; all of them unless said otherwise.
    """

    def __init__(self, case: RosterCase, roster: Roster, people: Sequence[int] | None = None) -> None:
        self.case, self.seats = case, tuple(roster.seats())
        self.people = range(len(case.rosters.volunteers)) if people is None else people
        self._before = Counter(one.rule for one in violations(case, Roster(case, self.seats)))

    def passes(self, cause: Cause) -> bool:
        """Whether the removals suffice and no smaller set of them does, be it for somebody else."""
        name = next((one.requests[0] for one in cause.removals), None)
        if name is None:
            return any(self.placeable(cause, one, ()) for one in self.people)
        own = self.case.rosters.volunteer_index[name]
        if not self.placeable(cause, own, cause.removals):
            return False
        parts = [part for size in range(len(cause.removals)) for part in combinations(cause.removals, size)]
        if any(self.placeable(cause, own, part) for part in parts):
            return False
        seats = [part for part in parts if all(map(self._gone, part))]
        return not any(self.placeable(cause, one, part) for part in seats for one in self.people if one != own)

    def placeable(self, cause: Cause, volunteer: int, removals: Iterable[Removal]) -> bool:
        """Whether a volunteer could take the seat without some removals."""
        shift, role = cause.request.split("/", 1)
        post = self.case.post_named(shift, role)
        assert post is not None
        seat, gone = Seat(volunteer, post), {one for removal in removals for one in self._gone(removal)}
        waived = {removal.rule for removal in removals if not self._gone(removal)}
        if seat in self.seats or any(one.rule not in waived for one in refusals(self.case, seat)):
            return False
        after = Roster(self.case, [one for one in self.seats if one not in gone] + [seat])
        found = Counter(one.rule for one in violations(self.case, after))
        # A seat that the staff pinned is told as a lock: whether it stays is theirs to say.
        return all(count <= self._before[rule] or rule in waived or (rule == "h24_pinned" and gone)
                   for rule, count in found.items())  # fmt: skip

    def _gone(self, removal: Removal) -> tuple[Seat, ...]:
        """The seat that a removal gives up."""
        role = removal.numbers.get("role")
        if removal.rule not in ("h01_no_overlap", "h02_travel_gap"):
            return ()
        post = self.case.post_named(removal.place, str(role)) if role is not None else None
        index = self.case.rosters.volunteer_index
        found = (Seat(index[name], post) for name in removal.requests if post is not None)
        return tuple(seat for seat in found if seat in self.seats)
