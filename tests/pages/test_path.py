"""The path of a registration on the pages: documents seen, steps of the staff, what is late, where one stands."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from fixtures import people
from scheduler.ids import new_id
from scheduler.models import Block, Covenant, Registration
from tests.pages.street import Street, own_rows
from tests.pages.test_counter import found_person, wish_for

USES = '[{"days": "rest_day", "start": "06:00", "end": "07:00"}]'
Reader = Callable[..., TestClient]


@pytest.fixture
def sent(reader: Reader, open_street: Street) -> Registration:
    """A registration of the resident with an account, at the property window, as the only one of theirs there."""
    clerk = reader(open_street.login("property_staff"))
    for row in own_rows(open_street):
        if row.state == "submitted":
            return row
    person = found_person(clerk, people.phone_of(0))
    clerk.post(f"{person}/registrations", data=wish_for(clerk, open_street, person) | {"uses": USES})
    return own_rows(open_street)[0]


def state_of(street: Street, row: Registration) -> str:
    with street.office.database.reading() as session:
        return session.get_one(Registration, row.id).state


def test_a_clerk_records_documents_and_strikes_out_what_was_wrong(reader: Reader, open_street: Street) -> None:
    clerk = reader(open_street.login("property_staff"))
    person = found_person(clerk, people.phone_of(6))
    wrong = clerk.post(f"{person}/documents", data={"document": "passport"})
    made = clerk.post(f"{person}/documents", data={"document": "lease", "valid_until": "2090-12-31"})
    page = clerk.get(person).text
    (entry,) = re.findall(r'name="entry_id" value="([^"]+)"', page)
    unsaid = clerk.post(f"{person}/documents/strike", data={"entry_id": entry, "reason": " "})
    long = clerk.post(f"{person}/documents/strike", data={"entry_id": entry, "reason": "长" * 501}).text
    clerk.post(f"{person}/documents/strike", data={"entry_id": entry, "reason": "Seen for a neighbour."})
    struck = clerk.get(person).text

    assert (wrong.status_code, made.headers["location"]) == (422, f"{person}#documents")
    assert "until 31 Dec 2090" in page
    assert (unsaid.status_code, "Please say why, in a sentence." in unsaid.text) == (422, True)
    kept = f'value="{"长" * 501}"'
    assert re.search(f'<details class="no-print" open>.*?{kept}[^>]* aria-invalid="true"', long, re.DOTALL)
    assert ("struck out: Seen for a neighbour." in struck, entry in struck) == (True, False)


def test_staff_take_the_steps_that_are_theirs(reader: Reader, open_street: Street, sent: Registration) -> None:
    clerk, office = (reader(open_street.login(part)) for part in ("property_staff", "coordinator"))
    place = f"/counter/registrations/{sent.id}"

    def steps(client: TestClient) -> list[str]:
        return re.findall(r'name="action" value="([a-z_]+)"', client.get(place).text)

    assert steps(clerk) == ["endorse", "request_information"]
    clerk.post(f"{place}/path", data={"action": "endorse"})
    assert (steps(clerk), steps(office)) == (
        ["request_information"],
        ["approve", "return", "request_information", "reject"],
    )
    unsaid = office.post(f"{place}/path", data={"action": "return"})
    assert (unsaid.status_code, "Please say why, in a sentence." in unsaid.text) == (422, True)
    assert clerk.post(f"{place}/path", data={"action": "approve"}).status_code == 403
    office.post(f"{place}/path", data={"action": "return", "reason": "The house number differs."})
    assert (state_of(open_street, sent), steps(clerk)) == ("submitted", ["endorse", "request_information"])


def test_an_applicant_reads_points_rank_and_who_is_to_act(
    reader: Reader, open_street: Street, sent: Registration
) -> None:
    page = reader(open_street.login("resident")).get("/mine").text

    assert re.search(r"By points it is number \d+ of \d+ registrations of this round so far", page)
    assert "To be done by the property office by" in page
    assert re.search(r"rounds lost in a row before</th><td class=\"figure\">0</td>", page)


def test_the_person_is_spoken_to_where_staff_are_told_of_the_applicant(
    reader: Reader, open_street: Street, sent: Registration
) -> None:
    own, clerk = reader(open_street.login("resident")), reader(open_street.login("property_staff"))
    place = f"/counter/registrations/{sent.id}"
    asked = {"action": "request_information", "reason": "Which house?"}
    assert clerk.post(f"{place}/path", data=asked).status_code == 303
    pages = (own.get("/mine").text, clerk.get(place).text)

    assert ["To be done by you by" in page for page in pages] == [True, False]
    assert ["To be done by the applicant by" in page for page in pages] == [False, True]
    with open_street.office.database.writing() as session:
        session.get_one(Registration, sent.id).state = "allocated"
    page = own.get("/mine").text
    assert ("Please answer by" in page, "To be done by you by" in page) == (True, False)
    with open_street.office.database.writing() as session:
        session.get_one(Registration, sent.id).state = "submitted"


def test_what_is_late_is_listed_for_the_staff(reader: Reader, open_street: Street, sent: Registration) -> None:
    clerk, place = reader(open_street.login("property_staff")), f'href="/counter/registrations/{sent.id}"'
    assert place not in clerk.get("/counter/overdue").text
    with open_street.office.database.writing() as session:
        covenant = session.get_one(Covenant, (open_street.community_id, 1))
        covenant.settings = {**covenant.settings, "path": {"endorse_days": 0}}
    page = clerk.get("/counter/overdue?state=submitted").text

    assert (place in page, "late since today" in page) == (True, True)
    assert place not in clerk.get("/counter/overdue?state=endorsed").text
    assert clerk.get("/counter/overdue?state=nonsense").status_code == 422


def test_a_list_at_the_office_tells_what_could_not_be_done(
    reader: Reader, open_street: Street, sent: Registration
) -> None:
    office, database = reader(open_street.login("coordinator")), open_street.office.database
    place = f"/office/rounds/{open_street.round_id}"
    with database.writing() as session:
        now = database.now(session)
        block = Block(
            id=new_id(),
            community_id=open_street.community_id,
            vehicle_id=sent.vehicle_id,
            since=now,
            until=now + timedelta(days=3),
            violations=2,
            reason="",
        )
        session.add(block)
    told = office.post(f"{place}/endorse").text
    with database.writing() as session:
        session.get_one(Block, block.id).lifted_at = now
    done = office.post(f"{place}/endorse")

    assert (sent.receipt in told, "The vehicle is blocked until" in told) == (True, True)
    assert (done.headers["location"], state_of(open_street, sent)) == (place, "endorsed")
