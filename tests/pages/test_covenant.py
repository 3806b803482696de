"""The covenant on pages: read by everybody, drafted by the office, tried, put to the council and adopted."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from api.pages.covenant_told import changes_told, groups_told, value_told
from scheduler import calendar
from scheduler.covenant import CovenantSettings
from scheduler.covenant.difference import difference, settings_paths
from scheduler.covenant.reading import read_settings
from scheduler.models import CovenantDraft
from scheduler.usecases import covenants
from scheduler.usecases.covenants import Wanted
from tests.pages.street import Street, actor_of
from tests.pages.test_browser import NARROW_OR_WIDE
from tests.pages.visiting import Visitor

Reader = Callable[..., TestClient]
COVENANT_SEEN = {
    "/covenant/{slug}": ("", "resident", "property_staff", "coordinator", "auditor"),
    "/covenant/{slug}/{number}": ("", "resident", "property_staff", "coordinator", "auditor"),
    "/office/covenant": ("property_staff", "coordinator", "auditor"),
    "/office/covenant/{draft}": ("property_staff", "coordinator", "auditor"),
}
COVENANT_SENT = {
    "/office/covenant": ("coordinator",),
    "/office/covenant/{draft}/setting": ("coordinator",),
    "/office/covenant/{draft}/text": ("coordinator",),
    "/office/covenant/{draft}/preview": ("coordinator",),
    "/office/covenant/{draft}/run": ("coordinator",),
}
FORM = {"title": "夜间收费", "path": "parking.reserve_percent", "value": "8", "version": "1"}
FORM |= {"domain": "parking", "work_limit": "20", "text_zh": "公约", "text_en": "", "note": ""}
SEEN = [
    (place, part) for place in COVENANT_SEEN for part in ("", "resident", "property_staff", "coordinator", "auditor")
]
SENT = [
    (place, part) for place in COVENANT_SENT for part in ("", "resident", "property_staff", "coordinator", "auditor")
]


def draft_of(street: Street, settings: Any = None) -> UUID:
    """A draft of the street's covenant."""
    actor, database = actor_of(street, "coordinator"), street.office.database
    wanted = Wanted("夜间收费 Night fees", settings or {"parking": {"reserve_percent": 8}})
    return database.transact(lambda s: covenants.make(s, actor=actor, wanted=wanted, now=database.now(s))).id


@pytest.fixture(scope="module")
def drafted(published_street: Street) -> UUID:
    return draft_of(published_street)


def address_of(place: str, street: Street, draft: UUID) -> str:
    return place.format(slug=street.slug, number=1, draft=draft).replace("/run", "/propose")


@pytest.mark.parametrize(("place", "part"), SEEN)
def test_who_sees_which_page(reader: Reader, published_street: Street, drafted: UUID, place: str, part: str) -> None:
    who = (published_street.login(part),) if part else ()
    answer = reader(*who).get(address_of(place, published_street, drafted), follow_redirects=False)

    assert (answer.status_code == 200) == (part in COVENANT_SEEN[place])


@pytest.mark.parametrize(("place", "part"), SENT)
def test_who_sends_which_form(reader: Reader, published_street: Street, place: str, part: str) -> None:
    address = address_of(place, published_street, draft_of(published_street))
    who = (published_street.login(part),) if part else ()
    answer = reader(*who).post(address, data=FORM, follow_redirects=False)

    went = answer.status_code == 303 and answer.headers["location"].startswith("/office/covenant/")
    assert went == (part in COVENANT_SENT[place])


def test_a_draft_becomes_the_covenant_page_by_page(reader: Reader, published_street: Street) -> None:
    street = published_street
    office, anybody = reader(street.login("coordinator")), reader()
    begun = office.post("/office/covenant", data={"title": "夜间收费"}, follow_redirects=False).headers["location"]
    office.get(begun, params={"path": "fees.tariffs"})
    tariff = '[{"window": "night", "fen": 8000}]'
    wrong = office.post(f"{begun}/setting", data={"path": "fees.tariffs", "value": "8 yuan", "version": "1"})
    assert (wrong.status_code, "8 yuan" in wrong.text) == (422, True)
    deep = office.post(f"{begun}/setting", data={"path": "fees.tariffs", "value": "[" * 100_000, "version": "1"})
    assert deep.status_code == 422
    office.post(f"{begun}/setting", data={"path": "fees.tariffs", "value": tariff, "version": "1"})
    assert office.post(f"{begun}/propose", follow_redirects=False).status_code == 303

    with street.office.database.reading() as session:
        now = street.office.database.now(session)
    today = calendar.date_of(now, "Asia/Shanghai")
    vote = {"votes_for": "9", "votes_against": "1", "abstained": "0", "voted_on": f"{today}", "minutes": "2026-7"}
    lost = office.post(
        f"{begun}/adopt", data={**vote, "votes_for": "1", "in_force_from": f"{today + timedelta(days=9)}"}
    )
    assert lost.status_code == 422
    assert 'value="2026-7"' in lost.text
    sent = {**vote, "in_force_from": f"{today + timedelta(days=9)}"}
    assert office.post(f"{begun}/adopt", data=sent, follow_redirects=False).status_code == 303

    page = anybody.get(f"/covenant/{street.slug}/2").text
    assert "9 for, 1 against, 0 abstained" in page
    assert "What this version changed" in page
    assert re.search(r"yuan: 80\.00", page)
    assert anybody.get(f"/covenant/{street.slug}/3").status_code == 404
    # The day was a wrong one: another version is in force before it.
    again = office.post("/office/covenant", data={"title": "夜间收费"}, follow_redirects=False).headers["location"]
    office.post(f"{again}/setting", data={"path": "parking.reserve_percent", "value": "9", "version": "1"})
    office.post(f"{again}/propose", follow_redirects=False)
    assert "Version 2, adopted for" in office.get(again).text
    sent |= {"in_force_from": f"{today + timedelta(days=5)}"}
    assert office.post(f"{again}/adopt", data=sent, follow_redirects=False).status_code == 422
    assert office.post(f"{again}/adopt", data={**sent, "annuls": "yes"}, follow_redirects=False).status_code == 303
    told = [anybody.get(f"/covenant/{street.slug}/{number}").text for number in (2, 3)]
    assert [page.count("annulled before its day") for page in told] == [2, 1]
    assert anybody.get("/covenant/nowhere").status_code == 404


@pytest.mark.parametrize(
    ("path", "typed", "kept"),
    [
        ("parking.reserve_percent", " １２ ", 12),
        ("parking.redraw_rounds", "3", 3),
        ("parking.redraw_rounds", "", None),
        ("service.swap_approval", "true", True),
        ("fees.compensation_fen", "2,500", 2500),
        ("fees.refund_percent", " 80 ％", 80),
    ],
)
def test_a_setting_is_stated_as_people_write_it(
    reader: Reader, published_street: Street, path: str, typed: str, kept: object
) -> None:
    drafted = draft_of(published_street)
    office, place = reader(published_street.login("coordinator")), f"/office/covenant/{drafted}"
    seen = re.search(r'name="version" value="(\d+)"', office.get(place, params={"path": path}).text)
    assert seen is not None

    sent = office.post(f"{place}/setting", data={"path": path, "value": typed, "version": seen[1]})

    assert sent.status_code in (200, 303), sent.text
    with published_street.office.database.reading() as session:
        row = session.get_one(CovenantDraft, drafted)
        assert settings_paths(read_settings(row.settings))[path] == kept


@pytest.mark.parametrize(
    ("path", "typed"),
    [
        ("parking.reserve_percent", "many"),
        ("parking.reserve_percent", "400"),
        ("parking.reserve_percent", "1,5"),
        ("parking.reserve_percent", "15,00"),
        ("parking.redraw_rounds", "3%"),
        ("service.swap_approval", "perhaps"),
    ],
)
def test_a_setting_that_cannot_be_is_told_at_its_value_and_overwrites_nobody(
    reader: Reader, published_street: Street, path: str, typed: str
) -> None:
    drafted = draft_of(published_street)
    office, place = reader(published_street.login("coordinator")), f"/office/covenant/{drafted}"
    with published_street.office.database.reading() as session:
        before = session.get_one(CovenantDraft, drafted)

    wrong = office.post(f"{place}/setting", data={"path": path, "value": typed, "version": str(before.row_version)})
    old = re.search(r'name="version" value="(\d+)"', wrong.text)
    other = {"path": "parking.outside_percent", "value": "31", "version": str(before.row_version)}
    assert office.post(f"{place}/setting", data=other).status_code in (200, 303)
    assert old is not None
    mended = "true" if path.startswith("service") else "７"
    stands = {"service.swap_approval": "no", "parking.reserve_percent": "8", "parking.redraw_rounds": "none"}[path]
    late = office.post(f"{place}/setting", data={"path": path, "value": mended, "version": old[1]})

    assert (wrong.status_code, 'id="value-wrong"' in wrong.text, "settings." in wrong.text) == (422, True, False)
    assert (old[1], late.status_code) == (str(before.row_version), 412)
    assert told_now(late.text) == [stands]


def told_now(page: str) -> list[str]:
    """What a page tells to stand where something else was typed."""
    return re.findall(r'class="now">Now: ([^<]*)<', page)


def test_what_stands_is_told_only_where_it_is_not_what_was_typed(reader: Reader, published_street: Street) -> None:
    drafted = draft_of(published_street)
    office, place = reader(published_street.login("coordinator")), f"/office/covenant/{drafted}"
    texts = {"title": "夜间收费", "text_zh": "第一条\r\n第二条", "text_en": "One\r\ntwo\r\n", "note": ""}
    seen = {"version": "1", "path": "parking.reserve_percent", "value": " ８%"}
    assert office.post(f"{place}/text", data={**texts, "version": "1"}).status_code == 303
    late = office.post(f"{place}/text", data={**texts, "title": "夜费", "version": "1"})
    same = office.post(f"{place}/setting", data=seen)
    switch = office.post(f"{place}/setting", data={**seen, "path": "service.swap_approval", "value": "false"})

    assert [(page.status_code, told_now(page.text)) for page in (late, same, switch)] == [
        (412, ["夜间收费"]), (412, []), (412, []),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("deed", "form", "status", "field"),
    [
        ("preview", {"domain": "rosters", "work_limit": "20"}, 409, "domain"),
        ("preview", {"domain": "parking", "work_limit": "1"}, 422, "work_limit"),
        ("setting", {"path": "parking.nothing", "value": "1", "version": "1"}, 422, "path"),
    ],
)
def test_what_is_wrong_with_a_draft_stands_at_its_field(
    reader: Reader, published_street: Street, drafted: UUID, deed: str, form: dict[str, str], status: int, field: str
) -> None:
    office = reader(published_street.login("coordinator"))
    answer = office.post(f"/office/covenant/{drafted}/{deed}", data=form)

    assert (answer.status_code, re.findall(r'id="(\w+)-wrong"', answer.text)) == (status, [field])


def test_every_setting_stands_on_the_page_once() -> None:
    told = groups_told(CovenantSettings(), "zh")

    assert [one.path for _, _, lines in told for one in lines] == sorted(
        settings_paths(), key=lambda path: list(settings_paths()).index(path)
    )
    assert all(one.value and one.what for _, _, lines in told for one in lines)


def test_values_are_told_in_words() -> None:
    told = value_told("fees.compensation_fen", 2_000, "en"), value_told("parking.household_cap", None, "zh")

    assert told == ("20.00", "无")
    changed = difference(CovenantSettings(), read_settings({"parking": {"class_points": {"owner": 70}}}))
    assert [(one.path, one.after) for one in changes_told(changed, "en")] == [("parking.class_points", "Owner: 70")]


@pytest.mark.parametrize(("device", "language"), NARROW_OR_WIDE)
def test_the_pages_read_well_in_a_browser(
    visit: Callable[..., Visitor], published_street: Street, device: str, language: str
) -> None:
    visitor = visit(device, language)
    draft = draft_of(published_street)
    visitor.page.goto(f"/covenant/{published_street.slug}")
    assert (visitor.violations(), visitor.overflows()) == ([], False)
    visitor.sign_in(published_street.login("coordinator"))
    visitor.page.goto(f"/office/covenant/{draft}?path=fees.splits")
    assert (visitor.violations(), visitor.overflows()) == ([], False)
    assert visitor.faults == []
