"""What is digested one by one in a part, so that a changed value can be named by the field it stands in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from solvers.audit.canonical import digest_of

MOST_KEYS = 100
"""An object of more keys is one field: it is a table, not a record."""


def field_digests(part: Mapping[str, Any]) -> dict[str, str]:
    """SHA-256 of each field of a part, by its path."""
    return {path: digest_of(value) for path, value in fields_of(part)}


def fields_of(part: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Path and value of each field: ``policy.household_cap``, or a column of all records such as ``requests.points``.

    A field at the top that holds an object is followed one level down, one that holds a list of objects becomes its
    columns. A column is the list of its values, each in a list of its own, which is empty where a record has none.
    """
    for name, value in part.items():
        if isinstance(value, dict) and 0 < len(value) <= MOST_KEYS:
            yield from ((f"{name}.{key}", inner) for key, inner in value.items())
        elif isinstance(value, list) and any(isinstance(record, dict) and record for record in value):
            yield from _columns(name, value)
        else:
            yield name, value


def _columns(name: str, records: list[Any]) -> Iterator[tuple[str, Any]]:
    keys: dict[str, None] = {}
    for record in records:
        keys |= dict.fromkeys(record if isinstance(record, dict) else ())
    for key in keys:
        yield (
            f"{name}.{key}",
            [[record[key]] if isinstance(record, dict) and key in record else [] for record in records],
        )
