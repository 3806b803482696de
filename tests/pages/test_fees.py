"""The pages of fees: the public table, prices before an answer, one's own papers, taking money at the window."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.pages import payments as pages
from scheduler import calendar, queries
from scheduler.actors import COORDINATOR
from scheduler.ids import new_id
from scheduler.models import Allocation, Covenant, Member, Registration
from scheduler.office import Office
from scheduler.privacy import masked_name
from scheduler.providers import ByHand, Receipt
from scheduler.queries.invoices import Part
from scheduler.usecases import invoices, ledger, payments, refund_rows
from scheduler.usecases.invoices import Bill
from scheduler.usecases.ledger import Entry, Transfer
from scheduler.usecases.refund_rows import Why
from tests.pages.street import Street, actor_of, add_street, publish
from tests.pages.test_rooms_browser import looked_at
from tests.pages.visiting import Visitor

Reader = Callable[..., TestClient]
Visit = Callable[..., Visitor]
PARTS = ("", "resident", "property_staff", "coordinator", "auditor")
FEES_SEEN = {
    "/fees/{slug}": PARTS,
    "/mine/fees": ("resident",),
    "/papers/invoices/{invoice}": PARTS[1:],
    "/papers/receipts/{payment}": PARTS[1:],
    "/counter/people/{member}/fees": ("property_staff", "coordinator"),
    "/office/fees": ("coordinator", "auditor"),
    "/office/payments/{payment}/reverse": ("coordinator",),
    "/office/invoices/{invoice}/waive": ("coordinator",),
}
FEES_SENT = {
    "/counter/people/{member}/fees": ("property_staff", "coordinator"),
    "/office/refunds/{refund}/pay-out": ("coordinator",),
    "/office/payments/{payment}/reverse": ("coordinator",),
    "/office/invoices/{invoice}/waive": ("coordinator",),
}
LINE = {
    "subject": "right",
    "window": "night",
    "party": "tenant",
    "site": "s0",
    "tier": 1,
    "period": "month",
    "unit_fen": 31_000,
    "count": 28,
    "of": 31,
    "fen": 28_000,
    "month": "2026-05",
    "first": "2026-05-04",
    "last": "2026-05-31",
    "income": "shared",
    "owner": None,
}


@dataclass(frozen=True)
class Fees:
    """A street that charges, with an invoice of its resident that was paid too much for, and an open one."""

    street: Street
    member: UUID
    things: dict[str, Any]

    def address(self, place: str) -> str:
        """Where a page stands."""
        return place.format(slug=self.street.slug, member=self.member, **self.things)


@pytest.fixture(scope="module")
def fees(streets_office: Office) -> Fees:
    street = add_street(streets_office, "hornbeam")
    publish(street)
    database, actor = street.office.database, actor_of(street, COORDINATOR)
    member = actor_of(street, "resident").member_id
    assert member is not None
    with database.writing() as session:
        _charge(session, street)
    first, second = (database.transact(lambda s, month=month: _invoice(s, street, actor, member, month))  # type: ignore[misc]
                     for month in ("2026-05", "2026-06"))  # fmt: skip
    paid = database.transact(lambda session: _paid(session, actor, member, first.id))
    other = database.transact(lambda session: _paid(session, actor, member, None, 300, "T-78"))
    with database.reading() as session:
        refund = queries.invoices.overpaid_of(session, paid)
    return Fees(street, member, {"invoice": second.id, "payment": paid, "other": other, "refund": refund.id})


def _charge(session: Session, street: Street) -> None:
    """Have the covenant of a street state fees, dearer at one site."""
    covenant = session.get_one(Covenant, (street.community_id, 1))
    code = queries.supply.sites_of(session, street.community_id)[0].code
    dearer = {"fen": 45_000, "site": code, "reason_zh": "地下车库，夜间有保安", "reason_en": "underground and guarded"}
    covenant.settings = {**covenant.settings, "fees": {"tariffs": [{"fen": 31_000}, dearer]}}


def _invoice(session: Session, street: Street, actor: Any, member: UUID, month: str) -> Any:
    site = queries.supply.sites_of(session, street.community_id)[0].id
    bill = Bill(member, site, "test", new_id(), 1, "shared", [{**LINE, "month": month}], month)
    return invoices.issue(session, actor, bill, street.office.database.now(session))


def _paid(
    session: Session, actor: Any, member: UUID, invoice: UUID | None, fen: int = 28_500, number: str = "T-77"
) -> UUID:
    now = queries.invoices.listed(session, actor.community_id, Part(member_id=member))[0].issued_at
    today, pays = calendar.date_of(now, calendar.ZONE), () if invoice is None else (invoice,)
    receipt = Receipt(member, "transfer", fen, today, number, pays)
    return payments.take_in(session, actor=actor, provider=ByHand(receipt), now=now)[0].id


# ---- who sees and sends what


@pytest.mark.parametrize("place", FEES_SEEN)
def test_each_page_is_shown_to_its_readers(reader: Reader, fees: Fees, place: str) -> None:
    street, address = fees.street, fees.address(place)
    seen = [part for part in PARTS if reader(street.login(part) if part else None).get(address).status_code == 200]

    assert tuple(seen) == FEES_SEEN[place]


@pytest.mark.parametrize("place", FEES_SENT)
def test_a_form_of_somebody_whom_it_does_not_concern_is_refused(reader: Reader, fees: Fees, place: str) -> None:
    street, address = fees.street, fees.address(place)
    form = {"fen": "1", "method": "cash", "received_on": "2026-05-04"}
    refused = [part for part in PARTS[1:] if part not in FEES_SENT[place]]

    assert [reader(street.login(part)).post(address, data=form).status_code for part in refused] == [403] * len(refused)
    assert reader().post(address, data=form).status_code == 401


# ---- what they tell


def test_fees_stand_beside_each_other_with_the_reason_where_a_site_differs(reader: Reader, fees: Fees) -> None:
    page = reader().get(fees.address("/fees/{slug}")).text
    assert [words in page for words in ("310.00", "450.00", "underground and guarded", "At the other sites")] == [
        True
    ] * 4
    assert reader().get("/fees/nowhere").status_code == 404


def test_a_price_is_told_before_an_answer_is_given(reader: Reader, fees: Fees) -> None:
    with fees.street.office.database.reading() as session:
        wanted = select(Registration.id).join(Allocation, Allocation.registration_id == Registration.id)
        row = session.execute(wanted.where(Registration.round_id == fees.street.round_id)).scalars().first()
    page = reader(fees.street.login("coordinator")).get(f"/counter/registrations/{row}/accept").text
    assert [words in page for words in ("yuan in all", "does not change afterwards")] == [True] * 2


def test_one_s_own_papers_tell_what_is_owed_paid_and_due_back(reader: Reader, fees: Fees) -> None:
    resident = reader(fees.street.login("resident"))
    listed = resident.get("/mine/fees").text
    assert [words in listed for words in ("280.00", "5.00", "Receipt no. 1", "Refund no. 1")] == [True] * 4
    paper = resident.get(fees.address("/papers/invoices/{invoice}")).text
    assert [words in paper for words in ("Invoice no. 2", "28 of 31 days", "June 2026")] == [True] * 3
    receipt = resident.get(fees.address("/papers/receipts/{payment}")).text
    assert [words in receipt for words in ("T-77", "285.00", "Invoice no. 1", "More than owed")] == [True] * 4


def test_a_clerk_sees_whose_fees_and_whose_dispute_it_is(reader: Reader, fees: Fees) -> None:
    clerk, vault = reader(fees.street.login("property_staff")), fees.street.office.vault
    place = fees.address("/counter/people/{member}")
    with fees.street.office.database.reading() as session:
        row = session.get_one(Member, UUID(place.rpartition("/")[2]))
        name = masked_name(vault.open_sealed(row.name_cipher, "member.name", row.id))

    for page in (f"{place}/fees", f"{place}/disputes"):
        assert f'<p class="over">{name} <span class="number">*' in clerk.get(page).text


def test_a_clerk_records_a_payment_in_yuan_and_is_told_what_cannot_be(reader: Reader, fees: Fees) -> None:
    clerk, address = reader(fees.street.login("property_staff")), fees.address("/counter/people/{member}/fees")
    with fees.street.office.database.reading() as session:
        today = calendar.date_of(fees.street.office.database.now(session), calendar.ZONE).isoformat()
    form = {"method": "cash", "received_on": today}
    for amount in ("", "12.345", "-5", "x"):
        answer = clerk.post(address, data={**form, "fen": amount})
        assert (answer.status_code, "an amount in yuan" in answer.text) == (422, True), amount
    assert clerk.post(address, data={**form, "fen": "5", "method": "transfer"}).status_code == 422
    made = clerk.post(address, data={**form, "fen": "1,0.5"})
    assert made.status_code == 303
    assert "10.50" in clerk.get(made.headers["location"]).text


def test_the_office_notes_a_refund_once(reader: Reader, fees: Fees) -> None:
    office, address = reader(fees.street.login("coordinator")), fees.address("/office/refunds/{refund}/pay-out")
    assert "Refund no. 1" in office.get("/office/fees").text
    assert [office.post(address, data={"method": "transfer"}).status_code for _ in "ab"] == [303, 303]
    assert "Refund no. 1" not in office.get("/office/fees").text


def test_the_office_reads_for_whom_a_refund_is_and_why_in_sentences(
    reader: Reader, fees: Fees, monkeypatch: pytest.MonkeyPatch
) -> None:
    coordinator, member = actor_of(fees.street, COORDINATOR), fees.member
    for fen, reason in ((7, "right_released"), (8, "gate broken")):
        refund = partial(_refund, actor=coordinator, member_id=member, fen=fen, reason=reason)
        fees.street.office.database.transact(refund)
    office = reader(fees.street.login("coordinator"))
    page = office.get("/office/fees").text
    assert [words in page for words in ("the right was given back", "gate broken", "right_released")] == [True] * 2 + [
        False
    ]
    assert f'<a href="/counter/people/{member}/fees">' in page
    assert f"/counter/people/{member}" not in reader(fees.street.login("auditor")).get("/office/fees").text

    monkeypatch.setattr(pages, "MOST", 1)
    first = office.get("/office/fees").text
    found = re.search(r'href="(/office/fees\?due=[^"]+)"', first)
    assert (found is not None, "gate broken" in first) == (True, False)
    assert "gate broken" in page_after(office, first)


def page_after(office: TestClient, page: str) -> str:
    """The last page of refunds that are due."""
    while found := re.search(r'href="(/office/fees\?due=[^"]+)"', page):
        page = office.get(found[1]).text
    return page


def _refund(session: Session, *, actor: Any, member_id: UUID, fen: int, reason: str) -> None:
    now = datetime.now(UTC)
    row = refund_rows.row_of(session, actor, member_id, Why("compensation", "test", new_id(), reason), fen, now)
    moved = [
        Transfer(("fund", queries.supply.sites_of(session, actor.community_id)[0].id), ("payable", member_id), fen)
    ]
    ledger.post(session, actor, Entry("compensation", "refund", row.id, moved), now)


def test_the_office_waives_an_invoice_and_takes_a_payment_back_each_with_a_reason(reader: Reader, fees: Fees) -> None:
    office = reader(fees.street.login("coordinator"))
    waive, reverse = (
        fees.address(f"/office/{place}") for place in ("invoices/{invoice}/waive", "payments/{other}/reverse")
    )
    for place, paper in (
        (waive, fees.address("/papers/invoices/{invoice}")),
        (reverse, fees.address("/papers/receipts/{other}")),
    ):
        assert f'href="{place}"' in office.get(paper).text
        missing = office.post(place, data={"reason": " "})
        assert (missing.status_code, 'aria-invalid="true"' in missing.text) == (422, True)
        pressed = [office.post(place, data={"reason": "recorded by mistake"}) for _ in "ab"]
        assert [(answer.status_code, answer.headers["location"]) for answer in pressed] == [(303, paper)] * 2
        assert f'href="{place}"' not in office.get(paper).text
    listed = office.get(fees.address("/counter/people/{member}/fees")).text
    assert [words in listed for words in ("taken back", "waived")] == [True, True]


def test_one_s_own_page_leads_to_one_s_fees(reader: Reader, fees: Fees) -> None:
    page = reader(fees.street.login("resident")).get("/mine")
    assert (page.status_code, 'href="/mine/fees"' in page.text) == (200, True)


def test_fees_are_accessible_and_fit_a_narrow_screen(visit: Visit, fees: Fees) -> None:
    visitor = visit("narrow", "zh")
    looked_at(visitor, fees.address("/fees/{slug}"))
    visitor.sign_in(fees.street.login("resident"))
    for place in ("/mine/fees", "/papers/invoices/{invoice}", "/papers/receipts/{payment}"):
        looked_at(visitor, fees.address(place))
    visitor.sign_in(fees.street.login("coordinator"))
    looked_at(visitor, fees.address("/counter/people/{member}/fees"))
    looked_at(visitor, "/office/fees")
    looked_at(visitor, fees.address("/office/payments/{payment}/reverse"))
