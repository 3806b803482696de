"""What an audit finds: a stable code, the field of the bundle that is wrong, and the numbers behind it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong with a bundle; an accepted bundle has none.

    `code` is stable: the name of a broken rule, or of a false claim; its sentences are made at the edge. `field` is the
    path of the value concerned, from the part of the bundle on (``plan.assignments[12].spaces``). `numbers` are what
    was counted and what is allowed or claimed, and the names involved; times are minutes from midnight of the first
    planned date.
    """

    code: str
    field: str
    numbers: Mapping[str, int | str] = dataclasses.field(default_factory=dict)


MOST_TEXT = 400
MOST_BITS = 64


def shown(value: object) -> int | str:
    """A value fit to be shown, whatever it is: whole numbers of up to 64 bits as they are, all else as short text."""
    if isinstance(value, int) and not isinstance(value, bool):
        sign = "-" if value < 0 else ""
        return value if value.bit_length() <= MOST_BITS else f"{sign}2**{value.bit_length() - 1}"
    if isinstance(value, dict | list):
        return "an object" if isinstance(value, dict) else "a list"
    return "" if value is None else str(value)[:MOST_TEXT]


def short(finding: Finding) -> Finding:
    """The same finding, its numbers and its field fit to be shown."""
    numbers = {name: shown(value) for name, value in finding.numbers.items()}
    return Finding(finding.code, finding.field[:MOST_TEXT], numbers)
