"""A season round of activity rooms to a problem."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import calendar, queries
from scheduler.covenant import RoomsRules, settings_of
from scheduler.errors import Rejected
from scheduler.files import plain_value, rejected
from scheduler.lots import lot_number
from scheduler.models import Registration, Round
from scheduler.queries.lent import Lent
from scheduler.queries.rooms import House, RoomTaken
from scheduler.translation import streaks
from scheduler.translation.houses import buffers_of, facility_of, policy_of, room_of
from scheduler.translation.quotas import quotas_of
from scheduler.translation.sections import party_of, section_of
from scheduler.translation.sessions import equipment_lent
from scheduler.translation.standing import most_lent
from scheduler.translation.values import clock
from solvers.errors import InvalidProblem
from solvers.parking.problem import Closure
from solvers.rooms import problem as core
from solvers.timetable import Horizon
from solvers.window import DAY

TAKEN = "taken"
"""Reason of a closure that stands for somebody else's use."""


def season_of(session: Session, round_: Round, now: datetime, but: UUID | None = None) -> core.RoomsProblem:
    """What is to be planned, as it stands now; bookings that are over stand in nobody's way.

    What is held for the registration `but` as a way forward is not in the way either.

    Raises
    ------
    Rejected
        For the first value that no problem may carry, with its code.
    """
    community = queries.community.one(session, round_.community_id)
    covenant = queries.community.covenant(session, community.id, round_.covenant_version)
    overrides = queries.community.overrides(session, community.id)
    horizon = calendar.horizon(round_.use_first, round_.use_last, overrides)
    season = _Season(session, round_, settings_of(covenant.settings).rooms, horizon, community.zone)
    try:
        return season.problem(now, but)
    except InvalidProblem as error:
        refusal = rejected(error, "")
        raise Rejected(refusal.code, refusal.field, refusal.value, refusal.allowed) from error


def lent_elsewhere(
    session: Session, round_: Round, house: House, zone: str, span: tuple[datetime, datetime]
) -> list[Lent]:
    """Equipment that single bookings and rights of other rounds have at some time of a span."""
    found = queries.lent.by_bookings(session, round_.community_id, *span)
    for held in queries.calendars.held_rooms(
        session, round_.community_id, calendar.date_of(span[0], zone), but_round=round_.id
    ):
        wanted: Any = held.section.get("equipment") or {}
        found += equipment_lent(house, held.sessions, wanted, zone)
    return [one for one in found if one.starts_at < span[1] and one.ends_at > span[0]]


def supply_now(session: Session, round_: Round) -> str:
    """Digest of the hours, rooms and closures that a round would be planned for now."""
    overrides = queries.community.overrides(session, round_.community_id)
    horizon = calendar.horizon(round_.use_first, round_.use_last, overrides)
    house = queries.rooms.house_of(session, round_.community_id)
    facilities = tuple(facility_of(one, house, horizon) for one in house.facilities)
    return _supply_digest(horizon, facilities, tuple(room_of(room, house, horizon) for room in house.rooms))


def supply_of(problem: core.RoomsProblem) -> str:
    """Digest of the hours, rooms and closures that a problem was made from."""
    return _supply_digest(problem.horizon, problem.facilities, problem.rooms)


def _supply_digest(horizon: Horizon, facilities: Sequence[core.Facility], rooms: Sequence[core.Room]) -> str:
    """Without what others have for a time: rooms taken, equipment lent."""
    houses = [replace(one, equipment=None) for one in facilities]
    places = [replace(one, closures=tuple(shut for shut in one.closures if shut.reason != TAKEN)) for one in rooms]
    told = [plain_value(horizon), *map(plain_value, houses), *map(plain_value, places)]
    return sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


class _Season:
    """One translation."""

    def __init__(self, session: Session, round_: Round, rules: RoomsRules, horizon: Horizon, zone: str) -> None:
        self.session, self.round, self.rules = session, round_, rules
        self.horizon, self.zone = horizon, zone
        self.house = queries.rooms.house_of(session, round_.community_id)

    def problem(self, now: datetime, but: UUID | None) -> core.RoomsProblem:
        since = max(now, calendar.instant_of(self.horizon.first, 0, self.zone))
        until = calendar.instant_of(self.horizon.first, self.horizon.length * DAY, self.zone)
        community = self.round.community_id
        taken = queries.rooms.taken_from_others(self.session, community, self.round.id, since, until, but)
        lent = self.lent((since, until))
        closed = self.taken_dates(taken)
        rows = queries.registrations.entered(self.session, self.round.id)
        requests = tuple(self.sections(rows))
        parties = {party.id: party for party in self.parties(rows)}
        known = {request.id for request in requests}
        codes = {facility.code for facility in self.house.facilities}
        return core.RoomsProblem(
            horizon=self.horizon,
            policy=policy_of(self.rules),
            facilities=tuple(
                facility_of(one, self.house, self.horizon, lent.get(one.id)) for one in self.house.facilities
            ),
            rooms=tuple(room_of(room, self.house, self.horizon, closed.get(room.id, ())) for room in self.house.rooms),
            parties=tuple(parties.values()),
            requests=requests,
            quotas=tuple(quotas_of(self.rules, parties.values(), codes, self.horizon.length)),
            links=tuple(self.links(rows, known)),
            locks=tuple(self.locks(known)),
        )

    def lent(self, span: tuple[datetime, datetime]) -> Mapping[UUID, Mapping[str, int]]:
        """Items that others have at some time of the season, by facility; of what groups hold already nothing is lent.

        The core knows a facility's equipment by its number over all dates. What is short on single dates is refused
        when the plan is published.
        """
        elsewhere = most_lent(lent_elsewhere(self.session, self.round, self.house, self.zone, span))
        wanted = queries.registrations.equipment_in(self.session, self.round.id)
        own: list[Lent] = []
        for row, sessions in queries.publications.sessions_held(self.session, self.round.id).items():
            if row in wanted:
                own += equipment_lent(self.house, sessions, wanted[row], self.zone)
        held = most_lent(own)
        counts = {(one.facility_id, one.code): one.count for one in self.house.equipment}
        return {
            facility: {
                code: min(count, max(0, counts.get((facility, code), 0) - held.get(facility, {}).get(code, 0)))
                for code, count in items.items()
            }
            for facility, items in elsewhere.items()
        }

    def sections(self, rows: Iterable[Registration]) -> Iterator[core.Section]:
        """What groups ask for, with their lots where the round's draw is revealed."""
        seed = queries.draws.seed(self.session, self.round.id)
        guaranteed = streaks.guaranteed(self.session, self.round)
        for row in rows:
            section = section_of(row, self.round.use_first, self.round.use_last)
            lot = lot_number(seed, row.receipt) if seed else None
            yield replace(section, lot=lot, guaranteed=row.id in guaranteed)

    def parties(self, rows: Iterable[Registration]) -> Iterator[core.Party]:
        lost = streaks.lost_in_row(self.session, self.round)
        for row in rows:
            of_organisation = row.organisation_id is not None
            household = None if of_organisation or row.household_id is None else row.household_id.hex
            kind = "organisation" if of_organisation else "person"
            yield core.Party(
                party_of(row),
                kind,  # type: ignore[arg-type]
                household,
                min(1_000, lost.get(streaks.party_of(row), 0)),
            )

    def links(self, rows: Iterable[Registration], known: set[str]) -> Iterator[core.Link]:
        for row in rows:
            for link in (row.section or {}).get("links", ()):
                if link["receipt"] in known:
                    yield core.Link(row.receipt, link["receipt"], link["kind"])

    def locks(self, known: set[str]) -> Iterator[core.RoomLock]:
        for lock, receipt in queries.plans.locks(self.session, self.round.id):
            if receipt not in known:
                continue
            room = None if lock.room_id is None else self.house.rooms_by_id[lock.room_id].code
            facility = None if lock.facility_id is None else self.house.facilities_by_id[lock.facility_id].code
            kind = "ban" if lock.kind == "forbid" else "pin"
            yield core.RoomLock(receipt, kind, room, facility, lock.weekday, lock.start_clock)  # type: ignore[arg-type]

    def taken_dates(self, taken: Iterable[RoomTaken]) -> Mapping[UUID, list[Closure]]:
        """Where somebody else has a room, a hall's parts or its hall, the minutes in which no session may lie there."""
        whole: dict[UUID, list[UUID]] = defaultdict(list)
        for room in self.house.rooms:
            for atom in self.house.atoms[room.id]:
                whole[atom.id].append(room.id)
        closed: dict[UUID, list[Closure]] = defaultdict(list)
        beside = self.beside()
        for row in taken:
            if row.noisy:
                for room_id in beside[row.room_id]:
                    closed[room_id] += self.closures(*self.minutes(row))
            for room_id in whole[row.room_id]:
                setup, clear = buffers_of(self.house.rooms_by_id[room_id], self.rules)
                first = calendar.minute_of(self.horizon.first, row.starts_at, self.zone) - clear
                last = calendar.minute_of(self.horizon.first, row.ends_at, self.zone) + setup
                closed[room_id] += self.closures(first, last)
        return closed

    def minutes(self, row: RoomTaken) -> tuple[int, int]:
        """Minutes of the horizon in which somebody else has a room."""
        first, last = (
            calendar.minute_of(self.horizon.first, moment, self.zone) for moment in (row.starts_at, row.ends_at)
        )
        return first, last

    def beside(self) -> Mapping[UUID, set[UUID]]:
        """Rooms next to each undivided room of which not both may be noisy; halls by their parts."""
        found: dict[UUID, set[UUID]] = defaultdict(set)
        for room in self.house.rooms:
            for code in room.noisy_next_to:
                other = self.house.rooms_by_code.get(code)
                if other is not None:
                    for one, two in ((room, other), (other, room)):
                        for atom in self.house.atoms[one.id]:
                            found[atom.id] |= {two.id, *(part.id for part in self.house.atoms[two.id])}
        return found

    def closures(self, first: int, last: int) -> Iterator[Closure]:
        for number in range(max(0, first // DAY), min(self.horizon.length, (last - 1) // DAY + 1)):
            day: date = self.horizon.first + timedelta(days=number)
            start, end = max(first, number * DAY) - number * DAY, min(last, (number + 1) * DAY) - number * DAY
            yield Closure(day, day, clock(start), clock(end), reason=TAKEN)
