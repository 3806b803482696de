"""Work that many threads bring is done by one of them at a time, for all who wait: so that they share one commit."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from contextvars import Context, copy_context
from threading import Event, Lock
from typing import Any

from scheduler.errors import Busy


class Asked:
    """Work that somebody waits for, and what came of it."""

    def __init__(self, work: Callable[[Any], Any]) -> None:
        self._work = work
        self._context: Context = copy_context()
        self._found: Any = None
        self.error: BaseException | None = None
        self.woken, self.ended = Event(), False

    def attempt(self, run: Callable[[Callable[[Any], Any]], Any]) -> None:
        """Do the work within `run`, in the context of whoever asked; an error is kept for them."""
        try:
            self._found = self._context.run(run, self._work)
        except BaseException as error:  # whoever asked is told, whatever it is
            self.error = error

    def outcome(self) -> Any:
        """What the work found; its error is raised."""
        if self.error is not None:
            raise self.error
        return self._found


class Turns:
    """The queue of those who wait.

    Parameters
    ----------
    together
        Does some of the work that was asked for, the oldest first. What it raises, all of them are told.
    most
        Of how much at a time.
    patience
        Seconds after which somebody whose work was not begun goes away.
    """

    def __init__(self, together: Callable[[Sequence[Asked]], None], most: int, patience: float) -> None:
        self._together, self._most, self._patience = together, most, patience
        self._waiting: deque[Asked] = deque()
        self._guard, self._led = Lock(), False

    def do(self, work: Callable[[Any], Any]) -> Any:
        """What the work found, once it was done.

        Raises
        ------
        Busy
            If it was not begun within `patience`.
        """
        asked = Asked(work)
        with self._guard:
            self._waiting.append(asked)
            leads, self._led = not self._led, True
        if not leads:
            self._wait(asked)
        if not asked.ended:
            self._lead()
        return asked.outcome()

    def _wait(self, asked: Asked) -> None:
        if asked.woken.wait(self._patience):
            return
        with self._guard:
            if asked in self._waiting and not asked.woken.is_set():
                self._waiting.remove(asked)
                raise Busy()
        asked.woken.wait()

    def _lead(self) -> None:
        """Do what waits, one's own work first, and give the lead to the next who came meanwhile."""
        with self._guard:
            batch = [self._waiting.popleft() for _ in range(min(self._most, len(self._waiting)))]
        try:
            self._together(batch)
        except BaseException as error:  # nothing of it was done
            for asked in batch:
                asked.error = error
        finally:
            self._pass_on(batch)

    def _pass_on(self, batch: Sequence[Asked]) -> None:
        with self._guard:
            self._led = bool(self._waiting)
            for asked in batch:
                asked.ended = True
                asked.woken.set()
            if self._waiting:
                self._waiting[0].woken.set()
