"""What an audit finds: a stable code, the field of the bundle that is wrong, and the numbers behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong with a bundle; an accepted bundle has none.

    `code` is stable: the name of a broken rule, or of a false claim; its sentences are made at the edge. `field` is the
    path of the value concerned, from the part of the bundle on (``plan.assignments[12].spaces``). `numbers` are what was
    counted and what is allowed or claimed, and the names involved; times are minutes from midnight of the first planned
    date.
    """

    code: str
    field: str
    numbers: Mapping[str, int | str] = field(default_factory=dict)
