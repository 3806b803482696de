"""The memory of rounds: written once when they settle, kept up while they are in use, honoured in the next."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event, select
from structlog.contextvars import bound_contextvars

from scheduler import queries
from scheduler.covenant import CovenantSettings, ParkingRules
from scheduler.errors import NotAllowed, NotFound
from scheduler.files import problem_from
from scheduler.ids import new_id
from scheduler.lots import lot_number
from scheduler.models import Covenant, Draw, Outcome, Registration, Round, Vehicle, Volunteer
from scheduler.translation.rounds import problem_of
from scheduler.translation.seasons import season_of
from scheduler.translation.sections import party_of
from scheduler.usecases import clockwork, drawing, fairness, fairness_views, planning, rounds
from scheduler.usecases.points import Case, points_for
from scheduler.usecases.rounds import RoundTerms
from tests.communities import FIRST, LAST
from tests.pages.asked import asking
from tests.scheduler.usecases.seat_acts import living
from tests.scheduler.usecases.test_rounds import TERMS
from tests.scheduler.usecases.wishes import act, refused
from tests.seasons import season_in
from tests.town import START, Town

FIGURES = ("asked", "got", "used", "wasted", "lost")


def outcomes(town: Town, round_id: UUID | None = None) -> dict[UUID, Outcome]:
    with town.database.reading() as session:
        wanted = select(Outcome).where(Outcome.round_id == (round_id or town.round_id))
        return {row.subject_id: row for row in session.execute(wanted).scalars()}


def figures(town: Town) -> list[tuple[Any, ...]]:
    """Asked, got, used, wasted, lost of the seven, most points first."""
    found = outcomes(town)
    return [tuple(getattr(found[row], name) for name in FIGURES) for row in town.registrations if row in found]


def settle(town: Town) -> None:
    town.do(rounds.move, actor=town.coordinator, round_id=town.round_id, action="settle")


def record(town: Town) -> int:
    with town.database.writing() as session:
        return fairness.record(session, session.get_one(Round, town.round_id), town.database.now(session))


def answer(town: Town, person: int, action: str) -> None:
    with town.database.reading() as session:
        row = session.get_one(Registration, town.registrations[person])
    act(town, row, action, town.people[person])


# ---- parking


def test_a_settled_round_is_remembered_once(published: Town) -> None:
    """Five are served: one gives the offer back in time; the two others wait, one of whom leaves the line."""
    answer(published, 0, "accept")
    answer(published, 1, "decline")
    answer(published, 6, "withdraw")
    assert outcomes(published) == {}
    settle(published)

    served, lost = (1, 1, 0, 0, False), (1, 0, 0, 0, True)
    assert figures(published) == [served] * 5 + [lost] * 2
    first = outcomes(published)[published.registrations[0]]
    person = published.people[0]
    assert (first.member_id, first.person_class, first.domain) == (person.member_id, "tenant", "parking")
    assert first.home_site_id == published.sites["H"]
    assert record(published) == 0
    assert len(outcomes(published)) == 7


def test_who_leaves_between_two_versions_is_remembered(published: Town) -> None:
    """The second version knows nothing of those who declined or left before it."""
    answer(published, 1, "decline")
    answer(published, 6, "withdraw")
    published.clock.advance(minutes=1)
    published.publish(published.plan())
    settle(published)
    assert figures(published) == [(1, 1, 0, 0, False)] * 6 + [(1, 0, 0, 0, True)]
    with published.database.reading() as session:
        points = {one.points for one in queries.fairness.past(session, published.community_id)}
    assert points == {10, 20, 30, 40, 50, 60, 70}


def test_the_chain_of_audits_is_not_held_while_a_round_is_read(published: Town) -> None:
    asked: list[str] = []
    event.listen(published.database.writer, "before_cursor_execute", lambda *given: asked.append(given[2]))
    settle(published)
    held = next(at for at, text in enumerate(asked) if "audit_head" in text)
    read = [at for at, text in enumerate(asked) if "outcome" in text or "occupation" in text]
    assert 0 < max(read) < held


def test_what_was_used_and_wasted_is_kept_up_while_the_round_is_in_use(published: Town) -> None:
    for person in (0, 1):
        answer(published, person, "accept")
    settle(published)
    published.clock.now = START + timedelta(days=8)
    clockwork.tick(published.office)
    clockwork.nightly(published.office)

    # Three offers lapsed; the places went to the two who waited.
    used, wasted, offered = (1, 1, 1, 0, False), (1, 1, 0, 1, False), (1, 1, 0, 0, False)
    assert figures(published) == [used] * 2 + [wasted] * 3 + [offered] * 2
    recorded = {row.recorded_at for row in outcomes(published).values()}
    assert recorded == {START}


def test_a_round_that_settled_before_outcomes_were_kept_is_remembered_at_night(published: Town) -> None:
    with published.database.writing() as session:
        session.get_one(Round, published.round_id).state = "settled"
    published.clock.now = START + timedelta(days=200)
    clockwork.nightly(published.office)
    assert len(outcomes(published)) == 7


# ---- rooms and rosters


def test_a_season_is_remembered_in_dated_sessions(town: Town) -> None:
    season = season_in(town)
    season.close()
    season.publish(season.plan())
    season.do(rounds.move, actor=town.coordinator, round_id=season.round_id, action="settle")

    found = outcomes(town, season.round_id)
    with town.database.reading() as session:
        rights = queries.publications.sessions_held(session, season.round_id)
    assert len(found) == len(season.rows)
    for row in season.rows:
        one = found[row.id]
        given = sum(len(slot["dates"]) + len(slot["substitutes"]) for slot in rights.get(row.id, []))
        assert (one.got, one.lost, one.used, one.wasted) == (given, row.state == "waitlisted", 0, 0)
        assert one.asked >= max(one.got, 1)
        assert one.person_class == (row.section or {}).get("category", "other")


def test_a_roster_is_remembered_in_minutes(town: Town) -> None:
    made = living(town)
    made.roster.offer(0, desired=[60, 300])
    lesson, visit = (made.roster.shifts[code] for code in ("lesson1", "visit1"))
    made.roster.seat(0, lesson, "teacher", "done")
    made.roster.seat(0, visit, "visitor", "absent")
    made.roster.seat(1, visit, "visitor", "excused")
    here = replace(town, round_id=made.roster.round_id)
    settle(here)

    found = outcomes(here)
    told = {at: found[row] for at, row in enumerate(made.roster.volunteers)}
    assert [tuple(getattr(told[0], name) for name in FIGURES), told[0].person_class] == [
        (300, 180, 90, 90, False),
        "class",
    ]
    assert [tuple(getattr(told[1], name) for name in FIGURES), told[1].person_class] == [(0, 0, 0, 0, False), "none"]


def test_who_joined_after_a_roster_was_over_has_no_part_in_it(town: Town) -> None:
    made = living(town)
    made.roster.seat(1, made.roster.shifts["visit1"], "visitor", "done")
    with town.database.writing() as session:
        last = session.get_one(Round, made.roster.round_id).use_last
        for number in (1, 2):
            joined = datetime.combine(last + timedelta(days=2), time(), UTC)
            session.get_one(Volunteer, made.roster.volunteers[number]).created_at = joined
    here = replace(town, round_id=made.roster.round_id)
    settle(here)
    known = [row in outcomes(here) for row in made.roster.volunteers[:4]]
    assert known == [True, True, False, True]


# ---- the guarantee


def next_round(town: Town, number: int) -> Town:
    """A later round for which the same seven ask, approved and closed."""
    first = FIRST + timedelta(days=28 * number)
    terms = RoundTerms(
        f"round{number}",
        "轮",
        "Round",
        town.clock(),
        town.clock() + timedelta(days=1),
        first,
        LAST + timedelta(days=28 * number),
    )
    made = town.do(rounds.set_up, actor=town.coordinator, terms=terms)
    town.do(rounds.move, actor=town.coordinator, round_id=made.id, action="open")
    ids = []
    with town.database.writing() as session:
        for old in town.registrations:
            row = session.get_one(Registration, old)
            fields = {column.key: getattr(row, column.key) for column in row.__table__.columns}
            ids.append(new_id())
            fields |= {"id": ids[-1], "receipt": f"{number}-{len(ids)}", "round_id": made.id, "state": "approved"}
            fields |= {"entered": False, "waitlist_rank": None, "answer_by": None}
            session.add(Registration(**fields))
    there = replace(town, round_id=made.id, registrations=tuple(ids))
    there.close()
    return there


def planned_and_settled(town: Town, engine: str = "greedy") -> UUID:
    plan = town.plan(engine)
    town.publish(plan)
    settle(town)
    return plan


def guaranteed_in(town: Town, plan: UUID) -> list[str]:
    problem = problem_from(town.see(planning.files_of, plan_id=plan)[0])
    return sorted(request.id for request in problem.requests if request.guaranteed)


def test_whoever_lost_three_rounds_in_a_row_is_served_in_the_fourth(published: Town) -> None:
    """By their points the last two of the seven would lose every time."""
    settle(published)
    town = published
    for number in (1, 2):
        town = next_round(published, number)
        assert guaranteed_in(town, planned_and_settled(town)) == []
        assert town.states()[5:] == ["waitlisted", "waitlisted"]
    fourth = next_round(published, 3)
    plan = planned_and_settled(fourth, "direct")

    assert guaranteed_in(fourth, plan) == ["3-6", "3-7"]
    assert fourth.states() == ["allocated"] * 3 + ["waitlisted"] * 2 + ["allocated"] * 2
    fifth = next_round(published, 4)
    assert guaranteed_in(fifth, fifth.plan()) == []


@pytest.mark.parametrize(("most", "guaranteed"), [(1, ["1-6", "1-7"]), (2, []), (None, [])])
def test_the_covenant_says_after_how_many_rounds(published: Town, most: int | None, guaranteed: list[str]) -> None:
    settle(published)
    with published.database.writing() as session:
        covenant = session.execute(select(Covenant)).scalar_one()
        covenant.settings = {**covenant.settings, "fairness": {"most_lost_rounds": most}}
    town = next_round(published, 1)
    assert guaranteed_in(town, town.plan()) == guaranteed


@pytest.mark.parametrize(("most", "reads"), [(1, 2), (2, 1)])
def test_registrations_are_gone_through_for_a_guarantee_only_where_somebody_lost_often_enough(
    published: Town, most: int, reads: int
) -> None:
    settle(published)
    with published.database.writing() as session:
        covenant = session.execute(select(Covenant)).scalar_one()
        covenant.settings = {**covenant.settings, "fairness": {"most_lost_rounds": most}}
    town = next_round(published, 1)
    with bound_contextvars(request=""), asking(town.office) as asked, town.database.reading() as session:
        problem_of(session, session.get_one(Round, town.round_id), town.clock())

    assert asked.about("registration") == reads


def test_a_household_that_lost_too_often_is_guaranteed_one_place(published: Town) -> None:
    """Its two people lost by turns: neither of them alone has lost often enough."""
    settle(published)
    town = next_round(published, 1)
    planned_and_settled(town)
    with published.database.writing() as session:
        rows = list(session.execute(select(Outcome)).scalars())
        home = next(row.household_id for row in rows if row.subject_id == published.registrations[6])
        gone = {published.registrations[5], town.registrations[6]}
        for row in rows:
            if row.subject_id in gone:
                session.delete(row)
            elif row.subject_id == town.registrations[5]:
                row.household_id = home
        covenant = session.execute(select(Covenant)).scalar_one()
        covenant.settings = {**covenant.settings, "fairness": {"most_lost_rounds": 2}}
    third = next_round(published, 2)
    assert guaranteed_in(third, third.plan()) == ["2-7"]


def test_a_request_that_no_place_would_suit_does_not_use_up_the_guarantee(published: Town) -> None:
    """One person has both requests; the first received reaches no site."""
    settle(published)
    with published.database.writing() as session:
        covenant = session.execute(select(Covenant)).scalar_one()
        covenant.settings = {**covenant.settings, "fairness": {"most_lost_rounds": 1}}
    town = next_round(published, 1)
    with published.database.writing() as session:
        first, second = (session.get_one(Registration, row) for row in town.registrations[5:])
        first.member_id, first.household_id, first.longest_walk = second.member_id, second.household_id, 1
    assert guaranteed_in(town, town.plan()) == ["1-7"]
    with published.database.writing() as session:
        session.get_one(Registration, town.registrations[6]).longest_walk = 1
    assert guaranteed_in(town, town.plan()) == ["1-6"]


# ---- what people see


def test_people_see_their_own_and_the_office_everybodys(published: Town) -> None:
    settle(published)
    own = published.see(fairness_views.own, actor=published.people[6])
    assert [(kind, one.domain, one.sums.lost, one.sums.losing_streak) for kind, one in own] == [
        ("person", "parking", 1, 1),
        ("household", "parking", 1, 1),
    ]
    listed = published.see(fairness_views.listed, actor=published.coordinator, kind="household")
    assert sorted(one.sums.got for one in listed) == [0, 0, 1, 1, 1, 1, 1]
    with refused(NotAllowed, "not_for_this_role"):
        published.see(fairness_views.listed, actor=published.people[6], kind="person")
    assert published.see(fairness_views.listed, actor=published.stranger, kind="person") == []


def test_everybody_sees_all_in_sum(published: Town) -> None:
    settle(published)
    (found,) = published.see(fairness_views.in_sum, slug="tangqiao")
    assert (found.domain, found.rounds, found.parties, found.asked, found.got) == ("parking", 1, 7, 7, 5)
    assert (found.smallest_share, found.longest_losing_streak, found.envious) == (0.0, 1, 0)
    assert [(group.name, group.parties) for group in found.by_compound] == [("H", None), ("T", None)]
    with refused(NotFound, "no_such_thing"):
        published.see(fairness_views.in_sum, slug="nowhere")


def test_what_changes_is_told_anew(published: Town) -> None:
    def seen() -> int | None:
        (found,) = published.see(fairness_views.in_sum, slug="tangqiao")
        return found.longest_losing_streak

    def print_of() -> Any:
        return published.see(queries.fairness.fingerprint, community=published.community_id)

    before = print_of()
    published.publish(published.plan())
    assert print_of() != before
    settle(published)
    assert seen() == 1
    with published.database.writing() as session:
        for row in session.execute(select(Outcome)).scalars():
            row.lost = False
    assert seen() == 0


def test_rounds_won_in_a_row_let_others_come_first_where_the_covenant_says_so(published: Town) -> None:
    settle(published)
    with published.database.writing() as session:
        rules = ParkingRules(criteria={"class": 1, "won": -1}, points_per_won_round=60, most_won_points=100)
        covenant = session.execute(select(Covenant)).scalar_one()
        covenant.settings = {**covenant.settings, "parking": rules.model_dump(mode="json")}
    later = published.do(rounds.set_up, actor=published.coordinator, terms=TERMS)
    with published.database.reading() as session:
        vehicles = [session.get_one(Vehicle, published.vehicles[at]) for at in (0, 6)]
        points = [
            points_for(session, CovenantSettings(parking=rules), Case(later, vehicle, {}), published.clock.now)
            for vehicle in vehicles
        ]
    # A winner is left one point in all: without any nobody could ask.
    assert [(one["class"], one["won"]) for one in points] == [(45, 44), (45, 0)]


def test_groups_bring_their_lots_and_what_they_lost_to_the_next_season(town: Town) -> None:
    season = season_in(town)
    rows = season.rows
    loser, second = rows[:2]
    winner = next(row for row in rows[2:] if party_of(row) != party_of(loser))
    with town.database.writing() as session:
        # The loser's first section is larger than any room.
        huge, other = (session.get_one(Registration, row.id) for row in (loser, second))
        huge.section = {**(huge.section or {}), "people": 900}
        other.organisation_id, other.member_id = loser.organisation_id, loser.member_id
        season_round = session.get_one(Round, season.round_id)
        for number in (1, 2, 3):
            given: dict[str, Any] = {"id": new_id(), "code": f"past{number}", "state": "settled"}
            fields = {column.key: getattr(season_round, column.key) for column in season_round.__table__.columns}
            session.add(Round(**{**fields, **given}))
            session.flush()
            for row, got in ((loser, 0), (winner, 4)):
                session.add(outcome_of(row, given["id"], got, START + timedelta(minutes=number)))
        session.add(drawn(town, season.round_id))
    season.close()
    with town.database.writing() as session:
        queries.draws.of_round(session, season.round_id).state = "revealed"  # type: ignore[union-attr]
    season.plan()
    with town.database.reading() as session:
        problem = season_of(session, session.get_one(Round, season.round_id), town.clock())
    lost = {party.id: party.lost for party in problem.parties}
    assert (lost[party_of(loser)], lost[party_of(winner)]) == (3, 0)
    assert [section.id for section in problem.requests if section.guaranteed] == [second.receipt]
    assert {section.id: section.lot for section in problem.requests} == {
        row.receipt: lot_number("5eed", row.receipt) for row in rows
    }


def outcome_of(row: Registration, round_id: UUID, got: int, at: datetime) -> Outcome:
    return Outcome(
        community_id=row.community_id,
        round_id=round_id,
        subject_id=new_id(),
        domain="rooms",
        member_id=row.member_id,
        organisation_id=row.organisation_id,
        person_class="other",
        asked=4,
        got=got,
        used=got,
        wasted=0,
        lost=not got,
        recorded_at=at,
    )


def drawn(town: Town, round_id: UUID) -> Draw:
    """A draw whose seed is known beforehand."""
    return Draw(
        community_id=town.community_id,
        round_id=round_id,
        source="SSE Composite",
        number_on=START.date(),
        commitment="",
        secret_cipher=b"",
        committed_by=town.coordinator.account_id,
        committed_at=START,
        seed="5eed",
    )


def test_posts_of_a_round_with_a_draw_are_drawn_by_its_seed(town: Town) -> None:
    made = living(town)
    shift = made.roster.shifts["fair1"]
    before = town.see(drawing.seen, actor=town.coordinator, shift_id=shift, now=town.clock()).seed
    with town.database.writing() as session:
        session.add(drawn(town, made.roster.round_id))
    assert town.see(drawing.seen, actor=town.coordinator, shift_id=shift, now=town.clock()).seed == before
    with town.database.writing() as session:
        queries.draws.of_round(session, made.roster.round_id).state = "revealed"  # type: ignore[union-attr]
    after = town.see(drawing.seen, actor=town.coordinator, shift_id=shift, now=town.clock()).seed
    assert after == sha256(f"commontide/draw/1:5eed:{shift}".encode()).hexdigest() != before
