"""The pages of a roster: the public notice that names nobody, and the plan seat by seat for the office."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import delete

from scheduler import queries, remembered
from scheduler.ids import new_receipt
from scheduler.models import Seat, Shift
from scheduler.office import Office
from scheduler.usecases import roster_publication
from tests import rosters_town
from tests.pages.street import Street, add_street
from tests.pages.test_browser import SCREENS
from tests.pages.test_hours import town_of
from tests.pages.test_rooms_browser import looked_at
from tests.pages.visiting import Visitor
from tests.roster_months import Month
from tests.rosters_town import LESSON, VISIT, RosterTown

Reader = Callable[..., TestClient]
Visit = Callable[..., Visitor]
PARTS = ("", "resident", "property_staff", "coordinator", "auditor")
ROSTERS_SEEN = {"/office/rounds/{round}/roster/changes": ("coordinator", "auditor")}


@pytest.fixture(scope="module")
def month(streets_office: Office) -> tuple[Street, Month]:
    """A published roster: a lesson for two of whom one is there, and a visit to an elder that nobody can make."""
    street = add_street(streets_office, "mulberry")
    town = town_of(street)
    first = (town.clock.now + timedelta(days=10)).date()

    def built(session: Any) -> RosterTown:
        round_id = rosters_town.round_row(session, town, "service", first, first + timedelta(days=6), "closed")
        teacher = {**rosters_town.COMMON, "experience": {"calligraphy": 12}}
        insured = [{"first": str(first - timedelta(days=9)), "last": str(first + timedelta(days=99))}]
        volunteer = rosters_town.volunteer_row(
            session, town, 0, terms={**teacher, "insured": insured}, receipt=new_receipt()
        )
        points = {"HALL": rosters_town.point_row(session, town, "HALL", 0, 0)}
        elders = {"E1": rosters_town.elder_row(session, town, "E1")}
        told = ("lesson", first, "09:00", 90, "HALL", LESSON), ("visit-E1", first, "14:00", 60, "E1", VISIT)
        shifts = {one[0]: rosters_town.shift_row(session, town, round_id, {**points, **elders}, one) for one in told}
        return RosterTown(town, round_id, (volunteer,), elders, points, {}, shifts)

    made = Month(town.database.transact(built))
    made.publish(made.plan())
    return street, made


def round_of(month: tuple[Street, Month]) -> UUID:
    return month[1].roster.round_id


def test_the_public_notice_counts_seats_and_names_nobody(reader: Reader, month: tuple[Street, Month]) -> None:
    page = reader().get(f"/rounds/{round_of(month)}/notice").text
    told = reader().get(f"/api/v1/public/rounds/{round_of(month)}/notice").json()

    assert [(post["role"], post["filled"], post["target"]) for post in told["roster"]["posts"]] == [("teacher", 1, 2)]
    assert {name: told["roster"][name] for name in ("shifts", "seats", "filled", "visits")} == {
        "shifts": 2, "seats": 4, "filled": 1, "visits": 1,
    }  # fmt: skip
    assert [words in page for words in ("1 of 2", "less is better", "It is proven")] == [True] * 3
    for hidden in ("V0", "E1", "visit-E1", "南浦路"):
        assert (hidden in page, hidden in str(told)) == (False, False), hidden


@pytest.fixture
def many(month: tuple[Street, Month]) -> Iterator[int]:
    """How many lessons the round has after some were added, which are taken away again."""
    roster, told = month[1].roster, ("09:00", 90, "HALL", LESSON)
    database = roster.town.database
    with database.writing() as session:
        day = session.get_one(Shift, roster.shifts["lesson"]).date
        added = [
            rosters_town.shift_row(session, roster.town, roster.round_id, roster.points, (f"more-{at}", day, *told))
            for at in range(60)
        ]
    yield len(added) + 1
    with database.writing() as session:
        session.execute(delete(Shift).where(Shift.id.in_(added)))


def test_the_public_notice_of_many_shifts_is_read_page_by_page(
    reader: Reader, month: tuple[Street, Month], many: int
) -> None:
    place = f"/rounds/{round_of(month)}/notice"
    first = reader().get(place).text
    further = re.findall(r'class="button quiet" href="([^"#]+)#lines"', first)
    second, beyond = (reader().get(page).text for page in (*further, f"{place}?after=9999"))

    assert [page.count('<th scope="row">') for page in (first, second, beyond)] == [50, many - 50, many - 50]
    assert [re.findall(r'href="([^"#]+)#lines"', page) for page in (second, beyond)] == [[place]] * 2


@pytest.mark.parametrize("place", ROSTERS_SEEN)
def test_the_plan_seat_by_seat_is_for_the_office_and_auditors(
    reader: Reader, month: tuple[Street, Month], place: str
) -> None:
    address = place.format(round=round_of(month))
    seen = [part for part in PARTS if reader(month[0].login(part) if part else None).get(address).status_code == 200]

    assert tuple(seen) == ROSTERS_SEEN[place]
    links = {
        part: address in reader(month[0].login(part)).get(f"/office/rounds/{round_of(month)}").text
        for part in ("property_staff", "coordinator", "auditor")
    }
    assert links == {"property_staff": False, "coordinator": True, "auditor": True}


def test_the_office_reads_why_seats_are_empty_and_that_publishing_changes_nothing(
    reader: Reader, month: tuple[Street, Month]
) -> None:
    page = reader(month[0].login("coordinator")).get(f"/office/rounds/{round_of(month)}/roster/changes").text

    assert "Publishing would change nothing." in page
    assert "Role visitor: of 1 volunteers" in page
    assert page.count("empty") >= 2


def test_what_a_large_plan_would_change_is_worked_out_by_a_button(
    reader: Reader, month: tuple[Street, Month], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(roster_publication, "AT_ONCE", 0)
    roster = month[1].roster
    with roster.town.database.reading() as session:
        line = queries.rosters.seats_on(session, list(roster.shifts.values()))[0]
    place, client = f"/office/rounds/{roster.round_id}/roster/changes", reader(month[0].login("coordinator"))

    roster.change(Seat, line.seat.id, state="declined")
    remembered.forget_all()
    first, whole = (client.get(place, params=asked).text for asked in ({}, {"whole": "1"}))
    roster.change(Seat, line.seat.id, state=line.seat.state)
    remembered.forget_all()

    told = "has 1 seats that are not given yet, and is without 0"
    assert [(told in page, 'name="whole"' in page) for page in (first, whole)] == [(True, True), (False, False)]
    assert "Seats that stay as they are: 0" in whole


def test_a_round_without_a_plan_has_no_such_page(reader: Reader, month: tuple[Street, Month]) -> None:
    client = reader(month[0].login("coordinator"))

    assert client.get(f"/office/rounds/{month[0].round_id}/roster/changes").status_code == 404


@pytest.mark.parametrize(("device", "language"), SCREENS)
def test_pages_of_a_roster_are_accessible_and_fit_the_screen(
    visit: Visit, month: tuple[Street, Month], device: str, language: str
) -> None:
    visitor = visit(device, language)
    looked_at(visitor, f"/rounds/{round_of(month)}/notice")
    visitor.sign_in(month[0].login("coordinator"))
    looked_at(visitor, f"/office/rounds/{round_of(month)}")
    looked_at(visitor, f"/office/rounds/{round_of(month)}/roster/changes")
