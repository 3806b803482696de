"""Seats and what belongs to them, for the access matrix, on shifts of their own beside those of the small roster."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler.ids import new_id
from scheduler.models import SeatWish, Shift, SubstituteAsk
from scheduler.usecases import swaps
from scheduler.usecases.swaps import SwapTerms
from tests.rosters_town import LESSON, RosterTown

OTHER = 7
"""The volunteer to whom people offer their seat."""
SEATED, ASKED = date(2026, 5, 25), date(2026, 5, 26)
"""Dates of the shift on which people sit, and of that for which they are asked."""


def seat_things(roster: RosterTown, at: int, things: Mapping[str, str]) -> dict[str, str]:
    """A seat of a volunteer, a wish of theirs, what they are asked, and their offer to swap."""
    roster.offer(at, mentor_of=[LESSON["type"]])
    roster.offer(OTHER, mentor_of=[LESSON["type"]])
    seated, asked = (_shift(roster, f"open{at}-{day.day}", day) for day in (SEATED, ASKED))
    seat = roster.seat(at, seated, "teacher", "confirmed")
    terms = SwapTerms(seat, to_volunteer_id=roster.volunteers[OTHER])
    swap = roster.town.do(swaps.propose, actor=roster.town.people[at], terms=terms)
    ask = roster.town.database.transact(lambda session: _asked(session, roster, at, asked, things))
    return {"seat_id": str(seat), "ask_id": str(ask), "swap_id": str(swap.id)}


def _shift(roster: RosterTown, code: str, day: date) -> UUID:
    made = roster.shift(code, day, "15:00", 60, "HALL", LESSON)
    roster.change(Shift, made, state="open")
    return made


def _asked(session: Session, roster: RosterTown, at: int, shift_id: UUID, things: Mapping[str, str]) -> UUID:
    now = roster.town.clock.now
    common: dict[str, Any] = {"community_id": roster.town.community_id, "volunteer_id": roster.volunteers[at]}
    wish = SeatWish(id=new_id(), shift_id=UUID(things["shift_id"]), role="teacher", created_at=now, **common)
    ask = SubstituteAsk(
        id=new_id(),
        shift_id=shift_id,
        role="teacher",
        seat_id=None,
        wave=1,
        rank=1,
        state="asked",
        asked_at=now,
        answer_by=now + timedelta(hours=2),
        **common,
    )
    session.add_all([wish, ask])
    session.flush()
    return ask.id
