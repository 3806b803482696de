"""Which seats stay: pins of the staff, confirmed and frozen seats, as far as they can hold together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from solvers.rosters.roster import Roster, Seat

if TYPE_CHECKING:
    from solvers.rosters.case import RosterCase

PINNED, FROZEN = "h24_pinned", "h25_freeze_window"


class Unheld(NamedTuple):
    """A pin or a frozen seat that cannot hold, and the rule by which it should."""

    volunteer: int
    shift: int
    role: str | None
    rule: str


@dataclass(frozen=True, slots=True)
class Kept:
    """Posts kept by volunteer, and what cannot hold and binds nobody."""

    kept: Mapping[int, tuple[int, ...]]
    unheld: tuple[Unheld, ...]


def kept_seats(case: RosterCase) -> Kept:
    """What was decided elsewhere, then frozen seats, then pins in their order, each as far as the earlier leave it."""
    roster = Roster(case, (Seat(one, post) for one, posts in sorted(case.given.items()) for post in sorted(posts)))
    pins, frozen = list(_pins(case)), list(_frozen(case))
    lost = _take_all(case, roster, [_choices(case, seat) for seat in frozen])
    left = _take_all(case, roster, [_choices(case, pin) for pin in pins])
    unheld = [*(frozen[at] for at in lost), *(pins[at] for at in left)]
    for shift in sorted({case.posts[seat.post].shift for seat in roster.seats()}.intersection(case.judged)):
        if not _completed(case, roster, shift):
            gone = [Seat(one, post) for post in case.posts_of[shift] for one in roster.on(post)]
            for seat in gone:
                roster.remove(seat)
            unheld += [Unheld(seat.volunteer, shift, case.posts[seat.post].name, PINNED) for seat in gone]
    kept: dict[int, tuple[int, ...]] = {}
    for seat in roster.seats():
        kept[seat.volunteer] = (*kept.get(seat.volunteer, ()), seat.post)
    return Kept(kept, tuple(unheld))


def _take_all(case: RosterCase, roster: Roster, wanted: Sequence[Sequence[Seat]]) -> list[int]:
    """Take one seat of each list, again and again while one makes room for another; returns which lists are left."""
    left = list(range(len(wanted)))
    while True:
        still = [at for at in left if not _take(case, roster, wanted[at])]
        if len(still) == len(left):
            return left
        left = still


def _frozen(case: RosterCase) -> Iterator[Unheld]:
    for seat in sorted(case.published):
        post = case.posts[seat.post]
        if case.stands(post.shift):
            yield Unheld(seat.volunteer, post.shift, post.name, FROZEN)


def _pins(case: RosterCase) -> Iterator[Unheld]:
    people, shifts = case.rosters.volunteer_index, case.rosters.shift_index
    for lock in case.rosters.locks:
        if lock.kind == "pin":
            yield Unheld(people[lock.volunteer], shifts[lock.shift], lock.role, PINNED)


def _choices(case: RosterCase, wanted: Unheld) -> list[Seat]:
    posts = (post for post in case.posts_of[wanted.shift] if wanted.role in (None, case.posts[post].name))
    return [seat for post in posts if (seat := Seat(wanted.volunteer, post)) in case.seat_index]


def _take(case: RosterCase, roster: Roster, seats: Iterable[Seat]) -> bool:
    """Take the first of some seats that may be, unless one is held."""
    from solvers.rosters.check import may

    for seat in seats:
        if roster.holds(seat):
            return True
        if not may(case, roster, seat, pins=False):
            roster.add(seat)
            return True
    return False


def _completed(case: RosterCase, roster: Roster, shift: int) -> bool:
    """Whether a shift can get the crew without which it does not run; tried, then given up again."""
    from solvers.rosters.check import may
    from solvers.rosters.rules.crew import safety_posts

    added: list[Seat] = []
    for post in safety_posts(case, shift):
        for option in case.options_on[post]:
            if len(roster.on(post)) >= case.posts[post].least:
                break
            seat = case.seats[option]
            if not roster.holds(seat) and not may(case, roster, seat, pins=False):
                roster.add(seat)
                added.append(seat)
    complete = all(len(roster.on(post)) >= case.posts[post].least for post in safety_posts(case, shift))
    for seat in added:
        roster.remove(seat)
    return complete
