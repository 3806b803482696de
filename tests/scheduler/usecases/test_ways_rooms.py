"""Ways forward for groups: other rooms and times, taken as rights to rooms; on both databases."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from scheduler import calendar, queries
from scheduler.ids import new_id
from scheduler.models import Allocation, FacilityClosure, Registration, Room
from scheduler.usecases import clockwork, registration, way_taking, ways
from solvers.rooms.problem import Facility, Party, RoomsPolicy, RoomsProblem, Section, Suitable
from solvers.rooms.problem import Room as CoreRoom
from solvers.timetable import WindowRule
from tests.communities import FIRST, LAST
from tests.seasons import Season, season_in
from tests.town import Town
from tests.ways_town import As, find_all, open_of, refused, search_of, state_of

TUESDAY = Suitable(2, "18:00", "19:00")


def three_for_one_room() -> RoomsProblem:
    """Three groups who all want the one room on Tuesdays at six; another room is free."""
    groups = [
        Section(f"g{at}", f"p{at}", 10 - at, (TUESDAY,), f"Group {at}", rooms=("R",), may_vary=False) for at in range(3)
    ]
    return RoomsProblem(
        horizon=calendar.horizon(FIRST, LAST),
        policy=RoomsPolicy(weights={"other": 6}),
        facilities=(Facility("F", "centre", (WindowRule(start="17:00", end="20:00"),)),),
        rooms=(CoreRoom("R", "F", 20), CoreRoom("S", "F", 20)),
        parties=tuple(Party(f"p{at}", "person") for at in range(3)),
        requests=tuple(groups),
    )


@pytest.fixture
def season(town: Town) -> Season:
    made = season_in(town, three_for_one_room())
    made.close()
    made.publish(made.plan())
    return made


def unserved(season: Season) -> list[Registration]:
    with season.town.database.reading() as session:
        return queries.ways.unserved(session, season.round_id)


def right_of(season: Season, registration_id: UUID) -> Allocation:
    with season.town.database.reading() as session:
        (right,) = queries.publications.held(session, [registration_id])
        return right


def slots(right: Allocation) -> list[tuple[str, int, str, int]]:
    """Room, weekday, start and number of dates."""
    return [(one["room"], one["weekday"], one["start"], len(one["dates"])) for one in right.sessions]


def as_owner(season: Season, row: Registration) -> As:
    return As(season.town, season.actor_of(row))


def test_the_job_finds_another_room_and_another_time(season: Season) -> None:
    find_all(season.town, season.round_id)

    asked = search_of(season.town, season.round_id)
    assert asked is not None
    assert asked.found == sum(len(open_of(season.town, row.id)) for row in unserved(season))
    for row in unserved(season):
        kinds = [way.kind for way in open_of(season.town, row.id)]
        assert kinds[:2] == ["other_room", "other_time"]


def test_another_room_is_taken_and_kept_by_the_next_plan(season: Season) -> None:
    row, other = unserved(season)
    find_all(season.town, season.round_id)
    found, theirs = (open_of(season.town, one.id)[0] for one in (row, other))
    assert found.kind == theirs.kind == "other_room"

    taken = way_taking.take(as_owner(season, row), found.id)
    code, left = refused(way_taking.take, as_owner(season, other), theirs.id)

    assert (slots(taken.right), taken.registration.state) == ([("S", 2, "18:00", 4)], "accepted")
    assert code == "alternative_gone"
    assert state_of(season.town, UUID(left)) == "found"
    again = way_taking.take(as_owner(season, other), UUID(left))
    assert again.way.kind == "other_time"
    with season.town.database.reading() as session:
        section = session.get_one(Registration, row.id).section
        assert section is not None
        assert (section["rooms"], section["sessions"], section["ranges"]) == (
            ["S"],
            1,
            [{"weekday": 2, "start": "18:00", "end": "19:00"}],
        )
    season.publish(season.plan("auto"))
    assert slots(right_of(season, row.id)) == [("S", 2, "18:00", 4)]
    assert right_of(season, row.id).id == taken.right.id


def test_a_room_that_is_held_is_nobody_elses_until_it_lapses(season: Season) -> None:
    row, other = unserved(season)
    find_all(season.town, season.round_id)
    found, theirs = (open_of(season.town, one.id)[0] for one in (row, other))
    way_taking.hold(As(season.town, season.town.coordinator), found.id)
    assert refused(way_taking.take, as_owner(season, other), theirs.id)[0] == "alternative_gone"

    season.town.clock.advance(hours=1)
    clockwork.tick(season.town.office)

    assert state_of(season.town, found.id) == "lapsed"
    assert ways.search(as_owner(season, other), other.id).ways[0].kind == "other_room"


def test_half_a_season_leaves_out_the_dates_of_the_other_half(season: Season) -> None:
    """Somebody has both rooms, and every other time, in the last two weeks."""
    row, _ = unserved(season)
    with season.town.database.reading() as session:
        rooms = {room.code: room.id for room in session.execute(select(Room)).scalars()}
    close(season, rooms["R"], rooms["S"])
    holder = next(one for one in season.rows if one.state == "allocated")
    season.do(registration.act, actor=season.actor_of(holder), registration_id=holder.id, action="decline")

    found = {way.kind: way for way in ways.search(as_owner(season, row), row.id).ways}
    taken = way_taking.take(as_owner(season, row), found["half_season"].id)

    assert slots(taken.right) == [("R", 2, "18:00", 2)]
    with season.town.database.reading() as session:
        section = session.get_one(Registration, row.id).section
        assert section is not None
        assert (section["first"], section["last"]) == ("2026-05-05", "2026-05-12")


def close(season: Season, *rooms: UUID) -> None:
    """Close rooms in the last two weeks."""
    with season.town.database.writing() as session:
        for room in rooms:
            found = session.get_one(Room, room)
            session.add(closure_of(found.facility_id, room))


def closure_of(facility: UUID, room: UUID) -> FacilityClosure:
    return FacilityClosure(
        id=new_id(),
        facility_id=facility,
        room_id=room,
        kind="closure",
        first=FIRST + timedelta(days=14),
        last=LAST,
        start_clock="00:00",
        end_clock="24:00",
        reason="Painting.",
    )
