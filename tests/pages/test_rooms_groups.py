"""Who comes to a section, as the form of a season asks for it, and what the office sees of groups that asked twice."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import expect

from api.pages import rooms_sections
from api.pages.forms import Form
from scheduler.models import Registration
from scheduler.usecases import applications
from scheduler.usecases.applications import Application
from tests.pages.rooms_street import RoomsStreet
from tests.pages.street import own_rows
from tests.pages.test_browser import SCREENS
from tests.pages.test_rooms import forms_in
from tests.pages.visiting import Visitor

Reader = Callable[..., TestClient]
Visit = Callable[..., Visitor]
PHONES = [f"1991234567{digit}" for digit in range(6)]


def form_of(title: str, hour: int, **more: str) -> dict[str, str]:
    form = {"title": title, "category": "culture", "age_group": "any", "people": "12", "sessions": "1"}
    form |= {"every_weeks": "1", "shortest": "60", "longest": "90", "channel": "door"}
    return form | {"weekday_1": "2", "from_1": f"{hour}:00", "to_1": f"{hour + 2}:00"} | more


def test_members_stand_on_lines_or_between_commas() -> None:
    given = form_of("合唱", 13, leader=PHONES[5], members=f"\n{PHONES[0]}，{PHONES[1]}; {PHONES[2]}\r\n{PHONES[3]} ")
    wish = rooms_sections.section_of(Form(rooms_sections.FIELDS, given))

    assert (wish.leader, list(wish.members)) == (PHONES[5], PHONES[:4])
    assert list(rooms_sections.section_of(Form(rooms_sections.FIELDS, form_of("合唱", 13))).members) == []


def apply_twice(client: TestClient, street: RoomsStreet) -> list[Registration]:
    """Two applications of one group, written down at the counter."""
    apply_at = f"/counter/people/{street.person}/apply/{street.season.round_id}"
    before = {row.id for row in own_rows(street.street)}
    for title, hour, members in (("合唱一队", 13, PHONES[:4]), ("合唱二队", 15, PHONES[1:5])):
        form = form_of(title, hour, leader=PHONES[5], members="\n".join(members))
        slip = client.post(f"{apply_at}/slip", data=form).text
        sent = {name: unescape(text) for name, text in forms_in(slip, f"{apply_at}/send")[0].items()}
        assert client.post(f"{apply_at}/send", data=sent).status_code == 303
    return [row for row in own_rows(street.street) if row.id not in before]


def test_the_office_sees_groups_that_seem_to_have_asked_twice(reader: Reader, rooms_street: RoomsStreet) -> None:
    made = apply_twice(reader(rooms_street.login("property_staff")), rooms_street)
    office = f"/office/rounds/{rooms_street.season.round_id}"
    pages = {part: reader(rooms_street.login(part)).get(office).text for part in ("coordinator", "auditor")}
    twins = re.findall(r'<section aria-labelledby="twins">.*?</section>', pages["coordinator"], re.S)

    assert [row.receipt in twins[0] for row in made] == [True, True]
    assert "share 3 of 4 members" in twins[0]
    assert "seem to have asked twice" not in pages["auditor"]
    assert PHONES[1] not in str([row.section for row in made])


@pytest.fixture(scope="module")
def groups(rooms_street: RoomsStreet) -> None:
    """Two groups that are one."""
    town = rooms_street.house.town
    for phones, hour in ((PHONES[:4], 17), (PHONES[1:5], 19)):
        wish = rooms_sections.section_of(
            Form(rooms_sections.FIELDS, form_of("合唱三队", hour, members=" ".join(phones)))
        )
        wanted = {"round_id": rooms_street.season.round_id, "application": Application([wish]), "vault": town.vault}
        rooms_street.season.do(applications.apply, actor=town.people[0], channel="web", **wanted)


@pytest.mark.parametrize(("device", "language"), SCREENS)
def test_pages_about_groups_are_accessible_and_fit_the_screen(
    visit: Visit, rooms_street: RoomsStreet, groups: None, device: str, language: str
) -> None:
    round_id, visitor = rooms_street.season.round_id, visit(device, language)
    visitor.sign_in(rooms_street.login("coordinator"))
    for place in (f"/office/rounds/{round_id}", f"/counter/people/{rooms_street.person}/apply/{round_id}"):
        visitor.page.goto(place)
        if "/office/" in place:
            expect(visitor.page.locator("#twins")).to_be_visible()
        assert (visitor.violations(), visitor.overflows()) == ([], False), place


def test_a_phone_that_is_none_is_told_at_its_field(reader: Reader, rooms_street: RoomsStreet) -> None:
    client = reader(rooms_street.login("resident"))
    send = f"/mine/apply/{rooms_street.season.round_id}/send"
    answers = [
        client.post(send, data=form_of("合唱三队", 17, **wrong))
        for wrong in ({"members": f"{PHONES[0]}, 12"}, {"leader": "12"})
    ]
    found = [re.findall(r'class="wrong" id="([a-z_0-9]+)-wrong"', answer.text) for answer in answers]

    assert ([answer.status_code for answer in answers], found) == ([422, 422], [["members"], ["leader"]])
    assert PHONES[0] in answers[0].text


def test_who_says_no_time_is_led_to_the_times(visit: Visit, rooms_street: RoomsStreet) -> None:
    visitor = visit("desktop", "en", script=False)
    visitor.sign_in(rooms_street.login("resident"))
    page = visitor.page
    page.goto(f"/mine/apply/{rooms_street.season.round_id}")
    page.fill("[name=title]", "合唱四队")
    visitor.expect_refusal()
    page.click("form.sheet button:not(.quiet)")

    expect(page.locator("fieldset[aria-describedby='ranges-wrong']")).to_be_focused()
    assert page.input_value("[name=title]") == "合唱四队"
