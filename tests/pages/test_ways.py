"""Other ways on pages: shown with a button each, taken without scripts, told where there are none; in two languages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.pages import telling
from scheduler import calendar
from scheduler.usecases import ways
from tests.api.conftest import OWN_PAGE, PASSWORD
from tests.apps import create_app
from tests.communities import town_on
from tests.pages.conftest import PAGE
from tests.pages.test_mine import section
from tests.town import Town
from tests.ways_town import As, give_up, open_of, searched, state_of

WAITING = 5
Signed = Callable[..., TestClient]


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    """The town with its notice; pages are the same on both databases."""
    with town_on("sqlite", tmp_path, "published") as made:
        yield made


@pytest.fixture
def signed(town: Town) -> Iterator[Signed]:
    """Opens clients that read pages."""
    with ExitStack() as opened:

        def client_of(login: str, language: str = "en") -> TestClient:
            headers = {**OWN_PAGE, **PAGE, "Accept-Language": language}
            client = opened.enter_context(TestClient(create_app(town.office), headers=headers, follow_redirects=False))
            assert client.post("/sign-in", data={"login": login, "password": PASSWORD}).status_code == 303
            return client

        yield client_of


def forms(text: str) -> list[str]:
    """Where the forms of other ways are sent to."""
    return re.findall(r'action="(/[a-z]+/alternatives/[^"]+)"', text)


def test_people_look_take_and_have_it_without_scripts(town: Town, signed: Signed) -> None:
    row, client = town.registrations[WAITING], signed(f"person{WAITING}")
    give_up(town, 0)
    before = client.get("/mine").text
    assert forms(before) == [f"/mine/alternatives/{row}/search"]

    looked = client.post(f"/mine/alternatives/{row}/search")
    shown = client.get("/mine").text
    gentlest = open_of(town, row)[0]
    taken = client.post(f"/mine/alternatives/{gentlest.id}/take")
    again = client.post(f"/mine/alternatives/{gentlest.id}/take")

    led = [answer.headers["location"] for answer in (looked, taken, again)]
    assert led == [f"/mine#ways-{row}", f"/mine#r-{row}", f"/mine#r-{row}"]
    assert forms(shown)[0] == f"/mine/alternatives/{gentlest.id}/take"
    assert (len(forms(shown)), "As asked for, at" in shown) == (4, True)
    assert "Fee: <b>free of charge</b>" in shown
    after = client.get("/mine").text
    assert (forms(after), town.state_of(row)) == ([], "accepted")


@pytest.mark.parametrize(("language", "words"), [("en", "Nothing else was found"), ("zh", "没有找到其他办法")])
def test_where_there_is_no_other_way_it_is_told_what_was_searched(
    town: Town, signed: Signed, language: str, words: str
) -> None:
    client = signed(f"person{WAITING}", language)

    answer = client.post(f"/mine/alternatives/{town.registrations[WAITING]}/search")

    assert (answer.status_code, words in answer.text) == (200, True)


def test_a_clerk_looks_holds_and_takes_for_somebody_on_the_telephone(town: Town, signed: Signed) -> None:
    row, clerk = town.registrations[WAITING], signed("coordinator")
    place = f"/counter/registrations/{row}"
    assert "Nothing else was found" in clerk.post(f"/counter/alternatives/{row}/search").text
    give_up(town, 0)
    clerk.post(f"/counter/alternatives/{row}/search")
    gentlest = open_of(town, row)[0]

    held = clerk.post(f"/counter/alternatives/{gentlest.id}/hold")
    shown = clerk.get(place).text
    assert (held.headers["location"], state_of(town, gentlest.id)) == (place, "held")
    assert ("It is held for you until" in shown, f"/counter/alternatives/{gentlest.id}/hold" in shown) == (True, False)
    assert clerk.post(f"/counter/alternatives/{gentlest.id}/take").headers["location"] == place
    assert town.state_of(row) == "accepted"


def test_what_waits_says_whether_a_way_is_held_or_the_first_to_come_has_it(town: Town, signed: Signed) -> None:
    row, client = town.registrations[WAITING], signed(f"person{WAITING}")
    give_up(town, 0)
    client.post(f"/mine/alternatives/{row}/search")
    open_to_all = section(client.get("/mine").text, "todo")
    gentlest = open_of(town, row)[0]
    signed("coordinator").post(f"/counter/alternatives/{gentlest.id}/hold")
    held = section(client.get("/mine").text, "todo")
    until = open_of(town, row)[0].held_until
    assert until is not None

    told = [[words in todo for words in ("first come, first served", "held for you")] for todo in (open_to_all, held)]
    assert told == [[True, False], [False, True]]
    assert f"by {telling.moment(until, calendar.ZONE, 'en')}" in held
    assert "已为您保留" in section(signed(f"person{WAITING}", "zh").get("/mine").text, "todo")


def test_one_that_somebody_else_has_is_told_and_what_is_left_stands_on_the_page(town: Town, signed: Signed) -> None:
    give_up(town, 0)
    mine, theirs = searched(town, WAITING).ways, searched(town, WAITING + 1).ways
    client = signed(f"person{WAITING}")
    assert signed(f"person{WAITING + 1}").post(f"/mine/alternatives/{theirs[0].id}/take").status_code == 303

    late = client.post(f"/mine/alternatives/{mine[0].id}/take")

    assert (late.status_code, "Somebody else has this place by now." in late.text) == (409, True)
    assert forms(client.get("/mine").text) == [f"/mine/alternatives/{town.registrations[WAITING]}/search"]


def test_forms_of_others_are_refused(town: Town, signed: Signed) -> None:
    give_up(town, 0)
    way = ways.search(As(town, town.coordinator), town.registrations[WAITING]).ways[0]
    other, auditor = signed("person1"), signed("auditor")

    answers = [client.post(f"/mine/alternatives/{way.id}/take").status_code for client in (other, auditor)]
    answers += [client.post(f"/counter/alternatives/{way.id}/hold").status_code for client in (other, auditor)]

    assert (answers, state_of(town, way.id)) == ([404, 404, 403, 403], "found")
