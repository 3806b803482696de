"""Organisations, and the people who act for them."""

from __future__ import annotations

from uuid import UUID

from pydantic import ConfigDict, Field

from api.schemas.base import Sent, Shown
from api.schemas.types import Id, Line


class OrganisationSent(Sent):
    """The name of an organisation."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"name": "塘桥合唱团"}]})

    name: Line


class OrganisationShown(Shown):
    """An organisation."""

    id: UUID
    version: int = Field(validation_alias="row_version")
    name: str


class Organisations(Shown):
    """Organisations, by name."""

    items: list[OrganisationShown]


class BelongingSent(Sent):
    """The organisation that a person acts for; none takes them out."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"organisation_id": "01a21354-0000-7000-8000-000000000001"}]}
    )

    organisation_id: Id | None


class BelongingShown(Shown):
    """The organisation that a person acts for."""

    member_id: UUID = Field(validation_alias="id")
    organisation_id: UUID | None
