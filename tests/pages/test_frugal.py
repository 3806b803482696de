"""What pages ask of the database: each thing once, whatever their number, and by an index where there is one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from scheduler import calendar
from scheduler.actors import AUDITOR, COORDINATOR, RESIDENT
from scheduler.office import Office
from scheduler.remembered import forget_all
from solvers.parking.generate import Scale
from tests.pages.asked import Asked, asking
from tests.pages.rooms_street import RoomsStreet
from tests.pages.street import Street, add_street, publish

Reader = Callable[..., TestClient]
OF_PEOPLE = ("registration", "allocation", "agreement", "invoice", "booking", "audit_entry")
"""Tables of which a street has thousands of rows."""


@pytest.fixture(scope="module")
def street(streets_office: Office) -> Street:
    """A street with a public notice, in which nobody answers."""
    street = add_street(streets_office, "gingko", Scale(2, 20, 60))
    publish(street)
    return street


@pytest.fixture
def asked(streets_office: Office) -> Iterator[Asked]:
    """What readers of the database were asked since."""
    with asking(streets_office) as found:
        yield found


def looked(client: TestClient, place: str, asked: Asked) -> Asked:
    """What a page asks at its first look."""
    forget_all()
    asked.statements.clear()
    assert client.get(place).status_code == 200
    return asked


def gone_through(office: Office, asked: Asked) -> list[str]:
    """Tables of people that statements read from the first row to the last, or by nothing but their community."""
    found = []
    with office.database.reader.connect() as connection:
        for text, given in asked.statements:
            if not text.startswith("SELECT"):
                continue
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", given).all()
            for step in (str(row[3]) for row in plan):
                table = re.sub(r"_\d+$", "", step.split()[1])  # of a name that stands for it
                if table in OF_PEOPLE and (step.startswith("SCAN") or step.endswith("(community_id=?)")):
                    found.append(f"{step}: {text}")
    return found


def test_ones_own_page_finds_what_is_somebodys_by_an_index(reader: Reader, street: Street, asked: Asked) -> None:
    client = reader(street.login(RESIDENT))
    assert gone_through(street.office, looked(client, "/mine", asked)) == []
    assert gone_through(street.office, looked(client, "/mine/calendar", asked)) == []


def test_oversight_and_the_history_of_a_thing_do_not_go_through_the_whole_chain(
    reader: Reader, street: Street, asked: Asked
) -> None:
    client = reader(street.login(AUDITOR))
    assert gone_through(street.office, looked(client, "/office/oversight", asked)) == []
    assert gone_through(street.office, looked(client, f"/office/audit?thing={street.round_id}", asked)) == []


def test_cards_of_ones_own_page_are_told_by_the_notices_in_force_at_once(
    reader: Reader, street: Street, asked: Asked
) -> None:
    seen = looked(reader(street.login(RESIDENT)), "/mine", asked)
    assert (seen.about("publication_row"), seen.about("publication")) == (1, 0)


def test_a_calendar_asks_for_no_hours_of_rooms(reader: Reader, season_street: RoomsStreet, asked: Asked) -> None:
    seen = looked(reader(season_street.street.login(RESIDENT)), "/mine/calendar", asked)
    assert (seen.about("facility_window"), seen.about("equipment")) == (0, 0)


def test_a_review_reads_once_what_is_open_in_both_its_periods(reader: Reader, street: Street, asked: Asked) -> None:
    seen = looked(reader(street.login(COORDINATOR)), "/office/review", asked)
    assert (seen.about("closed_period"), seen.about("facility_window")) == (1, 1)


def test_a_review_counts_no_line_of_a_notice_a_second_time(reader: Reader, street: Street, asked: Asked) -> None:
    client, today = reader(street.login(COORDINATOR)), calendar.today()
    place = f"/office/review?first={today}&last={today + timedelta(days=90)}"
    first = looked(client, place, asked).about("publication_row")
    asked.statements.clear()
    client.get(place)
    assert (first > 0, asked.about("publication_row")) == (True, 0)


def test_a_second_search_for_a_room_asks_for_no_hours(reader: Reader, season_street: RoomsStreet, asked: Asked) -> None:
    client, place = reader(), f"/rooms/find?community={season_street.street.slug}"
    tables = ("facility_window", "facility_closure")
    looked(client, place, asked)
    first = [asked.about(table) for table in tables]
    asked.statements.clear()
    client.get(place)
    assert (first, [asked.about(table) for table in tables]) == ([1, 1], [0, 0])


def test_the_draft_of_a_month_adds_up_no_transfer_of_those_before(reader: Reader, street: Street, asked: Asked) -> None:
    seen = looked(reader(street.login(COORDINATOR)), "/office/money", asked)
    summed = [text for text, _ in seen.statements if "FROM money_transfer" in text]
    assert [text for text in summed if "money_transaction.month <" in text] == []
    assert len(summed) == 3
