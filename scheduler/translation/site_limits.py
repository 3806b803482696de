"""What no site can be, whoever states it: a number that no plan knows, half a place on the map."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scheduler.errors import Rejected
from solvers.ranges import MOST_COUNTED

MOST = MOST_COUNTED
"""Most that a limit of a site, or the tolerance of a pair, may be: a plan knows no greater number."""
LIMITS = ("gate_limit", "outside_cap")
PLACE = ("latitude", "longitude")
CHECKED = (*LIMITS, *PLACE)


def check_site(stated: Mapping[str, Any]) -> None:
    """Refuse limits and a place that no site can have.

    Raises
    ------
    Rejected
        ``out_of_range``, ``missing_field``.
    """
    for name in LIMITS:
        if stated[name] is not None:
            check_count(name, stated[name])
    missing = [name for name in PLACE if stated[name] is None]
    if len(missing) == 1:
        raise Rejected("missing_field", missing[0], None, "latitude and longitude, or neither")


def check_count(field: str, value: int) -> None:
    """Refuse a number that a plan could not carry.

    Raises
    ------
    Rejected
        ``out_of_range``.
    """
    if not 0 <= value <= MOST:
        raise Rejected("out_of_range", field, value, f"a whole number from 0 to {MOST}")


def counted(limit: int) -> int:
    """A limit as a plan counts it: of nothing are there more than `MOST`, so a greater one keeps nobody away either.

    Such were stored before they were checked.
    """
    return min(limit, MOST)
