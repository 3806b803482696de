"""A roster as the rules see it: who sits where, and what each volunteer's time holds, in order."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from solvers.rosters.case import RosterCase


class Seat(NamedTuple):
    """A volunteer at a post, by position."""

    volunteer: int
    post: int


class Block(NamedTuple):
    """A stretch of a volunteer's time in minutes of the horizon; `post` is -1 for what lies before the horizon."""

    start: int
    end: int
    day: int
    post: int = -1
    shift: int = -1
    demanding: bool = False

    @property
    def minutes(self) -> int:
        """Length."""
        return self.end - self.start


class Roster:
    """Seats taken; a seat may stand twice only if somebody wrote it so, which the rules then tell."""

    def __init__(self, case: RosterCase, seats: Iterable[Seat] = ()) -> None:
        self.case = case
        self._of: dict[int, list[Block]] = {}
        self._on: dict[int, list[int]] = {}
        for seat in seats:
            self.add(seat)

    def add(self, seat: Seat) -> None:
        """Take a seat."""
        insort(self._of.setdefault(seat.volunteer, []), self.case.blocks[seat.post])
        self._on.setdefault(seat.post, []).append(seat.volunteer)

    def remove(self, seat: Seat) -> None:
        """Give a seat up."""
        self._of[seat.volunteer].remove(self.case.blocks[seat.post])
        self._on[seat.post].remove(seat.volunteer)

    def seats(self) -> Iterator[Seat]:
        """Every seat, post by post."""
        return (Seat(one, post) for post in sorted(self._on) for one in self._on[post])

    def of(self, volunteer: int) -> list[Block]:
        """What a volunteer does in the horizon, in order."""
        return self._of.get(volunteer, [])

    def timetable(self, volunteer: int) -> list[Block]:
        """The same with what was worked or published before the horizon."""
        return [*self.case.past[volunteer], *self.of(volunteer)]

    def on(self, post: int) -> list[int]:
        """Volunteers at a post."""
        return self._on.get(post, [])

    def crew(self, shift: int, *, standby: bool = True) -> list[int]:
        """Volunteers on a shift, whatever their role."""
        posts = self.case.posts
        found = (at for at in self.case.posts_of[shift] if standby or not posts[at].standby)
        return [one for at in found for one in self.on(at)]

    def holds(self, seat: Seat) -> bool:
        """Whether the seat is taken by this volunteer."""
        return seat.volunteer in self.on(seat.post)
