"""Answers that take long to work out, kept in the process by all that they depend on."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Remembered(Generic[K, V]):
    """At most so many answers; what was asked for longest ago goes first.

    A key names everything that may change the answer: nothing is ever told to be out of date. Two threads that miss the
    same answer both work it out, so that none waits for the database of another.
    """

    def __init__(self, most: int) -> None:
        self._most, self._lock = most, Lock()
        self._kept: OrderedDict[K, V] = OrderedDict()
        _forgetting.append(self.forget)

    def several(self, keys: Iterable[K]) -> dict[K, V]:
        """The answers that are known, by their keys."""
        with self._lock:
            found = {key: self._kept[key] for key in keys if key in self._kept}
            for key in found:
                self._kept.move_to_end(key)
        return found

    def keep(self, made: Mapping[K, V]) -> None:
        """Remember answers."""
        with self._lock:
            self._kept.update(made)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)

    def known(self, key: K) -> V | None:
        """The answer, if there is one."""
        return self.several([key]).get(key)

    def found(self, key: K, work_out: Callable[[], V]) -> V:
        """The answer, worked out where it is not known."""
        known = self.several([key])
        if key not in known:
            known[key] = work_out()
            self.keep(known)
        return known[key]

    def forget(self) -> None:
        """Know nothing any more."""
        with self._lock:
            self._kept.clear()


_forgetting: list[Callable[[], None]] = []


def forget_all() -> None:
    """Forget all answers of this process: for one that turns to another copy of a database, with the same versions."""
    for forget in _forgetting:
        forget()
