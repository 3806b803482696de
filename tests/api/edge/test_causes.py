"""Who reads by receipt who stands in whose way: the office and auditors, nobody else, on no road out of the system."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from api.cli.common import words
from scheduler.models import AuditEntry, PublicationRow, Refusal, Registration
from tests.api.conftest import OWN_PAGE, PASSWORD
from tests.apps import create_app
from tests.town import Town

Client = Callable[[str], TestClient]


@pytest.fixture
def client(published: Town) -> Client:
    """A client of somebody; of nobody without a login."""

    def signed_in(login: str = "") -> TestClient:
        found = TestClient(create_app(published.office), headers={**OWN_PAGE, "Accept-Language": "en"})
        wanted = {"login": login, "password": PASSWORD}
        assert not login or found.post("/api/v1/session", json=wanted).status_code == 204
        return found

    return signed_in


def rivals_of(town: Town) -> Mapping[str, set[str]]:
    """Receipts of those who stand in the way, by the receipt of whoever is refused in the plan."""
    with town.database.reading() as session:
        wanted = select(Registration.receipt, Refusal.cause).join(Registration).where(
            Refusal.plan_id == town.newest_plan()
        )  # fmt: skip
        return {
            receipt: {name for removal in cause["removals"] for name in removal["requests"]}
            for receipt, cause in session.execute(wanted)
        }


@pytest.mark.parametrize("login", ["coordinator", "auditor"])
def test_the_office_and_auditors_read_the_rivals_by_receipt(client: Client, published: Town, login: str) -> None:
    items = client(login).get(f"/api/v1/plans/{published.newest_plan()}/refusals").json()["items"]

    told = {
        item["receipt"]: {name for removal in item["cause"]["removals"] for name in removal["requests"]}
        for item in items
    }
    assert told == rivals_of(published)
    assert all(told.values())


def test_property_staff_read_the_causes_of_their_people_with_nobody_in_them(client: Client, published: Town) -> None:
    address = f"/api/v1/plans/{published.newest_plan()}/refusals"
    _, stranger = client("coordinator").get(address).json()["items"]
    with published.database.writing() as session:
        for row in published.registrations:
            session.get_one(Registration, row).home_site_id = published.sites["H"]
        session.get_one(Registration, UUID(stranger["registration_id"])).home_site_id = None
    items, (whole, _) = (client(login).get(address).json()["items"] for login in ("staff", "coordinator"))

    for removal in whole["cause"]["removals"]:
        removal["requests"] = []
    assert items == [whole]


def test_whoever_is_refused_reads_no_receipt_but_their_own(client: Client, published: Town) -> None:
    rivals = rivals_of(published)
    with published.database.reading() as session:
        receipts = [session.get_one(Registration, row).receipt for row in published.registrations]
    refused = [at for at, receipt in enumerate(receipts) if rivals.get(receipt)]
    assert refused
    for at in refused:
        person, row = client(f"person{at}"), published.registrations[at]
        parts = ("", "/explanation", "/alternatives", "/result")
        addresses = (*(f"/api/v1/registrations/{row}{part}" for part in parts), f"/registrations/{row}/explained")
        answers = [person.get(address) for address in addresses]
        assert [answer.status_code for answer in answers] == [200] * 5
        assert [name for name in rivals[receipts[at]] for answer in answers if name in answer.text] == []
        assert receipts[at] in answers[0].text
        assert person.get(f"/api/v1/plans/{published.newest_plan()}/refusals").status_code == 404


def test_no_line_of_the_public_notice_names_another(client: Client, published: Town) -> None:
    items = client("").get(f"/api/v1/public/rounds/{published.round_id}/notice").json()["items"]
    receipts = {item["receipt"] for item in items}

    assert len(receipts) == len(published.registrations)
    for item in items:
        assert [name for name in receipts if name in json.dumps(item)] == [item["receipt"]]


def test_no_line_that_is_kept_for_the_notice_and_no_entry_of_the_audit_chain_has_a_cause(published: Town) -> None:
    everybody = set().union(*rivals_of(published).values())
    with published.database.reading() as session:
        rows = list(session.execute(select(PublicationRow.receipt, PublicationRow.reasons)))
        entries = [str(entry.__dict__) for entry in session.scalars(select(AuditEntry))]

    told = [name for receipt, reasons in rows for name in everybody - {receipt} if name in json.dumps(reasons)]
    assert told == []
    assert [entry for entry in entries if "removals" in entry] == []


def test_a_rival_who_is_guaranteed_a_place_is_told_as_such(client: Client, published: Town) -> None:
    with published.database.writing() as session:
        refusal = session.scalars(select(Refusal).where(Refusal.plan_id == published.newest_plan())).first()
        assert refusal is not None
        assert refusal.cause is not None
        told: dict[str, Any] = {**refusal.cause, "missing": None, "outranked": "guaranteed"}
        refusal.cause = told
        row = refusal.registration_id
    cause = client("coordinator").get(f"/api/v1/registrations/{row}/explanation").json()["cause"]

    assert (cause["missing"], cause["outranked"]) == (None, "guaranteed")
    assert "Points would not have helped: one or more of them are guaranteed a place" in cause["message"]
    assert "—" not in cause["message"]


def test_a_cause_of_before_it_was_told_what_outranks_points_is_still_read(client: Client, published: Town) -> None:
    with published.database.writing() as session:
        refusal = session.scalars(select(Refusal).where(Refusal.plan_id == published.newest_plan())).first()
        assert refusal is not None
        assert refusal.cause is not None
        refusal.cause = {name: value for name, value in refusal.cause.items() if name != "outranked"}
        row = refusal.registration_id
    cause = client("coordinator").get(f"/api/v1/registrations/{row}/explanation").json()["cause"]

    assert cause["outranked"] == ""
    assert f"{cause['missing']} points more" in cause["message"]


@pytest.mark.parametrize("rule", ["guaranteed", "kept"])
def test_what_outranks_points_has_its_sentence(rule: str) -> None:
    numbers = {"place": "N", "rivals": 1}
    assert "—" not in words(f"cause_rival_{rule}", numbers)
