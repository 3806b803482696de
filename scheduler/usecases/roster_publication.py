"""What publishing a roster does to people: seats that come and seats that go, shown before anything is sent.

A plan knows the roster as it stood when its run began. What people and coordinators changed since is theirs: the plan
leaves those people and those shifts alone, and tells which of its seats it had to leave out for that. What is left of
it is asked of every rule once more, as things stand now.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.orm import Session

from scheduler import queries
from scheduler.actors import AUDITOR, OFFICE, Actor
from scheduler.covenant import CovenantSettings, settings_of
from scheduler.errors import NotFound, Rejected
from scheduler.ids import new_id
from scheduler.models import OutboxMessage, Plan, Publication, Round, Run, Shift, Volunteer
from scheduler.queries.boards import Tally
from scheduler.remembered import Remembered
from scheduler.translation.roster_scales import CHANGED, Coming, Going, Scales
from scheduler.translation.rosters import Month
from scheduler.usecases import planning, seats
from scheduler.usecases.seats import STANDBY, NewSeat

FORM = "commontide/roster-notice/1"
KEPT = 8
"""Most differences that are remembered; each may hold a month of a street."""
STEP = 10
"""Minutes for which one is shown: all rules are asked of thousands of seats. To publish works it out anew."""
AT_ONCE = 400
"""Most seats, of a plan and in force together, of which all rules are asked before anybody wishes it."""
NOT_OF_ROSTERS = ("session", "token", "audit")
"""Families of events that change nothing about seats, shifts or people."""
OFFERED, TAKEN_BACK = "roster_offered", "roster_taken_back"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A seat of the plan that cannot be given any more, and why: a code."""

    shift: Shift | None
    volunteer: Volunteer | None
    role: str
    code: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What a plan would change of the roster in force; `kept` counts the seats that stay."""

    coming: Sequence[Coming]
    going: Sequence[Going]
    left_out: Sequence[LeftOut]
    kept: int


def difference_seen(session: Session, *, actor: Actor, plan_id: UUID, now: datetime) -> Difference:
    """What publishing a plan now would change, for the office and auditors: nothing is sent, nothing is written.

    Raises
    ------
    NotFound, Rejected
        No such plan for this person; a plan of another domain.
    """
    plan, round_ = _looked_at(session, actor, plan_id)
    return _kept.found(_key_of(session, plan, now), lambda: difference(session, plan, round_, now))


def glanced(session: Session, *, actor: Actor, plan_id: UUID, now: datetime) -> Difference | Tally:
    """What publishing a plan would change where that is told at once; else its seats counted, before any rule is asked.

    Raises
    ------
    NotFound, Rejected
        No such plan for this person; a plan of another domain.
    """
    plan, round_ = _looked_at(session, actor, plan_id)
    tally = queries.boards.tally(session, plan.id, round_.id)
    known = _kept.known(_key_of(session, plan, now))
    if known is None and not tally.alike and tally.planned + tally.held > AT_ONCE:
        return tally
    return known or difference_seen(session, actor=actor, plan_id=plan_id, now=now)


def _looked_at(session: Session, actor: Actor, plan_id: UUID) -> tuple[Plan, Round]:
    if not actor.has(*OFFICE, AUDITOR):
        raise NotFound()
    plan = planning.own_plan_seen(session, actor=actor, plan_id=plan_id)
    round_ = session.get_one(Round, plan.round_id)
    if round_.domain != "rosters":
        raise Rejected("round_of_other_domain", "plan_id", round_.domain, "rosters")
    return plan, round_


def _key_of(session: Session, plan: Plan, now: datetime) -> tuple[UUID, int, datetime]:
    newest = queries.audit.newest_but(session, plan.community_id, NOT_OF_ROSTERS)
    return plan.id, newest, now.replace(minute=now.minute // STEP * STEP, second=0, microsecond=0)


_kept = Remembered[tuple[UUID, int, datetime], Difference](KEPT)
"""What was shown by the plan, the newest entry of the audit chain, in which every change is told, and the time."""


def difference(session: Session, plan: Plan, round_: Round, now: datetime) -> Difference:
    """What a plan changes of the roster in force, seat by seat; every rule is asked of the roster that comes of it."""
    tally = queries.boards.tally(session, plan.id, round_.id)
    if tally.alike:
        return Difference([], [], [], tally.held)
    planned = queries.rosters.plan_seats(session, plan.id)
    month = Month(session, round_, now)
    scales = Scales(month, json.loads(planning.problem_file_of(session.get_one(Run, plan.run_id))))
    shifts, volunteers = month.own, {row.id: row for row in month.everybody}
    lines = queries.rosters.seats_on(session, list(shifts))
    people = {one.volunteer_id for one in planned} | {line.seat.volunteer_id for line in lines}
    # Who left meanwhile is planned no more, but may have been.
    volunteers |= {row.id: row for row in queries.rosters.volunteers(session, people - volunteers.keys())}
    held = {(line.seat.volunteer_id, line.shift.id, line.seat.role): line.seat for line in lines}
    wanted = {(one.volunteer_id, one.shift_id, one.role) for one in planned}
    fresh = [key for key in map(_key, planned) if key not in held]
    coming, refused = [], {}
    for key in fresh:
        code = scales.against(shifts.get(key[1]), volunteers.get(key[0]), key[2])
        if code is None:
            coming.append(Coming(shifts[key[1]], volunteers[key[0]], key[2]))
        else:
            refused[key] = code
    going = [
        Going(shifts[key[1]], volunteers[key[0]], seat)
        for key, seat in held.items()
        if key not in wanted and scales.may_go(shifts[key[1]], volunteers[key[0]], seat)
    ]
    coming, going = scales.settled(coming, going)
    given = {(one.volunteer.id, one.shift.id, one.role) for one in coming}
    left_out = [
        LeftOut(shifts.get(key[1]), volunteers.get(key[0]), key[2], refused.get(key, CHANGED))
        for key in fresh
        if key not in given
    ]
    return Difference(coming, going, left_out, len(held) - len(going))


def apply(session: Session, publication: Publication, round_: Round, actor: Actor, now: datetime) -> Difference:
    """Make a plan the roster in force: seats that go are given up first, then the new ones are offered.

    Raises
    ------
    Conflict
        ``volunteer_busy``: somebody took another seat in this very moment.
    """
    plan = session.get_one(Plan, publication.plan_id)
    queries.seats.lock_volunteers(session, _concerned(session, plan, round_))
    shifts = [row.id for row in queries.rosters.shifts_of(session, round_.id)]
    queries.seats.lock_shifts(session, round_.community_id, shifts)
    # What was read before others had to wait may be old.
    session.flush()
    session.expire_all()
    found = difference(session, plan, round_, now)
    for one in found.going:
        seats.step(session, one.seat, "cancel", actor, now)
    session.flush()
    settings = _settings(session, round_)
    new = list(_new_seats(session, found.coming, settings, publication, now))
    seats.seats_made(session, new, actor, "web", now)
    _open_shifts(session, round_, now)
    _tell(session, round_, publication, found, now)
    return found


def content_digest(session: Session, plan: Plan) -> str:
    """The digest of a version: its seats by receipt, shift and role, in canonical order."""
    planned = queries.rosters.plan_seats(session, plan.id)
    codes = {row.id: row.code for row in queries.rosters.shifts(session, {one.shift_id for one in planned})}
    names = {row.id: row.receipt for row in queries.rosters.volunteers(session, {one.volunteer_id for one in planned})}
    lines = sorted([codes[one.shift_id], one.role, names[one.volunteer_id]] for one in planned)
    return sha256(json.dumps([FORM, lines], ensure_ascii=False).encode()).hexdigest()


def _key(seat: Row[UUID, UUID, str]) -> tuple[UUID, UUID, str]:
    return seat.volunteer_id, seat.shift_id, seat.role


def _concerned(session: Session, plan: Plan, round_: Round) -> Set[UUID]:
    shifts = [row.id for row in queries.rosters.shifts_of(session, round_.id)]
    lines = queries.rosters.seats_on(session, shifts)
    planned = queries.rosters.plan_seats(session, plan.id)
    return {one.volunteer_id for one in planned} | {line.seat.volunteer_id for line in lines}


def _settings(session: Session, round_: Round) -> CovenantSettings:
    return settings_of(queries.community.covenant(session, round_.community_id, round_.covenant_version).settings)


def _new_seats(
    session: Session, coming: Sequence[Coming], settings: CovenantSettings, publication: Publication, now: datetime
) -> Iterable[NewSeat]:
    until = now + timedelta(hours=settings.service.answer_hours)
    shifts = {one.shift.id for one in coming}
    standing_by: Counter[UUID] = Counter()
    for line in queries.rosters.seats_on(session, shifts):
        if line.seat.role == STANDBY:
            standing_by[line.shift.id] = max(standing_by[line.shift.id], line.seat.position)
    locks = queries.rosters.locks(session, shifts)
    waived = {(row.volunteer_id, row.shift_id): row.waives for row in locks if row.kind == "pin"}
    for one in coming:
        if one.role == STANDBY:
            standing_by[one.shift.id] += 1
        yield NewSeat(
            shift=one.shift,
            volunteer=one.volunteer,
            role=one.role,
            source="plan",
            state="offered",
            answer_by=min(until, one.shift.starts_at),
            waived=waived.get((one.volunteer.id, one.shift.id), ()),
            publication_id=publication.id,
            position=standing_by[one.shift.id] if one.role == STANDBY else 0,
        )


def _open_shifts(session: Session, round_: Round, now: datetime) -> None:
    """From now on people sign up, drop out and swap, each shift from its own day on."""
    for row in queries.rosters.shifts_of(session, round_.id):
        if row.state == "planned" and row.ends_at > now:
            row.state = "open"


def _tell(session: Session, round_: Round, publication: Publication, found: Difference, now: datetime) -> None:
    """One message for each person and each of the two things that can happen, whatever the number of seats."""
    counts = {
        OFFERED: Counter(one.volunteer.member_id for one in found.coming),
        TAKEN_BACK: Counter(one.volunteer.member_id for one in found.going),
    }
    dates = {"since": str(round_.use_first), "last": str(round_.use_last)}
    queries.messages.put(
        session,
        [
            OutboxMessage(
                id=new_id(),
                community_id=round_.community_id,
                member_id=member,
                dedupe_key=f"{code}:{publication.id}:{member}",
                code=code,
                numbers={**dates, "count": count},
                created_at=now,
            )
            for code, people in counts.items()
            for member, count in sorted(people.items())
        ],
    )
