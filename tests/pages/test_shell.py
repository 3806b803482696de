"""What all pages share: sign-in, language, errors, other sites' forms, what browsers keep, and their weight."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from api.pages.assets import ASSETS, address_of
from scheduler import queries
from tests.api.conftest import PASSWORD
from tests.pages.street import HOTLINE, Street

Reader = Callable[..., TestClient]
FIRST_PAGE_BYTES = 30_000


def test_who_is_not_signed_in_is_sent_to_do_so_and_comes_back(reader: Reader, open_street: Street) -> None:
    client = reader()
    place = f"/office/rounds/{open_street.round_id}"
    asked = client.get(place)
    shown = client.get(asked.headers["location"])
    sent = {"login": open_street.login("coordinator"), "password": PASSWORD, "next": place}

    assert asked.headers["location"] == f"/sign-in?next={place}"
    assert f'name="next" value="{place}"' in shown.text
    assert client.post("/sign-in", data=sent).headers["location"] == place


@pytest.mark.parametrize(
    ("part", "place"),
    [("resident", "/mine"), ("property_staff", "/counter"), ("coordinator", "/office/rounds")],
)
def test_sign_in_leads_to_where_the_work_of_a_role_begins(
    reader: Reader, open_street: Street, part: str, place: str
) -> None:
    answer = reader().post("/sign-in", data={"login": open_street.login(part), "password": PASSWORD})

    assert answer.headers["location"] == place


@pytest.mark.parametrize("place", ["https://example.org/", "//example.org", "/\\example.org", "/a b", ""])
def test_nobody_is_sent_to_another_site(reader: Reader, open_street: Street, place: str) -> None:
    client = reader()
    signed = client.post("/sign-in", data={"login": open_street.login("resident"), "password": PASSWORD, "next": place})
    switched = client.get("/language/en", params={"back": place})

    assert (signed.headers["location"], switched.headers["location"]) == ("/mine", "/")


def test_sign_out_ends_the_session(reader: Reader, open_street: Street) -> None:
    client = reader(open_street.login("resident"))
    assert client.get("/mine").status_code == 200

    assert client.post("/sign-out").headers["location"] == "/"
    assert client.get("/mine").status_code == 303


@pytest.mark.parametrize(("language", "words"), [("zh", "没有此内容"), ("en", "There is no such thing")])
def test_an_error_is_a_page_in_the_language_that_was_chosen(reader: Reader, language: str, words: str) -> None:
    client = reader()
    client.get(f"/language/{language}")
    answer = client.get("/rounds/nothing/notice")

    assert answer.status_code == 404
    assert words in answer.text
    assert HOTLINE in answer.text


def test_an_error_leads_back_to_the_page_of_the_form_in_either_language(reader: Reader, open_street: Street) -> None:
    client = reader(open_street.login("resident"))
    place = "/office/plans/01a21354-0000-7000-8000-000000000001/prepare"
    answer, missing = client.post(place), client.get("/mine/nothing?after=1")

    assert answer.status_code == 403
    for page, back in ((answer.text, "/office/rounds"), (missing.text, "/mine/nothing?after=1")):
        assert f'href="/language/zh?back={quote(back)}"' in page
    assert 'class="button" href="/office/rounds"' in answer.text
    # What is not there is not there either when it is opened again.
    assert ('href="/mine/nothing?after=1"' in missing.text, 'class="button" href="/"' in missing.text) == (False, True)


def test_a_page_that_is_not_for_ones_role_is_not_offered_again(reader: Reader, open_street: Street) -> None:
    answer = reader(open_street.login("resident")).get("/office/rounds/new")

    assert answer.status_code == 403
    assert re.findall(r'class="button[^"]*" href="([^"]*)"', answer.text) == ["/"]


def test_who_has_no_account_reads_where_to_get_one_and_whom_to_call(reader: Reader) -> None:
    form = reader().get("/sign-in").text.partition("<main")[2].partition("</main>")[0]

    assert ("No account, or the password is lost?" in form, f'href="tel:{HOTLINE}"' in form) == (True, True)


def test_an_error_page_does_not_ask_somebody_to_sign_in_who_is_signed_in(reader: Reader, open_street: Street) -> None:
    asked = [
        'href="/sign-in"' in client.get("/nowhere").text for client in (reader(), reader(open_street.login("resident")))
    ]

    assert asked == [True, False]


def test_programs_get_problems_and_browsers_pages(reader: Reader) -> None:
    client = reader()

    assert client.get("/nowhere").headers["content-type"] == "text/html; charset=utf-8"
    assert client.get("/nowhere", headers={"Accept": "*/*"}).headers["content-type"] == "application/problem+json"
    assert client.get("/api/v1/nowhere").headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("told", [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}])
def test_a_form_of_another_site_changes_nothing(reader: Reader, published_street: Street, told: dict[str, str]) -> None:
    client = reader(published_street.login("coordinator"))
    answer = client.post(f"/office/rounds/{published_street.round_id}/settle", headers=told)

    assert answer.status_code == 403
    assert "another site" in answer.text
    with published_street.office.database.reading() as session:
        round_ = queries.rounds.public(session, published_street.round_id)
    assert round_ is not None
    assert round_.state == "published"


def test_pages_are_not_kept_and_files_are_kept_for_ever(reader: Reader, published_street: Street) -> None:
    client = reader(published_street.login("resident"))

    for place in ("/", "/mine", f"/rounds/{published_street.round_id}/notice"):
        assert client.get(place).headers["cache-control"] == "no-store"
    for name, asset in ASSETS.items():
        answer = client.get(address_of(name))
        assert answer.content == asset.content
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert client.get("/static/0000000000000000/pages.css").status_code == 404


def test_no_page_needs_a_loosened_policy(reader: Reader, published_street: Street) -> None:
    client = reader(published_street.login("coordinator"))
    for place in ("/", "/counter", f"/office/rounds/{published_street.round_id}"):
        answer = client.get(place)

        assert "default-src 'self'" in answer.headers["content-security-policy"]
        assert "unsafe" not in answer.headers["content-security-policy"]
        assert re.findall(r"<style|\sstyle=|\son\w+=|<script(?! type=\"module\" src=)", answer.text) == []


def test_the_first_page_is_small(reader: Reader, published_street: Street) -> None:
    page = reader().get("/")
    linked = set(re.findall(r'(?:href|src)="/static/[0-9a-f]+/([^"]+)"', page.text))

    assert {"pages.css", "mark.svg"} <= linked
    needed = [page.content, *(ASSETS[name].content for name in linked)]
    assert sum(len(gzip.compress(content)) for content in needed) < FIRST_PAGE_BYTES
