"""What is asked of a domain of planning: the same of parking and of rooms, one module each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler.covenant import CovenantSettings
from scheduler.models import Plan, Registration, Round
from solvers.document import PlanDocument
from solvers.parking.problem import ParkingProblem
from solvers.rooms.plan import RoomsPlan
from solvers.rooms.problem import RoomsProblem

Problem = ParkingProblem | RoomsProblem
Document = PlanDocument | RoomsPlan
Places = Mapping[UUID, tuple[Any, ...]]
"""What each registration has, in a form that can be compared: spaces by id, or weekly slots as texts."""


class Domain(Protocol):
    """A domain, as `parking` and `season` implement it."""

    ENGINES: tuple[str, ...]

    def problem_of(self, session: Session, round_: Round, now: datetime) -> Problem:
        """What is to be planned, as it stands now.

        Raises
        ------
        Rejected
            For the first value that no problem may carry, with its code.
        """

    def base_of(self, session: Session, round_: Round, digest: str, published: bool) -> bytes | None:
        """A plan file of the places that people hold, else of the newest plan, for a re-run to depart from."""

    def keep(self, session: Session, plan: Plan, document: Document, by_receipt: Mapping[str, Registration]) -> None:
        """Write what a plan gives as rows."""

    def unheld(self, document: Document) -> list[dict[str, Any]]:
        """Decisions of the staff that cannot hold, as JSON."""

    def worth(self, rules: CovenantSettings, row: Registration) -> int:
        """What a registration competes with: the notice shows it, and the waitlist is ordered by it."""

    def places(self, session: Session, plan_id: UUID) -> Places:
        """What every served registration has in a plan."""


def served_of(document: Document) -> Sequence[str]:
    """Receipts that a plan serves, each once."""
    return tuple(dict.fromkeys(one.request for one in document.assignments))
