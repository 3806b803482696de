"""A volunteer's pages: answers, standing in, swaps, signing up, checking in, and when they are free."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from api.pages import own_rules, shifts_open, telling
from api.pages.words.own_rules import OWN_RULES
from scheduler.errors import Conflict
from scheduler.ids import new_id
from scheduler.models import Member, Organisation, Seat, SeatWish, Shift, SubstituteAsk, Swap, TeamRequest, Volunteer
from scheduler.office import Office
from tests.api.conftest import PASSWORD
from tests.pages.test_browser import SCREENS
from tests.pages.test_rooms_browser import looked_at
from tests.pages.visiting import Visitor
from tests.pages.volunteers_street import Volunteers, add_volunteers
from tests.rosters_town import ZONE

Reader = Callable[..., TestClient]
Visit = Callable[..., Visitor]
HOME = "/mine/shifts"
OWN = ("resident",)
SHIFTS_SEEN = {
    HOME: ("resident", "property_staff", "coordinator", "auditor"),
    f"{HOME}/open": OWN,
    f"{HOME}/offer": OWN,
    f"{HOME}/offer/leave": OWN,
    f"{HOME}/{{seat}}": OWN,
    f"{HOME}/{{seat}}/swap": OWN,
    f"{HOME}/swap-for/{{seat}}": OWN,
    f"{HOME}/teams/{{team}}": OWN,
    "/check-in": OWN,
    "/check-in/{door_code}": OWN,
}
SHIFTS_SENT = {
    f"{HOME}/open/{{shift}}/{{doing}}",
    f"{HOME}/offer",
    f"{HOME}/offer/{{move}}",
    f"{HOME}/{{seat}}/{{move}}",
    f"{HOME}/{{seat}}/swap",
    f"{HOME}/swap-for/{{seat}}",
    f"{HOME}/asks/{{ask}}/{{reply}}",
    f"{HOME}/swaps/{{swap}}/{{reply}}",
    f"{HOME}/teams/{{team}}",
    f"{HOME}/teams/{{team}}/{{reply}}",
    "/check-in/{seat}/{doing}",
}


@pytest.fixture(scope="module")
def people(streets_office: Office) -> Volunteers:
    """Volunteers of a street, whose seats each test gives anew."""
    return add_volunteers(streets_office, "dogwood")


@pytest.fixture
def helper(reader: Reader, people: Volunteers) -> TestClient:
    """The first volunteer, looking."""
    return reader(people.logins[0])


def receipt_of(people: Volunteers, number: int) -> str:
    return str(people.one(Volunteer, people.roster.volunteers[number]).receipt)


def filled(place: str, seat: UUID, team: UUID, shift: UUID) -> str:
    """An address with things of the first volunteer in it, and none where there is no such thing."""
    words = {"doing": "come", "move": "decline", "reply": "no", "door_code": "0000-0000-0000"}
    ids = {"seat": seat, "team": team, "shift": shift, "ask": new_id(), "swap": new_id()}
    if "/open/" in place:
        words["doing"] = "sign-up"
    words |= {"move": "pause"} if "/offer/" in place else {}
    words |= {"reply": "refuse"} if "/swaps/" in place else {}
    return place.format(**ids, **words)


@pytest.mark.parametrize("place", SHIFTS_SEEN)
def test_pages_of_shifts_are_shown_to_those_whom_they_concern(
    reader: Reader, people: Volunteers, team: UUID, place: str
) -> None:
    address = filled(place, people.seat(0, "lesson"), team, people.roster.shifts["lesson"])
    parts = ("", "resident", "property_staff", "coordinator", "auditor")
    seen = [part for part in parts if reader(people.login(part) if part else None).get(address).status_code == 200]

    assert tuple(seen) == SHIFTS_SEEN[place]


@pytest.mark.parametrize("place", sorted(SHIFTS_SENT))
def test_forms_of_shifts_are_refused_for_everybody_else(
    reader: Reader, people: Volunteers, team: UUID, place: str
) -> None:
    seat = people.seat(0, "lesson")
    address = filled(place, seat, team, people.roster.shifts["bare"])
    form = {"role": "teacher", "to_receipt": receipt_of(people, 1), "seat_id": str(new_id())}

    for part in ("property_staff", "coordinator", "auditor"):
        assert reader(people.login(part)).post(address, data=form).status_code in (403, 404), part
    stranger = reader().post(address, data=form)
    assert (stranger.status_code, f'name="send_to" value="{address}"' in stranger.text) == (401, True)
    assert people.state(seat) == "accepted"


# ---- answers


def test_what_waits_for_an_answer_stands_first_and_is_accepted_with_one_press(
    helper: TestClient, people: Volunteers
) -> None:
    seat = people.seat(0, "lesson", "offered", answer_by=people.now() + timedelta(days=1))
    page = helper.get(HOME).text

    assert page.index("Waiting for your answer") < page.index(str(seat)) < page.index("Coming next")
    sent = [helper.post(f"{HOME}/{seat}/accept") for _ in range(2)]
    assert [(one.status_code, one.headers["location"]) for one in sent] == [(303, f"{HOME}/{seat}")] * 2
    assert people.state(seat) == "accepted"
    assert helper.get(HOME).text.index("Coming next") < helper.get(HOME).text.index(str(seat))


def test_an_offer_that_is_overdue_is_told_and_nothing_changes(helper: TestClient, people: Volunteers) -> None:
    seat = people.seat(0, "lesson", "offered", answer_by=people.now() - timedelta(minutes=1))

    answer = helper.post(f"{HOME}/{seat}/accept")

    assert (answer.status_code, people.state(seat)) == (409, "offered")
    assert 'role="alert"' in answer.text


def test_nobody_reads_or_answers_the_seat_of_another(reader: Reader, people: Volunteers) -> None:
    seat = people.seat(1, "lesson", "offered", answer_by=people.now() + timedelta(days=1))

    for login in (people.logins[0], people.login("coordinator")):
        client = reader(login)
        answers = [client.get(f"{HOME}/{seat}"), client.post(f"{HOME}/{seat}/accept")]
        assert [one.status_code for one in answers] == [404, 404], login
    assert people.state(seat) == "offered"


@pytest.mark.parametrize(
    ("shift", "told", "state"),
    [
        ("lesson", "early enough", "excused"),
        ("soon", "please call the office", "accepted"),
    ],
)
def test_who_cannot_come_reads_the_rule_that_the_hour_asks_for(
    helper: TestClient, people: Volunteers, shift: str, told: str, state: str
) -> None:
    seat = people.seat(0, shift)

    assert told in helper.get(f"{HOME}/{seat}").text
    helper.post(f"{HOME}/{seat}/cannot-come", data={"reason": "🤒 感冒 <script>"})
    assert people.state(seat) == state


def test_late_a_substitute_is_sought_until_one_comes_after_all(helper: TestClient, people: Volunteers) -> None:
    shift = people.one(Shift, people.roster.shifts["lesson"])
    begins = people.now() + timedelta(hours=20)
    moved = {"date": begins.astimezone(ZONE).date(), "starts_at": begins, "ends_at": begins + timedelta(minutes=90)}
    people.roster.change(Shift, shift.id, **moved)
    try:
        seat = people.seat(0, "lesson")
        assert "people are asked at once to stand in" in helper.get(f"{HOME}/{seat}").text

        helper.post(f"{HOME}/{seat}/cannot-come")
        sought = people.state(seat)
        assert "Substitute sought" in helper.get(HOME).text
        helper.post(f"{HOME}/{seat}/come-after-all")

        assert (sought, people.state(seat)) == ("looking_for_substitute", "confirmed")
    finally:
        people.roster.change(Shift, shift.id, **{name: getattr(shift, name) for name in moved})


def test_a_reason_too_long_is_told_at_its_field_and_stays(helper: TestClient, people: Volunteers) -> None:
    seat = people.seat(0, "lesson")
    reason = "\u202bشكرا" + "很" * 5000

    page = helper.post(f"{HOME}/{seat}/cannot-come", data={"reason": reason})

    assert (page.status_code, people.state(seat)) == (422, "accepted")
    assert "很" * 5000 in page.text
    assert 'aria-describedby="reason-wrong"' in page.text


def test_whom_one_visits_stands_on_the_seats_page_only_after_the_yes(helper: TestClient, people: Volunteers) -> None:
    offered = people.seat(0, "visit", "offered", "visitor", answer_by=people.now() + timedelta(days=1))
    before = helper.get(f"{HOME}/{offered}").text
    helper.post(f"{HOME}/{offered}/accept")
    after = helper.get(f"{HOME}/{offered}")

    assert ["南浦路" in page for page in (before, after.text)] == [False, True]
    assert "no-store" in after.headers["cache-control"]


def test_who_gave_a_visit_back_reads_no_address_and_finds_other_shifts(helper: TestClient, people: Volunteers) -> None:
    seat = people.seat(0, "visit", role="visitor")
    helper.post(f"{HOME}/{seat}/cannot-come")
    page = helper.get(f"{HOME}/{seat}").text.partition("<main")[2]

    assert people.state(seat) == "excused"
    told = ("南浦路" in page, "once you have accepted" in page, f'class="button quiet" href="{HOME}/open"' in page)
    assert told == (False, False, True)


# ---- standing in and swaps


@pytest.mark.parametrize(("verdict", "state", "seats"), [("yes", "taken", 1), ("no", "declined", 0)])
def test_somebody_asked_to_stand_in_answers_with_one_press(
    helper: TestClient, people: Volunteers, verdict: str, state: str, seats: int
) -> None:
    people.seat(0, "bare", "excused")
    ask = people.ask(0, "bare")

    assert "Can you stand in?" in helper.get(HOME).text
    sent = [helper.post(f"{HOME}/asks/{ask}/{verdict}").status_code for _ in range(2)]

    assert (sent, people.one(SubstituteAsk, ask).state) == ([303, 303], state)
    assert len(people.states("bare")) == seats


def test_a_seat_is_handed_over_by_number_and_the_other_agrees(
    reader: Reader, helper: TestClient, people: Volunteers
) -> None:
    seat = people.seat(0, "lesson")
    people.seat(1, "lesson", "excused")
    number = (
        receipt_of(people, 1).replace("-", " ").lower().translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    )

    sent = helper.post(f"{HOME}/{seat}/swap", data={"to_receipt": f" {number} ", "once": new_id().hex})
    assert (sent.status_code, sent.headers["location"]) == (303, HOME)
    with people.office.database.reading() as session:
        swap = session.query(Swap).filter_by(seat_id=seat).one()
    other = reader(people.logins[1])
    assert "You are offered: lesson" in other.get(HOME).text
    assert other.post(f"{HOME}/swaps/{swap.id}/agree").status_code == 303

    assert [(who, state) for who, _, state in people.states("lesson")] == [(receipt_of(people, 1), "confirmed")]


def test_a_number_that_is_nobodys_is_told_at_its_field(helper: TestClient, people: Volunteers) -> None:
    seat = people.seat(0, "lesson")

    for number in ("", "nobody", "<script>", "很" * 300):
        page = helper.post(f"{HOME}/{seat}/swap", data={"to_receipt": number})
        assert (page.status_code, 'aria-describedby="to_receipt-wrong"' in page.text) == (422, True), number
    unknown = helper.post(f"{HOME}/{seat}/swap", data={"to_receipt": "nobody"}).text
    assert "Volunteer number: what is stated does not occur here; allowed is the number of a volunteer." in unknown


def test_whoever_opens_the_link_of_a_seat_offers_one_of_their_own_for_it(
    reader: Reader, helper: TestClient, people: Volunteers
) -> None:
    mine, theirs = people.seat(0, "lesson"), people.seat(1, "empty")
    people.seat(1, "lesson", "excused")
    people.seat(0, "empty", "excused")
    other = reader(people.logins[1])
    address = f"{HOME}/swap-for/{mine}"

    assert address in helper.get(f"{HOME}/{mine}").text
    page = other.get(address).text
    assert (str(theirs) in page, receipt_of(people, 0) in page) == (True, False)
    assert other.post(address, data={"seat_id": str(theirs), "once": new_id().hex}).status_code == 303
    with people.office.database.reading() as session:
        swap = session.query(Swap).filter_by(seat_id=theirs).one()
    assert helper.post(f"{HOME}/swaps/{swap.id}/agree").status_code == 303

    numbers = [receipt_of(people, number) for number in (0, 1)]
    assert [people.states(shift)[0][0] for shift in ("lesson", "empty")] == [numbers[1], numbers[0]]


GONE = {
    "excused": "does not have the seat any more",
    "looking_for_substitute": "This seat cannot be exchanged at present.",
    "checked_in": "This seat cannot be exchanged at present.",
    "accepted": "",
}


@pytest.mark.parametrize("state", GONE)
def test_whoever_opens_the_link_too_late_reads_what_became_of_the_seat(
    reader: Reader, people: Volunteers, state: str
) -> None:
    mine, theirs = people.seat(0, "lesson", state), people.seat(1, "empty")
    page = reader(people.logins[1]).get(f"{HOME}/swap-for/{mine}")
    sent = reader(people.logins[1]).post(f"{HOME}/swap-for/{mine}", data={"seat_id": str(theirs), "reason": "R" * 999})

    assert (page.status_code, sent.status_code, str(theirs) in page.text) == (200, 422, state == "accepted")
    assert [told_gone(one.text) for one in (page, sent)] == [GONE[state]] * 2
    assert ('href="/mine/shifts/open"' in page.text.partition("<main")[2]) == (state != "accepted")


def told_gone(page: str) -> str:
    """Which of the reasons a page tells why a seat cannot be had."""
    told = {*GONE.values(), "This shift was called off.", "This shift has begun or is over."}
    return "; ".join(one for one in told if one and one in page)


@pytest.mark.parametrize(
    ("fields", "status", "told"),
    [
        ({"state": "cancelled"}, 200, "This shift was called off."),
        ({"state": "over"}, 200, "This shift has begun or is over."),
        ({"begun": True}, 200, "This shift has begun or is over."),
        ({"state": "planned"}, 404, ""),
    ],
)
def test_a_link_to_a_shift_that_takes_nobody_any_more_says_why(
    reader: Reader, people: Volunteers, fields: dict[str, Any], status: int, told: str
) -> None:
    mine, shift = people.seat(0, "lesson"), people.roster.shifts["lesson"]
    people.seat(1, "empty")
    stood = people.one(Shift, shift)
    earlier = people.now() - timedelta(minutes=5) if fields.get("begun") else stood.starts_at
    people.roster.change(Shift, shift, state=fields.get("state", "open"), starts_at=earlier)
    try:
        page = reader(people.logins[1]).get(f"{HOME}/swap-for/{mine}")
    finally:
        people.roster.change(Shift, shift, state=stood.state, starts_at=stood.starts_at)

    assert (page.status_code, told_gone(page.text)) == (status, told)


# ---- signing up


def test_a_shift_that_one_can_take_is_taken_with_one_press(helper: TestClient, people: Volunteers) -> None:
    address = f"{HOME}/open/{people.roster.shifts['join']}/sign-up"
    assert address in helper.get(f"{HOME}/open").text

    once = new_id().hex
    sent = [helper.post(address, data={"role": "teacher", "once": once}) for _ in range(2)]

    assert {one.status_code for one in sent} == {303}
    assert (receipt_of(people, 0), "teacher", "confirmed") in people.states("join")


def test_what_speaks_against_a_shift_is_told_in_words(helper: TestClient, people: Volunteers) -> None:
    people.seat(0, "lesson")
    page = helper.get(f"{HOME}/open?show=all").text

    assert "There is a seat on this shift already." in page
    assert "seat_held_already" not in page


@pytest.mark.parametrize(
    ("tag", "told"),
    [
        ("en", "You have not said that you are free then. You can change that under “My free time”."),
        ("zh", "您没有登记该时间有空，可在“空闲时间”中修改。"),
    ],
)
def test_a_rule_is_told_to_whom_it_concerns_without_numbers_and_codes(
    reader: Reader, people: Volunteers, tag: str, told: str
) -> None:
    own = people.roster.volunteers[2]
    stood = people.one(Volunteer, own).terms
    people.seat(2, "empty", "excused")
    people.roster.change(Volunteer, own, terms={**stood, "available": []})
    try:
        client = reader(people.logins[2])
        listed = client.get(f"{HOME}/open?show=all", headers={"Accept-Language": tag})
        address = f"{HOME}/open/{people.roster.shifts['empty']}/sign-up"
        refused = client.post(address, data={"role": "teacher"}, headers={"Accept-Language": tag})
    finally:
        people.roster.change(Volunteer, own, terms=stood)

    pages = [one.text for one in (listed, refused)]
    assert [(one.status_code, told in one.text) for one in (listed, refused)] == [(200, True), (409, True)]
    assert [receipt_of(people, 2) in page for page in pages] == [False, False]
    assert receipt_of(people, 2) not in {who for who, _, _ in people.states("empty")}


OFFICE_TELLS = "This seat cannot be given to you. Please ask the office; there are other shifts."
OTHERS = "V-9999-OTHER"
RULES_TOLD = [
    ("h03_availability", {"requests": "V-1"}, "You have not said that you are free then. "),
    ("h09_max_minutes_day", {"requests": "V-1", "counted": 481}, "You would serve 481 minutes within a day; 480 are"),
    ("h09_max_minutes_day", {"counted": 481}, OFFICE_TELLS),
    ("h26_no_show_lock", {"absences": 3, "volunteers": OTHERS}, OFFICE_TELLS),
    ("h24_banned", {}, OFFICE_TELLS),
    ("h17_seat_max", {"counted": 3, "volunteers": OTHERS}, "All seats of this role are taken."),
    ("h05_adult_on_shift", {}, "Minors would be alone on this shift."),
    ("volunteer_busy", {}, "You have another commitment as a volunteer at that time."),
    ("ask_the_office", {}, OFFICE_TELLS),
    ("seat_held_already", {}, "There is a seat on this shift already."),
]
"""Refusals, and how the words begin that a volunteer reads."""


@pytest.mark.parametrize(("code", "numbers", "told"), RULES_TOLD)
def test_each_kind_of_refusal_is_told_to_a_volunteer_in_words_of_their_own(
    code: str, numbers: dict[str, Any], told: str
) -> None:
    said = own_rules.why(Conflict(code, "volunteer_id", None, "480", **numbers), "en")

    assert (said[: len(told)], OTHERS in said) == (told, False)


def test_a_rule_about_somebody_else_is_the_offices_to_tell_whatever_rule_it_is() -> None:
    of_others = {key.removeprefix("own_rule_") for key in OWN_RULES} - {*own_rules.OF_ALL, *own_rules.NOBODYS}
    numbers = {"counted": 481, "gap": 7, "absences": 3}
    said = {own_rules.rule_told(Conflict(code, "volunteer_id", None, "480", **numbers), "en") for code in of_others}

    assert said == {OFFICE_TELLS}
    # What is told of a whole shift tells no number of it.
    assert [code for code in own_rules.OF_ALL if "{" in OWN_RULES[f"own_rule_{code}"].en] == []


def test_why_another_cannot_take_a_seat_is_told_to_nobody_who_hands_it_over_or_names_them(
    helper: TestClient, people: Volunteers, team: UUID
) -> None:
    seat, other = people.seat(0, "lesson"), people.roster.volunteers[1]
    for shift in ("lesson", "crowd"):
        people.seat(1, shift, "excused")
    stood, organisation = people.one(Volunteer, other), people.one(TeamRequest, team).organisation_id
    without_time = {"terms": {**stood.terms, "available": []}, "organisation_id": organisation}
    assert helper.post(f"{HOME}/teams/{team}/yes").status_code == 303
    people.roster.change(Volunteer, other, **without_time)
    sent = {"to_receipt": receipt_of(people, 1), "once": new_id().hex}
    try:
        pages = [helper.post(f"{HOME}/{place}", data=sent) for place in (f"{seat}/swap", f"teams/{team}")]
    finally:
        people.roster.change(Volunteer, other, terms=stood.terms, organisation_id=stood.organisation_id)

    assert [page.status_code for page in pages] == [409, 409]
    assert "The other cannot take this seat by the rules. Please ask somebody else." in pages[0].text
    assert OFFICE_TELLS in pages[1].text
    assert ["free then" in page.text.partition("<main")[2] for page in pages] == [False, False]
    assert people.state(seat) == "accepted"
    assert receipt_of(people, 1) not in {who for who, _, _ in people.states("crowd")}


def test_when_a_shift_opens_is_told_as_people_write_dates(helper: TestClient, people: Volunteers) -> None:
    shift = people.one(Shift, people.roster.shifts["empty"])
    opens = people.now() + timedelta(hours=3)
    people.seat(0, "empty", "excused")
    people.roster.change(Shift, shift.id, opens_at=opens)
    try:
        page = helper.get(f"{HOME}/open?show=all").text
    finally:
        people.roster.change(Shift, shift.id, opens_at=shift.opens_at)

    assert f"Signing up for this shift opens at {telling.moment(opens, str(ZONE), 'en')}." in page


def test_a_shift_that_stands_on_another_page_is_refused_in_words(
    helper: TestClient, people: Volunteers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shifts_open, "SHIFTS", 1)
    people.seat(0, "lesson")
    answer = helper.post(f"{HOME}/open/{people.roster.shifts['lesson']}/sign-up", data={"role": "teacher"})

    assert (answer.status_code, "There is a seat on this shift already." in answer.text) == (409, True)


def test_wishes_are_gathered_where_lots_decide(helper: TestClient, people: Volunteers) -> None:
    fair = people.roster.shifts["fair"]
    sent = {"role": "steward"}

    assert helper.post(f"{HOME}/open/{fair}/wish", data=sent).status_code == 303
    assert "Take my wish back" in helper.get(f"{HOME}/open").text
    assert helper.post(f"{HOME}/open/{fair}/unwish", data=sent).status_code == 303

    with people.office.database.reading() as session:
        states = [row.state for row in session.query(SeatWish).filter_by(shift_id=fair)]
    assert states == ["withdrawn"]


# ---- checking in


def test_a_scanned_poster_opens_a_page_with_one_button(helper: TestClient, people: Volunteers) -> None:
    seat, code = people.seat(0, "soon"), people.code_of("HALL")

    page = helper.get(f"/check-in/{code}").text
    assert (page.count('class="big"'), f'value="{code}"' in page) == (1, True)
    sent = [helper.post(f"/check-in/{seat}/come", data={"code": code}).status_code for _ in range(2)]
    came = people.state(seat)
    helper.post(f"/check-in/{seat}/leave")

    row = people.one(Seat, seat)
    assert (sent, came, row.state, row.place_told) == ([303, 303], "checked_in", "checked_out", True)


def test_a_typed_code_is_read_as_meant_and_a_wrong_one_is_told_at_its_field(
    helper: TestClient, people: Volunteers
) -> None:
    seat, code = people.seat(0, "soon"), people.code_of("HALL")

    wrong = helper.post(f"/check-in/{seat}/come", data={"code": "1234"})
    assert (wrong.status_code, 'value="1234"' in wrong.text, "code-wrong" in wrong.text) == (422, True, True)
    assert helper.post(f"/check-in/{seat}/come", data={"code": f" {code.lower().replace('-', ' ')}"}).status_code == 303
    assert people.state(seat) == "checked_in"


def test_nobody_checks_in_who_is_not_expected(reader: Reader, people: Volunteers) -> None:
    people.seat(2, "soon", "excused")

    assert "nothing to check in for" in reader(people.logins[2]).get("/check-in").text
    assert reader(people.logins[2]).get("/check-in/" + "<script>").status_code == 200


# ---- when somebody is free


def test_somebody_becomes_a_volunteer_and_is_verified_later(reader: Reader, people: Volunteers) -> None:
    member = people.one(Volunteer, people.roster.volunteers[3]).member_id
    people.roster.change(Volunteer, people.roster.volunteers[3], state="left")
    client = reader(people.logins[3])
    told = {"born": "1960-02-03", "available_days": "2", "available_start": "09:00", "available_end": "11:00"}

    wrong = client.post(f"{HOME}/offer", data={**told, "available_end": "25:00"})
    assert (wrong.status_code, 'aria-describedby="available_end-wrong"' in wrong.text) == (422, True)
    assert 'value="1960-02-03"' in wrong.text
    assert client.post(f"{HOME}/offer", data={**told, "once": new_id().hex}).status_code == 303

    row = people.one(Volunteer, people.roster.volunteers[3])
    assert (row.member_id, row.state) == (member, "registered")
    assert row.terms["available"] == [{"weekdays": [2], "start": "09:00", "end": "11:00"}]
    assert "The office has yet to verify you" in client.get(HOME).text
    people.roster.change(Volunteer, row.id, state="active")


def test_times_are_added_and_removed_and_a_second_tab_is_told(reader: Reader, people: Volunteers) -> None:
    client, own = reader(people.logins[2]), people.roster.volunteers[2]
    version = str(people.one(Volunteer, own).row_version)
    sent = {
        "version": version,
        "away_first": "2027-02-01",
        "away_last": "2027-02-07",
        "most_hours": "12",
        "lead": "720",
    }

    assert client.post(f"{HOME}/offer", data=sent).status_code == 303
    stale = client.post(f"{HOME}/offer", data={**sent, "least_hours": "7"})
    row = people.one(Volunteer, own)
    assert row.terms["blackouts"] == [{"first": "2027-02-01", "last": "2027-02-07"}]
    assert (row.terms["desired"], row.lead_minutes) == ([0, 720], 720)
    assert (stale.status_code, f'value="{row.row_version}"' in stale.text, 'value="7"' in stale.text) == (
        412,
        True,
        True,
    )

    drop = {"version": str(row.row_version), "drop.away.0": "yes", "lead": "720"}
    assert client.post(f"{HOME}/offer", data=drop).status_code == 303
    assert "blackouts" not in people.one(Volunteer, own).terms


def test_what_was_ticked_to_go_in_an_older_window_is_not_ticked_among_newer_times(
    reader: Reader, people: Volunteers
) -> None:
    client, own = reader(people.logins[2]), people.roster.volunteers[2]
    version = str(people.one(Volunteer, own).row_version)
    added = {"version": version, "away_first": "2027-03-01", "lead": "720"}
    assert client.post(f"{HOME}/offer", data=added).status_code == 303

    stale = client.post(f"{HOME}/offer", data={"version": version, "drop.away.0": "yes", "lead": "720"})
    assert (stale.status_code, 'name="drop.away.0"' in stale.text) == (412, True)
    assert re.search(r'name="drop\.away\.0"[^>]* checked', stale.text) is None

    fresh = str(people.one(Volunteer, own).row_version)
    client.post(f"{HOME}/offer", data={"version": fresh, "drop.away.0": "yes", "lead": "720"})


def test_somebody_pauses_and_goes_on(reader: Reader, people: Volunteers) -> None:
    client, own = reader(people.logins[2]), people.roster.volunteers[2]
    states = []
    for move in ("pause", "pause", "resume"):
        assert client.post(f"{HOME}/offer/{move}").status_code == 303
        states.append(people.one(Volunteer, own).state)

    assert states == ["paused", "paused", "active"]


# ---- teams


@pytest.fixture
def team(people: Volunteers) -> UUID:
    """The organisation of the first volunteer asked for two people."""
    volunteer = people.one(Volunteer, people.roster.volunteers[0])
    row_id, organisation = new_id(), new_id()

    def add(session: Any) -> None:
        community = people.street.community_id
        session.add(Organisation(id=organisation, community_id=community, name=f"学校{row_id}"))
        session.flush()
        session.get_one(Member, volunteer.member_id).organisation_id = organisation
        session.get_one(Volunteer, volunteer.id).organisation_id = organisation
        now = people.now()
        row = TeamRequest(id=row_id, community_id=community, shift_id=people.roster.shifts["crowd"], role="teacher")
        row.organisation_id, row.seats, row.answer_by, row.created_at = organisation, 1, now + timedelta(days=1), now
        asked_by = people.roster.town.coordinator.account_id
        assert asked_by is not None
        row.asked_by = asked_by
        session.add(row)

    people.office.database.transact(add)
    return row_id


def test_an_organisation_says_yes_and_somebody_names_themselves(
    helper: TestClient, people: Volunteers, team: UUID
) -> None:
    people.seat(0, "crowd", "excused")
    people.seat(1, "crowd", "excused")
    address = f"{HOME}/teams/{team}"
    assert address in helper.get(HOME).text

    assert helper.post(f"{address}/yes").status_code == 303
    wrong = helper.post(address, data={"to_receipt": receipt_of(people, 1)})
    assert (wrong.status_code, 'aria-describedby="to_receipt-wrong"' in wrong.text) == (422, True)
    assert helper.post(address).status_code == 303

    assert (people.one(TeamRequest, team).state, people.states("crowd")) == (
        "accepted", [(receipt_of(people, 0), "teacher", "accepted")],
    )  # fmt: skip


# ---- in a browser


@pytest.mark.parametrize(("device", "language"), SCREENS[:1] + SCREENS[3:])
def test_pages_of_a_volunteer_are_accessible_and_fit_the_screen(
    visit: Visit, people: Volunteers, device: str, language: str
) -> None:
    visitor = visit(device, language)
    visitor.sign_in(people.logins[0])
    seat = people.seat(0, "lesson")
    people.seat(0, "soon")
    for place in (HOME, f"{HOME}/{seat}", f"{HOME}/{seat}/swap", f"{HOME}/open", f"{HOME}/offer", "/check-in"):
        looked_at(visitor, place)


def test_an_old_volunteer_checks_in_on_a_phone_without_scripts(visit: Visit, people: Volunteers) -> None:
    seat, code = people.seat(0, "soon"), people.code_of("HALL")
    visitor = visit("narrow", "zh", script=False)
    visitor.page.goto(f"/check-in/{code}")
    visitor.page.fill("#login", people.logins[0])
    visitor.page.fill("#password", PASSWORD)
    visitor.page.click("main button")

    visitor.page.click("text=签到 >> nth=-1")

    assert people.state(seat) == "checked_in"
