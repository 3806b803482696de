"""Shifts of a roster and how many of their seats are taken, as far as everybody may know it."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Text, cast, func, select
from sqlalchemy.orm import Session

from scheduler.models import Seat, Shift
from scheduler.states import SEAT_COVER


class ShownShift(NamedTuple):
    """A shift as far as everybody may know it; `terms` as they are kept."""

    id: UUID
    elder_id: UUID | None
    title_zh: str
    title_en: str
    starts_at: datetime
    ends_at: datetime
    terms: str


def shown_shifts(session: Session, round_id: UUID) -> list[ShownShift]:
    """Shifts of a round that take place, in the order of time, for those who are told no more of them."""
    row = Shift
    told = (row.id, row.elder_id, row.title_zh, row.title_en, row.starts_at, row.ends_at, cast(row.terms, Text))
    query = select(*told).where(row.round_id == round_id, row.state != "cancelled")
    return [ShownShift(*found) for found in session.execute(query.order_by(row.starts_at, row.code))]


def filled(session: Session, round_id: UUID) -> dict[tuple[UUID, str], int]:
    """How many seats are taken on shifts of a round that take place, by shift and role."""
    query = (
        select(Seat.shift_id, Seat.role, func.count())
        .join(Shift, Shift.id == Seat.shift_id)
        .where(Shift.round_id == round_id, Shift.state != "cancelled", Seat.state.in_(SEAT_COVER))
        .group_by(Seat.shift_id, Seat.role)
    )
    return {(shift, role): int(count) for shift, role, count in session.execute(query)}
