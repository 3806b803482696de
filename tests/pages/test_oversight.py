"""Oversight: the audit trail, the ledger, how things stand and how the installation does; who looks changes nothing."""

from __future__ import annotations

import csv
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import expect
from sqlalchemy import func, select

from api.pages.words import WORDS
from scheduler import queries, states
from scheduler.models import AuditEntry, MoneyAccount, MoneyTransaction
from scheduler.office import Office
from scheduler.usecases import proofs
from tests.pages.street import Street, actor_of, add_account, add_street
from tests.pages.test_browser import NARROW_OR_WIDE
from tests.pages.test_money import MoneyStreet, add_money
from tests.pages.visiting import Visitor

Reader = Callable[..., TestClient]
Visit = Callable[..., Visitor]
PARTS = ("", "resident", "property_staff", "coordinator", "auditor", "admin")
LOOKERS, KEEPERS = ("coordinator", "auditor", "admin"), ("auditor", "admin")
OVERSIGHT_SEEN = {
    "/office/oversight": LOOKERS,
    "/office/audit": KEEPERS,
    "/office/audit/check": KEEPERS,
    "/office/running": KEEPERS,
    "/office/ledger": LOOKERS,
    "/office/ledger/people/{sort}": LOOKERS,
    "/office/ledger/transactions": LOOKERS,
    "/office/ledger/transactions/{transaction}": LOOKERS,
    "/office/ledger/accounts/{account}": LOOKERS,
    "/office/ledger/pay-out": ("coordinator", "admin"),
    "/office/ledger/carry": ("coordinator", "admin"),
}
OVERSIGHT_SENT = {
    "/office/audit/check": KEEPERS,
    "/office/audit/export": KEEPERS,
    "/office/ledger/export": LOOKERS,
    "/office/ledger/pay-out": ("coordinator", "admin"),
    "/office/ledger/carry": ("coordinator", "admin"),
    "/office/ledger/transactions/{transaction}/take-back": ("coordinator", "admin"),
}
LEDGER = "/office/ledger"
DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture(scope="module")
def watched(streets_office: Office) -> MoneyStreet:
    """A street that took in fees, whose administrator has an account."""
    made = add_money(add_street(streets_office, "rosewood"))
    add_account(made.street, "admin@rosewood", "admin")
    return made


def entries(street: Street, action: str) -> list[AuditEntry]:
    with street.office.database.reading() as session:
        wanted = select(AuditEntry).where(AuditEntry.community_id == street.community_id, AuditEntry.action == action)
        return list(session.execute(wanted.order_by(AuditEntry.seq)).scalars())


def newest_transaction(street: Street) -> MoneyTransaction:
    with street.office.database.reading() as session:
        return queries.money.listed(session, street.community_id, None, None, 1)[0]


def balance(street: Street, kind: str, subject: Any = None) -> int:
    with street.office.database.reading() as session:
        return queries.money.balance(session, street.community_id, kind, subject)


def account_of(street: Street, kind: str) -> MoneyAccount:
    with street.office.database.reading() as session:
        return queries.money.standing(session, street.community_id, None, 1, [kind])[0]


def filled(street: Street) -> dict[str, Any]:
    return {"sort": "owner", "transaction": newest_transaction(street).id, "account": account_of(street, "fund").id}


def rows_of(text: str) -> list[list[str]]:
    return list(csv.reader(StringIO(text.removeprefix("\ufeff"))))


# ---- who sees and does what


@pytest.mark.parametrize("place", OVERSIGHT_SEEN)
def test_each_page_is_shown_to_its_readers(reader: Reader, watched: MoneyStreet, place: str) -> None:
    street, address = watched.street, place.format(**filled(watched.street))
    seen = {part: reader(street.login(part) if part else None).get(address).status_code for part in PARTS}

    assert seen == {part: 200 if part in OVERSIGHT_SEEN[place] else 403 if part else 303 for part in PARTS}


@pytest.mark.parametrize("place", OVERSIGHT_SENT)
def test_a_form_of_somebody_whom_it_does_not_concern_is_refused(
    reader: Reader, watched: MoneyStreet, place: str
) -> None:
    street, address = watched.street, place.format(**filled(watched.street))
    form = {"purpose": "audit", "month": watched.month, "reason": "x", "fen": "1", "source": "cash", "target": "bank"}
    form["account"] = str(account_of(street, "fund").id)
    refused = [part for part in PARTS[1:] if part not in OVERSIGHT_SENT[place]]

    assert [reader(street.login(part)).post(address, data=form).status_code for part in refused] == [403] * len(refused)
    assert reader().post(address, data=form).status_code == 401


def test_auditors_find_no_form_that_changes_anything(reader: Reader, watched: MoneyStreet) -> None:
    auditor = reader(watched.street.login("auditor"))
    given = filled(watched.street)
    pages = [place.format(**given) for place, parts in OVERSIGHT_SEEN.items() if "auditor" in parts]
    harmless = ("/sign-out", "/office/audit/check", "/office/audit/export", f"{LEDGER}/export")

    sent = {form for page in pages for form in _forms(auditor.get(page).text)}

    assert sorted(sent) == sorted(harmless)


def _forms(page: str) -> list[str]:
    return [part.split('action="')[1].split('"')[0] for part in page.split("<form")[1:] if 'method="post"' in part]


def test_a_ledger_of_another_community_is_not_there(
    reader: Reader, watched: MoneyStreet, published_street: Street
) -> None:
    stranger, given = reader(published_street.login("auditor")), filled(watched.street)

    assert stranger.get(f"{LEDGER}/transactions/{given['transaction']}").status_code == 404
    assert stranger.get(f"{LEDGER}/accounts/{given['account']}").status_code == 404


def test_an_auditor_begins_at_the_overview(reader: Reader, watched: MoneyStreet) -> None:
    answer = reader().post("/sign-in", data={"login": watched.street.login("auditor"), "password": "tide-and-moon-42"})

    assert (answer.status_code, answer.headers["location"]) == (303, "/office/oversight")


def test_committee_and_council_see_the_overview_and_every_page_that_it_leads_them_to(
    reader: Reader, watched: MoneyStreet
) -> None:
    for part in ("committee", "council", "auditor"):
        login = watched.street.login(part)
        person = reader(login if part == "auditor" else add_account(watched.street, login, part))
        page = person.get("/office/oversight")
        doors = [one.split('"')[0] for one in page.text.split('<ul class="doors">')[1].split('href="')[1:]]

        seen = {place: person.get(place).status_code for place in doors if place.startswith("/office")}
        assert (page.status_code, set(seen.values())) == (200, {200}), seen


# ---- the trail


def test_every_event_that_is_documented_has_words() -> None:
    told = (DOCS / "events.md").read_text(encoding="utf-8").split("## Messages")[0]
    names = {part for part in told.split("`")[1::2] if "." in part and part.replace(".", "").replace("_", "").islower()}
    moves = {
        "round": states.ROUND_MOVES,
        "registration": states.REGISTRATION_MOVES,
        "agreement": states.AGREEMENT_MOVES,
        "seat": states.SEAT_MOVES,
        "dispute": states.DISPUTE_MOVES,
        "volunteer": states.VOLUNTEER_MOVES,
        "covenant_draft": states.COVENANT_MOVES,
    }
    names |= {f"{kind}.{move}" for kind, table in moves.items() for move in table}

    assert sorted(name for name in names if f"event_{name.replace('.', '_')}" not in WORDS and ".md" not in name) == []


def test_the_trail_tells_in_words_who_did_what(reader: Reader, watched: MoneyStreet) -> None:
    auditor = reader(watched.street.login("auditor"))

    page = auditor.get("/office/audit?kind=access").text

    assert ("Somebody signed in" in page, watched.street.login("auditor") in page) == (True, True)
    assert ("A round was set up" in page, "session.begin" in page) == (False, True)


def test_the_trail_is_looked_through_by_day_kind_thing_and_person(reader: Reader, watched: MoneyStreet) -> None:
    street = watched.street
    auditor, account = reader(street.login("auditor")), actor_of(street, "auditor").account_id
    today = auditor.get("/office/audit").text.count('class="when"')

    def found(query: str) -> int:
        return auditor.get(f"/office/audit?{query}").text.count('class="when"')

    assert (today, found("last=2020-01-01"), found("first=2199-01-01")) == (40, 0, 0)
    with street.office.database.reading() as session:
        own = (AuditEntry.community_id == street.community_id, AuditEntry.subject_id == str(account))
        count = session.execute(select(func.count()).select_from(AuditEntry).where(*own)).scalar_one()
    assert found(f"thing={account}") == found(f"who={account}") == count
    assert found("kind=money") == len(entries(street, "money.export"))


def test_what_cannot_be_looked_for_is_told_at_its_field(reader: Reader, watched: MoneyStreet) -> None:
    auditor = reader(watched.street.login("auditor"))

    wrong = auditor.get("/office/audit?first=yesterday&kind=money")
    turned = auditor.get("/office/audit?first=2026-05-02&last=2026-05-01")
    odd = [auditor.get(f"/office/audit?{query}").status_code for query in ("thing=<script>", "kind=x", "before=0")]

    assert (wrong.status_code, 'aria-describedby="first-wrong"' in wrong.text) == (422, True)
    assert (turned.status_code, 'aria-describedby="last-wrong"' in turned.text) == (422, True)
    assert odd == [422, 422, 422]


def test_older_entries_are_on_the_next_page(reader: Reader, watched: MoneyStreet) -> None:
    auditor = reader(watched.street.login("auditor"))
    seen, place = [], "/office/audit"

    while place:
        page = auditor.get(place).text
        seen += [int(part.split('"')[0]) for part in page.split('<li id="n')[1:]]
        older = page.split(">Older<")[0].rsplit('href="', 1)[1].split('"')[0] if ">Older<" in page else ""
        place = older.replace("&amp;", "&")

    assert seen == list(range(seen[0], 0, -1))


def test_entries_are_downloaded_for_a_purpose_that_is_put_on_record(reader: Reader, watched: MoneyStreet) -> None:
    auditor, before = reader(watched.street.login("auditor")), len(entries(watched.street, "audit.export"))

    answer = auditor.post("/office/audit/export", data={"kind": "access", "purpose": "audit"})
    refused = auditor.post("/office/audit/export", data={"kind": "access", "purpose": "fun"})

    lines = rows_of(answer.text)
    assert (answer.status_code, answer.headers["cache-control"], refused.status_code) == (200, "no-store", 422)
    assert {line[3].partition(".")[0] for line in lines[1:]} <= {"session", "account", "token", "audit"}
    (made,) = entries(watched.street, "audit.export")[before:]
    assert made.details == {"rows": len(lines) - 1, "purpose": "audit"}


def test_what_somebody_wrote_down_is_compared_with_the_chain(reader: Reader, watched: MoneyStreet) -> None:
    auditor = reader(watched.street.login("auditor"))
    with watched.street.office.database.reading() as session:
        head = queries.audit.head_of(session, watched.street.community_id)
    assert head is not None

    known = auditor.get("/office/audit/check", params={"digest": f" {head[1].hex().upper()} "}).text
    unknown = auditor.get("/office/audit/check", params={"digest": "0" * 64}).text
    wrong = auditor.get("/office/audit/check", params={"digest": "0" * 63})

    assert "It is the digest of entry no." in known
    assert "holds no entry with that digest" in unknown
    assert (wrong.status_code, 'aria-describedby="digest-wrong"' in wrong.text) == (422, True)


def test_all_is_proven_once_somebody_presses_the_button(reader: Reader, watched: MoneyStreet) -> None:
    auditor = reader(watched.street.login("auditor"))

    before, after = auditor.get("/office/audit/check").text, auditor.post("/office/audit/check").text

    assert ("Everything holds" in before, "Everything holds" in after) == (False, True)


def test_the_proof_of_the_night_is_shown(reader: Reader, watched: MoneyStreet, streets_office: Office) -> None:
    auditor = reader(watched.street.login("auditor"))
    assert "was not checked by night yet" in auditor.get("/office/audit/check").text

    proofs.by_night(streets_office)

    assert "Checked by night as well" in auditor.get("/office/audit/check").text
    assert "were proven last night" in auditor.get("/office/oversight").text
    assert [one.details for one in entries(watched.street, "community.prove")] == [{"faults": 0}]


# ---- the ledger


def test_the_ledger_tells_what_every_account_holds(reader: Reader, watched: MoneyStreet) -> None:
    page = reader(watched.street.login("auditor")).get(LEDGER).text

    assert [amount in page for amount in ("423.45", "513.45", "Both come to the same")] == [True] * 3


def test_people_are_masked_and_a_payment_is_followed(reader: Reader, watched: MoneyStreet) -> None:
    auditor = reader(watched.street.login("auditor"))
    with watched.street.office.database.reading() as session:
        member = queries.community.first_members(session, watched.street.community_id, 1)[0]
        name = watched.street.office.vault.open_sealed(member.name_cipher, "member.name", member.id)

    people = auditor.get(f"{LEDGER}/people/receivable").text
    account = auditor.get(f"{LEDGER}/accounts/{account_of(watched.street, 'cash').id}").text
    listed = auditor.get(f"{LEDGER}/transactions?month={watched.month}&kind=payment").text

    assert (name in people, f"{name[0]}*" in people or f"{name[0]}＊" in people) == (False, True)
    assert ("+300.00" in account, "+123.45" in account) == (True, True)
    assert (listed.count('scope="row"'), "paid in" in listed) == (2, True)


def test_a_month_is_exported_for_a_purpose_that_is_put_on_record(reader: Reader, watched: MoneyStreet) -> None:
    auditor, street = reader(watched.street.login("auditor")), watched.street
    before = len(entries(street, "money.export"))

    answer = auditor.post(f"{LEDGER}/export", data={"month": watched.month, "purpose": "council"})
    wrong = auditor.post(f"{LEDGER}/export", data={"month": "soon", "purpose": "council"})

    assert (answer.status_code, len(rows_of(answer.text)) > 7) == (200, True)
    assert (wrong.status_code, 'aria-describedby="month-wrong"' in wrong.text) == (422, True)
    assert [one.details["purpose"] for one in entries(street, "money.export")[before:]] == ["council"]


@pytest.mark.parametrize("written", ["12.30", " １２．３ ", "¥12.30", "12.3元"])
def test_a_share_is_paid_out_and_taken_back(reader: Reader, watched: MoneyStreet, written: str) -> None:
    street, fund = watched.street, account_of(watched.street, "fund")
    office, held = reader(street.login("coordinator")), -fund.balance
    form = {
        "account": str(fund.id),
        "fen": written,
        "place": "cash",
        "reason": "修补路面 🙂",
        "once": f"paid-{hash(written):020d}",
    }

    answers = [office.post(f"{LEDGER}/pay-out", data=form) for _ in range(2)]
    assert [one.status_code for one in answers] == [303, 303]
    assert answers[0].headers["location"] == answers[1].headers["location"]
    assert -account_of(street, "fund").balance == held - 1230

    place = answers[0].headers["location"]
    assert "修补路面 🙂" in office.get(place).text
    assert office.post(f"{place}/take-back", data={"reason": "重复"}).status_code == 303
    assert -account_of(street, "fund").balance == held
    page = office.get(place).text
    assert ("taken back" in page, "/take-back" in page) == (True, False)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"fen": "-1"}, "fen"),
        ({"fen": "1.234"}, "fen"),
        ({"fen": "999999"}, "fen"),
        ({"fen": "0"}, "fen"),
        ({"reason": "  "}, "reason"),
        ({"reason": "x" * 5000}, "reason"),
        ({"account": ""}, "account"),
    ],
)
def test_a_payout_that_cannot_be_keeps_what_was_typed(
    reader: Reader, watched: MoneyStreet, changed: dict[str, str], field: str
) -> None:
    street, fund = watched.street, account_of(watched.street, "fund")
    form = {"account": str(fund.id), "fen": "1", "place": "cash", "reason": "<script>alert(1)</script>", **changed}

    page = reader(street.login("coordinator")).post(f"{LEDGER}/pay-out", data=form)

    assert page.status_code in (409, 422)
    assert f'aria-describedby="{field}-wrong"' in page.text
    assert "<script>alert" not in page.text
    assert account_of(street, "fund").balance == fund.balance


def test_money_is_carried_from_the_till_to_the_bank(reader: Reader, watched: MoneyStreet) -> None:
    street = watched.street
    office, held = reader(street.login("coordinator")), balance(street, "bank")
    form = {"source": "cash", "target": "bank", "fen": "50", "reason": "存入银行"}

    same = office.post(f"{LEDGER}/carry", data={**form, "target": "cash"})
    assert (same.status_code, 'aria-describedby="target-wrong"' in same.text) == (422, True)
    assert office.post(f"{LEDGER}/carry", data=form).status_code == 303
    assert balance(street, "bank") == held + 5000


# ---- how the installation does


def test_the_page_of_health_keeps_where_things_lie_to_itself(reader: Reader, watched: MoneyStreet) -> None:
    page = reader(watched.street.login("admin")).get("/office/running").text

    folder = str(watched.street.office.settings.key_file.parent)
    assert (folder in page, "sqlite:///" in page, "The database can be written." in page) == (False, False, True)
    assert ("cannot be asked from here" in page, "Not sent yet" in page) == (True, True)


# ---- in a browser


@pytest.mark.parametrize(("device", "language"), NARROW_OR_WIDE)
def test_the_pages_are_accessible_and_fit_the_screen(
    visit: Visit, watched: MoneyStreet, device: str, language: str
) -> None:
    visitor = visit(device, language)
    visitor.sign_in(watched.street.login("admin"))
    wide, wrong = [], []
    for place in OVERSIGHT_SEEN:
        visitor.page.goto(place.format(**filled(watched.street)))
        wide += [place] if visitor.overflows() else []
        wrong += visitor.violations()

    assert (wide, wrong) == ([], [])


def test_an_auditor_finds_who_exported_the_books(visit: Visit, watched: MoneyStreet) -> None:
    visitor = visit("desktop", "zh", script=False)
    visitor.sign_in(watched.street.login("auditor"))
    page = visitor.page
    page.get_by_role("link", name="账户与流水 全部账户和流水，可下载").click()
    page.get_by_label("用途").select_option("审计")
    with page.expect_download() as download:
        page.get_by_role("button", name="下载表格（CSV）").click()
    assert download.value.suggested_filename == f"ledger-{watched.month}.csv"

    page.get_by_role("link", name="监督", exact=True).click()
    page.get_by_role("link", name="操作记录 谁在何时做了什么，逐条封存").click()
    page.get_by_label("内容").select_option("账目")
    page.get_by_role("button", name="查看").click()
    first = page.locator(".trail > li").first
    expect(first.locator("h3")).to_have_text("导出月度账目")
    expect(first).to_contain_text(watched.street.login("auditor"))
    assert entries(watched.street, "money.export")[-1].details["purpose"] == "audit"
