"""The planning desk: the board of rounds, their terms and moves, plans side by side, the draw, the check list."""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from html import unescape
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import expect

from api.pages.telling import dated
from scheduler import calendar, queries
from scheduler.models import Draw, Plan, Registration, Round
from scheduler.office import Office
from scheduler.usecases import planning, preparation, publication, rounds
from scheduler.usecases.planning import Order
from scheduler.worker.solver import Solver
from solvers.parking.generate import Scale
from tests.pages.rooms_street import add_rooms
from tests.pages.street import Street, actor_of, add_account, add_street, rows_of
from tests.pages.test_browser import NARROW_OR_WIDE
from tests.pages.visiting import Visitor

Reader = Callable[..., TestClient]
Visit = Callable[..., Visitor]
PARTS = ("", "resident", "property_staff", "coordinator", "auditor")
ROUND = "/office/rounds/{round}"
DESK_SEEN = {
    "/office/rounds/new": ("coordinator",),
    f"{ROUND}/terms": ("coordinator",),
    f"{ROUND}/cancel": ("coordinator",),
    f"{ROUND}/registrations": ("property_staff", "coordinator", "auditor"),
    f"{ROUND}/draw": ("coordinator", "auditor"),
    f"{ROUND}/compare": ("coordinator", "auditor"),
    "/office/plans/{plan}/difference": ("coordinator", "auditor"),
}
DESK_SENT = {
    "/office/rounds/new": ("coordinator",),
    f"{ROUND}/terms": ("coordinator",),
    f"{ROUND}/refused": ("property_staff", "coordinator", "auditor"),
    f"{ROUND}/draw": ("coordinator",),
    f"{ROUND}/draw/number": ("coordinator",),
    f"{ROUND}/draw/withdraw": ("coordinator",),
}
LONG = "长" * 5000
HOSTILE = '"><script>alert(1)</script> \U0001f697 שלום'


@pytest.fixture(scope="module")
def planned(streets_office: Office) -> Street:
    """A street whose round was planned twice, differently, and of which nothing is public."""
    street = add_street(streets_office, "osier", Scale(2, 20, 60))
    database, target = streets_office.database, asked(street)
    database.transact(lambda s: rounds.move(s, action="close", now=database.now(s), **target))
    for engine in ("fcfs", "greedy"):
        solve(street, Order(engine=engine, replan=False))
    return street


@pytest.fixture(scope="module")
def gathering(streets_office: Office) -> Street:
    """A street whose round takes registrations."""
    return add_street(streets_office, "medlar")


def asked(street: Street) -> dict[str, Any]:
    return {"actor": actor_of(street, "coordinator"), "round_id": street.round_id}


def solve(street: Street, order: Order) -> None:
    database = street.office.database
    run = database.transact(lambda s: planning.queue_run(s, order=order, now=database.now(s), **asked(street)))
    Solver(street.office, "desk", threading.Event()).solve(run.id)


def plans_of(street: Street) -> list[Plan]:
    with street.office.database.reading() as session:
        return queries.plans.of_round(session, street.round_id)


def round_of(street: Street, round_id: UUID | None = None) -> Round:
    with street.office.database.reading() as session:
        return session.get_one(Round, round_id or street.round_id)


def draw_of(street: Street, round_id: UUID) -> Draw | None:
    with street.office.database.reading() as session:
        return queries.draws.of_round(session, round_id)


def fields_of(page: str) -> dict[str, str]:
    """What stands in the fields of the sheet of a page."""
    sheet = page[page.index('class="sheet"') :]
    found = re.findall(r'<input[^>]* name="(\w+)"[^>]* value="([^"]*)"', sheet)
    found += re.findall(r'<textarea[^>]* name="(\w+)"[^>]*>\n?([^<]*)</textarea>', sheet)
    return {name: unescape(text) for name, text in found}


def new_round(client: TestClient, code: str, **changed: str) -> str:
    """The place of a round that is set up with what the form is filled with."""
    form = fields_of(client.get("/office/rounds/new").text)
    sent = {**form, "code": code, "title_zh": "春季车位", "title_en": "Spring spaces", **changed}
    answer = client.post("/office/rounds/new", data=sent)
    assert answer.status_code == 303, answer.text
    place: str = answer.headers["location"]
    return place


# ---- who may


@pytest.mark.parametrize("place", DESK_SEEN)
def test_each_page_of_the_desk_is_shown_to_its_readers_alone(reader: Reader, planned: Street, place: str) -> None:
    address = place.format(round=planned.round_id, plan=plans_of(planned)[0].id)
    seen = [part for part in PARTS if reader(planned.login(part) if part else None).get(address).status_code == 200]

    assert tuple(seen) == DESK_SEEN[place]


@pytest.mark.parametrize("place", DESK_SENT)
def test_a_form_of_the_desk_is_refused_to_everybody_else(reader: Reader, planned: Street, place: str) -> None:
    address = place.format(round=planned.round_id)
    refused = [part for part in PARTS[1:] if part not in DESK_SENT[place]]
    form = {"version": "1", "reason": "x", "receipt": "x", "number": "1.00", "source": "x", "number_on": "2027-01-01"}
    form |= {"apply_from": "2027-01-01T09:00", "apply_until": "2027-01-02T09:00", "display_days": "7"}
    form |= {"use_first": "2027-02-01", "use_last": "2027-02-02", "accept_days": "7", "code": "x1"}
    form |= {"title_zh": "x", "title_en": "x"}

    codes = {part: reader(planned.login(part)).post(address, data=form).status_code for part in refused}

    assert codes == dict.fromkeys(refused, 403)
    assert reader().post(address, data=form).status_code == 401


def test_an_auditor_sees_the_desk_without_any_button(reader: Reader, planned: Street) -> None:
    auditor = reader(planned.login("auditor"))
    plan = plans_of(planned)[0].id
    pages = [f"/office/rounds/{planned.round_id}", f"/office/rounds/{planned.round_id}/draw", "/office/rounds"]
    pages += [f"/office/rounds/{planned.round_id}/registrations", f"/office/plans/{plan}/difference"]

    for place in pages:
        main = auditor.get(place).text.partition("<main")[2].partition("</main>")[0]
        assert ('method="post"' in main, "/office/rounds/new" in main, "/counter/" in main) == (False,) * 3, place


# ---- the board


def test_the_board_tells_states_counts_and_what_is_to_be_done(reader: Reader, planned: Street) -> None:
    page = reader(planned.login("coordinator")).get("/office/rounds").text

    assert "Look through the plan, then prepare its publication." in page
    assert "registrations: 60" in page
    assert "Being planned" in page


def test_the_board_is_filtered_by_state_and_kind(reader: Reader, planned: Street) -> None:
    client = reader(planned.login("coordinator"))
    address = f'href="/office/rounds/{planned.round_id}"'

    shown = {
        query: address in client.get(f"/office/rounds?{query}").text
        for query in ("", "scope=active", "scope=in_use", "scope=cancelled", "kind=parking", "kind=rooms")
    }

    assert shown == {
        "": True, "scope=active": True, "scope=in_use": False, "scope=cancelled": False,
        "kind=parking": True, "kind=rooms": False,
    }  # fmt: skip
    assert "Choose another state or kind" in client.get("/office/rounds?kind=rooms").text
    assert client.get("/office/rounds?scope=elsewhere").status_code == 422


def test_a_long_board_has_pages(reader: Reader, gathering: Street) -> None:
    client = reader(gathering.login("coordinator"))
    for number in range(21):
        new_round(client, f"paged-{number}")

    first = client.get("/office/rounds").text
    place = unescape(re.findall(r'href="(/office/rounds\?[^"]*after=[^"]+)"', first)[0])
    second = client.get(place).text

    assert first.count("<article") == 20
    assert f'href="/office/rounds/{gathering.round_id}"' in second
    assert "First page" in second


# ---- terms


def test_a_round_is_set_up_once_however_often_its_form_is_sent(reader: Reader, gathering: Street) -> None:
    client = reader(gathering.login("coordinator"))
    form = fields_of(client.get("/office/rounds/new?kind=rosters").text)
    sent = {**form, "code": " ｒｏｓｔｅｒ-１ ", "title_zh": "三月排班", "title_en": "March"}

    places = [client.post("/office/rounds/new?kind=rosters", data=sent).headers["location"] for _again in range(2)]

    made = round_of(gathering, UUID(places[0].rpartition("/")[2]))
    assert places[0] == places[1]
    assert (made.code, made.domain, made.state, made.title_zh) == ("roster-1", "rosters", "draft", "三月排班")
    assert made.apply_from.minute == 0
    assert "Opens by itself." in client.get(places[0]).text


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("code", "two words"),
        ("title_zh", ""),
        ("title_en", LONG),
        ("apply_until", "2020-01-01T09:00"),
        ("apply_from", "soon"),
        ("use_last", "2020-01-01"),
        ("use_first", "31/12/2026"),
        ("display_days", "a week"),
        ("accept_days", "0"),
        ("criteria_zh", LONG),
    ],
)
def test_what_cannot_be_is_told_at_its_field_and_nothing_typed_is_lost(
    reader: Reader, gathering: Street, field: str, text: str
) -> None:
    client = reader(gathering.login("coordinator"))
    form = fields_of(client.get("/office/rounds/new").text)
    sent = {**form, "code": "told", "title_zh": HOSTILE, "title_en": HOSTILE, field: text}

    page = client.post("/office/rounds/new", data=sent)

    assert page.status_code == 422
    assert f'id="{field}-wrong"' in page.text
    assert {name: value for name, value in fields_of(page.text).items() if name != "once"} == {
        name: value for name, value in sent.items() if name != "once"
    }
    assert "<script>alert" not in page.text


def test_terms_are_changed_and_a_second_tab_is_offered_the_newer_ones(reader: Reader, gathering: Street) -> None:
    client = reader(gathering.login("coordinator"))
    place = f"{new_round(client, 'two-tabs')}/terms"
    one, other = (fields_of(client.get(place).text) for _tab in range(2))

    until = datetime.fromisoformat(one["apply_until"]) + timedelta(days=1)
    saved = client.post(place, data={**one, "title_en": "By one", "apply_until": f"{until:%Y-%m-%dT%H:%M}"})
    stale = client.post(place, data={**other, "title_en": "By other"})
    again = client.post(place, data=fields_of(stale.text))

    assert (saved.status_code, stale.status_code, again.status_code) == (303, 412, 303)
    assert "Now it says: By one" in stale.text
    assert f"Now it says: {dated(f'{until:%Y-%m-%d %H:%M}', 'en')}" in stale.text
    assert "What you typed is kept" in stale.text.partition('role="alert"')[2].partition("</div>")[0]
    assert fields_of(stale.text)["title_en"] == "By other"
    assert round_of(gathering, UUID(place.split("/")[3])).title_en == "By other"


def test_dates_of_use_stay_once_there_is_a_plan(reader: Reader, planned: Street) -> None:
    client = reader(planned.login("coordinator"))
    place = f"/office/rounds/{planned.round_id}/terms"
    form = fields_of(client.get(place).text)
    before = round_of(planned)

    refused = client.post(place, data={**form, "use_last": str(before.use_last + timedelta(days=1))})
    kept = client.post(place, data={**form, "criteria_en": HOSTILE})

    assert (refused.status_code, 'id="use_first-wrong"' in refused.text) == (409, True)
    assert kept.status_code == 303
    assert round_of(planned).use_last == before.use_last
    assert round_of(planned).criteria_en == HOSTILE
    assert "<script>alert" not in client.get(f"/office/rounds/{planned.round_id}").text


# ---- moves


def test_a_round_is_closed_reopened_with_a_reason_and_cancelled(reader: Reader, gathering: Street) -> None:
    client = reader(gathering.login("coordinator"))
    yesterday = datetime.now(ZoneInfo(calendar.ZONE)) - timedelta(hours=23)
    place = new_round(client, "moves", apply_from=f"{yesterday:%Y-%m-%dT%H:%M}")
    made = UUID(place.rpartition("/")[2])

    for action in ("open", "close", "close"):
        assert client.post(f"{place}/{action}").status_code == 303
    without = client.post(f"{place}/reopen", data={"reason": " "})
    reopened = [client.post(f"{place}/reopen", data={"reason": HOSTILE}).status_code for _twice in range(2)]

    assert (without.status_code, 'id="reason-wrong"' in without.text) == (422, True)
    assert (reopened, round_of(gathering, made).state) == ([303, 303], "open")
    assert "It cannot be undone" in client.get(f"{place}/cancel").text
    assert client.post(f"{place}/cancel", data={"reason": LONG}).status_code == 422
    assert client.post(f"{place}/cancel", data={"reason": "No spaces."}).status_code == 303
    assert (round_of(gathering, made).state, round_of(gathering, made).reason) == ("cancelled", "No spaces.")
    assert "This cannot be done now" in client.get(f"{place}/open").text


def test_a_closed_round_of_which_nothing_is_theirs_asks_clerks_to_begin_nothing(
    reader: Reader, gathering: Street
) -> None:
    client = reader(gathering.login("coordinator"))
    yesterday = datetime.now(ZoneInfo(calendar.ZONE)) - timedelta(hours=23)
    place = new_round(client, "nobody", apply_from=f"{yesterday:%Y-%m-%dT%H:%M}")
    assert [client.post(f"{place}/{action}").status_code for action in ("open", "close")] == [303, 303]

    page = reader(gathering.login("property_staff")).get("/counter").text
    section = page[page.index("Applications closed</span>") :].partition("</section>")[0]

    assert ("Nothing is registered." in section, "Find somebody to begin" in section) == (True, False)
    assert client.post(f"{place}/cancel", data={"reason": "Nobody came."}).status_code == 303


def test_closing_tells_how_many_are_not_approved_yet(reader: Reader, gathering: Street) -> None:
    ids = [row.id for row in rows_of(gathering, "approved")[:3]]
    set_states(gathering, ids, ("submitted", "endorsed", "needs_information"))
    try:
        page = reader(gathering.login("coordinator")).get(f"/office/rounds/{gathering.round_id}/close").text
    finally:
        set_states(gathering, ids, ("approved",) * 3)

    assert "Not approved yet: 3." in page


def set_states(street: Street, ids: Sequence[UUID], states: Sequence[str]) -> None:
    with street.office.database.writing() as session:
        for row_id, state in zip(ids, states, strict=True):
            session.get_one(Registration, row_id).state = state


def test_settling_tells_how_many_have_not_answered(reader: Reader, published_street: Street) -> None:
    page = reader(published_street.login("coordinator")).get(f"/office/rounds/{published_street.round_id}/settle").text
    with published_street.office.database.reading() as session:
        waiting = queries.registrations.counts(session, published_street.round_id)["allocated"]

    assert waiting > 1
    assert f"{waiting} people have not answered yet; they may until their deadline." in page


def test_a_round_whose_time_is_over_is_reopened_with_a_later_end(reader: Reader, gathering: Street) -> None:
    client = reader(gathering.login("coordinator"))
    place = new_round(client, "over")
    made = UUID(place.rpartition("/")[2])
    with gathering.office.database.writing() as session:
        row, now = session.get_one(Round, made), gathering.office.database.now(session)
        row.state, row.apply_from, row.apply_until = "closed", now - timedelta(days=9), now - timedelta(days=1)
    until = datetime.now(ZoneInfo(calendar.ZONE)) + timedelta(days=3)
    later, later_still = (f"{until + timedelta(hours=hours):%Y-%m-%dT%H:%M}" for hours in (0, 1))

    version = version_in(client.get(f"{place}/reopen").text)
    without = client.post(f"{place}/reopen", data={"reason": "More spaces.", "version": version})
    sent = {"reason": HOSTILE, "apply_until": later, "version": version}
    with gathering.office.database.writing() as session:
        row = session.get_one(Round, made)
        row.apply_until, row.row_version = row.apply_until + timedelta(hours=2), row.row_version + 1
    overtaken = client.post(f"{place}/reopen", data=sent)
    newest = {**sent, "version": version_in(overtaken.text)}
    answer, again = (client.post(f"{place}/reopen", data=newest) for _press in range(2))
    other = client.post(f"{place}/reopen", data={**newest, "apply_until": later_still})

    assert (without.status_code, 'id="apply_until-wrong"' in without.text) == (409, True)
    assert (overtaken.status_code, f'value="{later}"' in overtaken.text, HOSTILE in unescape(overtaken.text)) == (
        412, True, True,
    )  # fmt: skip
    assert (answer.status_code, again.status_code, round_of(gathering, made).state) == (303, 303, "open")
    assert (other.status_code, "This cannot be done now" in other.text) == (409, True)


def version_in(page: str) -> str:
    """The version of what a form changes, as it stands in the form."""
    return str(re.findall(r'name="version" value="(\d+)"', page)[0])


# ---- lists of a round


@pytest.mark.parametrize(
    "place",
    [
        "/office/rounds?scope=&kind=&after=",
        f"{ROUND}/registrations?state=&after=",
        f"{ROUND}/refused?after=",
        f"{ROUND}/compare?one=&other=",
        "/office/volunteers?state=&after=",
        "/office/pairs?after=",
        "/office/elders?after=",
        "/office/disputes?state=&after=",
        "/office/roster?week=+",
        "/office/pairs?after=%20",
        "/office/elders?after=%E3%80%80",
    ],
)
def test_an_empty_field_of_a_form_that_looks_something_up_says_nothing(
    reader: Reader, planned: Street, place: str
) -> None:
    client = reader(planned.login("coordinator"))
    address = place.format(round=planned.round_id)

    assert [client.get(one).status_code for one in (address, address.partition("?")[0])] == [200, 200]
    assert client.get("/api/v1/rounds?limit=").status_code == 422  # programs say what they mean


def test_what_was_registered_is_listed_by_state_in_pages(reader: Reader, planned: Street) -> None:
    client = reader(planned.login("coordinator"))
    place = f"/office/rounds/{planned.round_id}/registrations"

    first = client.get(place).text
    second = client.get(unescape(re.findall(r'href="([^"]*after=[^"]+)"', first)[0])).text

    assert [page.count('class="receipt" href="/counter/registrations/') for page in (first, second)] == [50, 10]
    assert client.get(f"{place}?state=competing").text.count('<th scope="row">') == 50
    assert "None is in this state." in client.get(f"{place}?state=withdrawn").text
    assert client.get(f"{place}?state=nowhere").status_code == 404


def test_a_clerk_of_one_site_is_told_of_its_people_only(reader: Reader, planned: Street) -> None:
    plan = plans_of(planned)[0].id
    with planned.office.database.reading() as session:
        site = queries.supply.sites_of(session, planned.community_id)[0].id
        rows = queries.registrations.of_round(session, planned.round_id, limit=200, homes=[site])
        refused = {receipt for _, receipt in queries.plans.refusals(session, plan)}
        served = queries.plans.lines(session, plan)
    own = {row.receipt for row in rows}
    clerk = reader(add_account(planned, "one-site@osier", "property_staff", site=site))
    place = f"/office/rounds/{planned.round_id}"

    listed, lines = clerk.get(f"{place}/registrations").text, clerk.get(f"{place}/refused").text
    board, whole = clerk.get("/office/rounds").text, clerk.get(place).text
    states = clerk.get(f"/api/v1/rounds/{planned.round_id}/tally").json()["states"]
    unserved = clerk.get(f"/api/v1/plans/{plan}/refusals?limit=200").json()["items"]
    placed = clerk.get(f"/api/v1/plans/{plan}/assignments?limit=200").json()["items"]

    assert listed.count('<th scope="row">') == len(rows) < 60
    assert states == Counter(row.state for row in rows)
    assert {one["receipt"] for one in unserved} == refused & own != refused
    assert {receipt for receipt in refused if receipt in lines} == refused & own
    assert {one["receipt"] for one in placed} == {
        line.receipt for line in served if line.receipt in own or line.site_id == site
    }
    stranger = next(iter(sorted(refused - own)))
    assert "No registration with this receipt" in clerk.post(f"{place}/refused", data={"receipt": stranger}).text
    assert all(f"<dd>{count}</dd>" in whole for count in states.values())
    assert f"<li>registrations of your sites: {len(rows)}</li>" in board


def test_why_a_receipt_is_not_served_is_looked_up_and_stays_out_of_the_address(reader: Reader, planned: Street) -> None:
    client = reader(planned.login("auditor"))
    place = f"/office/rounds/{planned.round_id}/refused"
    with planned.office.database.reading() as session:
        refused = queries.plans.refusals(session, plans_of(planned)[0].id)
        served = queries.plans.lines(session, plans_of(planned)[0].id)[0].receipt
    receipt = refused[-1][1]

    found = client.post(place, data={"receipt": f" {receipt.lower()} "})
    other = client.post(place, data={"receipt": served})

    assert (found.status_code, found.text.count('<li value="'), receipt in found.text) == (200, 1, True)
    assert "No registration with this receipt is refused" in other.text
    assert "No registration with this receipt" in client.post(place, data={"receipt": HOSTILE}).text


# ---- plans side by side


def test_the_difference_tells_who_gains_loses_and_moves_and_why(reader: Reader, planned: Street) -> None:
    client = reader(planned.login("coordinator"))
    newer, older = plans_of(planned)
    found = planning_changes(planned, older.id, newer.id)
    place = f"/office/plans/{newer.id}/difference"

    pages = {kind: client.get(f"{place}?kind={kind}").text for kind in ("added", "removed", "moved")}

    shown = {kind: page.count("<li><p>") for kind, page in pages.items()}
    assert shown == {kind: min(25, found[kind]) for kind in pages}
    assert sum(found.values()) > 0
    assert ("Why it is not served now:" in pages["removed"]) == (found["removed"] > 0)
    assert ("Had:" in pages["moved"], "Gets:" in pages["moved"]) == (found["moved"] > 0,) * 2
    assert f"All {sum(found.values())}" in client.get(place).text


def planning_changes(street: Street, before: UUID, after: UUID) -> dict[str, int]:
    actor = actor_of(street, "coordinator")
    with street.office.database.reading() as session:
        found = [change.kind for change in planning.compare(session, actor=actor, before=before, after=after)]
    return {kind: found.count(kind) for kind in ("added", "removed", "moved")}


def test_a_first_plan_has_nothing_to_be_compared_with(reader: Reader, planned: Street) -> None:
    client = reader(planned.login("coordinator"))

    page = client.get(f"/office/plans/{plans_of(planned)[-1].id}/difference")

    assert "It is the first plan of this round." in page.text


def test_two_plans_stand_side_by_side_with_goals_bounds_and_classes(reader: Reader, planned: Street) -> None:
    client = reader(planned.login("auditor"))
    newer, older = plans_of(planned)
    place = f"/office/rounds/{planned.round_id}/compare"

    page = client.get(place).text
    turned = client.get(f"{place}?one={newer.id}&other={older.id}").text

    told = re.findall(r'<td data-head="[^"]+">(\d+ of \d+)</td>', page)
    assert told == [f"{plan.assigned} of {plan.requests}" for plan in (older, newer)]
    assert re.findall(r'<td data-head="[^"]+">(\d+ of \d+)</td>', turned) == told[::-1]
    assert [words in page for words in ("Owner", "Smallest share of a class", "begun from nothing", "Goals")] == [
        True, True, False, True,
    ]  # fmt: skip
    assert client.get(f"{place}?one={planned.round_id}").status_code == 404


def test_a_season_tells_rooms_weekdays_and_categories(reader: Reader, streets_office: Office) -> None:
    rooms = add_rooms(streets_office, "sallow")
    season = replace(rooms.street, round_id=rooms.season.round_id)
    rooms.season.close()
    for engine in ("fcfs", "greedy"):
        solve(season, Order(engine=engine, replan=False))
    client, newer = reader(season.login("coordinator")), plans_of(season)[0]

    changed = client.get(f"/office/plans/{newer.id}/difference").text
    compared = client.get(f"/office/rounds/{season.round_id}/compare").text

    found = planning_changes(season, plans_of(season)[1].id, newer.id)
    assert changed.count("<li><p>") == min(25, sum(found.values()))
    assert bool(re.search(r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d\d:\d\d–\d\d:\d\d · \d+ dates", changed)) == bool(found)
    assert "What each class gets" in compared
    assert client.get(f"/office/rounds/{season.round_id}/registrations").status_code == 200


# ---- the draw


def test_a_draw_is_committed_to_and_revealed_by_two_people(reader: Reader, gathering: Street) -> None:
    client = reader(gathering.login("coordinator"))
    second = reader(add_account(gathering, "second@medlar", "coordinator"))
    place = new_round(client, "drawn")
    made, draw = UUID(place.rpartition("/")[2]), f"{place}/draw"
    number_on = calendar.date_of(round_of(gathering, made).apply_until + timedelta(days=2), calendar.ZONE)
    form = {"source": HOSTILE, "number_on": str(number_on)}

    early = client.post(draw, data={**form, "number_on": "2020-01-01"})
    once = fields_of(client.get(draw).text)["once"]
    sent = [client.post(draw, data={**form, "once": once}).status_code for _twice in range(2)]
    assert (early.status_code, 'id="number_on-wrong"' in early.text, sent) == (422, True, [303, 303])
    assert "<script>alert" not in client.get(draw).text

    without = client.post(f"{draw}/withdraw", data={"reason": ""})
    assert (without.status_code, 'id="reason-wrong"' in without.text) == (422, True)
    assert client.post(f"{draw}/withdraw", data={"reason": "Another index."}).status_code == 303
    assert draw_of(gathering, made) is None
    assert client.post(draw, data=form).status_code == 303

    with gathering.office.database.writing() as session:
        known = queries.draws.of_round(session, made)
        assert known is not None
        known.state, known.number_on, known.entries = "frozen", known.number_on - timedelta(days=90), []
    assert client.post(f"{draw}/number", data={"number": "soon"}).status_code == 422
    assert client.post(f"{draw}/number", data={"number": " ３３２１．４３ "}).status_code == 303
    assert "A second person signs in" in client.get(draw).text
    differ = second.post(f"{draw}/number", data={"number": "3321.44"})
    assert (differ.status_code, "The two numbers differ" in differ.text) == (409, True)
    for person in (client, second):
        assert person.post(f"{draw}/number", data={"number": "3321.43"}).status_code == 303

    revealed = draw_of(gathering, made)
    assert revealed is not None
    assert (revealed.state, revealed.number) == ("revealed", "3321.43")
    assert revealed.seed in client.get(draw).text


# ---- the check list


def test_the_check_list_tells_of_decisions_of_the_staff_that_the_plan_does_not_know(
    reader: Reader, planned: Street
) -> None:
    client = reader(planned.login("coordinator"))
    database, newest = planned.office.database, plans_of(planned)[0]
    actor = actor_of(planned, "coordinator")
    made = database.transact(lambda s: publication.request(s, actor=actor, plan_id=newest.id, now=database.now(s)))
    preparation.prepare(planned.office, made.id)
    place = f"/office/publications/{made.id}"
    known, unknown = "Every decision of the staff was kept.", "Decisions of the staff since the plan was ordered: 1."
    before = client.get(place).text

    decided = {"decision": "nothing", "reason": "moved away"}
    row = rows_of(planned, "competing")[0]
    assert client.post(f"{ROUND.format(round=planned.round_id)}/locks/{row.id}", data=decided).status_code == 303
    with database.reading() as session:
        [lock] = [one for one, _ in queries.plans.locks(session, planned.round_id) if one.registration_id == row.id]
    since = client.get(place).text
    assert client.post(f"{ROUND.format(round=planned.round_id)}/locks/{lock.id}/remove").status_code == 303

    assert [(known in page, unknown in page) for page in (before, since)] == [(True, False), (False, True)]
    assert known in client.get(place).text
    assert client.post(f"{place}/abandon").status_code == 303


def test_what_was_decided_while_a_run_waited_is_told_for_its_plan_may_not_know_it(
    reader: Reader, streets_office: Office
) -> None:
    street = add_street(streets_office, "hibiscus")
    client, database = reader(street.login("coordinator")), streets_office.database
    database.transact(lambda s: rounds.move(s, action="close", now=database.now(s), **asked(street)))
    order = Order(engine="greedy", replan=False)
    run = database.transact(lambda s: planning.queue_run(s, order=order, now=database.now(s), **asked(street)))
    row, locks = rows_of(street, "competing")[0], f"/office/rounds/{street.round_id}/locks"
    decided = {"decision": "nothing", "reason": "moved away"}
    assert client.post(f"{locks}/{row.id}", data=decided).status_code == 303
    Solver(street.office, "desk", threading.Event()).solve(run.id)
    target: dict[str, Any] = {"actor": actor_of(street, "coordinator"), "plan_id": plans_of(street)[0].id}
    made = database.transact(lambda s: publication.request(s, now=database.now(s), **target))
    preparation.prepare(street.office, made.id)

    assert "Decisions of the staff since the plan was" in (page := client.get(f"/office/publications/{made.id}").text)
    assert "Every decision of the staff was kept." not in page
    assert "After the newest plan was ordered" in client.get(locks).text


def test_the_check_list_tells_what_stands_against_publishing(reader: Reader, planned: Street) -> None:
    client = reader(planned.login("coordinator"))
    database, newest = planned.office.database, plans_of(planned)[0]
    actor = actor_of(planned, "coordinator")
    made = database.transact(lambda s: publication.request(s, actor=actor, plan_id=newest.id, now=database.now(s)))
    preparation.prepare(planned.office, made.id)
    place = f"/office/publications/{made.id}"

    page = client.get(place).text
    assert [words in page for words in ("Verified", "As things stand", "Certificate", "masked plate")] == [True] * 4
    assert page.count('<th scope="row"><span class="receipt">') == 3
    assert "Publish</button>" in page

    with drawn_meanwhile(planned):
        hindered = client.get(place).text
        refused = client.post(f"{place}/publish")

    assert ("It cannot be published" in hindered, "Publish</button>" in hindered) == (True, False)
    assert (refused.status_code, 'role="alert"' in refused.text) == (409, True)
    assert round_of(planned).state == "planned"
    assert client.post(f"{place}/abandon").status_code == 303


@contextmanager
def drawn_meanwhile(street: Street) -> Iterator[None]:
    """A draw that no plan knows of, and that is gone afterwards."""
    actor, database = actor_of(street, "coordinator"), street.office.database
    assert actor.account_id is not None
    draw = Draw(community_id=street.community_id, round_id=street.round_id, state="frozen", source="x")
    draw.commitment, draw.committed_by = "0" * 64, actor.account_id
    with database.writing() as session:
        now = database.now(session)
        draw.number_on, draw.committed_at, draw.secret_cipher = calendar.date_of(now, calendar.ZONE), now, b"x"
        session.add(draw)
    try:
        yield
    finally:
        with database.writing() as session:
            session.delete(queries.draws.of_round(session, street.round_id))


# ---- in a browser


@pytest.mark.parametrize(("device", "language"), [("desktop", "en"), ("phone", "zh")])
def test_of_terms_that_cannot_be_the_first_alone_has_the_focus(
    visit: Visit, gathering: Street, device: str, language: str
) -> None:
    visitor = visit(device, language, script=False)
    visitor.sign_in(gathering.login("coordinator"))
    page = visitor.page
    page.goto("/office/rounds/new")
    told = {"code": "focus", "title_zh": "春", "title_en": "Spring", "display_days": "a week", "accept_days": "soon"}
    for name, text in told.items():
        page.fill(f"#{name}", text)
    visitor.expect_refusal()
    page.click("main form.sheet button")

    expect(page.locator("#display_days")).to_be_focused()
    assert page.locator("[autofocus]").count() == 1


@pytest.mark.parametrize(("device", "language"), [("desktop", "en"), ("phone", "zh")])
def test_a_decision_without_a_reason_has_the_focus_where_the_reason_is_written(
    visit: Visit, planned: Street, device: str, language: str
) -> None:
    visitor = visit(device, language, script=False)
    visitor.sign_in(planned.login("coordinator"))
    page = visitor.page
    page.goto(f"/office/rounds/{planned.round_id}/locks/{rows_of(planned, 'competing')[1].id}")
    page.check("[name=decision][value=nothing]")
    page.fill("#reason", "  ")
    visitor.expect_refusal()
    page.click("main form:has(#reason) button")

    expect(page.locator("#reason-wrong")).to_be_visible()
    expect(page.locator("textarea#reason")).to_be_focused()
    assert page.locator("[autofocus]").count() == 1


@pytest.mark.parametrize(("device", "language"), [("phone", "en"), ("desktop", "zh")])
def test_who_gets_nothing_and_what_two_plans_differ_in_is_read_without_scripts(
    visit: Visit, planned: Street, device: str, language: str
) -> None:
    older, newer = reversed(plans_of(planned)[:2])
    visitor = visit(device, language, script=False)
    visitor.sign_in(planned.login("coordinator"))
    page = visitor.page
    page.click(f"article a[href='/office/rounds/{planned.round_id}']")
    page.click("a[href$='/refused']")
    receipt = page.locator("main .receipt").nth(3).inner_text()
    page.fill("#receipt", receipt)
    page.click("form[action$='/refused'] button")
    page.wait_for_load_state()
    assert page.locator("main .receipt").all_inner_texts() == [receipt]
    with planned.office.database.reading() as session:
        row = queries.registrations.by_receipt(session, receipt)
        assert row is not None
        assert queries.plans.refusal(session, newer.id, row.id) is not None

    page.click(".back a")
    page.click("a[href$='/compare']")
    page.wait_for_load_state()
    goals = page.locator("table.sides").nth(1).locator("tbody tr").first.locator("td").all_inner_texts()
    told = [f"{plan.tiers[0]['value']:,}" for plan in (older, newer)]
    assert [text.split("\n")[0] for text in goals] == told
    page.click(".back a")
    page.click("a[href$='/difference']")
    page.wait_for_load_state()
    shown = page.locator("main li .receipt").count()
    assert shown == min(25, sum(planning_changes(planned, older.id, newer.id).values()))


@pytest.mark.parametrize(("device", "language"), NARROW_OR_WIDE)
def test_pages_of_the_desk_are_accessible_and_fit_the_screen(
    visit: Visit, planned: Street, device: str, language: str
) -> None:
    visitor = visit(device, language)
    visitor.sign_in(planned.login("coordinator"))
    own, plan = f"/office/rounds/{planned.round_id}", plans_of(planned)[0].id
    places = ["/office/rounds", "/office/rounds/new", own, f"{own}/terms", f"{own}/cancel", f"{own}/registrations"]
    for place in (*places, f"{own}/compare", f"{own}/draw", f"/office/plans/{plan}/difference"):
        visitor.page.goto(place)

        assert visitor.violations() == []
        assert not visitor.overflows(), place
