"""The page that explains one result, and the one that says what can be relied on; nobody else stands on them."""

from __future__ import annotations

import re
from collections.abc import Callable
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session

from api.pages.trust import PROMISED
from scheduler import queries
from scheduler.models import Registration
from tests.pages.rooms_street import RoomsStreet
from tests.pages.street import Street, own_rows, rows_of
from tests.pages.test_browser import NARROW_OR_WIDE
from tests.pages.visiting import Visitor

Reader = Callable[..., TestClient]
Visit = Callable[..., Visitor]
IN_CHINESE = {"Accept-Language": "zh"}


def test_one_reads_it_from_ones_own_page(reader: Reader, published_street: Street) -> None:
    client = reader(published_street.login("resident"))
    links = re.findall(r'href="(/registrations/\S+/explained)"', client.get("/mine").text)

    assert sorted(links) == sorted(f"/registrations/{row.id}/explained" for row in own_rows(published_street))
    page = client.get(links[0], headers=IN_CHINESE)
    assert page.status_code == 200
    for title in ("有多少人申请", "您的积分", "您的结果是怎样决定的", "您现在可以做什么", "如何自行核验"):
        assert title in page.text


def test_a_clerk_prints_it_for_whoever_asks_at_the_counter(reader: Reader, published_street: Street) -> None:
    client = reader(published_street.login("property_staff"))
    row = rows_of(published_street, "waitlisted")[0]
    receipt = client.get(f"/counter/registrations/{row.id}").text
    page = client.get(f"/registrations/{row.id}/explained").text

    assert f'href="/registrations/{row.id}/explained"' in receipt
    assert f'href="/counter/registrations/{row.id}"' in page
    assert "What stood in the way" in page


def test_ones_own_page_tells_first_what_stood_in_the_way(reader: Reader, published_street: Street) -> None:
    own, row = own_rows(published_street)[0], rows_of(published_street, "waitlisted")[0]
    database = published_street.office.database
    database.transact(lambda session: _hand_over(session, row.id, own.member_id))
    try:
        client = reader(published_street.login("resident"))
        page = client.get("/mine").text
        told = client.get(f"/registrations/{row.id}/explained").text
    finally:
        database.transact(lambda session: _hand_over(session, row.id, row.member_id))

    card = page.partition(f'id="r-{row.id}"')[2].partition("</article>")[0]
    first = re.findall(r"<li>(.*?)</li>", card.partition("Why not")[2])[0]
    cause = told.partition('<h2 id="explained_cause">')[2].partition("</section>")[0]
    assert first in re.findall(r"<p>(.*?)</p>", cause)
    assert "All that was looked at" in card


@pytest.mark.parametrize("part", ["coordinator", "property_staff"])
def test_the_list_of_the_refused_tells_each_cause_in_the_words_of_their_own_page(
    reader: Reader, published_street: Street, part: str
) -> None:
    client = reader(published_street.login(part))
    page = client.get(f"/office/rounds/{published_street.round_id}/refused").text
    line = re.findall(r'<li value="\d+">.*?(?=<li value|</ol>)', page, re.DOTALL)[0]
    (receipt,) = re.findall(r'<span class="receipt">(\S+)</span>', line)
    row = next(row for row in rows_of(published_street, "waitlisted") if row.receipt == receipt)
    own = client.get(f"/registrations/{row.id}/explained").text
    cause = re.findall(r"<p>(.*?)</p>", own.partition('<h2 id="explained_cause">')[2].partition("</section>")[0])

    assert cause
    assert [told for told in cause if f"<li>{told}</li>" not in line] == []
    rows = (row for state in ("waitlisted", "allocated", "refused") for row in rows_of(published_street, state))
    assert [row.receipt for row in rows if row.receipt in line] == [receipt]


def test_neither_a_rival_nor_a_plate_stands_on_it(reader: Reader, published_street: Street) -> None:
    row = rows_of(published_street, "waitlisted")[0]
    page = reader(published_street.login("coordinator")).get(f"/registrations/{row.id}/explained").text
    with published_street.office.database.reading() as session:
        version = queries.publications.current(session, published_street.round_id)
        assert version is not None
        lines = queries.publications.rows(session, version.id)

    told = {text for line in lines for text in (line.receipt, line.masked_plate) if text in page}
    assert told == {row.receipt}


def test_a_group_reads_which_room_it_got(reader: Reader, season_street: RoomsStreet) -> None:
    client = reader(season_street.login("resident"))
    row = next(row for row in own_rows(season_street.street) if row.application_id is not None)
    page = client.get(f"/registrations/{row.id}/explained")

    assert page.status_code == 200
    assert "kind of activity, for each date" in page.text
    assert ("You were given room" in page.text) == (row.state == "allocated")


def test_before_the_notice_there_is_nothing_to_explain(reader: Reader, open_street: Street) -> None:
    client = reader(open_street.login("resident"))
    row = own_rows(open_street)[0]

    assert client.get(f"/registrations/{row.id}/explained").status_code == 404
    assert "/explained" not in client.get("/mine").text


def _hand_over(session: Session, row_id: UUID, member_id: UUID) -> None:
    session.get_one(Registration, row_id).member_id = member_id


@pytest.mark.parametrize(("device", "language"), [("phone", "zh"), ("narrow", "en")])
def test_it_is_accessible_and_fits_the_screen_and_one_sheet(
    visit: Visit, published_street: Street, device: str, language: str
) -> None:
    row = rows_of(published_street, "waitlisted")[0]
    visitor = visit(device, language)
    visitor.sign_in(published_street.login("coordinator"))
    visitor.page.goto(f"/registrations/{row.id}/explained")

    assert visitor.violations() == []
    assert not visitor.overflows()
    assert visitor.page.pdf(format="A4").count(b"/Type /Page\n") == 1


@pytest.mark.parametrize(("device", "language"), NARROW_OR_WIDE)
def test_what_people_can_rely_on_is_accessible_and_linked_from_the_notice(
    visit: Visit, published_street: Street, device: str, language: str
) -> None:
    visitor = visit(device, language)
    visitor.page.goto(f"/rounds/{published_street.round_id}/notice")
    visitor.page.click("a[href='/trust']")
    visitor.page.wait_for_load_state()

    assert visitor.page.locator("section").count() == len(PROMISED) + 2
    assert visitor.violations() == []
    assert not visitor.overflows()
