"""Rights of a plan with their dated rows, in the terms of each domain: of spaces and a vehicle, or of rooms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import calendar, queries
from scheduler.files import problem_from, rooms_problem_from
from scheduler.ids import new_id
from scheduler.models import Allocation, Plan, Registration, Room, Round
from scheduler.queries.occupation import Interval
from scheduler.queries.rooms import House
from scheduler.translation import ParkingProblem, RoomsProblem
from scheduler.translation.dated import DatedUse, dated_uses, digest_of
from scheduler.translation.season import stored_line
from scheduler.translation.seasons import supply_of
from scheduler.translation.sessions import RoomUse, room_uses, session_from, sessions_digest_of

Row = dict[str, object]


class Place(NamedTuple):
    """A space as preparations know it."""

    code: str
    site_id: UUID
    resource_id: int


Made = tuple[Allocation, list[Row]]


@dataclass(frozen=True, slots=True)
class Ask:
    """For which version rights are made, whether their rows count at once, and from when on."""

    version: UUID
    now: datetime
    active: bool
    since: datetime | None


class Ground(Protocol):
    """What rights are made from, read once."""

    @property
    def planned(self) -> Sequence[UUID]:
        """Registrations that the plan serves."""

    @property
    def supply_digest(self) -> str:
        """Of the hours and places that the plan was made for; empty where a plan does not depend on it."""

    def right(self, row: Registration, ask: Ask, held: Allocation | None = None) -> Made | None:
        """A right, asleep, with its dated rows; None where it gives what is `held` already."""


def ground_of(session: Session, round_: Round, plan: Plan, problem_file: bytes, now: datetime) -> Ground:
    """What the rights of a plan are made from."""
    zone = queries.community.one(session, round_.community_id).zone
    if round_.domain == "rooms":
        sessions: dict[UUID, list[Row]] = {}
        for line in queries.plans.session_lines(session, plan.id):
            sessions.setdefault(line.registration_id, []).append(stored_line(line))
        house = queries.rooms.house_of(session, round_.community_id)
        return RoomsGround(rooms_problem_from(problem_file), zone, house, sessions)
    spaces = queries.supply.spaces_by_code(session, round_.community_id).values()
    return ParkingGround(
        problem_from(problem_file),
        zone,
        queries.plans.places(session, plan.id),
        {space.id: Place(space.code, space.site_id, space.resource_id) for space in spaces},
        queries.publications.resources(session, round_.community_id),
        queries.occupation.busy_vehicles(session, round_.community_id, round_.id, now),
    )


@dataclass(frozen=True)
class ParkingGround:
    """Rights of spaces."""

    problem: ParkingProblem
    zone: str
    places: Mapping[UUID, tuple[UUID, ...]]
    spaces: Mapping[UUID, Place]
    vehicles: Mapping[UUID, int]
    busy: Mapping[int, Sequence[Interval]]

    @property
    def planned(self) -> Sequence[UUID]:
        return list(self.places)

    @property
    def supply_digest(self) -> str:
        return ""

    def right(self, row: Registration, ask: Ask, held: Allocation | None = None) -> Made | None:
        spaces = self.places[row.id]
        places = [self.spaces[space] for space in spaces]
        uses = dated_uses(self.problem, row.receipt, [place.code for place in places], self.zone)
        digest = digest_of(uses)
        if held is not None and held.dates_digest == digest:
            return None
        made = new_right(row, ask.version, digest, ask.now)
        made.site_id, made.space_ids = places[0].site_id, [str(space) for space in spaces]
        vehicle = None if row.vehicle_id is None else self.vehicles.get(row.vehicle_id)
        busy = self.busy.get(vehicle, ()) if vehicle is not None else ()
        resources = {place.code: place.resource_id for place in places}
        return made, rows_of(uses, resources, vehicle, busy, made.id, ask.active, ask.since)


@dataclass(frozen=True)
class RoomsGround:
    """Rights of rooms; `sessions` are the weekly slots of each registration as rights keep them."""

    problem: RoomsProblem
    zone: str
    house: House
    sessions: Mapping[UUID, list[Row]]

    @property
    def planned(self) -> Sequence[UUID]:
        return list(self.sessions)

    @property
    def supply_digest(self) -> str:
        return supply_of(self.problem)

    def right(self, row: Registration, ask: Ask, held: Allocation | None = None) -> Made | None:
        stored = self.sessions[row.id]
        # What is over no longer matters: a plan made in the midst of a season knows less of it than the right does.
        today = calendar.date_of(ask.now, self.zone)
        if held is not None and sessions_digest_of(held.sessions, today) == sessions_digest_of(stored, today):
            return None
        made = new_right(row, ask.version, sessions_digest_of(stored), ask.now)
        made.sessions = list(stored)
        sessions = [session_from(row.receipt, one) for one in stored]
        dated: list[Row] = []
        for use in room_uses(self.problem, sessions, self.zone):
            atoms = self.house.atoms[self.house.rooms_by_code[use.room].id]
            dated += room_rows(use, atoms, made.id, ask.active, ask.since)
        return made, dated


def room_rows(use: RoomUse, atoms: Sequence[Room], allocation: UUID, active: bool, since: datetime | None) -> list[Row]:
    """Dated rows of one use of a room, on each undivided part of it; none for what is over."""
    if since is not None and use.taken_until <= since:
        return []
    start = use.taken_from if since is None else max(since, use.taken_from)
    common: Row = {"starts_at": start, "ends_at": use.taken_until, "active": active, "allocation_id": allocation}
    return [{**common, "resource_id": atom.resource_id} for atom in atoms]


def rows_of(
    uses: Sequence[DatedUse],
    resources: Mapping[str, int],
    vehicle: int | None,
    busy: Sequence[Interval],
    allocation: UUID,
    active: bool,
    since: datetime | None,
) -> list[Row]:
    """Dated rows of one right: its spaces with the guard band, its vehicle without.

    What lies before `since` is left out, and so are uses of the vehicle at times when it is booked elsewhere.
    """
    out: list[Row] = []
    for use in uses:
        if since is not None and use.ready_at <= since:
            continue
        start = use.starts_at if since is None else max(since, use.starts_at)
        common: Row = {"starts_at": start, "active": active, "allocation_id": allocation}
        out.append({**common, "resource_id": resources[use.space], "ends_at": use.ready_at})
        elsewhere = any(first < use.ends_at and start < last for first, last in busy)
        if vehicle is not None and start < use.ends_at and not elsewhere:
            out.append({**common, "resource_id": vehicle, "ends_at": use.ends_at})
    return out


def new_right(row: Registration, version: UUID, digest: str, now: datetime) -> Allocation:
    """A right of a registration to nothing yet, asleep."""
    return Allocation(
        id=new_id(),
        community_id=row.community_id,
        round_id=row.round_id,
        registration_id=row.id,
        publication_id=version,
        space_ids=[],
        sessions=[],
        dates_digest=digest,
        state="prepared",
        created_at=now,
    )
