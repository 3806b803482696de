"""Single shifts: read, amended, called off; decisions about their seats; teams asked for them."""

from __future__ import annotations

from typing import Any

from fastapi.responses import Response

from api.deps import Booking, IdempotencyKey, Planning, Reading
from api.openapi import refusals
from api.routes.common import EMPTY, router_of, tagged
from api.routes.roster_shapes import changes_of, lock_shown, placed, shift_made, shift_shown, team_shown
from api.schemas.shifts import (
    NamedSeat,
    RosterLocks,
    RosterLockSent,
    RosterLockShown,
    ShiftCancelled,
    ShiftChange,
    ShiftMade,
    ShiftShown,
    TeamAnswer,
    Teams,
    TeamSeat,
    TeamSent,
    TeamShown,
)
from api.schemas.types import Id
from api.tags import Version
from scheduler.usecases import roster_locks, shift_views, shifts, teams
from scheduler.usecases.roster_locks import Decision, reason_for
from scheduler.usecases.teams import TeamAsk

router = router_of("shifts")
Wanted = dict[str, Any]


@router.get("/shifts/{shift_id}", response_model=ShiftShown, responses=refusals(401, 403, 404))
def read_shift(shift_id: Id, door: Reading) -> Response:
    """One shift with its posts."""
    shown = door.read(
        lambda session, actor, _now: shift_shown(shift_views.seen(session, actor=actor, shift_id=shift_id))
    )
    return tagged(shown, shown.version)


@router.patch("/shifts/{shift_id}", response_model=ShiftMade, responses=refusals(401, 404, 409, 412, 428))
def amend_shift(shift_id: Id, body: ShiftChange, version: Version, door: Planning) -> Response:
    """Change a shift that is not over; with another time or place its people are told, and asked again."""
    wanted: Wanted = {"shift_id": shift_id, "version": version, "changes": placed(changes_of(body))}

    def amended(session: Any, actor: Any, now: Any) -> ShiftMade:
        row, notices = shifts.amend(session, actor=actor, now=now, **wanted)
        return shift_made(shift_views.shown(session, actor, [row])[0], notices, door.language)

    shown = door.write(amended)
    return tagged(shown, shown.version)


@router.post("/shifts/{shift_id}/cancel", response_model=ShiftShown, responses=refusals(401, 404, 409, 412, 428))
def cancel_shift(shift_id: Id, body: ShiftCancelled, version: Version, door: Planning) -> Response:
    """Call a shift off; whoever has a seat, was asked for one or wished for one is told why."""
    wanted: Wanted = {"shift_id": shift_id, "version": version, "reason": body.reason}
    shown = door.write(
        lambda session, actor, now: shift_shown(
            shift_views.shown(session, actor, [shifts.cancel(session, actor=actor, now=now, **wanted)])[0]
        )
    )
    return tagged(shown, shown.version)


# ---- decisions about single seats


@router.get("/shifts/{shift_id}/locks", response_model=RosterLocks, responses=refusals(401, 403, 404))
def list_roster_locks(shift_id: Id, door: Reading) -> RosterLocks:
    """Decisions about a shift, those taken back too; for the office and auditors."""
    return door.read(
        lambda session, actor, _now: RosterLocks(
            items=[
                lock_shown(row, reason_for(actor, row))
                for row in roster_locks.listed(session, actor=actor, shift_id=shift_id)
            ]
        )
    )


@router.post(
    "/shifts/{shift_id}/locks", status_code=201, response_model=RosterLockShown, responses=refusals(401, 404, 409)
)
def lock_seat(shift_id: Id, body: RosterLockSent, door: Planning, key: IdempotencyKey = None) -> Response:
    """Pin somebody to a shift, or keep them off it; every later plan obeys."""
    wanted: Wanted = {"shift_id": shift_id, "decision": Decision(**body.model_dump())}

    def made(session: Any, actor: Any, now: Any) -> RosterLockShown:
        row = roster_locks.lock(session, actor=actor, now=now, **wanted)
        return lock_shown(row, row.reason)

    return door.create(made, key, at="/api/v1/roster-locks")


@router.delete("/roster-locks/{roster_lock_id}", status_code=EMPTY, responses=refusals(401, 404, 409))
def unlock_seat(roster_lock_id: Id, door: Planning) -> Response:
    """Take a decision back; it stays on record."""
    door.write(lambda session, actor, now: roster_locks.unlock(session, actor=actor, lock_id=roster_lock_id, now=now))
    return Response(status_code=EMPTY)


# ---- teams


@router.get("/shifts/{shift_id}/teams", response_model=Teams, responses=refusals(401, 403, 404))
def list_teams(shift_id: Id, door: Reading) -> Teams:
    """Teams asked for a shift: all for the office and auditors, else those of one's own organisation."""
    return door.read(
        lambda session, actor, _now: Teams(
            items=[team_shown(one) for one in teams.listed(session, actor=actor, shift_id=shift_id)]
        )
    )


@router.post("/shifts/{shift_id}/teams", status_code=201, response_model=TeamShown, responses=refusals(401, 404, 409))
def ask_team(shift_id: Id, body: TeamSent, door: Planning, key: IdempotencyKey = None) -> Response:
    """Ask an organisation for people as a block; the seats are kept for it."""
    wanted: Wanted = {"shift_id": shift_id, "team": TeamAsk(**body.model_dump())}
    return door.create(
        lambda session, actor, now: team_shown(teams.ask(session, actor=actor, now=now, **wanted)),
        key,
        at="/api/v1/teams",
    )


@router.post("/teams/{team_id}/answer", response_model=TeamShown, responses=refusals(401, 404, 409))
def answer_team(team_id: Id, body: TeamAnswer, door: Booking) -> TeamShown:
    """Say for an organisation whether its team comes; by its people, or the office for them."""
    wanted: Wanted = {"team_id": team_id, "accept": body.accept}
    return door.write(lambda session, actor, now: team_shown(teams.answer(session, actor=actor, now=now, **wanted)))


@router.post("/teams/{team_id}/take-back", response_model=TeamShown, responses=refusals(401, 404, 409))
def take_team_back(team_id: Id, door: Planning) -> TeamShown:
    """Keep no more seats for a team; those taken by name stay."""
    return door.write(
        lambda session, actor, now: team_shown(teams.take_back(session, actor=actor, team_id=team_id, now=now))
    )


@router.post("/teams/{team_id}/seats", status_code=201, response_model=NamedSeat, responses=refusals(401, 404, 409))
def name_team_seat(team_id: Id, body: TeamSeat, door: Booking, key: IdempotencyKey = None) -> Response:
    """Give a seat that is kept for a team to one of its people, who is asked unless they name themselves."""
    wanted: Wanted = {"team_id": team_id, "volunteer_id": body.volunteer_id, "channel": body.channel}
    return door.create(
        lambda session, actor, now: NamedSeat.model_validate(teams.name(session, actor=actor, now=now, **wanted)),
        key,
        at="/api/v1/seats",
    )
