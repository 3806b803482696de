"""Which seats have to stay (H24): what was decided elsewhere, what is frozen, and pins, as far as they go together.

In this order, each as far as the earlier leave it; those that find no place are tried again while another finds one. A
shift that can then not get the crew without which it does not run is given up. What cannot hold binds nobody.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from solvers.audit.rosters.crews import Crews
from solvers.audit.rosters.filters import Filters
from solvers.audit.rosters.limits import Fault, Limits
from solvers.audit.rosters.month import Month
from solvers.audit.rosters.seats import Seat, Seats

PINNED, FROZEN = "h24_pinned", "h25_freeze_window"


class Unheld(NamedTuple):
    """A seat that should stay and cannot, and the rule by which it should."""

    person: int
    shift: int
    rule: str


class Pins:
    """What stays."""

    def __init__(self, month: Month, rules: tuple[Filters, Limits, Crews]) -> None:
        self.month = month
        self.filters, self.limits, self.crews = rules
        self.seats = Seats(month, sorted((one, post) for one, posts in month.given.items() for post in posts))
        self.unheld: list[Unheld] = [*self._hold(list(self._frozen())), *self._hold(list(self._pinned()))]
        for shift in sorted({month.posts[post].shift for _, post in self.seats}.intersection(month.judged)):
            self._run_or_leave(shift)

    def _frozen(self) -> Iterator[tuple[Unheld, list[Seat]]]:
        for person, post in sorted(self.month.published):
            shift = self.month.posts[post].shift
            if self.month.is_given(shift) or self.month.soon(shift):
                yield Unheld(person, shift, FROZEN), [(person, post)]

    def _pinned(self) -> Iterator[tuple[Unheld, list[Seat]]]:
        for lock in self.month.locks:
            if lock["kind"] == "pin":
                person = self.month.person_at[lock["volunteer"]]
                wanted = Unheld(person, self.month.shift_at[lock["shift"]], PINNED)
                yield wanted, [(person, post) for post in self.month.locked_posts(lock)]

    def _hold(self, wanted: Sequence[tuple[Unheld, list[Seat]]]) -> list[Unheld]:
        """Take one seat of each list, again and again; returns what is left."""
        left = wanted
        while True:
            still = [one for one in left if not self._take(one[1])]
            if len(still) == len(left):
                return [unheld for unheld, _ in still]
            left = still

    def _take(self, seats: Sequence[Seat]) -> bool:
        possible = [seat for seat in seats if self.filters.lets_in(*seat)]
        for seat in possible:
            if seat in self.seats:
                return True
            if self.may(seat):
                self.seats.add(*seat)
                return True
        return False

    def may(self, seat: Seat) -> bool:
        """Whether nothing new is broken if a seat is taken, save what others can still mend."""
        before = set(self._around(seat))
        self.seats.add(*seat)
        after = set(self._around(seat))
        self.seats.remove(*seat)
        return after <= before and self.filters.lets_in(*seat)

    def _around(self, seat: Seat) -> Iterator[Fault]:
        person, post = seat
        shift = self.month.posts[post].shift
        yield from self.limits.faults(person, self.seats.of(person))
        if not self.month.is_given(shift):
            yield from self.crews.faults(self.seats, shift, mendable=False)
        for pair in self.month.pairs_of.get(person, ()):
            yield from self.crews.pair_faults(self.seats, pair, mendable=False)

    def _run_or_leave(self, shift: int) -> None:
        added: list[Seat] = []
        posts = self.crews.safety_posts(shift)
        for post in posts:
            for person in self.filters.allowed[post]:
                if len(self.seats.at(post)) >= self.month.posts[post].least:
                    break
                if (person, post) not in self.seats and self.may((person, post)):
                    self.seats.add(person, post)
                    added.append((person, post))
        runs = all(len(self.seats.at(post)) >= self.month.posts[post].least for post in posts)
        for seat in added:
            self.seats.remove(*seat)
        if not runs:
            for seat in [(one, post) for post in self.month.posts_of[shift] for one in self.seats.at(post)]:
                self.seats.remove(*seat)
                self.unheld.append(Unheld(seat[0], shift, PINNED))
