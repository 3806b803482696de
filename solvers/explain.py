"""Why a request got what it got, and what would have worked: codes, ids and numbers; sentences are made at the edge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from solvers.causes import Cause
from solvers.timetable import WindowRule


class Outcome(StrEnum):
    """What a plan did with a request."""

    SERVED = "served"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that decided a request.

    `rule` is a stable code; `place` a group or asset; `numbers` what was counted and allowed (minutes of the horizon,
    counts, metres, points). A rule that links rights counts the request as if it stood at `place`, so that what stands
    exceeds what is allowed. `requests` names only rights of the same vehicle or household: rivals are counted.
    """

    rule: str
    place: str = ""
    requests: tuple[str, ...] = ()
    numbers: Mapping[str, int | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Alternative:
    """What the plan could serve besides everything that it serves.

    `kind` is a stable code; `assets` holds one asset of `group` for each part; `walk` is in metres; `windows` is the
    whole use under which it works and `numbers` how that differs from what was asked. `checked` tells that the verifier
    found no violation in the plan with this right added.
    """

    kind: str
    group: str
    assets: tuple[str, ...]
    walk: int
    windows: tuple[WindowRule, ...]
    numbers: Mapping[str, int | str] = field(default_factory=dict)
    checked: bool = True


@dataclass(frozen=True, slots=True)
class Explanation:
    """Outcome of a request, what decided it, what would have worked, and what stands between it and a place."""

    request: str
    outcome: Outcome
    reasons: tuple[Reason, ...]
    alternatives: tuple[Alternative, ...] = ()
    cause: Cause | None = None
