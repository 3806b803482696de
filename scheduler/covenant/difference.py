"""What differs between two versions of a covenant, setting by setting."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from scheduler.covenant import CovenantSettings
from scheduler.covenant.reading import whole


@dataclass(frozen=True, slots=True)
class Differing:
    """A setting by its path (``parking.reserve_percent``), with its value before and after, as JSON."""

    path: str
    before: Any
    after: Any


def settings_paths(settings: CovenantSettings | None = None) -> dict[str, Any]:
    """Every setting with its value, those of `settings` or the usual ones; tables and lists are one setting each."""
    told = whole(settings or CovenantSettings())
    return dict(_paths(told))


def difference(before: CovenantSettings, after: CovenantSettings) -> list[Differing]:
    """Settings whose values differ, in the order of the covenant."""
    old, new = settings_paths(before), settings_paths(after)
    return [Differing(path, old[path], value) for path, value in new.items() if old[path] != value]


def _paths(told: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for group, value in told.items():
        if group in CovenantSettings.model_fields and isinstance(value, dict):
            yield from ((f"{group}.{name}", one) for name, one in value.items())
        else:
            yield group, value
