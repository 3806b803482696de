"""The head of every page: whoever is shown an entry page may open it, and finds themselves again."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from api.pages.navigation import SECTIONS, Entry
from scheduler.ids import new_id
from scheduler.office import Office
from tests.pages.street import Street, add_account, add_street

Reader = Callable[..., TestClient]
PARTS = ("", "resident", "property_staff", "coordinator", "auditor", "admin", "committee", "council")


@pytest.fixture(scope="module")
def spruce(streets_office: Office) -> Street:
    street = add_street(streets_office, "spruce")
    for part in PARTS[-3:]:
        add_account(street, street.login(part), part)
    return street


def links(page: str, row: str) -> list[str]:
    found = re.search(rf'<nav class="{row}".*?</nav>', page, re.S)
    return [] if found is None else re.findall(r'<li><a href="([^"]+)"', found[0])


@pytest.mark.parametrize("part", PARTS)
def test_whoever_is_shown_an_entry_page_may_open_it(reader: Reader, spruce: Street, part: str) -> None:
    client = reader(spruce.login(part) if part else None)
    sections = links(client.get("/").text, "sections")
    shown = {
        place for section in sections for place in links(client.get(section, follow_redirects=True).text, "entries")
    }

    answers = {place: client.get(place, follow_redirects=True).status_code for place in {*sections, *shown}}
    assert {place: status for place, status in answers.items() if status != 200} == {}


def test_one_page_of_each_row_is_told_to_be_the_one_that_is_open(reader: Reader, spruce: Street) -> None:
    page = reader(spruce.login("coordinator")).get("/counter/enrol").text
    rows = re.findall(r'<nav class="(sections|entries)".*?</nav>', page, re.S)
    here = re.findall(r'<li><a href="([^"]+)" aria-current="(\w+)"', page)

    assert rows == ["sections", "entries"]
    assert here == [("/counter", "true"), ("/counter/enrol", "page")]


def test_the_longest_address_tells_in_which_part_a_page_is() -> None:
    mine, rooms = Entry("/mine", "nav_mine"), Entry("/mine/rooms", "nav_my_rooms", also=("/mine/apply",))

    assert [one.covers("/mine/apply/x") for one in (mine, rooms)] == [len("/mine"), len("/mine/apply")]
    assert [one.covers("/mineral") for one in (mine, rooms)] == [0, 0]


@pytest.mark.parametrize(
    ("below", "words"),
    [("", "nav_office"), ("/locks", "nav_office"), ("/roster", "nav_roster"), ("/shifts", "nav_roster")],
)
def test_pages_of_a_round_that_are_of_the_roster_stand_with_the_volunteers(below: str, words: str) -> None:
    path, entries = f"/office/rounds/{new_id()}{below}", [one for section in SECTIONS for one in section.entries]

    assert max(entries, key=lambda entry: entry.covers(path)).words == words
    assert [Entry("/", "nav_home", also=("/a/*/b",)).covers(one) for one in ("/a/x/b/c", "/a/b", "/a/x")] == [6, 0, 0]


def test_no_entry_page_stands_twice() -> None:
    places = [entry.place for section in SECTIONS for entry in section.entries]

    assert sorted(places) == sorted(set(places))
