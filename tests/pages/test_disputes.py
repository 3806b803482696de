"""The pages of disputes: opened by a form, heard at the desk, decided with effects; who may see and send what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from fixtures import people
from scheduler import queries
from scheduler.ids import new_id
from scheduler.models import StaffLock
from scheduler.office import Office
from solvers.parking.generate import Scale
from tests.pages.street import Street, add_account, add_street, own_rows, publish, rows_of
from tests.pages.test_rooms_browser import looked_at
from tests.pages.visiting import Visitor

Reader = Callable[..., TestClient]
Visit = Callable[..., Visitor]
PARTS = ("", "resident", "property_staff", "coordinator", "auditor", "committee", "council")
KNOWING = ("coordinator", "auditor", "committee", "council")
DISPUTES_SEEN = {
    "/communities/{slug}/disputes": PARTS,
    "/mine/disputes": PARTS[1:],
    "/mine/disputes/new": ("resident",),
    "/mine/disputes/{dispute}": ("resident",),
    "/counter/people/{member}/disputes": ("property_staff", "coordinator"),
    "/office/disputes": KNOWING,
    "/office/disputes/{dispute}": KNOWING,
}
DISPUTES_SENT = {
    "/mine/disputes/new": ("resident",),
    "/mine/disputes/{dispute}/run": ("resident",),
    "/counter/people/{member}/disputes": ("property_staff", "coordinator"),
    "/office/disputes/{dispute}/sides": ("committee", "council"),
    "/office/disputes/{dispute}/run": ("committee", "council"),
}
STATEMENT = "Two lost rounds were left out <of my points>."


@dataclass(frozen=True)
class Court:
    """A street with a public notice, and accounts that hear disputes."""

    street: Street

    def login(self, part: str) -> str:
        return self.street.login(part)


@pytest.fixture(scope="module")
def court(streets_office: Office) -> Court:
    street = add_street(streets_office, "hazel", Scale(2, 20, 60))
    publish(street)
    with streets_office.database.writing() as session:
        covenant = queries.community.covenant(session, street.community_id, 1)
        covenant.settings = {**covenant.settings, "disputes": {"most_neighbour_cases": 100}}
    for role in ("committee", "council"):
        add_account(street, f"{role}@hazel", role)
    return Court(street)


def ground(court: Court) -> str:
    """What the resident disputes: the decision on their registration."""
    return f"decision:{own_rows(court.street)[0].id}"


def case_of(reader: Reader, court: Court, **changed: str) -> str:
    """The address of a case on a neighbour that the resident opened just now, the one before taken back."""
    client = reader(court.login("resident"))
    for place in set(client.get("/mine/disputes").text.split('"')):
        if place.startswith("/mine/disputes/") and not place.endswith("/new"):
            client.post(f"{place}/withdraw")
    answer = client.post("/mine/disputes/new", data={"ground": "neighbour", "statement": STATEMENT, **changed})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].removeprefix("/mine/disputes/")


def test_pages_and_forms_of_disputes_are_for_those_whom_they_concern(reader: Reader, court: Court) -> None:
    things = {"slug": "hazel", "member": own_rows(court.street)[0].member_id, "dispute": case_of(reader, court)}
    clients = {part: reader(court.login(part) if part else None) for part in PARTS}
    seen = {
        place: tuple(part for part in PARTS if clients[part].get(place.format(**things)).status_code == 200)
        for place in DISPUTES_SEEN
    }
    taken = {
        place: tuple(
            part
            for part in PARTS
            if clients[part].post(place.replace("/run", "/note").format(**things), data={"text": "x"}).status_code
            not in (401, 403, 404)
        )
        for place in DISPUTES_SENT
    }

    assert seen == DISPUTES_SEEN
    assert taken == DISPUTES_SENT


def test_a_case_is_opened_heard_and_decided_by_forms(reader: Reader, court: Court) -> None:
    resident, mediator, council = (reader(court.login(part)) for part in ("resident", "committee", "council"))
    form = {"ground": ground(court), "statement": STATEMENT}
    listed = resident.get("/mine/disputes/new").text
    case = resident.post("/mine/disputes/new", data=form).headers["location"].removeprefix("/mine/disputes/")
    desk = f"/office/disputes/{case}"

    assert (form["ground"] in listed, resident.post("/mine/disputes/new", data=form).status_code) == (True, 409)
    assert mediator.post(f"{desk}/mediate").status_code == 303
    at = (now_of(court) + timedelta(days=2)).strftime("%Y-%m-%dT10:00")
    assert mediator.post(f"{desk}/hearing", data={"version": "2", "at": at}).headers["location"] == desk
    mediator.post(f"{desk}/note", data={"text": "Spoke to the clerk.", "inner": "yes"})
    resident.post(f"/mine/disputes/{case}/note", data={"text": "The letters are attached."})
    heard = resident.get(f"/mine/disputes/{case}").text
    assert ("Spoke to the clerk." in heard, "The letters are attached." in heard) == (False, True)
    assert "&lt;of my points&gt;" in heard
    mediator.post(f"{desk}/refer", data={"reason": "No agreement."})
    site = court_site(court)
    wrong = {"reason": "Overlooked.", "upheld": "yes", "effect_2": f"pin:{new_id()}", "place_2": f"site:{site}"}
    again = council.post(f"{desk}/decide", data={**wrong, "deed": "decide"})
    assert (again.status_code, 'id="effect_2-wrong"' in again.text, "Overlooked." in again.text) == (422, True, True)
    mine = own_rows(court.street)[0].id
    points = {"reason": "x", "upheld": "yes", "effect_3": f"correct_points:{mine}", "amount_3": "9" * 12}
    refused = council.post(f"{desk}/decide", data=points)
    assert (refused.status_code, 'id="amount_3-wrong"' in refused.text) == (422, True)
    decided = council.post(f"{desk}/decide", data={**wrong, "effect_2": f"pin:{mine}"})

    assert decided.status_code == 303
    told = resident.get(f"/mine/disputes/{case}").text
    assert [words in told for words in ("Decided", "Overlooked.", "Give a place")] == [True, True, True]
    assert locks_of(court, mine) == [("fix", site)]
    receipt = resident.get(f"/mine/disputes/{case}").text.partition('class="receipt">')[2][:16]
    office = reader(court.login("coordinator"))
    planned = office.get(f"/office/rounds/{court.street.round_id}").text
    assert receipt in planned.partition("Decisions that wait for a plan")[2]


def now_of(court: Court) -> datetime:
    with court.street.office.database.reading() as session:
        return court.street.office.database.now(session)


def court_site(court: Court) -> UUID:
    with court.street.office.database.reading() as session:
        return queries.supply.sites_of(session, court.street.community_id)[0].id


def locks_of(court: Court, registration: UUID) -> list[tuple[str, UUID | None]]:
    with court.street.office.database.reading() as session:
        locks: list[StaffLock] = queries.dispute_matters.locks_on(session, registration)
        return [(lock.kind, lock.site_id) for lock in locks]


def test_what_was_written_stays_in_a_form_that_is_refused(reader: Reader, court: Court) -> None:
    form = {"ground": "neighbour", "statement": STATEMENT, "plate": "no plate"}
    answer = reader(court.login("resident")).post("/mine/disputes/new", data=form)

    assert (answer.status_code, "&lt;of my points&gt;" in answer.text) == (422, True)
    assert 'id="plate-wrong"' in answer.text


def test_a_clerk_opens_a_case_for_somebody_who_calls(reader: Reader, court: Court) -> None:
    row = rows_of(court.street, "allocated", "waitlisted", "refused")[0]
    clerk = reader(court.login("property_staff"))
    place = f"/counter/people/{row.member_id}/disputes"
    form = {"ground": f"decision:{row.id}", "statement": "As told by telephone.", "channel": "hotline"}

    answer = clerk.post(place, data=form)

    assert row.receipt in clerk.get(place).text
    assert "As told by telephone." in clerk.get(answer.headers["location"]).text
    assert reader(court.login("resident")).get(answer.headers["location"]).status_code == 404


def test_names_are_shown_to_those_who_hear_a_case_when_they_ask(reader: Reader, court: Court) -> None:
    place = f"/office/disputes/{case_of(reader, court)}"
    mediator = reader(court.login("committee"))

    assert people.name_of(0) not in mediator.get(place).text
    assert people.name_of(0) in mediator.post(f"{place}/sides").text


def test_the_office_sees_that_there_is_a_case_and_not_what_it_says(reader: Reader, court: Court) -> None:
    page = reader(court.login("coordinator")).get(f"/office/disputes/{case_of(reader, court)}").text

    assert ("&lt;of my points&gt;" in page, "for the sides and for those who hear the case" in page) == (False, True)
    assert "Begin the mediation" in page


def test_small_numbers_and_years_to_come_are_not_told(reader: Reader, court: Court) -> None:
    year = now_of(court).year
    place = "/communities/hazel/disputes"

    assert "Too few to tell: A decision on a registration" in reader().get(place).text
    assert [reader().get(f"{place}?year={one}").status_code for one in (year - 1, year + 1, "soon")] == [200, 404, 404]


def test_whoever_hears_disputes_begins_at_their_desk(reader: Reader, court: Court) -> None:
    for part in ("committee", "council"):
        desk = reader(court.login(part))
        for place in ("/office/disputes", "/office/covenant", "/office/review"):
            assert f'<a href="{place}" aria-current="page">' in desk.get(place).text
        assert desk.get("/office/covenant").text.count('href="/office/covenant"') == 1
        assert "First page" in desk.get("/office/disputes?after=50").text
    answer = reader().post("/sign-in", data={"login": court.login("council"), "password": "tide-and-moon-42"})
    assert answer.headers["location"] == "/office/disputes"


def test_pages_of_disputes_are_accessible_and_fit_a_narrow_screen(visit: Visit, reader: Reader, court: Court) -> None:
    case = case_of(reader, court)
    reader(court.login("committee")).post(f"/office/disputes/{case}/refer", data={"reason": "No agreement."})
    for part, places in {
        "resident": ("/mine/disputes", "/mine/disputes/new", f"/mine/disputes/{case}", "/communities/hazel/disputes"),
        "council": ("/office/disputes", f"/office/disputes/{case}"),
    }.items():
        visitor = visit("narrow", "zh")
        visitor.sign_in(court.login(part))
        for place in places:
            looked_at(visitor, place)
