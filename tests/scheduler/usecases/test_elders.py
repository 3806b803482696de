from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from scheduler.errors import Conflict, NotAllowed, NotFound, Rejected, Stale
from scheduler.models import AuditEntry, Elder, MeetingPoint, OutboxMessage, Seat, Shift, Volunteer, VolunteerPair
from scheduler.usecases import elders, meeting_points, seat_views, volunteer_pairs
from scheduler.usecases.elders import ElderSeen, ElderTerms
from scheduler.usecases.meeting_points import PointTerms
from scheduler.usecases.roster_notices import Notice
from tests import rosters_town
from tests.rosters_town import RosterTown
from tests.town import Town

NAME, PHONE, ADDRESS = "王秀兰", "13800138000", "南浦路 12 弄 3 号 401"


@pytest.fixture
def rosters(town: Town) -> RosterTown:
    return rosters_town.build(town)


def add(rosters: RosterTown, **fields: Any) -> tuple[ElderSeen, list[Notice]]:
    usual = {"code": "E9", "name": NAME, "phone": PHONE, "address": ADDRESS, "home_x": 449, "home_y": -51}
    terms = ElderTerms(**{**usual, **fields})
    return rosters.town.do(elders.add, actor=rosters.town.coordinator, vault=rosters.town.vault, terms=terms)


def amend(rosters: RosterTown, code: str, **changes: Any) -> tuple[ElderSeen, list[Notice]]:
    row = rosters.one(Elder, rosters.elders[code])
    wanted: Any = {"elder_id": row.id, "version": row.row_version, "changes": changes, "vault": rosters.town.vault}
    return rosters.town.do(elders.amend, actor=rosters.town.coordinator, **wanted)


def pair(rosters: RosterTown, a: int, b: int, kind: str) -> tuple[VolunteerPair, list[Notice]]:
    ids = {"a_id": rosters.volunteers[a], "b_id": rosters.volunteers[b]}
    return rosters.town.do(volunteer_pairs.add, actor=rosters.town.coordinator, kind=kind, **ids)


def test_two_who_must_not_meet_but_do_so_soon_are_told_of(rosters: RosterTown) -> None:
    rosters.open()
    for number in (2, 3):
        rosters.seat(number, rosters.shifts["patrol1"], "patroller")
    rosters.seat(2, rosters.shifts["lesson1"], "teacher")

    _, notices = pair(rosters, 2, 3, "prohibited")

    assert notices == [Notice("pair_on_shift", {"shift": "patrol1"})]
    assert pair(rosters, 4, 5, "prohibited")[1] == []


# ---- elders


def test_an_elder_is_kept_encrypted_and_on_the_grid_to_100_metres(rosters: RosterTown) -> None:
    made, notices = add(rosters)

    row = rosters.one(Elder, made.id)
    kept = b"".join((row.name_cipher, row.phone_cipher, row.address_cipher))
    assert all(text.encode() not in kept for text in (NAME, PHONE, ADDRESS))
    assert (made.name, made.phone, made.address) == (NAME, f"+86{PHONE}", ADDRESS)
    assert (row.home_x, row.home_y, notices) == (400, -100, [])


@pytest.mark.parametrize(
    ("fields", "code", "field"),
    [
        ({"home_y": -200_060}, "out_of_range", "home_y"),
        ({"phone": "12"}, "not_a_phone", "phone"),
        ({"name": " "}, "not_a_name", "name"),
        ({"address": " "}, "missing_field", "address"),
        ({"gender": "any"}, "not_offered", "gender"),
        ({"primary_id": UUID(int=7)}, "unknown_id", "primary_id"),
        ({"vetoes": [UUID(int=7)]}, "unknown_id", "vetoes.0"),
    ],
)
def test_what_cannot_be_is_refused_with_its_field(
    rosters: RosterTown, fields: dict[str, Any], code: str, field: str
) -> None:
    with pytest.raises(Rejected) as refused:
        add(rosters, **fields)

    assert (refused.value.code, refused.value.field) == (code, field)


def test_a_contact_whom_the_elder_does_not_want_is_refused(rosters: RosterTown) -> None:
    with pytest.raises(Rejected) as refused:
        amend(rosters, "E1", vetoes=[rosters.volunteers[1]])

    assert (refused.value.code, refused.value.field) == ("contact_vetoed", "second_id")


def test_whoever_the_elder_does_not_want_any_more_loses_the_visits_to_come(rosters: RosterTown) -> None:
    rosters.open()
    visits = [rosters.seat(number, rosters.shifts["visit1"], "visitor", "confirmed") for number in (2, 3)]
    lesson = rosters.seat(2, rosters.shifts["lesson1"], "teacher", "confirmed")

    amend(rosters, "E1", vetoes=[rosters.volunteers[6], rosters.volunteers[2]])

    assert [rosters.one(Seat, one).state for one in (*visits, lesson)] == ["cancelled_by_us", "confirmed", "confirmed"]
    with rosters.town.database.reading() as session:
        told = session.execute(select(OutboxMessage).where(OutboxMessage.code == "seat_taken_back")).scalars().all()
    assert [(one.member_id, one.numbers) for one in told] == [
        (rosters.town.people[2].member_id, {"shift": "visit1服务", "starts": "2026-05-12 14:00"})
    ]


def test_whoever_the_elder_does_not_want_sees_nothing_of_them_even_at_the_door(rosters: RosterTown) -> None:
    rosters.open()
    seat = rosters.seat(2, rosters.shifts["visit1"], "visitor", "checked_in")
    wanted: Any = {"actor": rosters.town.people[2], "vault": rosters.town.vault, "seat_id": seat}
    now = rosters.town.clock.now
    before = rosters.town.see(seat_views.seen, **wanted, now=now).visit

    amend(rosters, "E1", vetoes=[rosters.volunteers[2]])

    assert (before is None, rosters.one(Seat, seat).state) == (False, "checked_in")
    assert rosters.town.see(seat_views.seen, **wanted, now=now).visit is None


def test_a_contact_who_has_left_keeps_nothing_else_from_being_changed(rosters: RosterTown) -> None:
    rosters.change(Volunteer, rosters.volunteers[0], state="left")

    assert amend(rosters, "E1", gender="woman")[0].gender == "woman"
    with pytest.raises(Rejected) as refused:
        amend(rosters, "E1", primary_id=rosters.volunteers[0])
    assert (refused.value.code, refused.value.field) == ("unknown_id", "primary_id")


def test_a_change_is_answered_masked(rosters: RosterTown) -> None:
    seen, _ = amend(rosters, "E1", address=ADDRESS)

    assert (seen.name, seen.phone, seen.address, seen.home_x) == ("奶*", None, None, None)


def test_one_contact_is_not_named_twice(rosters: RosterTown) -> None:
    with pytest.raises(Rejected) as refused:
        amend(rosters, "E1", second_id=rosters.volunteers[0])

    assert (refused.value.code, refused.value.field) == ("duplicate_id", "second_id")


def test_a_code_is_given_once(rosters: RosterTown) -> None:
    with pytest.raises(Conflict) as refused:
        add(rosters, code="E1")

    assert refused.value.code == "code_in_use"


def test_nobody_retires_while_visits_are_to_come(rosters: RosterTown) -> None:
    with pytest.raises(Conflict) as refused:
        amend(rosters, "E1", active=False)
    assert (refused.value.code, refused.value.numbers) == ("elder_has_shifts", {"shifts": 1})

    rosters.change(Shift, rosters.shifts["visit1"], state="cancelled")
    assert amend(rosters, "E1", active=False)[0].active is False


def test_visits_that_were_keep_nobody_from_retiring(rosters: RosterTown) -> None:
    rosters.town.clock.now = rosters.one(Shift, rosters.shifts["visit1"]).ends_at

    assert amend(rosters, "E1", active=False)[0].active is False


def test_a_change_of_what_was_not_seen_is_refused(rosters: RosterTown) -> None:
    wanted: Any = {"elder_id": rosters.elders["E1"], "version": 5, "changes": {}, "vault": rosters.town.vault}

    with pytest.raises(Stale):
        rosters.town.do(elders.amend, actor=rosters.town.coordinator, **wanted)


def test_elders_are_masked_in_lists_and_revealed_to_the_office_which_is_noted(rosters: RosterTown) -> None:
    made, _ = add(rosters)
    town, wanted = rosters.town, {"vault": rosters.town.vault, "elder_id": made.id}

    listed = town.see(elders.listed, actor=town.auditor, vault=town.vault)
    revealed = town.do(elders.revealed, actor=town.coordinator, **wanted)

    assert [(row.code, row.name, row.address, row.home_x) for row in listed][:1] == [("E9", "王*", None, None)]
    assert revealed == made
    with town.database.reading() as session:
        entry = session.execute(select(AuditEntry).where(AuditEntry.action == "elder.reveal")).scalar_one()
    assert (entry.actor, entry.subject_id, entry.details) == (town.coordinator.name, str(made.id), {})


@pytest.mark.parametrize("who", ["staff", "person"])
def test_others_learn_nothing_of_elders(rosters: RosterTown, who: str) -> None:
    town, wanted = rosters.town, {"vault": rosters.town.vault, "elder_id": rosters.elders["E1"]}
    actor = town.staff if who == "staff" else town.people[0]

    with pytest.raises(NotAllowed):
        town.see(elders.listed, actor=actor, vault=town.vault)
    with pytest.raises(NotFound):
        town.see(elders.seen, actor=actor, **wanted)
    with pytest.raises(NotAllowed):
        town.do(elders.revealed, actor=actor, **wanted)


def test_an_auditor_is_shown_no_elder_in_clear(rosters: RosterTown) -> None:
    town, wanted = rosters.town, {"vault": rosters.town.vault, "elder_id": rosters.elders["E1"]}

    assert town.see(elders.seen, actor=town.auditor, **wanted).name == "奶*"
    with pytest.raises(NotAllowed):
        town.do(elders.revealed, actor=town.auditor, **wanted)


# ---- pairs


def test_a_pair_is_one_whoever_is_named_first(rosters: RosterTown) -> None:
    made, notices = pair(rosters, 5, 2, "preferred")

    assert ({made.a_id, made.b_id}, notices) == ({rosters.volunteers[2], rosters.volunteers[5]}, [])
    with pytest.raises(Conflict) as refused:
        pair(rosters, 2, 5, "unpreferred")
    assert (refused.value.code, refused.value.value) == ("pair_known", "preferred")


@pytest.mark.parametrize(("first", "second"), [("required", "prohibited"), ("prohibited", "required")])
def test_nobody_must_and_must_not_serve_with_the_same(rosters: RosterTown, first: str, second: str) -> None:
    pair(rosters, 2, 5, first)

    with pytest.raises(Rejected) as refused:
        pair(rosters, 5, 2, second)

    assert (refused.value.code, refused.value.allowed) == ("impossible_pair", f"what agrees with {first}")


def test_nor_with_somebody_who_must_be_with_them(rosters: RosterTown) -> None:
    pair(rosters, 2, 5, "required")
    pair(rosters, 6, 5, "required")

    with pytest.raises(Rejected) as refused:
        pair(rosters, 2, 6, "prohibited")
    assert refused.value.code == "impossible_pair"

    pair(rosters, 2, 7, "prohibited")
    with pytest.raises(Rejected) as closing:
        pair(rosters, 7, 6, "required")
    assert (closing.value.code, closing.value.allowed) == ("impossible_pair", "what agrees with prohibited")


def test_nobody_is_paired_with_themselves_nor_with_somebody_unknown(rosters: RosterTown) -> None:
    with pytest.raises(Rejected) as alone:
        pair(rosters, 2, 2, "required")
    unknown: Any = {"a_id": rosters.volunteers[2], "b_id": rosters.round_id, "kind": "required"}
    with pytest.raises(Rejected) as other:
        rosters.town.do(volunteer_pairs.add, actor=rosters.town.coordinator, **unknown)

    assert (alone.value.code, other.value.code, other.value.field) == ("paired_with_self", "unknown_id", "b_id")


def test_a_required_pair_that_an_elder_splits_is_told(rosters: RosterTown) -> None:
    _, notices = pair(rosters, 0, 6, "required")

    assert [(one.code, one.numbers) for one in notices] == [("pair_against_veto", {"elder": "E1"})]
    assert [one.numbers for one in amend(rosters, "E1", language="zh")[1]] == [{"elder": "E1"}]
    assert pair(rosters, 2, 6, "preferred")[1] == []


def test_a_pair_is_taken_back_and_may_be_stated_anew(rosters: RosterTown) -> None:
    made, _ = pair(rosters, 2, 5, "required")
    rosters.town.do(volunteer_pairs.remove, actor=rosters.town.coordinator, pair_id=made.id)

    assert pair(rosters, 2, 5, "prohibited")[0].kind == "prohibited"
    with pytest.raises(NotFound):
        rosters.town.do(volunteer_pairs.remove, actor=rosters.town.coordinator, pair_id=made.id)


def test_pairs_tell_of_dislikes_and_are_the_offices(rosters: RosterTown) -> None:
    town = rosters.town
    pair(rosters, 2, 5, "prohibited")
    pair(rosters, 3, 5, "preferred")

    listed = town.see(volunteer_pairs.listed, actor=town.auditor, volunteer_id=rosters.volunteers[3])
    assert [row.kind for row in listed] == ["preferred"]
    for actor in (town.people[2], town.staff):
        with pytest.raises(NotAllowed):
            town.see(volunteer_pairs.listed, actor=actor)


# ---- meeting points


def add_point(rosters: RosterTown, **fields: Any) -> MeetingPoint:
    terms = PointTerms(**{"code": "PARK", "name_zh": "公园", "name_en": "Park", "x": 10, "y": 20, **fields})
    return rosters.town.do(meeting_points.add, actor=rosters.town.coordinator, terms=terms)


@pytest.mark.parametrize(
    ("fields", "code", "field"),
    [
        ({"x": 200_001}, "out_of_range", "x"),
        ({"y": -200_001}, "out_of_range", "y"),
        ({"capacity": 0}, "out_of_range", "capacity"),
        ({"code": "home-E1"}, "reserved_name", "code"),
        ({"facility_id": UUID(int=7)}, "unknown_id", "facility_id"),
    ],
)
def test_a_point_that_cannot_be_is_refused(rosters: RosterTown, fields: Any, code: str, field: str) -> None:
    with pytest.raises(Rejected) as refused:
        add_point(rosters, **fields)

    assert (refused.value.code, refused.value.field) == (code, field)


def test_a_point_is_changed_and_its_code_renewed(rosters: RosterTown) -> None:
    made = add_point(rosters)
    office: Any = {"actor": rosters.town.coordinator, "point_id": made.id}

    changed = rosters.town.do(meeting_points.amend, version=1, changes={"capacity": 8}, **office)
    _, first = rosters.town.do(meeting_points.renew_check_in, **office)
    row, second = rosters.town.do(meeting_points.renew_check_in, **office)

    assert (changed.capacity, row.row_version, first == second) == (8, 4, False)
    assert second.encode() not in (row.check_in_hash or b"")


def test_points_are_the_offices_to_state(rosters: RosterTown) -> None:
    with pytest.raises(NotAllowed):
        rosters.town.do(meeting_points.renew_check_in, actor=rosters.town.staff, point_id=rosters.points["GATE"])
    with pytest.raises(NotFound):
        rosters.town.see(meeting_points.seen, actor=rosters.town.stranger, point_id=rosters.points["GATE"])
