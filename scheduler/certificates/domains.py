"""What a certificate asks of each domain: its files read, its problem and plan made public, its bound's multipliers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from scheduler import files


@dataclass(frozen=True)
class Certified:
    """A domain; what makes it public and what proves its bound are loaded when they are needed.

    `recounted` tells that a plan's values are counted again in the public problem, which rounds what they come from.
    """

    name: str
    problem_from: Callable[[bytes], Any]
    plan_from: Callable[[bytes], Any]
    recounted: bool = False

    def public_problem(self, problem: Any, document: Any) -> Any:
        """The problem without personal data; of parking it tells only the walks of the plan's rights."""
        given = (document.assignments,) if self.name == "parking" else ()
        return self._public().public_problem(problem, *given)

    def public_plan(self, document: Any, digest: str, problem: Any, public: Any) -> Any:
        """The plan of the public problem, whose digest is given; a roster names people, so it needs both problems."""
        both = (problem, public) if self.name == "rosters" else ()
        return self._public().public_plan(document, digest, *both)

    def multipliers(self, problem: Any, document: Any) -> Mapping[str, Any]:
        """Multipliers that prove the plan's bound: needs the engines, so never called where people are answered."""
        found: Mapping[str, Any] = import_module(f"solvers.engines.certify_{self.name}").multipliers(problem, document)
        return found

    def _public(self) -> Any:
        return import_module(f"scheduler.certificates.{self.name}")


PARKING = Certified("parking", files.problem_from, files.plan_from)
ROOMS = Certified("rooms", files.rooms_problem_from, files.rooms_plan_from)
ROSTERS = Certified("rosters", files.roster_problem_from, files.roster_plan_from, recounted=True)


def domain_of(problem: bytes) -> Certified:
    """The domain that the text of a problem file speaks of."""
    if files.speaks_of_rosters(problem):
        return ROSTERS
    return ROOMS if files.speaks_of_rooms(problem) else PARKING
