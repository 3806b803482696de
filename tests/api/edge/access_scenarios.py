"""What the access matrix asks for of scenarios: one for each of two relations, shown to the council."""

from __future__ import annotations

from scheduler.models import Scenario
from scheduler.usecases import scenarios
from scheduler.usecases.scenarios import Wanted
from tests.town import Town

SEEN_BY_NOBODY = 41


def scenario_things(town: Town, at: int) -> dict[str, str]:
    """A scenario over the town's round, with the secret of its address."""
    changes = [{"kind": "set_policy", "field": "reserve_percent", "value": 10 + at}]
    given = {"actor": town.coordinator, "round_id": town.round_id}
    row = town.do(scenarios.make, wanted=Wanted(f"more reserve {at}", changes), **given)
    _, secret = town.do(scenarios.share, actor=town.coordinator, scenario_id=row.id, days=30)
    with town.database.writing() as session:
        session.get_one(Scenario, row.id).row_version = SEEN_BY_NOBODY
    return {"scenario_id": str(row.id), "share_secret": secret}
