"""The register of documents that staff keep."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from api.schemas.base import Instant, Sent, Shown
from api.schemas.types import Day, Id, Reason

Document = Literal[
    "identity_card", "vehicle_licence", "title_deed", "lease", "employer_letter", "disability_card", "insurance"
]


class DocumentSent(Sent):
    """A document that was seen; neither a copy nor a number of it."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"document": "lease", "valid_until": "2027-06-30"}]})

    document: Document
    vehicle_id: Id | None = Field(None, description="Of a vehicle licence and of an insurance, whose it is.")
    valid_from: Day | None = Field(None, description="Left out: today.")
    valid_until: Day | None = Field(None, description="The last day on which it holds; left out: without an end.")


class DocumentStruck(Sent):
    """Why an entry was wrong."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "Seen for another person."}]})

    reason: Reason


class DocumentShown(Shown):
    """An entry of the register."""

    id: UUID
    member_id: UUID
    vehicle_id: UUID | None
    document: Document
    valid_from: Day
    valid_until: Day | None
    recorded_at: Instant
    struck_at: Instant | None
    reason: str
