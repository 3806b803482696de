"""What people are told about a registration that the office decided on, or whose round was cancelled."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from fastapi.testclient import TestClient

from fixtures import people
from scheduler import queries
from scheduler.usecases import registration, rounds
from tests.pages.street import Street, actor_of, add_street, own_rows
from tests.pages.test_counter import found_person, wish_for

Reader = Callable[..., TestClient]
USES = '[{"days": "rest_day", "start": "10:00", "end": "12:00"}]'
WHY = "请补交 2026 年的租赁合同"


def act(street: Street, part: str, **wanted: Any) -> None:
    """A step of the office."""
    database, actor = street.office.database, actor_of(street, part)
    database.transact(lambda session: registration.act(session, actor=actor, now=database.now(session), **wanted))


def test_somebody_reads_what_is_missing_and_why_the_office_refused(reader: Reader, open_street: Street) -> None:
    clerk, resident = reader(open_street.login("property_staff")), reader(open_street.login("resident"))
    person = found_person(clerk, people.phone_of(0))
    clerk.post(f"{person}/registrations", data=wish_for(clerk, open_street, person) | {"uses": USES})
    row = own_rows(open_street)[0]
    act(open_street, "property_staff", registration_id=row.id, action="request_information", reason=WHY)
    missing = resident.get("/mine").text
    act(open_street, "property_staff", registration_id=row.id, action="submit")
    sent = resident.get("/mine").text
    act(open_street, "coordinator", registration_id=row.id, action="reject", reason="<b>No</b> lease")
    refused = resident.get("/mine").text

    assert (WHY in missing, WHY in sent) == (True, False)
    assert "&lt;b&gt;No&lt;/b&gt; lease" in refused
    assert "it did not take part in the plan" in refused
    assert "A lost round counts in the next" not in refused


def test_who_lost_in_a_plan_is_told_that_it_counts_in_the_next_round(reader: Reader, published_street: Street) -> None:
    clerk = reader(published_street.login("property_staff"))
    with published_street.office.database.reading() as session:
        lost = queries.registrations.of_round(session, published_street.round_id, ("refused",), limit=1)[0]

    assert "A lost round counts in the next" in clerk.get(f"/counter/registrations/{lost.id}").text


def test_a_cancelled_round_is_told_in_words_and_offers_nothing_to_publish(reader: Reader, open_street: Street) -> None:
    street = add_street(open_street.office, "maple")
    database, actor = street.office.database, actor_of(street, "coordinator")
    wanted: dict[str, Any] = {"round_id": street.round_id, "actor": actor, "reason": "The site is being rebuilt."}
    office = reader(street.login("coordinator"))
    assert "Close applications" in office.get(f"/office/rounds/{street.round_id}").text
    database.transact(lambda session: rounds.move(session, action="cancel", now=database.now(session), **wanted))
    page = office.get(f"/office/rounds/{street.round_id}").text
    mine = reader(street.login("resident")).get("/mine").text

    assert "there is nothing to publish" in page
    assert "The site is being rebuilt." in page
    assert 'method="post" action="/office' not in page
    assert set(re.findall(rf'href="/office/rounds/{street.round_id}/([\w-]+)', page)) == {"locks", "registrations"}
    assert "The round was cancelled, and your registration has ended with it." in mine
    assert "Ended: round cancelled" in mine
