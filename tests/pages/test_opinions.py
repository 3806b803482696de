"""Stars as pages: given once for a use by whoever had it, told to all once enough have answered."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from itertools import count
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from scheduler import queries
from scheduler.ids import new_id
from scheduler.models import Booking, Feedback, Occupation
from scheduler.office import Office
from scheduler.usecases import feedback
from tests.pages.street import Street, actor_of, add_street, rows_of
from tests.pages.test_taps import key_of
from tests.pages.visiting import Visitor

Reader = Callable[..., TestClient]
HOME = "/mine/feedback"
FORM = HOME + "/{use}/{subject}/{subject}"
OPINIONS_SEEN = {HOME, FORM}
OPINIONS_SENT = {FORM}
TURNS = count()


@pytest.fixture(scope="module")
def quince(streets_office: Office) -> Street:
    return add_street(streets_office, "quince")


def use_site(street: Street, member: UUID, days_ago: int = 1) -> str:
    """A booking of a space that is over; the address of its form."""
    with street.office.database.writing() as session:
        site = queries.supply.sites_of(session, street.community_id)[0]
        space = queries.supply.spaces_of(session, site.id)[0]
        ended = street.office.database.now(session) - timedelta(days=days_ago, hours=2 * next(TURNS))
        span = {"starts_at": ended - timedelta(hours=1), "ends_at": ended, "resource_id": space.resource_id}
        row = Booking(id=new_id(), community_id=street.community_id, member_id=member, channel="web", **span)
        row.receipt, row.created_at = f"R{row.id.hex[:20]}", ended - timedelta(days=2)
        session.add(row)
        session.flush()
        session.add(Occupation(booking_id=row.id, **span))
        return f"{HOME}/{row.id}/site/{site.id}"


def own_use(street: Street, **more: int) -> str:
    member = actor_of(street, "resident").member_id
    assert member is not None
    return use_site(street, member, **more)


def said(street: Street, form: str) -> list[Feedback]:
    with street.office.database.reading() as session:
        wanted = select(Feedback).where(Feedback.use_id == UUID(form.split("/")[3]))
        return list(session.execute(wanted).scalars())


def test_who_used_a_site_gives_stars_and_a_second_press_changes_nothing(reader: Reader, quince: Street) -> None:
    client, form = reader(quince.login("resident")), own_use(quince)
    assert f'href="{form}"' in client.get(HOME).text
    sent = {"stars": "4", "comment": "灯太暗 <script>alert(1)</script> 😀 שלום", "once": key_of(client.get(form).text)}

    answers = [client.post(form, data=sent) for _ in range(2)]

    assert [(one.status_code, one.headers["location"]) for one in answers] == [(303, HOME)] * 2
    (row,) = said(quince, form)
    assert (row.stars, feedback.comment_of(quince.office.vault, row)) == (4, sent["comment"])
    page = client.get(HOME).text
    assert f'href="{form}"' not in page
    assert "灯太暗 &lt;script&gt;" in page
    assert "4 stars: good" in page


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({}, "stars"),
        ({"stars": "6"}, "stars"),
        ({"stars": "many"}, "stars"),
        ({"stars": "3", "comment": "长" * 5_000}, "comment"),
    ],
)
def test_what_cannot_be_said_is_told_at_its_field_and_kept(
    reader: Reader, quince: Street, sent: dict[str, str], field: str
) -> None:
    client, form = reader(quince.login("resident")), own_use(quince)
    page = client.post(form, data={"comment": "暗", **sent})

    assert page.status_code == 422
    assert f'id="{field}-wrong"' in page.text
    assert f">{sent.get('comment', '暗')}</textarea>" in page.text
    assert said(quince, form) == []


def test_what_was_said_from_another_tab_is_told_and_changes_nothing(reader: Reader, quince: Street) -> None:
    client, form = reader(quince.login("resident")), own_use(quince)
    client.post(form, data={"stars": "2"})
    page = client.post(form, data={"stars": "5"})

    assert page.status_code == 409
    assert 'role="alert"' in page.text
    assert [row.stars for row in said(quince, form)] == [2]
    assert client.get(form).status_code == 404


def test_nobody_gives_stars_for_the_use_of_another_nor_long_after_it(reader: Reader, quince: Street) -> None:
    other = use_site(quince, rows_of(quince)[0].member_id)
    late = own_use(quince, days_ago=40)
    client = reader(quince.login("resident"))

    assert [client.get(form).status_code for form in (other, late)] == [404, 404]
    assert [client.post(form, data={"stars": "5"}).status_code for form in (other, late)] == [404, 409]
    assert reader(quince.login("coordinator")).get(HOME).status_code == 404
    assert said(quince, other) + said(quince, late) == []


def test_an_average_is_told_once_enough_people_answered(reader: Reader, streets_office: Office) -> None:
    street = add_street(streets_office, "laburnum")
    assert "Too few people" in reader().get("/ratings/laburnum").text

    def few_are_enough(session: Any) -> None:
        covenant = queries.community.covenant(session, street.community_id, 1)
        covenant.settings = {**covenant.settings, "feedback": {"least_count": 1}}

    street.office.database.transact(few_are_enough)
    reader(street.login("resident")).post(own_use(street), data={"stars": "4", "comment": "张三很吵"})
    page = reader().get("/ratings/laburnum").text

    assert re.search(r"★★★★☆</span> 4 of 5", page)
    assert "张三" not in page


def test_stars_are_given_on_a_phone_in_a_few_taps(visit: Callable[..., Visitor], quince: Street) -> None:
    form = own_use(quince)
    visitor = visit("phone", "zh")
    visitor.sign_in(quince.login("resident"))
    page = visitor.page
    page.goto(HOME)
    assert visitor.violations() == []
    page.click(f"a[href='{form}']")
    assert visitor.violations() == []
    page.click("text=5 星 很满意")
    page.click("main button")
    page.wait_for_url("**/mine/feedback")

    assert [row.stars for row in said(quince, form)] == [5]
    assert not visitor.overflows()
