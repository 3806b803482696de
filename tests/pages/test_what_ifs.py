"""What if: made, added to, solved, shown to the council and taken away, with and without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, get_args

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import expect

from api.pages import what_if_menu, what_ifs
from api.pages.forms import Form
from api.pages.what_if_menu import CAPS, MENU, OFFERED, OPTIONAL, SETTINGS
from api.pages.what_if_told import change_told, figures_told
from scheduler import queries
from scheduler.errors import Rejected
from scheduler.models import Scenario
from scheduler.scenarios.changes import Change
from scheduler.scenarios.changing import EDITS
from solvers.parking.problem import Policy
from solvers.rooms.problem import RoomsPolicy
from solvers.rosters.policy import RosterPolicy
from tests.pages.rooms_street import RoomsStreet
from tests.pages.street import Street
from tests.pages.visiting import Visitor

Reader = Callable[..., TestClient]
Visit = Callable[..., Visitor]
POLICIES: dict[str, Any] = {"parking": Policy, "rooms": RoomsPolicy, "rosters": RosterPolicy}
MODELS = {model.model_fields["kind"].annotation.__args__[0]: model for model in get_args(Change)}
USUAL = {"open_hours": {"days"}, "add_people": {"count"}}
FIGURES = {
    "before": {"tiers": [{"name": "points", "value": 1500, "bound": 1500}], "asked": 60, "served": 20}
    | {"classes": [{"name": "owner", "asked": 10, "got": 9}], "fairness": {"smallest_share": 90.0, "gini": 0.1}}
    | {"owner_risk": 1},
    "after": {"tiers": [{"name": "points", "value": 1650, "bound": 1700}], "asked": 60, "served": 22}
    | {"classes": [{"name": "owner", "asked": 10, "got": 10}], "fairness": {"smallest_share": 100.0, "gini": 0.05}}
    | {"owner_risk": 0},
    "people": {"gained": 3, "lost": 1, "moved": 0},
    "changes": [["R-OF-SOMEBODY", "lost"]],
}


def place_of(street: Street, kind: str = "") -> str:
    return f"/office/rounds/{street.round_id}/scenarios" + (f"/{kind}" if kind else "")


def made(reader: Reader, street: Street, name: str, kind: str = "set_policy", **fields: str) -> TestClient:
    """A coordinator who has made a scenario."""
    client = reader(street.login("coordinator"))
    form = {"field": "reserve_percent", "value": "10"} if kind == "set_policy" else {}
    answer = client.post(place_of(street, kind), data={"name": name, **form, **fields})
    assert (answer.status_code, answer.headers.get("location")) == (303, place_of(street)), answer.text
    return client


def row_of(street: Street, name: str) -> Scenario:
    with street.office.database.reading() as session:
        return session.query(Scenario).filter_by(round_id=street.round_id, name=name).one()


def solved(street: Street, name: str) -> None:
    with street.office.database.writing() as session:
        session.query(Scenario).filter_by(round_id=street.round_id, name=name).one().figures = FIGURES


def test_a_scenario_is_made_added_to_shown_to_the_council_and_taken_away(
    reader: Reader, published_street: Street
) -> None:
    client = made(reader, published_street, "more reserve", note="For the meeting.")
    row = row_of(published_street, "more reserve")
    more = {"scenario": str(row.id), "version": str(row.row_version), "site": "s0001", "count": "3"}
    added = client.post(place_of(published_street, "add_spaces"), data=more)
    assert added.status_code == 303, added.text
    assert row_of(published_street, "more reserve").changes == [
        {"kind": "set_policy", "field": "reserve_percent", "value": 10},
        {"kind": "add_spaces", "site": "s0001", "count": 3},
    ]
    solved(published_street, "more reserve")
    page = client.get(place_of(published_street)).text
    assert "R-OF-SOMEBODY" in page
    assert "proven bound of the changed plan: 1,700" in page

    shared = client.post(f"/office/scenarios/{row.id}/share")
    (address,) = re.findall(r'value="http://testserver(/what-if/[\w-]+)"', shared.text)
    council = reader().get(address)
    assert (council.status_code, council.headers["cache-control"]) == (200, "no-store")
    assert (council.headers["referrer-policy"], council.headers["x-robots-tag"]) == (
        "no-referrer",
        "noindex, nofollow",
    )
    assert "20 / 60" in council.text
    assert "R-OF-SOMEBODY" not in council.text
    assert client.post(f"/office/scenarios/{row.id}/unshare").status_code == 303
    assert reader().get(address).status_code == 404
    assert client.post(f"/office/scenarios/{row.id}/remove").status_code == 303
    assert "more reserve" not in client.get(place_of(published_street)).text


def test_whom_a_change_is_about_is_not_told_to_the_council(reader: Reader, published_street: Street) -> None:
    client = made(reader, published_street, "somebody less", "add_people", like=_receipt(published_street), count="2")
    row = row_of(published_street, "somebody less")
    shared = client.post(f"/office/scenarios/{row.id}/share").text
    (address,) = re.findall(r'value="http://testserver(/what-if/[\w-]+)"', shared)

    council = reader().get(address).text

    assert "More who ask, like somebody: Number 2" in council
    assert _receipt(published_street) not in council
    client.post(f"/office/scenarios/{row.id}/remove")


def _receipt(street: Street) -> str:
    with street.office.database.reading() as session:
        return queries.registrations.entered(session, street.round_id)[0].receipt


@pytest.mark.parametrize(
    ("kind", "fields", "fault"),
    [
        ("add_spaces", {"site": "s0001", "count": "many"}, "count-wrong"),
        ("add_spaces", {"site": "s0001", "count": "0"}, "count-wrong"),
        ("add_people", {"like": "nobody", "count": "1"}, "like-wrong"),
        ("set_policy", {"field": "reserve_percent", "value": "some"}, "value-wrong"),
        ("close_place", {"place": "s0001", "start": "8 o'clock"}, "start-wrong"),
    ],
)
def test_what_cannot_be_changed_is_told_at_its_field_and_kept(
    reader: Reader, published_street: Street, kind: str, fields: dict[str, str], fault: str
) -> None:
    client = reader(published_street.login("coordinator"))
    answer = client.post(place_of(published_street, kind), data={"name": "unwritten", **fields})

    assert answer.status_code == 422
    assert f'id="{fault}"' in answer.text
    assert 'value="unwritten"' in answer.text
    assert "unwritten" not in client.get(place_of(published_street)).text


def test_an_auditor_looks_and_changes_nothing(reader: Reader, published_street: Street) -> None:
    client = made(reader, published_street, "looked at")
    row = row_of(published_street, "looked at")
    auditor = reader(published_street.login("auditor"))
    page = auditor.get(place_of(published_street)).text
    refused = [
        auditor.post(f"/office/scenarios/{row.id}/{step}", data={"work_limit": "10"}).status_code
        for step in ("run", "share", "unshare", "remove")
    ]

    assert "looked at" in page
    assert "<button" not in page.partition("<main")[2]
    assert refused == [403, 403, 403, 403]
    client.post(f"/office/scenarios/{row.id}/remove")


def test_scenarios_of_a_round_that_is_open_wait(reader: Reader, open_street: Street) -> None:
    client = reader(open_street.login("coordinator"))

    assert "/scenarios/add_spaces" not in client.get(place_of(open_street)).text
    assert "/scenarios" not in client.get(f"/office/rounds/{open_street.round_id}").text


def test_two_that_are_solved_stand_side_by_side_on_a_phone(
    visit: Visit, reader: Reader, published_street: Street
) -> None:
    client = reader(published_street.login("coordinator"))
    for name in ("more reserve for those who come home early", "fewer"):
        made(reader, published_street, name)
        solved(published_street, name)
    visitor = visit("phone", "en")
    visitor.sign_in(published_street.login("coordinator"))
    visitor.page.goto(place_of(published_street))

    expect(visitor.page.locator("#together")).to_be_visible()
    assert not visitor.overflows()
    for name in ("more reserve for those who come home early", "fewer"):
        client.post(f"/office/scenarios/{row_of(published_street, name).id}/remove")


def test_a_scenario_is_solved_and_followed(visit: Visit, published_street: Street) -> None:
    visitor = visit("phone", "en")
    visitor.sign_in(published_street.login("coordinator"))
    page = visitor.page
    page.goto(place_of(published_street, "add_spaces"))
    assert visitor.violations() == []
    page.fill("#count", "4")
    page.fill("#name", "four more")
    page.click("main button")
    card = page.locator("article", has_text="four more")
    assert visitor.violations() == []
    card.locator("select").select_option("10")
    card.get_by_role("button", name="Solve").click()
    expect(card).to_contain_text("would gain", timeout=120_000)

    assert visitor.violations() == []
    assert not visitor.overflows()
    card.get_by_role("button", name="Address for the council").click()
    address = page.input_value("#address")
    assert visitor.violations() == []
    council = visit("phone", "zh")
    council.page.goto(address)
    expect(council.page.locator("h1")).to_have_text("推演：four more")
    assert council.violations() == []
    assert not council.overflows()


FORMS = tuple(kind for kind in MENU if kind != "set_covenant")
"""Changes that have a form."""


def test_the_menu_is_that_of_scenarios() -> None:
    """But for a whole covenant, which is tried from its draft."""
    assert {domain: set(kinds) for domain, kinds in OFFERED.items()} == {
        domain: set(kinds) - {"set_covenant"} for domain, kinds in EDITS.items()
    }
    assert set(get_args(what_ifs.Kind)) == set(FORMS)
    assert {kind: set(MODELS[kind].model_fields) - {"kind"} for kind in FORMS} == {
        kind: set(MENU[kind]) for kind in FORMS
    }
    assert [name for domain, names in SETTINGS.items() for name in names if not _has(domain, name)] == []
    limits = get_args(MODELS["set_cap"].model_fields["field"].annotation)
    assert {name for names in CAPS.values() for name in names} == set(limits)


def _has(domain: str, name: str) -> bool:
    return name in POLICIES[domain].__dataclass_fields__


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("10", 10),
        ("-1", -1),
        ("true", True),
        ("none", None),
        ("360, 240, 180", [360, 240, 180]),
        ("H27, H3", ["H27", "H3"]),
    ],
)
def test_the_value_of_a_setting_is_read(text: str, value: Any) -> None:
    form = Form(("field", "value"), {"field": "off", "value": text})

    assert what_if_menu.change_of(form, "rosters", "set_policy") == {
        "kind": "set_policy",
        "field": "off",
        "value": value,
    }


def test_fields_that_may_be_left_empty_are_those_with_a_default() -> None:
    defaults = {
        kind: {name for name, field in MODELS[kind].model_fields.items() if not field.is_required() and name != "kind"}
        for kind in FORMS
    }

    # An empty value stands for no limit; days and the number have their usual value in the form.
    assert {kind: set(OPTIONAL.get(kind, ())) | USUAL.get(kind, set()) for kind in FORMS} == defaults | {
        "set_cap": {"value"}
    }


@pytest.mark.parametrize(
    ("kind", "values", "missing"),
    [("add_spaces", {"site": "s0001"}, "count"), ("open_hours", {"place": "s0001", "end": "09:00"}, "start")],
)
def test_a_field_that_a_change_needs_is_asked_for(kind: str, values: dict[str, str], missing: str) -> None:
    with pytest.raises(Rejected) as found:
        what_if_menu.change_of(Form(MENU[kind], values), "parking", kind)
    assert (found.value.code, found.value.field) == ("missing_field", missing)


def test_changes_and_figures_are_told_in_words() -> None:
    hours = {"kind": "open_hours", "place": "X", "start": "08:00", "end": "09:00", "weekdays": [1, 3]}

    assert change_told(hours, "en", {}) == "Longer hours: Place X, From 08:00, To 09:00, Weekdays 1, 3"
    assert change_told({"kind": "unlock"}, "zh", {}) == "撤销工作人员的决定"
    told = {row.name: (row.before, row.after, row.bound) for row in figures_told(FIGURES, "en")}
    assert told == {
        "Served of asked": ("20 / 60", "22 / 60", ""),
        "Priority points served": ("1,500", "1,650", "1,700"),
        "Smallest share of a class": ("90%", "100%", ""),
        "Gini of shares (0 is equal)": ("0.100", "0.050", ""),
        "Sites full up to the owners' reserve": ("1", "0", ""),
    }


def test_every_change_has_its_form_and_the_round_leads_there(
    reader: Reader, published_street: Street, season_street: RoomsStreet
) -> None:
    for domain, login, round_id in (
        ("parking", published_street.login("coordinator"), published_street.round_id),
        ("rooms", season_street.login("coordinator"), season_street.season.round_id),
    ):
        client, place = reader(login), f"/office/rounds/{round_id}/scenarios"
        pages = {kind: client.get(f"{place}/{kind}") for kind in MENU}

        assert f'href="{place}"' in client.get(f"/office/rounds/{round_id}").text
        assert [kind for kind, page in pages.items() if page.status_code == 200] == list(OFFERED[domain])
        for kind in OFFERED[domain]:
            fields = [name for name in what_if_menu.fields_of(domain, kind) if name != "weekdays"]
            assert [name for name in fields if f'name="{name}"' not in pages[kind].text] == []


def test_a_season_without_a_room_is_tried(reader: Reader, season_street: RoomsStreet) -> None:
    client, place = reader(season_street.login("coordinator")), f"/office/rounds/{season_street.season.round_id}"
    form = client.get(f"{place}/scenarios/close_place").text
    (room,) = re.findall(r'<option value="(r\d+)"', form)[:1]
    answer = client.post(f"{place}/scenarios/close_place", data={"name": "no such room", "place": room})

    assert answer.status_code == 303, answer.text
    assert f"({room})" in form
    assert "Close a place: Place " in client.get(f"{place}/scenarios").text
