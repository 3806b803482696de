"""What all groups of settings of a covenant 公约 share."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Party = Literal["owner", "tenant", "partner", "outside"]
Category = Literal["elderly", "disabled", "culture", "education", "volunteering", "party", "other"]
Share = Annotated[int, Field(ge=0, le=100)]
Weight = Annotated[int, Field(ge=-1000, le=1000)]
Days = Annotated[int, Field(ge=0, le=400)]
Fen = Annotated[int, Field(ge=0, le=100_000_000)]
"""A price; at most a million yuan."""


class Rules(BaseModel):
    """What all groups of settings share: unknown settings are refused, so that a misspelt one is never ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True)
