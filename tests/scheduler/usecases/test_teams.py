from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from scheduler import queries
from scheduler.actors import Actor
from scheduler.errors import Conflict, NotAllowed, NotFound, Rejected
from scheduler.models import AuditEntry, Member, OutboxMessage, RosterLock, Seat, Shift, TeamRequest, Volunteer
from scheduler.usecases import clockwork, organisations, roster_locks, shifts, team_turns, teams
from scheduler.usecases.roster_locks import Decision
from scheduler.usecases.teams import TeamAsk, TeamSeen
from tests import rosters_town
from tests.rosters_town import RosterTown
from tests.town import Town

CHOIR = (2, 3)
"""Volunteers who come for the choir."""


@pytest.fixture
def rosters(town: Town) -> RosterTown:
    return rosters_town.build(town)


@pytest.fixture
def choir(rosters: RosterTown) -> UUID:
    """An organisation to which two volunteers belong, both no novices at the fair; shifts are published."""
    rosters.open()
    made = rosters.town.do(organisations.add, actor=rosters.town.coordinator, name="Choir")
    for number in CHOIR:
        rosters.offer(number, mentor_of=["lantern_fair"])
        rosters.change(Volunteer, rosters.volunteers[number], organisation_id=made.id)
        member_id = rosters.town.people[number].member_id
        assert member_id is not None
        rosters.change(Member, member_id, organisation_id=made.id)
    return made.id


def ask(rosters: RosterTown, organisation_id: UUID, seats: int = 2, code: str = "fair1", **fields: Any) -> TeamSeen:
    team = TeamAsk(organisation_id, fields.pop("role", "steward"), seats, **fields)
    return rosters.town.do(teams.ask, actor=rosters.town.coordinator, shift_id=rosters.shifts[code], team=team)


def answer(rosters: RosterTown, team_id: UUID, accept: bool = True, actor: Actor | None = None) -> TeamSeen:
    who = actor or rosters.town.people[2]
    return rosters.town.do(teams.answer, actor=who, team_id=team_id, accept=accept)


def name(rosters: RosterTown, team_id: UUID, number: int, actor: Actor | None = None) -> Seat:
    wanted: Any = {"team_id": team_id, "volunteer_id": rosters.volunteers[number], "channel": "web"}
    return rosters.town.do(teams.name, actor=actor or rosters.town.people[2], **wanted)


def kept(rosters: RosterTown, code: str = "fair1", role: str = "steward") -> int:
    shift_id = rosters.shifts[code]
    with rosters.town.database.reading() as session:
        return queries.rosters.kept_for_teams(session, [shift_id]).get((shift_id, role), 0)


def told(rosters: RosterTown, code: str) -> list[UUID | None]:
    with rosters.town.database.reading() as session:
        wanted = select(OutboxMessage.member_id).where(OutboxMessage.code == code).order_by(OutboxMessage.id)
        return list(session.execute(wanted).scalars())


def coordinator_with_inbox(rosters: RosterTown) -> UUID:
    """A coordinator who is a resident as well runs the fair."""
    account_id, member_id = rosters.town.people[0].account_id, rosters.town.people[0].member_id
    assert account_id is not None
    assert member_id is not None
    rosters.change(Shift, rosters.shifts["fair1"], coordinator_id=account_id)
    return member_id


# ---- asking


def test_seats_are_kept_as_soon_as_a_team_is_asked_and_its_people_hear_of_it(rosters: RosterTown, choir: UUID) -> None:
    made = ask(rosters, choir, 3)

    assert (made.row.state, made.row.seats, made.named, kept(rosters)) == ("asked", 3, 0, 3)
    assert made.row.answer_by == rosters.town.clock.now + timedelta(hours=72)
    with rosters.town.database.reading() as session:
        told = session.execute(select(OutboxMessage).where(OutboxMessage.code == "team_asked")).scalars().all()
    assert sorted(one.member_id for one in told if one.member_id) == sorted(
        member for at in CHOIR if (member := rosters.town.people[at].member_id)
    )
    assert told[0].numbers == {
        "shift": "fair1服务",
        "starts": "2026-05-23 09:00",
        "seats": "3",
        "answer_by": "2026-05-04 12:00",
    }


def test_no_more_seats_are_kept_than_are_free(rosters: RosterTown, choir: UUID) -> None:
    rosters.seat(0, rosters.shifts["fair1"], "steward")
    ask(rosters, choir, 2)

    with pytest.raises(Conflict) as refused:
        ask(rosters, choir, 2)

    assert (refused.value.code, refused.value.allowed) == ("seats_not_free", "1 to 1")


@pytest.mark.parametrize("hours", [0, 23 * 24])
def test_an_answer_is_due_between_now_and_the_shift(rosters: RosterTown, choir: UUID, hours: int) -> None:
    with pytest.raises(Rejected) as refused:
        ask(rosters, choir, answer_by=rosters.town.clock.now + timedelta(hours=hours))

    assert refused.value.code == "answer_by_too_late"


def test_an_unknown_role_or_organisation_is_refused(rosters: RosterTown, choir: UUID) -> None:
    with pytest.raises(Rejected) as role:
        ask(rosters, choir, role="dancer")
    with pytest.raises(Rejected) as organisation:
        ask(rosters, UUID(int=7))

    assert (role.value.field, organisation.value.field) == ("role", "organisation_id")


# ---- answering


def test_somebody_of_the_organisation_answers_or_the_office_for_them(rosters: RosterTown, choir: UUID) -> None:
    first, second = ask(rosters, choir, 1).row.id, ask(rosters, choir, 1).row.id

    assert answer(rosters, first).row.state == "accepted"
    assert answer(rosters, second, False, rosters.town.coordinator).row.state == "declined"
    assert kept(rosters) == 1


def test_nobody_else_answers(rosters: RosterTown, choir: UUID) -> None:
    team = ask(rosters, choir).row.id

    for actor in (rosters.town.people[0], rosters.town.staff, rosters.town.stranger):
        with pytest.raises(NotFound):
            answer(rosters, team, actor=actor)


def test_an_answer_is_given_once_and_in_time(rosters: RosterTown, choir: UUID) -> None:
    first, second = ask(rosters, choir, 1).row.id, ask(rosters, choir, 1).row.id
    answer(rosters, first)
    with pytest.raises(Conflict) as again:
        answer(rosters, first, False)
    rosters.town.clock.advance(hours=72)
    with pytest.raises(Conflict) as late:
        answer(rosters, second)

    assert (again.value.code, late.value.code) == ("team_not_ready", "answer_overdue")


def test_seats_of_a_team_that_does_not_answer_come_free(rosters: RosterTown, choir: UUID) -> None:
    team = ask(rosters, choir).row.id
    assert rosters.town.do(teams.lapse, team_id=team) is False
    rosters.town.clock.advance(hours=72)

    clockwork.tick(rosters.town.office)
    assert (rosters.one(TeamRequest, team).state, kept(rosters)) == ("lapsed", 0)
    assert rosters.town.do(teams.lapse, team_id=team) is False


def test_whoever_runs_a_shift_hears_what_organisations_say(rosters: RosterTown, choir: UUID) -> None:
    member = coordinator_with_inbox(rosters)
    first, second, _ = (ask(rosters, choir, 1).row.id for _ in range(3))
    answer(rosters, first)
    answer(rosters, second, False)
    rosters.town.clock.advance(hours=72)
    clockwork.tick(rosters.town.office)

    codes = ("team_accepted", "team_declined", "team_lapsed")
    assert [told(rosters, code) for code in codes] == [[member]] * 3


def test_seats_for_which_nobody_is_named_in_time_come_free_and_those_named_stay(
    rosters: RosterTown, choir: UUID
) -> None:
    member = coordinator_with_inbox(rosters)
    team = ask(rosters, choir, 3).row.id
    answer(rosters, team)
    seat = name(rosters, team, 2)
    begins = rosters.one(Shift, rosters.shifts["fair1"]).starts_at
    rosters.town.clock.now = begins - timedelta(hours=48, minutes=1)
    team_turns.lapse_all(rosters.town.office)
    assert (rosters.one(TeamRequest, team).state, kept(rosters)) == ("accepted", 2)

    rosters.town.clock.advance(minutes=1)
    team_turns.lapse_all(rosters.town.office)

    assert (rosters.one(TeamRequest, team).state, kept(rosters), rosters.one(Seat, seat.id).state) == (
        "lapsed",
        0,
        "accepted",
    )
    assert told(rosters, "team_lapsed") == [member]
    assert len(told(rosters, "team_released")) == len(CHOIR)


def test_a_team_that_is_complete_or_agreed_late_keeps_its_seats(rosters: RosterTown, choir: UUID) -> None:
    complete = ask(rosters, choir, 1, answer_by=rosters.one(Shift, rosters.shifts["fair1"]).starts_at).row.id
    late = ask(rosters, choir, 1, answer_by=rosters.one(Shift, rosters.shifts["fair1"]).starts_at).row.id
    answer(rosters, complete)
    name(rosters, complete, 2)
    rosters.town.clock.now = rosters.one(Shift, rosters.shifts["fair1"]).starts_at - timedelta(hours=20)
    answer(rosters, late)
    team_turns.lapse_all(rosters.town.office)
    assert [rosters.one(TeamRequest, one).state for one in (complete, late)] == ["accepted"] * 2

    rosters.town.clock.advance(hours=17)
    team_turns.lapse_all(rosters.town.office)
    assert [rosters.one(TeamRequest, one).state for one in (complete, late)] == ["accepted", "lapsed"]


def test_a_team_is_taken_back_and_with_its_shift(rosters: RosterTown, choir: UUID) -> None:
    first, second = ask(rosters, choir, 1).row.id, ask(rosters, choir, 1).row.id
    rosters.town.do(teams.take_back, actor=rosters.town.coordinator, team_id=first)
    with pytest.raises(NotAllowed):
        rosters.town.do(teams.take_back, actor=rosters.town.people[2], team_id=second)

    wanted: Any = {"shift_id": rosters.shifts["fair1"], "version": 1, "reason": "Rain."}
    rosters.town.do(shifts.cancel, actor=rosters.town.coordinator, **wanted)

    assert [rosters.one(TeamRequest, one).state for one in (first, second)] == ["taken_back"] * 2


# ---- names


def test_kept_seats_are_taken_by_name_by_people_of_the_organisation(rosters: RosterTown, choir: UUID) -> None:
    team = ask(rosters, choir, 2).row.id
    answer(rosters, team)

    seat = name(rosters, team, 3)

    assert (seat.source, seat.state, seat.role, seat.team_id) == ("team", "offered", "steward", team)
    assert seat.answer_by == rosters.town.clock.now + timedelta(hours=72)
    assert told(rosters, "seat_offered") == [rosters.town.people[3].member_id]
    assert seat.operator_id == rosters.town.people[2].account_id
    assert kept(rosters) == 1
    (seen,) = rosters.town.see(teams.listed, actor=rosters.town.people[3], shift_id=rosters.shifts["fair1"])
    assert (seen.row.id, seen.named) == (team, 1)


def test_a_role_that_is_kept_whole_can_be_taken_by_name(rosters: RosterTown, choir: UUID) -> None:
    team = ask(rosters, choir, 4).row.id
    answer(rosters, team)

    assert name(rosters, team, 3).state == "offered"


def test_whoever_names_themselves_has_the_seat_at_once(rosters: RosterTown, choir: UUID) -> None:
    team = ask(rosters, choir, 1).row.id
    answer(rosters, team)

    seat = name(rosters, team, 2)

    assert (seat.state, seat.answer_by, told(rosters, "seat_offered")) == ("accepted", None, [])


def test_nobody_is_named_for_a_shift_on_which_they_could_not_answer_yet(rosters: RosterTown, choir: UUID) -> None:
    team = ask(rosters, choir, 1).row.id
    answer(rosters, team)
    rosters.change(Shift, rosters.shifts["fair1"], state="planned")

    with pytest.raises(Conflict) as refused:
        name(rosters, team, 3)

    assert refused.value.code == "shift_not_open"


def test_others_take_no_seat_of_a_team(rosters: RosterTown, choir: UUID) -> None:
    team = ask(rosters, choir).row.id
    answer(rosters, team)

    with pytest.raises(Rejected) as refused:
        name(rosters, team, 0)

    assert (refused.value.code, refused.value.field) == ("unknown_id", "volunteer_id")


def test_no_seat_is_taken_before_the_answer_nor_more_than_were_kept(rosters: RosterTown, choir: UUID) -> None:
    team = ask(rosters, choir, 1).row.id
    with pytest.raises(Conflict) as early:
        name(rosters, team, 2)
    answer(rosters, team)
    name(rosters, team, 2)
    with pytest.raises(Conflict) as full:
        name(rosters, team, 3)

    assert (early.value.code, full.value.code) == ("team_not_ready", "team_complete")


def test_rules_hold_for_teams_as_well(rosters: RosterTown, choir: UUID) -> None:
    team = ask(rosters, choir).row.id
    answer(rosters, team)
    rosters.offer(3, blackouts=[{"start": "08:00", "end": "12:00"}])

    with pytest.raises(Conflict) as refused:
        name(rosters, team, 3)

    assert refused.value.code == "h03_availability"


def test_teams_are_seen_by_the_office_and_the_organisation_only(rosters: RosterTown, choir: UUID) -> None:
    ask(rosters, choir)
    town, wanted = rosters.town, {"shift_id": rosters.shifts["fair1"]}

    assert len(town.see(teams.listed, actor=town.auditor, **wanted)) == 1
    for actor in (town.people[0], town.staff, town.stranger):
        with pytest.raises(NotFound):
            town.see(teams.listed, actor=actor, **wanted)


# ---- decisions about single seats


def lock(rosters: RosterTown, number: int, kind: str = "pin", code: str = "visit1", **fields: Any) -> RosterLock:
    decision = Decision(rosters.volunteers[number], kind, fields.pop("reason", "Agreed on the phone."), **fields)
    wanted: Any = {"shift_id": rosters.shifts[code], "decision": decision}
    return rosters.town.do(roster_locks.lock, actor=rosters.town.coordinator, **wanted)


def test_a_pin_that_waives_rules_is_logged_with_what_it_waives_but_not_with_the_words(rosters: RosterTown) -> None:
    made = lock(rosters, 0, role="visitor", waives=["H10", "H26"])

    with rosters.town.database.reading() as session:
        entry = session.execute(select(AuditEntry).where(AuditEntry.action == "roster_lock.pin")).scalar_one()
    assert entry.details == {
        "shift": str(rosters.shifts["visit1"]),
        "volunteer": str(rosters.volunteers[0]),
        "waives": ["H10", "H26"],
    }
    assert (made.reason, made.created_by) == ("Agreed on the phone.", rosters.town.coordinator.account_id)


@pytest.mark.parametrize(
    ("fields", "code", "field"),
    [
        ({"reason": " "}, "reason_missing", "reason"),
        ({"kind": "keep"}, "not_offered", "kind"),
        ({"waives": ["H09", "H08"]}, "not_waivable", "waives.1"),
        ({"waives": ["H16"]}, "not_waivable", "waives.0"),
        ({"kind": "ban", "waives": ["H10"]}, "ban_waives_nothing", "waives"),
        ({"role": "dancer"}, "unknown_id", "role"),
    ],
)
def test_a_decision_that_cannot_be_is_refused(rosters: RosterTown, fields: Any, code: str, field: str) -> None:
    with pytest.raises(Rejected) as refused:
        lock(rosters, 0, **fields)

    assert (refused.value.code, refused.value.field) == (code, field)


def test_every_rule_of_the_list_may_be_waived(rosters: RosterTown) -> None:
    waives = ["H09", "H10", "H11", "H12", "H13", "H14", "H15", "H26"]

    assert lock(rosters, 0, waives=waives).waives == waives


def test_one_decision_stands_until_it_is_taken_back(rosters: RosterTown) -> None:
    made = lock(rosters, 0, role="standby")
    with pytest.raises(Conflict) as refused:
        lock(rosters, 0, "ban")
    assert refused.value.code == "locked_already"

    rosters.town.do(roster_locks.unlock, actor=rosters.town.coordinator, lock_id=made.id)
    lock(rosters, 0, "ban")
    with pytest.raises(Conflict) as again:
        rosters.town.do(roster_locks.unlock, actor=rosters.town.coordinator, lock_id=made.id)
    assert again.value.code == "lock_removed"

    rows = rosters.town.see(roster_locks.listed, actor=rosters.town.auditor, shift_id=rosters.shifts["visit1"])
    assert [(row.kind, row.removed_at is None) for row in rows] == [("pin", False), ("ban", True)]
    assert roster_locks.reason_for(rosters.town.auditor, rows[0]) == ""


@pytest.mark.parametrize(("state", "after"), [("confirmed", "cancelled_by_us"), ("checked_in", "checked_in")])
def test_a_ban_takes_the_seat_of_whoever_has_not_come_yet(rosters: RosterTown, state: str, after: str) -> None:
    rosters.open()
    seat = rosters.seat(0, rosters.shifts["visit1"], "visitor", state)
    other = rosters.seat(1, rosters.shifts["visit1"], "visitor", "confirmed")

    lock(rosters, 0, "ban")

    assert (rosters.one(Seat, seat).state, rosters.one(Seat, other).state) == (after, "confirmed")
    assert len(told(rosters, "seat_taken_back")) == (state == "confirmed")


def test_decisions_are_the_offices_and_of_shifts_that_are_not_over(rosters: RosterTown) -> None:
    made = lock(rosters, 0)
    rosters.change(Shift, rosters.shifts["visit2"], state="cancelled")

    with pytest.raises(Conflict):
        lock(rosters, 0, code="visit2")
    with pytest.raises(NotAllowed):
        rosters.town.do(roster_locks.unlock, actor=rosters.town.staff, lock_id=made.id)
    with pytest.raises(NotFound):
        rosters.town.see(roster_locks.listed, actor=rosters.town.people[0], shift_id=rosters.shifts["visit1"])
