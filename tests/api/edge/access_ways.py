"""What the access matrix asks for of ways forward: one of each of two people, whose time is over."""

from __future__ import annotations

from uuid import UUID

from scheduler.ids import new_id
from scheduler.models import Alternative
from tests.town import START, Town


def way_things(town: Town, at: int, publication_id: str) -> dict[str, str]:
    """A way that was held for a registration and lapsed."""
    way = Alternative(
        id=new_id(),
        community_id=town.community_id,
        round_id=town.round_id,
        registration_id=town.registrations[at],
        publication_id=UUID(publication_id),
        rank=1,
        kind="as_asked",
        state="lapsed",
        site_id=town.sites["H"],
        space_ids=[str(town.spaces["H1"])],
        walk=20,
        found_at=START,
        decided_at=START,
    )
    with town.database.writing() as session:
        session.add(way)
        session.flush()
        return {"alternative_id": str(way.id)}
