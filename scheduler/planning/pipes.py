"""The pipes between a worker and its child: lines told on the true stdout, orders read from stdin to its end."""

from __future__ import annotations

import json
import os
import signal
import traceback
from collections.abc import Callable, Mapping
from threading import Event, Thread
from typing import Any, NoReturn, TypeVar

from scheduler.errors import FileRejected
from solvers.engines.limits import Progress
from solvers.errors import InvalidProblem

Asked = TypeVar("Asked")
NICENESS = 10
"""The processes that answer people come first."""


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


def serve(
    order_of: Callable[..., Asked], answer: Callable[[Asked, Teller, Event], Mapping[str, Any]], failed: str
) -> NoReturn:
    """Do the one order that comes in and tell what came of it; the event is set where the best so far is wanted.

    `failed` is the code of a defect of ours, which would end the next try, too.
    """
    os.nice(NICENESS)
    tell, orders, cancel = Teller(), Lines(0), Event()
    order = order_of(**json.loads(orders.next()))
    Thread(target=listen, args=(orders, cancel), daemon=True).start()
    try:
        tell(answer(order, tell, cancel))
    except (FileRejected, InvalidProblem) as error:
        tell({"error": {"code": error.code, "field": error.field}})
    except MemoryError:
        tell({"error": {"code": "out_of_memory", "field": ""}})
    except Exception:
        traceback.print_exc()
        tell({"error": {"code": failed, "field": ""}})
    # The listener still waits for the parent, and would be waited for.
    os._exit(0)
