"""A roster planned from rows and published: seats offered, seats left alone, what is shown before."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from functools import partial

import pytest
from sqlalchemy import func, select, update

from scheduler import queries
from scheduler.errors import NotFound
from scheduler.models import Account, Occupation, Round, Run, Seat, Shift, Volunteer
from scheduler.queries.boards import Tally
from scheduler.usecases import (
    clockwork,
    looking,
    planning,
    roster_locks,
    roster_publication,
    seats,
    seeding,
    seeding_rosters,
)
from scheduler.usecases.roster_publication import Difference
from tests.roster_months import Month
from tests.rosters_town import LESSON, RosterTown, build, role, round_row, shift_row
from tests.town import Town

PASSWORD = "tide-and-moon-42"
ALL_TYPES = ["home_visit", "calligraphy", "night_patrol", "lantern_fair"]


@pytest.fixture
def roster(town: Town) -> RosterTown:
    """The small roster, where the first two know all there is to do."""
    made = build(town)
    for number in (0, 1):
        made.offer(number, mentor_of=ALL_TYPES)
    return made


@pytest.fixture
def month(roster: RosterTown) -> Month:
    """The month, closed and ready to be planned."""
    made = Month(roster)
    made.close()
    return made


def test_a_plan_is_proven_kept_by_seats_and_told_by_its_parts(month: Month) -> None:
    plan = month.row(month.plan())

    assert (plan.status, plan.tiers[0]["value"]) == ("optimal", plan.tiers[0]["bound"])
    assert sum(tier["value"] for tier in plan.tiers[1:]) == plan.tiers[0]["value"]
    filled = [seat for seat in month.planned(plan.id) if seat[1] != "standby"]
    assert (plan.assigned, plan.requests) == (len(filled), 13)


def test_whoever_is_left_out_of_the_shifts_is_told_why_seats_are_empty(month: Month, roster: RosterTown) -> None:
    roster.shift(
        "dance",
        date(2026, 5, 14),
        "09:00",
        60,
        "HALL",
        {**LESSON, "roles": [role("dancer", 1, 1, 1, skills=[[{"skill": "dance", "level": 1}]])]},
    )
    plan_id = month.plan()

    with roster.town.database.reading() as session:
        gaps = {shift.code: gap for gap, shift in queries.rosters.plan_gaps(session, plan_id)}
    reasons = {reason["rule"]: reason["numbers"] for reason in gaps["dance"].reasons}
    assert gaps["dance"].empty == 1
    assert reasons["roster_funnel"] == {
        "role": "dancer",
        "people": 8,
        "qualified": 0,
        "eligible": 0,
        "available": 0,
        "free": 0,
    }
    cause = gaps["dance"].cause
    assert cause is not None
    assert (cause["place"], cause["missing"]) == ("dance", None)
    assert ("filter", "h04_qualification") in [(one["kind"], one["rule"]) for one in cause["removals"]]


def test_publishing_offers_every_planned_seat_once_and_takes_the_time(month: Month, roster: RosterTown) -> None:
    plan_id = month.plan()

    shown = month.difference(plan_id)
    version = month.publish(plan_id)

    assert (len(shown.coming), len(shown.going), shown.left_out, shown.kept) == (len(month.planned(plan_id)), 0, [], 0)
    assert month.seats("offered") == month.planned(plan_id)
    assert len(month.version(version).content_digest) == 64
    with roster.town.database.reading() as session:
        taken = session.scalar(select(func.count()).where(Occupation.seat_id.is_not(None), Occupation.active))
        states = set(session.scalars(select(Shift.state).where(Shift.round_id == roster.round_id)))
    assert taken == len(month.planned(plan_id))
    assert states == {"open"}
    assert month.told("roster_offered") == len({name for _, _, name in month.planned(plan_id)})


def test_an_answer_is_awaited_for_the_time_of_the_covenant_but_never_beyond_the_start(
    month: Month, roster: RosterTown
) -> None:
    limit = roster.town.clock.now + timedelta(hours=72)
    month.publish(month.plan())

    with roster.town.database.reading() as session:
        rows = session.execute(select(Seat.answer_by, Shift.starts_at).join(Shift, Shift.id == Seat.shift_id)).all()
    assert {until for until, _ in rows} <= {limit, *(start for _, start in rows)}
    assert all(until is not None and until <= start for until, start in rows)


def test_a_replan_of_a_roster_that_nobody_changed_changes_nobody(month: Month) -> None:
    month.publish(month.plan())
    before = month.seats()

    shown = month.difference(month.plan())

    assert (shown.coming, shown.going, shown.left_out, shown.kept) == ([], [], [], len(before))


def test_a_replan_replaces_who_left_and_moves_nobody_else(month: Month, roster: RosterTown) -> None:
    month.publish(month.plan())
    before = month.seats()
    gone = next(name for _, part, name in before if part == "visitor" and name not in ("V0", "V1"))
    number = int(gone[1:])
    ill = roster.one(Volunteer, roster.volunteers[number])
    away = [{"first": "2026-05-01", "last": "2026-05-31", "start": "00:00", "end": "24:00"}]
    roster.change(Volunteer, ill.id, terms={**ill.terms, "blackouts": away})

    plan_id = month.plan()
    shown = month.difference(plan_id)
    month.publish(plan_id)

    assert {one.volunteer.receipt for one in shown.going} == {gone}
    assert gone not in {name for _, _, name in month.seats()}
    stayed = [seat for seat in before if seat[2] != gone]
    assert set(stayed) <= set(month.seats())
    assert month.told("roster_taken_back") == 1


def test_what_people_change_after_the_run_began_is_theirs(month: Month, roster: RosterTown) -> None:
    plan_id = month.plan()
    taken = next(seat for seat in month.planned(plan_id) if seat[1] == "visitor")
    roster.town.clock.advance(minutes=5)
    shift, volunteer = (
        roster.one(Shift, roster.shifts["lesson1"]),
        roster.one(Volunteer, roster.volunteers[int(taken[2][1:])]),
    )
    month.do(
        seats.seat_made,
        shift=shift,
        volunteer=volunteer,
        role="teacher",
        source="self",
        state="confirmed",
        actor=month.coordinator,
        channel="hotline",
    )

    shown = month.difference(plan_id)

    assert ("lesson1", "teacher", taken[2]) in month.seats()
    codes = {(one.shift.code, one.volunteer.receipt): one.code for one in shown.left_out if one.shift and one.volunteer}
    assert codes[taken[0], taken[2]] == "changed_since_planned"
    assert all(one.volunteer.receipt != taken[2] and one.shift.code != "lesson1" for one in shown.coming)
    assert shown.going == []


def test_a_shift_that_was_moved_or_called_off_since_is_left_alone(month: Month, roster: RosterTown) -> None:
    plan_id = month.plan()
    moved, off = "visit1", "visit2"
    row = roster.one(Shift, roster.shifts[moved])
    roster.change(Shift, row.id, starts_at=row.starts_at + timedelta(hours=1), ends_at=row.ends_at + timedelta(hours=1))
    roster.change(Shift, roster.shifts[off], state="cancelled")

    shown = month.difference(plan_id)
    month.publish(plan_id)

    why = {one.shift.code if one.shift else off: one.code for one in shown.left_out}
    assert why == {moved: "changed_since_planned", off: "shift_cancelled"}
    assert {code for code, _, _ in month.seats()}.isdisjoint({moved, off})


def test_two_coordinators_never_plan_the_same_person_twice(month: Month, roster: RosterTown) -> None:
    month.publish(month.plan())
    town = roster.town
    other_round = town.database.transact(
        lambda session: round_row(session, town, "rosters-may-2", date(2026, 5, 4), date(2026, 5, 31), "closed")
    )
    for code in ("visit1", "visit2"):
        all_of_us = {**LESSON, "roles": [role("teacher", 8, 8, 8)]}
        told = (f"same-{code}", roster.one(Shift, roster.shifts[code]).date, "14:00", 90, "HALL", all_of_us)
        town.database.transact(partial(shift_row, town=town, round_id=other_round, places=roster.places, told=told))
    other = Month(RosterTown(town, other_round, roster.volunteers, roster.elders, roster.points, {}, {}))

    plan_id = other.plan()

    busy = {(f"same-{code}", name) for code, part, name in month.seats() if part == "visitor"}
    given = {(code, name) for code, part, name in other.planned(plan_id)}
    assert busy.isdisjoint(given)
    assert {code for code, _ in given} == {"same-visit1", "same-visit2"}
    other.publish(plan_id)


def test_seats_within_the_freeze_window_move_only_by_hand(month: Month, roster: RosterTown) -> None:
    month.publish(month.plan())
    visit = roster.one(Shift, roster.shifts["visit1"])
    roster.town.clock.now = visit.starts_at - timedelta(hours=20)
    before = [seat for seat in month.seats() if seat[0] == "visit1"]
    for number in range(8):
        row = roster.one(Volunteer, roster.volunteers[number])
        away = [{"first": str(visit.date), "last": str(visit.date), "start": "00:00", "end": "24:00"}]
        roster.change(Volunteer, row.id, terms={**row.terms, "blackouts": away})

    plan_id = month.plan()
    month.publish(plan_id)

    assert [seat for seat in month.seats() if seat[0] == "visit1"] == before


def test_what_a_large_plan_would_change_is_counted_until_somebody_wants_it_worked_out(
    month: Month, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(roster_publication, "AT_ONCE", 0)
    plan_id = month.plan()
    seats_planned = len(month.planned(plan_id))

    def glanced() -> object:
        return month.do(roster_publication.glanced, actor=month.coordinator, plan_id=plan_id)

    assert glanced() == Tally(planned=seats_planned, held=0, both=0)
    worked_out = month.difference(plan_id)
    assert (len(worked_out.coming), glanced()) == (seats_planned, worked_out)

    month.publish(plan_id)
    assert glanced() == Difference([], [], [], seats_planned)


def test_only_the_office_sees_what_a_plan_would_change(month: Month, roster: RosterTown) -> None:
    plan_id = month.plan()

    with pytest.raises(NotFound):
        month.do(roster_publication.difference_seen, actor=roster.town.people[0], plan_id=plan_id)
    with pytest.raises(NotFound):
        month.do(roster_publication.glanced, actor=roster.town.people[0], plan_id=plan_id)


def test_a_round_without_shifts_is_planned_and_published_empty(roster: RosterTown) -> None:
    town = roster.town
    empty = town.database.transact(
        lambda session: round_row(session, town, "rosters-june", date(2026, 6, 1), date(2026, 6, 28), "closed")
    )
    month = Month(RosterTown(town, empty, roster.volunteers, roster.elders, roster.points, {}, {}))

    plan = month.row(month.plan())
    month.publish(plan.id)

    assert (plan.requests, plan.assigned, plan.status) == (0, 0, "optimal")
    assert roster.one(Round, empty).state == "published"
    with town.database.reading() as session:
        assert session.scalars(select(Run.state).where(Run.round_id == empty)).all() == ["done"]


def test_whoever_looks_for_a_substitute_is_planned_neither_there_nor_at_that_time(
    month: Month, roster: RosterTown
) -> None:
    month.publish(month.plan())
    code, _, name = next(seat for seat in month.seats() if seat[1] == "visitor" and seat[2] not in ("V0", "V1"))
    with roster.town.database.reading() as session:
        row = session.scalars(
            select(Seat.id).join(Volunteer, Volunteer.id == Seat.volunteer_id).join(Shift, Shift.id == Seat.shift_id)
            .where(Shift.code == code, Volunteer.receipt == name)
        ).one()  # fmt: skip
    roster.change(Seat, row, state="looking_for_substitute")

    plan_id = month.plan()
    month.publish(plan_id)

    assert all((shift, volunteer) != (code, name) for shift, _, volunteer in month.planned(plan_id))
    assert (code, "visitor", name) in month.seats("looking_for_substitute")


def test_a_ban_decided_after_the_run_binds_the_publication(month: Month, roster: RosterTown) -> None:
    plan_id = month.plan()
    code, part, name = next(seat for seat in month.planned(plan_id) if seat[1] == "teacher")
    decision = roster_locks.Decision(roster.volunteers[int(name[1:])], "ban", reason="Agreed by telephone.")
    month.do(roster_locks.lock, actor=month.coordinator, shift_id=roster.shifts[code], decision=decision)

    shown = month.difference(plan_id)

    left = {(one.shift.code, one.volunteer.receipt) for one in shown.left_out if one.shift and one.volunteer}
    assert (code, name) in left
    assert all((one.shift.code, one.volunteer.receipt) != (code, name) for one in shown.coming)
    assert part == "teacher"


def test_half_a_crew_is_not_offered_where_the_other_half_has_gone(month: Month, roster: RosterTown) -> None:
    plan_id = month.plan()
    crew = [name for code, part, name in month.planned(plan_id) if (code, part) == ("visit1", "visitor")]
    roster.change(Volunteer, roster.volunteers[int(crew[0][1:])], state="paused")

    shown = month.difference(plan_id)

    assert len(crew) == 2
    assert all(one.shift.code != "visit1" or one.role == "standby" for one in shown.coming)
    month.publish(plan_id)
    assert [seat for seat in month.seats() if seat[:2] == ("visit1", "visitor")] == []


def test_a_decision_about_a_role_that_is_gone_stops_no_plan(month: Month, roster: RosterTown) -> None:
    decision = roster_locks.Decision(roster.volunteers[2], "ban", role="teacher", reason="Agreed.")
    month.do(roster_locks.lock, actor=month.coordinator, shift_id=roster.shifts["lesson1"], decision=decision)
    roster.change(Shift, roster.shifts["lesson1"], terms={**LESSON, "roles": [role("helper", 1, 1, 1)]})

    plan_id = month.plan()

    assert ("lesson1", "helper") in {seat[:2] for seat in month.planned(plan_id)}


def test_a_plan_counts_the_seats_of_its_own_round_only(month: Month, roster: RosterTown) -> None:
    month.publish(month.plan())
    town = roster.town
    empty = town.database.transact(
        lambda session: round_row(session, town, "rosters-may-3", date(2026, 5, 4), date(2026, 5, 31), "closed")
    )
    other = Month(RosterTown(town, empty, roster.volunteers, roster.elders, roster.points, {}, {}))

    plan = other.row(other.plan())

    assert (plan.requests, plan.assigned) == (0, 0)


def test_a_published_roster_lives_until_its_last_date(month: Month, roster: RosterTown) -> None:
    month.publish(month.plan())
    states = []
    for day in (date(2026, 5, 30), date(2026, 6, 2)):
        roster.town.clock.now = datetime.combine(day, time(3), UTC)
        clockwork.nightly(roster.town.office)
        states.append(roster.one(Round, roster.round_id).state)

    assert states == ["published", "settled"]


def test_two_plans_of_a_roster_are_compared_volunteer_by_volunteer(month: Month, roster: RosterTown) -> None:
    first = month.plan()
    gone = next(name for _, part, name in month.planned(first) if part == "visitor" and name not in ("V0", "V1"))
    row = roster.one(Volunteer, roster.volunteers[int(gone[1:])])
    roster.change(Volunteer, row.id, terms={**row.terms, "blackouts": [{}]})
    second = month.plan()
    town = roster.town

    with town.database.reading() as session:
        changes = planning.compare(session, actor=month.coordinator, before=first, after=second)
        wanted = [one.registration_id for one in changes]
        told = looking.names(
            session, actor=month.coordinator, vault=town.vault, registrations=wanted, now=town.clock.now
        )

    (lost,) = [one for one in changes if one.registration_id == row.id]
    assert (lost.kind, lost.after) == ("removed", ())
    own = {f"{code} {part}" for code, part, name in month.planned(first) if name == gone}
    assert set(lost.before) == own
    assert told[row.id][0] == gone
    assert told.keys() == set(wanted)


def test_the_busiest_of_a_published_month_gets_an_account_once(month: Month, roster: RosterTown, town: Town) -> None:
    month.publish(month.plan())
    seeded = seeding.Seeded(town.community_id, roster.round_id, fresh=False)

    def add() -> str:
        return town.database.transact(
            lambda session: seeding_rosters.add_volunteer_account(
                session, office=town.office, month=seeded, slug="street", password=PASSWORD, now=town.clock.now
            )
        )

    with town.database.writing() as session:
        (busiest, _), *_ = Counter(session.scalars(select(Seat.volunteer_id)).all()).most_common(1)
        person = session.get_one(Volunteer, busiest).member_id
        session.execute(update(Account).where(Account.member_id == person).values(member_id=None))

    assert (add(), add()) == ("volunteer1@street",) * 2
    with town.database.writing() as session:
        account = queries.access.by_login(session, "volunteer1@street")
        assert account is not None
        assert account.member_id == person
        account.login = "their.own@street"
    assert add() == "their.own@street"
