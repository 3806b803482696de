"""What is asked of a domain of planning: the same of parking, of rooms and of rosters, one module each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler.covenant import CovenantSettings
from scheduler.files import Document, Problem
from scheduler.models import Plan, Registration, Round
from solvers.document import PlanDocument
from solvers.rooms.plan import RoomsPlan
from solvers.rosters.plan import RosterPlan

Places = Mapping[UUID, tuple[Any, ...]]
"""What each registration, or in rosters each volunteer, has, as it can be compared: spaces by id, else texts."""


@dataclass(frozen=True, slots=True)
class RefusalLine:
    """Why a registration is not served: reasons as codes and numbers; `waitable` where a place could come free.

    In rosters `request` is the code of a shift, a slash and the role that has empty seats. `cause` is a minimal set of
    things without which there would be a place.
    """

    request: str
    waitable: bool
    reasons: Sequence[Mapping[str, Any]]
    cause: Mapping[str, Any] | None = None


class Domain(Protocol):
    """A domain, as `parking`, `season` and `rosters` implement it."""

    ENGINES: tuple[str, ...]

    def problem_of(self, session: Session, round_: Round, now: datetime) -> Problem:
        """What is to be planned, as it stands now.

        Raises
        ------
        Rejected
            For the first value that no problem may carry, with its code.
        """

    def base_of(self, session: Session, round_: Round, digest: str, published: bool) -> bytes | None:
        """A plan file for a re-run to depart from: of the places that people hold.

        Before any is published it is that of the newest plan that knows the lots of the round's draw.
        """

    def keep(
        self,
        session: Session,
        plan: Plan,
        document: Document,
        by_receipt: Mapping[str, Registration],
        refusals: Sequence[RefusalLine],
    ) -> tuple[int, int]:
        """Write what a plan gives as rows; how much was asked for, and how much of it is given."""

    def unheld(self, document: Document) -> list[dict[str, Any]]:
        """Decisions of the staff that cannot hold, as JSON."""

    def worth(self, rules: CovenantSettings, row: Registration) -> int:
        """What a registration competes with: the notice shows it, and the waitlist is ordered by it."""

    def places(self, session: Session, plan_id: UUID) -> Places:
        """What every served registration has in a plan."""


def served_of(document: PlanDocument | RoomsPlan) -> Sequence[str]:
    """Receipts that a plan serves, each once."""
    return tuple(dict.fromkeys(one.request for one in document.assignments))


def requests_served(document: Document, refusals: Sequence[RefusalLine]) -> tuple[int, int]:
    """Registrations that took part, and those served."""
    assert not isinstance(document, RosterPlan)
    served = len(served_of(document))
    return served + len(refusals), served
