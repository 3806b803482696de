"""What a goal is."""

from __future__ import annotations

from typing import Protocol

from solvers.problem import Plan, Problem


class Objective(Protocol):
    """A goal that adds up over assignments, in whole numbers.

    What an assignment adds is `by_group` (wherever in the group it stands) plus `by_assets` (on just these assets). All
    assets of `favoured` for a request add the same; every other asset adds nothing.
    """

    @property
    def name(self) -> str:
        """Stable name of the goal."""

    @property
    def maximise(self) -> bool:
        """Whether more is better."""

    @property
    def grain(self) -> int:
        """Every value is a multiple of this."""

    def by_group(self, request: int, group: int) -> int:
        """What serving the request in the group adds."""

    def by_assets(self, request: int, assets: tuple[int, ...]) -> int:
        """What standing on just these assets adds to that."""

    def favoured(self, request: int) -> tuple[int, ...] | None:
        """The assets on which `by_assets` is not zero, if there are any."""

    def value(self, problem: Problem, plan: Plan) -> int:
        """Value of a plan, recomputed without a model."""
