"""The pipes between a worker and its child: lines told on the true stdout, orders read from stdin to its end."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Mapping
from threading import Event
from typing import Any, NoReturn

from solvers.engines.limits import Progress


class Teller:
    """The true stdout; whatever libraries print goes to stderr."""

    def __init__(self) -> None:
        self._out = os.fdopen(os.dup(1), "w", encoding="utf-8")
        os.set_inheritable(self._out.fileno(), False)
        os.dup2(2, 1)

    def __call__(self, line: Mapping[str, Any]) -> None:
        print(json.dumps(line), file=self._out, flush=True)

    def progress(self, progress: Progress) -> None:
        """What the engine is at."""
        self(
            {
                "phase": progress.phase,
                "incumbent": progress.incumbent,
                "bound": progress.bound,
                "gap": progress.gap,
                "seconds": round(progress.seconds, 2),
            }
        )


class Lines:
    """Lines of a pipe, read without Python's buffers: no lock of theirs is held when the engine forks."""

    def __init__(self, file: int) -> None:
        self._file, self._rest = file, b""

    def next(self) -> str:
        """The next line; empty at the end."""
        while b"\n" not in self._rest:
            more = os.read(self._file, 65536)
            if not more:
                return ""
            self._rest += more
        line, _, self._rest = self._rest.partition(b"\n")
        return line.decode()


def listen(orders: Lines, cancel: Event) -> NoReturn:
    """Hear the parent out: it may ask for the best so far; once it is gone, this process and its group end."""
    while line := orders.next():
        if line == "cancel":
            cancel.set()
    # The parent is gone: nobody will read an answer. The group holds the processes of the engine, too.
    if os.getpgid(0) == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os._exit(1)
