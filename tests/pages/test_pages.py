"""The pages as requests: who may see which, in which language, and what is refused."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from api.pages import SUBJECTS
from api.pages.assets import ASSETS, address_of
from fixtures import people
from scheduler import queries
from scheduler.notice import PUBLIC
from tests.api.conftest import PASSWORD
from tests.pages.street import HOTLINE, Street

Reader = Callable[..., TestClient]
PARTS = ("", "resident", "property_staff", "coordinator", "auditor")
FIRST_PAGE_BYTES = 30_000
WHO_SEES = {
    "/": PARTS,
    "/sign-in": PARTS,
    "/rounds/{round}/notice": PARTS,
    "/mine": PARTS[1:],
    "/counter": ("property_staff", "coordinator"),
    "/counter/enrol": ("property_staff", "coordinator"),
    "/office/rounds": ("property_staff", "coordinator", "auditor"),
    "/office/rounds/{round}": ("property_staff", "coordinator", "auditor"),
    "/office/rounds/{round}/refused": ("property_staff", "coordinator", "auditor"),
    "/office/rounds/{round}/settle": ("coordinator",),
}
WHO_SEES_MORE = {
    "/counter/people/{member}": ("property_staff", "coordinator"),
    "/counter/registrations/{registration}": ("property_staff", "coordinator"),
    "/mine/{registration}/withdraw": ("resident",),
    "/office/publications/{publication}": ("coordinator",),
}
WHO_ACTS = {
    "/counter/find": ("property_staff", "coordinator"),
    "/counter/enrol": ("property_staff", "coordinator"),
    "/counter/people/{member}/vehicles": ("property_staff", "coordinator"),
    "/counter/people/{member}/slip": ("property_staff", "coordinator"),
    "/counter/people/{member}/change": ("property_staff", "coordinator"),
    "/counter/people/{member}/registrations": ("property_staff", "coordinator"),
    "/mine/{registration}/withdraw": ("resident",),
    "/office/rounds/{round}/settle": ("coordinator",),
    "/office/rounds/{round}/runs/order": ("coordinator",),
    "/office/rounds/{round}/runs/{run}/stop": ("coordinator",),
    "/office/plans/{plan}/prepare": ("coordinator",),
    "/office/publications/{publication}/publish": ("coordinator",),
    "/office/publications/{publication}/abandon": ("coordinator",),
}
"""Who may send which form."""
FOR_ALL = {"/sign-in", "/sign-out", "/rounds/{round}/notice", "/language/{language}"}
FORM = {
    "name": "王小明",
    "phone": "13900009999",
    "plate": "沪A12345",
    "work_limit": "10",
    "longest_walk": "500",
    "channel": "door",
    "uses": '[{"days": "every", "start": "09:00", "end": "10:00"}]',
}


def things_of(street: Street) -> dict[str, UUID]:
    """What stands in addresses: things of the street, the registration being the resident's own."""
    with street.office.database.reading() as session:
        account = queries.access.by_login(session, street.login("resident"))
        version = queries.publications.current(session, street.round_id)
        assert account is not None
        assert account.member_id is not None
        assert version is not None
        return {
            "round": street.round_id,
            "member": account.member_id,
            "registration": queries.registrations.of_member(session, account.member_id)[0].id,
            "publication": version.id,
            "plan": version.plan_id,
            "run": queries.runs.of_round(session, street.round_id)[0].id,
        }


def filled_form(street: Street, things: dict[str, UUID]) -> dict[str, str]:
    """Every field that any form has."""
    with street.office.database.reading() as session:
        vehicle = queries.community.vehicles_of(session, things["member"])[0]
    return {**FORM, "vehicle_id": str(vehicle.id), "round_id": str(street.round_id)}


def status_of(reader: Reader, street: Street, part: str, place: str) -> int:
    client = reader(street.login(part) if part else None)
    return client.get(place.format(round=street.round_id)).status_code


@pytest.mark.parametrize("place", WHO_SEES)
def test_each_page_is_shown_to_its_readers_and_to_nobody_else(
    reader: Reader, published_street: Street, place: str
) -> None:
    seen = {part: status_of(reader, published_street, part, place) for part in PARTS}

    assert seen == {part: 200 if part in WHO_SEES[place] else 403 if part else 303 for part in PARTS}


@pytest.mark.parametrize("place", WHO_SEES_MORE)
def test_pages_of_single_things_are_shown_to_those_whom_they_concern(
    reader: Reader, published_street: Street, place: str
) -> None:
    address = place.format(**things_of(published_street))
    seen = [
        part for part in PARTS if reader(published_street.login(part) if part else None).get(address).status_code == 200
    ]

    assert tuple(seen) == WHO_SEES_MORE[place]


@pytest.mark.parametrize("place", WHO_ACTS)
def test_a_form_of_somebody_whom_it_does_not_concern_is_refused(
    reader: Reader, published_street: Street, place: str
) -> None:
    things = things_of(published_street)
    form, address = filled_form(published_street, things), place.format(**things)
    refused = [part for part in PARTS[1:] if part not in WHO_ACTS[place]]
    answers = {part: reader(published_street.login(part)).post(address, data=form) for part in refused}

    assert reader().post(address, data=form).headers["location"] == "/sign-in?next=/"
    assert [part for part, answer in answers.items() if answer.status_code not in (403, 404)] == []


def test_every_page_and_form_is_in_one_of_these_tables() -> None:
    routes = [route for subject in SUBJECTS for route in subject.router.routes if isinstance(route, APIRoute)]
    names = {"action": "settle", "answer": "withdraw"}
    known = {
        "GET": {*WHO_SEES, *WHO_SEES_MORE, *FOR_ALL},
        "POST": {*WHO_ACTS, *FOR_ALL},
    }
    missing = []
    for route in routes:
        place = re.sub(r"\{(\w+?)(?:_id)?\}", lambda found: names.get(found[1], f"{{{found[1]}}}"), route.path)
        missing += [f"{method} {place}" for method in route.methods or () if place not in known[method]]

    assert missing == []


def test_a_round_of_another_community_is_not_there(
    reader: Reader, open_street: Street, published_street: Street
) -> None:
    stranger = reader(open_street.login("coordinator"))

    assert stranger.get(f"/office/rounds/{published_street.round_id}").status_code == 404
    assert stranger.post(f"/office/rounds/{published_street.round_id}/settle").status_code == 404


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
    page = reader().get("/").content
    needed = [page, *(asset.content for asset in ASSETS.values())]

    assert sum(len(gzip.compress(content)) for content in needed) < FIRST_PAGE_BYTES


# ---- the notice


def test_the_notice_tells_of_a_line_what_is_public_and_no_more(reader: Reader, published_street: Street) -> None:
    page = reader().get(f"/rounds/{published_street.round_id}/notice").text
    names = [people.name_of(number) for number in range(60)]
    phones = [people.phone_of(number) for number in range(60)]
    plates = [people.plate_of(number) for number in range(60)]

    assert len(re.findall(r'class="receipt"', page)) == 50
    assert [private for private in (*names, *phones, *plates) if f">{private}<" in page or private in page] == []
    assert PUBLIC == ("receipt", "masked_plate", "outcome", "points", "site_code", "rank")


def test_the_notice_states_counts_digest_version_and_how_good_the_plan_is(
    reader: Reader, published_street: Street
) -> None:
    page = reader().get(f"/rounds/{published_street.round_id}/notice").text
    with published_street.office.database.reading() as session:
        version = queries.publications.current(session, published_street.round_id)
        assert version is not None
        outcomes = queries.publications.outcomes(session, version.id)

    assert version.content_digest in page
    assert f"of {sum(outcomes.values())} registrations" in page
    assert "version 1" in page
    assert re.search(r"worth [\d,]+ points", page)
    for outcome, count in outcomes.items():
        assert re.search(rf'<div class="{outcome}"><dt>[^<]+</dt><dd>{count}</dd>', page)


def test_the_notice_is_read_page_by_page_and_by_outcome(reader: Reader, published_street: Street) -> None:
    client, place = reader(), f"/rounds/{published_street.round_id}/notice"
    first, second = client.get(place).text, client.get(place, params={"after": 50}).text
    only = client.get(place, params={"outcome": "allocated"}).text
    rows = re.compile(r'<span class="receipt">([^<]+)</span>')

    assert set(rows.findall(first)).isdisjoint(rows.findall(second))
    assert len(rows.findall(first) + rows.findall(second)) == 60
    assert re.findall(r'class="badge (\w+)"', only) == ["allocated"] * len(rows.findall(only))
    assert client.get(place, params={"outcome": "secret"}).status_code == 422


def test_a_round_that_is_not_published_says_so(reader: Reader, open_street: Street) -> None:
    assert "Nothing is published of this round yet." in reader().get(f"/rounds/{open_street.round_id}/notice").text


# ---- the counter

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
    assert "Nobody is known by that phone or plate." in nobody.text


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


# ---- the office


def test_a_run_is_ordered_only_as_thorough_as_is_offered(reader: Reader, published_street: Street) -> None:
    client = reader(published_street.login("coordinator"))
    place = f"/office/rounds/{published_street.round_id}/runs/order"

    assert client.post(place, data={"work_limit": "3600"}).status_code == 422
    assert reader(published_street.login("auditor")).post(place, data={"work_limit": "10"}).status_code == 403


def test_reasons_name_sites_and_no_household(reader: Reader, published_street: Street) -> None:
    page = reader(published_street.login("coordinator")).get(f"/office/rounds/{published_street.round_id}/refused").text

    assert len(re.findall(r'<ul class="reasons">', page)) >= 20
    assert re.findall(r"\bs000\d\b(?!-)", page) == []
    assert re.findall(r"[0-9a-f]{32}", page) == []
