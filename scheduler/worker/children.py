"""The child process that works, seen from the worker."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import asdict
from queue import Empty, SimpleQueue
from threading import Thread

from scheduler.planning.protocol import CertifyOrder, ChildOrder, Line

LOOK_SECONDS = 0.2


class ChildDied(Exception):
    """The child ended without an answer."""


class Child:
    """Work in a process of its own, the first of a group, so that its own processes end with it.

    It stays in our session: Linux may share processors among sessions first (autogroup), and niceness counts only
    within one, so that in another session it would take as much as whoever answers people.

    `module` is what the process runs: it takes the order as its first line and tells as `scheduler.planning.child`.
    """

    def __init__(self, order: ChildOrder | CertifyOrder, module: str = "scheduler.planning.child") -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            process_group=0,
        )
        self._lines: SimpleQueue[Line] = SimpleQueue()
        Thread(target=self._read, daemon=True).start()
        self._write(json.dumps(asdict(order)))

    @property
    def pid(self) -> int:
        """Number of the process."""
        return self._process.pid

    def line(self, seconds: float) -> Line | None:
        """What the child says next; None if it says nothing for so long.

        Raises
        ------
        ChildDied
            If it will say nothing more.
        """
        waited = 0.0
        while True:
            # Asked before the queue: what was said before the end is still in it. Processes of the engine may hold
            # the pipe open for longer than the child lives.
            ended = self._process.poll() is not None
            with suppress(Empty):
                return self._lines.get(timeout=LOOK_SECONDS)
            if ended:
                raise ChildDied
            waited += LOOK_SECONDS
            if waited >= seconds:
                return None

    def cancel(self) -> None:
        """Ask for the best plan so far."""
        self._write("cancel")

    def end(self) -> None:
        """End the child and its processes, whatever they do."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()

    def _write(self, line: str) -> None:
        assert self._process.stdin is not None
        with suppress(BrokenPipeError):  # it died: `line` tells
            self._process.stdin.write(f"{line}\n".encode())
            self._process.stdin.flush()

    def _read(self) -> None:
        assert self._process.stdout is not None
        with suppress(ValueError, OSError):  # closed by `end`, or cut off in the middle of a line
            for line in self._process.stdout:
                self._lines.put(json.loads(line))
