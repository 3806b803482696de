"""The office's roster pages: the week as a grid and a list, a shift with what is done about it, and its needs."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from fastapi.testclient import TestClient

from scheduler.ids import new_id
from scheduler.models import (
    AuditEntry,
    Elder,
    MeetingPoint,
    Organisation,
    RosterLock,
    Seat,
    Shift,
    ShiftTemplate,
    SubstituteAsk,
    Swap,
    TeamRequest,
    Volunteer,
    VolunteerPair,
)
from scheduler.office import Office
from tests.pages.test_browser import NARROW_OR_WIDE
from tests.pages.test_rooms_browser import looked_at
from tests.pages.visiting import Visitor
from tests.pages.volunteers_street import Volunteers, add_volunteers

Reader = Callable[..., TestClient]
Visit = Callable[..., Visitor]
PARTS = ("", "resident", "property_staff", "coordinator", "auditor")
LOOKERS = ("coordinator", "auditor")
OFFICE = ("coordinator",)
ROSTER_SEEN = {
    "/office/roster": LOOKERS,
    "/office/rounds/{round}/roster": LOOKERS,
    "/office/rounds/{round}/shifts": OFFICE,
    "/office/shifts/{shift}": LOOKERS,
    "/office/shifts/{shift}/change": OFFICE,
    "/office/seats/{seat}": LOOKERS,
    "/office/swaps": LOOKERS,
    "/office/volunteers": LOOKERS,
    "/office/volunteers/{volunteer}": LOOKERS,
    "/office/templates": LOOKERS,
    "/office/templates/new": OFFICE,
    "/office/templates/{template}": OFFICE,
    "/office/meeting-points": LOOKERS,
    "/office/elders": LOOKERS,
    "/office/elders/new": OFFICE,
    "/office/elders/{elder}": OFFICE,
    "/office/pairs": LOOKERS,
}
ROSTER_SENT = {
    "/office/rounds/{round}/shifts",
    "/office/rounds/{round}/shifts/make",
    "/office/shifts/{shift}/seats",
    "/office/shifts/{shift}/seek",
    "/office/shifts/{shift}/locks",
    "/office/shifts/{shift}/locks/{lock}/remove",
    "/office/shifts/{shift}/teams",
    "/office/shifts/{shift}/teams/{team}/take-back",
    "/office/shifts/{shift}/cancel",
    "/office/shifts/{shift}/change",
    "/office/seats/{seat}/{doing}",
    "/office/swaps/{swap}/{reply}",
    "/office/volunteers",
    "/office/volunteers/{volunteer}/{move}",
    "/office/templates/new",
    "/office/templates/{template}",
    "/office/templates/{template}/retire",
    "/office/meeting-points",
    "/office/meeting-points/{point}",
    "/office/meeting-points/{point}/poster",
    "/office/elders/new",
    "/office/elders/{elder}",
    "/office/elders/{elder}/reveal",
    "/office/pairs",
    "/office/pairs/{pair}/remove",
}
"""Forms of the office, which change nothing for anybody else."""


@pytest.fixture(scope="module")
def people(streets_office: Office) -> Volunteers:
    """A published week, whose seats each test gives anew."""
    return add_volunteers(streets_office, "blackthorn")


@pytest.fixture
def office(reader: Reader, people: Volunteers) -> TestClient:
    """The coordinator, looking."""
    return reader(people.login("coordinator"))


def receipt_of(people: Volunteers, number: int) -> str:
    return str(people.one(Volunteer, people.roster.volunteers[number]).receipt)


def rows(people: Volunteers, kind: type[Any], **only: Any) -> list[Any]:
    with people.office.database.reading() as session:
        return list(session.query(kind).filter_by(community_id=people.street.community_id, **only))


def filled(place: str, people: Volunteers) -> str:
    """An address with the things of the street in it."""
    seat = people.seat(0, "lesson")
    template = next((row.id for row in rows(people, ShiftTemplate)), new_id())
    things = {"round": people.roster.round_id, "shift": people.roster.shifts["lesson"], "seat": seat}
    things |= {"volunteer": people.roster.volunteers[0], "template": template}
    things |= {"point": people.roster.points["HALL"], "elder": people.roster.elders["E1"]}
    others = ("lock", "team", "swap", "pair")
    words = {"doing": "cancel", "reply": "approve", "move": "pause"}
    return place.format(**things, **{name: new_id() for name in others}, **words)


@pytest.mark.parametrize("place", ROSTER_SEEN)
def test_pages_of_the_roster_are_shown_to_the_office_and_where_it_may_to_auditors(
    reader: Reader, office: TestClient, people: Volunteers, place: str
) -> None:
    if "{template}" in place and not rows(people, ShiftTemplate):
        add_template(office, people, "weekly")
    address = filled(place, people)
    answers = {part: reader(people.login(part) if part else None).get(address) for part in PARTS}
    led = f"/office/rounds/{people.roster.round_id}/roster"
    seen = [part for part, got in answers.items() if got.status_code == 200 or got.headers.get("location") == led]

    assert tuple(seen) == ROSTER_SEEN[place]


@pytest.mark.parametrize("place", sorted(ROSTER_SENT))
def test_forms_of_the_roster_are_refused_for_everybody_else(reader: Reader, people: Volunteers, place: str) -> None:
    address = filled(place, people)
    form = {"to_receipt": receipt_of(people, 0), "one": receipt_of(people, 0), "other": receipt_of(people, 1)}
    before = people.states("lesson")

    for part in ("resident", "property_staff", *(("auditor",) if place != "/office/volunteers" else ())):
        answer = reader(people.login(part)).post(address, data={**form, "kind": "required", "version": "1"})
        assert answer.status_code in (403, 404), part
    assert people.states("lesson") == before
    assert reader().post(address, data=form).status_code == 401


def test_an_auditor_is_shown_nothing_to_press(reader: Reader, people: Volunteers) -> None:
    auditor, seat = reader(people.login("auditor")), people.seat(0, "lesson")

    for place in (
        f"/office/shifts/{people.roster.shifts['lesson']}",
        f"/office/seats/{seat}",
        "/office/meeting-points",
    ):
        page = auditor.get(place).text
        assert page[page.index("<main") :].count("<form") == 0, place


# ---- the week


def test_the_week_tells_by_shift_by_person_and_as_a_list_who_is_missing(office: TestClient, people: Volunteers) -> None:
    people.seat(0, "lesson")
    shift = people.one(Shift, people.roster.shifts["lesson"])
    base = f"/office/rounds/{people.roster.round_id}/roster?week={shift.date}"

    by_shift, by_person, as_list = (office.get(f"{base}&view={view}").text for view in ("shifts", "people", "list"))

    assert ("1/2" in by_shift, "lacks people" in by_shift, str(shift.id) in by_shift) == (True, True, True)
    assert (receipt_of(people, 0) in by_person, str(shift.id) in by_person) == (True, True)
    assert (str(shift.id) in as_list, "lacks people" in as_list) == (True, True)
    assert "not answered yet" not in by_shift
    people.seat(0, "lesson", "offered", answer_by=people.now() + timedelta(days=1))
    assert ["1 not answered yet" in office.get(f"{base}&view={view}").text for view in ("shifts", "list")] == [True] * 2
    assert str(shift.id) in office.get(f"{base}&show=gaps").text
    assert office.get(f"{base}&view=people&skip=9999").text.count('class="cell') == 0
    assert office.get(f"/office/rounds/{people.roster.round_id}/roster?week=never").status_code == 200


# ---- a shift


def page_of(people: Volunteers, shift: str) -> str:
    return f"/office/shifts/{people.roster.shifts[shift]}"


def test_somebody_is_put_in_by_their_number(office: TestClient, people: Volunteers) -> None:
    people.seat(1, "join", "excused")
    told = {"to_receipt": receipt_of(people, 1).lower(), "role": "teacher", "agreed": "yes", "channel": "hotline"}

    once = new_id().hex
    sent = [office.post(f"{page_of(people, 'join')}/seats", data={**told, "once": once}) for _ in range(2)]

    assert [one.status_code for one in sent] == [303, 303]
    assert people.states("join") == [(receipt_of(people, 1), "teacher", "confirmed")]


def test_what_a_rule_is_against_is_told_at_the_form_and_nothing_typed_is_lost(
    office: TestClient, people: Volunteers
) -> None:
    told = {"to_receipt": "nobody", "role": "teacher", "reason": "<script>"}

    page = office.post(f"{page_of(people, 'lesson')}/seats", data=told)

    assert page.status_code == 422
    assert ('value="nobody"' in page.text, "to_receipt-wrong" in page.text) == (True, True)
    assert "&lt;script&gt;" in page.text


def test_limits_are_overridden_only_for_a_reason(office: TestClient, people: Volunteers) -> None:
    people.seat(2, "bare", "excused")
    told = {"to_receipt": receipt_of(people, 2), "role": "teacher", "waive.H09": "yes"}

    page = office.post(f"{page_of(people, 'bare')}/seats", data=told)
    assert (page.status_code, 'name="waive.H09" value="yes" checked' in page.text) == (422, True)
    assert office.post(f"{page_of(people, 'bare')}/seats", data={**told, "reason": "Agreed."}).status_code == 303

    (seat,) = [one for one in rows(people, Seat, volunteer_id=people.roster.volunteers[2]) if one.waived]
    assert (seat.waived, "minutes a day" in office.get(f"/office/seats/{seat.id}").text) == (["H09"], True)


def test_people_are_asked_to_stand_in_and_the_page_tells_whom(office: TestClient, people: Volunteers) -> None:
    address = page_of(people, "bare")

    assert office.post(f"{address}/seek", data={"role": "teacher"}).status_code == 303

    asked = rows(people, SubstituteAsk, shift_id=people.roster.shifts["bare"])
    page = office.get(address).text
    assert (len(asked) > 0, all(one.state == "asked" for one in asked)) == (True, True)
    assert page.count("seat-asked") == len(asked)


def test_somebody_is_kept_off_a_shift_until_it_is_taken_back(office: TestClient, people: Volunteers) -> None:
    seat, address = people.seat(2, "lesson"), page_of(people, "lesson")
    told = {"to_receipt": receipt_of(people, 2), "kind": "ban"}

    missing = office.post(f"{address}/locks", data=told)
    assert (missing.status_code, 'aria-describedby="reason-wrong"' in missing.text) == (422, True)
    assert office.post(f"{address}/locks", data={**told, "reason": "Agreed by telephone."}).status_code == 303
    (lock,) = rows(people, RosterLock, shift_id=people.roster.shifts["lesson"])
    assert (lock.kind, people.state(seat)) == ("ban", "cancelled_by_us")
    assert "Agreed by telephone." in office.get(address).text
    assert office.post(f"{address}/locks/{lock.id}/remove").status_code == 303

    assert people.one(RosterLock, lock.id).removed_at is not None


def test_an_organisation_is_asked_for_a_team(office: TestClient, people: Volunteers) -> None:
    organisation, address = new_id(), page_of(people, "patrol")
    row = Organisation(id=organisation, community_id=people.street.community_id, name="第一中学")
    people.office.database.transact(lambda session: session.add(row))
    told = {"organisation_id": str(organisation), "role": "patroller", "seats": "２"}

    assert office.post(f"{address}/teams", data=told).status_code == 303
    (team,) = rows(people, TeamRequest, organisation_id=organisation)
    assert (team.seats, "第一中学" in office.get(address).text) == (2, True)
    assert office.post(f"{address}/teams/{team.id}/take-back").status_code == 303

    assert people.one(TeamRequest, team.id).state == "taken_back"


def test_a_shift_moves_and_its_people_are_asked_again(office: TestClient, people: Volunteers) -> None:
    seat, shift = people.seat(3, "fair", "confirmed", "steward"), people.one(Shift, people.roster.shifts["fair"])
    address = f"{page_of(people, 'fair')}/change"
    day = shift.date.isoformat()
    told = {"title_zh": "灯会", "title_en": "Fair", "starts_at": f"{day}T13:00", "ends_at": f"{day}T14:00"}

    wrong = office.post(address, data={**told, "ends_at": f"{day}T12:00", "version": str(shift.row_version)})
    assert (wrong.status_code, 'aria-describedby="ends_at-wrong"' in wrong.text) == (422, True)
    assert office.post(address, data={**told, "version": str(shift.row_version)}).status_code == 303
    stale = office.post(address, data={**told, "title_en": "Another", "version": str(shift.row_version)})

    assert (people.one(Shift, shift.id).title_en, people.state(seat)) == ("Fair", "offered")
    assert (stale.status_code, 'value="Another"' in stale.text) == (412, True)


def test_a_shift_is_called_off_for_a_reason(office: TestClient, people: Volunteers) -> None:
    address, shift = page_of(people, "empty"), people.one(Shift, people.roster.shifts["empty"])
    version = str(shift.row_version)

    assert office.post(f"{address}/cancel", data={"version": version}).status_code == 422
    assert office.post(f"{address}/cancel", data={"version": version, "reason": "台风"}).status_code == 303

    assert people.one(Shift, shift.id).state == "cancelled"
    assert "台风" in office.get(address).text


# ---- a seat


def test_the_office_notes_who_came_when_and_credits_the_hours(office: TestClient, people: Volunteers) -> None:
    seat = people.seat(0, "soon")
    came = people.now() - timedelta(minutes=5)

    early = office.post(f"/office/seats/{seat}/come", data={"at": "2020-01-01T10:00"})
    assert (early.status_code, 'value="2020-01-01T10:00"' in early.text) == (409, True)
    assert office.post(f"/office/seats/{seat}/come").status_code == 303
    row = people.one(Seat, seat)
    assert (row.state, row.checked_in_at >= came, row.place_told) == ("checked_in", True, False)


def test_the_office_excuses_only_for_a_reason_and_answers_for_who_called(
    office: TestClient, people: Volunteers
) -> None:
    offered = people.seat(1, "lesson", "offered", answer_by=people.now() + timedelta(days=1))
    assert office.post(f"/office/seats/{offered}/accept").status_code == 303
    accepted = people.state(offered)

    assert office.post(f"/office/seats/{offered}/excuse").status_code == 422
    assert office.post(f"/office/seats/{offered}/excuse", data={"reason": "Ill."}).status_code == 303

    assert (accepted, people.state(offered)) == ("accepted", "excused")
    assert "Ill." in office.get(f"/office/seats/{offered}").text


def test_a_swap_that_waits_is_approved(office: TestClient, people: Volunteers) -> None:
    seat, now = people.seat(0, "lesson"), people.now()
    people.seat(3, "lesson", "excused")
    row = Swap(
        id=new_id(),
        community_id=people.street.community_id,
        seat_id=seat,
        to_volunteer_id=people.roster.volunteers[3],
        state="agreed",
        reason="",
        answer_by=now + timedelta(hours=2),
        created_at=now,
        row_version=1,
    )
    people.office.database.transact(lambda session: session.add(row))
    assert "Waits for you" in office.get("/office/swaps").text

    sent = [office.post(f"/office/swaps/{row.id}/approve").status_code for _ in range(2)]

    assert (sent, people.one(Swap, row.id).state) == ([303, 303], "done")
    assert (receipt_of(people, 3), "teacher", "confirmed") in people.states("lesson")


# ---- people and what shifts need


def test_volunteers_are_found_by_number_verified_and_let_pause(office: TestClient, people: Volunteers) -> None:
    own = people.roster.volunteers[2]
    people.roster.change(Volunteer, own, state="registered")
    found = office.post("/office/volunteers", data={"to_receipt": receipt_of(people, 2)})
    assert found.headers["location"] == f"/office/volunteers/{own}"
    assert receipt_of(people, 2) in office.get("/office/volunteers?state=registered").text

    states = []
    for move in ("verify", "verify", "pause", "resume"):
        assert office.post(f"/office/volunteers/{own}/{move}").status_code == 303
        states.append(people.one(Volunteer, own).state)

    assert states == ["active", "active", "paused", "active"]
    assert office.post("/office/volunteers", data={"to_receipt": "x"}).status_code == 422


def add_template(office: TestClient, people: Volunteers, code: str, **more: str) -> Any:
    told = {"code": code, "title_zh": "书法课", "title_en": "Calligraphy", "start_clock": "09:00", "minutes": "90"}
    told |= {"point_id": str(people.roster.points["HALL"]), "days": "every", "every_weeks": "1", "kind": "class"}
    told |= {"role_1": "teacher", "least_1": "1", "target_1": "2", "most_1": "3"}
    return office.post("/office/templates/new", data={**told, **more})


def test_a_recurring_need_is_stated_changed_made_into_shifts_once_and_retired(
    office: TestClient, people: Volunteers
) -> None:
    wrong = add_template(office, people, "class-a", target_1="0", weekday_3="yes")
    assert (wrong.status_code, 'value="Calligraphy"' in wrong.text) == (422, True)
    assert add_template(office, people, "class-a", weekday_3="yes").status_code == 303
    (row,) = rows(people, ShiftTemplate, code="class-a")
    assert (row.recurrence, row.terms["roles"][0]["target"]) == ({"weekdays": [3]}, 2)
    page = office.get(f"/office/templates/{row.id}").text
    assert ('value="Calligraphy"' in page, 'name="weekday_3" value="yes" checked' in page) == (True, True)

    make = f"/office/rounds/{people.roster.round_id}/shifts/make"
    made = [office.post(make, data={f"template.{row.id}": "yes"}).text for _ in range(2)]
    assert ["0 shifts made" in page for page in made] == [False, True]
    assert {one.date.isoweekday() for one in rows(people, Shift, template_id=row.id)} == {3}

    assert [office.post(f"/office/templates/{row.id}/retire").status_code for _ in range(2)] == [303, 303]
    assert people.one(ShiftTemplate, row.id).retired_at is not None


def test_a_recurring_need_holds_as_many_roles_as_it_takes(office: TestClient, people: Volunteers) -> None:
    roles = {f"{name}_{number}": text for number in (1, 2, 4, 6) for name, text in (("least", "1"), ("target", "2"))}
    roles |= {f"role_{number}": f"duty-{number}" for number in (1, 2, 4, 6)} | {"safety_4": "yes"}
    more = add_template(office, people, "crowded", **roles, rows="6")
    assert (more.status_code, 'name="role_6"' in more.text, 'value="duty-6"' in more.text) == (200, True, True)
    wrong = add_template(office, people, "crowded", **roles, **{f"most_{number}": "3" for number in (1, 2, 4)})
    assert (wrong.status_code, 'id="most_6-wrong"' in wrong.text) == (422, True)
    nameless = add_template(office, people, "crowded", least_3="1", target_3="1", most_3="1")
    assert (nameless.status_code, 'id="role_3-wrong"' in nameless.text) == (422, True)
    roles |= {f"most_{number}": "3" for number in (1, 2, 4, 6)}
    assert add_template(office, people, "crowded", **roles).status_code == 303
    (row,) = rows(people, ShiftTemplate, code="crowded")
    told = [(role["id"], role.get("safety", False)) for role in row.terms["roles"]]
    assert told == [("duty-1", False), ("duty-2", False), ("duty-4", True), ("duty-6", False)]

    place = f"/office/templates/{row.id}"
    shown = fields_in(office.get(place).text)
    again = office.post(place, data={**shown, "title_en": "Typed", "rows": "7"})
    fields = fields_in(again.text)
    assert ('name="role_7"' in again.text, fields["title_en"], fields["version"]) == (True, "Typed", "1")
    assert office.post(place, data={**fields, "role_5": "duty-5", "least_5": "0", "target_5": "1", "most_5": "1"})
    assert len(people.one(ShiftTemplate, row.id).terms["roles"]) == 5


def test_roles_that_somebody_else_added_are_shown_to_whom_they_overtook(office: TestClient, people: Volunteers) -> None:
    add_template(office, people, "grown")
    (row,) = rows(people, ShiftTemplate, code="grown")
    place = f"/office/templates/{row.id}"
    mine = fields_in(office.get(place).text)
    more = {f"{name}_{number}": "1" for number in range(2, 6) for name in ("least", "target", "most")}
    more |= {f"role_{number}": f"duty-{number}" for number in range(2, 6)}
    assert office.post(place, data={**mine, **more}).status_code == 303
    late = office.post(place, data={**mine, "title_en": "Mine"})

    hidden = re.findall(r"<details( open)?><summary>Other roles", late.text)
    assert (late.status_code, 'name="role_5"' in late.text, "Now: duty-5" in late.text) == (412, True, True)
    assert hidden == [" open"]


def test_a_fault_of_a_later_role_stands_where_it_is_seen(office: TestClient, people: Volunteers) -> None:
    wrong = add_template(office, people, "nameless", least_2="1")

    assert (wrong.status_code, 'id="role_2-wrong"' in wrong.text) == (422, True)
    assert re.findall(r"<details( open)?><summary>Other roles", wrong.text) == [" open"]


def fields_in(page: str) -> dict[str, str]:
    """What a browser would send of a page's first form that changes something."""
    form = page[page.index('method="post"', page.index("<main")) :].partition("</form>")[0]
    found = re.findall(r'<input[^>]* name="(\w+)"[^>]* value="([^"]*)"( checked)?', form)
    ticks = set(re.findall(r'<input type="checkbox" name="(\w+)"', form))
    told = {name: unescape(text) for name, text, checked in found if name != "once" and (checked or name not in ticks)}
    for name, options in re.findall(r'<select id="(\w+)"(.*?)</select>', form, re.S):
        told[name] = (re.findall(r'value="([^"]*)" selected', options) or re.findall(r'value="([^"]*)"', options))[0]
    return told


def test_who_is_overtaken_is_shown_what_stands_now_beside_what_they_typed(
    office: TestClient, people: Volunteers
) -> None:
    add_template(office, people, "raced")
    (template,) = rows(people, ShiftTemplate, code="raced")
    shift, point = people.roster.shifts["crowd"], people.roster.points["HALL"]
    elder = people.roster.elders["E1"]
    things = {
        f"/office/templates/{template.id}": ("title_en", ShiftTemplate, template.id),
        f"/office/shifts/{shift}/change": ("title_en", Shift, shift),
        f"/office/meeting-points/{point}": ("name_en", MeetingPoint, point),
        f"/office/elders/{elder}": ("language", Elder, elder),
    }
    for place, (field, kind, row_id) in things.items():
        page = office.get("/office/meeting-points" if kind is MeetingPoint else place).text
        at = page.index(f'action="{place}"' if kind in (MeetingPoint, Elder) else '<form method="post">')
        mine = fields_in(f"<main{page[at - 40 :]}")
        newer = people.one(kind, row_id).row_version + 1
        people.roster.change(kind, row_id, **{field: "theirs", "row_version": newer})
        stale = office.post(place, data={**mine, field: "ours"})

        told = re.findall(r'<p class="now">([^<]*)</p>', stale.text)
        assert (stale.status_code, told, 'value="ours"' in stale.text) == (412, ["Now: theirs"], True), place
        again = {**mine, field: "ours", "version": str(newer)}
        assert office.post(place, data=again).status_code == 303, place
        assert getattr(people.one(kind, row_id), field) == "ours"


def test_the_board_of_rounds_tells_how_many_seats_wait_for_an_answer(office: TestClient, people: Volunteers) -> None:
    people.seat(0, "lesson", "offered", answer_by=people.now() + timedelta(days=1))
    page = office.get("/office/rounds").text

    told = re.findall(r"Seats that wait for a volunteer&#39;s answer: [1-9]\d*\.", page)
    assert (len(told), "Registrations that wait" in page) == (1, False)
    assert f'href="/office/rounds/{people.roster.round_id}/roster"' in page


def test_a_single_shift_is_added_to_the_round(office: TestClient, people: Volunteers) -> None:
    day = people.first + timedelta(days=12)
    told = {"code": "stage", "title_zh": "舞台", "title_en": "Stage", "point_id": str(people.roster.points["HALL"])}
    told |= {"starts_at": f"{day}T18:00", "ends_at": f"{day}T20:00", "kind": "event", "type": ""}
    told |= {"role_1": "steward", "least_1": "1", "target_1": "2", "most_1": "4", "once": new_id().hex}
    address = f"/office/rounds/{people.roster.round_id}/shifts"

    nowhere = office.post(address, data={**told, "point_id": "", "once": ""})
    assert nowhere.status_code == 422
    assert {office.post(address, data=told).status_code for _ in range(2)} == {303}

    (row,) = rows(people, Shift, code="stage")
    assert (row.terms["type"], row.state) == ("event", "planned")


def test_a_meeting_point_gets_a_poster_with_its_code_once(office: TestClient, people: Volunteers) -> None:
    told = {"code": "gate", "name_zh": "南门", "name_en": "South gate", "x": "－300", "y": "400"}
    assert office.post("/office/meeting-points", data={**told, "x": "far"}).status_code == 422
    assert office.post("/office/meeting-points", data=told).status_code == 303
    (row,) = rows(people, MeetingPoint, code="gate")
    assert (row.x, row.y) == (-300, 400)

    poster = office.post(f"/office/meeting-points/{row.id}/poster")
    assert (poster.status_code, "/check-in/" in poster.text, 'class="qr"' in poster.text) == (200, True, True)
    assert "no-store" in poster.headers["cache-control"]
    change = {**told, "capacity": "12", "x": "-300", "version": str(people.one(MeetingPoint, row.id).row_version)}
    assert office.post(f"/office/meeting-points/{row.id}", data=change).status_code == 303
    assert office.post(f"/office/meeting-points/{row.id}", data=change).status_code == 412
    assert people.one(MeetingPoint, row.id).capacity == 12


def test_an_elder_is_taken_in_masked_and_shown_in_clear_on_record(office: TestClient, people: Volunteers) -> None:
    told = {"code": "E017", "name": "王奶奶", "address": "南浦路 12 弄 3 号", "home_x": "−１００", "home_y": "200"}
    told |= {"primary_receipt": receipt_of(people, 0), "vetoes": f"{receipt_of(people, 1)}，{receipt_of(people, 2)}"}

    made = office.post("/office/elders/new", data=told)
    (row,) = rows(people, Elder, code="E017")
    address = f"/office/elders/{row.id}"
    assert (made.status_code, made.headers["location"], len(row.vetoes)) == (303, address, 2)
    assert (row.home_x, row.home_y) == (-100, 200)
    assert (row.home_x, row.home_y) == (-100, 200)
    assert ["南浦路" in page for page in (office.get(address).text, office.get("/office/elders").text)] == [
        False,
        False,
    ]

    def noted() -> int:
        return len(rows(people, AuditEntry, action="elder.reveal"))

    before = noted()
    assert "南浦路" in office.post(f"{address}/reveal").text
    assert noted() == before + 1
    change = {"version": str(row.row_version), "active": "yes", "vetoes": "", "gender": "woman"}
    assert office.post(address, data=change).status_code == 303
    assert (people.one(Elder, row.id).vetoes, people.one(Elder, row.id).gender) == ([], "woman")


def test_what_holds_for_two_volunteers_is_stated_and_taken_back(office: TestClient, people: Volunteers) -> None:
    told = {"one": receipt_of(people, 0), "other": receipt_of(people, 1), "kind": "preferred"}

    assert office.post("/office/pairs", data={**told, "other": told["one"]}).status_code == 422
    assert office.post("/office/pairs", data=told).status_code == 303
    (row,) = rows(people, VolunteerPair)
    assert receipt_of(people, 1) in office.get("/office/pairs").text
    assert [office.post(f"/office/pairs/{row.id}/remove").status_code for _ in range(2)] == [303, 303]

    assert rows(people, VolunteerPair) == []


def test_a_coordinator_finds_a_shift_that_lacks_people_has_some_asked_and_puts_one_in(
    visit: Visit, people: Volunteers
) -> None:
    day, place = people.one(Shift, people.roster.shifts["crowd"]).date, page_of(people, "crowd")
    visitor = visit("phone", "zh", script=False)
    visitor.sign_in(people.login("coordinator"))
    page = visitor.page
    page.click("header nav a[href='/office/roster']")
    page.wait_for_load_state()
    while not page.locator(f"a.cell[href='{place}']").count():
        page.click("a[rel=next]")
        page.wait_for_load_state()
    page.click(f"a.cell[href='{place}']")
    page.click("form[action$='/seek'] button")
    page.wait_for_load_state()
    asked = rows(people, SubstituteAsk, shift_id=people.roster.shifts["crowd"])
    assert page.locator("#asks ~ table tbody tr").count() == len(asked) > 0

    page.click("text=手工安排人员")
    page.fill("#assign-number", receipt_of(people, 0))
    page.check("input[name=agreed]")
    page.click("form[action$='/seats'] button")
    assert people.states("crowd") == [(receipt_of(people, 0), "teacher", "confirmed")]
    page.goto(f"/office/rounds/{people.roster.round_id}/roster?view=people&week={day}")
    assert page.locator(f"tr:has-text('{receipt_of(people, 0)}') a.cell[href='{place}']").count() == 1


@pytest.mark.parametrize(("device", "language"), NARROW_OR_WIDE)
def test_the_offices_roster_pages_are_accessible_and_fit_the_screen(
    visit: Visit, people: Volunteers, device: str, language: str
) -> None:
    visitor, seat = visit(device, language), people.seat(0, "lesson")
    visitor.sign_in(people.login("coordinator"))
    base = f"/office/rounds/{people.roster.round_id}"
    for view in ("shifts", "people", "list"):
        looked_at(visitor, f"{base}/roster?view={view}&week={people.first + timedelta(days=3)}")
    for place in (f"{base}/shifts", page_of(people, "lesson"), f"/office/seats/{seat}", "/office/templates/new"):
        looked_at(visitor, place)
    for place in ("volunteers", "swaps", "meeting-points", "elders/new", "pairs"):
        looked_at(visitor, f"/office/{place}")
