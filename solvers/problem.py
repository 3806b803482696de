"""What every domain asks the core: which assets serve which requests, over which minutes.

A request has one or more parts, each a timetable; each part needs one asset, all parts of a request assets of one group
(a site, a facility). What makes an asset fit is the domain's eligibility; what links requests are the constraints.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from solvers.window import Timetable


@dataclass(frozen=True, slots=True)
class Request:
    """Who asks, and for which minutes; more than one part only where the asset may change between them."""

    id: str
    parts: tuple[Timetable, ...]


@dataclass(frozen=True, slots=True)
class Asset:
    """One thing with a timetable of its own; `group` is the position of its group."""

    id: str
    group: int


@dataclass(frozen=True, slots=True)
class Problem:
    """Requests, assets and the names of the groups."""

    requests: Sequence[Request]
    assets: Sequence[Asset]
    groups: Sequence[str]


@dataclass(frozen=True, slots=True, order=True)
class Assignment:
    """Request (by position) served on assets (by position), one for each of its parts."""

    request: int
    assets: tuple[int, ...]


Plan = Sequence[Assignment]
