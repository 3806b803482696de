"""A season of rooms goes the way of every round: applied for, planned, published, accepted, given back, offered on."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from scheduler import calendar, queries
from scheduler.covenant import RoomsRules
from scheduler.errors import Conflict
from scheduler.files import problem_digest, rooms_problem_from
from scheduler.ids import new_id, new_receipt
from scheduler.models import (
    Allocation,
    Booking,
    DayOverride,
    FacilityClosure,
    Occupation,
    Plan,
    Registration,
    Room,
)
from scheduler.notice import content_digest
from scheduler.translation import season
from scheduler.translation.room_days import facility_day
from scheduler.translation.room_openings import Ask
from scheduler.translation.sessions import dates_of
from scheduler.usecases import clockwork, locks, looking, offers, planning, publication, registration, room_rights
from solvers.parking.problem import Closure
from solvers.rooms.problem import Facility, Party, RoomsPolicy, RoomsProblem, Section, Suitable
from solvers.rooms.problem import Room as CoreRoom
from solvers.timetable import WindowRule
from solvers.window import minute_of
from tests.communities import FIRST, LAST
from tests.seasons import Season, season_in, tiny_season
from tests.town import Town

ZONE = "Asia/Shanghai"


@pytest.fixture
def open_season(town: Town) -> Season:
    return season_in(town)


@pytest.fixture
def published_season(open_season: Season) -> Season:
    open_season.close()
    open_season.publish(open_season.plan())
    return open_season


def rights_of(season: Season) -> dict[UUID, Allocation]:
    with season.town.database.reading() as session:
        return {right.registration_id: right for right in queries.publications.held_in(session, season.round_id)}


def taken(season: Season) -> list[tuple[str, str, str]]:
    """Room, from and until of every dated row that counts, in local time."""
    wanted = (
        select(Room.code, Occupation.starts_at, Occupation.ends_at)
        .join(Room, Room.resource_id == Occupation.resource_id)
        .where(Occupation.active)
        .order_by(Room.code, Occupation.starts_at)
    )
    with season.town.database.reading() as session:
        found = session.execute(wanted).all()
    return [(row[0], calendar.local_text(row[1], ZONE), calendar.local_text(row[2], ZONE)) for row in found]


# ---- the problem that comes of the rows is the one that they were seeded with


def test_a_round_of_rows_is_the_problem_that_it_was_seeded_with(open_season: Season) -> None:
    open_season.close()
    plan_id = open_season.plan()
    with open_season.town.database.reading() as session:
        file, _ = planning.files_of(session, plan_id=plan_id)
    found, seeded = rooms_problem_from(file), open_season.problem
    receipts = {row.receipt: (row.section or {})["seed"] for row in open_season.rows}
    assert [receipts[one.id] for one in found.requests] == [one.id for one in seeded.requests]
    assert (found.facilities, sorted(room.id for room in found.rooms)) == (
        seeded.facilities,
        sorted(room.id for room in seeded.rooms),
    )
    for mine, theirs in zip(found.requests, seeded.requests, strict=True):
        assert told(mine) == told(theirs)
    assert problem_digest(found) == problem_digest(rooms_problem_from(file))


def told(section: Any) -> tuple[Any, ...]:
    names = ("people", "ranges", "category", "sessions", "shortest", "longest", "first", "last", "facilities")
    return tuple(getattr(section, name) for name in (*names, "features", "equipment", "noisy", "previous", "title"))


# ---- from plan to dated rows


def test_everybody_has_an_outcome_and_every_right_its_dates(published_season: Season) -> None:
    season, rights = published_season, rights_of(published_season)
    outcomes = Counter(season.states())
    assert outcomes["allocated"] == len(rights) > 0
    assert sum(outcomes.values()) + refused(season) == len(season.problem.requests)
    minutes = {room.id: season.problem.buffers(at) for at, room in enumerate(season.problem.rooms)}
    wanted = []
    for right in rights.values():
        for day, room, start, end in dates_of(right.sessions):
            setup, clear = minutes[room]
            wanted.append((room, clock(day, start, -setup), clock(day, end, clear)))
    assert taken(season) == sorted(wanted)


def refused(season: Season) -> int:
    with season.town.database.reading() as session:
        return queries.registrations.counts(session, season.round_id)["refused"]


def clock(day: date, told: str, more: int) -> str:
    moment = calendar.instant_of(day, int(told[:2]) * 60 + int(told[3:]) + more, ZONE)
    return calendar.local_text(moment, ZONE)


def test_the_notice_tells_rooms_and_times_and_titles_that_may_be_known(published_season: Season) -> None:
    season = published_season
    with season.town.database.reading() as session:
        current = queries.publications.current(session, season.round_id)
        assert current is not None
        lines = queries.publications.rows(session, current.id)
    assert content_digest(lines) == current.content_digest
    given = [line for line in lines if line.outcome == "allocated"]
    assert [line.registration_id for line in sorted(given, key=lambda one: str(one.registration_id))] == sorted(
        rights_of(season), key=str
    )
    assert all(line.sessions and line.title and not line.masked_plate for line in given)
    assert all(not line.sessions for line in lines if line.outcome != "allocated")


def test_a_decline_frees_the_room_at_once(published_season: Season) -> None:
    season, before = published_season, len(taken(published_season))
    row = next(row for row in season.rows if row.state == "allocated")
    dates = len(list(dates_of(rights_of(season)[row.id].sessions)))
    season.do(registration.act, actor=season.actor_of(row), registration_id=row.id, action="decline")
    assert len(taken(season)) == before - dates


def test_a_date_given_back_is_free_and_is_not_given_again(published_season: Season) -> None:
    season = published_season
    row = next(row for row in season.rows if row.state == "allocated")
    day, room, start, _ = next(iter(dates_of(rights_of(season)[row.id].sessions)))
    before = len(taken(season))
    given = {"actor": season.actor_of(row), "registration_id": row.id, "day": day}
    season.do(room_rights.give_back, **given)
    assert (len(taken(season)), clock(day, start, 0)) == (before - 1, clock(day, start, 0))
    assert not any(one[0] == room and one[1] == clock(day, start, 0) for one in taken(season))
    with pytest.raises(Conflict, match="not_a_date_of_yours"):
        season.do(room_rights.give_back, **given)
    plan_id = season.plan()
    with season.town.database.reading() as session:
        lines = queries.plans.session_lines(session, plan_id, of=row.id)
    assert day.isoformat() not in [held for line in lines for held in line.dates]


@pytest.mark.parametrize("seed", range(4))
def test_no_date_of_a_published_season_is_refused_afterwards(town: Town, seed: int) -> None:
    """Random hours, closures and day overrides; every date is asked for again as a single booking would be."""
    problem = with_random_closures(seed)
    with town.database.writing() as session:
        for day, day_type in overrides_of(seed, problem).items():
            session.add(DayOverride(community_id=town.community_id, date=day, day_type=day_type, names=[]))
    season = season_in(town, problem)
    season.close()
    season.publish(season.plan("auto"))
    rights, rows = rights_of(season), {row.id: row for row in season.rows}
    rules, judged = RoomsRules(), 0
    with town.database.reading() as session:
        house = queries.rooms.house_of(session, town.community_id)
        for row_id, right in rights.items():
            section = rows[row_id].section or {}
            ask = Ask(section["people"], section.get("age_group", "any"), features=section.get("features", ()))
            for day, room, start, end in dates_of(right.sessions):
                facility = house.facilities_by_id[house.rooms_by_code[room].facility_id]
                looked_at = facility_day(session, facility, day, rules)
                assert looked_at.obstacle(room, ask, minute_of(start), minute_of(end)) is None, (day, room, start)
                judged += 1
    assert judged > 0


def with_random_closures(seed: int) -> RoomsProblem:
    """A tiny season in which houses and rooms are closed on many dates, for hours or whole days."""
    rng, problem = Random(f"closed/{seed}"), tiny_season(seed)
    days = [problem.horizon.first + timedelta(days=at) for at in range(problem.horizon.length)]

    def closures() -> tuple[Closure, ...]:
        chosen = rng.sample(days, 6)
        return tuple(Closure(day, day, "00:00", rng.choice(("10:00", "14:00", "24:00"))) for day in chosen)

    return replace(
        problem,
        facilities=tuple(replace(one, closures=closures()) for one in problem.facilities),
        rooms=tuple(replace(one, closures=closures()) for one in problem.rooms),
    )


def overrides_of(seed: int, problem: RoomsProblem) -> dict[date, str]:
    """Make-up workdays at weekends and rest days in the week, as a community may state them."""
    rng = Random(f"days/{seed}")
    days = [problem.horizon.first + timedelta(days=at) for at in range(problem.horizon.length)]
    return {day: "workday" if day.isoweekday() > 5 else "rest_day" for day in rng.sample(days, 8)}


# ---- re-plans and locks


def test_a_second_plan_of_the_same_round_moves_nobody(published_season: Season) -> None:
    season = published_season
    with season.town.database.reading() as session:
        first = queries.plans.newest(session, season.round_id)
    assert first is not None
    second = season.plan("auto")
    assert season.town.see(planning.compare, actor=season.town.coordinator, before=first.id, after=second) == []


def test_staff_of_one_site_see_when_their_own_groups_meet(open_season: Season) -> None:
    season, town = open_season, open_season.town
    season.close()
    plan_id = season.plan("auto")
    with town.database.writing() as session:
        plan = session.get_one(Plan, plan_id)
        lines = queries.plans.session_lines(session, plan_id)
        own = lines[0].registration_id
        session.get_one(Registration, own).home_site_id = town.sites["H"]
        for line in lines:
            if line.registration_id != own:
                session.get_one(Registration, line.registration_id).home_site_id = None
        session.flush()
        seen = {
            name: looking.sessions_of(session, actor=actor, plan=plan, after=None, limit=200)
            for name, actor in (
                ("clerk", replace(town.staff, sites=frozenset({town.sites["H"]}))),
                ("office", town.coordinator),
            )
        }

    assert seen == {"clerk": [line for line in lines if line.registration_id == own], "office": lines}
    assert {line.registration_id for line in lines} > {own}


def test_a_section_that_is_forbidden_its_room_gets_another_or_none(open_season: Season) -> None:
    season = open_season
    season.close()
    first = season.plan("auto")
    with season.town.database.reading() as session:
        line = queries.plans.session_lines(session, first)[0]
    barred = {"registration_id": line.registration_id, "actor": season.town.coordinator, "reason": "装修"}
    season.do(locks.lock, kind="forbid", room_id=line.room_id, **barred)
    with season.town.database.reading() as session:
        found = queries.plans.session_lines(session, season.plan("auto"), of=line.registration_id)
    assert line.room_id not in [one.room_id for one in found]


def test_a_section_is_kept_where_it_is(open_season: Season) -> None:
    season = open_season
    season.close()
    with season.town.database.reading() as session:
        line = queries.plans.session_lines(session, season.plan("auto"))[-1]
    season.do(
        locks.lock, actor=season.town.coordinator, registration_id=line.registration_id, kind="keep", reason="听证"
    )
    with season.town.database.reading() as session:
        found = queries.plans.session_lines(session, season.plan("fcfs", replan=False), of=line.registration_id)
    assert line.room_id in [one.room_id for one in found]


def test_a_room_closed_after_publication_moves_only_who_has_to(published_season: Season) -> None:
    season, rights = published_season, rights_of(published_season)
    room = next(iter(rights.values())).sessions[0]["room"]
    bound = {row for row, right in rights.items() if any(one["room"] == room for one in right.sessions)}
    with season.town.database.writing() as session:
        closed = session.execute(select(Room).where(Room.code == room)).scalar_one()
        first, last = season.problem.horizon.first, season.problem.horizon.last
        session.add(FacilityClosure(facility_id=closed.facility_id, room_id=closed.id, first=first, last=last))
    season.publish(season.plan("auto"))
    after = rights_of(season)
    moved = {row for row, right in rights.items() if row not in after or after[row].sessions != right.sessions}
    assert moved == bound
    assert not any(one[0] == room for one in taken(season))


# ---- who waits, and dates that come free


def test_who_waits_is_offered_what_comes_free(published_season: Season) -> None:
    season = published_season
    waiting = [row for row in season.rows if row.state == "waitlisted"]
    for row in [row for row in season.rows if row.state == "allocated"]:
        season.do(registration.act, actor=season.actor_of(row), registration_id=row.id, action="decline")
    made = offers.offer_next(season.town.office, season.round_id)
    allocated = [row.id for row in season.rows if row.state == "allocated"]
    assert (made, len(allocated)) == (len(allocated), len(rights_of(season)))
    assert set(allocated) <= {row.id for row in waiting}


def test_a_left_out_date_is_given_once_its_closure_is_lifted(town: Town) -> None:
    season = season_in(town, with_one_closed_day())
    season.close()
    season.publish(season.plan("auto"))
    right = next(right for right in rights_of(season).values() if right.sessions[0].get("left_out"))
    (left,) = right.sessions[0]["left_out"]
    assert room_rights.refill(town.office, season.round_id) == 0
    with town.database.writing() as session:
        for closure in session.execute(select(FacilityClosure)).scalars():
            session.delete(closure)
    before = len(taken(season))
    assert clockwork.nightly(town.office) == []
    again = rights_of(season)[right.registration_id]
    assert (again.sessions[0].get("left_out"), left in again.sessions[0]["dates"]) == ([], True)
    assert len(taken(season)) == before + 1
    assert room_rights.refill(town.office, season.round_id) == 0


def with_one_closed_day() -> RoomsProblem:
    """One group, one room, four Tuesdays, of which the second is closed."""
    second = FIRST + timedelta(days=8)
    return RoomsProblem(
        horizon=calendar.horizon(FIRST, LAST),
        policy=RoomsPolicy(weights={}),
        facilities=(Facility("F", "centre", (WindowRule(start="08:00", end="20:00"),)),),
        rooms=(CoreRoom("R", "F", 20, closures=(Closure(second, second),)),),
        parties=(Party("p"),),
        requests=(Section("s", "p", 10, (Suitable(2, "09:00", "10:00"),), title="太极"),),
    )


def test_what_a_booking_has_is_closed_to_the_round(open_season: Season) -> None:
    season = open_season
    season.close()
    plan_id = season.plan("auto")
    with season.town.database.reading() as session:
        line = queries.plans.session_lines(session, plan_id)[0]
        room = session.get_one(Room, line.room_id)
    day = date.fromisoformat(line.dates[0])
    with season.town.database.writing() as session:
        start, end = (calendar.instant_of(day, hour * 60, ZONE) for hour in (6, 22))
        session.add(
            Occupation(
                resource_id=room.resource_id, starts_at=start, ends_at=end, booking_id=a_booking(session, season, room)
            )
        )
    with season.town.database.reading() as session:
        problem = season_problem(session, season)
    closed = next(one for one in problem.rooms if one.id == room.code).closures
    assert day in [one.first for one in closed if one.reason == "taken"]


def test_a_season_is_not_published_over_equipment_that_a_booking_has(town: Town) -> None:
    season = season_in(town, with_a_projector())
    season.close()
    made = season.do(publication.request, actor=town.coordinator, plan_id=season.plan("auto"))
    publication.prepare(town.office, made.id)
    with town.database.writing() as session:
        row = session.get_one(Booking, a_booking(session, season, session.execute(select(Room)).scalar_one()))
        tuesday = season.problem.horizon.first + timedelta(days=1)
        row.starts_at, row.ends_at = (calendar.instant_of(tuesday, minute, ZONE) for minute in (570, 630))
        row.equipment = {"projector": 1}
    with pytest.raises(Conflict, match="equipment_lent"):
        season.do(publication.publish, actor=town.coordinator, publication_id=made.id)
    with town.database.writing() as session:
        session.get_one(Booking, row.id).equipment = None
    season.do(publication.publish, actor=town.coordinator, publication_id=made.id)


def with_a_projector() -> RoomsProblem:
    """The group of `with_one_closed_day` carries the only projector to its room."""
    problem = with_one_closed_day()
    section = replace(problem.requests[0], equipment={"projector": 1})
    house = replace(problem.facilities[0], equipment={"projector": 1})
    return replace(problem, facilities=(house,), requests=(section,))


def a_booking(session: Any, season: Season, room: Room) -> UUID:
    now = season.town.database.now(session)
    row = Booking(
        id=new_id(),
        community_id=season.town.community_id,
        resource_id=room.resource_id,
        member_id=season.rows[0].member_id,
        receipt=new_receipt(),
        starts_at=now,
        ends_at=now + timedelta(hours=1),
        channel="web",
        people=3,
        created_at=now,
    )
    session.add(row)
    session.flush()
    return row.id


def season_problem(session: Any, of: Season) -> RoomsProblem:
    problem = season.problem_of(session, of.round(), of.town.database.now(session))
    assert isinstance(problem, RoomsProblem)
    return problem
