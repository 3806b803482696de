"""Rosters of volunteers as a domain of planning: a round's shifts and its community's people to a problem, and back.

In a problem a volunteer is known by receipt, a shift and an elder by code. Shifts of other rounds on the same dates are
in it with the people who serve there, pinned, so that nobody is planned twice and every limit counts them.
"""

from __future__ import annotations

import zlib
from calendar import monthrange
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import Session

from scheduler import calendar, queries
from scheduler.covenant import CovenantSettings, settings_of
from scheduler.errors import Rejected
from scheduler.files import Document, dump_plan, duties_digest, rejected
from scheduler.models import Plan, PlanGap, PlanSeat, Registration, Round, Run, Shift, Volunteer
from scheduler.queries.rosters import SeatLine
from scheduler.translation import roster_parts as parts
from scheduler.translation.domain import Places, RefusalLine
from scheduler.translation.roster_scene import held_of, scene_of
from scheduler.translation.values import clock
from solvers.errors import InvalidProblem
from solvers.plan import Status
from solvers.rosters import problem as core
from solvers.rosters.plan import RosterPlan
from solvers.rosters.problem import STANDBY, Duty, Now, RosterLock, RosterProblem

__all__ = ["ENGINES", "base_of", "keep", "places", "problem_of", "unheld", "worth"]
ENGINES: tuple[str, ...] = ("auto", "neighbourhoods", "greedy", "fcfs")
BY_HAND = ("self", "staff", "substitute", "swap", "draw", "team")
SETTLED = ("confirmed", "checked_in", "checked_out", "done")
"""Seats that a person took or gave by hand stay, as does whatever was confirmed."""
NOW_MATTERS = timedelta(days=60)
BEYOND = timedelta(days=6)
"""So many days in a row at most are looked at beyond a round."""


def problem_of(session: Session, round_: Round, now: datetime) -> RosterProblem:
    """What is to be planned, as it stands now.

    Raises
    ------
    Rejected
        For the first value that no problem may carry, with its code.
    """
    try:
        return Month(session, round_, now).problem()
    except InvalidProblem as error:
        refusal = rejected(error, "")
        raise Rejected(refusal.code, refusal.field, refusal.value, refusal.allowed) from error


class Month:
    """One translation."""

    def __init__(self, session: Session, round_: Round, now: datetime) -> None:
        self.session, self.round, self.now = session, round_, now
        covenant = queries.community.covenant(session, round_.community_id, round_.covenant_version)
        dates = (round_.use_first, _last_that_matters(session, round_))
        self.scene = scene_of(session, round_.community_id, settings_of(covenant.settings), dates, now)
        self.seats = queries.rosters.seats_between(session, round_.community_id, *dates)
        looking = ("looking_for_substitute",)
        self.leaving = queries.rosters.seats_between(session, round_.community_id, *dates, states=looking)
        self.own = {row.id: row for row in queries.rosters.shifts_of(session, round_.id)}
        self.shifts = {id: row for id, row in self.own.items() if round_.use_first <= row.date <= round_.use_last}
        self.others = {line.shift.id: line.shift for line in self.seats if line.shift.id not in self.shifts}

    def problem(self) -> RosterProblem:
        """The whole month."""
        scene, everybody = self.scene, self.everybody
        people = scene.people(everybody, list(self.shifts))
        shifts = tuple(self._shifts())
        known = {(shift.id, role) for shift in shifts for role in (None, STANDBY, *(one.id for one in shift.roles))}
        duties = (Duty(people.names[line.seat.volunteer_id], line.shift.code, self.role(line)) for line in self.seats)
        return RosterProblem(
            horizon=scene.horizon,
            policy=parts.policy_of(scene.settings.rosters),
            places=tuple(parts.places_of(scene.points, scene.elders)),
            volunteers=tuple(scene.volunteers(everybody, people)),
            shifts=shifts,
            elders=tuple(parts.elder_of(row, people) for row in scene.elders),
            pairs=parts.pairs_of(queries.rosters.pairs(self.session, self.round.community_id), people),
            # A decision about a role that the shift no longer has binds nobody.
            locks=tuple(lock for lock in self._locks(people.names) if (lock.shift, lock.role) in known),
            published=tuple(duty for duty in duties if (duty.shift, duty.role) in known),
            now=self._moment(),
        )

    @cached_property
    def everybody(self) -> Sequence[Volunteer]:
        """Active volunteers, and whoever left meanwhile and still has seats that nobody took over."""
        active = queries.rosters.active_volunteers(self.session, self.round.community_id)
        gone = {line.seat.volunteer_id for line in self.seats} - {row.id for row in active}
        return [*active, *queries.rosters.volunteers(self.session, gone)]

    def _shifts(self) -> Iterator[core.Shift]:
        held, kept = held_of(self.seats), queries.rosters.kept_for_teams(self.session, list(self.shifts))
        for row in (*self.shifts.values(), *self.others.values()):
            given = not self.is_planned(row)
            roles = parts.held_roles(row, held.get(row.id, ())) if given else parts.wanted_roles(row, kept)
            if roles:
                yield parts.shift_of(row, roles, self.scene.places, self.scene.zone, given)

    def is_planned(self, shift: Shift) -> bool:
        """Whether seats of a shift are decided here: it is of this round and still to come."""
        return shift.round_id == self.round.id and shift.starts_at > self.now and shift.state != "over"

    def _locks(self, names: Mapping[UUID, str]) -> Iterator[RosterLock]:
        for line in self.seats:
            seat, name = line.seat, names[line.seat.volunteer_id]
            by_hand = seat.source in BY_HAND or seat.state in SETTLED
            if by_hand or not self.is_planned(line.shift):
                yield RosterLock(name, line.shift.code, "pin", self.role(line), tuple(seat.waived))
        yield from self._away(names)
        for row in queries.rosters.locks(self.session, list(self.shifts)):
            if row.volunteer_id in names:
                kind: Any = row.kind
                code = self.shifts[row.shift_id].code
                yield RosterLock(names[row.volunteer_id], code, kind, row.role, tuple(row.waives))

    def _away(self, names: Mapping[UUID, str]) -> Iterator[RosterLock]:
        """Whoever looks for a substitute is not planned where they are expected until then, nor at the same time."""
        for seat, shift in self.leaving:
            for row in self.shifts.values():
                meets = row.starts_at < shift.ends_at and shift.starts_at < row.ends_at
                if meets and self.is_planned(row) and seat.volunteer_id in names:
                    yield RosterLock(names[seat.volunteer_id], row.code, "ban")

    def role(self, line: SeatLine) -> str:
        """The role of a seat by its name in the problem."""
        return line.seat.role if self.is_planned(line.shift) else parts.held_name(line.seat.role)

    def _moment(self) -> Now | None:
        zone = self.scene.zone
        if self.now < calendar.instant_of(self.scene.horizon.first, 0, zone) - NOW_MATTERS:
            return None
        today = calendar.date_of(self.now, zone)
        return Now(today, clock(calendar.minute_of(today, self.now, zone)))


def _last_that_matters(session: Session, round_: Round) -> date:
    """The last date of a round, or of the week and month that it ends in where people serve then already."""
    last = round_.use_last
    month = last.replace(day=monthrange(last.year, last.month)[1])
    until = max(month, last + timedelta(days=7 - last.isoweekday()), last + BEYOND)
    later = queries.rosters.seats_between(session, round_.community_id, last + timedelta(days=1), until)
    return until if later else last


# ---- plans


def base_of(session: Session, round_: Round, digest: str, published: bool) -> bytes | None:
    """A roster file of the seats in force, else of the newest plan, for a re-plan to depart from."""
    lines = queries.rosters.seats_between(session, round_.community_id, round_.use_first, round_.use_last)
    # A standby seat has one name or the other in the problem; the one that it does not have is passed over.
    seats = [
        (line.seat.volunteer_id, line.shift.code, role)
        for line in lines
        for role in dict.fromkeys([line.seat.role, parts.held_name(line.seat.role)])
    ]
    if not published:
        plan = queries.plans.to_depart_from(session, round_.id)
        if plan is None:
            return None
        codes = {row.id: row.code for row in queries.rosters.shifts_of(session, round_.id)}
        known = set(seats)
        planned = (
            (one.volunteer_id, codes.get(one.shift_id), one.role)
            for one in queries.rosters.plan_seats(session, plan.id)
        )
        seats += [(one, code, role) for one, code, role in planned if code and (one, code, role) not in known]
    names = {row.id: row.receipt for row in queries.rosters.volunteers(session, {one for one, _, _ in seats})}
    duties = tuple(Duty(names[one], code, role) for one, code, role in seats)
    document = RosterPlan(digest, duties_digest(digest, duties), "held", Status.FEASIBLE, 0, True, (), duties)
    return zlib.compress(dump_plan(document))


def keep(
    session: Session,
    plan: Plan,
    document: Document,
    by_receipt: Mapping[str, Registration],
    refusals: Sequence[RefusalLine],
) -> tuple[int, int]:
    """Write who serves where, on the shifts of the plan's own round, and what stays empty and why.

    How many seats its shifts ask for, and how many of them are filled; those on standby count as neither, nor does what
    was decided elsewhere, which the document holds too.
    """
    assert isinstance(document, RosterPlan)
    begun = session.get_one(Run, plan.run_id).created_at
    known = queries.rosters.shifts_of(session, plan.round_id)
    shifts = {row.code: row.id for row in known if row.starts_at > begun}
    people = _by_receipt(session, plan.community_id, {one.volunteer for one in document.assignments})
    seats = [
        {"plan_id": plan.id, "shift_id": shifts[one.shift], "volunteer_id": people[one.volunteer], "role": one.role}
        for one in document.assignments
        if one.shift in shifts
    ]
    if seats:
        session.execute(insert(PlanSeat), seats)
    gaps = [
        {
            "plan_id": plan.id,
            "shift_id": shifts[shift],
            "role": role,
            "empty": empty,
            "reasons": line.reasons,
            "cause": line.cause,
        }
        for line in refusals
        for shift, role, empty in [_gap(line)]
        if shift in shifts
    ]
    if gaps:
        session.execute(insert(PlanGap), gaps)
    filled = sum(one["role"] != STANDBY for one in seats)
    empty = sum(count for line in refusals for shift, _, count in [_gap(line)] if shift in shifts)
    return filled + empty, filled


def _gap(line: RefusalLine) -> tuple[str, str, int]:
    """Shift, role and number of empty seats, as the first reason tells them."""
    numbers = line.reasons[0]["numbers"]
    return line.reasons[0]["place"], numbers["role"], int(numbers["allowed"]) - int(numbers["seats"])


def _by_receipt(session: Session, community_id: UUID, receipts: Collection[str]) -> Mapping[str, UUID]:
    return {row.receipt: row.id for row in queries.rosters.by_receipt(session, community_id, receipts)}


def unheld(document: Document) -> list[dict[str, Any]]:
    """Decisions of the staff, and frozen seats, that cannot hold."""
    assert isinstance(document, RosterPlan)
    return [{"request": one.volunteer, "shift": one.shift, "rule": one.rule} for one in document.unheld]


def worth(rules: CovenantSettings, row: Registration) -> int:
    """Nobody competes for a seat: a roster has no registrations."""
    return 0


def places(session: Session, plan_id: UUID) -> Places:
    """Seats of every volunteer in a plan, as texts."""
    codes = {row.id: row.code for row in queries.rosters.shifts_of(session, session.get_one(Plan, plan_id).round_id)}
    found: dict[UUID, tuple[str, ...]] = {}
    for one in queries.rosters.plan_seats(session, plan_id):
        told = f"{codes.get(one.shift_id, one.shift_id)} {one.role}"
        found[one.volunteer_id] = (*found.get(one.volunteer_id, ()), told)
    return found
