"""Disputes: opened by whom they concern, mediated, arbitrated, and read by few."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from fixtures import people
from scheduler import queries
from scheduler.actors import COMMITTEE, COUNCIL
from scheduler.errors import Conflict, NotAllowed, NotFound, Refused, Rejected, Stale
from scheduler.ids import new_id
from scheduler.models import Account, AuditEntry, Dispute, DisputeEvent, OutboxMessage
from scheduler.usecases import clockwork, dispute_grounds, dispute_views, disputes
from tests.scheduler.usecases.dispute_acts import LAST, Court, hearer, texts
from tests.town import Town

SECRET = "My neighbour at number 12 parks across my gate."


@pytest.fixture
def court(published: Town) -> Court:
    return Court(published)


def code_of(error: pytest.ExceptionInfo[Refused]) -> str:
    return error.value.code


def told_to(town: Town, member: UUID | None) -> list[str]:
    """What a person was written about disputes, in order."""
    wanted = select(OutboxMessage.code).where(OutboxMessage.member_id == member).order_by(OutboxMessage.id)
    with town.database.reading() as session:
        return [code for code in session.execute(wanted).scalars() if code.startswith("dispute_")]


def test_a_case_goes_from_mediation_to_the_council_and_everybody_is_told(court: Court) -> None:
    town = court.town
    case = court.open()
    court.move(case.id, court.mediator, "mediate")
    court.move(case.id, court.mediator, "refer", reason="They do not agree.")
    decided = court.move(case.id, court.arbiter, "decide", reason="The points were right.", upheld=False)

    found = court.told(case.id, town.people[LAST])

    assert (decided.state, decided.upheld, decided.answer_by) == ("decided", False, None)
    assert (found.statement, found.outcome) == ("My points are wrong.", "The points were right.")
    assert [step.event.action for step in found.steps] == ["open", "mediate", "refer", "decide"]
    assert texts(found.steps) == ["They do not agree.", "The points were right."]
    codes = ["dispute_opened", "dispute_mediation", "dispute_arbitration", "dispute_decided"]
    assert told_to(town, town.people[LAST].member_id) == codes


def test_committee_and_council_are_told_in_their_turn_but_not_as_a_party(published: Town) -> None:
    sitting = [published.people[at].member_id for at in (0, 1, LAST)]
    for role, member in zip((COMMITTEE, COUNCIL, COMMITTEE), sitting, strict=True):
        hearer(published, role, member)
    court = Court(published)
    case = court.open()
    court.move(case.id, court.mediator, "refer", reason="No agreement.")

    assert told_to(published, sitting[0]) == ["dispute_to_mediate"]
    assert told_to(published, sitting[1]) == ["dispute_to_arbitrate"]
    assert told_to(published, sitting[2]) == ["dispute_opened", "dispute_arbitration"]


def test_what_is_said_is_sealed_and_stands_in_no_record(court: Court) -> None:
    case = court.open(statement=SECRET)
    court.note(case.id, court.mediator, SECRET, inner=True)
    court.move(case.id, court.mediator, "dismiss", reason=SECRET)

    with court.town.database.reading() as session:
        entries = session.execute(select(AuditEntry).where(AuditEntry.subject == "dispute")).scalars().all()
        sealed = [session.get_one(Dispute, case.id).statement_cipher, session.get_one(Dispute, case.id).outcome_cipher]
        sealed += session.execute(select(DisputeEvent.note_cipher)).scalars().all()
        messages = session.execute(select(OutboxMessage.numbers)).scalars().all()
    assert [entry.action for entry in entries] == ["dispute.open", "dispute.note", "dispute.dismiss"]
    assert SECRET not in str([entry.details for entry in entries]) + str(messages)
    assert not any(SECRET.encode() in one for one in sealed if one is not None)


def test_only_those_concerned_and_those_who_hear_a_case_read_it(court: Court) -> None:
    town = court.town
    case = court.open(about="neighbour", statement=SECRET, plate=people.plate_of(0), site_id=town.sites["H"])
    court.note(case.id, court.mediator, "Called both.", inner=True)
    readers = {
        "opened": (town.people[LAST], True, False),
        "other": (town.people[0], True, False),
        "committee": (court.mediator, True, True),
        "council": (court.arbiter, True, True),
        "office": (town.coordinator, False, False),
        "auditor": (town.auditor, False, False),
    }
    for name, (actor, text, inner) in readers.items():
        found = court.told(case.id, actor)
        assert (name, found.sight.text, found.sight.inner) == (name, text, inner)
        assert (found.statement == SECRET, "Called both." in texts(found.steps)) == (text, inner)
    for stranger in (town.people[1], town.staff, town.stranger, replace(court.mediator, community_id=new_id())):
        with pytest.raises(NotFound):
            court.told(case.id, stranger)


def test_whoever_of_the_office_takes_up_a_mediation_reads_it(court: Court) -> None:
    case = court.open(about="neighbour", statement=SECRET)
    with pytest.raises(NotAllowed):
        court.note(case.id, court.town.admin, "As told by phone.")

    court.move(case.id, court.town.admin, "mediate")

    assert court.told(case.id, court.town.admin).statement == SECRET
    with pytest.raises(NotAllowed):
        court.move(case.id, court.town.coordinator, "settle", reason="They shook hands.")


@pytest.mark.parametrize("about", ["decision", "booking", "fee", "violation", "owner_return"])
def test_what_is_somebody_elses_or_nothing_is_not_there(court: Court, about: str) -> None:
    foreign = court.town.registrations[0] if about == "decision" else new_id()

    with pytest.raises(NotFound):
        court.open(about=about, subject_id=foreign)


def test_staff_open_a_case_for_whom_they_serve_by_the_end_it_came_in(court: Court) -> None:
    town = court.town
    case = court.open(town.staff, channel="hotline", subject_id=town.registrations[0])

    assert (case.channel, case.operator_id, case.member_id) == (
        "hotline",
        town.staff.account_id,
        town.people[0].member_id,
    )
    assert (court.told(case.id, town.staff).sight.text, court.told(case.id, town.staff).sight.inner) == (True, False)
    assert court.move(case.id, town.staff, "withdraw").state == "withdrawn"
    with pytest.raises(NotFound):
        court.open(town.staff, channel="hotline")  # of a home in the tower, which they do not serve
    with pytest.raises(Rejected):
        court.open(channel="hotline")


def test_a_matter_is_heard_once_and_opened_again_only_after_it_was_withdrawn(court: Court) -> None:
    first = court.open()
    with pytest.raises(Conflict) as twice:
        court.open()
    court.move(first.id, court.town.people[LAST], "withdraw")
    again = court.open()
    court.move(again.id, court.town.people[LAST], "withdraw")
    with pytest.raises(Conflict) as thrice:
        court.open()

    assert (code_of(twice), code_of(thrice)) == ("disputed_already", "disputed_before")


def test_what_was_decided_stays_decided(court: Court) -> None:
    case = court.open()
    court.decide(case.id, upheld=False)

    with pytest.raises(Conflict) as again:
        court.open()
    with pytest.raises(Conflict) as once_more:
        court.move(case.id, court.arbiter, "decide", reason="After all.", upheld=True)

    assert (code_of(again), code_of(once_more)) == ("disputed_before", "dispute_not_ready")


def test_a_plate_does_not_tell_whoever_opens_a_case_whose_it_is(court: Court) -> None:
    person = court.town.people[LAST]
    known = court.open(about="neighbour", plate=people.plate_of(0).lower())
    known_told = court.told(known.id, person)
    with pytest.raises(Conflict) as twice:
        court.open(about="neighbour", plate="沪A99999")
    court.move(known.id, person, "withdraw")
    unknown = court.open(about="neighbour", plate="沪A99999")

    assert (known.other_id, unknown.other_id) == (court.town.people[0].member_id, None)
    assert code_of(twice) == "disputed_already"
    assert len(known_told.steps) == len(court.told(unknown.id, person).steps)
    with pytest.raises(Rejected) as malformed:
        court.open(court.town.people[1], about="neighbour", plate="12345")
    assert code_of(malformed) == "not_a_plate"


def test_what_is_long_past_is_disputed_no_longer(court: Court) -> None:
    court.town.clock.advance(days=31)
    with pytest.raises(Conflict) as late:
        court.open()

    assert code_of(late) == "too_late_to_dispute"


def test_what_nobody_decided_is_not_disputed_yet(town: Town) -> None:
    with pytest.raises(Conflict) as early:
        Court(town).open()

    assert code_of(early) == "nothing_decided"


def test_nobody_hears_their_own_matter(court: Court) -> None:
    town = court.town
    case = court.open(about="neighbour", plate=people.plate_of(0))
    for at in (0, LAST):
        member = hearer(town, COMMITTEE, town.people[at].member_id)
        with pytest.raises(NotAllowed) as own:
            court.move(case.id, member, "mediate")
        assert code_of(own) == "own_matter"
        assert not court.told(case.id, member).sight.inner


def test_nobody_arbitrates_what_they_mediated_or_decided(court: Court) -> None:
    town = court.town
    both = replace(court.mediator, roles=frozenset({COMMITTEE, COUNCIL}))
    case = court.open()
    court.move(case.id, both, "mediate")
    court.move(case.id, both, "refer", reason="No agreement.")
    with pytest.raises(NotAllowed) as mediated:
        court.move(case.id, both, "decide", reason="As I said.", upheld=False)
    with pytest.raises(NotAllowed) as approved:
        court.move(court.open(town.people[0], subject_id=town.registrations[0]).id, town.coordinator, "mediate")

    assert (code_of(mediated), code_of(approved)) == ("decided_before", "decided_before")


def test_a_step_is_taken_by_whose_it_is_from_where_it_may_be(court: Court) -> None:
    case = court.open()
    person = court.town.people[LAST]
    refused = []
    for actor, action, verdict in (
        (person, "mediate", {}),
        (court.mediator, "decide", {"reason": "x", "upheld": True}),
        (court.arbiter, "decide", {"reason": "x", "upheld": True}),
        (court.mediator, "settle", {"reason": "x"}),
        (court.mediator, "dismiss", {}),
        (court.mediator, "withdraw", {}),
        (court.mediator, "overdue", {}),
        (person, "appeal", {}),
    ):
        with pytest.raises(Refused) as error:
            court.move(case.id, actor, action, **verdict)
        refused.append(code_of(error))

    assert refused == [
        "not_for_this_role",
        "not_for_this_role",
        "dispute_not_ready",
        "dispute_not_ready",
        "reason_missing",
        "not_for_this_role",
        "not_for_this_role",
        "no_such_action",
    ]


def test_both_sides_are_invited_to_a_hearing(court: Court) -> None:
    town = court.town
    case = court.open(about="neighbour", plate=people.plate_of(0))
    at, wanted = town.clock() + timedelta(days=3), {"actor": court.mediator, "vault": town.vault, "dispute_id": case.id}
    with pytest.raises(Conflict):
        town.do(disputes.set_hearing, version=1, at=at, **wanted)
    court.move(case.id, court.mediator, "mediate")
    with pytest.raises(Stale):
        town.do(disputes.set_hearing, version=1, at=at, **wanted)
    with pytest.raises(Rejected):
        town.do(disputes.set_hearing, version=2, at=town.clock(), **wanted)

    row = town.do(disputes.set_hearing, version=2, at=at, **wanted)

    assert (row.hearing_at, row.row_version) == (at, 3)
    assert told_to(town, town.people[0].member_id) == ["dispute_against", "dispute_mediation", "dispute_hearing"]


def test_what_is_not_settled_in_time_goes_to_the_council_after_a_reminder(court: Court) -> None:
    town = court.town
    hearer(town, COMMITTEE, town.people[1].member_id)
    hearer(town, COUNCIL, town.people[2].member_id)
    case = court.open()
    town.clock.advance(days=12)
    for _ in range(2):
        clockwork.tick(town.office)
    reminded = told_to(town, town.people[1].member_id)
    town.clock.advance(days=2)
    clockwork.tick(town.office)
    passed = court.told(case.id, court.arbiter).row

    assert reminded == ["dispute_to_mediate", "dispute_to_mediate"]
    assert (passed.state, passed.answer_by) == ("arbitration", town.clock() + timedelta(days=30))
    assert told_to(town, town.people[2].member_id) == ["dispute_to_arbitrate"]
    town.clock.advance(days=31)
    clockwork.tick(town.office)
    late = court.told(case.id, court.arbiter).row
    assert (late.state, dispute_views.days_late(late, town.clock())) == ("arbitration", 1)


def test_who_the_sides_are_is_for_those_who_hear_the_case_and_noted(court: Court) -> None:
    town = court.town
    case = court.open(about="neighbour", plate=people.plate_of(0))
    wanted = {"vault": town.vault, "dispute_id": case.id}

    found = town.do(dispute_views.parties, actor=court.mediator, **wanted)

    assert [(one.side, one.name) for one in found] == [
        ("opened", people.name_of(LAST)),
        ("other", people.name_of(0)),
    ]
    for actor in (town.people[0], town.coordinator, town.auditor):
        with pytest.raises(NotAllowed):
            town.do(dispute_views.parties, actor=actor, **wanted)
    with town.database.reading() as session:
        noted = session.execute(select(AuditEntry).where(AuditEntry.action == "dispute.reveal")).scalars().all()
    assert [entry.actor for entry in noted] == [court.mediator.name]


def test_lists_hold_what_somebody_may_know_of(court: Court) -> None:
    town = court.town
    mine = court.open()
    theirs = court.open(town.people[0], subject_id=town.registrations[0])
    by_staff = court.open(town.staff, channel="door", subject_id=town.registrations[1])
    seen = {
        "person": town.see(dispute_views.listed, actor=town.people[LAST]),
        "staff": town.see(dispute_views.listed, actor=town.staff),
        "committee": town.see(dispute_views.listed, actor=court.mediator, newest=False),
        "auditor": town.see(dispute_views.listed, actor=town.auditor, states=("arbitration",)),
    }

    assert {name: [row.id for row in rows] for name, rows in seen.items()} == {
        "person": [mine.id],
        "staff": [by_staff.id],
        "committee": [mine.id, theirs.id, by_staff.id],
        "auditor": [],
    }
    assert town.see(dispute_views.waiting, actor=court.arbiter) == {"opened": 3, "mediation": 0, "arbitration": 0}


def test_people_are_offered_what_they_may_dispute(court: Court) -> None:
    town = court.town
    found = town.do(dispute_grounds.own, actor=town.people[LAST])
    town.clock.advance(days=31)

    assert [(one.about, one.subject_id) for one in found] == [("decision", town.registrations[LAST])]
    assert town.do(dispute_grounds.own, actor=town.people[LAST]) == []


def test_everybody_sees_how_cases_came_out_but_no_small_numbers(court: Court) -> None:
    town = court.town
    for at in range(6):
        case = court.open(town.people[at], subject_id=town.registrations[at])
        court.decide(case.id, upheld=at > 0)
    with town.database.reading() as session:
        slug = queries.community.one(session, town.community_id).slug
    found = town.do(dispute_views.tallies, slug=slug, year=None)
    numbers = {(one.about, one.outcome): one.cases for one in found.lines}

    assert (found.year, found.is_over, numbers["decision", "upheld"]) == (2026, False, 5)
    assert {number for key, number in numbers.items() if key != ("decision", "upheld")} == {None}
    for wrong in ({"slug": slug, "year": 2027}, {"slug": "nowhere", "year": 2026}):
        with pytest.raises(NotFound):
            town.do(dispute_views.tallies, **wrong)


def test_accounts_that_hear_disputes_are_disabled_like_others(court: Court) -> None:
    member = court.town.people[1].member_id
    sitting = hearer(court.town, COMMITTEE, member)
    with court.town.database.writing() as session:
        session.get_one(Account, sitting.account_id).disabled_at = court.town.clock()
    court.open()

    assert told_to(court.town, member) == []
