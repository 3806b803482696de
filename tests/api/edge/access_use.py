"""What the access matrix asks for of the use of spaces: a violation of a resident, and a block that is over."""

from __future__ import annotations

from datetime import timedelta

from fixtures import people
from scheduler.ids import new_id
from scheduler.models import Block
from scheduler.usecases import violations
from scheduler.usecases.violations import Sighting
from tests.town import Town


def use_things(town: Town, at: int, site: str) -> dict[str, str]:
    """A violation of a resident at a site, a block of their vehicle that is over, and its plate."""
    seen = Sighting(town.sites[site], people.plate_of(at), "wrong_place")
    row = town.do(violations.record, actor=town.coordinator, vault=town.vault, sighting=seen)
    since, until = town.clock() - timedelta(days=9), town.clock() - timedelta(days=1)
    block = Block(
        id=new_id(),
        community_id=town.community_id,
        vehicle_id=town.vehicles[at],
        since=since,
        until=until,
        violations=2,
        reason="",
    )
    with town.database.writing() as session:
        session.add(block)
    return {"violation_id": str(row.id), "block_id": str(block.id), "plate": people.plate_of(at)}
