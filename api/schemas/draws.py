"""Public draws of rounds."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from api.schemas.base import Instant, Sent, Shown
from api.schemas.types import Day, Reason, Text

DrawState = Literal["committed", "frozen", "entered", "revealed", "withdrawn"]


class DrawSent(Sent):
    """A draw to commit to."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "source": "上证综合指数收盘点位（两位小数）/ Closing value of the SSE Composite, two decimals",
                    "number_on": "2026-12-17",
                }
            ]
        }
    )

    source: Annotated[Text, Field(min_length=1, description="Which public number it will be, so that anybody knows.")]
    number_on: Day = Field(description="The day of that number, after the day on which the round closes.")


class NumberSent(Sent):
    """The public number, as one person reads it."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"number": "3321.43"}]})

    number: Annotated[str, Field(min_length=1, max_length=200)]


class DrawWithdrawn(Sent):
    """Why a draw is taken back; for the office alone."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "The index is not published that day."}]})

    reason: Reason


class DrawShown(Shown):
    """A draw as the office sees it: the secret, and a number that waits for a second person, are nobody's to see."""

    round_id: UUID
    state: DrawState
    source: str
    number_on: date
    commitment: str
    committed_at: Instant
    entries_digest: str
    frozen_at: Instant | None
    entered_by: UUID | None
    entered_at: Instant | None
    confirmed_by: UUID | None
    revealed_at: Instant | None
    withdrawn_at: Instant | None
    withdrawn_by: UUID | None
    reason: str = Field(description="Why it was withdrawn.")


class LotShown(Shown):
    """A receipt in a draw; `lot` is empty until it is revealed."""

    position: int
    receipt: str
    lot: str
    joined: bool = Field(description="Not among the receipts that were frozen when the round closed.")
    left: bool = Field(description="Frozen, and withdrawn or refused before a plan was made.")


class EarlierDraw(Shown):
    """A draw that was committed to for the round and withdrawn before anybody could know what would come of it."""

    source: str
    number_on: date
    commitment: str
    committed_at: Instant
    withdrawn_at: Instant


class PublicDraw(Shown):
    """All that anybody needs to work a draw out again; what is not revealed yet is empty."""

    round_id: UUID
    state: DrawState
    source: str
    number_on: date
    commitment: str = Field(description="SHA-256 of the secret.")
    committed_at: Instant
    entries: int
    entries_digest: str = Field(description="SHA-256 of the sorted receipts, one a line.")
    frozen_at: Instant | None
    secret: str
    number: str
    seed: str = Field(description="SHA-256 of secret, colon, number.")
    revealed_at: Instant | None
    withdrawn_at: Instant | None
    withdrawn: list[EarlierDraw] = Field(description="Those committed to before it, the latest first.")
    joined: list[str]
    left: list[str]
    items: list[LotShown]
    next: str | None = Field(None, description="`cursor` of the next page; none on the last.")
