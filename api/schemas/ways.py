"""Ways forward for who was not served."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from api.schemas.base import Instant, Shown
from api.schemas.billing import PriceShown
from api.schemas.registrations import LineShown

Numbers = dict[str, int | str]


class AlternativeShown(Shown):
    """One way: what it is in a sentence, and what exactly it gives."""

    id: UUID
    registration_id: UUID
    rank: int = Field(description="1 is the gentlest change of what was asked for.")
    kind: str
    message: str
    state: Literal["found", "held", "taken", "declined", "lapsed", "gone"]
    site_id: UUID | None
    spaces: list[str] = Field(description="In parking, the code of a space for each part of the use.")
    uses: list[dict[str, Any]] = Field(description="In parking, the whole use under which it works.")
    walk: int = Field(description="Metres on foot.")
    sessions: list[dict[str, Any]] = Field(description="In rooms, the weekly session with its dates.")
    numbers: Numbers = Field(description="How it differs from what was asked for.")
    held_until: Instant | None
    price: PriceShown | None = Field(description="In parking, what it costs if it is taken now, and is then kept to.")


class AlternativesShown(Shown):
    """What a registration may take; where a search found nothing, what was searched in vain."""

    items: list[AlternativeShown]
    searched: LineShown | None = None


class AlternativeTaken(Shown):
    """A way that was taken, and the right that the registration has by it."""

    alternative: AlternativeShown
    right_id: UUID
    registration_state: str
    site_id: UUID | None
    spaces: list[str]
    sessions: list[dict[str, Any]]


class WaySearchShown(Shown):
    """How far the search for the ways of a whole round is."""

    round_id: UUID
    asked_at: Instant
    done_at: Instant | None = Field(description="Empty while it waits.")
    found: int = Field(description="How many ways the search before this one found.")
