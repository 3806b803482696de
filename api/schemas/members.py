"""People and their vehicles."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from api.schemas.access import Language
from api.schemas.base import Sent, Shown
from api.schemas.types import Id, Line, Readable

Size = Literal["compact", "standard", "large"]
Party = Literal["owner", "tenant", "partner", "outside"]


class PersonSent(Sent):
    """Somebody new."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"name": "李伟", "phone": "13800138000"}]})

    name: Readable = Field(min_length=1, max_length=100)
    phone: Line
    identity: Line | None = None
    address: Line | None = None
    mail: Line | None = None
    language: Language = "zh"
    household_id: Id | None = None
    home_site_id: Id | None = None


class CarSent(Sent):
    """A vehicle."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"plate": "沪A12345"}]})

    plate: Readable = Field(min_length=1, max_length=40)
    size: Size = "standard"
    party: Party = "tenant"
    needs_ev: bool = False
    needs_accessible: bool = False


class SearchSent(Sent):
    """By what to search: a plate or a phone, whole or the last four characters. Never part of an address."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"plate": "2345"}]})

    plate: Readable | None = Field(None, max_length=40)
    phone: Readable | None = Field(None, max_length=40)


class MemberFound(Shown):
    """Somebody, masked."""

    id: UUID
    name: str
    phone: str
    household_id: UUID | None


class MembersFound(Shown):
    """People found, at most 50."""

    items: list[MemberFound]


class CarShown(Shown):
    """A vehicle in clear."""

    id: UUID
    plate: str
    size: Size
    party: Party
    needs_ev: bool
    needs_accessible: bool


class MemberShown(Shown):
    """Somebody in clear."""

    id: UUID
    name: str
    phone: str
    language: Language
    household_id: UUID | None
    home_site_id: UUID | None
    vehicles: list[CarShown]


class MemberMade(Shown):
    """Somebody who was taken into the community."""

    id: UUID
    household_id: UUID | None


class CarHandedOver(Sent):
    """Whose a vehicle is."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"member_id": "01a21354-0000-7000-8000-000000000001"}]})

    member_id: Id


class CarMade(Shown):
    """A vehicle that was registered."""

    id: UUID
    size: Size
    party: Party
    needs_ev: bool
    needs_accessible: bool
