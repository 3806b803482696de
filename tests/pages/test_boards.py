"""The board of a plan as drawing and as table, and the decisions that later plans obey."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from html import unescape
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from api.pages.plot_parts import Mark, hours_of
from scheduler import queries
from scheduler.actors import RESIDENT, Actor
from scheduler.ids import new_id, new_receipt
from scheduler.models import (
    Assignment,
    Member,
    Plan,
    PlanSeat,
    Registration,
    RosterLock,
    Site,
    Space,
    StaffLock,
    Volunteer,
)
from scheduler.office import Office
from scheduler.usecases import planning, rounds
from scheduler.usecases.planning import Order
from scheduler.worker.solver import Solver
from solvers.parking.generate import Scale
from tests import rosters_town
from tests.pages.rooms_street import RoomsStreet
from tests.pages.street import Street, actor_of, add_account, add_street
from tests.pages.test_browser import enter, tab_to
from tests.pages.test_hours import town_of
from tests.pages.test_rooms_browser import looked_at
from tests.pages.visiting import Visitor
from tests.roster_months import Month
from tests.rosters_town import LESSON, VISIT, RosterTown

Reader = Callable[..., TestClient]
Visit = Callable[..., Visitor]
LOCKS = "/office/rounds/{round}/locks"
BOARDS_SEEN = {
    "/office/plans/{plan}/board": ("property_staff", "coordinator", "auditor"),
    LOCKS: ("property_staff", "coordinator", "auditor"),
    LOCKS + "/{registration}": ("property_staff", "coordinator"),
    LOCKS + "/shifts/{shift}": ("coordinator",),
}
BOARDS_SENT = {LOCKS + "/find", LOCKS + "/{registration}", LOCKS + "/shifts/{shift}", LOCKS + "/{lock}/remove"}
WHY = "听证会上约定"
SAFE = "style-src 'self' 'unsafe-inline'"


def plan_of(street: Street, close: bool = False) -> Plan:
    """The newest plan of a street, made anew as its office and a worker would."""
    database, actor = street.office.database, actor_of(street, "coordinator")
    target: dict[str, Any] = {"actor": actor, "round_id": street.round_id}
    if close:
        database.transact(lambda s: rounds.move(s, action="close", now=database.now(s), **target))
    order = Order(engine="greedy")
    run = database.transact(lambda s: planning.queue_run(s, order=order, now=database.now(s), **target))
    Solver(street.office, "pages", threading.Event()).solve(run.id)
    with database.reading() as session:
        plan = queries.plans.newest(session, street.round_id)
    assert plan is not None
    return plan


@pytest.fixture(scope="module")
def street(streets_office: Office) -> Street:
    """A street whose round is planned and not public."""
    made = add_street(streets_office, "spindle", Scale(3, 40, 90))
    plan_of(made, close=True)
    return made


@pytest.fixture(scope="module")
def month(streets_office: Office) -> tuple[Street, Month, UUID]:
    """A planned roster: a lesson for two, whom one volunteer knows how to teach, and a visit that nobody can make."""
    street = add_street(streets_office, "whitebeam")
    with streets_office.database.reading() as session:
        members = session.scalars(select(Member.id).where(Member.community_id == street.community_id).limit(2)).all()
    people = tuple(Actor(street.community_id, None, member, frozenset({RESIDENT})) for member in members)
    town = replace(town_of(street), people=people)
    first = (town.clock.now + timedelta(days=10)).date()

    def built(session: Any) -> RosterTown:
        round_id = rosters_town.round_row(session, town, "service", first, first + timedelta(days=6), "closed")
        insured = [{"first": str(first - timedelta(days=9)), "last": str(first + timedelta(days=99))}]
        terms = {**rosters_town.COMMON, "experience": {"calligraphy": 12}, "insured": insured}
        volunteers = tuple(
            rosters_town.volunteer_row(session, town, number, terms=terms, receipt=new_receipt()) for number in (0, 1)
        )
        points = {"HALL": rosters_town.point_row(session, town, "HALL", 0, 0)}
        elders = {"E1": rosters_town.elder_row(session, town, "E1")}
        told = ("lesson", first, "09:00", 90, "HALL", LESSON), ("visit-E1", first, "14:00", 60, "E1", VISIT)
        shifts = {one[0]: rosters_town.shift_row(session, town, round_id, {**points, **elders}, one) for one in told}
        return RosterTown(town, round_id, volunteers, elders, points, {}, shifts)

    made = Month(town.database.transact(built))
    return street, made, made.plan()


def newest(street: Street) -> Plan:
    with street.office.database.reading() as session:
        plan = queries.plans.newest(session, street.round_id)
    assert plan is not None
    return plan


def served_at(street: Street, plan: Plan) -> dict[UUID, dict[str, UUID]]:
    """Registrations by receipt, of each site."""
    found: dict[UUID, dict[str, UUID]] = {}
    with street.office.database.reading() as session:
        for line in queries.plans.lines(session, plan.id):
            found.setdefault(line.site_id, {})[line.receipt] = line.registration_id
    return found


def locks_on(street: Street, registration: UUID) -> list[tuple[str, UUID | None, UUID | None, str]]:
    with street.office.database.reading() as session:
        wanted = select(StaffLock).where(StaffLock.registration_id == registration, StaffLock.removed_at.is_(None))
        return [(one.kind, one.site_id, one.space_id, one.reason) for one in session.scalars(wanted)]


def a_line(street: Street, at: int = 0) -> tuple[str, UUID, UUID]:
    """Somebody whom the newest plan serves and nobody decided on yet: receipt, registration, site."""
    plan = newest(street)
    with street.office.database.reading() as session:
        decided = {lock.registration_id for lock, _ in queries.plans.locks(session, street.round_id)}
        lines = [one for one in queries.plans.lines(session, plan.id) if one.registration_id not in decided]
    return lines[at].receipt, lines[at].registration_id, lines[at].site_id


def data_of(page: str) -> dict[str, Any]:
    """What the drawing of a page is drawn from, by column."""
    found = re.search(r'id="plot">(.*?)</script>', page, re.S)
    assert found is not None
    columns: dict[str, Any] = {}

    def look(thing: Any) -> None:
        if isinstance(thing, dict):
            if thing.get("type") == "map" and any(name == "told0" for name, _ in thing["entries"]):
                columns.update(dict(thing["entries"]))
            for one in thing.values():
                look(one)
        elif isinstance(thing, list):
            for one in thing:
                look(one)

    look(json.loads(found[1]))
    return columns


def receipts_in(page: str) -> set[str]:
    return set(re.findall(r'<span class="receipt">([^<]+)</span>', page))


# ---- the board


def test_a_board_and_its_table_tell_who_is_where_at_a_site(reader: Reader, street: Street) -> None:
    plan, client = newest(street), reader(street.login("coordinator"))
    at_sites = served_at(street, plan)
    for site, served in at_sites.items():
        page = client.get(f"/office/plans/{plan.id}/board?place={site}")
        seen = receipts_in(page.text)

        assert seen <= served.keys()
        assert {told.split(" ")[0] for told in data_of(page.text)["told0"]} == seen
        assert SAFE in page.headers["content-security-policy"]
        assert "unsafe-eval" not in page.headers["content-security-policy"]
    assert SAFE not in client.get("/office/rounds").headers["content-security-policy"]


def test_every_use_of_the_week_is_on_the_board_by_the_clock_of_the_community(reader: Reader, street: Street) -> None:
    plan, client = newest(street), reader(street.login("coordinator"))
    receipt, registration, site = a_line(street)
    with street.office.database.reading() as session:
        round_ = queries.rounds.one(session, street.community_id, street.round_id)
        row = queries.registrations.one(session, street.community_id, registration)
    assert round_ is not None
    assert row is not None
    week = round_.use_first + timedelta(days=14 - round_.use_first.weekday())
    page = client.get(f"/office/plans/{plan.id}/board?place={site}&week={week}").text
    told = [
        one for who, one in zip(*[data_of(page)[name] for name in ("told0", "told2")], strict=True) if who == receipt
    ]

    uses = [f"{one['start']} to {one['end']}" for one in row.uses]
    assert told
    assert [one for one in told if not any(use in one for use in uses)] == []


@pytest.mark.parametrize(
    "asked", ["place=nowhere", "week=never", "week=0001-01-01", "week=2190-05-05", "page=x", "page=0"]
)
def test_a_place_or_week_that_is_none_gives_the_usual_one(reader: Reader, street: Street, asked: str) -> None:
    client, home = reader(street.login("coordinator")), f"/office/plans/{newest(street).id}/board"

    assert receipts_in(client.get(f"{home}?{asked}").text) == receipts_in(client.get(home).text)


def test_staff_of_one_site_look_at_their_own_only(reader: Reader, street: Street) -> None:
    sites = list(served_at(street, newest(street)))
    client = reader(add_account(street, "guard@spindle", "property_staff", site=sites[0]))
    home = f"/office/plans/{newest(street).id}/board"

    own = client.get(f"{home}?place={sites[0]}").text
    assert f'value="{sites[1]}"' not in own
    assert client.get(f"{home}?place={sites[1]}").text.count("<option") == own.count("<option")
    assert receipts_in(client.get(f"{home}?place={sites[1]}").text) == receipts_in(own)


def test_an_auditor_looks_and_is_offered_nothing_to_change(reader: Reader, street: Street) -> None:
    client, plan = reader(street.login("auditor")), newest(street)
    _, registration, _ = a_line(street)
    place = LOCKS.format(round=street.round_id)

    for address in (f"/office/plans/{plan.id}/board", place):
        main = client.get(address).text.partition("<main")[2]
        assert set(re.findall(r'method="post" action="([^"]+)', main)) <= {f"{place}/find"}
        assert f"{place}/{registration}" not in main
    sent = {"decision": "nothing", "reason": WHY}
    assert reader(street.login("coordinator")).post(f"{place}/{a_line(street, 5)[1]}", data=sent).status_code == 303
    told = client.get(f"/api/v1/rounds/{street.round_id}/locks").json()["items"]
    assert ("coordinator@spindle" in client.get(place).text, WHY in client.get(place).text) == (True, False)
    assert {one["reason"] for one in told} == {""}
    assert client.get(f"{place}/{registration}").status_code == 403
    assert client.post(f"{place}/{registration}", data=sent).status_code == 403
    assert locks_on(street, registration) == []


@pytest.mark.parametrize("place", BOARDS_SEEN)
def test_each_page_is_shown_to_its_readers_only(
    reader: Reader, street: Street, month: tuple[Street, Month, UUID], place: str
) -> None:
    of_roster = "{shift}" in place
    home = month[0] if of_roster else street
    things = {
        "plan": newest(street).id,
        "round": month[1].roster.round_id if of_roster else street.round_id,
        "registration": a_line(street)[1],
        "shift": month[1].roster.shifts["lesson"],
    }
    parts = ("", "resident", "property_staff", "coordinator", "auditor")
    address = place.format(**things)
    seen = [part for part in parts if reader(home.login(part) if part else None).get(address).status_code == 200]

    assert tuple(seen) == BOARDS_SEEN[place]


# ---- decisions


def test_who_is_kept_is_pinned_to_their_space_and_stays_in_the_next_plan(reader: Reader, street: Street) -> None:
    client = reader(street.login("coordinator"))
    receipt, registration, site = a_line(street)
    place = f"{LOCKS.format(round=street.round_id)}/{registration}"
    before = served_at(street, newest(street))[site][receipt]
    page = client.get(f"{place}?decision=keep").text
    once = unescape(re.findall(r'name="once" value="([^"]+)"', page)[0])
    sent = {"decision": "keep", "reason": WHY, "once": once}
    answers = [client.post(place, data=sent) for _ in range(2)]

    assert 'value="keep" required checked' in page
    assert [answer.status_code for answer in answers] == [303, 303]
    ((kind, site_id, space_id, reason),) = locks_on(street, registration)
    assert (kind, site_id, reason) == ("keep", site, WHY)
    told = client.get(answers[0].headers["location"]).text
    assert [text in told for text in (WHY, "After the newest plan was ordered", "coordinator@spindle")] == [True] * 3

    plan = plan_of(street)
    with street.office.database.reading() as session:
        assert queries.plans.places(session, plan.id)[before] == (space_id,)
    board = client.get(f"/office/plans/{plan.id}/board?place={site}").text
    assert "decided by staff" in board
    assert "After the newest plan was ordered" not in client.get(LOCKS.format(round=street.round_id)).text


def test_who_is_forbidden_a_site_is_elsewhere_or_nowhere_in_the_next_plan(reader: Reader, street: Street) -> None:
    client = reader(street.login("coordinator"))
    _, registration, site = a_line(street, 1)
    place = f"{LOCKS.format(round=street.round_id)}/{registration}"
    sent = {"decision": "forbid", "place": f"site:{site}", "space": " ", "reason": WHY}

    assert client.post(place, data=sent).status_code == 303
    assert locks_on(street, registration) == [("forbid", site, None, WHY)]
    plan = plan_of(street)
    with street.office.database.reading() as session:
        wanted = select(Assignment).where(Assignment.plan_id == plan.id, Assignment.registration_id == registration)
        assert site not in [one.site_id for one in session.scalars(wanted)]


def test_a_decision_is_taken_back_by_one_press_and_a_second_one_does_no_harm(reader: Reader, street: Street) -> None:
    client, home = reader(street.login("coordinator")), LOCKS.format(round=street.round_id)
    _, registration, _ = a_line(street, 2)
    client.post(f"{home}/{registration}", data={"decision": "nothing", "reason": WHY})
    assert locks_on(street, registration) == [("forbid", None, None, WHY)]
    with street.office.database.reading() as session:
        (lock,) = session.scalars(select(StaffLock.id).where(StaffLock.registration_id == registration)).all()

    answers = [client.post(f"{home}/{lock}/remove") for _ in range(2)]

    assert [(one.status_code, one.headers["location"]) for one in answers] == [(303, home)] * 2
    assert locks_on(street, registration) == []


@pytest.mark.parametrize(
    ("sent", "wrong"),
    [
        ({"decision": "keep", "reason": " "}, "reason"),
        ({"decision": "keep", "reason": "x" * 5000}, "reason"),
        ({"decision": "forbid", "place": "", "reason": WHY}, "place"),
        ({"decision": "fix", "place": "site:nowhere", "reason": WHY}, ""),
        ({"decision": "fix", "place": "here", "space": "<script>", "reason": WHY}, "place"),
        ({"decision": "fix", "space": "none", "reason": WHY}, "space"),
        ({"decision": "", "reason": "🙂 ‏שלום"}, "decision"),
    ],
)
def test_what_cannot_be_decided_is_told_at_its_field_and_nothing_is_lost(
    reader: Reader, street: Street, sent: dict[str, str], wrong: str
) -> None:
    client = reader(street.login("coordinator"))
    _, registration, site = a_line(street, 3)
    page = client.post(f"{LOCKS.format(round=street.round_id)}/{registration}", data={"place": f"site:{site}", **sent})

    assert page.status_code == 422
    assert (f'id="{wrong}-wrong"' in page.text) == bool(wrong)
    assert sent["reason"] in unescape(page.text)
    assert "<script>alert" not in page.text
    assert locks_on(street, registration) == []


def test_a_space_is_named_by_its_code_and_must_be_at_the_site(reader: Reader, street: Street) -> None:
    client = reader(street.login("coordinator"))
    receipt, registration, _ = a_line(street, 3)
    place = f"{LOCKS.format(round=street.round_id)}/{registration}"
    with street.office.database.reading() as session:
        sites = session.scalars(select(Site).where(Site.community_id == street.community_id)).all()
        here, there = (session.scalars(select(Space).where(Space.site_id == site.id)).all()[0] for site in sites[:2])
    sent = {"decision": "forbid", "place": f"site:{sites[0].id}", "reason": WHY}

    assert client.post(place, data={**sent, "space": there.code}).status_code == 422
    assert client.post(place, data={**sent, "space": f" {here.code} "}).status_code == 303
    assert locks_on(street, registration) == [("forbid", None, here.id, WHY)]
    find = f"{LOCKS.format(round=street.round_id)}/find"
    found = client.post(find, data={"receipt": "nobody"}).text
    assert ("There is no such receipt in this round" in found, 'value="nobody"' in found) == (True, True)
    wide = "".join(chr(ord(letter) + 0xFEE0) for letter in receipt.replace("-", ""))
    assert WHY in client.post(find, data={"receipt": wide}, follow_redirects=True).text


def test_staff_decide_on_places_of_their_own_sites_only(reader: Reader, street: Street) -> None:
    _, registration, _ = a_line(street, 4)
    with street.office.database.reading() as session:
        row = queries.registrations.one(session, street.community_id, registration)
        sites = session.scalars(select(Site.id).where(Site.community_id == street.community_id)).all()
    assert row is not None
    login = add_account(street, "keeper@spindle", "property_staff", site=row.home_site_id)
    other = next(one for one in sites if one != row.home_site_id)
    client, place = reader(login), f"{LOCKS.format(round=street.round_id)}/{registration}"

    assert f"site:{other}" not in client.get(place).text
    sent = {"decision": "forbid", "place": f"site:{other}", "reason": WHY}
    assert client.post(place, data=sent).status_code == 403
    assert locks_on(street, registration) == []


def test_a_registration_of_another_round_is_not_there(
    reader: Reader, street: Street, season_street: RoomsStreet
) -> None:
    client = reader(season_street.login("coordinator"))
    _, registration, _ = a_line(street)

    assert client.get(f"{LOCKS.format(round=season_street.season.round_id)}/{registration}").status_code == 404


def test_a_receipt_is_looked_for_without_standing_in_an_address(reader: Reader, street: Street) -> None:
    client, home = reader(street.login("coordinator")), LOCKS.format(round=street.round_id)
    (receipt, registration, _), (other, another, _) = a_line(street), a_line(street, 1)
    decided = client.post(f"{home}/{registration}", data={"decision": "nothing", "reason": WHY})
    client.post(f"{home}/{another}", data={"decision": "nothing", "reason": WHY})
    form = re.search(r'<form class="inline no-print" method="(\w+)" action="([^"]+)">', client.get(home).text)

    found = client.post(f"{home}/find", data={"receipt": f" {receipt.lower()} "})
    page = client.get(found.headers["location"]).text

    assert form is not None
    assert form.groups() == ("post", f"{home}/find")
    assert found.headers["location"] == decided.headers["location"] == f"{home}?of={registration}"
    assert (f'value="{receipt}"' in page, page.count(WHY), other in page) == (True, 1, False)
    assert f'href="{home}/{registration}"' in page
    assert client.post(f"{home}/find", data={"receipt": " "}).headers["location"] == home
    assert "There is no such receipt in this round" in client.post(f"{home}/find", data={"receipt": "a\0b"}).text


def test_a_receipt_is_found_by_those_only_who_are_told_of_it(
    reader: Reader, street: Street, season_street: RoomsStreet
) -> None:
    home, (receipt, registration, _) = LOCKS.format(round=street.round_id), a_line(street)
    with street.office.database.reading() as session:
        lives = session.get_one(Registration, registration).home_site_id
    other = next(one for one in served_at(street, newest(street)) if one != lives)
    guard = reader(add_account(street, "porter@spindle", "property_staff", site=other))
    sent = {"receipt": receipt}

    answers = [reader(street.login(part)).post(f"{home}/find", data=sent) for part in ("resident", "auditor")]
    stranger = reader(season_street.login("coordinator")).post(f"{home}/find", data=sent)

    assert ([one.status_code for one in answers], stranger.status_code) == ([403, 303], 404)
    assert "There is no such receipt in this round" in guard.post(f"{home}/find", data=sent).text
    assert guard.get(f"{home}?of={registration}").status_code == 404
    assert guard.get(f"{home}?of=x").status_code == 422


def test_where_no_decision_stands_only_those_who_decide_are_told_to(reader: Reader, street: Street) -> None:
    home, (_, registration, _) = LOCKS.format(round=street.round_id), a_line(street, 6)
    parts = ("coordinator", "auditor")
    told = {part: reader(street.login(part)).get(f"{home}?of={registration}").text for part in parts}
    nobody = reader(street.login("coordinator")).post(f"{home}/find", data={"receipt": "nobody"}).text

    assert ["No decision stands on this receipt number." in page for page in told.values()] == [True, True]
    assert {part: "Decide on it" in page for part, page in told.items()} == {"coordinator": True, "auditor": False}
    assert ("Decide on it" in nobody, "Look for another number, or see all decisions." in nobody) == (False, True)


# ---- rooms and rosters


def test_rooms_are_drawn_by_facility_and_a_section_is_kept_from_a_room(
    reader: Reader, season_street: RoomsStreet
) -> None:
    client, round_id = reader(season_street.login("coordinator")), season_street.season.round_id
    with season_street.street.office.database.reading() as session:
        plan = queries.plans.newest(session, round_id)
        assert plan is not None
        lines = queries.plans.session_lines(session, plan.id)
    week = min(date.fromisoformat(day) for line in lines for day in line.dates)
    page = client.get(f"/office/plans/{plan.id}/board?week={week}").text
    place = f"{LOCKS.format(round=round_id)}/{lines[0].registration_id}"

    assert receipts_in(page) <= {line.receipt for line in lines}
    assert len(data_of(page)["row"]) >= 1
    sent = {"decision": "forbid", "place": f"room:{lines[0].room_id}", "weekday": "3", "reason": WHY}
    assert client.post(place, data={**sent, "start_clock": "25:00"}).status_code == 422
    assert client.post(place, data={**sent, "start_clock": "09:00"}).status_code == 303
    with season_street.street.office.database.reading() as session:
        (lock,) = session.scalars(select(StaffLock).where(StaffLock.round_id == round_id)).all()
    assert (lock.kind, lock.room_id, lock.weekday, lock.start_clock) == ("forbid", lines[0].room_id, 3, "09:00")


def test_a_roster_is_drawn_seat_by_seat_and_a_volunteer_is_kept_off_a_shift(
    reader: Reader, month: tuple[Street, Month, UUID]
) -> None:
    street, made, plan = month
    client = reader(street.login("coordinator"))
    shift, home = made.roster.shifts["lesson"], LOCKS.format(round=made.roster.round_id)
    page = client.get(f"/office/plans/{plan}/board").text
    with street.office.database.reading() as session:
        seats = session.scalars(select(PlanSeat).where(PlanSeat.plan_id == plan)).all()
        names = {row.id: row.receipt for row in session.scalars(select(Volunteer)) if row.id in made.roster.volunteers}
    taught = {names[seat.volunteer_id] for seat in seats if seat.shift_id == shift}

    assert {told.split(" · ")[0] for told in data_of(page)["told0"]} == {"seat empty", *taught}
    assert ("Home visits" in page, "南浦路" in page, "奶奶" in page) == (True, False, False)
    whose = {name: volunteer for volunteer, name in names.items()}[min(taught)]
    asked = client.get(f"{home}/shifts/{shift}?of={whose}&decision=pin").text
    assert (f'name="helper" type="text" value="{min(taught)}"' in asked, 'value="pin" required checked' in asked) == (
        True,
        True,
    )
    assert f"?of={whose}&amp;decision=ban" in asked
    assert f"{home}/shifts/{shift}?of={whose}" in page
    sent = {"decision": "ban", "helper": f" {min(taught)} ", "post": "", "reason": WHY}
    assert client.post(f"{home}/shifts/{shift}", data={**sent, "helper": "V99"}).status_code == 422
    assert client.post(f"{home}/shifts/{shift}", data=sent).status_code == 303
    again = client.post(f"{home}/shifts/{shift}", data=sent)
    assert (again.status_code, WHY in again.text) == (409, True)
    with street.office.database.reading() as session:
        (lock,) = session.scalars(select(RosterLock).where(RosterLock.shift_id == shift)).all()
    assert (lock.kind, names[lock.volunteer_id], lock.reason) == ("ban", min(taught), WHY)
    assert WHY in client.get(home).text
    found = client.post(f"{home}/find", data={"receipt": min(taught)})
    assert (found.headers["location"], WHY in client.get(found.headers["location"]).text) == (
        f"{home}?of={whose}",
        True,
    )
    assert WHY not in reader(street.login("auditor")).get(home).text
    assert reader(street.login("property_staff")).get(f"/office/plans/{plan}/board").status_code == 404
    assert client.post(f"{home}/{lock.id}/remove").status_code == 303
    assert "No decision stands." in client.get(home).text


def test_the_next_page_of_decisions_stays_with_whom_they_are_on(
    reader: Reader, month: tuple[Street, Month, UUID]
) -> None:
    street, made, _ = month
    home, (one, other) = LOCKS.format(round=made.roster.round_id), made.roster.volunteers
    client, by = reader(street.login("coordinator")), actor_of(street, "coordinator").account_id
    shift: dict[str, Any] = {"community_id": street.community_id, "shift_id": made.roster.shifts["visit-E1"]}
    with street.office.database.writing() as session:
        now = street.office.database.now(session)
        shift |= {"kind": "ban", "reason": WHY, "created_by": by, "created_at": now}
        held = [RosterLock(id=new_id(), volunteer_id=who, **shift) for who in [one] * 31 + [other]]
        session.add_all(held)
    first = client.get(f"{home}?of={one}").text
    (address,) = re.findall(r'href="([^"]+page=2)"', first)
    second = client.get(unescape(address)).text
    back = re.search(r'href="([^"]+)">First page', second)
    nobody = client.post(f"{home}/find", data={"receipt": "V99"}).text
    with street.office.database.writing() as session:
        for lock in session.scalars(select(RosterLock).where(RosterLock.shift_id == shift["shift_id"])):
            lock.removed_at, lock.removed_by = now, by

    assert unescape(address) == f"{home}?of={one}&page=2"
    assert (first.count(WHY), second.count(WHY), "2 / 2" in second) == (30, 1, True)
    assert back is not None
    assert back[1] == f"{home}?of={one}"
    assert ("No volunteer has that number." in nobody, "no such receipt" in nobody) == (True, False)


# ---- how it is drawn


def test_only_the_hours_in_which_something_goes_on_are_drawn() -> None:
    def mark(starts: str, ends: str) -> Mark:
        day = "2027-03-01T"
        return Mark("a", datetime.fromisoformat(day + starts), datetime.fromisoformat(ends), "new", "", (), "")

    by_day = hours_of([mark("09:30", "2027-03-01T11:00"), mark("14:00", "2027-03-01T20:15")])
    by_night = hours_of([mark("18:30", "2027-03-02T07:30")])

    assert (by_day.first, by_day.last, by_night.first, by_night.last) == (9, 21, 0, 24)
    assert by_day.at(date(2027, 3, 1), datetime.fromisoformat("2027-03-02T10:30")) == 13.5


def test_a_coordinator_decides_by_a_click_on_a_bar(visit: Visit, street: Street) -> None:
    visitor = visit("desktop", "zh")
    visitor.sign_in(street.login("coordinator"))
    plan = newest(street)
    visitor.page.goto(f"/office/plans/{plan.id}/board")
    visitor.page.wait_for_selector("#board[data-drawn]")
    data = data_of(visitor.page.content())
    at = next(at for at, place in enumerate(data["place"]) if place)
    places = visitor.page.evaluate(
        """(at) => {
          const view = Object.values(Bokeh.index.roots ? [...Bokeh.index.roots] : Bokeh.index)[0];
          const drawn = view.model.renderers.find((one) => one.glyph.type === "HBar");
          const source = drawn.data_source.data;
          const frame = view.frame ?? view.canvas_view.plot_views[0].frame;
          const x = frame.x_scale.compute((source.left[at] + source.right[at]) / 2);
          const y = frame.y_scale.compute(source.row[at]);
          window.scrollBy(0, view.el.getBoundingClientRect().top + y - window.innerHeight / 2);
          const box = view.el.getBoundingClientRect();
          return [box.left + x, box.top + y];
        }""",
        at,
    )
    with visitor.page.expect_navigation():
        visitor.page.mouse.click(*places)
    receipt = data["told0"][at]

    assert receipt in visitor.page.inner_text("h1")
    assert (visitor.violations(), visitor.overflows()) == ([], False)
    visitor.page.check('input[value="nothing"]')
    visitor.page.fill("#reason", WHY)
    visitor.page.click("form[method=post] button:has-text('作出决定')")
    visitor.page.wait_for_load_state()
    assert WHY in visitor.page.inner_text("main")
    with street.office.database.reading() as session:
        row = queries.registrations.by_receipt(session, receipt)
    assert row is not None
    assert ("forbid", None, None, WHY) in locks_on(street, row.id)


def test_a_coordinator_decides_and_takes_it_back_by_keyboard_alone(visit: Visit, street: Street) -> None:
    visitor, plan = visit("desktop", "en"), newest(street)
    visitor.sign_in(street.login("coordinator"))
    page = visitor.page
    with street.office.database.reading() as session:
        decided = {lock.registration_id for lock, _ in queries.plans.locks(session, street.round_id)}
        lines = [one for one in queries.plans.lines(session, plan.id) if one.registration_id not in decided]
    site = lines[-1].site_id
    page.goto(f"/office/rounds/{street.round_id}")
    tab_to(page, "a[href$='/board']", 60)
    enter(page)
    tab_to(page, "#place", 60)
    for _ in range(9):
        if page.input_value("#place") == str(site):
            break
        page.keyboard.press("ArrowDown")
    tab_to(page, ".narrowing button")
    enter(page)
    tab_to(page, ".deeds a[href*='decision=keep']", 90)
    registration = UUID(str(page.evaluate("document.activeElement.pathname.split('/').pop()")))
    enter(page)
    tab_to(page, "#reason", 60)
    page.keyboard.type(WHY)
    tab_to(page, "form[method=post] button")
    enter(page)

    ((kind, site_id, _, reason),) = locks_on(street, registration)
    assert (kind, site_id, reason) == ("keep", site, WHY)
    tab_to(page, "form[action$='/remove'] button", 60)
    enter(page)
    assert locks_on(street, registration) == []


def test_boards_and_decisions_are_accessible_on_a_narrow_screen(
    visit: Visit, street: Street, month: tuple[Street, Month, UUID]
) -> None:
    visitor, home = visit("narrow", "zh"), LOCKS.format(round=street.round_id)
    visitor.sign_in(street.login("coordinator"))
    looked_at(visitor, f"/office/plans/{newest(street).id}/board")
    visitor.page.wait_for_selector("#board[data-drawn]")
    looked_at(visitor, home)
    looked_at(visitor, f"{home}/{a_line(street)[1]}")
