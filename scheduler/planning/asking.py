"""A question answered by a process of its own, so that the one that answers calls is not held up by it.

The question is one JSON object on stdin, the answer one JSON value on stdout.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from threading import Event
from typing import Any

NICENESS = 10
"""The processes that answer people come first."""
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
    process = subprocess.Popen([sys.executable, "-m", module], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    with process:
        text: str | None = json.dumps(question)
        try:
            while True:
                if stopping is not None and stopping.is_set():
                    raise Stopped
                try:
                    told, _ = process.communicate(text, timeout=None if stopping is None else LOOK_SECONDS)
                    break
                except subprocess.TimeoutExpired:
                    text = None  # it is on its way
        except BaseException:
            process.kill()
            raise
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, module)
    return json.loads(told)


def answer(work: Callable[[Any], Any]) -> None:
    """Answer the one question that stands on stdin."""
    os.nice(NICENESS)
    json.dump(work(json.loads(sys.stdin.read())), sys.stdout)
