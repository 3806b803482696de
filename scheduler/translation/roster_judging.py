"""Whether people may take, give up or exchange seats of the roster as it stands: the same rules as in planning.

Only what the seats touch is looked at: the people concerned with all that they do in the months around, the shifts
concerned with their whole crews.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import queries
from scheduler.covenant import settings_of
from scheduler.models import Seat, Shift, Volunteer
from scheduler.queries.rosters import SeatLine
from scheduler.translation import roster_parts as parts
from scheduler.translation.roster_scene import held_of, scene_of
from solvers.plan import Violation
from solvers.rosters import problem as core
from solvers.rosters.case import RosterCase
from solvers.rosters.check import cost_at, in_force, may, override_of, refusals, touched_keys
from solvers.rosters.check import faults as faults_of
from solvers.rosters.problem import STANDBY, Duty, RosterLock, RosterProblem
from solvers.rosters.roster import Roster
from solvers.rosters.roster import Seat as CoreSeat
from solvers.rosters.rules.protocol import Rule

WEEK = timedelta(days=7)


class SeatKey(NamedTuple):
    """A volunteer in a role of a shift; `standby` is the role of whoever stands in."""

    volunteer_id: UUID
    shift_id: UUID
    role: str


class Candidate(NamedTuple):
    """Somebody who could take a seat, and what it would cost by the catalogue's weights; less is better."""

    volunteer_id: UUID
    cost: int


@dataclass(frozen=True, slots=True)
class Fault:
    """A rule that a change would break: its name, whom and which shift it concerns, and the numbers."""

    rule: str
    volunteer_id: UUID | None
    shift_id: UUID | None
    numbers: Mapping[str, int | str]
    overridable: bool


@dataclass(frozen=True)
class Court:
    """The part of a roster that some seats touch, ready to be judged."""

    case: RosterCase
    roster: Roster
    people: Mapping[UUID, int]
    shifts: Mapping[UUID, int]
    judged: Collection[UUID]

    @cached_property
    def rules(self) -> Sequence[Rule]:
        """Rules that speak against a single step; what is pinned elsewhere is not in question and takes long."""
        return [rule for rule in in_force(self.case) if not rule.mendable and rule.id != "H24"]

    def on_shift(self, seat: CoreSeat) -> bool:
        """Whether the volunteer serves on the seat's shift already, in whatever role."""
        return seat.volunteer in self.roster.crew(self.case.posts[seat.post].shift)

    def seat(self, key: SeatKey) -> CoreSeat | None:
        """A seat as the core knows it; None where the shift has no such role left."""
        if key.shift_id not in self.shifts:
            return None
        name = self.case.rosters.shifts[self.shifts[key.shift_id]].id
        role = key.role if key.shift_id in self.judged else parts.held_name(key.role)
        post = self.case.post_named(name, role)
        return None if post is None else CoreSeat(self.people[key.volunteer_id], post)


def faults(
    session: Session,
    community_id: UUID,
    *,
    new: Sequence[SeatKey],
    gone: Sequence[SeatKey] = (),
    now: datetime,
    waived: Mapping[SeatKey, Sequence[str]] | None = None,
    from_team: bool = False,
    asked_too: bool = False,
) -> list[Fault]:
    """What would be broken if seats were given up and others taken, and is not broken now.

    A person's own step is never held against an earlier refusal of theirs. `waived` names rules that a coordinator
    overrides, `from_team` seats that were kept for a team. With `asked_too` windows in which somebody wants to be asked
    count.
    """
    keys = [*new, *gone]
    shifts = queries.rosters.shifts(session, {key.shift_id for key in keys})
    rows = queries.rosters.volunteers(session, {key.volunteer_id for key in keys})
    court = Hearing(session, community_id, shifts, now).court(
        rows, waived=waived, asked_too=asked_too, kept=not from_team
    )
    coming = [(key, court.seat(key)) for key in new]
    going = [seat for key in gone if (seat := court.seat(key)) is not None and court.roster.holds(seat)]
    seats = [seat for _, seat in coming if seat is not None]
    broken = [fault for seat in seats for fault in refusals(court.case, seat)]
    broken += faults_of(court.case, court.roster, going, seats, court.rules)
    # A role that is kept whole for a team has no seat left for anybody else.
    lacking = [_no_such_seat(key) for key, seat in coming if seat is None]
    return lacking + [_told(court, fault) for fault in broken]


def obstacles(session: Session, community_id: UUID, keys: Sequence[SeatKey], now: datetime) -> Mapping[SeatKey, Fault]:
    """The first thing that speaks against each of some seats, taken one at a time; those that may be taken are not in.

    The same answers as those of `faults`, from one look at all the shifts.
    """
    if not keys:
        return {}
    shifts = queries.rosters.shifts(session, {key.shift_id for key in keys})
    rows = queries.rosters.volunteers(session, {key.volunteer_id for key in keys})
    court = Hearing(session, community_id, shifts, now).court(rows)
    found = {}
    for key in keys:
        seat = court.seat(key)
        if seat is None:
            found[key] = _no_such_seat(key)
            continue
        broken = [*refusals(court.case, seat), *faults_of(court.case, court.roster, (), (seat,), court.rules)]
        if broken:
            found[key] = _told(court, broken[0])
    return found


def candidates(
    session: Session,
    shift: Shift,
    role: str,
    now: datetime,
    *,
    at_most: int,
    but: Collection[UUID] = (),
    asked_too: bool = False,
) -> list[Candidate]:
    """Active volunteers who could take a seat without breaking any rule, the best first; ties by receipt.

    Nobody is proposed for what they declined. With `asked_too` windows in which somebody wants to be asked count.
    """
    everybody = queries.rosters.active_volunteers(session, shift.community_id)
    hearing = Hearing(session, shift.community_id, [shift], now)
    rows = hearing.eligible([row for row in everybody if row.id not in but], role, asked_too=asked_too)
    court = hearing.court(rows, asked_too=asked_too)
    found: list[tuple[int, str, UUID]] = []
    for row in rows:
        seat = court.seat(SeatKey(row.id, shift.id, role))
        if seat is not None and not court.on_shift(seat) and not may(court.case, court.roster, seat, pins=False):
            found.append((_price(court, seat), row.receipt, row.id))
    return [Candidate(one, cost) for cost, _, one in sorted(found)[:at_most]]


def _no_such_seat(key: SeatKey) -> Fault:
    return Fault("h17_seat_max", key.volunteer_id, key.shift_id, {"role": key.role}, False)


def _price(court: Court, seat: CoreSeat) -> int:
    """What a seat adds to the cost of all that it touches."""
    touched = touched_keys(court.case, [seat])
    before = cost_at(court.case, court.roster, touched)
    court.roster.add(seat)
    after = cost_at(court.case, court.roster, touched)
    court.roster.remove(seat)
    return after - before


def _told(court: Court, fault: Violation) -> Fault:
    people = {court.case.rosters.volunteers[at].id: one for one, at in court.people.items()}
    shifts = {court.case.rosters.shifts[at].id: one for one, at in court.shifts.items()}
    concerned = next((people[name] for name in fault.requests if name in people), None)
    overridable = override_of(fault) is not None
    return Fault(fault.rule, concerned, shifts.get(fault.place), dict(fault.numbers), overridable)


# ---- the part of a roster that is looked at


class Hearing:
    """Some shifts with all that bears on who may serve there."""

    def __init__(self, session: Session, community_id: UUID, shifts: Sequence[Shift], now: datetime) -> None:
        self.session, self.shifts = session, {row.id: row for row in shifts}
        covenant = queries.community.covenant_in_force(session, community_id, now)
        settings = settings_of({} if covenant is None else covenant.settings)
        scene = scene_of(session, community_id, settings, _months({row.date for row in shifts}), now)
        self.scene = replace(scene, visited=_visited(shifts))

    def eligible(self, rows: Sequence[Volunteer], role: str, *, asked_too: bool) -> Sequence[Volunteer]:
        """Those of some volunteers whom no filter keeps from a post, whatever else they do; nobody who declined."""
        if not rows:
            return ()
        names = {row.id: row.receipt for row in rows}
        declined = queries.rosters.declined(self.session, list(self.shifts))
        told = {one: [row.code for row in found] for one, found in declined.items()}
        people = parts.People(names=names, declined=told, asked_too=asked_too)
        problem = self._problem(rows, people, list(self.shifts.values()), (), {}, True)
        case = RosterCase(problem)
        posts = [at for at, post in enumerate(case.posts) if post.name == role]
        return [rows[case.seats[at].volunteer] for post in posts for at in case.options_on[post]]

    def court(
        self,
        people: Sequence[Volunteer],
        *,
        waived: Mapping[SeatKey, Sequence[str]] | None = None,
        asked_too: bool = False,
        kept: bool = True,
    ) -> Court:
        """Judge what `people` may do, with all that they do, beside the crews of the shifts.

        With `kept` the seats of teams are not free.
        """
        asked = [row.id for row in people]
        crews = queries.rosters.seats_on(self.session, list(self.shifts))
        first, last = self.scene.horizon.first, self.scene.horizon.last
        own = queries.rosters.seats_between(self.session, self.scene.community_id, first, last, of=asked)
        seats = list({line.seat.id: line for line in (*crews, *own)}.values())
        others = {line.seat.volunteer_id for line in crews} - set(asked)
        rows = [*queries.rosters.volunteers(self.session, others), *people]
        shifts = {**self.shifts, **{line.shift.id: line.shift for line in seats}}
        self.scene = replace(self.scene, visited=_visited(shifts.values()))
        known = self.scene.people(rows, asked_too=asked_too, looked_back=asked)
        problem = self._problem(rows, known, list(shifts.values()), seats, waived or {}, kept)
        case = RosterCase(problem)
        order, index = {row.id: at for at, row in enumerate(rows)}, problem.shift_index
        places = {one: index[row.code] for one, row in shifts.items() if row.code in index}
        court = Court(case, Roster(case), order, places, self.shifts.keys())
        for line in seats:
            seat = court.seat(SeatKey(line.seat.volunteer_id, line.shift.id, line.seat.role))
            if seat is not None:
                court.roster.add(seat)
        return court

    def _problem(
        self,
        rows: Sequence[Volunteer],
        people: parts.People,
        shifts: Sequence[Shift],
        seats: Sequence[SeatLine],
        waived: Mapping[SeatKey, Sequence[str]],
        kept: bool,
    ) -> RosterProblem:
        scene, names = self.scene, people.names
        pairs = queries.rosters.pairs_of(self.session, names) if seats else ()
        wanted = tuple(self._shifts(shifts, seats, kept))
        known = {(shift.id, role) for shift in wanted for role in (None, STANDBY, *(one.id for one in shift.roles))}
        duties = (Duty(names[one.volunteer_id], shift.code, self._role(one, shift)) for one, shift in seats)
        locks = self._locks(names, {row.id: row.code for row in shifts}, seats, waived)
        return RosterProblem(
            horizon=scene.horizon,
            policy=parts.policy_of(scene.settings.rosters),
            places=tuple(parts.places_of(scene.points, scene.elders)),
            volunteers=tuple(scene.volunteers(rows, people)),
            shifts=wanted,
            elders=tuple(parts.elder_of(row, people) for row in scene.elders),
            pairs=parts.pairs_of(pairs, people),
            locks=tuple(lock for lock in locks if (lock.shift, lock.role) in known),
            published=tuple(duty for duty in duties if (duty.shift, duty.role) in known),
        )

    def _shifts(self, shifts: Sequence[Shift], seats: Sequence[SeatLine], kept: bool) -> Iterator[core.Shift]:
        held = held_of(seats)
        away = queries.rosters.kept_for_teams(self.session, list(self.shifts)) if kept else {}
        for row in shifts:
            given = row.id not in self.shifts
            roles = parts.held_roles(row, held.get(row.id, ())) if given else parts.wanted_roles(row, away)
            if roles:
                yield parts.shift_of(row, roles, self.scene.places, self.scene.zone, given)

    def _role(self, seat: Seat, shift: Shift) -> str:
        return seat.role if shift.id in self.shifts else parts.held_name(seat.role)

    def _locks(
        self,
        names: Mapping[UUID, str],
        codes: Mapping[UUID, str],
        seats: Sequence[SeatLine],
        waived: Mapping[SeatKey, Sequence[str]],
    ) -> Iterator[RosterLock]:
        """What coordinators override, now or before, and whom they excluded; nobody is pinned by being looked at."""
        for one, shift in seats:
            if one.waived:
                role = self._role(one, shift)
                yield RosterLock(names[one.volunteer_id], shift.code, "pin", role, tuple(one.waived))
        for key, rules in waived.items():
            if rules:
                yield RosterLock(names[key.volunteer_id], codes[key.shift_id], "pin", key.role, tuple(rules))
        for row in queries.rosters.locks(self.session, list(self.shifts)):
            if row.kind == "ban" and row.volunteer_id in names:
                yield RosterLock(names[row.volunteer_id], codes[row.shift_id], "ban", row.role)


def _visited(shifts: Iterable[Shift]) -> frozenset[UUID]:
    return frozenset(row.elder_id for row in shifts if row.elder_id is not None)


def _months(days: Collection[date]) -> tuple[date, date]:
    """Whole months around some dates, and the weeks that begin or end in them."""
    first, last = min(days).replace(day=1), max(days)
    last = last.replace(day=monthrange(last.year, last.month)[1])
    return first - WEEK, last + WEEK
