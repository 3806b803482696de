"""What rounds brought to whom, and how evenly."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from pydantic import Field

from api.schemas.base import Asked, PageAsked, Shown
from api.schemas.types import Code, Id

Kind = Literal["person", "household", "organisation"]
DomainName = Literal["parking", "rooms", "rosters"]
UNIT = "Rights in parking, dated sessions in rooms, minutes in rosters."


class FairnessAsked(PageAsked):
    """Whose sums are asked for."""

    kind: Kind = "person"
    domain: DomainName | None = None
    subject: Id | None = Field(None, description="Of this one alone.")


class SumsShown(Shown):
    """What somebody asked for and got over the settled rounds of a domain."""

    kind: Kind
    subject_id: UUID
    domain: DomainName
    rounds: int
    asked: int = Field(description=UNIT)
    got: int
    used: int
    wasted: int = Field(description="Neither used nor given back in time.")
    lost: int = Field(description="Rounds in which something was lost and nothing got.")
    losing_streak: int = Field(description="Rounds lost in a row up to now.")
    share: float = Field(description="Got of asked, from 0 to 1.")


class OwnFairness(Shown):
    """What rounds brought to whoever asks."""

    items: list[SumsShown]


class PublicFairnessAsked(Asked):
    """Which community."""

    community: Code


class GroupShown(Shown):
    """The share of a class or compound; empty where it would tell of fewer than five parties."""

    name: str
    parties: int | None
    share: float | None


class OverallShown(Shown):
    """How evenly the settled rounds of a domain served all; of fewer than five parties only the rounds are told."""

    domain: DomainName
    rounds: int
    parties: int | None
    asked: int | None = Field(description=UNIT)
    got: int | None
    smallest_share: float | None
    gini: float | None = Field(description="0 where all have the same share of what they asked for.")
    envious: int | None = Field(
        description="Requests served worse than another of no more points that asked for no less."
    )
    longest_losing_streak: int | None
    by_class: list[GroupShown]
    by_compound: list[GroupShown]


class PublicFairness(Shown):
    """How evenly the rounds of a community served all, by domain."""

    items: list[OverallShown]
