"""What residents and volunteers come for, done as they do it: by keyboard alone, and on a phone without scripts.

Every way uses the links and buttons of the pages only, begins at one's own page, and is judged by what the database
holds. Booking a room, and registering and applying by taps, stand in the tests of those pages.
"""

from __future__ import annotations

from uuid import UUID

import pytest
from playwright.sync_api import expect

from scheduler import queries
from scheduler.actors import RESIDENT
from scheduler.models import Registration, Swap, Volunteer
from scheduler.office import Office
from scheduler.usecases import registration
from solvers.parking.generate import Scale
from tests.pages.errands import KEYBOARD, MORE, PLAIN, Come, Visit, Way, by_keyboard, comer, in_both_ways
from tests.pages.hands import Keys
from tests.pages.rooms_street import RoomsStreet, add_rooms
from tests.pages.street import Street, add_account, add_street, publish, rows_of
from tests.pages.volunteers_street import Volunteers, add_volunteers


@pytest.fixture
def come(visit: Visit) -> Come:
    """Lets somebody sign in, and begin."""
    return comer(visit)


@pytest.fixture(scope="module")
def house(streets_office: Office) -> RoomsStreet:
    """A street whose rounds of parking and of rooms are open."""
    return add_rooms(streets_office, "catalpa")


@pytest.fixture(scope="module")
def given(streets_office: Office) -> Street:
    """A street with a public notice."""
    street = add_street(streets_office, "wisteria", Scale(2, 12, 16))
    publish(street)
    return street


@pytest.fixture(scope="module")
def people(streets_office: Office) -> Volunteers:
    """Volunteers with a week of shifts."""
    return add_volunteers(streets_office, "paulownia")


def holder(street: Street, number: int) -> tuple[str, UUID]:
    """The account of somebody who has a space offered, and their registration."""
    row = rows_of(street, "allocated")[0]
    return add_account(street, f"holder{number}@{street.slug}", RESIDENT, row.member_id), row.id


def state_of(street: Street, registration_id: UUID) -> str:
    with street.office.database.reading() as session:
        return session.get_one(Registration, registration_id).state


def own_of(street: Street, login: str) -> list[Registration]:
    """What somebody asked for, the newest first."""
    with street.office.database.reading() as session:
        account = queries.access.by_login(session, login)
        assert account is not None
        assert account.member_id is not None
        return queries.registrations.of_member(session, account.member_id)


@by_keyboard
def test_a_resident_registers_for_parking(come: Come, house: RoomsStreet, way: Way) -> None:
    street = house.street
    member = rows_of(street)[way.number].member_id
    at = come(way, login := add_account(street, f"driver{way.number}@{street.slug}", RESIDENT, member))
    at.hands.press("#doors ~ ul a[href^='/mine/parking/'], section a[href^='/mine/parking/']")
    at.hands.tick("[name=vehicle_id][value=new]")
    at.hands.write("#plate", f" 沪e · 9７{way.number}31 ")
    at.hands.press("form.sheet button")
    at.hands.tick("[name=pattern][value=night]")
    at.hands.choose("#longest_walk", "800")
    at.hands.press("form.sheet button")
    at.hands.write("#note", "Night shifts")
    at.hands.press("form.sheet button")
    expect(at.page.locator(".verdict")).to_be_visible()
    at.hands.press("form[action$='/slip'] button")

    made = own_of(street, login)[0]
    assert (made.state, made.channel, made.longest_walk) == ("submitted", "web", 800)
    assert registration.note_of(made, street.office.vault) == "Night shifts"
    expect(at.page.locator(".ticket .receipt")).to_have_text(made.receipt)


@pytest.mark.parametrize(
    ("way", "answer", "state"),
    [
        (KEYBOARD, "accept", "accepted"),
        (PLAIN, "decline", "declined"),
        pytest.param(MORE[0], "accept", "accepted", marks=pytest.mark.study),
        pytest.param(MORE[1], "decline", "declined", marks=pytest.mark.study),
    ],
    ids=str,
)
def test_a_resident_answers_to_a_space(come: Come, given: Street, way: Way, answer: str, state: str) -> None:
    login, row = holder(given, way.number)
    at = come(way, login)
    at.hands.press(f"a[href='/mine/{row}/{answer}']")
    at.hands.press("main form button")

    assert state_of(given, row) == state
    assert at.page.url.endswith(f"/mine#r-{row}")


@by_keyboard
def test_a_resident_applies_for_a_weekly_room(come: Come, house: RoomsStreet, way: Way) -> None:
    at = come(way, house.login(RESIDENT))
    at.hands.press("section a[href^='/mine/apply/']")
    at.hands.write("#title", f"Choir {way.number}")
    at.hands.write("#people", "12")
    at.hands.tick(f"[name=on_{way.number + 1}]")
    at.hands.tick("[name=part_morning]")
    at.hands.choose("#longest", "90")
    at.hands.press("form.sheet button")
    expect(at.page.locator(".verdict")).to_be_visible()
    at.hands.press("form[action$='/send'] button")

    made = own_of(house.street, house.login(RESIDENT))[0]
    section = made.section or {}
    assert (made.state, section["people"], [one["weekday"] for one in section["ranges"]]) == (
        "submitted", 12, [way.number + 1],
    )  # fmt: skip
    expect(at.page.locator(".ticket .receipt")).to_have_text(made.receipt)


@in_both_ways
def test_a_volunteer_accepts_signs_up_for_more_and_cannot_come(come: Come, people: Volunteers, way: Way) -> None:
    seat = people.seat(0, "fair", "offered")
    people.seat(0, "join", "excused")
    receipt = people.one(Volunteer, people.roster.volunteers[0]).receipt
    at = come(way, people.logins[0])
    at.hands.press("nav a[href='/mine/shifts']")
    at.hands.press(f"form[action='/mine/shifts/{seat}/accept'] button")
    assert people.state(seat) == "accepted"
    at.hands.open("details:has(form[action$='/cannot-come']) > summary")
    at.hands.write("#reason", "A cold")
    at.hands.press("form[action$='/cannot-come'] button")
    assert people.state(seat) == "excused"
    at.hands.press(".back a")
    at.hands.press("main a[href='/mine/shifts/open']")
    at.hands.press(f"form[action$='{people.roster.shifts['join']}/sign-up'] button")

    assert [state for who, _, state in people.states("join") if who == receipt] == ["confirmed"]


def test_a_volunteer_hands_a_shift_over_and_the_other_agrees(come: Come, people: Volunteers) -> None:
    seat = people.seat(2, "patrol", role="patroller")
    receipt = people.one(Volunteer, people.roster.volunteers[3]).receipt
    at = come(KEYBOARD, people.logins[2])
    at.hands.press("nav a[href='/mine/shifts']")
    at.hands.press(f"a.button[href='/mine/shifts/{seat}']")
    at.hands.open("details:has(a[href$='/swap']) > summary")
    at.hands.press(f"a[href='/mine/shifts/{seat}/swap']")
    at.hands.write("#to_receipt", f" {receipt.lower()} ")
    at.hands.press("main form button")
    with people.office.database.reading() as session:
        swap = session.query(Swap).filter_by(seat_id=seat).one()
    other = come(PLAIN, people.logins[3])
    other.hands.press("nav a[href='/mine/shifts']")
    other.hands.press(f"form[action='/mine/shifts/swaps/{swap.id}/agree'] button")

    assert people.one(Swap, swap.id).state == "done"
    assert [who for who, _, _ in people.states("patrol")] == [receipt]


def test_everybody_changes_language_and_the_size_of_letters_by_keyboard(visit: Visit) -> None:
    page = visit("desktop", "zh").page
    hands = Keys(page)
    page.goto("/how")
    hands.press("a[href^='/language/en']")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    hands.press("a[href^='/type/large']")
    expect(page.locator("html")).to_have_class("large")
    hands.press("a[href^='/type/usual']")

    expect(page.locator("html")).not_to_have_class("large")
    assert page.url.endswith("/how")
