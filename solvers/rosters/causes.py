"""What stands between an empty seat and the volunteer who is nearest to it: a minimal set of rules and other seats.

A volunteer can take a seat where the verifier finds no fault that the roster does not have already. A rival is another
seat of the same volunteer that lies at the same time, or too near to get from one to the other; every other rule is a
filter or a limit, of that volunteer or of the shift. The nearest is whom the fewest filters keep away, and of those the
one with the fewest removals. A seat's points are what the plan would cost less with it, a rival's what it would cost
more without.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from solvers.causes import Cause, Removal, RemovalKind
from solvers.plan import Violation
from solvers.rosters.case import RosterCase
from solvers.rosters.check import change, cost_at, faults, in_force, refusals, touched_keys
from solvers.rosters.roster import Roster, Seat
from solvers.rosters.rules import FILTERS
from solvers.rosters.rules.protocol import Rule

NEARNESS = ("h01_no_overlap", "h02_travel_gap")
"""Rules that no office can waive: nobody is at two places at once."""
LOCKS = frozenset({"h24_banned", "h24_pinned"})
MOST_LOOKED_AT = 400
"""Of how many volunteers it is worked out what they would need for one seat, as received; whom more filters keep away
than others is not among them. Whether somebody needs nothing is asked of all."""
NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Need:
    """What would have to go for a volunteer to take a seat: codes of rules, and other seats, each with its fault."""

    seat: Seat
    rules: Mapping[str, Violation]
    rivals: Mapping[Seat, str]

    @property
    def size(self) -> int:
        """How many removals."""
        return len(self.rules) + len(self.rivals)


class SeatCauses:
    """The search for the causes of empty seats of one roster; it changes the roster and puts it back."""

    def __init__(self, case: RosterCase, roster: Roster) -> None:
        self.case, self.roster = case, roster
        self.rules: Sequence[Rule] = [rule for rule in in_force(case) if rule.limits and rule.rule != "h24_pinned"]

    def cause(self, post: int) -> Cause | None:
        """The cause of an empty seat at a post; None where there is nobody at all."""
        nearest = [Seat(one, post) for one in self._nearest(post)]
        free = [Need(seat, {}, {}) for seat in nearest if self.suffices(seat, (), ())]
        needs = (free or [self._smallest(self.need(seat)) for seat in nearest[:MOST_LOOKED_AT]])[:MOST_LOOKED_AT]
        if not needs:
            return None
        fewest = min(need.size for need in needs)
        best = min((need for need in needs if need.size == fewest), key=self._order)
        return self._told(best)

    def _nearest(self, post: int) -> list[int]:
        """Volunteers, not on the post, whom the fewest filters keep away."""
        kept = np.zeros(len(self.case.rosters.volunteers), dtype=np.int64)
        for rule in FILTERS:
            if self.case.on(rule.id):
                kept += ~rule.mask(self.case, post)
        kept[self.roster.on(post)] = len(FILTERS) + 1
        fewest = int(kept.min()) if len(kept) else 0
        return np.flatnonzero((kept == fewest) & (kept <= len(FILTERS))).tolist()

    def need(self, seat: Seat) -> Need:
        """What keeps a volunteer from a seat as the roster stands."""
        found = {one.rule: one for one in refusals(self.case, seat)}
        more = {one.rule: one for one in faults(self.case, self.roster, (), (seat,), self.rules)}
        rivals = dict(self._meeting(seat)) if any(rule in more for rule in NEARNESS) else {}
        if rivals:
            more = {one.rule: one for one in faults(self.case, self.roster, tuple(rivals), (seat,), self.rules)}
        return Need(seat, found | more, rivals)

    def _meeting(self, seat: Seat) -> Iterator[tuple[Seat, str]]:
        """Other seats of the volunteer that are at the same time or too near."""
        own = self.case.blocks[seat.post]
        for block in self.roster.of(seat.volunteer):
            first, second = (block, own) if block.start <= own.start else (own, block)
            gap = second.start - first.end
            if gap < 0 or gap < self.case.travel_gap(first.shift, second.shift):
                yield Seat(seat.volunteer, block.post), NEARNESS[gap >= 0]

    def suffices(self, seat: Seat, rules: Iterable[str], rivals: Sequence[Seat]) -> bool:
        """Whether a volunteer could take a seat if some rules were not asked of it and some seats were given up."""
        waived = set(rules)
        if any(one.rule not in waived for one in refusals(self.case, seat)):
            return False
        return all(one.rule in waived for one in faults(self.case, self.roster, rivals, (seat,), self.rules))

    def _smallest(self, need: Need) -> Need:
        """The smallest part of a need that suffices, where nothing does not."""
        parts = [*need.rules, *need.rivals]
        for size in range(1, len(parts)):
            for kept in combinations(parts, size):
                rules = {rule: fault for rule, fault in need.rules.items() if rule in kept}
                rivals = {rival: rule for rival, rule in need.rivals.items() if rival in kept}
                if self.suffices(need.seat, rules, tuple(rivals)):
                    return Need(need.seat, rules, rivals)
        return need

    def _order(self, need: Need) -> tuple[int, int, int, int]:
        points, lost = self._points(need)
        locks = len(LOCKS & need.rules.keys()) + sum(map(self._stays, need.rivals))
        return locks, len(need.rules), lost - points, need.seat.volunteer

    def _points(self, need: Need) -> tuple[int, int]:
        """What the seat would save, and what the rivals' seats would cost."""
        rivals = tuple(need.rivals)
        touched = touched_keys(self.case, (need.seat, *rivals))
        before = cost_at(self.case, self.roster, touched)
        change(self.roster, rivals, ())
        without = cost_at(self.case, self.roster, touched)
        change(self.roster, (), (need.seat,))
        after = cost_at(self.case, self.roster, touched)
        change(self.roster, (need.seat,), rivals)
        return without - after, without - before

    def _stays(self, seat: Seat) -> bool:
        given = self.case.rosters.shifts[self.case.posts[seat.post].shift].given
        return given or seat.post in self.case.kept_seats.get(seat.volunteer, ())

    def _told(self, need: Need) -> Cause:
        shift, name = self._shift(need.seat.post), self.case.rosters.volunteers[need.seat.volunteer].id
        filters = {one.rule for one in refusals(self.case, need.seat)}
        removals = [Removal(_kind(rule, filters), rule, shift, (name,), dict(fault.numbers))
                    for rule, fault in sorted(need.rules.items())]  # fmt: skip
        for seat, rule in sorted(need.rivals.items()):
            kind: RemovalKind = "lock" if self._stays(seat) else "rival"
            numbers: dict[str, int | str] = {"role": self.case.posts[seat.post].name}
            numbers["minute"] = self.case.blocks[seat.post].start
            removals.append(Removal(kind, rule, self._shift(seat.post), (name,), numbers))
        points, lost = self._points(need)
        return Cause(f"{shift}/{self.case.posts[need.seat.post].name}", shift, tuple(removals), points, lost)

    def _shift(self, post: int) -> str:
        return self.case.rosters.shifts[self.case.posts[post].shift].id


def _kind(rule: str, filters: Iterable[str]) -> RemovalKind:
    return "lock" if rule in LOCKS else "filter" if rule in filters else "limit"


def open_posts(case: RosterCase, roster: Roster) -> list[int]:
    """Posts below their target on shifts whose crew is decided here, standby left out."""
    shifts = case.rosters.shifts
    return [
        at
        for at, post in enumerate(case.posts)
        if not post.standby and not shifts[post.shift].given and len(roster.on(at)) < post.target
    ]


def causes_of(case: RosterCase, roster: Roster) -> Mapping[int, Cause]:
    """The cause of every empty seat, by its post."""
    search = SeatCauses(case, roster)
    found = ((post, search.cause(post)) for post in open_posts(case, roster))
    return {post: cause for post, cause in found if cause is not None}
