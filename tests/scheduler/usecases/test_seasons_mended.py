"""What went wrong with seasons once: each case as it was found."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from scheduler import calendar, queries
from scheduler.actors import PROPERTY_STAFF, Actor
from scheduler.errors import Conflict
from scheduler.ids import new_id, new_receipt
from scheduler.models import Booking, FacilityClosure, Occupation, Room
from scheduler.translation import season as domain
from scheduler.usecases import applications, publication, registration, room_rights
from scheduler.usecases.applications import Application
from solvers.rooms.problem import Room as CoreRoom
from solvers.rooms.problem import RoomsProblem
from tests.scheduler.usecases.test_applications import wish
from tests.scheduler.usecases.test_seasons import ZONE, rights_of, with_one_closed_day
from tests.seasons import Season, season_in
from tests.town import Town


@pytest.fixture
def published(town: Town) -> Season:
    season = season_in(town)
    season.close()
    season.publish(season.plan())
    return season


def prepared(season: Season, plan: Any) -> Any:
    made = season.do(publication.request, actor=season.town.coordinator, plan_id=plan)
    publication.prepare(season.town.office, made.id)
    return made.id


def publish(season: Season, version: Any) -> Any:
    return season.do(publication.publish, actor=season.town.coordinator, publication_id=version)


def close_a_room(season: Season, day: int = 1) -> None:
    with season.town.database.writing() as session:
        room = session.execute(select(Room).limit(1)).scalar_one()
        on = season.problem.horizon.first + timedelta(days=day)
        session.add(FacilityClosure(facility_id=room.facility_id, room_id=room.id, first=on, last=on))


def test_a_plan_made_for_other_hours_is_not_published(town: Town) -> None:
    season = season_in(town)
    season.close()
    version = prepared(season, season.plan())
    close_a_room(season)

    with pytest.raises(Conflict, match="publication_stale"):
        publish(season, version)
    season.do(publication.abandon, actor=town.coordinator, publication_id=version)
    assert publish(season, prepared(season, season.plan())).state == "published"


def test_who_keeps_the_same_dates_does_not_have_to_accept_again(published: Season) -> None:
    season = published
    row = next(row for row in season.rows if row.state == "allocated")
    season.do(registration.act, actor=season.actor_of(row), registration_id=row.id, action="accept")
    before = rights_of(season)[row.id].id
    with season.town.database.writing() as session:
        right = session.get_one(type(rights_of(season)[row.id]), before)
        # As offers keep it: nothing that is empty is written.
        right.sessions = [{name: value for name, value in one.items() if value} for one in right.sessions]
    close_a_room(season, 27)
    season.publish(season.plan("auto"))

    assert rights_of(season)[row.id].id == before
    assert season.town.state_of(row.id) == "accepted"


def test_a_date_given_back_makes_a_version_that_was_ordered_before_stale(published: Season) -> None:
    season = published
    row = next(row for row in season.rows if row.state == "allocated")
    close_a_room(season, 27)
    version = prepared(season, season.plan("auto"))
    season.town.clock.advance(minutes=1)
    day = season.problem.horizon.first
    dates = [one for slot in rights_of(season)[row.id].sessions for one in slot["dates"]]
    given = {"actor": season.actor_of(row), "registration_id": row.id}
    season.do(room_rights.give_back, day=day.fromisoformat(dates[-1]), **given)

    with pytest.raises(Conflict, match="publication_stale"):
        publish(season, version)


def test_a_noisy_booking_closes_the_room_next_door_to_the_round(town: Town) -> None:
    season = season_in(town, with_two_neighbours())
    season.close()
    tuesday = season.problem.horizon.first + timedelta(days=1)
    start, end = (calendar.instant_of(tuesday, minute, ZONE) for minute in (540, 600))
    with town.database.writing() as session:
        loud = session.execute(select(Room).where(Room.code == "R2")).scalar_one()
        common = {"starts_at": start, "ends_at": end}
        row = Booking(
            id=new_id(),
            community_id=town.community_id,
            resource_id=loud.resource_id,
            member_id=season.rows[0].member_id,
            receipt=new_receipt(),
            channel="web",
            people=3,
            noisy=True,
            created_at=town.clock(),
            **common,
        )
        session.add(row)
        session.flush()
        session.add(Occupation(resource_id=loud.resource_id, booking_id=row.id, **common))
    with town.database.reading() as session:
        problem = domain.problem_of(session, season.round(), town.clock())
    taken = {room.id: [one.first for one in room.closures if one.reason == "taken"] for room in problem.rooms}
    assert taken == {"R": [tuesday], "R2": [tuesday]}


def with_two_neighbours() -> RoomsProblem:
    problem = with_one_closed_day()
    rooms = (replace(problem.rooms[0], closures=(), noisy_next_to=("R2",)), CoreRoom("R2", "F", 20))
    return replace(problem, rooms=rooms)


def test_staff_of_a_site_keep_sight_of_what_they_applied_for(town: Town) -> None:
    season = season_in(town)
    asked = Application([wish()], town.people[0].member_id)
    given = {"vault": town.vault, "round_id": season.round_id, "application": asked, "channel": "hotline"}
    (row,) = town.do(applications.apply, actor=town.staff, **given)

    seen = town.see(registration.seen, actor=town.staff, registration_id=row.id)

    assert (seen.id, town.staff.roles) == (row.id, frozenset({PROPERTY_STAFF}))


def test_two_courses_of_the_same_terms_and_other_titles_are_two(town: Town) -> None:
    season = season_in(town)
    asked = Application([wish("书法　甲班"), wish("书法　乙班")])
    given = {"vault": town.vault, "round_id": season.round_id, "application": asked, "channel": "web"}

    rows = town.do(applications.apply, actor=town.people[0], **given)

    assert [applications.title_of(row, town.vault) for row in rows] == ["书法　甲班", "书法　乙班"]


def test_a_meeting_that_has_begun_is_not_given_back(published: Season) -> None:
    season = published
    row = next(row for row in season.rows if row.state == "allocated")
    slot = rights_of(season)[row.id].sessions[0]
    day = season.problem.horizon.first.fromisoformat(slot["dates"][0])
    hours, minutes = int(slot["start"][:2]), int(slot["start"][3:])
    season.town.clock.now = calendar.instant_of(day, hours * 60 + minutes, ZONE)
    person = Actor(season.town.community_id, None, row.member_id)

    with pytest.raises(Conflict, match="not_a_date_of_yours"):
        season.do(room_rights.give_back, actor=person, registration_id=row.id, day=day)
    season.town.clock.advance(minutes=-1)
    season.do(room_rights.give_back, actor=person, registration_id=row.id, day=day)


def test_waitlists_of_seasons_that_are_over_are_left_alone(published: Season) -> None:
    season, town = published, published.town
    with town.database.reading() as session:
        assert season.round_id in queries.rounds.offers_due(session, town.clock())
        assert season.round_id not in queries.rounds.offers_due(session, town.clock() + timedelta(days=60))
