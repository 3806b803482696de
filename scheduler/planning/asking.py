"""A question answered by a process of its own, so that the one that answers calls is not held up by it.

The question is one JSON object on stdin, the answer one JSON value on stdout.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from tempfile import TemporaryFile
from threading import Event
from typing import Any

from scheduler.planning.pipes import NICENESS

LOOK_SECONDS = 0.2


class Stopped(Exception):
    """Whoever asked is told to stop: there is no answer."""


def ask(module: str, question: Any, stopping: Event | None = None) -> Any:
    """What a module answers.

    Raises
    ------
    Stopped
        If `stopping` is set first.
    CalledProcessError
        If there is no answer.
    """
    with TemporaryFile("w+", encoding="utf-8") as asked:
        json.dump(question, asked)
        asked.seek(0)
        # From a file: what is written to a pipe only in part when `communicate` runs out of time is never written on.
        process = subprocess.Popen([sys.executable, "-m", module], stdin=asked, stdout=subprocess.PIPE, text=True)
        told = _heard(process, stopping)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, module)
    return json.loads(told)


def _heard(process: subprocess.Popen[str], stopping: Event | None) -> str:
    """All that a process says until its end."""
    with process:
        try:
            while True:
                if stopping is not None and stopping.is_set():
                    raise Stopped
                with suppress(subprocess.TimeoutExpired):
                    return process.communicate(timeout=None if stopping is None else LOOK_SECONDS)[0]
        except BaseException:
            process.kill()
            raise


def answer(work: Callable[[Any], Any]) -> None:
    """Answer the one question that stands on stdin."""
    os.nice(NICENESS)
    json.dump(work(json.loads(sys.stdin.read())), sys.stdout)
