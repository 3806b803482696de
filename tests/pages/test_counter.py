"""The counter as requests: found, written down, looked at, sent."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import expect

from api.pages.forms import MOST_FIELDS
from api.pages.wishes import CHANNELS
from fixtures import people
from scheduler import queries
from scheduler.ids import new_id
from scheduler.models import Member, Registration, Round
from scheduler.office import Office
from tests.pages.street import Street, add_account, add_street, block_vehicle, own_rows, rows_of
from tests.pages.visiting import Visitor

Reader = Callable[..., TestClient]


CARRIED = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
WISH: dict[str, Any] = {"pattern": "day", "longest_walk": "900", "channel": "door"}


def found_person(client: TestClient, phone: str) -> str:
    """The page of somebody who is found by their phone."""
    return client.post("/counter/find", data={"asked": phone}).headers["location"]


def wish_for(client: TestClient, street: Street, person: str) -> dict[str, Any]:
    """A wish for the person's vehicle."""
    vehicle = re.search(r'name="vehicle_id" value="([^"]+)"', client.get(person).text)
    assert vehicle is not None
    return {**WISH, "vehicle_id": vehicle[1], "round_id": str(street.round_id)}


def test_a_clerk_finds_people_by_the_end_of_a_number_and_sees_them_masked(reader: Reader, open_street: Street) -> None:
    client = reader(open_street.login("property_staff"))
    wrong = client.post("/counter/find", data={"asked": "12"})
    nobody = client.post("/counter/find", data={"asked": "ZZZ0"})

    assert found_person(client, people.phone_of(3)[-4:]).startswith("/counter/people/")
    assert (wrong.status_code, 'id="asked-wrong"' in wrong.text) == (422, True)
    assert "Nobody is known by that phone, plate or receipt." in nobody.text


def test_looking_at_somebody_is_put_on_record(reader: Reader, open_street: Street) -> None:
    client = reader(open_street.login("property_staff"))
    person = found_person(client, people.phone_of(4))

    def looks() -> int:
        with open_street.office.database.reading() as session:
            entries = queries.audit.entries(session, open_street.community_id, 0, 10_000)
            return sum(entry.action == "member.reveal" and entry.subject_id in person for entry in entries)

    before = looks()
    assert people.name_of(4) in client.get(person).text
    assert looks() == before + 1


def test_a_wish_is_sent_as_the_slip_showed_it(reader: Reader, open_street: Street) -> None:
    client = reader(open_street.login("property_staff"))
    person = found_person(client, people.phone_of(5))
    wish = wish_for(client, open_street, person) | {
        "pattern": "own",
        "days": "rest_day",
        "start": "10:00",
        "end": "16:00",
    }
    slip = client.post(f"{person}/slip", data=wish).text
    carried = {name: unescape(text) for name, text in CARRIED.findall(slip)}
    answer = client.post(f"{person}/registrations", data=carried)
    receipt = client.get(answer.headers["location"]).text
    again = client.post(f"{person}/registrations", data=carried)
    anew = client.post(f"{person}/registrations", data={**carried, "once": ""})

    assert "Rest days 10:00 to 16:00" in slip
    assert "Rest days 10:00 to 16:00" in receipt
    assert people.name_of(5) not in receipt
    assert people.plate_of(5) not in receipt
    assert (again.status_code, again.headers["location"]) == (303, answer.headers["location"])
    assert anew.status_code == 409
    assert 'role="alert"' in anew.text


def test_by_which_end_somebody_came_is_kept_and_told(reader: Reader, open_street: Street) -> None:
    client = reader(open_street.login("property_staff"))
    asked = ((10, "workday"), (10, "rest_day"), (11, "workday"), (11, "rest_day"))
    told = zip(asked, CHANNELS, ("at the counter", "hotline", "", "letter"), strict=True)

    for (at, days), channel, word in told:
        person = found_person(client, people.phone_of(at))
        times = {"pattern": "own", "days": days, "start": "10:00", "end": "16:00"}
        wish = wish_for(client, open_street, person) | times | {"channel": channel}
        carried = dict(CARRIED.findall(client.post(f"{person}/slip", data=wish).text))
        answer = client.post(f"{person}/registrations", data={name: unescape(text) for name, text in carried.items()})
        page = client.get(answer.headers["location"]).text
        assert (f"<dd>{word}</dd>" in page, "visit at home" in page) == (bool(word), False)
        with open_street.office.database.reading() as session:
            rows = queries.registrations.of_member(session, UUID(person.rpartition("/")[2]), open_street.round_id)
        assert rows[0].channel == channel


def test_all_rounds_that_take_registrations_stand_at_the_counter(reader: Reader, streets_office: Office) -> None:
    street = add_street(streets_office, "staphylea")
    with street.office.database.writing() as session:
        first = session.get_one(Round, street.round_id)
        kept = {column.key: getattr(first, column.key) for column in Round.__table__.columns}
        session.add_all([Round(**{**kept, "id": new_id(), "code": f"more-{number}"}) for number in range(2)])
    page = reader(street.login("property_staff")).get("/counter").text

    assert re.findall(r'<h2 id="round-(\d)">', page) == ["1", "2", "3"]


def test_a_registration_is_found_again_by_its_receipt(
    reader: Reader, open_street: Street, planned_street: Street
) -> None:
    client = reader(open_street.login("property_staff"))
    row, foreign = rows_of(open_street)[-1], rows_of(planned_street)[-1]
    for text in (row.receipt, row.receipt.lower().replace("-", " ")):
        answer = client.post("/counter/find", data={"asked": text})
        assert answer.headers["location"] == f"/counter/registrations/{row.id}"

    unknown = client.post("/counter/find", data={"asked": foreign.receipt})
    assert "Nobody is known by that phone, plate or receipt." in unknown.text
    for text in ("no receipt", "\0", "", "忘" * 5_000, "<script>", "‮沪A"):
        answer = client.post("/counter/find", data={"asked": text})
        assert (answer.status_code, answer.text.count('id="asked-wrong"')) == (422, 1)


def test_somebodys_registrations_stand_on_their_page_newest_first(reader: Reader, open_street: Street) -> None:
    client = reader(open_street.login("property_staff"))
    rows = own_rows(open_street)
    page = client.get(f"/counter/people/{rows[0].member_id}").text

    assert re.findall(r'href="/counter/registrations/([^"]+)"', page) == [str(row.id) for row in rows]


def test_registrations_of_a_round_are_read_newest_first_page_by_page(reader: Reader, published_street: Street) -> None:
    client, place = reader(published_street.login("property_staff")), f"/counter/rounds/{published_street.round_id}"
    listed = re.compile(r'href="/counter/registrations/([^"]+)"')
    first = client.get(place).text
    more = re.search(r'href="([^"]+\?before=[^"]+)"', first)
    assert more is not None
    found = listed.findall(first) + listed.findall(client.get(more[1]).text)
    newest = listed.findall(client.get("/counter").text)

    assert place in client.get("/counter").text
    assert (len(found), found) == (60, sorted(found, reverse=True))
    assert newest == found[: len(newest)]


def test_a_mail_address_is_taken_at_the_enrolment(reader: Reader, open_street: Street) -> None:
    client, vault = reader(open_street.login("property_staff")), open_street.office.vault
    person = {"name": "何小雨", "phone": "13900005555"}
    wrong = client.post("/counter/enrol", data={**person, "mail": "nobody"})
    made = client.post("/counter/enrol", data={**person, "mail": "rain@example.org"}).headers["location"]
    with open_street.office.database.reading() as session:
        member = session.get_one(Member, UUID(made.rpartition("/")[2]))

    assert (wrong.status_code, 'id="mail-wrong"' in wrong.text) == (422, True)
    assert member.mail_cipher is not None
    assert vault.open_sealed(member.mail_cipher, "member.mail", member.id) == "rain@example.org"


def test_what_a_clerk_may_not_state_is_told_beside_its_field(reader: Reader, published_street: Street) -> None:
    with published_street.office.database.reading() as session:
        here, there = queries.supply.sites_of(session, published_street.community_id)
    client = reader(add_account(published_street, "bound@cedar", "property_staff", site=here.id))
    person = {"name": "沈小舟", "phone": "13900004444", "home_site_id": str(there.id)}
    answer = client.post("/counter/enrol", data=person)

    assert answer.status_code == 403
    assert re.findall(r'class="wrong" id="([a-z_]+)-wrong"', answer.text) == ["home_site_id"]
    assert 'value="沈小舟"' in answer.text


@pytest.mark.parametrize(("typed", "kept"), [("8:30", "08:30"), ("08：30", "08:30"), (" 9:05 ", "09:05")])
def test_times_are_taken_as_people_type_them(reader: Reader, open_street: Street, typed: str, kept: str) -> None:
    client = reader(open_street.login("property_staff"))
    person = found_person(client, people.phone_of(7))
    own = {"pattern": "own", "days": "workday", "start": typed, "end": "24:00"}
    slip = client.post(f"{person}/slip", data=wish_for(client, open_street, person) | own)

    assert f"Workdays {kept} to 24:00" in slip.text


@pytest.mark.parametrize("typed", ["half past eight", "25:00", "24:30", "8.30", "12:60", ""])
def test_a_wrong_time_is_told_with_the_form_that_it_needs(reader: Reader, open_street: Street, typed: str) -> None:
    client = reader(open_street.login("property_staff"))
    person = found_person(client, people.phone_of(7))
    own = {"pattern": "own", "days": "workday", "start": "08:00", "end": typed}
    answer = client.post(f"{person}/slip", data=wish_for(client, open_street, person) | own)

    assert answer.status_code == 422
    assert 'id="end-wrong">To: a time is written as HH:MM from 00:00 to 24:00.</p>' in answer.text


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("longest_walk", "far"),
        ("vehicle_id", "none"),
        ("round_id", ""),
        ("pattern", "whenever"),
        ("home_site_id", "01a21354-0000-7000-8000-000000000001"),
        ("channel", "import"),
    ],
)
def test_a_fault_in_a_wish_is_told_beside_its_field_and_the_rest_is_kept(
    reader: Reader, open_street: Street, field: str, text: str
) -> None:
    client = reader(open_street.login("property_staff"))
    person = found_person(client, people.phone_of(6))
    wish = wish_for(client, open_street, person) | {"longest_walk": "777", field: text}
    answer = client.post(f"{person}/slip", data=wish)

    assert answer.status_code == 422
    assert re.findall(r'class="wrong" id="([a-z_]+)-wrong"', answer.text) == [field]
    assert f'name="longest_walk" type="text" value="{wish["longest_walk"]}"' in answer.text


def test_only_forms_are_read(reader: Reader, open_street: Street) -> None:
    client = reader(open_street.login("property_staff"))
    many = "&".join(f"f{number}=1" for number in range(MOST_FIELDS + 1))

    assert client.post("/counter/find", json={"phone": "1"}).status_code == 415
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    assert client.post("/counter/find", content=many, headers=kind).status_code == 400
    assert client.post("/counter/find", content=b"phone=%ff", headers=kind).status_code == 400


def test_a_number_is_found_however_it_was_typed(reader: Reader, open_street: Street) -> None:
    client = reader(open_street.login("property_staff"))
    phone = people.phone_of(8)
    with open_street.office.database.reading() as session:
        vault, place = open_street.office.vault, found_person(client, phone)
        car = queries.community.vehicles_of(session, UUID(place.rpartition("/")[2]))[0]
        plate = vault.open_sealed(car.plate_cipher, "vehicle.plate", car.id)
    wide = phone.translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"})
    typed = (phone, f"+86 {phone[:3]}-{phone[3:7]}-{phone[7:]}", wide, plate, f" {plate[:2]}·{plate[2:].lower()} ")
    places = {client.post("/counter/find", data={"asked": text}).headers.get("location") for text in typed}

    assert places == {place}


def test_several_people_are_told_apart_with_what_they_asked_for(reader: Reader, open_street: Street) -> None:
    client, rows = reader(open_street.login("coordinator")), own_rows(open_street)
    tail = people.phone_of(0)[-4:]
    added = {"name": "另一人", "phone": f"1371111{tail}"}
    client.post("/counter/enrol", data=added)
    page = client.post("/counter/find", data={"asked": tail}).text

    assert len(re.findall(r'href="/counter/people/[^"]+"', page)) >= 2
    assert f'href="/counter/registrations/{rows[0].id}"' in page
    assert [secret for secret in (people.name_of(0), people.phone_of(0), people.plate_of(0)) if secret in page] == []


def test_whoever_is_not_known_is_enrolled_with_their_vehicle_at_once_or_not_at_all(
    reader: Reader, open_street: Street
) -> None:
    client, office = reader(open_street.login("property_staff")), open_street.office
    nobody = client.post("/counter/find", data={"asked": "138 0000 7777"}).text
    begun = client.post("/counter/enrol/begin", data={"phone": "138 0000 7777"}).text
    person = {"name": "金小芸", "phone": "138 0000 7777", "plate": "沪B·5555"}
    wrong = client.post("/counter/enrol", data=person)
    still = client.post("/counter/find", data={"asked": "13800007777"}).text
    form = {**person, "plate": "沪Ｂ·５５５５５", "once": "a-form-of-a-new-person"}
    made = [client.post("/counter/enrol", data=form) for _ in range(2)]
    member = UUID(made[0].headers["location"].rpartition("/")[2])
    with office.database.reading() as session:
        (car,) = queries.community.vehicles_of(session, member)

    assert ('name="phone" value="138 0000 7777"' in nobody, 'value="138 0000 7777"' in begun) == (True, True)
    assert (wrong.status_code, 'id="plate-wrong"' in wrong.text, "Nobody is known" in still) == (422, True, True)
    assert [answer.headers["location"] for answer in made] == [f"/counter/people/{member}"] * 2
    assert office.vault.open_sealed(car.plate_cipher, "vehicle.plate", car.id) == "沪B55555"


def test_texts_that_nobody_means_are_told_or_kept_and_never_run(reader: Reader, open_street: Street) -> None:
    client = reader(open_street.login("property_staff"))
    for text in ("<script>alert(1)</script>", "🚗" * 300, "א‮ב", "x" * 5_000):
        fields = ("name", "phone", "plate", "address", "identity", "mail", "home_site_id", "size", "party")
        answer = client.post("/counter/enrol", data=dict.fromkeys(fields, text))
        assert (answer.status_code, "<script>alert" in answer.text) == (422, False)


def checks_of(street: Street, client: TestClient) -> list[str]:
    """The boxes of the list to check."""
    return re.findall(r'name="(chosen\.[^"]+)"', client.get("/counter/checks").text)


def test_many_are_endorsed_at_once_and_what_stands_against_one_is_told(reader: Reader, checked_street: Street) -> None:
    clerk, office = (reader(checked_street.login(part)) for part in ("property_staff", "coordinator"))
    boxes, round_id = checks_of(checked_street, clerk), str(checked_street.round_id)
    assert len(boxes) == 3
    nothing = clerk.post("/counter/checks", data={"action": "endorse", "state": "submitted"})
    block(checked_street, UUID(boxes[0].partition(".")[2]))
    ticked = clerk.get("/counter/checks?all=yes").text
    chosen = dict.fromkeys(boxes[:2], round_id)
    left = clerk.post("/counter/checks", data={**chosen, "action": "endorse", "state": "submitted"}).text
    done = clerk.post("/counter/checks", data={boxes[2]: round_id, "action": "endorse", "state": "submitted"})

    assert (nothing.status_code, "Please tick at least one line." in nothing.text) == (422, True)
    assert (ticked.count(" checked>"), "The vehicle is blocked until" in ticked) == (2, True)
    assert "The vehicle is blocked until" in left
    assert done.headers["location"] == "/counter/checks?state=submitted&done=1"
    assert states(checked_street, boxes) == ["submitted", "endorsed", "endorsed"]

    unsaid = office.post(
        "/counter/checks", data={boxes[1]: round_id, "action": "return", "state": "endorsed", "reason": " "}
    )
    assert (unsaid.status_code, f'name="{boxes[1]}" value="{round_id}" checked' in unsaid.text) == (422, True)
    back = {boxes[1]: round_id, "action": "return", "state": "endorsed"}
    long = office.post("/counter/checks", data={**back, "reason": "长" * 501})
    assert (long.status_code, "at most 500 characters" in long.text, "长" * 501 in long.text) == (422, True, True)
    reason = "The house number differs."
    office.post("/counter/checks", data={**back, "reason": reason})
    office.post("/counter/checks", data={boxes[2]: round_id, "action": "approve", "state": "endorsed"})
    assert states(checked_street, boxes) == ["submitted", "submitted", "approved"]
    with checked_street.office.database.reading() as session:
        steps = queries.registrations.steps(session, UUID(boxes[1].partition(".")[2]))
    assert (steps[-1].action, steps[-1].reason) == ("return", reason)


def test_a_clerk_checks_nobody_whom_they_do_not_serve(reader: Reader, checked_street: Street) -> None:
    street = checked_street
    rows = rows_of(street, "submitted", "endorsed", "approved")
    home = rows[0].home_site_id
    with street.office.database.reading() as session:
        other = next(site for site in queries.supply.sites_of(session, street.community_id) if site.id != home)
    bound = reader(add_account(street, "bound@jujube", "property_staff", site=other.id))
    box = {f"chosen.{rows[0].id}": str(street.round_id)}
    answer = bound.post("/counter/checks", data={**box, "action": "request_information", "reason": "Why not."})

    assert rows[0].receipt not in bound.get("/counter/checks").text
    assert (rows[0].receipt in answer.text, "0" in answer.text) == (False, True)
    assert [row.state for row in rows_of(street) if row.id == rows[0].id] == [rows[0].state]


@pytest.fixture(scope="module")
def checked_street(streets_office: Office) -> Street:
    """A street in which three registrations wait to be checked."""
    street = add_street(streets_office, "jujube")
    with streets_office.database.writing() as session:
        for row in queries.registrations.of_round(session, street.round_id)[:3]:
            row.state = "submitted"
    return street


def states(street: Street, boxes: list[str]) -> list[str]:
    """How the registrations of boxes stand."""
    with street.office.database.reading() as session:
        return [session.get_one(Registration, UUID(box.partition(".")[2])).state for box in boxes]


def block(street: Street, registration_id: UUID) -> None:
    """Block the vehicle of a registration."""
    with street.office.database.reading() as session:
        vehicle = session.get_one(Registration, registration_id).vehicle_id
    assert vehicle is not None
    block_vehicle(street, vehicle)


def test_a_clerk_on_a_phone_sends_one_back_with_a_reason_and_endorses_the_others(
    visit: Callable[..., Visitor], streets_office: Office
) -> None:
    street = add_street(streets_office, "loquat")
    with streets_office.database.writing() as session:
        waiting = [row.id for row in queries.registrations.of_round(session, street.round_id)[:3]]
        for row in waiting:
            session.get_one(Registration, row).state = "submitted"
    visitor = visit("phone", "zh", script=False)
    visitor.sign_in(street.login("property_staff"))
    page = visitor.page

    page.click(".waits a[href^='/counter/checks']")
    page.locator(".ticks input").first.check()
    page.click("details summary")
    visitor.expect_refusal()
    page.click("button[value=request_information]")  # without a reason
    expect(page.locator("#reason-wrong")).to_be_visible()
    expect(page.locator(".ticks input").first).to_be_checked()
    page.fill("#reason", "请补交行驶证。")
    page.click("button[value=request_information]")
    expect(page.locator(".ticks li")).to_have_count(2)
    for box in page.locator(".ticks input").all():
        box.check()
    page.click("button[value=endorse]")
    expect(page.locator("[role=status]")).to_contain_text("2")

    with streets_office.database.reading() as session:
        rows = [session.get_one(Registration, row) for row in waiting]
        told = [queries.registrations.steps(session, row)[-1].reason for row in waiting]
    assert sorted(row.state for row in rows) == ["endorsed", "endorsed", "needs_information"]
    assert told.count("请补交行驶证。") == 1
    assert visitor.overflows() is False
