"""What is asked of the audit chain's and the ledger's pages."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from api.schemas.base import Asked
from api.schemas.types import Day, Id
from scheduler.usecases.money_views import Purpose

Family = Literal["access", "people", "places", "rounds", "registrations", "use", "money", "volunteers", "council"]
Thing = Annotated[str, Field(max_length=64, pattern=r"^[0-9A-Za-z:-]*$")]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class TrailAsked(Asked):
    """Which entries: on dates from `first` to `last`, of a kind, on a thing, by somebody; before an entry."""

    first: Day | None = None
    last: Day | None = None
    kind: Family | None = None
    thing: Thing = ""
    who: Literal["system"] | UUID | None = None
    before: Annotated[int | None, Field(ge=1, le=2**31 - 1)] = None


class DigestAsked(Asked):
    """A digest that somebody wrote down."""

    digest: Digest


class PurposeAsked(Asked):
    """What a download is for."""

    purpose: Purpose


class AccountAsked(Asked):
    """Which account of the ledger."""

    account: Id | None = None
