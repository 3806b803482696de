"""What auditors and administrators come for, done as they do it at their desk, by keyboard alone.

Every way begins where its person begins, uses the links and buttons of the pages only, and is judged by what the
database holds. The planning desk and the boards stand in tests of their own.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from scheduler import calendar, queries
from scheduler.actors import ADMIN
from scheduler.models import AuditEntry, CovenantDraft, MoneyMonth, Role, Run
from scheduler.office import Office
from scheduler.usecases import months, rounds
from solvers.parking.generate import Scale
from tests.pages.errands import KEYBOARD, Come, Visit, comer
from tests.pages.stored import all_of, one_of
from tests.pages.street import Street, actor_of, add_account, add_street, publish
from tests.pages.test_money import MoneyStreet, add_money

HARMLESS = {"/sign-out", "/office/audit/export", "/office/ledger/export"}
"""Forms of an auditor: none of them changes anything."""
SENT_TO = "forms => forms.map(one => one.getAttribute('action'))"


@pytest.fixture(scope="module")
def books(streets_office: Office) -> MoneyStreet:
    """A street whose round is settled and whose month is closed."""
    made = add_money(add_street(streets_office, "redbud", Scale(2, 12, 16)))
    publish(made.street)
    named: dict[str, Any] = {"actor": actor_of(made.street, "coordinator")}
    with streets_office.database.writing() as session:
        named["now"] = streets_office.database.now(session)
        months.close(session, month=date.fromisoformat(f"{made.month}-01"), **named)
        rounds.move(session, round_id=made.street.round_id, action="settle", **named)
    add_account(made.street, made.street.login(ADMIN), ADMIN)
    return made


@pytest.fixture
def street(books: MoneyStreet) -> Street:
    """That street."""
    return books.street


@pytest.fixture
def come(visit: Visit) -> Come:
    """Lets somebody sign in, and begin."""
    return comer(visit)


# ---- who looks, and changes nothing


def test_an_auditor_follows_trail_ledger_statement_and_fairness_and_finds_nothing_to_change(
    come: Come, books: MoneyStreet
) -> None:
    street, forms = books.street, set[str]()
    at = come(KEYBOARD, street.login("auditor"))

    def go(*ways: str) -> None:
        for way in ways:
            at.hands.press(way)
            forms.update(at.page.eval_on_selector_all("form[method=post]", SENT_TO))

    go("main a[href='/office/audit']")
    at.hands.choose("#kind", "access")
    go("form[action='/office/audit'] button")
    trail = fetched(at.page, lambda: at.hands.open("form[action='/office/audit/export'] button"))
    go("nav.entries a[href='/office/oversight']", "main a[href='/office/ledger']")
    ledger = fetched(at.page, lambda: at.hands.open("form[action='/office/ledger/export'] button"))
    go("main table a[href^='/office/ledger/accounts/']", "main a[href^='/office/ledger/transactions/']")
    go("nav.entries a[href='/office/money']", f"main a[href='/money/{street.slug}/{books.month}']")
    statement = one_of(street, MoneyMonth, community_id=street.community_id)
    expect(at.page.locator(".digest code").first).to_have_text(statement.digest)
    go("nav.sections a[href='/office/oversight']", f"main a[href='/rounds/{street.round_id}/fairness']")
    expect(at.page.locator("#parking ~ .facts dd", has_text="%").first).to_have_text(f"{share_served(street)}%")

    assert forms == HARMLESS
    exported = [audited(street, action) for action in ("audit.export", "money.export")]
    assert exported == [
        [{"rows": len(trail) - 1, "purpose": "audit"}],
        [{"rows": len(ledger) - 1, "purpose": "bookkeeping", "month": books.month}],
    ]


def share_served(street: Street) -> int:
    """What share of those who asked were served, by the public notice, in percent."""
    with street.office.database.reading() as session:
        version = queries.publications.current(session, street.round_id)
        assert version is not None
        outcomes = [line.outcome for line in queries.publications.rows(session, version.id, 0, 200)]
    return round(100 * outcomes.count("allocated") / len(outcomes))


def audited(street: Street, action: str) -> list[dict[str, Any]]:
    """What the trail keeps of an action."""
    return [one.details for one in all_of(street, AuditEntry, community_id=street.community_id, action=action)]


def fetched(page: Page, press: Callable[[], None]) -> list[list[str]]:
    """The lines of a table that a button lets one keep."""
    with page.expect_download() as kept:
        press()
    text = Path(kept.value.path()).read_text(encoding="utf-8-sig")
    return list(csv.reader(StringIO(text)))


# ---- administrators


def test_an_administrator_states_a_day_and_gives_a_role(come: Come, street: Street) -> None:
    day = date(calendar.today().year, 12, 30)
    kind = "rest_day" if calendar.day_type(day) == "workday" else "workday"
    at = come(KEYBOARD, street.login(ADMIN))
    at.hands.press("nav.sections a[href='/office/community']")
    at.hands.press("nav.entries a[href='/office/calendar']")
    at.hands.press("main nav a[href='#m12']")
    at.hands.press(f".year a[href='/office/calendar/{day}']")
    at.hands.tick(f"[name=day_type][value={kind}]")
    at.hands.write("#reason", "街道运动会")
    at.hands.press("main form button")
    at.hands.press("nav.entries a[href='/office/accounts']")
    at.hands.write("#login", "property")
    at.hands.press("form[action='/office/accounts/find'] button")
    at.hands.press("main table a")
    at.hands.choose("#name", "auditor")
    at.hands.press("form[action$='/roles'] button")
    account = at.page.url.rpartition("/")[2]

    with street.office.database.reading() as session:
        stated = queries.covenants.day_override(session, street.community_id, day)
    assert stated is not None
    assert (stated.day_type, stated.reason) == (kind, "街道运动会")
    held = {one.name for one in all_of(street, Role, account_id=UUID(account))}
    assert held == {"property_staff", "auditor"}


def test_an_administrator_tries_a_setting_on_the_last_round_and_sees_that_all_is_well(
    come: Come, street: Street
) -> None:
    at = come(KEYBOARD, street.login(ADMIN))
    at.hands.press("nav.sections a[href='/office/oversight']")
    at.hands.press("nav.entries a[href='/office/covenant']")
    at.hands.write("#title", "多留车位")
    at.hands.press("main form button")
    at.hands.choose("#path", "parking.reserve_percent")
    at.hands.press("form[method=get] button")
    at.hands.write("#value", "５０")
    at.hands.press("form[action$='/setting'] button")
    at.hands.press("form[action$='/preview'] button")
    expect(at.page.locator("section[aria-labelledby=preview] article table").first).to_be_visible(timeout=60_000)
    draft = one_of(street, CovenantDraft, community_id=street.community_id)
    (run,) = [one for one in all_of(street, Run, round_id=street.round_id) if one.scenario_id is not None]
    assert (draft.settings["parking"]["reserve_percent"], draft.state, run.state) == (50, "draft", "done")
    at.hands.press("nav.sections a[href='/office/community']")
    at.hands.press("nav.entries a[href='/office/running']")

    expect(at.page.locator("section[aria-labelledby=jobs] tbody tr")).to_have_count(2)
    expect(at.page.locator("section[aria-labelledby=jobs] .badge")).to_have_text(["已完成", "已完成"])
    assert at.page.locator(".health .fails").count() == 0
