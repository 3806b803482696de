"""Who sits where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from solvers.audit.rosters.month import Month
from solvers.audit.rosters.posts import Stretch

Seat = tuple[int, int]
"""A person and a post."""


class Seats:
    """The seats of a roster."""

    def __init__(self, month: Month, seats: Iterable[Seat] = ()) -> None:
        self.month = month
        self._of: dict[int, list[int]] = {}
        self._at: dict[int, list[int]] = {}
        for person, post in seats:
            self.add(person, post)

    def add(self, person: int, post: int) -> None:
        """Take a seat."""
        self._of.setdefault(person, []).append(post)
        self._at.setdefault(post, []).append(person)

    def remove(self, person: int, post: int) -> None:
        """Give a seat up."""
        self._of[person].remove(post)
        self._at[post].remove(person)

    def __contains__(self, seat: object) -> bool:
        return isinstance(seat, tuple) and seat[0] in self._at.get(seat[1], ())

    def __iter__(self) -> Iterator[Seat]:
        return ((person, post) for post in sorted(self._at) for person in self._at[post])

    def of(self, person: int) -> list[int]:
        """Posts of a person."""
        return self._of.get(person, [])

    def at(self, post: int) -> list[int]:
        """People at a post."""
        return self._at.get(post, [])

    def crew(self, shift: int, *, standby: bool = True) -> list[int]:
        """People on a shift, whatever their role."""
        posts = (at for at in self.month.posts_of[shift] if standby or not self.month.posts[at].standby)
        return [person for at in posts for person in self.at(at)]

    def shifts_of(self, person: int) -> frozenset[int]:
        """Shifts of a person whose crews are decided here."""
        shifts = (self.month.posts[post].shift for post in self.of(person))
        return frozenset(shift for shift in shifts if not self.month.is_given(shift))

    def blocks(self, person: int) -> list[Stretch]:
        """What a person does in the horizon, in order."""
        return sorted(self.month.stretches[post] for post in self.of(person))

    def timetable(self, person: int) -> list[Stretch]:
        """The same with what lies before the horizon."""
        return [*self.month.past[person], *self.blocks(person)]
