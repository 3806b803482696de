"""One shift as the office has it: its posts and people, what is missing and why, who was asked, what was decided."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages.desk import AtDesk, Desk
from api.pages.forms import Form, Sent, read_as
from api.pages.roster_forms import ASSIGN, CALL_OFF, FIELDS, LOCK, TEAM, volunteer_id_of
from api.pages.roster_shift_page import page
from api.schemas.seats import SeatAssigned, SeekSent
from api.schemas.shifts import RosterLockSent, ShiftCancelled, TeamSent
from api.schemas.types import Id
from scheduler.actors import Actor
from scheduler.usecases import roster_locks, seat_office, shifts, substitute_search, teams
from scheduler.usecases.roster_locks import Decision
from scheduler.usecases.seat_office import WAIVABLE, Assigned
from scheduler.usecases.teams import TeamAsk

router = APIRouter(include_in_schema=False)
HOME = "/office/shifts"


@router.get(HOME + "/{shift_id}")
def look(shift_id: Id, desk: AtDesk) -> Response:
    """A shift with all that the office knows of it."""
    return page(desk, shift_id, Form(FIELDS))


@router.post(HOME + "/{shift_id}/seats")
def assign(shift_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """Give somebody a seat by hand."""

    def made(session: Any, actor: Actor, now: datetime, form: Form) -> None:
        told_of = {"volunteer_id": volunteer_id_of(session, actor, form), "agreed": form.value("agreed") == "yes"}
        waives = [rule for rule in WAIVABLE if form.value(f"waive.{rule}") == "yes"]
        body = read_as(SeatAssigned, {**form.filled("role", "reason", "channel"), **told_of, "waives": waives})
        wanted = Assigned(**body.model_dump())
        seat_office.assign(session, actor=actor, shift_id=shift_id, wanted=wanted, now=now)

    return _made(desk, sent, shift_id, ASSIGN, made)


@router.post(HOME + "/{shift_id}/seek")
def seek(shift_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """Have people asked for the empty seats of a role now."""

    def made(session: Any, actor: Actor, now: datetime, form: Form) -> None:
        role = read_as(SeekSent, form.filled("role")).role
        substitute_search.begin(session, actor=actor, shift_id=shift_id, role=role, now=now)

    return _made(desk, sent, shift_id, "seek", made)


@router.post(HOME + "/{shift_id}/locks")
def lock(shift_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """Put somebody on the shift in every later plan, or keep them off it."""

    def made(session: Any, actor: Actor, now: datetime, form: Form) -> None:
        volunteer = volunteer_id_of(session, actor, form)
        body = read_as(
            RosterLockSent, {"reason": "", **form.filled("kind", "reason", "role"), "volunteer_id": volunteer}
        )
        decision = Decision(**body.model_dump())
        roster_locks.lock(session, actor=actor, shift_id=shift_id, decision=decision, now=now)

    return _made(desk, sent, shift_id, LOCK, made)


@router.post(HOME + "/{shift_id}/locks/{lock_id}/remove")
def unlock(shift_id: Id, lock_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """Take a decision back; it stays on record."""

    def made(session: Any, actor: Actor, now: datetime, _form: Form) -> None:
        roster_locks.unlock(session, actor=actor, lock_id=lock_id, now=now)

    return _made(desk, sent, shift_id, LOCK, made)


@router.post(HOME + "/{shift_id}/teams")
def ask_team(shift_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """Ask an organisation for several people at once."""

    def made(session: Any, actor: Actor, now: datetime, form: Form) -> None:
        body = read_as(TeamSent, {**form.filled("organisation_id", "role"), "seats": form.number("seats")})
        teams.ask(session, actor=actor, shift_id=shift_id, team=TeamAsk(**body.model_dump()), now=now)

    return _made(desk, sent, shift_id, TEAM, made)


@router.post(HOME + "/{shift_id}/teams/{team_id}/take-back")
def take_team_back(shift_id: Id, team_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """Keep no more seats for a team."""

    def made(session: Any, actor: Actor, now: datetime, _form: Form) -> None:
        teams.take_back(session, actor=actor, team_id=team_id, now=now)

    return _made(desk, sent, shift_id, TEAM, made)


@router.post(HOME + "/{shift_id}/cancel")
def call_off(shift_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """Call the shift off; its people are told why."""

    def made(session: Any, actor: Actor, now: datetime, form: Form) -> None:
        reason = read_as(ShiftCancelled, {"reason": "", **form.filled("reason")}).reason
        wanted: dict[str, Any] = {"shift_id": shift_id, "version": form.number("version"), "reason": reason}
        shifts.cancel(session, actor=actor, now=now, **wanted)

    return _made(desk, sent, shift_id, CALL_OFF, made)


def _made(desk: Desk, sent: Sent, shift_id: UUID, at: str, work: Any) -> Response:
    """Do what one of the page's forms asks for; where it is refused the page shows that form as it was sent."""
    form = Form(FIELDS, sent)

    def made(session: Any, actor: Actor, now: datetime) -> str:
        work(session, actor, now, form)
        return f"{HOME}/{shift_id}"

    return desk.attempt(
        form, lambda: desk.make(sent, made), lambda again, status: page(desk, shift_id, again, status, at)
    )
