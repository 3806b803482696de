"""Numbers of a bundle are whole and of 64 bits, so that nothing that is counted or shown with them grows unmeasured."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from solvers.audit.finding import shown
from solvers.audit.frame import LARGEST
from solvers.audit.protocol import Finding, Part

MOST_NUMBERS = 100
"""Findings about numbers of one part; beyond these nobody needs to know of more."""


def check_numbers(name: str, part: Part) -> Iterator[Finding]:
    """Numbers of a part that are no whole ones, or too large to be counted with: nothing may be read that has any."""
    for count, (path, value) in enumerate(_strange_numbers(part)):
        if count == MOST_NUMBERS:
            return
        if isinstance(value, float):
            yield Finding("malformed", name + path, {"value": str(value), "allowed": "a whole number"})
        else:
            yield Finding("out_of_range", name + path, {"value": shown(value), "allowed": "64 bits"})


def _strange_numbers(value: Any) -> Iterator[tuple[str, float | int]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    for key, one in inner:
        if isinstance(one, dict | list):
            for path, strange in _strange_numbers(one):
                yield _step(key) + path, strange
        elif isinstance(one, float) or (isinstance(one, int) and abs(one) > LARGEST):
            yield _step(key), one


def _step(key: int | str) -> str:
    return f"[{key}]" if isinstance(key, int) else f".{key[:80]}"
