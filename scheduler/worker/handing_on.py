"""The interpreter, which all threads of a process share: handed on sooner while work is done beside answers.

A page lets go of the interpreter at every row that it reads, and a thread that only computes then keeps it until
somebody has waited for it for so long: at Python's own 5 ms, a page of some tens of milliseconds takes half a second.
All threads that are busy at once pay for handing on, so it is sooner only while there is such work.
"""

from __future__ import annotations

import sys
from threading import Lock
from types import TracebackType

SOONER = 0.0005


class HandingOn:
    """Entered by every thread that works beside those that answer; several may at once."""

    def __init__(self) -> None:
        self._guard, self._within, self._before = Lock(), 0, sys.getswitchinterval()

    def __enter__(self) -> None:
        with self._guard:
            if self._within == 0:
                self._before = sys.getswitchinterval()
                sys.setswitchinterval(SOONER)
            self._within += 1

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._guard:
            self._within -= 1
            if self._within == 0:
                sys.setswitchinterval(self._before)
