"""The pages of agreements: the paper with its QR code, what is done to it, the office's list, the check of a paper."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import expect
from sqlalchemy import update

from api.app import create_app
from api.pages import telling
from api.pages.words import WORDS
from api.sentences.agreements import AGREEMENT_CLAUSES, AGREEMENT_MESSAGES
from scheduler import calendar
from scheduler.actors import RESIDENT
from scheduler.models import Agreement, Covenant, Registration
from scheduler.office import Office
from scheduler.states import AGREEMENT_MOVES, AGREEMENT_STATES
from scheduler.usecases import acceptance
from scheduler.usecases.agreement_endings import REASONS
from scheduler.usecases.agreement_steps import MESSAGES
from scheduler.usecases.agreement_terms import CLAUSES
from solvers.parking.generate import Scale
from tests.api.conftest import OWN_PAGE, PASSWORD
from tests.pages.street import Street, actor_of, add_account, add_street, publish, rows_of
from tests.pages.test_browser import NARROW_OR_WIDE
from tests.pages.test_rooms_browser import looked_at
from tests.pages.visiting import Visitor

Reader = Callable[..., TestClient]
Visit = Callable[..., Visitor]
PARTS = ("", "resident", "property_staff", "coordinator", "auditor")
AGREEMENTS_SEEN = {
    "/agreements/{agreement}": ("resident", "property_staff", "coordinator"),
    "/office/agreements": ("property_staff", "coordinator", "auditor"),
}
AGREEMENTS_SENT = {"/agreements/{agreement}/{move}": ("resident", "property_staff", "coordinator")}


@dataclass(frozen=True)
class AgreedStreet:
    """A street where two people accepted their rights; the first has an account."""

    street: Street
    holder: str
    rows: tuple[Registration, Registration]

    def login(self, part: str) -> str:
        """The account of a part; the resident is the holder."""
        return self.holder if part == "resident" else self.street.login(part)

    def newest(self, at: int = 0) -> Agreement:
        """The latest agreement of one of the two."""
        with self.street.office.database.reading() as session:
            query = session.query(Agreement).filter_by(registration_id=self.rows[at].id)
            return query.order_by(Agreement.number.desc()).first() or pytest.fail("no agreement")


@pytest.fixture(scope="module")
def agreed(streets_office: Office) -> AgreedStreet:
    street = add_street(streets_office, "linden", Scale(2, 20, 60))
    publish(street)
    first, second = rows_of(street, "allocated")[:2]
    with streets_office.database.writing() as session:
        fees = {"tariffs": [{"fen": 30_000, "period": "month"}]}
        session.get_one(Covenant, (street.community_id, 1)).settings = {"fees": fees}
    for row in (first, second):
        _accepted(street, row)
    holder = add_account(street, "holder@linden", RESIDENT, member=first.member_id)
    return AgreedStreet(street, holder, (first, second))


def day_of(row: Agreement) -> str:
    """When an agreement was drawn up, as a form states it."""
    return calendar.date_of(row.drawn_up_at, calendar.ZONE).isoformat()


def _accepted(street: Street, row: Registration) -> None:
    office, actor = street.office, actor_of(street, "coordinator")
    office.database.transact(
        lambda session: acceptance.act(
            session,
            actor=actor,
            vault=office.vault,
            registration_id=row.id,
            action="accept",
            now=office.database.now(session),
        )
    )


def test_everything_that_happens_to_an_agreement_has_words() -> None:
    steps = {f"agreement_step_{name}" for name in (*AGREEMENT_MOVES, "draw_up", "remind")}
    shown = {f"agreement_{state}" for state in AGREEMENT_STATES} | {f"agreement_why_{why}" for why in REASONS}

    assert sorted((steps | shown) - WORDS.keys()) == []
    assert (tuple(AGREEMENT_MESSAGES), tuple(AGREEMENT_CLAUSES)) == (MESSAGES, CLAUSES)


@pytest.mark.parametrize("place", AGREEMENTS_SEEN)
def test_pages_of_agreements_are_for_those_whom_they_concern(reader: Reader, agreed: AgreedStreet, place: str) -> None:
    address = place.format(agreement=agreed.newest().id)
    seen = [part for part in PARTS if reader(agreed.login(part) if part else None).get(address).status_code == 200]
    assert tuple(seen) == AGREEMENTS_SEEN[place]
    assert reader(agreed.street.login("resident")).get(address).status_code in (403, 404)


@pytest.mark.parametrize(("role", "led"), [("property_staff", True), ("coordinator", True), ("auditor", False)])
def test_the_list_leads_to_the_paper_those_who_may_read_it(
    reader: Reader, agreed: AgreedStreet, role: str, led: bool
) -> None:
    page = reader(agreed.street.login(role)).get("/office/agreements")

    assert (page.status_code, "No. 1" in page.text, 'href="/agreements/' in page.text) == (200, True, led)


def test_a_paper_names_its_holder_and_leads_to_a_page_that_names_nobody(reader: Reader, agreed: AgreedStreet) -> None:
    row = agreed.newest()
    paper = reader(agreed.holder).get(f"/agreements/{row.id}").text
    check = reader().get(f"/agreements/verify/{row.code}")

    assert f"/agreements/verify/{row.code}" in paper
    assert "<svg" in paper
    assert f"/agreements/{row.id}" in reader(agreed.holder).get("/mine").text
    assert (check.status_code, check.headers["cache-control"]) == (200, "no-store")
    assert check.headers["x-robots-tag"] == "noindex, nofollow"
    assert "not in force today" in check.text
    assert reader().get("/agreements/verify/AAAA-AAAA-AAAA-AA").status_code == 404


def test_an_agreement_to_be_signed_waits_for_its_holder_with_place_and_time(
    reader: Reader, agreed: AgreedStreet
) -> None:
    client, row = reader(agreed.holder), agreed.newest()
    until = telling.moment(row.sign_by, str(calendar.ZONE), "en")
    waits = client.get("/mine").text.partition('id="todo"')[2].partition("</section>")[0]
    paper = client.get(f"/agreements/{row.id}").text
    staff = reader(agreed.login("property_staff")).get(f"/agreements/{row.id}").text

    assert (row.state, f'href="/agreements/{row.id}"' in waits, f"by {until}" in waits) == ("drawn_up", True, True)
    told = f"Please sign it by {until} at the window of the property office."
    assert [(told in page, "for the person" in page) for page in (paper, staff)] == [(True, False), (False, True)]


def test_a_clerk_records_a_signature_and_a_fault_stands_at_its_field(reader: Reader, agreed: AgreedStreet) -> None:
    clerk, row = reader(agreed.login("property_staff")), agreed.newest(1)
    sign = f"/agreements/{row.id}/sign"
    early = clerk.post(sign, data={"version": "1", "signed_on": "2020-01-01", "channel": "door"})
    today = day_of(row)
    done = clerk.post(sign, data={"version": "1", "signed_on": today, "channel": "door"})
    again = clerk.post(sign, data={"version": "1", "signed_on": today, "channel": "door"})

    assert (early.status_code, 'class="wrong"' in early.text) == (422, True)
    assert (done.status_code, done.headers["location"]) == (303, f"/agreements/{row.id}")
    assert (agreed.newest(1).state, again.status_code) == ("signed", 412)


def test_a_fault_keeps_the_version_that_was_seen_and_opens_its_own_form_only(
    reader: Reader, agreed: AgreedStreet
) -> None:
    clerk, row = reader(agreed.login("coordinator")), agreed.newest()
    stated = {"version": str(row.row_version), "party": "outside", "reason": "R" * 501}
    _set_version(agreed, row, row.row_version + 1)
    page = clerk.post(f"/agreements/{row.id}/replace", data=stated).text
    forms = dict(
        re.findall(r'action="/agreements/[^"]+/(\w+)">\s*<input type="hidden" name="version" value="(\d+)"', page)
    )

    assert (forms["replace"], forms["sign"]) == (str(row.row_version), str(row.row_version + 1))
    assert re.findall(r"<details class=\"sheet\" open>\s*<summary>([^<]+)", page) == [
        "Change vehicle, class or address"
    ]
    assert 'value="outside" selected' in page
    late = clerk.post(f"/agreements/{row.id}/replace", data={**stated, "reason": "搬家"})
    _set_version(agreed, row, row.row_version)
    assert (late.status_code, 'value="搬家"' in late.text) == (412, True)


def _set_version(agreed: AgreedStreet, row: Agreement, version: int) -> None:
    """As if somebody else had changed it, or nobody had."""
    with agreed.street.office.database.writing() as session:
        session.execute(update(Agreement).where(Agreement.id == row.id).values(row_version=version))


def test_the_code_leads_where_the_office_says_that_people_reach_it(agreed: AgreedStreet) -> None:
    office = agreed.street.office
    stated = replace(office, settings=office.settings.model_copy(update={"public_url": "https://tide.example.org"}))
    with TestClient(create_app(stated), headers={**OWN_PAGE, "Accept": "text/html"}) as client:
        client.post("/sign-in", data={"login": agreed.holder, "password": PASSWORD})
        row = agreed.newest()

        assert f"https://tide.example.org/agreements/verify/{row.code}" in client.get(f"/agreements/{row.id}").text


def test_forms_are_refused_to_those_who_may_not_send_them(reader: Reader, agreed: AgreedStreet) -> None:
    sign = f"/agreements/{agreed.newest().id}/sign"
    form = {"version": "1", "signed_on": day_of(agreed.newest()), "channel": "door"}

    answers = [reader(agreed.login(part) if part else None).post(sign, data=form).status_code for part in PARTS[:2]]
    other = reader(agreed.street.login("resident")).post(sign, data=form).status_code
    assert (answers, other) == ([401, 403], 404)
    assert reader(agreed.login("auditor")).post(sign, data=form).status_code == 403


def test_a_vehicle_is_changed_and_the_right_given_up_by_forms(reader: Reader, agreed: AgreedStreet) -> None:
    clerk, row = reader(agreed.login("coordinator")), agreed.newest()
    changed = clerk.post(f"/agreements/{row.id}/replace", data={"version": "1", "party": "outside", "reason": "搬家"})
    made = agreed.newest()
    assert (changed.headers["location"], made.number, made.replaces_id) == (f"/agreements/{made.id}", 3, row.id)
    signed = clerk.post(
        f"/agreements/{made.id}/sign",
        data={"version": "1", "signed_on": day_of(made), "channel": "door"},
    )
    ended = reader(agreed.holder).post(
        f"/agreements/{made.id}/end", data={"version": str(agreed.newest().row_version), "reason": "搬家"}
    )
    assert (signed.status_code, ended.status_code, agreed.newest().state) == (303, 303, "ended")


@pytest.mark.parametrize(("device", "language"), NARROW_OR_WIDE)
def test_pages_of_agreements_are_accessible_and_fit_the_screen(
    visit: Visit, agreed: AgreedStreet, device: str, language: str
) -> None:
    visitor, row = visit(device, language), agreed.newest(1)
    looked_at(visitor, f"/agreements/verify/{row.code}")
    visitor.sign_in(agreed.login("coordinator"))
    looked_at(visitor, "/office/agreements")
    looked_at(visitor, f"/agreements/{row.id}")
    expect(visitor.page.locator("svg.qr")).to_be_visible()
