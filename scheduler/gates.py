"""Gates: what one tells of each vehicle that passes, and how the built-in ones are read.

A gate adapter is anything that gives lines; docs/gates.md says what stands in one. The built-in adapter reads files of
JSON lines that a gate's own software lays into a folder; the other way in is a call of the HTTP interface.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from scheduler.errors import Rejected

DIRECTIONS = ("in", "out")
SUFFIX = ".jsonl"
MOST_BYTES = 2_000
"""Of one line."""
FIELDS = ("site", "plate", "direction", "at", "reference")
REFERENCE_LENGTH = 100


@dataclass(frozen=True, slots=True)
class Told:
    """One passage as a gate told it; `reference` is the gate's own number of it."""

    plate: str
    direction: str
    at: datetime
    reference: str


class Gate(Protocol):
    """Something that tells passages; `site` is the code of the site where they were."""

    def lines(self) -> Iterator[tuple[int, str]]:
        """Lines with their numbers, from 1."""


@dataclass(frozen=True, slots=True)
class JsonLines:
    """A file of JSON lines."""

    path: Path

    def lines(self) -> Iterator[tuple[int, str]]:
        """Lines that are not empty; what is no UTF-8 in them is marked, and refused later."""
        with self.path.open(encoding="utf-8", errors="replace") as file:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    yield number, line


def read_line(line: str) -> tuple[str, Told]:
    """The site of a line, and what it tells.

    Raises
    ------
    Rejected
        ``not_json``, ``unknown_field``, ``missing_field``, ``wrong_type``, ``not_a_moment``, or a value out of range.
    """
    fields = _fields(line)
    for name in FIELDS:
        if name not in fields:
            raise Rejected("missing_field", name, None, "a text")
        if not isinstance(fields[name], str):
            raise Rejected("wrong_type", name, None, "a text")
    told = Told(fields["plate"], fields["direction"], _moment(fields["at"]), fields["reference"])
    check(told)
    return fields["site"], told


def check(told: Told) -> None:
    """Refuse a direction that is none, and a reference that cannot be kept.

    Raises
    ------
    Rejected
        ``not_offered``, ``out_of_range``.
    """
    if told.direction not in DIRECTIONS:
        raise Rejected("not_offered", "direction", told.direction[:20], ", ".join(DIRECTIONS))
    if not 1 <= len(told.reference) <= REFERENCE_LENGTH or not told.reference.isprintable():
        raise Rejected("out_of_range", "reference", None, f"1 to {REFERENCE_LENGTH} printable characters")


def _fields(line: str) -> dict[str, Any]:
    if len(line) > MOST_BYTES:
        raise Rejected("not_json", "$", None, "JSON")
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError):
        raise Rejected("not_json", "$", None, "JSON") from None
    if not isinstance(fields, dict):
        raise Rejected("not_json", "$", None, "JSON")
    for name in fields:
        if name not in FIELDS:
            raise Rejected("unknown_field", "$", name[:40], ", ".join(FIELDS))
    return fields


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise Rejected("not_a_moment", "at", text[:40], "an instant with its offset, such as 2026-05-04T18:30:05+08:00")
    return moment
