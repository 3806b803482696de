"""The counter as requests: found, written down, looked at, sent."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from fixtures import people
from scheduler import queries
from scheduler.models import Member
from tests.pages.street import Street, add_account, own_rows, rows_of

Reader = Callable[..., TestClient]


WISH: dict[str, Any] = {"pattern": "day", "longest_walk": "900", "channel": "door"}


def found_person(client: TestClient, phone: str) -> str:
    """The page of somebody who is found by their phone."""
    return client.post("/counter/find", data={"phone": phone}).headers["location"]


def wish_for(client: TestClient, street: Street, person: str) -> dict[str, Any]:
    """A wish for the person's vehicle."""
    vehicle = re.search(r'name="vehicle_id" value="([^"]+)"', client.get(person).text)
    assert vehicle is not None
    return {**WISH, "vehicle_id": vehicle[1], "round_id": str(street.round_id)}


def test_a_clerk_finds_people_by_the_end_of_a_number_and_sees_them_masked(reader: Reader, open_street: Street) -> None:
    client = reader(open_street.login("property_staff"))
    wrong = client.post("/counter/find", data={"phone": "12"})
    nobody = client.post("/counter/find", data={"plate": "0000"})

    assert found_person(client, people.phone_of(3)[-4:]).startswith("/counter/people/")
    assert (wrong.status_code, 'id="phone-wrong"' in wrong.text) == (422, True)
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
    carried = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', slip))
    carried = {name: text.replace("&#34;", '"') for name, text in carried.items()}
    answer = client.post(f"{person}/registrations", data=carried)
    receipt = client.get(answer.headers["location"]).text
    again = client.post(f"{person}/registrations", data=carried)

    assert "Rest days 10:00 to 16:00" in slip
    assert "Rest days 10:00 to 16:00" in receipt
    assert people.name_of(5) not in receipt
    assert people.plate_of(5) not in receipt
    assert again.status_code == 409
    assert 'role="alert"' in again.text


def test_a_registration_is_found_again_by_its_receipt(
    reader: Reader, open_street: Street, planned_street: Street
) -> None:
    client = reader(open_street.login("property_staff"))
    row, foreign = rows_of(open_street)[-1], rows_of(planned_street)[-1]
    for text in (row.receipt, row.receipt.lower().replace("-", " ")):
        answer = client.post("/counter/find", data={"receipt": text})
        assert answer.headers["location"] == f"/counter/registrations/{row.id}"

    for text in (foreign.receipt, "no receipt", "\0"):
        assert (
            "Nobody is known by that phone, plate or receipt."
            in client.post("/counter/find", data={"receipt": text}).text
        )


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
    many = "&".join(f"f{number}=1" for number in range(100))

    assert client.post("/counter/find", json={"phone": "1"}).status_code == 415
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    assert client.post("/counter/find", content=many, headers=kind).status_code == 400
    assert client.post("/counter/find", content=b"phone=%ff", headers=kind).status_code == 400
