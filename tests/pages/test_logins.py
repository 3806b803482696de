"""Accounts: made with a first password, given roles, closed; and one's own: password, sessions, tokens."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import expect
from sqlalchemy import select

from fixtures import people
from scheduler import queries
from scheduler.models import Account, AuditEntry
from scheduler.office import Office
from tests.api.conftest import PASSWORD
from tests.pages.street import Street, add_account, add_street
from tests.pages.visiting import Visitor

Reader = Callable[..., TestClient]
PARTS = ("", "resident", "property_staff", "coordinator", "auditor", "admin")
KEEPERS = ("auditor", "admin")
LOGINS_SEEN = {
    "/office/accounts": KEEPERS,
    "/office/accounts/new": ("admin",),
    "/office/accounts/{account}": KEEPERS,
    "/account": PARTS[1:],
}
LOGINS_SENT = {
    "/office/accounts/find": KEEPERS,
    "/office/accounts/new": ("admin",),
    "/office/accounts/{account}/roles": ("admin",),
    "/office/accounts/{account}/roles/{role}/revoke": ("admin",),
    "/office/accounts/{account}/state": ("admin",),
    "/office/accounts/{account}/password": ("admin",),
    "/account/password": PARTS[1:],
    "/account/sessions/end": PARTS[1:],
    "/account/tokens": PARTS[1:],
    "/account/tokens/{token}/revoke": PARTS[1:],
}
HOME = "/office/accounts"
FRESH = "tide-and-moon-77"


@pytest.fixture(scope="module")
def street(streets_office: Office) -> Street:
    made = add_street(streets_office, "hawthorn")
    add_account(made, "admin@hawthorn", "admin")
    return made


@pytest.fixture
def admin(reader: Reader, street: Street) -> TestClient:
    return reader(street.login("admin"))


def known(street: Street, login: str) -> Account:
    with street.office.database.reading() as session:
        found = queries.access.by_login(session, login)
    assert found is not None
    return found


def roles(street: Street, login: str) -> list[tuple[str, UUID | None]]:
    account = known(street, login)
    with street.office.database.reading() as session:
        return [(row.name, row.site_id) for row in queries.access.roles_of(session, account.id)]


def filled(street: Street, login: str = "property_staff@hawthorn") -> dict[str, Any]:
    account = known(street, login)
    with street.office.database.reading() as session:
        role = queries.access.roles_of(session, account.id)[0]
    return {"account": account.id, "role": role.id, "token": account.id}


def secret_of(page: str) -> str:
    """The password or token that a page tells once."""
    return str(re.findall(r'class="once">([^<]+)<', page)[-1])


def comes_in(reader: Reader, login: str, password: str) -> bool:
    answer = reader().post("/sign-in", data={"login": login, "password": password})
    return bool(answer.status_code == 303)


@pytest.mark.parametrize("place", LOGINS_SEEN)
def test_each_page_is_shown_to_its_readers(reader: Reader, street: Street, place: str) -> None:
    address = place.format(**filled(street))
    seen = {part: reader(street.login(part) if part else None).get(address).status_code for part in PARTS}

    assert seen == {part: 200 if part in LOGINS_SEEN[place] else 403 if part else 303 for part in PARTS}


@pytest.mark.parametrize("place", [place for place in LOGINS_SENT if place.startswith(HOME)])
def test_a_form_of_somebody_whom_it_does_not_concern_is_refused(reader: Reader, street: Street, place: str) -> None:
    form = {"login": "x.y", "name": "admin", "version": "1", "to": "closed"}
    address, refused = place.format(**filled(street)), [one for one in PARTS[1:] if one not in LOGINS_SENT[place]]

    assert {reader(street.login(part)).post(address, data=form).status_code for part in refused} == {403}
    assert reader().post(address, data=form).status_code == 401


def test_an_account_is_made_once_and_its_password_works(reader: Reader, street: Street, admin: TestClient) -> None:
    with street.office.database.reading() as session:
        site = queries.supply.sites_of(session, street.community_id)[0]
    form = {"login": "Ｗindow.2@hawthorn ", "name": "property_staff", "site_id": str(site.id), "language": "zh"}
    form["once"] = "made-once-0123456789"

    pages = [admin.post(f"{HOME}/new", data=form) for _ in range(2)]

    assert [page.status_code for page in pages] == [200, 200]
    assert secret_of(pages[0].text) == secret_of(pages[1].text)
    assert roles(street, "window.2@hawthorn") == [("property_staff", site.id)]
    assert comes_in(reader, "window.2@hawthorn", secret_of(pages[0].text))
    assert pages[0].headers["cache-control"] == "no-store"


def test_a_residents_account_is_found_by_their_telephone(reader: Reader, street: Street, admin: TestClient) -> None:
    phone = people.phone_of(1)
    form = {"login": "resident.1@hawthorn", "name": "resident", "language": "zh"}

    nobody = admin.post(f"{HOME}/new", data=form)
    stranger = admin.post(f"{HOME}/new", data={**form, "phone": "13000000000"})
    made = admin.post(f"{HOME}/new", data={**form, "phone": f"+86 {phone[:3]} {phone[3:7]} {phone[7:]}"})
    again = admin.post(f"{HOME}/new", data={**form, "login": "other@hawthorn", "phone": phone})

    assert ['aria-describedby="phone-wrong"' in page.text for page in (nobody, stranger)] == [True, True]
    assert (made.status_code, known(street, "resident.1@hawthorn").member_id is not None) == (200, True)
    assert (again.status_code, "This person has an account" in again.text, phone in again.text) == (409, True, True)
    assert (
        reader(street.login("auditor")).get(f"{HOME}/{known(street, 'resident.1@hawthorn').id}").text.count(phone) == 0
    )


@pytest.mark.parametrize("login", ["", "property_staff@hawthorn", "x" * 300, "a\nb", "‮evil"])
def test_a_name_that_cannot_be_is_told_at_its_field(street: Street, admin: TestClient, login: str) -> None:
    page = admin.post(f"{HOME}/new", data={"login": login, "name": "coordinator", "language": "zh"})

    assert page.status_code in (409, 422)
    assert 'aria-describedby="login-wrong"' in page.text


def test_a_role_is_given_and_taken_and_signs_its_person_out(reader: Reader, street: Street, admin: TestClient) -> None:
    login = add_account(street, "role@hawthorn", "resident")
    place, person = f"{HOME}/{known(street, login).id}", reader(login)

    given = admin.post(f"{place}/roles", data={"name": "council", "site_id": ""})
    twice = admin.post(f"{place}/roles", data={"name": "council", "site_id": ""})
    bound = admin.post(f"{place}/roles", data={"name": "auditor", "site_id": str(known(street, login).id)})
    assert (given.status_code, twice.status_code, bound.status_code) == (303, 409, 422)
    assert person.get("/account").status_code == 303

    with street.office.database.reading() as session:
        held = {row.name: row.id for row in queries.access.roles_of(session, known(street, login).id)}
    assert admin.post(f"{place}/roles/{held['resident']}/revoke").status_code == 303
    assert roles(street, login) == [("council", None)]


def test_nobody_shuts_themselves_out(street: Street, admin: TestClient) -> None:
    own = filled(street, street.login("admin"))
    place = f"{HOME}/{own['account']}"

    answers = [
        admin.post(f"{place}/roles/{own['role']}/revoke"),
        admin.post(
            f"{place}/state", data={"version": str(known(street, "admin@hawthorn").row_version), "to": "closed"}
        ),
        admin.post(f"{place}/password"),
    ]
    assert [one.status_code for one in answers] == [409, 409, 409]
    assert roles(street, "admin@hawthorn") == [("admin", None)]


def test_an_account_is_closed_and_opened_again_by_its_version(
    reader: Reader, street: Street, admin: TestClient
) -> None:
    login = add_account(street, "closing@hawthorn", "property_staff")
    place = f"{HOME}/{known(street, login).id}"

    closed = admin.post(f"{place}/state", data={"version": "1", "to": "closed"})
    late = admin.post(f"{place}/state", data={"version": "1", "to": "open"})
    assert (closed.status_code, late.status_code, comes_in(reader, login, PASSWORD)) == (303, 412, False)
    assert login in admin.get(f"{HOME}?state=closed").text
    opened = admin.post(f"{place}/state", data={"version": "2", "to": "open"})
    assert (opened.status_code, comes_in(reader, login, PASSWORD)) == (303, True)


def test_who_lost_their_password_gets_a_new_one_told_once(reader: Reader, street: Street, admin: TestClient) -> None:
    login = add_account(street, "lost@hawthorn", "coordinator")
    place = f"{HOME}/{known(street, login).id}"

    page = admin.post(f"{place}/password", data={"once": "renewed-0123456789"}).text
    again = admin.post(f"{place}/password", data={"once": "renewed-0123456789"}).text

    assert secret_of(page) == secret_of(again)
    assert (comes_in(reader, login, PASSWORD), comes_in(reader, login, secret_of(page))) == (False, True)
    assert secret_of(page) not in admin.get(place).text


def test_accounts_are_found_by_a_part_of_their_name(street: Street, admin: TestClient) -> None:
    page = admin.post(f"{HOME}/find", data={"login": " COORDIN "}).text
    none = admin.post(f"{HOME}/find", data={"login": "%"}).text

    assert (street.login("coordinator") in page, street.login("auditor") in page) == (True, False)
    assert "There is no such account" in none
    assert street.login("auditor") in admin.get(f"{HOME}?role=auditor").text


# ---- one's own


@pytest.mark.parametrize("part", ["resident", "auditor"])
def test_everybody_changes_their_own_password(reader: Reader, street: Street, part: str) -> None:
    login = add_account(street, f"own.{part}@hawthorn", part)
    person = reader(login)
    form = {"current": PASSWORD, "password": FRESH, "again": FRESH}

    wrong = person.post("/account/password", data={**form, "current": "not-it-at-all"})
    other = person.post("/account/password", data={**form, "again": "something-else"})
    weak = person.post("/account/password", data={**form, "password": "short", "again": "short"})
    assert [page.status_code for page in (wrong, other, weak)] == [403, 422, 422]
    shown = zip((wrong, other, weak), ("current", "again", "password"), strict=True)
    assert [f'aria-describedby="{name}-wrong"' in page.text for page, name in shown] == [True, True, True]
    assert [FRESH in page.text or PASSWORD in page.text for page in (wrong, other, weak)] == [False, False, False]

    done = person.post("/account/password", data=form)
    assert (done.status_code, done.headers["location"]) == (303, "/sign-in?next=/account")
    assert (comes_in(reader, login, PASSWORD), comes_in(reader, login, FRESH)) == (False, True)
    assert person.get("/account").status_code == 303


def test_somebody_signs_out_everywhere(reader: Reader, street: Street) -> None:
    login = add_account(street, "twice@hawthorn", "resident")
    here, there = reader(login), reader(login)
    assert here.get("/account").text.count("this browser") == 1

    assert here.post("/account/sessions/end").status_code == 303
    assert (here.get("/account").status_code, there.get("/account").status_code) == (303, 303)


def test_a_token_is_told_once_works_and_is_ended(reader: Reader, street: Street) -> None:
    auditor, form = reader(street.login("auditor")), {"name": "公示屏 <b>", "scope_read": "yes", "ends_at": "90"}
    form["once"] = "token-0123456789abc"

    page = auditor.post("/account/tokens", data=form)
    again = auditor.post("/account/tokens", data=form)
    secret = secret_of(page.text)
    assert (secret.startswith("ctt_"), secret_of(again.text) == secret) == (True, True)

    shown = auditor.get("/account").text
    assert (secret in shown, "公示屏 &lt;b&gt;" in shown, "<b>公示屏" in shown) == (False, True, False)
    program = {"Authorization": f"Bearer {secret}", "Accept": "application/json"}
    assert reader().get("/api/v1/me", headers=program).json()["scopes"] == ["read"]

    token = shown.split("/account/tokens/")[1].split("/")[0]
    assert [auditor.post(f"/account/tokens/{token}/revoke").status_code for _ in range(2)] == [303, 303]
    assert reader().get("/api/v1/me", headers=program).status_code == 401
    stranger = reader(street.login("coordinator"))
    assert stranger.post(f"/account/tokens/{token}/revoke").status_code == 404


def test_a_token_that_is_good_for_nothing_is_refused_at_its_fields(reader: Reader, street: Street) -> None:
    person = reader(street.login("coordinator"))

    nothing = person.post("/account/tokens", data={"name": "board"})
    unnamed = person.post("/account/tokens", data={"name": " ", "scope_plan": "yes"})

    assert (nothing.status_code, 'id="scopes-wrong"' in nothing.text, 'value="board"' in nothing.text) == (
        422,
        True,
        True,
    )
    assert (unnamed.status_code, 'aria-describedby="name-wrong"' in unnamed.text) == (422, True)


def test_secrets_are_never_put_on_record(street: Street, admin: TestClient) -> None:
    secret = secret_of(
        admin.post(f"{HOME}/new", data={"login": "r@hawthorn", "name": "auditor", "language": "en"}).text
    )

    with street.office.database.reading() as session:
        wanted = select(AuditEntry.details).where(AuditEntry.community_id == street.community_id)
        told = [str(row) for row in session.execute(wanted).scalars()]
    assert [row for row in told if secret in row or "r@hawthorn" in row] == []


# ---- in a browser


def test_an_administrator_makes_a_clerks_account_and_the_clerk_comes_in(
    visit: Callable[..., Visitor], street: Street
) -> None:
    visitor = visit("narrow", "zh")
    visitor.sign_in(street.login("admin"))
    page = visitor.page
    page.goto(HOME)
    assert (visitor.violations(), visitor.overflows()) == ([], False)
    page.get_by_role("link", name="开通账号").click()
    page.get_by_label("账号", exact=True).fill("chuangkou@hawthorn")
    page.get_by_label("角色").select_option("property_staff")
    assert (visitor.violations(), visitor.overflows()) == ([], False)
    page.get_by_role("button", name="开通").click()
    password = page.locator(".once").last.inner_text()
    assert (visitor.violations(), visitor.overflows()) == ([], False)
    page.get_by_role("link", name="查看账号").click()
    expect(page.locator("h1")).to_have_text("chuangkou@hawthorn")
    assert (visitor.violations(), visitor.overflows()) == ([], False)

    clerk = visit("phone", "zh", script=False)
    clerk.page.goto("/sign-in")
    clerk.page.fill("#login", "chuangkou@hawthorn")
    clerk.page.fill("#password", password)
    clerk.page.click("main button")
    clerk.page.goto("/account")
    for name, value in (("#current", password), ("#password", FRESH), ("#again", FRESH)):
        clerk.page.fill(name, value)
    clerk.page.get_by_role("button", name="修改").click()
    expect(clerk.page.locator("#login")).to_be_visible()
    assert roles(street, "chuangkou@hawthorn") == [("property_staff", None)]
