"""What stands between a refused request and a place: a minimal set of things, told so that anyone can check it.

A cause is a set of removals. Without all of them the request can be placed beside everything that a plan gives; with
any one of them back in place it cannot. Naming everybody who has something is therefore no cause.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

RemovalKind = Literal["filter", "limit", "rival", "lock"]
Outranked = Literal["", "guaranteed", "kept"]
"""What points cannot outweigh: a rival's guarantee, or that it had a place before; empty where points decide."""


@dataclass(frozen=True, slots=True)
class Removal:
    """One thing to be taken away.

    `kind` is ``filter`` (a rule about the request alone, not asked of it at `place`), ``limit`` (a linking rule that
    is not counted against it at `place`), ``rival`` (a served request that gives its place back) or ``lock`` (a
    decision of the staff). `rule` is the code of the rule, `numbers` what is counted and allowed. Rivals are named in
    `requests` for the office and for the check; nobody else is told who they are.
    """

    kind: RemovalKind
    rule: str
    place: str = ""
    requests: tuple[str, ...] = ()
    numbers: Mapping[str, int | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a request is not served.

    `place` is the site, room or shift at which it would be served without the `removals`; none where the plan left a
    place free. `points` are the request's own, `rival_points` the sum of the rivals' that would have to give way: with
    more points than they have together, the request would have had the place. `missing` is how many more that is, None
    where points could not have helped. `outranked` tells that a goal before the points speaks for a rival:
    ``guaranteed`` that it is served before all others and the request is not, ``kept`` that it was served by the plan
    from which this one was made.
    """

    request: str
    place: str
    removals: tuple[Removal, ...]
    points: int = 0
    rival_points: int = 0
    outranked: Outranked = ""

    @property
    def rivals(self) -> tuple[str, ...]:
        """Ids of the requests that would have to give way."""
        return tuple(name for removal in self.removals if removal.kind == "rival" for name in removal.requests)

    @property
    def missing(self) -> int | None:
        """Points more than its own with which the request would have come first; None where points decide nothing."""
        only_rivals = bool(self.removals) and all(removal.kind == "rival" for removal in self.removals)
        return max(0, self.rival_points - self.points) + 1 if only_rivals and not self.outranked else None
