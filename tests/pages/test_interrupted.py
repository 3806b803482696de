"""A session that ends while somebody fills in a form: what they typed is sent after the sign-in, by one button."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest
from fastapi.testclient import TestClient

from fixtures import people
from scheduler import queries
from tests.api.conftest import PASSWORD
from tests.pages.street import Street
from tests.pages.test_counter import found_person

Reader = Callable[..., TestClient]
PERSON = {"name": '陈"小<明>', "phone": "13900007777", "address": "桂林路 5 号 & 6 号", "mail": "ming@example.org"}


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of a page."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
    return {name: unescape(text) for name, text in found}


def test_a_form_is_carried_through_the_sign_in_and_sent_by_one_button(reader: Reader, open_street: Street) -> None:
    client = reader()
    asked = client.post("/counter/enrol", data=PERSON)
    carried = hidden(asked.text)
    wrong = client.post("/sign-in", data={**carried, "login": open_street.login("property_staff"), "password": "no"})
    known = {"login": open_street.login("property_staff"), "password": PASSWORD}
    shown = client.post("/sign-in", data={**hidden(wrong.text), **known})
    sent = client.post("/counter/enrol", data=hidden(shown.text))

    assert (asked.status_code, wrong.status_code, shown.status_code) == (401, 401, 200)
    assert carried["next"] == "/counter/enrol"
    assert hidden(wrong.text) == carried
    assert hidden(shown.text) == PERSON
    assert 'action="/counter/enrol"' in shown.text
    assert sent.headers["location"].startswith("/counter/people/")
    assert [value for value in PERSON.values() if value in str(asked.headers) + str(shown.headers)] == []


def test_nothing_is_sent_before_the_button_is_pressed(reader: Reader, open_street: Street) -> None:
    client = reader()
    carried = hidden(client.post("/counter/enrol", data={"name": "周一", "phone": "13900006666"}).text)
    client.post("/sign-in", data={**carried, "login": open_street.login("property_staff"), "password": PASSWORD})
    phone = open_street.office.vault.index("+8613900006666", "member.phone")

    with open_street.office.database.reading() as session:
        assert queries.community.members_by_index(session, open_street.community_id, "phone", phone, 1) == []


def test_the_way_back_leads_to_the_page_of_the_same_person(reader: Reader, open_street: Street) -> None:
    person = found_person(reader(open_street.login("property_staff")), people.phone_of(2))
    page = reader().post(f"{person}/vehicles", data={"plate": "沪A55555"}).text

    assert hidden(page) == {"next": person, "send_to": f"{person}/vehicles", "kept.plate": "沪A55555"}
    assert f"back=/sign-in%3Fnext%3D{person}" in page


@pytest.mark.parametrize(
    "place", ["https://example.org/", "//example.org/mine/x", "/sign-out", "/api/v1/x", "/mine/../x"]
)
def test_only_forms_of_our_own_pages_are_sent_again(reader: Reader, open_street: Street, place: str) -> None:
    known = {"login": open_street.login("resident"), "password": PASSWORD}

    assert reader().post("/sign-in", data={**known, "send_to": place}).headers["location"] == "/mine"
