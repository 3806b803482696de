"""What the access matrix asks for of agreements: one of each of two people, nobody has signed."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import queries
from scheduler.models import Agreement, Registration
from scheduler.usecases import agreement_drawing
from tests.town import Town


def agreement_things(town: Town, at: int, home: str = "H") -> dict[str, str]:
    """An agreement on the right of a person who lives at a site, and the code on its paper."""
    row = town.database.transact(lambda session: _drawn(session, town, town.registrations[at], town.sites[home]))
    return {"agreement_id": str(row.id), "agreement_code": row.code}


def _drawn(session: Session, town: Town, registration_id: UUID, site_id: UUID) -> Agreement:
    row = session.get_one(Registration, registration_id)
    given = {"actor": town.coordinator, "vault": town.vault, "now": town.clock()}
    made = agreement_drawing.draw_up(session, row=row, **given)  # type: ignore[arg-type]
    assert made is not None
    assert queries.supply.site(session, town.community_id, site_id) is not None
    row.home_site_id = made.site_id = site_id
    return made
