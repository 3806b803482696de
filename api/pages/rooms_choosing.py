"""What was chosen among the rooms found, as a booking asks for it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from api.pages import rooms_asking
from api.pages.forms import Form, read_as
from api.schemas.types import Id, Minute, Readable
from scheduler import queries
from scheduler.actors import Actor
from scheduler.errors import NotAllowed
from scheduler.usecases.bookings import Span
from scheduler.usecases.room_claims import BookingTerms


class Chosen(BaseModel):
    """The room and the time that were chosen among those found."""

    room_id: Id
    starts_at: Minute


class Person(BaseModel):
    """For whom a clerk books."""

    member_id: Id


class Named(BaseModel):
    """What a booking is for, as its person calls it."""

    title: Readable = ""


def residents_only(actor: Actor) -> None:
    """Keep those from booking for themselves who are nobody of the community.

    Raises
    ------
    NotAllowed
        If this is no resident.
    """
    if actor.member_id is None:
        raise NotAllowed("not_for_this_role")


def member_of(form: Form) -> UUID:
    """The person for whom a clerk books.

    Raises
    ------
    Refused
        If nobody is named.
    """
    return read_as(Person, form.filled("member_id")).member_id


def terms_of(session: Any, form: Form, community_id: Any, **more: Any) -> BookingTerms:
    """What a form asks to book.

    Raises
    ------
    Refused
        For the first field that is wrong.
    """
    wish = rooms_asking.wish_of(form, queries.community.one(session, community_id).zone)
    chosen = read_as(Chosen, form.filled("room_id", "starts_at"))
    span = Span(chosen.starts_at, chosen.starts_at + timedelta(minutes=wish.minutes))
    return BookingTerms(span, wish.ask, room_id=chosen.room_id, **more)
