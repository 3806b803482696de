"""Options as arrays that are read like lists: a city has millions, too many for objects of their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from solvers.rosters.roster import Seat

Ints = NDArray[np.signedinteger[Any]]


class Seats(Sequence[Seat]):
    """Each option as a seat."""

    def __init__(self, people: Ints, posts: Ints) -> None:
        self._people, self._posts = people, posts

    def __len__(self) -> int:
        return len(self._people)

    @overload
    def __getitem__(self, at: int) -> Seat: ...
    @overload
    def __getitem__(self, at: slice) -> Seats: ...
    def __getitem__(self, at: int | slice) -> Seat | Seats:
        if isinstance(at, slice):
            return Seats(self._people[at], self._posts[at])
        return Seat(int(self._people[at]), int(self._posts[at]))

    def __iter__(self) -> Iterator[Seat]:
        return map(Seat, self._people.tolist(), self._posts.tolist())


class SeatIndex:
    """Position of each option, found in its post's stretch."""

    def __init__(self, people: Ints, spans: Sequence[range]) -> None:
        self._people, self._spans = people, spans

    def _find(self, seat: Seat) -> int | None:
        span = self._spans[seat.post]
        at = int(np.searchsorted(self._people[span.start : span.stop], seat.volunteer)) + span.start
        return at if at < span.stop and self._people[at] == seat.volunteer else None

    def __contains__(self, seat: Seat) -> bool:
        return self._find(seat) is not None

    def __getitem__(self, seat: Seat) -> int:
        found = self._find(seat)
        if found is None:
            raise KeyError(seat)
        return found


class OptionsOf(Sequence[tuple[int, ...]]):
    """Positions of each volunteer's options."""

    def __init__(self, people: Ints, count: int) -> None:
        self._order = np.argsort(people, kind="stable").astype(np.int32)
        self._edges = np.searchsorted(people[self._order], np.arange(count + 1))

    def __len__(self) -> int:
        return len(self._edges) - 1

    @overload
    def __getitem__(self, at: int) -> tuple[int, ...]: ...
    @overload
    def __getitem__(self, at: slice) -> list[tuple[int, ...]]: ...
    def __getitem__(self, at: int | slice) -> tuple[int, ...] | list[tuple[int, ...]]:
        if isinstance(at, slice):
            return [self[one] for one in range(*at.indices(len(self)))]
        return tuple(self._order[self._edges[at] : self._edges[at + 1]].tolist())
