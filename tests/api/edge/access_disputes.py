"""What the access matrix asks for of disputes: one of each of two people, on the decision on their registration."""

from __future__ import annotations

from scheduler.usecases import dispute_opening
from scheduler.usecases.dispute_opening import Complaint
from tests.town import Town


def dispute_things(town: Town, at: int) -> dict[str, str]:
    """A case that a person opened."""
    made = town.do(
        dispute_opening.open_case,
        actor=town.people[at],
        vault=town.vault,
        complaint=Complaint("decision", "My points are wrong.", town.registrations[at]),
        channel="web",
    )
    return {"dispute_id": str(made.id)}
