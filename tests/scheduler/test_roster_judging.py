"""Whether somebody may take a seat: the rules of planning, asked of rows for one step at a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from scheduler.ids import new_id
from scheduler.models import Organisation, RosterLock, Shift, TeamRequest, Volunteer
from scheduler.translation.roster_judging import Candidate, Fault, SeatKey, candidates, faults
from tests.rosters_town import COMMON, LESSON, RosterTown, build, role
from tests.town import Town


@pytest.fixture
def roster(town: Town) -> RosterTown:
    """The small roster, published; the first two know all there is to do."""
    made = build(town)
    for number in (0, 1):
        made.offer(number, mentor_of=["home_visit", "calligraphy", "night_patrol", "lantern_fair"])
    made.open()
    return made


def key(roster: RosterTown, number: int, shift: str | UUID, part: str) -> SeatKey:
    shift_id = roster.shifts[shift] if isinstance(shift, str) else shift
    return SeatKey(roster.volunteers[number], shift_id, part)


def asked(roster: RosterTown, *new: SeatKey, gone: Sequence[SeatKey] = (), **more: Any) -> list[Fault]:
    town = roster.town
    with town.database.reading() as session:
        return faults(session, town.community_id, new=new, gone=gone, now=town.clock.now, **more)


def ranked(roster: RosterTown, shift: str, part: str, **more: Any) -> list[Candidate]:
    town = roster.town
    with town.database.reading() as session:
        row = session.get_one(Shift, roster.shifts[shift])
        return candidates(session, row, part, town.clock.now, **{"at_most": 10, **more})


def names(roster: RosterTown, found: Sequence[Candidate]) -> list[int]:
    return [roster.volunteers.index(one.volunteer_id) for one in found]


def test_who_fits_may_come(roster: RosterTown) -> None:
    assert asked(roster, key(roster, 0, "lesson1", "teacher")) == []


def test_who_is_refused_is_told_the_rule_whom_it_concerns_and_the_numbers(roster: RosterTown) -> None:
    roster.offer(6, experience={"home_visit": 10})

    (found,) = asked(roster, key(roster, 6, "visit1", "visitor"))

    assert (found.rule, found.volunteer_id, found.shift_id) == (
        "h22_prohibited_beneficiary",
        roster.volunteers[6],
        roster.shifts["visit1"],
    )
    assert found.overridable is False


def test_only_what_a_coordinator_may_override_says_so(roster: RosterTown) -> None:
    roster.seat(0, roster.shifts["lesson1"], "teacher")
    noon = roster.shift("noon", date(2026, 5, 13), "10:30", 180, "HALL", LESSON)

    (found,) = asked(roster, key(roster, 0, noon, "teacher"))

    assert (found.rule, found.overridable) == ("h12_max_continuous", True)
    seat = key(roster, 0, noon, "teacher")
    assert asked(roster, seat, waived={seat: ["H12"]}) == []
    assert [one.rule for one in asked(roster, seat, waived={seat: ["H09"]})] == ["h12_max_continuous"]


def test_hours_on_shifts_of_every_round_count(roster: RosterTown) -> None:
    for at in range(4):
        long = roster.shift(f"long{at}", date(2026, 5, 11 + at), "08:30", 240, "HALL", LESSON)
        roster.seat(0, long, "teacher", "confirmed")

    assert asked(roster, key(roster, 0, "visit2", "visitor")) == []
    more = roster.shift("more", date(2026, 5, 15), "16:30", 180, "HALL", LESSON)
    found = asked(roster, key(roster, 0, "visit2", "visitor"), key(roster, 0, more, "teacher"))
    assert {one.rule for one in found} == {"h10_max_minutes_week"}


def test_a_full_post_takes_nobody_until_somebody_goes(roster: RosterTown) -> None:
    for number in (0, 1, 2):
        roster.seat(number, roster.shifts["lesson1"], "teacher")
    late = key(roster, 3, "lesson1", "teacher")

    assert [one.rule for one in asked(roster, late)] == ["h17_seat_max"]
    assert asked(roster, late, gone=[key(roster, 2, "lesson1", "teacher")]) == []


def test_seats_that_are_kept_for_a_team_are_for_its_people_only(roster: RosterTown) -> None:
    town = roster.town
    kept = TeamRequest(
        id=new_id(),
        community_id=town.community_id,
        shift_id=roster.shifts["lesson1"],
        organisation_id=organisation(roster),
        role="teacher",
        seats=3,
        answer_by=town.clock.now + timedelta(days=1),
        asked_by=town.coordinator.account_id,
        created_at=town.clock.now,
    )
    town.database.transact(lambda session: session.add(kept))
    seat = key(roster, 0, "lesson1", "teacher")

    assert [one.rule for one in asked(roster, seat)] == ["h17_seat_max"]
    assert asked(roster, seat, from_team=True) == []


def organisation(roster: RosterTown) -> UUID:
    row = Organisation(id=new_id(), community_id=roster.town.community_id, name="书法协会")
    row_id = row.id
    roster.town.database.transact(lambda session: session.add(row))
    return row_id


def test_a_novice_comes_only_beside_somebody_who_knows(roster: RosterTown) -> None:
    novice = key(roster, 2, "lesson1", "teacher")

    assert [one.rule for one in asked(roster, novice)] == ["h19_mentor_novice"]
    roster.seat(0, roster.shifts["lesson1"], "teacher")
    assert asked(roster, novice) == []


def test_experience_from_before_counts(roster: RosterTown) -> None:
    roster.offer(2, experience={"calligraphy": 3})

    assert asked(roster, key(roster, 2, "lesson1", "teacher")) == []


def test_a_no_show_lock_ends_by_itself(roster: RosterTown) -> None:
    for at in range(2):
        past = roster.shift(f"past{at}", date(2026, 3, 2 + at), "09:00", 60, "HALL", LESSON)
        roster.seat(0, past, "teacher", "absent")
    seat = key(roster, 0, "lesson1", "teacher")

    assert [(one.rule, one.overridable) for one in asked(roster, seat)] == [("h26_no_show_lock", True)]
    roster.town.clock.now += timedelta(days=60)
    assert asked(roster, seat) == []


def test_a_ban_binds_and_a_refusal_of_ones_own_does_not(roster: RosterTown) -> None:
    town = roster.town
    ban = RosterLock(
        id=new_id(),
        community_id=town.community_id,
        shift_id=roster.shifts["lesson1"],
        volunteer_id=roster.volunteers[1],
        kind="ban",
        reason="agreed",
        created_by=town.coordinator.account_id,
        created_at=town.clock.now,
    )
    town.database.transact(lambda session: session.add(ban))
    roster.seat(0, roster.shifts["lesson1"], "teacher", "declined")

    assert [one.rule for one in asked(roster, key(roster, 1, "lesson1", "teacher"))] == ["h24_banned"]
    assert asked(roster, key(roster, 0, "lesson1", "teacher")) == []
    assert 0 not in names(roster, ranked(roster, "lesson1", "teacher"))


def test_candidates_break_no_rule_and_the_gentlest_comes_first(roster: RosterTown) -> None:
    roster.seat(0, roster.shifts["visit1"], "visitor")
    found = ranked(roster, "visit1", "visitor")

    assert set(names(roster, found)) == {1, 2, 3, 5, 7}
    assert names(roster, found)[0] == 1
    assert [one.cost for one in found] == sorted(one.cost for one in found)
    assert ranked(roster, "visit1", "visitor", at_most=2) == found[:2]
    assert 1 not in names(roster, ranked(roster, "visit1", "visitor", but=[roster.volunteers[1]]))


def test_who_wants_to_be_asked_is_a_candidate_only_when_asking(roster: RosterTown) -> None:
    row = roster.one(Volunteer, roster.volunteers[2])
    own = {name: value for name, value in row.terms.items() if name != "available"}
    roster.change(Volunteer, row.id, terms={**own, "ask": COMMON["available"]})
    roster.seat(0, roster.shifts["lesson1"], "teacher")

    assert 2 not in names(roster, ranked(roster, "lesson1", "teacher"))
    assert 2 in names(roster, ranked(roster, "lesson1", "teacher", asked_too=True))


def test_nobody_is_a_candidate_where_nobody_can(roster: RosterTown) -> None:
    skill = role("dancer", 1, 1, 1, skills=[[{"skill": "dance", "level": 1}]])
    made = roster.shift("dance", date(2026, 5, 14), "09:00", 60, "HALL", {**LESSON, "roles": [skill]})
    town = roster.town
    with town.database.reading() as session:
        assert candidates(session, session.get_one(Shift, made), "dancer", town.clock.now, at_most=3) == []
