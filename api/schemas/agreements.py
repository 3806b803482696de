"""Agreements: what they say, what is done to them, and what everybody may verify."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from api.schemas.base import Instant, Sent, Shown, SortedPageAsked
from api.schemas.registrations import Channel
from api.schemas.types import Day, Id, Reason, Text

AgreementState = Literal["drawn_up", "signed", "active", "suspended", "ended", "lapsed", "replaced"]
Party = Literal["owner", "tenant", "partner", "outside"]


class AgreementsAsked(SortedPageAsked):
    """Which agreements are asked for."""

    whose: Literal["own", "served"] = Field("own", description="One's own; for staff and auditors, those they serve.")
    state: AgreementState | None = None
    round_id: Id | None = Field(None, description="Of those that one serves: of one round.")
    overdue: bool = Field(False, description="Of those that one serves: not signed in time.")


class SignatureSent(Sent):
    """That somebody signed."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"signed_on": "2026-05-02", "channel": "window"}]})

    signed_on: Day
    channel: Channel = Field("window", description="At which end it was signed.")


class SuspensionSent(Sent):
    """From when to when a right rests, both included; without `last` until it is resumed."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"first": "2026-06-01", "last": "2026-06-03", "reason": "Sports day."}]}
    )

    first: Day
    last: Day | None = None
    reason: Reason


class EndSent(Sent):
    """Why an agreement ends today."""

    reason: Reason


class AgreementChangeSent(Sent):
    """What is different from today on."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"party": "owner", "reason": "Bought the flat."}]})

    vehicle_id: Id | None = Field(None, description="Another vehicle of the same person.")
    address: Annotated[Text, Field(min_length=1, max_length=500)] | None = None
    party: Party | None = Field(None, description="Class of the vehicle, where that is another one now.")
    reason: Reason


class AgreementShown(Shown):
    """An agreement, without what names person and plate."""

    id: UUID
    version: int = Field(validation_alias="row_version")
    number: int
    state: AgreementState
    round_id: UUID
    registration_id: UUID
    member_id: UUID
    vehicle_id: UUID
    site_id: UUID
    quote_id: UUID | None
    covenant_version: int
    digest: str = Field(description="SHA-256 of the terms as they were printed.")
    starts_on: Day
    ends_on: Day
    drawn_up_at: Instant
    sign_by: Instant
    signed_on: Day | None
    signed_channel: Channel | None
    ended_on: Day | None
    suspended_from: Day | None
    suspended_until: Day | None
    replaces_id: UUID | None
    renews_id: UUID | None


class ClauseShown(Shown):
    """A right or duty, in words."""

    code: str
    numbers: dict[str, int]
    message: str


class NamedShown(Shown):
    """A site by its names."""

    code: str
    zh: str
    en: str


class FeeShown(Shown):
    """What the right costs; docs/fees.md explains the lines."""

    fen: int
    lines: list[dict[str, Any]]


class TermsShown(Shown):
    """The terms of an agreement as they were printed."""

    number: int
    receipt: str
    person: str
    address: str
    plate: str
    party: Party
    site: NamedShown
    spaces: list[str]
    first: Day
    last: Day
    windows: list[dict[str, Any]]
    leave_by: list[dict[str, Any]]
    curfews: list[dict[str, Any]]
    fee: FeeShown | None
    clauses: list[ClauseShown]
    covenant_version: int
    verify_at: str = Field(description="Address that the QR code holds: anybody may verify the paper there.")


class AgreementStepShown(Shown):
    """One step of an agreement."""

    action: str
    before: str
    after: str
    actor_id: UUID | None
    reason: str
    numbers: dict[str, int | str]
    at: Instant


class AgreementSteps(Shown):
    """All steps of an agreement, in order."""

    items: list[AgreementStepShown]


class VerifiedShown(Shown):
    """What everybody may know of an agreement whose code they have."""

    number: int
    state: AgreementState
    in_force: bool = Field(description="Whether it is signed and gives its right today.")
    first: Day
    last: Day
    masked_plate: str
