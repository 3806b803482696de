"""The counter as requests: found, written down, looked at, sent."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from fixtures import people
from scheduler import queries
from tests.pages.street import Street

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
