"""Turns of the clockwork: what goes wrong with one row, or in one step, stops no other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import structlog

T = TypeVar("T")
BATCH = 50
log = structlog.get_logger()


def apart(name: str, work: Callable[[], object], of: str = "") -> bool:
    """Do a step, and tell whether it went well; of an error only its kind is told, for its text may quote a row."""
    try:
        work()
    except Exception as error:
        log.error("step_failed", step=name, of=of, error=type(error).__name__)
        return False
    return True


def in_batches(find: Callable[[], Sequence[T]], move: Callable[[T], bool]) -> None:
    """Move what is due, a batch at a time, until nothing more is found or nothing of a batch can be moved."""
    while True:
        found = find()
        moved = [move(one) for one in found]
        if len(found) < BATCH or not any(moved):
            return
