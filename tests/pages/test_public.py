"""What everybody may see without a login: the first page, free spaces, notices, how it works."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import expect

from scheduler import calendar, queries
from scheduler.ids import new_id
from scheduler.models import Round
from scheduler.office import Office
from scheduler.usecases import guidance
from tests.pages.street import HOTLINE, Street, add_street
from tests.pages.visiting import Visitor

Reader = Callable[..., TestClient]
Visit = Callable[..., Visitor]
PARTS = ("", "resident", "property_staff", "coordinator", "auditor")
PUBLIC_SEEN = {
    "/parking": PARTS,
    "/parking/{slug}": PARTS,
    "/notices": PARTS,
    "/notices/{slug}": PARTS,
    "/how": PARTS,
    "/how/{slug}": PARTS,
    "/ratings/{slug}": PARTS,
    "/type/{size}": PARTS,
}
PUBLIC_SENT = {"/parking/{slug}"}
ZONE = "Asia/Shanghai"


@pytest.fixture(scope="module")
def laurel(streets_office: Office) -> Street:
    return add_street(streets_office, "laurel")


def noon(street: Street) -> tuple[dict[str, str], datetime]:
    """Noon of tomorrow, as it is asked for and as an instant: the tide does not turn while a test runs."""
    with street.office.database.reading() as session:
        day = calendar.date_of(street.office.database.now(session), ZONE) + timedelta(days=1)
    return {"day": day.isoformat(), "start": "12:00"}, calendar.instant_of(day, 12 * 60, ZONE)


def guided(street: Street) -> list[guidance.Guided]:
    """Sites with their room at that noon."""
    database = street.office.database
    with database.reading() as session:
        return guidance.all_sites(session, slug=street.slug, now=database.now(session), at=noon(street)[1])


def roomiest(street: Street) -> guidance.Guided:
    """The site that has most room then."""
    return max(guided(street), key=lambda one: (("none", "few", "many").index(one.level), one.free or 0))


def add_rounds(street: Street, count: int, **changed: Any) -> list[str]:
    """Copies of the street's round, in the order in which they were made."""
    with street.office.database.writing() as session:
        model = session.get_one(Round, street.round_id)
        kept = {column.key: getattr(model, column.key) for column in Round.__table__.columns}
        rows = [
            Round(**{**kept, "id": new_id(), "code": f"copy-{changed.get('domain', '')}-{at}", **changed})
            for at in range(count)
        ]
        session.add_all(rows)
        session.flush()
        return [str(row.id) for row in rows]


@pytest.mark.parametrize("place", PUBLIC_SEEN)
def test_public_pages_are_open_to_everybody(reader: Reader, laurel: Street, place: str) -> None:
    seen = [
        reader(laurel.login(part) if part else None)
        .get(place.format(slug="laurel", size="usual"), follow_redirects=True)
        .status_code
        for part in PARTS
    ]

    assert seen == [200] * len(PARTS)


@pytest.mark.parametrize("place", ["/parking", "/notices", "/how"])
def test_who_is_signed_in_comes_to_the_pages_of_their_community_and_others_choose(
    reader: Reader, laurel: Street, open_street: Street, place: str
) -> None:
    assert f'<a href="{place}/{open_street.slug}">' in reader().get(place).text
    assert reader(laurel.login("resident")).get(place).headers["location"] == f"{place}/laurel"
    assert reader().get(f"{place}/nowhere").status_code == 404


def test_free_spaces_are_those_of_the_guidance_and_few_are_not_counted(reader: Reader, laurel: Street) -> None:
    page = reader().get("/parking/laurel", params=noon(laurel)[0]).text

    for one in guided(laurel):
        told = f"{one.free} free" if one.free else {"few": "A few", "none": "None"}[one.level]
        line = re.search(rf"<h3>{re.escape(one.site.name_en)}</h3>.*?<span class=\"badge[^>]*>([^<]*)<", page, re.S)
        assert line is not None
        assert line[1] == told


def test_near_a_place_the_nearest_with_room_comes_first(reader: Reader, laurel: Street) -> None:
    site = roomiest(laurel).site
    page = reader().get("/parking/laurel", params={"near": f"site.{site.code}", **noon(laurel)[0]}).text

    first = re.search(r'<ol class="spots">.*?<h3>([^<]*)</h3>\s*<p[^>]*>([^<]*)', page, re.S)
    assert first is not None
    assert (first[1], first[2].strip()) == (site.name_en, "right here")
    assert f'value="site.{site.code}" selected' in page


def test_where_a_phone_is_is_posted_and_stands_in_no_address(reader: Reader, laurel: Street) -> None:
    site = guided(laurel)[0]
    latitude, longitude = (round(one, 4) for one in site.point)
    sent = {"latitude": str(latitude), "longitude": str(longitude), **noon(laurel)[0]}
    page = reader().post("/parking/laurel", data=sent)

    assert page.status_code == 200
    assert "min on foot" in page.text
    assert 'class="you"' in page.text
    assert str(longitude) not in page.text
    assert "back=/parking/laurel" in page.text


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"near": "site.nothing"}, "near"),
        ({"near": "<script>alert(1)</script>"}, "near"),
        ({"start": "18:30", "day": "2020-01-01"}, "start"),
        ({"start": "25:00"}, "start"),
        ({"day": "tomorrow", "start": "08:00"}, "day"),
        ({"near": "x" * 5_000}, "near"),
    ],
)
def test_what_cannot_be_looked_for_is_told_at_its_field(
    reader: Reader, laurel: Street, asked: dict[str, str], field: str
) -> None:
    page = reader().get("/parking/laurel", params=asked)

    assert page.status_code == 422
    assert f'id="{field}-wrong"' in page.text
    assert "<script>alert" not in page.text


def test_far_from_every_site_one_is_told_so(reader: Reader, laurel: Street) -> None:
    page = reader().post("/parking/laurel", data={"latitude": "0", "longitude": "0"})

    assert page.status_code == 422
    assert "No site of this community is near that place" in page.text


def test_how_it_works_tells_the_figures_of_the_covenant_in_force(reader: Reader, laurel: Street) -> None:
    def change(session: Any) -> None:
        covenant = queries.community.covenant(session, laurel.community_id, 1)
        parking = {"class_points": {"owner": 61, "tenant": 45, "partner": 40, "outside": 15}, "household_cap": 7}
        covenant.settings = {**covenant.settings, "parking": parking, "path": {"endorse_days": 13}}

    laurel.office.database.transact(change)
    page = reader().get("/how/laurel").text

    assert "Owner +61, Tenant +45" in page
    assert "A household gets 7 spaces at most." in page
    assert "The property office checks within 13 days" in page
    assert "identity card, vehicle licence" in page
    assert HOTLINE in page
    assert 'href="/fees/laurel"' in page


def test_notices_are_listed_by_round_newest_first_and_drafts_are_not(reader: Reader, streets_office: Office) -> None:
    street = add_street(streets_office, "viburnum")
    made = add_rounds(street, 21, state="published")
    (draft,) = add_rounds(street, 1, state="draft", domain="rooms")
    (season,) = add_rounds(street, 1, state="settled", domain="rosters")
    page = reader().get("/notices/viburnum").text

    def listed(text: str) -> list[str]:
        return re.findall(r'href="/rounds/([^/]+)/notice"', text)

    further = re.search(r'href="(/notices/viburnum\?of=&amp;before=[^"]+)"', page)
    assert further is not None
    more = reader().get(further[1].replace("&amp;", "&")).text
    assert listed(page) + listed(more) == [season, *reversed(made)]
    assert listed(reader().get("/notices/viburnum?of=rosters").text) == [season]
    assert draft not in page + more
    assert f'href="/mine/parking/{street.round_id}"' in more


def test_only_who_may_join_a_round_is_led_to_it(reader: Reader, laurel: Street, open_street: Street) -> None:
    logins = {"": None, "own": laurel.login("resident"), "auditor": laurel.login("auditor")}
    logins |= {"neighbour": open_street.login("resident")}
    pages = {who: reader(login).get("/notices/laurel").text for who, login in logins.items()}

    led = {who: f'href="/mine/parking/{laurel.round_id}"' in page for who, page in pages.items()}
    assert led == {"": True, "own": True, "auditor": False, "neighbour": False}


def test_free_spaces_lead_those_who_may_to_a_place_of_their_own(reader: Reader, laurel: Street) -> None:
    pages = {part: reader(laurel.login(part) if part else None).get("/parking/laurel").text for part in PARTS}
    led = {part for part, page in pages.items() if 'class="button" href="/mine/parking"' in page}
    opened = {part: reader(laurel.login(part)).get("/mine/parking").status_code for part in PARTS[1:]}
    assert led == {"", *(part for part, status in opened.items() if status == 200)}
    assert {"", "resident"} <= led < {"", *PARTS[1:]}


def test_the_first_page_says_what_one_can_do_now(reader: Reader, laurel: Street) -> None:
    pages = {part: reader(laurel.login(part)).get("/").text for part in PARTS[1:]}

    for page in pages.values():
        assert f'class="tel" href="tel:{HOTLINE}"' in page
        assert 'href="/parking/laurel"' in page
    assert f'href="/mine/parking/{laurel.round_id}"' in pages["resident"]
    assert "Applications until" in pages["resident"]
    assert 'href="/mine/parking/' not in pages["auditor"]
    assert '<li class="first"><a href="/counter">' in pages["property_staff"]
    assert 'href="/how/laurel"' in reader().get("/").text


@pytest.mark.parametrize("part", PARTS[1:])
def test_all_that_the_first_page_offers_can_be_opened(reader: Reader, laurel: Street, part: str) -> None:
    client = reader(laurel.login(part))
    (offered,) = re.findall(r'<ul class="doings">.*?</ul>', client.get("/").text, re.S)
    places = re.findall(r'href="([^"#]+)', offered)

    assert len(places) >= 6
    assert [place for place in places if client.get(place, follow_redirects=True).status_code != 200] == []


def test_large_letters_are_chosen_by_a_link_and_kept_on_every_page(reader: Reader, laurel: Street) -> None:
    client = reader()
    asked = client.get("/type/large", params={"back": "/how/laurel"})
    pages = [client.get(place).text for place in ("/", "/how/laurel", "/sign-in", "/nowhere")]

    assert asked.headers["location"] == "/how/laurel"
    assert [' class="large"' in page for page in pages] == [True] * 4
    assert 'href="/type/usual?back=/how/laurel"' in pages[1]
    assert client.get("/type/usual", params={"back": "//example.org"}).headers["location"] == "/"
    assert ' class="large"' not in client.get("/").text
    assert client.get("/type/enormous").status_code == 404


def test_public_pages_can_be_read_in_large_letters_on_a_narrow_phone(visit: Visit, laurel: Street) -> None:
    visitor = visit("narrow", "zh")
    visitor.page.goto("/type/large?back=/how/laurel")
    for place in ("/", "/how/laurel", "/parking/laurel", "/notices/laurel", "/ratings/laurel", "/sign-in"):
        visitor.page.goto(place)

        assert visitor.violations() == []
        assert not visitor.overflows(), place


def test_somebody_finds_the_nearest_free_space_from_where_they_stand(visit: Visit, laurel: Street) -> None:
    site = roomiest(laurel)
    visitor = visit("phone", "zh")
    visitor.stand_at(*site.point)
    page = visitor.page
    page.goto(f"/parking/laurel?{urlencode(noon(laurel)[0])}")
    page.get_by_role("button", name="查找我附近的车位").click()

    expect(page.locator(".spots li").first).to_contain_text(site.site.name_zh)
    expect(page.locator(".spots li").first).to_contain_text("就在这里")
    expect(page.locator("#free")).to_contain_text("12:00")
    assert page.url.endswith("/parking/laurel")
    assert visitor.violations() == []
