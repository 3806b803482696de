"""What everybody may see of a certificate."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from pydantic import Field

from api.schemas.base import Instant, Shown


class CertificateShown(Shown):
    """The certificate of a published version."""

    publication_id: UUID
    number: int = Field(description="The version of the notice.")
    state: Literal["waiting", "ready", "failed"]
    error: str | None = Field(description="Why it could not be made, as a code.")
    root: str = Field(description="SHA-256 over all parts of the bundle; empty until it is made.")
    solver_bound: int | None = Field(description="What the solver claims of the plan's first goal.")
    checked_bound: int | None = Field(description="What the bundle itself proves of it.")
    size: int = Field(description="Bytes of the bundle.")
    created_at: Instant
    made_at: Instant | None
    displayed: bool = Field(description="Whether the bundle can still be fetched, as the lines of the notice can.")
