"""Scenarios: what-if over a round."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from pydantic import ConfigDict, Field

from api.schemas.base import Instant, Sent, Shown
from api.schemas.planning import RunState
from api.schemas.types import Short, Text
from scheduler.scenarios.changes import Changes
from scheduler.usecases.scenarios import MOST_SHARED_DAYS

EXAMPLE: dict[str, Any] = {
    "name": "more-reserve",
    "changes": [{"kind": "set_policy", "field": "reserve_percent", "value": 10}],
}


class ScenarioSent(Sent):
    """A scenario: its name within the round, and what it changes."""

    model_config = ConfigDict(strict=False, json_schema_extra={"examples": [EXAMPLE]})

    name: Short
    note: Text = ""
    changes: Changes

    def told(self) -> list[dict[str, Any]]:
        """The changes as rows keep them."""
        return [change.model_dump(mode="json", exclude_defaults=True) for change in self.changes]


class ScenarioShown(Shown):
    """A scenario with the comparison that its newest solved run gave, None before there is one."""

    id: UUID
    round_id: UUID
    name: str
    note: str
    changes: list[dict[str, Any]]
    figures: dict[str, Any] | None = Field(
        description="`before` and `after`: goals, classes, fairness, owner risk; `people`: how many gain, lose, move."
    )
    shared_until: Instant | None
    created_at: Instant
    version: int
    run_id: UUID | None = None
    run_state: RunState | None = None
    plan_id: UUID | None = None


class Scenarios(Shown):
    """Scenarios of a round, in the order in which they were made."""

    items: list[ScenarioShown]


class PersonChangeShown(Shown):
    """Somebody for whom the scenario would mean something else: by receipt, in rosters by the volunteer's."""

    receipt: str
    kind: str = Field(description="gained, lost or moved.")


class PeopleShown(Shown):
    """All for whom a scenario would mean something else."""

    items: list[PersonChangeShown]


class ShareSent(Sent):
    """For how many days a scenario may be looked at by everybody who has its address."""

    days: Annotated[int, Field(ge=1, le=MOST_SHARED_DAYS)] = 14


class ScenarioShared(Shown):
    """The secret address of a scenario, told this once."""

    path: str
    until: Instant


class ScenarioPublic(Shown):
    """A scenario as the council sees it: numbers only, nobody by receipt."""

    round_code: str
    title_zh: str
    title_en: str
    name: str
    note: str
    changes: list[dict[str, Any]]
    figures: dict[str, Any] | None
    shared_until: Instant | None
