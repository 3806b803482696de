"""A season of rooms from application to timetable and feeds, and what is left booked: only through HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx2 as httpx
import pytest
from icalendar import Calendar
from sqlalchemy.engine import URL

from scheduler import calendar
from tests.processes import Installation
from tests.visitors import PASSWORD, Person, founded, planned, published, until

ZONE = ZoneInfo(calendar.ZONE)
TODAY = calendar.today()
FIRST = TODAY + timedelta(days=7 + (7 - TODAY.weekday()))
"""A Monday at least a week away."""
WEEKS = 4
TUESDAYS = [FIRST + timedelta(days=1 + 7 * week) for week in range(WEEKS)]


@pytest.fixture
def office(database_url: URL, tmp_path: Path) -> Iterator[Installation]:
    with founded(database_url, tmp_path) as made:
        yield made


def houses(chief: Person) -> dict[str, str]:
    """A neighbourhood centre with two rooms and a projector; the second room is closed on the second Tuesday."""
    house = chief.make(
        "/facilities", code="nc1", name_zh="睦邻中心", name_en="Neighbours' Centre", tier="neighbourhood"
    )["id"]
    rooms = [
        chief.make(
            f"/facilities/{house}/rooms", code=f"nc1-{at}", name_zh=f"活动室{at}", name_en=f"Room {at}", capacity=20
        )
        for at in (1, 2)
    ]
    chief.make(f"/facilities/{house}/equipment", code="projector", name_zh="投影仪", name_en="Projector", count=1)
    windows = [{"purpose": "open", "start": "09:00", "end": "18:00"}]
    tagged(chief, "PUT", f"/facilities/{house}/windows", house, windows=windows)
    day = TUESDAYS[1].isoformat()
    tagged(chief, "POST", f"/facilities/{house}/closures", house, 201, room_id=rooms[1]["id"], first=day, last=day)
    return {"house": house, "one": rooms[0]["id"], "two": rooms[1]["id"]}


def tagged(chief: Person, method: str, path: str, house: str, status: int = 200, **sent: Any) -> Any:
    """A call that names the version of the facility that it changes."""
    version = chief.get(f"/facilities/{house}")["version"]
    return chief.ask(method, path, status, json=sent, headers={"If-Match": f'"{version}"'})


def group(chief: Person, address: str, number: int) -> Person:
    """A person who acts for an organisation of their own."""
    member = chief.make("/members", name=f"王{number}", phone=f"1990000000{number}")
    organisation = chief.make("/organisations", name=f"社团{number}")
    chief.move(f"/members/{member['id']}/organisation", organisation_id=organisation["id"])
    account = chief.make("/accounts", login=f"group{number}@tangqiao", password=PASSWORD, member_id=member["id"])
    chief.make(f"/accounts/{account['id']}/roles", name="resident")
    person = Person(address, f"group{number}@tangqiao")
    person.organisation = organisation["id"]
    return person


def section(title: str, **more: Any) -> dict[str, Any]:
    ranges = [{"weekday": 2, "start": "10:00", "end": "11:00"}]
    return {"title": title, "people": 12, "category": "culture", "ranges": ranges, **more}


def events_of(office: Installation, path: str) -> list[tuple[str, str, str]]:
    """Summary, local beginning and place of each event of a feed."""
    answer = httpx.get(f"{office.address}{path}", headers={"Accept-Language": "en"})
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    found: list[Any] = Calendar.from_ical(answer.text).walk("VEVENT")
    return sorted(
        (str(event["summary"]), event["dtstart"].dt.astimezone(ZONE).isoformat()[:16], str(event["location"]))
        for event in found
    )


def test_a_season_goes_from_application_to_timetable_and_feeds_and_what_is_left_is_booked(
    office: Installation,
) -> None:
    chief = Person(office.address, "chief@tangqiao")
    places = houses(chief)
    now = datetime.now(UTC).replace(second=0, microsecond=0)
    round_id = chief.make(
        "/rounds",
        domain="rooms",
        code="spring",
        title_zh="春季活动室",
        title_en="Rooms, spring",
        apply_from=now.isoformat(),
        apply_until=(now + timedelta(days=1)).isoformat(),
        use_first=FIRST.isoformat(),
        use_last=(FIRST + timedelta(days=7 * WEEKS - 1)).isoformat(),
    )["id"]
    chief.move(f"/rounds/{round_id}/moves", action="open")

    # three groups want Tuesday at ten; there are two rooms
    groups = [group(chief, office.address, number) for number in (1, 2, 3)]
    wishes = [section("书法 Calligraphy", listed=True), section("合唱 Choir"), section("太极 Tai chi")]
    slip = groups[0].move(f"/rounds/{round_id}/applications/slip", sections=[wishes[0]])["sections"][0]
    assert slip["eligible"]
    assert [(room["room"], room["slots"]) for room in slip["rooms"]] == [("nc1-1", 1), ("nc1-2", 1)]
    rows = [
        person.make(f"/rounds/{round_id}/applications", sections=[wish], organisation_id=person.organisation)[
            "sections"
        ][0]
        for person, wish in zip(groups, wishes, strict=True)
    ]
    too_late = section("too short", shortest=90, longest=90)
    refused = groups[0].move(f"/rounds/{round_id}/applications/slip", sections=[too_late])["sections"][0]
    assert (refused["eligible"], [line["code"] for line in refused["missing"]]) == (False, ["slip_room_suits"])
    for action in ("endorse", "approve"):
        assert chief.move(f"/rounds/{round_id}/registrations/moves", action=action)["count"] == 3
    chief.move(f"/rounds/{round_id}/moves", action="close")

    # planned with its bound; who got nothing is told why
    run, plan = planned(chief, round_id)
    assert (run["incumbent"], run["bound"], plan["assigned"]) == (run["bound"], run["bound"], 2)
    (out,) = chief.get(f"/plans/{plan['id']}/refusals")["items"]
    assert (out["waitable"], [reason["rule"] for reason in out["reasons"]]) == (True, ["rooms_funnel", "rooms_taken"])
    planned_rooms = {line["receipt"]: line["room"] for line in chief.get(f"/plans/{plan['id']}/sessions")["items"]}
    assert sorted(planned_rooms.values()) == ["nc1-1", "nc1-2"]

    # published: the notice, the timetable and the feed of every room tell the same, on every date
    published(chief, plan["id"])
    notice = httpx.get(f"{office.address}/api/v1/public/rounds/{round_id}/notice").json()
    told = {line["receipt"]: line for line in notice["items"]}
    assert {
        receipt: line["sessions"][0]["room"] for receipt, line in told.items() if "sessions" in line
    } == planned_rooms
    held = {row["receipt"]: at for at, row in enumerate(rows) if row["receipt"] in planned_rooms}
    rights = {receipt: groups[at].get("/room-rights")["items"][0]["sessions"][0] for receipt, at in held.items()}
    for receipt, right in rights.items():
        missing = [day.isoformat() for day in TUESDAYS if planned_rooms[receipt] == "nc1-2" and day == TUESDAYS[1]]
        assert right["dates"] == [day.isoformat() for day in TUESDAYS if day.isoformat() not in missing]
        assert right["left_out"] == missing  # both rooms are taken or closed then
    timetable = httpx.get(
        f"{office.address}/api/v1/public/communities/tangqiao/timetable",
        params={"facility_id": places["house"], "first": FIRST.isoformat(), "last": TUESDAYS[-1].isoformat()},
    ).json()
    shown = sorted(
        (day["room_code"], day["day"]) for day in timetable["items"] for part in day["parts"] if part["kind"] == "taken"
    )
    wanted = sorted((planned_rooms[receipt], day) for receipt, right in rights.items() for day in right["dates"])
    assert shown == wanted
    for code, name in (("nc1-1", "one"), ("nc1-2", "two")):
        events = events_of(office, f"/api/v1/public/rooms/{places[name]}/calendar")
        assert [event[1] for event in events] == [f"{day}T10:00" for room, day in wanted if room == code]
    titles = {event[0] for event in events_of(office, f"/api/v1/public/facilities/{places['house']}/calendar")}
    listed = rows[0]["receipt"] in planned_rooms
    assert titles == ({"书法 Calligraphy", "Culture and sport"} if listed else {"Culture and sport"})

    # one accepts; one declines, and the next in line is offered the room
    first_at, second_at = (at for _, at in sorted(held.items()))
    (waiting,) = [at for at in range(3) if rows[at]["receipt"] not in planned_rooms]
    groups[first_at].move(f"/registrations/{rows[first_at]['id']}/moves", action="accept")
    groups[second_at].move(f"/registrations/{rows[second_at]['id']}/moves", action="decline")
    row_id = rows[waiting]["id"]
    until(lambda: groups[waiting].get(f"/registrations/{row_id}"), lambda seen: seen["state"] == "allocated")
    groups[waiting].move(f"/registrations/{row_id}/moves", action="accept")

    # their own calendar holds the dates, and one that they give back is gone from it and can be booked by others
    feed = groups[waiting].make("/feeds")
    mine = events_of(office, feed["path"])
    right = groups[waiting].get("/room-rights")["items"][0]["sessions"][0]
    assert [event[1] for event in mine] == [f"{day}T10:00" for day in right["dates"]]
    given = right["dates"][0]
    booking = {
        "room_id": places["one" if right["room"] == "nc1-1" else "two"],
        "people": 8,
        "starts_at": f"{given}T10:00+08:00",
        "ends_at": f"{given}T11:00+08:00",
    }
    assert groups[second_at].ask("POST", "/room-bookings", 409, json=booking)["code"] == "room_taken"
    groups[waiting].move(f"/registrations/{row_id}/dates", date=given)
    assert [event[1] for event in events_of(office, feed["path"])] == [event[1] for event in mine][1:]
    booked = groups[second_at].make("/room-bookings", **booking)
    assert booked["state"] == "confirmed"
    groups[waiting].ask("DELETE", f"/feeds/{feed['id']}", 204)
    assert httpx.get(f"{office.address}{feed['path']}").status_code == 404
