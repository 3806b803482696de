"""One's own space as a page: offered, seen on a calendar, called back; faults stand at their fields."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from scheduler import calendar, queries
from scheduler.models import CallBack, Space, SpaceShare
from tests.pages.street import Street, actor_of
from tests.pages.visiting import Visitor

Reader = Callable[..., TestClient]
HOME = "/mine/spaces"
SPACES_SEEN = {HOME, f"{HOME}/call-backs/{{call_back}}/missed"}
SPACES_SENT = {
    f"{HOME}/{{space}}/offer",
    f"{HOME}/offers/{{share}}/end",
    f"{HOME}/offers/{{share}}/call-back",
    f"{HOME}/call-backs/{{call_back}}/withdraw",
    f"{HOME}/call-backs/{{call_back}}/missed",
}
OFFER = {"days": "every", "start": "08:00", "end": "18:00"}


@pytest.fixture
def space(published_street: Street) -> UUID:
    """A space that is the resident's own, and that nobody has offered."""
    street = published_street
    member = actor_of(street, "resident").member_id
    with street.office.database.writing() as session:
        row = queries.supply.sites_of(session, street.community_id)[0]
        own = queries.supply.spaces_of(session, row.id)[-1]
        own.owner_id = member
        for share in session.execute(select(SpaceShare).where(SpaceShare.space_id == own.id)).scalars():
            share.last = date(2020, 1, 1)
        return own.id


def offers(street: Street, space: UUID) -> list[SpaceShare]:
    with street.office.database.reading() as session:
        return queries.sharing.coming(session, space, calendar.today())


def test_an_owner_offers_their_space_and_calls_it_back(reader: Reader, published_street: Street, space: UUID) -> None:
    owner = reader(published_street.login("resident"))
    tomorrow = (calendar.today() + timedelta(days=1)).isoformat()

    sent = owner.post(f"{HOME}/{space}/offer", data={**OFFER, "first": tomorrow})
    assert (sent.status_code, sent.headers["location"]) == (303, HOME)
    (share,) = offers(published_street, space)
    assert share.windows == [{"days": "every", "start": "08:00", "end": "18:00"}]

    day = calendar.today() + timedelta(days=5)
    back = {"starts_at": f"{day}T09:00", "ends_at": f"{day}T10:00"}
    assert owner.post(f"{HOME}/offers/{share.id}/call-back", data=back).status_code == 303
    with published_street.office.database.reading() as session:
        (made,) = queries.sharing.call_backs(session, [share.id])
    assert made.state == "given_back"
    assert "your own space" in owner.get(HOME).text

    assert [owner.post(f"{HOME}/call-backs/{made.id}/withdraw").status_code for _ in range(2)] == [303, 303]
    with published_street.office.database.reading() as session:
        assert session.get_one(CallBack, made.id).state == "withdrawn"


def test_that_a_space_was_taken_is_told_once_the_time_has_begun_and_after_a_question(
    reader: Reader, published_street: Street, space: UUID
) -> None:
    owner, database = reader(published_street.login("resident")), published_street.office.database
    owner.post(f"{HOME}/{space}/offer", data={**OFFER, "first": (calendar.today() + timedelta(days=1)).isoformat()})
    (share,) = offers(published_street, space)
    day = calendar.today() + timedelta(days=6)
    owner.post(f"{HOME}/offers/{share.id}/call-back", data={"starts_at": f"{day}T09:00", "ends_at": f"{day}T10:00"})
    with database.reading() as session:
        (made,) = queries.sharing.call_backs(session, [share.id])
    place = f"{HOME}/call-backs/{made.id}/missed"
    early = (place in owner.get(HOME).text, "Yes, it was taken" in owner.get(place).text)
    with database.writing() as session:
        session.get_one(CallBack, made.id).starts_at = database.now(session) - timedelta(hours=1)
    page, asked = owner.get(HOME).text, owner.get(place).text
    answers = [owner.post(place).status_code for _ in range(2)]

    assert early == (False, False)
    assert (f'href="{place}"' in page, f'action="{HOME}/call-backs/{made.id}/withdraw"' in page) == (True, False)
    assert ("cannot be taken back" in asked, answers) == (True, [303, 303])
    with database.reading() as session:
        assert session.get_one(CallBack, made.id).missed
    assert "You have told this already." in owner.get(place).text


def test_what_cannot_be_is_told_and_what_was_filled_in_stays(
    reader: Reader, published_street: Street, space: UUID
) -> None:
    owner = reader(published_street.login("resident"))

    page = owner.post(f"{HOME}/{space}/offer", data={**OFFER, "start": "09:30", "first": "2020-01-01"})

    assert page.status_code == 422
    assert 'value="09:30"' in page.text
    assert 'aria-invalid="true"' in page.text
    assert offers(published_street, space) == []


@pytest.mark.parametrize("moment", ["", "soon", "9999-12-31T23:30", "0001-01-01T00:00", "2027-03-05T09:00+00:00"])
def test_a_moment_that_is_none_by_the_clock_is_refused_at_its_field(
    reader: Reader, published_street: Street, space: UUID, moment: str
) -> None:
    owner = reader(published_street.login("resident"))
    owner.post(f"{HOME}/{space}/offer", data={**OFFER, "first": calendar.today().isoformat()})
    (share,) = offers(published_street, space)

    sent = {"starts_at": moment, "ends_at": "2027-03-05T10:00"}
    page = owner.post(f"{HOME}/offers/{share.id}/call-back", data=sent)

    assert page.status_code == 422
    assert 'aria-describedby="starts_at-wrong"' in page.text


def test_a_day_on_which_no_offer_can_end_is_told_at_its_field(
    reader: Reader, published_street: Street, space: UUID
) -> None:
    owner = reader(published_street.login("resident"))
    owner.post(f"{HOME}/{space}/offer", data={**OFFER, "first": calendar.today().isoformat()})
    (share,) = offers(published_street, space)

    page = owner.post(f"{HOME}/offers/{share.id}/end", data={"last": "2020-01-01"})

    assert page.status_code == 422
    assert ('aria-describedby="last-wrong"' in page.text, 'value="2020-01-01"' in page.text) == (True, True)


def test_nobody_else_offers_it(reader: Reader, published_street: Street, space: UUID) -> None:
    auditor = reader(published_street.login("auditor"))
    stated = {**OFFER, "first": calendar.today().isoformat()}

    assert auditor.post(f"{HOME}/{space}/offer", data=stated).status_code == 403
    with published_street.office.database.writing() as session:
        session.get_one(Space, space).owner_id = None
    resident = reader(published_street.login("resident"))
    assert resident.post(f"{HOME}/{space}/offer", data=stated).status_code == 404
    assert "No space is registered as your own" in resident.get(HOME).text


def test_the_page_is_accessible_on_a_narrow_screen(
    visit: Callable[..., Visitor], published_street: Street, space: UUID
) -> None:
    visitor = visit("narrow", "zh")
    visitor.sign_in(published_street.login("resident"))
    visitor.page.goto(HOME)

    assert visitor.violations() == []
    assert not visitor.overflows()
