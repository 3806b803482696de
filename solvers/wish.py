"""The price of a wish: what a plan would lose if one request were forced in and as little else as possible changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Changed:
    """What one request, or one volunteer, has before and after: sessions, spaces or seats."""

    request: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class TierChange:
    """Value of a goal before and after."""

    name: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class WishPrice:
    """What it costs to force one request in.

    Where `held` is false the request cannot be forced in by its own terms, and nothing else is told. `numbers` say what
    it would have. `lost` are those who would have less, `moved` those who would have as much elsewhere or at another
    time. The other plan is made by the re-planning engine: nobody loses more than it finds necessary, but that it found
    the least is not proven.
    """

    request: str
    held: bool
    place: str = ""
    numbers: Mapping[str, int | str] = field(default_factory=dict)
    lost: tuple[Changed, ...] = ()
    moved: tuple[str, ...] = ()
    tiers: tuple[TierChange, ...] = ()
