"""One's own page: what waits, what comes, what can be done; dates and messages on pages of their own."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import expect

from api.pages import mine_cards, rooms_sections, rooms_times, telling
from api.pages.forms import Form
from scheduler import calendar, queries
from scheduler.actors import RESIDENT
from scheduler.ids import new_id
from scheduler.models import InboxMessage, Shift
from scheduler.office import Office
from scheduler.usecases import calendars, messages, registration
from solvers.parking.generate import Scale
from tests.pages.rooms_street import RoomsStreet
from tests.pages.street import Street, actor_of, add_street, own_rows, publish
from tests.pages.test_interrupted import hidden
from tests.pages.visiting import Visitor
from tests.pages.volunteers_street import add_volunteers

Reader = Callable[..., TestClient]
Visit = Callable[..., Visitor]


@pytest.fixture(scope="module")
def street(streets_office: Office) -> Street:
    """A street with a public notice, in which these tests' resident has a space."""
    street = add_street(streets_office, "osmanthus", Scale(2, 20, 60))
    publish(street)
    return street


def write_letters(street: Street, count: int) -> None:
    """Put messages into the resident's inbox."""
    member = actor_of(street, RESIDENT).member_id
    assert member is not None
    with street.office.database.writing() as session:
        now = street.office.database.now(session)
        for _ in range(count):
            letter = InboxMessage(id=new_id(), member_id=member, code="block_lifted", numbers={}, created_at=now)
            letter.dedupe_key = str(letter.id)
            session.add(letter)


def section(page: str, name: str) -> str:
    """What stands under a heading of the page."""
    found = re.search(rf'<section aria-labelledby="{name}">.*?</section>', page, re.S)
    return found[0] if found else ""


def test_what_waits_stands_first_and_its_dates_come_once_it_is_accepted(reader: Reader, street: Street) -> None:
    client = reader(street.login(RESIDENT))
    row = next(row for row in own_rows(street) if row.state == "allocated")
    before = client.get("/mine").text
    assert client.post(f"/mine/{row.id}/accept").status_code == 303
    after, dates = client.get("/mine").text, client.get("/mine/calendar").text
    made = client.post("/mine/calendar/addresses").text
    address = re.search(r'value="http://testserver(/[^"]+)"', made)
    assert address is not None
    feed = reader().get(address[1]).text
    with street.office.database.reading() as session:
        now, actor = street.office.database.now(session), actor_of(street, RESIDENT)
        assert actor.member_id is not None
        agenda = calendars.of_member(session, street.community_id, actor.member_id, now)

    assert f'href="#r-{row.id}"' in section(before, "todo")
    assert re.findall(r"<span>(.*?) <small>", section(after, "todo")) == ["Sign the agreement"]
    assert "Agreement no. " in after
    assert dates.count("Parking") >= 4
    assert {event.category for event in agenda.events} == {"parking"}
    assert feed.count("BEGIN:VEVENT") == len(agenda.events) > 0


def test_shifts_stand_among_the_dates_and_the_place_of_a_visit_is_told_nowhere(
    reader: Reader, streets_office: Office
) -> None:
    people = add_volunteers(streets_office, "acacia")
    client = reader(people.logins[0])
    people.seat(0, "lesson")
    people.seat(0, "visit", role="visitor")
    offered = people.seat(0, "crowd", state="offered")
    page = client.get("/mine").text
    with streets_office.database.reading() as session:
        member = actor_of(people.street, RESIDENT).member_id
        assert member is not None
        agenda = calendars.of_member(session, people.street.community_id, member, people.now())

    shift = people.one(Shift, people.roster.shifts["crowd"])
    when = telling.span(shift.starts_at, shift.ends_at, str(calendar.ZONE), "en")
    assert f'href="/mine/shifts/{offered}"' in section(page, "todo")
    assert f"Answer for a shift <small>crowd · {when}</small>" in section(page, "todo")
    assert {event.category for event in agenda.events} == {"volunteering"}
    assert len(agenda.events) == 2
    assert [bool(event.place[0]) for event in agenda.events] == [True, False]


def test_a_draft_waits_to_be_sent_and_what_is_over_stands_apart(reader: Reader, open_street: Street) -> None:
    client, database = reader(open_street.login(RESIDENT)), open_street.office.database
    member = actor_of(open_street, RESIDENT)
    assert member.member_id is not None
    with database.reading() as session:
        car = queries.community.vehicles_of(session, member.member_id)[0].id
        home = queries.supply.sites_of(session, open_street.community_id)[0].id
    uses = [{"days": "every", "start": "21:00", "end": "06:00"}]
    given: dict[str, Any] = {"actor": member, "vault": open_street.office.vault, "round_id": open_street.round_id}
    given |= {"wish": registration.Wish(car, uses, 500, home), "channel": "web", "submit": False}
    made = database.transact(lambda session: registration.register(session, now=database.now(session), **given))
    waits = client.get("/mine").text
    client.post(f"/mine/{made.id}/withdraw")
    over = client.get("/mine").text

    assert f'href="/mine/registrations/{made.id}/slip"' in section(waits, "todo")
    assert f'href="/mine/parking/{open_street.round_id}"' in section(waits, "doors")
    assert f'id="r-{made.id}"' not in over
    assert made.receipt in over.partition("Earlier registrations")[2]


def test_messages_are_read_page_by_page_and_marked_at_once(reader: Reader, street: Street) -> None:
    write_letters(street, 30)
    # What is still on its way must not come between two looks.
    messages.to_inboxes(street.office)
    client = reader(street.login(RESIDENT))
    first = client.get("/mine/messages").text
    older = re.search(r'href="(/mine/messages\?after=[^"]+)"', first)
    mark = re.search(r'action="(/mine/messages/[^"]+/read)"', first)
    assert older is not None
    assert mark is not None
    second = client.get(older[1]).text
    marked = [client.post(mark[1]).headers["location"] for _ in range(2)]

    with street.office.database.reading() as session:
        told = session.query(InboxMessage).filter_by(member_id=actor_of(street, RESIDENT).member_id).count()
    assert (first.count("<li class="), second.count("<li class=")) == (25, told - 25)
    assert first.count('class="unread"') == 25
    assert marked == ["/mine/messages"] * 2
    assert 'class="unread"' not in client.get(older[1]).text + client.get("/mine").text
    assert reader(street.login("coordinator")).post(mark[1]).status_code == 404


def test_dates_are_shown_four_weeks_at_a_time(reader: Reader, street: Street) -> None:
    client = reader(street.login(RESIDENT))
    later = re.findall(r'href="(/mine/calendar\?day=[0-9-]+)"', client.get("/mine/calendar").text)
    second = client.get(later[0]).text

    assert len(later) == 1
    assert len(re.findall(r'href="/mine/calendar\?day=', second)) == 2
    assert client.get("/mine/calendar?day=soon").status_code == 422
    assert client.get("/mine/calendar?day=2199-12-31").status_code == 200


@pytest.mark.parametrize(
    ("use_last", "state", "round_state", "over"),
    [(9, "active", "settled", False), (-1, "active", "settled", True), (9, "lapsed", "published", True)],
)
def test_what_is_past_is_told_from_what_still_counts(use_last: int, state: str, round_state: str, over: bool) -> None:
    class Of:
        def __init__(self, **given: Any) -> None:
            self.__dict__.update(given)

    today = date(2027, 1, 1)
    round_ = Of(use_last=today + timedelta(days=use_last), state=round_state)

    assert mine_cards.is_over(Of(state=state), round_, today) is over


# ---- a season, said in one go


def test_days_and_parts_of_the_day_are_said_together() -> None:
    form = Form(rooms_times.PICKED, {"on_2": "yes", "on_4": "yes", "part_morning": "yes", "part_afternoon": "yes"})
    apart = Form(rooms_times.PICKED, {"on_6": "yes", "part_morning": "yes", "part_evening": "yes"})

    assert rooms_times.picked(form) == [{"weekday": day, "start": "08:00", "end": "18:00"} for day in (2, 4)]
    assert [(one["start"], one["end"]) for one in rooms_times.picked(apart)] == [("08:00", "12:00"), ("18:00", "21:30")]
    assert [rooms_times.ticked(rooms_times.picked(one)) for one in (form, apart)] == [form.values, apart.values]
    assert rooms_times.ticked([{"weekday": 2, "start": "08:00", "end": "11:00"}]) is None
    assert rooms_times.ticked([{"weekday": 2, "start": "08:00", "end": "12:00", "primary": False}]) is None


def test_an_application_is_said_in_one_go_and_changed_by_whoever_sent_it(
    reader: Reader, rooms_street: RoomsStreet
) -> None:
    client, place = reader(rooms_street.login(RESIDENT)), f"/mine/apply/{rooms_street.season.round_id}"
    form = {"title": "周二周四书法", "category": "culture", "age_group": "any", "people": "20", "longest": "90"}
    form |= {"on_2": "yes", "on_4": "yes", "part_morning": "yes", "wish_1": "~near", "has.mirrors": "yes"}
    form |= {"sessions": "1", "every_weeks": "1", "leader": "13900000001", "members": "13900000002 13900000003"}
    slip = client.post(f"{place}/slip", data=form)
    receipt = client.post(f"{place}/send", data=form).headers["location"]
    row = own_rows(rooms_street.street)[0]
    asked = row.section or {}
    shown = client.get(f"{receipt}/change").text
    change = {**hidden(shown), **form, "on_5": "yes", "shortest": "60", "people": "15", "leader": "", "members": ""}
    answer = client.post(f"{receipt}/change", data=change)
    stale = client.post(f"{receipt}/change", data={**change, "people": "16"})
    changed = own_rows(rooms_street.street)[0].section or {}

    assert slip.status_code == 200
    assert [(one["weekday"], one["start"], one["end"]) for one in asked["ranges"]] == [
        (2, "08:00", "12:00"),
        (4, "08:00", "12:00"),
    ]
    assert (asked["people"], asked["shortest"], asked["longest"], asked["features"]) == (20, 90, 90, ["mirrors"])
    assert len(asked["facilities"]) >= 3
    assert 'name="on_4" value="yes" checked' in shown
    assert '<option value="~near" selected>' in shown
    assert (answer.status_code, answer.headers["location"]) == (303, receipt)
    assert ([one["weekday"] for one in changed["ranges"]], changed["people"]) == ([2, 4, 5], 15)
    assert [changed[name] for name in ("leader", "members")] == [asked[name] for name in ("leader", "members")]
    assert (stale.status_code, 'value="16"' in stale.text) == (412, True)
    assert "Take the newer one" in stale.text


CHOIR = {"title": "合唱", "category": "culture", "age_group": "any", "people": "20", "longest": "90", "on_2": "yes"}
CHOIR |= {"sessions": "1", "every_weeks": "1"}
"""A weekly room asked for as the form sends it, without a part of the day."""


@pytest.mark.parametrize(
    ("tag", "told"),
    [
        ("en", "Please tick at least one day and one part of the day, or state a time."),
        ("zh", "请至少勾选一天和一个时段，或填写其他时间。"),
    ],
)
def test_days_without_a_part_of_the_day_are_told_at_the_times(
    reader: Reader, rooms_street: RoomsStreet, tag: str, told: str
) -> None:
    client, place = reader(rooms_street.login(RESIDENT)), f"/mine/apply/{rooms_street.season.round_id}"
    form = CHOIR | {"note": "很" * 5000}
    answer = client.post(f"{place}/slip", data=form, headers={"Accept-Language": tag})

    assert (answer.status_code, f'id="ranges-wrong">{told}' in answer.text) == (422, True)
    assert "很" * 5000 in answer.text


@pytest.mark.parametrize(
    ("tag", "told"),
    [
        ("en", "Note for the office: not acceptable as stated; allowed is: at most 4000 characters."),
        ("zh", "给工作人员的说明 不符合要求，应为：最多 4000 个字符。"),
    ],
)
def test_a_note_that_is_too_long_is_told_in_characters_and_stays(
    reader: Reader, rooms_street: RoomsStreet, tag: str, told: str
) -> None:
    client, place = reader(rooms_street.login(RESIDENT)), f"/mine/apply/{rooms_street.season.round_id}"
    form = CHOIR | {"part_morning": "yes", "note": "很" * 5000}
    answer = client.post(f"{place}/slip", data=form, headers={"Accept-Language": tag})

    assert (answer.status_code, told in answer.text, "很" * 5000 in answer.text) == (422, True, True)


def test_a_note_of_several_lines_is_taken_as_browsers_send_it(reader: Reader, rooms_street: RoomsStreet) -> None:
    client, place = reader(rooms_street.login(RESIDENT)), f"/mine/apply/{rooms_street.season.round_id}"
    form = {"title": "合唱队", "category": "culture", "age_group": "any", "people": "9", "longest": "90", "on_7": "yes"}
    form |= {"sessions": "1", "every_weeks": "1", "part_morning": "yes", "note": "第一行\r\n第二行"}
    slip = client.post(f"{place}/slip", data=form)
    sent = client.post(f"{place}/send", data=form)

    assert (slip.status_code, sent.status_code) == (200, 303)
    assert "第一行\n第二行" in client.get(sent.headers["location"]).text


def test_what_the_form_cannot_say_stays_as_it_was_asked() -> None:
    before = {
        "people": 8,
        "category": "culture",
        "age_group": "senior",
        "ranges": [{"weekday": 3, "start": "09:15", "end": "11:45", "primary": False}],
        "facilities": ["A", "B", "C", "D"],
        "rooms": ["A1"],
        "leader": "a mark",
        "members": ["a mark", "another"],
        "previous": {"room": "A1", "weekday": 3, "start": "09:15", "end": "11:45"},
        "links": [{"receipt": "7K3M-9P2Q", "kind": "together"}],
    }
    form = rooms_sections.form_of(before, "戏曲", "", ["A"])
    wish = rooms_sections.section_of(form, ["A"], before)

    assert (form.value("kept_times"), form.value("wish_1")) == ("yes", "~kept")
    assert [(one.kind, one.receipt) for one in wish.links] == [("together", "7K3M-9P2Q")]
    kept = ("ranges", "facilities", "rooms", "leader", "members", "previous")
    assert {name: wish.terms[name] for name in kept} == {name: before[name] for name in kept}


def test_the_pages_are_accessible_on_a_narrow_screen(visit: Visit, street: Street, rooms_street: RoomsStreet) -> None:
    messages.to_inboxes(street.office)
    visitor = visit("narrow", "zh")
    visitor.sign_in(street.login(RESIDENT))
    for place in ("/mine", "/mine/calendar", "/mine/messages"):
        visitor.page.goto(place)
        assert (visitor.violations(), visitor.overflows()) == ([], False), place


def test_what_is_pasted_is_told_as_too_long_and_never_cut(visit: Visit, rooms_street: RoomsStreet) -> None:
    visitor = visit("phone", "zh")
    visitor.sign_in(rooms_street.login(RESIDENT))
    page, pasted = visitor.page, "很" * 5000
    page.goto(f"/mine/apply/{rooms_street.season.round_id}")
    page.fill("#title", "合唱")
    page.check("[name=on_2]")
    page.check("[name=part_morning]")
    page.fill("#note", pasted)
    visitor.expect_refusal()
    page.click("main form button")

    expect(page.locator("#note-wrong")).to_contain_text("最多 4000 个字符")
    assert page.input_value("#note") == pasted


@pytest.mark.parametrize("device", ["phone", "narrow"])
def test_the_receipt_and_the_head_keep_their_lines_in_large_type(visit: Visit, street: Street, device: str) -> None:
    visitor = visit(device, "zh")
    visitor.sign_in(street.login(RESIDENT))
    page = visitor.page
    page.goto("/type/large")
    page.goto(f"/mine/registrations/{own_rows(street)[0].id}")
    lines = "(one) => one.getBoundingClientRect().height / parseFloat(getComputedStyle(one).lineHeight)"

    assert round(page.locator(".ticket .receipt").evaluate(lines)) == 1
    expect(page.locator(".who a")).to_have_text("账号", use_inner_text=True)
    assert not visitor.overflows()


def test_a_room_is_booked_in_three_taps(visit: Visit, rooms_street: RoomsStreet) -> None:
    """Look, choose, confirm: three taps, once the page of rooms is open and the date is set."""
    visitor = visit("phone", "zh", script=False)
    visitor.sign_in(rooms_street.login(RESIDENT))
    page = visitor.page
    page.goto(f"/rooms?day={rooms_street.day(8)}&start=15:00")
    page.click("form.sheet button")
    page.click(".offer button >> nth=0")
    page.click("form[action$='/confirm'] button")

    expect(page.locator(".head .badge")).to_have_text("预约成功")
    with rooms_street.street.office.database.reading() as session:
        since = rooms_street.at("15:00", 8)
        booked = queries.calendars.booked_by(session, rooms_street.person, since, since + timedelta(hours=1))
    assert len(booked) == 1
