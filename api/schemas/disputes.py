"""Disputes: opened, heard, decided; and their numbers for everybody."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, JsonValue

from api.schemas.base import Asked, Instant, Page, Sent, Shown, SortedPageAsked
from api.schemas.types import Id, Minute, Readable, Text

About = Literal["decision", "fee", "violation", "neighbour", "owner_return", "booking"]
State = Literal["opened", "mediation", "settled", "arbitration", "decided", "withdrawn", "dismissed"]
Action = Literal["mediate", "settle", "refer", "decide", "dismiss", "withdraw"]
EffectKind = Literal["pin", "forbid", "compensate", "correct_points", "waive", "lift_block"]
Outcome = Literal["settled", "upheld", "rejected", "dismissed", "withdrawn"]
Channel = Literal["web", "mobile", "hotline", "window", "door", "letter", "import"]
DECIDED: dict[str, JsonValue] = {
    "action": "decide",
    "reason": "The space had been promised to both. / 该车位曾同时承诺给双方。",
    "upheld": True,
    "effects": [
        {
            "kind": "pin",
            "subject_id": "01985c1c-7d5f-7b6e-9d0e-5a0c4f3b2a10",
            "site_id": "01985c1c-0000-7000-8000-000000000001",
        }
    ],
}


class DisputeSent(Sent):
    """A case: what it is about and what there is to say.

    On a neighbour, without a subject: the plate of their vehicle and the site where they are known; who opens the case
    does not learn whose the plate is. `member_id` is for staff who open such a case for somebody.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "about": "decision",
                    "subject_id": "01985c1c-7d5f-7b6e-9d0e-5a0c4f3b2a10",
                    "statement": "My points leave out two lost rounds.",
                }
            ]
        }
    )

    about: About
    statement: Annotated[Text, Field(min_length=1)]
    subject_id: Annotated[
        Id | None, Field(description="A registration, an invoice, a violation, a call-back or a booking of one's own.")
    ] = None
    plate: Annotated[Readable, Field(min_length=1, max_length=20)] | None = None
    site_id: Id | None = None
    member_id: Id | None = None
    channel: Channel = "web"


class EffectSent(Sent):
    """What follows: on a registration (pin, forbid, correct points), a person, a violation or invoice, a block.

    A pin, or what is forbidden, names a site, a space or a room; a compensation the site whose fund pays. `amount` are
    points, or fen.
    """

    kind: EffectKind
    subject_id: Id
    site_id: Id | None = None
    space_id: Id | None = None
    room_id: Id | None = None
    amount: Annotated[int, Field(ge=-(2**31), le=2**31 - 1)] | None = None


class DisputeMove(Sent):
    """A step of a case; a settlement or decision says why, and may bring effects about."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"action": "mediate"}, DECIDED]})

    action: Action
    reason: Text = ""
    upheld: Annotated[bool | None, Field(description="Of a decision: was whoever opened the case right?")] = None
    effects: Annotated[list[EffectSent], Field(max_length=10, default_factory=list)]


class HearingSent(Sent):
    """When both sides are heard."""

    at: Minute


class NoteSent(Sent):
    """Something to say; an `inner` note is for those who hear the case."""

    text: Annotated[Text, Field(min_length=1)]
    inner: bool = False


class DisputesAsked(SortedPageAsked):
    """Which cases: `own` leaves out what is only heard."""

    state: State | None = None
    own: bool = False


class DisputeShown(Shown):
    """A case without what was said in it; `days_late` is by how much the present step is late."""

    id: UUID
    version: int = Field(validation_alias="row_version")
    receipt: str
    about: About
    subject_id: UUID | None
    site_id: UUID | None
    round_id: UUID | None
    covenant_version: int
    state: State
    channel: Channel
    opened_at: Instant
    answer_by: Instant | None
    hearing_at: Instant | None
    decided_at: Instant | None
    upheld: bool | None
    days_late: int = 0


class DisputeStepShown(Shown):
    """A step or note, with what was said."""

    action: str
    before: str
    after: str
    at: Instant
    inner: bool
    text: str


class EffectShown(Shown):
    """What came of a case: `applied_id` is the lock, registration, refund, violation, invoice or block."""

    kind: EffectKind
    subject_id: UUID
    site_id: UUID | None
    space_id: UUID | None
    room_id: UUID | None
    amount: int | None
    applied_id: UUID | None
    applied_at: Instant


class WholeDispute(DisputeShown):
    """A case as somebody may read it: texts are empty where they are not for them; `actions` are open to them now."""

    readable: bool
    statement: str
    outcome: str
    steps: list[DisputeStepShown]
    effects: list[EffectShown]
    actions: list[Action]


class PartyShown(Shown):
    """A side of a case."""

    side: Literal["opened", "other"]
    name: str
    phone: str


class Parties(Shown):
    """The sides of a case."""

    items: list[PartyShown]


class GroundShown(Shown):
    """Something that one may open a case on, with the receipt or number by which one knows it."""

    about: About
    subject_id: UUID
    name: str
    since: Instant


class Grounds(Shown):
    """What one may open a case on now; a neighbour needs no ground."""

    items: list[GroundShown]


class TalliesAsked(Asked):
    """Of which year."""

    year: Annotated[int, Field(ge=2000, le=2200)] | None = Field(None, description="Left out: the present one.")


class TallyShown(Shown):
    """How many cases about something came out in one way."""

    about: About
    outcome: Outcome
    cases: int | None = Field(description="None for fewer than `fewest`, and for none at all.")


class TalliesShown(Shown):
    """How the cases of a year came out."""

    community: str
    year: int
    fewest: int
    items: list[TallyShown]


Disputes = Page[DisputeShown]
