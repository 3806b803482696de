from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from fixtures import people
from scheduler.actors import ADMIN, COORDINATOR, Actor
from scheduler.errors import Conflict, NotAllowed, NotFound, Rejected, Stale
from scheduler.models import AuditEntry, Member, OutboxMessage, Resource, Seat, Shift, SubstituteAsk, Swap, Volunteer
from scheduler.terms import VolunteerTerms
from scheduler.usecases import founding, members, volunteer_views, volunteers
from scheduler.usecases.members import Person
from scheduler.usecases.volunteers import Offer
from tests import rosters_town
from tests.rosters_town import RosterTown
from tests.town import Town

NEW = 8
"""The resident of the town who is no volunteer yet."""
FREE = VolunteerTerms.model_validate({"available": [{"start": "09:00", "end": "17:00"}]})


@pytest.fixture
def rosters(town: Town) -> RosterTown:
    return rosters_town.build(town)


def offer(**fields: Any) -> Offer:
    return Offer(**{"born": date(1970, 1, 2), "terms": FREE, **fields})


def register(rosters: RosterTown, actor: Actor | None = None, channel: str = "web", **fields: Any) -> Volunteer:
    who = actor or rosters.town.people[NEW]
    return rosters.town.do(volunteers.register, actor=who, offer=offer(**fields), channel=channel)


def move(rosters: RosterTown, volunteer_id: Any, action: str, actor: Actor | None = None) -> Volunteer:
    who = actor or rosters.town.coordinator
    return rosters.town.do(volunteers.move, actor=who, volunteer_id=volunteer_id, action=action)


def amend(rosters: RosterTown, number: int, actor: Actor | None = None, **changes: Any) -> Volunteer:
    row = rosters.one(Volunteer, rosters.volunteers[number])
    wanted: Any = {"volunteer_id": row.id, "version": row.row_version, "changes": changes}
    return rosters.town.do(volunteers.amend, actor=actor or rosters.town.people[number], **wanted)


# ---- registering


def test_a_resident_offers_time_and_waits_for_the_office(rosters: RosterTown) -> None:
    made = register(rosters, home_x=149, home_y=-151)

    kept = rosters.one(Volunteer, made.id)
    assert (kept.state, kept.channel, kept.operator_id) == ("registered", "web", None)
    assert (kept.home_x, kept.home_y) == (100, -200)
    assert kept.terms == {"available": [{"start": "09:00", "end": "17:00"}]}
    with rosters.town.database.reading() as session:
        assert session.get_one(Resource, kept.resource_id).subject_id == kept.id


def test_the_office_takes_somebody_in_by_telephone(rosters: RosterTown) -> None:
    coordinator, member_id = rosters.town.coordinator, rosters.town.people[NEW].member_id

    made = register(rosters, coordinator, "hotline", member_id=member_id)

    assert (made.member_id, made.channel, made.operator_id) == (member_id, "hotline", coordinator.account_id)


@pytest.mark.parametrize(
    ("fields", "code", "field"),
    [
        ({"born": date(2012, 5, 2)}, "age_not_allowed", "born"),
        ({"born": date(1900, 1, 1)}, "age_not_allowed", "born"),
        ({"home_x": 200_060, "home_y": 0}, "out_of_range", "home_x"),
        ({"home_x": 100}, "home_half", "home_y"),
        ({"terms": {"available": [{"start": "09:00", "end": "09:00"}]}}, "empty_window", "terms.available.0.end"),
        ({"terms": {"ask": [{"start": "24:00", "end": "09:00"}]}}, "start_at_24_00", "terms.ask.0.start"),
        (
            {"terms": {"insured": [{"first": "2026-05-02", "last": "2026-05-01"}]}},
            "inverted_dates",
            "terms.insured.0.last",
        ),
        ({"terms": {"desired": [600, 300]}}, "inverted_seats", "terms.desired.1"),
    ],
)
def test_what_cannot_be_is_refused_with_its_field(
    rosters: RosterTown, fields: dict[str, Any], code: str, field: str
) -> None:
    if "terms" in fields:
        fields = {"terms": VolunteerTerms.model_validate(fields["terms"])}

    with pytest.raises(Rejected) as refused:
        register(rosters, **fields)

    assert (refused.value.code, refused.value.field) == (code, field)


def test_who_turns_fourteen_today_may_offer_time_and_who_does_so_tomorrow_may_not(rosters: RosterTown) -> None:
    with pytest.raises(Rejected) as refused:
        register(rosters, born=date(2012, 5, 2))

    assert refused.value.allowed == "14 to 120 years"
    assert register(rosters, born=date(2012, 5, 1)).state == "registered"


def test_availability_may_reach_beyond_any_round(rosters: RosterTown) -> None:
    window = {"first": "2026-01-01", "last": "2199-12-31", "start": "09:00", "end": "17:00"}

    made = register(rosters, terms=VolunteerTerms.model_validate({"available": [window]}))

    assert made.terms["available"][0]["last"] == "2199-12-31"


def test_nobody_registers_twice(rosters: RosterTown) -> None:
    with pytest.raises(Conflict) as refused:
        register(rosters, rosters.town.people[0])

    assert refused.value.code == "volunteer_known"


def test_a_coordinator_hears_of_who_leaves_shortly_before_and_nobody_is_asked_or_waited_for_in_vain(
    rosters: RosterTown,
) -> None:
    rosters.open()
    account_id, member_id = rosters.town.people[0].account_id, rosters.town.people[0].member_id
    for code in ("lesson1", "patrol1"):
        rosters.change(Shift, rosters.shifts[code], coordinator_id=account_id)
    soon = rosters.seat(1, rosters.shifts["lesson1"], "teacher", "looking_for_substitute")
    later = rosters.seat(1, rosters.shifts["patrol1"], "patroller", "confirmed")
    now = rosters.town.clock.now = rosters.one(Shift, rosters.shifts["lesson1"]).starts_at - timedelta(hours=1)
    ask, swap = UUID(int=1), UUID(int=2)
    given: Any = {"community_id": rosters.town.community_id, "answer_by": now + timedelta(minutes=30)}
    asked = {"shift_id": rosters.shifts["lesson1"], "role": "teacher", "seat_id": soon, "wave": 1, "rank": 1}
    person = rosters.volunteers[2]
    rows = [
        SubstituteAsk(id=ask, volunteer_id=person, asked_at=now, **asked, **given),
        Swap(id=swap, seat_id=later, to_volunteer_id=person, created_at=now, **given),
    ]
    rosters.town.database.transact(lambda session: session.add_all(rows))

    move(rosters, rosters.volunteers[1], "leave", rosters.town.people[1])

    assert [rosters.one(Seat, one).state for one in (soon, later)] == ["excused"] * 2
    assert (rosters.one(SubstituteAsk, ask).state, rosters.one(Swap, swap).state) == ("passed", "expired")
    with rosters.town.database.reading() as session:
        told = session.execute(select(OutboxMessage).where(OutboxMessage.code == "seat_given_up")).scalars().all()
    assert [(one.member_id, one.numbers["shift"]) for one in told] == [(member_id, "lesson1服务")]


def test_whoever_has_checked_in_early_may_leave_and_stays_to_the_end_of_that_shift(rosters: RosterTown) -> None:
    rosters.open()
    seat = rosters.seat(1, rosters.shifts["lesson1"], "teacher", "checked_in")

    assert move(rosters, rosters.volunteers[1], "leave", rosters.town.people[1]).state == "left"
    assert rosters.one(Seat, seat).state == "checked_in"


def test_whoever_left_comes_back_under_the_same_name(rosters: RosterTown) -> None:
    person, number = rosters.town.people[1], rosters.volunteers[1]
    move(rosters, number, "leave", person)

    back = register(rosters, person)

    assert (back.id, back.receipt, back.state) == (number, "V1", "registered")


def test_a_resident_registers_nobody_else(rosters: RosterTown) -> None:
    with pytest.raises(NotFound):
        register(rosters, rosters.town.people[0], member_id=rosters.town.people[NEW].member_id)


@pytest.mark.parametrize(
    "stated",
    [{"lead": True}, {"guardian_consent": True}, {"mentor_of": ["calligraphy"]}, {"experience": {"calligraphy": 9}}],
    ids=lambda one: next(iter(one)),
)
def test_what_only_the_office_states_nobody_states_of_themselves(rosters: RosterTown, stated: dict[str, Any]) -> None:
    terms = VolunteerTerms.model_validate(stated)

    with pytest.raises(NotAllowed) as refused:
        register(rosters, terms=terms)

    assert (refused.value.code, refused.value.field) == ("office_states_this", f"terms.{next(iter(stated))}")
    made = register(
        rosters, rosters.town.coordinator, "door", member_id=rosters.town.people[NEW].member_id, terms=terms
    )
    assert made.terms == stated


# ---- two communities


def _elsewhere(rosters: RosterTown, number: int, state: str = "active") -> None:
    """The same person, by phone, is a volunteer of a neighbouring community."""
    office = rosters.town.office

    def build(session: Any) -> None:
        now = office.database.now(session)
        there = founding.new_community(session, "nextdoor", "邻里", "Next door")
        chief = Actor(there, roles=frozenset({ADMIN, COORDINATOR}))
        person = Person(people.name_of(number), people.phone_of(number))
        member = members.enrol(session, actor=chief, vault=office.vault, person=person, now=now)
        wanted = offer(member_id=member.id)
        row = volunteers.register(session, actor=chief, offer=wanted, channel="door", now=now)
        row.state = state

    office.database.transact(build)


def test_a_volunteer_of_another_community_comes_as_a_neighbour_only(rosters: RosterTown) -> None:
    _elsewhere(rosters, NEW)

    with pytest.raises(Conflict) as refused:
        register(rosters)

    assert (refused.value.code, refused.value.field) == ("volunteers_elsewhere", "neighbour")
    person, office = rosters.town.people[NEW], rosters.town.coordinator
    with pytest.raises(NotAllowed) as own:
        register(rosters, neighbour=True)
    assert (own.value.code, own.value.field) == ("not_for_this_role", "neighbour")
    assert register(rosters, office, "door", member_id=person.member_id, neighbour=True).neighbour is True


def test_whoever_is_not_active_elsewhere_yet_may_be_verified_here_first(rosters: RosterTown) -> None:
    _elsewhere(rosters, NEW, "registered")
    made = register(rosters)

    assert move(rosters, made.id, "verify").state == "active"


# ---- moves


def test_the_office_verifies_and_the_person_hears_of_it(rosters: RosterTown) -> None:
    made = register(rosters)

    assert move(rosters, made.id, "verify").state == "active"
    with rosters.town.database.reading() as session:
        told = session.execute(select(OutboxMessage).where(OutboxMessage.code == "volunteer_verified")).scalar_one()
        entry = session.execute(select(AuditEntry).where(AuditEntry.action == "volunteer.verify")).scalar_one()
    assert (told.member_id, told.numbers) == (made.member_id, {"receipt": made.receipt})
    assert entry.details == {"state": "active"}


def test_nobody_verifies_themselves(rosters: RosterTown) -> None:
    made = register(rosters)

    with pytest.raises(NotAllowed):
        move(rosters, made.id, "verify", rosters.town.people[NEW])


def test_a_minor_is_verified_with_the_consent_of_the_guardian_only(rosters: RosterTown) -> None:
    made = register(rosters, born=date(2010, 6, 1))
    with pytest.raises(Conflict) as refused:
        move(rosters, made.id, "verify")
    assert refused.value.code == "guardian_consent_missing"

    consent = FREE.model_copy(update={"guardian_consent": True})
    wanted: Any = {"volunteer_id": made.id, "version": 1, "changes": {"terms": consent}}
    rosters.town.do(volunteers.amend, actor=rosters.town.coordinator, **wanted)
    assert move(rosters, made.id, "verify").state == "active"


def test_a_volunteer_pauses_and_takes_it_up_again(rosters: RosterTown) -> None:
    person, number = rosters.town.people[2], rosters.volunteers[2]

    assert move(rosters, number, "pause", person).state == "paused"
    assert move(rosters, number, "resume", person).state == "active"


@pytest.mark.parametrize("action", ["verify", "resume"])
def test_a_move_from_another_state_is_refused(rosters: RosterTown, action: str) -> None:
    with pytest.raises(Conflict) as refused:
        move(rosters, rosters.volunteers[2], action)

    assert (refused.value.code, refused.value.value) == ("volunteer_not_ready", "active")


def test_an_unknown_move_is_refused(rosters: RosterTown) -> None:
    with pytest.raises(Rejected) as refused:
        move(rosters, rosters.volunteers[2], "promote")

    assert refused.value.allowed == "verify, pause, resume, leave"


def test_whoever_leaves_gives_up_the_seats_to_come_and_keeps_those_that_were(rosters: RosterTown) -> None:
    rosters.open()
    coming = rosters.seat(1, rosters.shifts["visit2"], "visitor", "looking_for_substitute")
    past = rosters.seat(1, rosters.shifts["visit1"], "visitor", "checked_out")
    rosters.town.clock.advance(days=12)

    move(rosters, rosters.volunteers[1], "leave", rosters.town.people[1])

    assert (rosters.one(Seat, coming).state, rosters.one(Seat, past).state) == ("excused", "checked_out")


# ---- amending


def test_a_volunteer_changes_when_they_are_free_but_not_what_the_office_has_verified(rosters: RosterTown) -> None:
    terms = VolunteerTerms.model_validate(rosters.one(Volunteer, rosters.volunteers[0]).terms)

    changed = amend(rosters, 0, terms=terms.model_copy(update={"available": FREE.available}))

    assert changed.terms["available"] == [{"start": "09:00", "end": "17:00"}]
    with pytest.raises(NotAllowed) as refused:
        amend(rosters, 0, terms=terms.model_copy(update={"skills": []}))
    assert refused.value.field == "terms.skills"


@pytest.mark.parametrize("changes", [{"born": date(1990, 1, 1)}, {"neighbour": True}])
def test_birth_and_loan_are_changed_by_the_office_only(rosters: RosterTown, changes: dict[str, Any]) -> None:
    with pytest.raises(NotAllowed):
        amend(rosters, 0, **changes)

    changed = amend(rosters, 0, rosters.town.coordinator, **changes)
    assert {name: getattr(changed, name) for name in changes} == changes


def test_a_change_of_what_was_not_seen_is_refused(rosters: RosterTown) -> None:
    wanted: Any = {"volunteer_id": rosters.volunteers[0], "version": 7, "changes": {"lead_minutes": 60}}

    with pytest.raises(Stale):
        rosters.town.do(volunteers.amend, actor=rosters.town.people[0], **wanted)


def test_whoever_left_changes_nothing(rosters: RosterTown) -> None:
    move(rosters, rosters.volunteers[0], "leave")

    with pytest.raises(Conflict) as refused:
        amend(rosters, 0, lead_minutes=60)

    assert refused.value.code == "volunteer_not_ready"


def test_another_organisation_is_refused(rosters: RosterTown) -> None:
    with pytest.raises(NotAllowed) as refused:
        amend(rosters, 0, organisation_id=rosters.round_id)
    assert refused.value.code == "not_your_organisation"

    with pytest.raises(Rejected) as unknown:
        amend(rosters, 0, rosters.town.coordinator, organisation_id=rosters.round_id)
    assert unknown.value.code == "unknown_id"


# ---- who sees what


def see(rosters: RosterTown, actor: Actor, number: int = 0) -> volunteer_views.VolunteerSeen:
    wanted: Any = {"vault": rosters.town.vault, "volunteer_id": rosters.volunteers[number]}
    return rosters.town.see(volunteer_views.seen, actor=actor, **wanted)


def test_people_see_themselves_the_office_all_of_it_and_auditors_a_mask(rosters: RosterTown) -> None:
    town = rosters.town
    mine, theirs, audited = (see(rosters, who) for who in (town.people[0], town.coordinator, town.auditor))

    assert (mine.name, theirs.name) == (people.name_of(0), f"{people.name_of(0)[0]}*")
    assert (theirs.born, theirs.terms is None) == (date(1980, 3, 1), False)
    assert (audited.name, audited.born, audited.home_x, audited.terms) == (theirs.name, None, None, None)


def test_other_residents_and_other_communities_see_nobody(rosters: RosterTown) -> None:
    for actor in (rosters.town.people[1], rosters.town.stranger):
        with pytest.raises(NotFound):
            see(rosters, actor)


def test_a_list_holds_oneself_or_for_the_office_everybody_of_a_state(rosters: RosterTown) -> None:
    town, vault = rosters.town, rosters.town.vault
    move(rosters, rosters.volunteers[3], "pause")

    own = town.see(volunteer_views.listed, actor=town.people[2], vault=vault)
    active = town.see(volunteer_views.listed, actor=town.coordinator, vault=vault, states=("active",), newest=False)

    assert [row.receipt for row in own] == ["V2"]
    assert [row.receipt for row in active] == ["V0", "V1", "V2", "V4", "V5", "V6", "V7"]
    assert town.see(volunteer_views.listed, actor=town.people[NEW], vault=vault) == []
    with pytest.raises(NotFound):
        town.see(volunteer_views.listed, actor=town.people[2], vault=vault, member_id=town.people[0].member_id)


def test_whoever_is_no_volunteer_has_no_view_of_their_own(rosters: RosterTown) -> None:
    town = rosters.town

    assert town.see(volunteer_views.own, actor=town.people[5], vault=town.vault).receipt == "V5"
    for actor in (town.people[NEW], replace(town.coordinator, member_id=None)):
        with pytest.raises(NotFound):
            town.see(volunteer_views.own, actor=actor, vault=town.vault)


def test_nothing_personal_stands_in_the_audit_chain(rosters: RosterTown) -> None:
    made = register(rosters, home_x=100, home_y=100)
    with rosters.town.database.reading() as session:
        entry = session.execute(select(AuditEntry).where(AuditEntry.action == "volunteer.register")).scalar_one()
        assert session.get_one(Member, made.member_id).phone_index is not None
    assert (entry.subject_id, entry.details) == (str(made.id), {"state": "registered"})
