"""The public books: who sees which page, what it tells, and closing a month from the office's page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import expect

from api.pages import telling
from scheduler import queries
from scheduler.actors import COORDINATOR, Actor
from scheduler.office import Office
from tests.pages.street import Street, actor_of, add_street
from tests.pages.test_rooms_browser import looked_at
from tests.pages.visiting import Visitor
from tests.scheduler.usecases.money_acts import Books
from tests.town import Clock, Town

Reader = Callable[..., TestClient]
Visit = Callable[..., Visitor]
PARTS = ("", "resident", "property_staff", "coordinator", "auditor")
MONEY_SEEN = {
    "/money/{slug}": PARTS,
    "/money/{slug}/{month}": PARTS,
    "/office/money": ("coordinator", "auditor"),
}
MONEY_SENT = {"/office/money": ("coordinator",)}


@dataclass(frozen=True)
class MoneyStreet:
    """A street that took in fees in the month before this one, which the office has not closed yet."""

    street: Street
    month: str


@pytest.fixture(scope="module")
def money_street(streets_office: Office) -> MoneyStreet:
    return add_money(add_street(streets_office, "sycamore"))


def add_money(street: Street) -> MoneyStreet:
    """Let people of a street have paid last month."""
    database = street.office.database
    with database.reading() as session:
        now = database.now(session)
        members = queries.community.first_members(session, street.community_id, 3)
        sites = {site.code: site.id for site in queries.supply.sites_of(session, street.community_id)}
    clock = Clock()
    clock.now = now.replace(day=1) - timedelta(days=3)
    actor = actor_of(street, COORDINATOR)
    people = tuple(Actor(street.community_id, member_id=member.id) for member in members)
    town = Town(street.office, clock, street.community_id, street.round_id, people, (), (), sites, {},
                actor, actor, actor, actor)  # fmt: skip
    books, site = Books(town), sorted(sites)[0]
    books.settle(30_000, at=0, site=site)
    books.settle(12_345, at=1, site=site, income="own")
    books.charge(9_000, at=2, site=site)
    return MoneyStreet(street, f"{clock.now:%Y-%m}")


def closed(reader: Reader, made: MoneyStreet) -> None:
    """Close the month as the office does, if it is not closed yet."""
    answer = reader(made.street.login("coordinator")).post("/office/money", data={"month": made.month})
    assert answer.status_code == 303, answer.text


@pytest.mark.parametrize("place", MONEY_SEEN)
def test_each_page_is_shown_to_its_readers(reader: Reader, money_street: MoneyStreet, place: str) -> None:
    closed(reader, money_street)
    address = place.format(slug=money_street.street.slug, month=money_street.month)
    seen = {part: reader(money_street.street.login(part) if part else None).get(address).status_code for part in PARTS}

    assert seen == {part: 200 if part in MONEY_SEEN[place] else 403 if part else 303 for part in PARTS}


def test_only_the_office_closes_a_month(reader: Reader, money_street: MoneyStreet) -> None:
    street, form = money_street.street, {"month": money_street.month}
    refused = [part for part in PARTS[1:] if part not in MONEY_SENT["/office/money"]]

    assert [reader(street.login(part)).post("/office/money", data=form).status_code for part in refused] == [403] * 3
    assert reader().post("/office/money", data=form).status_code == 401
    coordinator = reader(street.login("coordinator"))
    assert [coordinator.post("/office/money", data={"month": month}).status_code
            for month in (money_street.month, money_street.month, "2199-01", "x")] == [303, 303, 409, 422]  # fmt: skip


def test_the_statement_tells_every_amount_and_nobody(reader: Reader, money_street: MoneyStreet) -> None:
    closed(reader, money_street)
    page = reader().get(f"/money/{money_street.street.slug}/{money_street.month}").text

    assert [amount in page for amount in ("423.45", "90.00", "234.69", "513.45")] == [True] * 4
    with money_street.street.office.database.reading() as session:
        members = queries.community.first_members(session, money_street.street.community_id, 3)
    assert [str(member.id) in page for member in members] == [False] * 3


def test_a_month_that_is_not_closed_is_not_there(reader: Reader, money_street: MoneyStreet) -> None:
    slug = money_street.street.slug
    assert [reader().get(f"/money/{place}").status_code
            for place in (f"{slug}/2001-01", f"{slug}/x", "nowhere", f"nowhere/{money_street.month}")] == [
        404, 404, 404, 404]  # fmt: skip


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_books_are_accessible_and_fit_a_narrow_screen(
    visit: Visit, reader: Reader, money_street: MoneyStreet, language: str
) -> None:
    closed(reader, money_street)
    visitor = visit("narrow", language)
    looked_at(visitor, f"/money/{money_street.street.slug}")
    looked_at(visitor, f"/money/{money_street.street.slug}/{money_street.month}")
    visitor.sign_in(money_street.street.login("auditor"))
    looked_at(visitor, "/office/money")


def test_the_office_closes_a_month_by_a_button_and_reads_its_statement(visit: Visit, streets_office: Office) -> None:
    made = add_money(add_street(streets_office, "juniper"))
    month = telling.month(made.month, "zh")
    visitor = visit("phone", "zh")
    visitor.sign_in(made.street.login("coordinator"))
    page = visitor.page
    page.goto("/office/money")
    page.get_by_role("button", name=f"结账 {month}").click()

    expect(page.get_by_role("button", name=f"结账 {month}")).to_have_count(0)
    page.get_by_role("link", name=month).click()
    expect(page.locator("h1")).to_have_text(f"{month} 账目")
