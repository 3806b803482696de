"""What stands in a JSON object, taken out value by value: whole numbers, texts and lists of the kind that is expected.

Another kind raises TypeError or ValueError, a missing value KeyError; the caller tells all three as malformed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol, TypeVar

Record = Mapping[str, Any]


class _Named(Protocol):
    @property
    def id(self) -> str: ...


Named = TypeVar("Named", bound=_Named)


def whole(value: Any, least: int = 0) -> int:
    """A whole number of at least `least`; truth values are none."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(value)
    if value < least:
        raise ValueError(value)
    return value


def text(value: Any) -> str:
    """A text."""
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def maybe_text(value: Any) -> str | None:
    """A text, or nothing."""
    return None if value is None else text(value)


def truth(value: Any) -> bool:
    """A truth value."""
    if not isinstance(value, bool):
        raise TypeError(value)
    return value


def records(value: Any) -> list[Record]:
    """A list of objects."""
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise TypeError(value)
    return value


def texts(value: Any) -> tuple[str, ...]:
    """A list of texts."""
    if not isinstance(value, list | tuple):
        raise TypeError(value)
    return tuple(text(one) for one in value)


def counts(value: Any) -> dict[str, int]:
    """Numbers by name; nothing is none of them."""
    return {} if value is None else {text(name): whole(count) for name, count in value.items()}


def by_id(found: Iterable[Named]) -> dict[str, Named]:
    """Things by their id, each of which stands once."""
    out: dict[str, Named] = {}
    for one in found:
        if one.id in out:
            raise ValueError(one.id)
        out[one.id] = one
    return out
