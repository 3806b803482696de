"""Things that a facility lends without a room: by oneself, held and then confirmed; at the counter, with a receipt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import BaseModel, Field

from api.pages import rooms_asking, wishes
from api.pages.desk import AtDesk, Context, Desk, clerks_only
from api.pages.forms import Form, Sent, read_as
from api.pages.person import masked
from api.pages.rooms_choosing import residents_only
from api.schemas.types import Clock, Day, Id
from scheduler import calendar, queries
from scheduler.actors import Actor
from scheduler.errors import NotFound
from scheduler.usecases import room_bookings, room_claims
from scheduler.usecases.bookings import Span
from scheduler.usecases.room_claims import BookingTerms

router = APIRouter(include_in_schema=False)
FIELDS = ("equipment_id", "count", "day", "start", "minutes", "channel")
USUAL = {"count": "1", "start": "09:00", "channel": "window"}


@dataclass(frozen=True, slots=True)
class Case:
    """Which facility lends to whom: `member_id` None is oneself, else whom a clerk serves."""

    facility_id: UUID
    member_id: UUID | None = None

    @property
    def place(self) -> str:
        """The page of the form."""
        if self.member_id is None:
            return f"/mine/rooms/borrow/{self.facility_id}"
        return f"/counter/people/{self.member_id}/borrow/{self.facility_id}"


class Borrowed(BaseModel):
    """The form, checked."""

    equipment_id: Id
    count: Annotated[int, Field(ge=1, le=1_000)]
    day: Day
    start: Clock
    minutes: Annotated[int, Field(ge=15, le=1440)]


def lent_alone(session: Any, facility_id: Any) -> list[Any]:
    """What a facility lends without a room."""
    return [row for row in queries.rooms.equipment_of(session, facility_id) if row.alone]


@router.get("/mine/rooms/borrow/{facility_id}")
def ask(facility_id: Id, desk: AtDesk, item: str = "") -> Response:
    """The form for oneself; `item` is chosen already."""
    return _page(desk, Case(facility_id), Form(FIELDS, {**USUAL, "equipment_id": item}))


@router.get("/counter/people/{member_id}/borrow/{facility_id}")
def ask_for(member_id: Id, facility_id: Id, desk: AtDesk) -> Response:
    """The form for somebody who came or called."""
    return _page(desk, Case(facility_id, member_id), Form(FIELDS, USUAL))


@router.post("/mine/rooms/borrow/{facility_id}")
def hold(facility_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """Hold some items for some minutes, in which their person looks and confirms."""
    return _lend(desk, Case(facility_id), sent, "/mine/rooms/{}")


@router.post("/counter/people/{member_id}/borrow/{facility_id}")
def lend(member_id: Id, facility_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """Lend some items to somebody who came or called; then the receipt."""
    return _lend(desk, Case(facility_id, member_id), sent, "/counter/bookings/{}")


def _lend(desk: Desk, case: Case, sent: Mapping[str, str], receipt: str) -> Response:
    form = Form(FIELDS, sent)

    def lent(session: Any, actor: Actor, now: datetime) -> str:
        _facility(session, actor, case)
        served = case.member_id is not None
        wanted: dict[str, Any] = {"terms": _terms(session, actor, case, form), "vault": desk.office.vault}
        wanted |= {"channel": wishes.channel_of(form) if served else "web", "hold": not served}
        return receipt.format(room_bookings.book(session, actor=actor, now=now, **wanted).id)

    return desk.attempt(form, lambda: desk.make(sent, lent), lambda again, status: _page(desk, case, again, status))


def _terms(session: Any, actor: Actor, case: Case, form: Form) -> BookingTerms:
    given = form.filled("equipment_id", "day", "start")
    asked = read_as(Borrowed, {**given, "count": form.number("count"), "minutes": form.number("minutes")})
    zone = queries.community.one(session, actor.community_id).zone
    since = calendar.instant_of(asked.day, int(asked.start[:2]) * 60 + int(asked.start[3:]), zone)
    span = Span(since, since + timedelta(minutes=asked.minutes))
    return BookingTerms(span, equipment_id=asked.equipment_id, count=asked.count, member_id=case.member_id)


def _facility(session: Any, actor: Actor, case: Case) -> Any:
    """The facility, for those who may borrow there or lend to this person.

    Raises
    ------
    NotAllowed, NotFound
        Not for this role; no such person, or no facility that lends something.
    """
    if case.member_id is None:
        residents_only(actor)
    else:
        clerks_only(actor)
    room_claims.person_of(session, actor, case.member_id)
    found = queries.rooms.facility(session, actor.community_id, case.facility_id)
    if found is None or not lent_alone(session, case.facility_id):
        raise NotFound()
    return found


def _page(desk: Desk, case: Case, form: Form, status: int = 200) -> Response:
    def shown(session: Any, actor: Actor, now: datetime) -> Context:
        facility = _facility(session, actor, case)
        zone = queries.community.one(session, actor.community_id).zone
        member = queries.community.member(session, actor.community_id, case.member_id) if case.member_id else None
        return {
            "case": case,
            "facility": facility,
            "person": None if member is None else masked(desk, member),
            "lent": lent_alone(session, case.facility_id),
            "form": Form(FIELDS, rooms_asking.form_of(form.values, now, zone).values, form.refused),
            "starts": rooms_asking.STARTS,
            "lengths": rooms_asking.LENGTHS,
            "channels": wishes.CHANNELS,
        }

    return desk.show("borrow", shown, status)
