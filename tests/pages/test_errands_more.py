"""More of what residents and volunteers come for, done as they do it: see `test_errands`, whose ways these go too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from threading import Event

import pytest
from playwright.sync_api import expect

from api.pages.words import say
from scheduler import calendar, queries
from scheduler.actors import COORDINATOR, RESIDENT
from scheduler.models import Allocation, Alternative, Feed, Registration, Seat, Swap, Volunteer
from scheduler.office import Office
from scheduler.translation.sessions import dates_of
from scheduler.usecases import ways
from solvers.parking.generate import Scale
from solvers.rooms.problem import Facility, Party, Room, RoomsPolicy, RoomsProblem, Section, Suitable
from solvers.timetable import WindowRule
from tests.pages.errands import KEYBOARD, PLAIN, At, Come, Visit, Way, comer, in_both_ways
from tests.pages.street import Street, actor_of, add_account, add_street, publish, rows_of
from tests.pages.test_hours import HoursStreet, add_hours, town_of
from tests.pages.volunteers_street import Volunteers, add_volunteers
from tests.seasons import Season, season_in
from tests.ways_town import As

WEEKDAYS = (1, 2, 3, 4)
"""One for each way."""
DAYS_TOLD = {"zh": ("周一", "周二", "周三", "周四"), "en": ("Mondays", "Tuesdays", "Wednesdays", "Thursdays")}
SHOWN_TO = 5
"""To multiples of how many minutes the street shows hours."""


@pytest.fixture
def come(visit: Visit) -> Come:
    """Lets somebody sign in, and begin."""
    return comer(visit)


@dataclass(frozen=True)
class Given:
    """A street whose spaces and rooms are given, and not to all."""

    street: Street
    season: Season

    def login(self, row: Registration) -> str:
        """The account of whoever made a registration, which they get when they first come."""
        login = f"{row.receipt.lower()}@{self.street.slug}"
        with self.street.office.database.reading() as session:
            known = queries.access.by_login(session, login) is not None
        return login if known else add_account(self.street, login, RESIDENT, row.member_id)

    def of_season(self, state: str, weekday: int) -> Registration:
        """The group that asked for a weekday, and got it or not."""
        rows = [row for row in self.season.rows if row.section and row.section["ranges"][0]["weekday"] == weekday]
        return next(row for row in rows if row.state == state)

    def stands(self, row: Registration) -> tuple[str, Allocation | None]:
        """The state of a registration, and the right that it has."""
        with self.street.office.database.reading() as session:
            rights = [one for one in queries.publications.held(session, [row.id]) if one.state == "held"]
            return session.get_one(Registration, row.id).state, next(iter(rights), None)

    def alternatives(self, row: Registration) -> list[Alternative]:
        """What a registration may take, looked for on the street as it stands by now."""
        office = As(town_of(self.street), actor_of(self.street, COORDINATOR))
        return list(ways.search(office, row.id).ways)


@pytest.fixture(scope="module")
def given(streets_office: Office) -> Given:
    """A street with a public notice of spaces, and one of rooms."""
    street = add_street(streets_office, "katsura", Scale(2, 24, 32))
    publish(street)
    season = season_in(town_of(street), contested())
    season.close()
    season.publish(season.plan())
    for round_id in (street.round_id, season.round_id):
        ways.find_all(streets_office, round_id, Event())
    return Given(street, season)


def contested() -> RoomsProblem:
    """A season in which two groups want the same room, on several weekdays; another room is free."""
    today = calendar.today()
    first = today + timedelta(days=35 - today.weekday())
    groups = [
        Section(f"g{at}", f"p{at}", 10, (Suitable(day, "18:00", "19:00"),), f"Choir {at}", rooms=("R",), may_vary=False)
        for at, day in enumerate(sorted(WEEKDAYS * 2))
    ]
    return RoomsProblem(
        horizon=calendar.horizon(first, first + timedelta(days=27)),
        policy=RoomsPolicy(weights={"other": 6}),
        facilities=(Facility("F", "centre", (WindowRule(start="17:00", end="20:00"),)),),
        rooms=(Room("R", "F", 20), Room("S", "F", 20)),
        parties=tuple(Party(one.party, "person") for one in groups),
        requests=tuple(groups),
    )


@pytest.fixture(scope="module")
def served(streets_office: Office) -> HoursStreet:
    """A street whose resident served on two shifts."""
    return add_hours(add_street(streets_office, "privet"))


@pytest.fixture(scope="module")
def people(streets_office: Office) -> Volunteers:
    """Volunteers with a week of shifts."""
    return add_volunteers(streets_office, "ironwood")


def accept(at: At, row: Registration) -> None:
    """Accept what one was given, unless that is done."""
    if row.state == "allocated":
        at.hands.press(f"a[href='/mine/{row.id}/accept']")
        at.hands.press("main form button")


# ---- residents


@in_both_ways
def test_a_group_accepts_its_season_and_gives_one_date_back(come: Come, given: Given, way: Way) -> None:
    row = given.of_season("allocated", WEEKDAYS[way.number])
    _, right = given.stands(row)
    assert right is not None
    days = [day for day, *_ in dates_of(right.sessions)]
    at = come(way, given.login(row))
    accept(at, row)
    at.hands.press("a[href='/mine/rooms#rights']")
    at.hands.choose(f"#day-{row.id}", days[2].isoformat())
    at.hands.press("form[action$='/give-back'] button")
    at.hands.press("main form button")

    state, right = given.stands(row)
    assert right is not None
    assert (state, [day for day, *_ in dates_of(right.sessions)]) == ("accepted", [*days[:2], days[3]])
    expect(at.page.locator(".given-back time")).to_have_attribute("datetime", days[2].isoformat())


@in_both_ways
def test_who_was_refused_a_space_takes_another_way_with_one_tap(come: Come, given: Given, way: Way) -> None:
    rows = sorted(rows_of(given.street, "refused", "waitlisted"), key=lambda row: row.state)
    row, found = next((row, open_[0]) for row in rows if (open_ := given.alternatives(row)))
    at = come(way, given.login(row))
    at.hands.open(f"#todo ~ ul a[href='#ways-{row.id}']")
    at.hands.press(f"form[action='/mine/alternatives/{found.id}/take'] button")

    state, right = given.stands(row)
    assert right is not None
    assert (state, right.space_ids) == ("accepted", found.space_ids)
    expect(at.page.locator(f"#r-{row.id} .badge.accepted")).to_be_visible()


@in_both_ways
def test_who_was_refused_a_room_takes_another_one_with_one_tap(come: Come, given: Given, way: Way) -> None:
    row = given.of_season("waitlisted", WEEKDAYS[way.number])
    found = given.alternatives(row)[0]
    at = come(way, given.login(row))
    expect(at.page.locator(".way").first).to_contain_text(DAYS_TOLD[way.language][way.number])
    at.hands.open(f"#todo ~ ul a[href='#ways-{row.id}']")
    at.hands.press(f"form[action='/mine/alternatives/{found.id}/take'] button")

    state, right = given.stands(row)
    assert right is not None
    assert (found.kind, state, [one["room"] for one in right.sessions]) == ("other_room", "accepted", ["S"])
    expect(at.page.locator(f"#r-{row.id} .badge.accepted")).to_be_visible()


@in_both_ways
def test_a_resident_puts_their_dates_on_the_phone_and_ends_that(come: Come, given: Given, way: Way) -> None:
    row = rows_of(given.street, "accepted", "allocated")[way.number]
    at = come(way, given.login(row))
    accept(at, row)
    at.hands.press("a[href='/mine/calendar']")
    at.hands.press("form[action='/mine/calendar/addresses'] button")
    address = at.page.locator("#address").input_value()
    assert "BEGIN:VEVENT" in at.page.request.get(address).text()
    at.hands.press(".back a")
    at.hands.press("form[action$='/revoke'] button")

    with given.street.office.database.reading() as session:
        ended = [feed.revoked_at is not None for feed in session.query(Feed).filter_by(member_id=row.member_id)]
    assert (ended, at.page.request.get(address).status) == ([True], 404)


@in_both_ways
def test_a_resident_gives_a_space_back_that_they_had_accepted(come: Come, given: Given, way: Way) -> None:
    row = rows_of(given.street, "accepted", "allocated")[0]
    at = come(way, given.login(row))
    accept(at, row)
    at.hands.press(f"a[href='/mine/{row.id}/withdraw']")
    at.hands.press("main form button")

    assert given.stands(row) == ("withdrawn", None)


# ---- volunteers


@in_both_ways
def test_a_volunteer_sees_their_hours_and_opens_the_record_of_service(
    come: Come, served: HoursStreet, way: Way
) -> None:
    with served.street.office.database.reading() as session:
        balance = queries.hours.balance(session, served.volunteer)
        worked = sum(row.worked_minutes for row, _ in queries.hours.served(session, served.volunteer))
    at = come(way, served.login(RESIDENT))
    at.hands.press("nav a[href='/mine/shifts']")
    at.hands.press("a[href='/mine/hours']")
    expect(at.page.locator(".huge")).to_have_text(told(balance, way))
    at.hands.press("a[href='/mine/hours/certificate']")

    expect(at.page.locator(".certificate tr").last).to_contain_text(told(worked, way))


def told(minutes: int, way: Way) -> str:
    """A time as pages of that street tell it."""
    shown = minutes - minutes % SHOWN_TO
    return say("hours_duration", way.language, hours=shown // 60, minutes=shown % 60)


@in_both_ways
def test_a_volunteer_checks_in_with_the_code_of_the_poster_and_out_again(
    come: Come, people: Volunteers, way: Way
) -> None:
    """Who stands before the poster scans it with a phone; at a desk its code is typed."""
    seat, code = people.seat(way.number, "soon"), people.code_of("HALL")
    at = come(way, people.logins[way.number])
    if way.device == "phone":
        at.page.goto(f"/check-in/{code}")
    else:
        at.hands.press("nav a[href='/mine/shifts']")
        at.hands.press("nav a[href='/check-in']")
        at.hands.write(f"#code-{seat}", f" {code.lower()} ")
    at.hands.press("button.big")
    came = people.one(Seat, seat)
    at.hands.press("main a[href='/check-in']")
    at.hands.press("button.big")
    at.hands.press(".back a")

    expect(at.page.locator(f"a.button[href='/mine/shifts/{seat}']")).to_have_text(say("shift_look_back", way.language))
    assert (came.state, came.place_told, people.state(seat)) == ("checked_in", True, "checked_out")


def test_a_volunteer_passes_the_link_of_a_shift_on_and_two_swap(come: Come, people: Volunteers) -> None:
    mine, theirs = people.seat(2, "lesson"), people.seat(3, "empty")
    numbers = [people.one(Volunteer, people.roster.volunteers[number]).receipt for number in (2, 3)]
    at, other = come(KEYBOARD, people.logins[2]), come(PLAIN, people.logins[3])
    at.hands.press("nav a[href='/mine/shifts']")
    at.hands.press(f"a.button[href='/mine/shifts/{mine}']")
    at.hands.open("details:has(#link) > summary")
    other.page.goto(at.page.locator("#link").input_value())
    other.hands.tick(f"[name=seat_id][value='{theirs}']")
    other.hands.press("main form button")
    with people.office.database.reading() as session:
        swap = session.query(Swap).filter_by(seat_id=theirs).one()
    at.hands.press(".back a")
    at.hands.press(f"form[action='/mine/shifts/swaps/{swap.id}/agree'] button")

    assert people.one(Swap, swap.id).state == "done"
    assert [[who for who, _, _ in people.states(shift)] for shift in ("lesson", "empty")] == [numbers[1:], numbers[:1]]
