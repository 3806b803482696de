"""The page of one shift as the office has it: seats, gaps with reasons, who was asked, decisions, teams."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi.responses import Response

from api.pages.desk import Context, Desk
from api.pages.forms import Form
from api.pages.reasons import of_shift
from api.pages.roster_board import standing_of
from api.pages.roster_forms import FIELDS
from api.pages.wishes import CHANNELS
from scheduler import queries
from scheduler.actors import AUDITOR, OFFICE, Actor
from scheduler.errors import NotAllowed
from scheduler.usecases import (
    organisations,
    roster_board,
    roster_locks,
    seat_views,
    shift_views,
    substitutes,
    teams,
    volunteer_views,
)
from scheduler.usecases.seat_office import WAIVABLE
from scheduler.usecases.seat_views import SeatsAsked

MOST = 200
"""Most seats, and most asks, of one shift that are listed."""


def page(desk: Desk, shift_id: UUID, form: Form, status: int = 200, at: str = "") -> Response:
    """The page of a shift; what was refused is shown at the form `at` which it was sent."""

    def shown(session: Any, actor: Actor, now: datetime) -> Context:
        if not actor.has(*OFFICE, AUDITOR):
            raise NotAllowed("not_for_this_role")
        seen = shift_views.seen(session, actor=actor, shift_id=shift_id)
        shift = seen.row
        return {
            "seen": seen,
            "shift": shift,
            "standing": standing_of(seen),
            "place": roster_board.places(session, actor.community_id, [shift]).get(
                shift.point_id or shift.elder_id or shift.id
            ),
            "gaps": [(gap, of_shift(gap.reasons, desk.language, shift)) for gap in _gaps(session, actor, shift)],
            **_people(desk, session, actor, shift),
            "teams": teams.listed(session, actor=actor, shift_id=shift_id),
            "organisations": {one.id: one for one in organisations.listed(session, actor=actor)},
            "may": actor.has(*OFFICE) and shift.state in ("planned", "open") and shift.ends_at > now,
            "begun": shift.starts_at <= now,
            "waivable": WAIVABLE,
            "channels": CHANNELS,
            "form": form,
            "none_form": Form(FIELDS, {"channel": "hotline"}),
            "at": at,
        }

    return desk.show("roster_shift", shown, status)


def _gaps(session: Any, actor: Actor, shift: Any) -> Any:
    return roster_board.gaps(session, actor=actor, shift=shift)


def _people(desk: Desk, session: Any, actor: Actor, shift: Any) -> Context:
    """Seats, asks and decisions of a shift, and the names of all whom they concern."""
    seats = seat_views.listed(session, actor=actor, asked=SeatsAsked(shift_id=shift.id), limit=MOST, newest=False)
    asks = substitutes.listed(session, actor=actor, shift_id=shift.id, limit=MOST, newest=False)
    locks = roster_locks.listed(session, actor=actor, shift_id=shift.id)
    ids = {one.volunteer.id for one in seats} | {one.volunteer.id for one in asks} | {row.volunteer_id for row in locks}
    rows = queries.rosters.volunteers(session, ids)
    return {
        "seats": seats,
        "asks": asks,
        "locks": [(row, roster_locks.reason_for(actor, row)) for row in locks],
        "names": {one.id: one for one in volunteer_views.shown(session, actor, desk.office.vault, rows)},
    }
