"""Self sign-up, first come first served: one after another people take the open seat that suits them best."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from solvers.plan import Violation
from solvers.rosters.case import RosterCase
from solvers.rosters.check import broken_at, in_force, touched_keys
from solvers.rosters.guide import Guide
from solvers.rosters.roster import Roster, Seat
from solvers.rosters.rules import SEAT_RULES

Ints = NDArray[np.int64]
LOAD = 15
"""Minutes served before that count as much as a unit of cost."""
COMFORT = ("S06", "S07", "S09")
"""What people look at themselves: the hour, the task and the way."""


def continued(case: RosterCase) -> Roster:
    """The same, and of the roster in force whatever may still be."""
    return kept(case, sorted(case.in_force))


def kept(case: RosterCase, seats: Iterable[Seat]) -> Roster:
    """What stays whatever is planned, and of some seats, in their order, whatever may be."""
    filler = Filler(case, started(case))
    left = [seat for seat in seats if seat in case.seat_index and not filler.roster.holds(seat)]
    while True:
        still = [seat for seat in left if not filler.take(seat)]
        if len(still) == len(left):
            return filler.roster
        left = still


def started(case: RosterCase) -> Roster:
    """A roster of the seats that stay whatever is planned."""
    seats = (Seat(one, post) for one, posts in sorted(case.kept_seats.items()) for post in posts)
    return Roster(case, seats)


def self_sign_up(case: RosterCase) -> Roster:
    """What comes of a list on which people sign, turn by turn in their order, a seat a turn, up to their hours.

    The list shows on which shifts one more is missing; among equals people look at their own comfort.
    """
    filler = Filler(case, started(case))
    lists = [_wished(case, at) for at in range(len(case.rosters.volunteers))]
    waiting = [at for at, wishes in enumerate(lists) if wishes]
    while waiting:
        waiting = [at for at in waiting if _signs(filler, at, lists[at])]
    dissolve(case, filler.roster)
    return filler.roster


def mended(case: RosterCase) -> Roster:
    """Of the roster in force whatever may still be, and only its losses and shifts that had nobody filled anew."""
    roster = continued(case)
    had = {case.posts[seat.post].shift for seat in case.in_force}
    lost = {case.posts[seat.post].shift for seat in case.in_force if not roster.holds(seat)}
    fill = lost.union(range(len(case.rosters.shifts))) - (had - lost)
    return by_urgency(case, roster, shifts=fill)


def by_urgency(
    case: RosterCase,
    first: Roster | None = None,
    guide: Guide | None = None,
    shifts: Collection[int] | None = None,
) -> Roster:
    """The most urgent shifts first, among them those that few can take, each with who costs least."""
    filler = Filler(case, first or started(case))
    begun = {case.posts[seat.post].shift for seat in filler.roster.seats()}
    order = range(len(case.rosters.shifts)) if shifts is None else shifts
    for shift in sorted(order, key=lambda at: (at not in begun, *_urgency(case, at))):
        for post in case.posts_of[shift]:
            _staff(filler, post, guide)
    dissolve(case, filler.roster)
    return filler.roster


def _urgency(case: RosterCase, shift: int) -> tuple[int, int, int]:
    posts = case.posts_of[shift]
    return (
        min(case.posts[post].role.priority for post in posts),
        min(len(case.options_on[post]) for post in posts),
        shift,
    )


def _staff(filler: Filler, post: int, guide: Guide | None) -> None:
    """Fill a post up to its target; novices wait until somebody experienced is there."""
    if not filler.is_open(post):
        return
    for option in _ranked(filler, post, guide).tolist():
        if not filler.is_open(post):
            break
        seat = filler.case.seats[option]
        if not filler.roster.holds(seat):
            filler.take(seat)


def _ranked(filler: Filler, post: int, guide: Guide | None) -> Ints:
    """Options of a post, the best first."""
    case, shift, span = filler.case, filler.case.posts[post].shift, filler.case.options_on[post]
    people = case.options[0][span.start : span.stop]
    if guide is None:
        costs = filler.worked[people] // LOAD + case.prices[span.start : span.stop]
    else:
        faces = case.faces(filler.roster, shift)
        costs = np.array([guide.rank(filler.roster, option, faces) for option in span])
    return np.asarray(np.lexsort((people, costs, case.novices(shift)[people])) + span.start)


class Filler:
    """Adds options to a roster that keeps every rule but those which the next people may mend."""

    def __init__(self, case: RosterCase, roster: Roster) -> None:
        self.case, self.roster = case, roster
        self._rules = [rule for rule in in_force(case) if rule.limits and not rule.mendable]
        people = range(len(case.rosters.volunteers))
        minutes = (sum(block.minutes for block in roster.timetable(one)) for one in people)
        self.worked = np.fromiter(minutes, dtype=np.int64, count=len(people))
        """Minutes of each volunteer, those of the last weeks included."""

    def take(self, seat: Seat) -> bool:
        """Take a seat if nothing speaks against it."""
        self.roster.add(seat)
        touched = touched_keys(self.case, (seat,))
        if next(broken_at(self.case, self.roster, touched, self._rules), None) is None:
            self.worked[seat.volunteer] += self.case.blocks[seat.post].minutes
            return True
        self.roster.remove(seat)
        return False

    def is_open(self, post: int) -> bool:
        """Whether a post has fewer people than wished."""
        return len(self.roster.on(post)) < self.case.posts[post].target

    def is_waited_for(self, post: int) -> bool:
        """Whether somebody sits at a post that needs more people to run."""
        return 0 < len(self.roster.on(post)) < self.case.posts[post].least


def _wished(case: RosterCase, volunteer: int) -> list[Seat]:
    """Seats a volunteer could take, the most wished for first."""
    rules = [rule for rule in SEAT_RULES if rule.id in COMFORT and case.on(rule.id)]
    mine = [case.seats[at] for at in case.options_of[volunteer] if not case.posts[case.seats[at].post].standby]
    price = {seat: sum(rule.price(case, *seat) for rule in rules) for seat in mine}
    return sorted(mine, key=lambda seat: (price[seat], case.blocks[seat.post]))


def _signs(filler: Filler, volunteer: int, wishes: list[Seat]) -> bool:
    """Whether a volunteer finds a seat; those that are taken or not allowed are never looked at again."""
    case, desired = filler.case, filler.case.rosters.volunteers[volunteer].desired
    left = (desired[1] if desired else 1 << 20) - sum(block.minutes for block in filler.roster.of(volunteer))
    wishes[:] = [one for one in wishes if filler.is_open(one.post) and case.blocks[one.post].minutes <= left]
    for seat in sorted(wishes, key=lambda one: not filler.is_waited_for(one.post)):
        wishes.remove(seat)
        if filler.take(seat):
            return True
    return False


def dissolve(case: RosterCase, roster: Roster) -> None:
    """Send home whoever is named in a fault: the crew of a shift that cannot run, a partner left alone, and so on."""
    while True:
        gone = [seat for fault in standing_faults(case, roster) for seat in _named(case, roster, fault)]
        if not gone:
            return
        for seat in dict.fromkeys(gone):
            roster.remove(seat)


def standing_faults(case: RosterCase, roster: Roster) -> Iterator[Violation]:
    """What seats break together."""
    for rule in in_force(case):
        for key in rule.keys(case) if rule.limits else ():
            yield from rule.violations(case, roster, key)


def _named(case: RosterCase, roster: Roster, fault: Violation) -> Iterator[Seat]:
    people = {case.rosters.volunteer_index[name] for name in fault.requests}
    for post in case.posts_of[case.rosters.shift_index[fault.place]]:
        yield from (Seat(one, post) for one in roster.on(post) if one in people)
