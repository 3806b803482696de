"""A community from its founding to accepted rights and a single booking: only through the command line and HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2 as httpx
import pytest
from sqlalchemy.engine import URL

from scheduler import calendar
from tests.processes import Installation
from tests.visitors import PASSWORD, Person, founded, planned, published, until

NIGHT = [{"start": "19:00", "end": "07:00"}]


@pytest.fixture
def office(database_url: URL, tmp_path: Path) -> Iterator[Installation]:
    # As from the shell: here it is shown that each process loads what it needs.
    with founded(database_url, tmp_path, cold=True) as made:
        yield made


def supply(chief: Person) -> dict[str, str]:
    """A compound where people live and a tower with three spaces, open by night; ids by code."""
    home = chief.make("/sites", code="nanpu", name_zh="南浦", name_en="Nanpu", kind="compound", datum="GCJ-02",
                      latitude=31.2100, longitude=121.5200)  # fmt: skip
    tower = chief.make("/sites", code="yongye", name_zh="永业大厦", name_en="Yongye Tower", kind="tower",
                       datum="GCJ-02", latitude=31.2110, longitude=121.5205)  # fmt: skip
    spaces = [chief.make(f"/sites/{tower['id']}/spaces", code=f"yongye-{at}") for at in (1, 2, 3)]
    version = chief.get(f"/sites/{tower['id']}")["version"]
    windows = [
        {"purpose": "open", "start": "18:30", "end": "07:30"},
        {"purpose": "open", "start": "12:00", "end": "15:00"},
    ]
    chief.ask(
        "PUT", f"/sites/{tower['id']}/windows", 200, json={"windows": windows}, headers={"If-Match": f'"{version}"'}
    )
    return {"home": home["id"], "tower": tower["id"], "space": spaces[1]["id"]}


def resident(chief: Person, address: str, number: int, home: str) -> tuple[Person, str]:
    """A person enrolled by the office, with an account of their own and a vehicle."""
    member = chief.make("/members", name=f"王{number}", phone=f"1990000000{number}", home_site_id=home)
    account = chief.make("/accounts", login=f"resident{number}@tangqiao", password=PASSWORD, member_id=member["id"])
    chief.make(f"/accounts/{account['id']}/roles", name="resident")
    person = Person(address, f"resident{number}@tangqiao")
    vehicle = person.make(f"/members/{member['id']}/vehicles", plate=f"沪A1234{number}")
    return person, vehicle["id"]


def test_a_round_goes_from_registration_to_acceptance_and_what_is_left_is_booked(office: Installation) -> None:
    chief = Person(office.address, "chief@tangqiao")
    places = supply(chief)
    first = calendar.today() + timedelta(days=2)
    now = datetime.now(UTC).replace(second=0, microsecond=0)
    round_id = chief.make(
        "/rounds",
        code="first",
        title_zh="第一轮",
        title_en="First round",
        apply_from=now.isoformat(),
        apply_until=(now + timedelta(days=1)).isoformat(),
        use_first=first.isoformat(),
        use_last=(first + timedelta(days=13)).isoformat(),
    )["id"]
    chief.move(f"/rounds/{round_id}/moves", action="open")

    # three people look at the slip and register; the property window endorses, the housing office approves
    people = [resident(chief, office.address, number, places["home"]) for number in (1, 2, 3)]
    wishes = [{"vehicle_id": vehicle, "uses": NIGHT, "longest_walk": 500} for _, vehicle in people]
    slip = people[0][0].move(f"/rounds/{round_id}/eligibility", **wishes[0])
    assert slip["eligible"]
    assert [(reach["site"], reach["spaces"]) for reach in slip["reach"]] == [("nanpu", 0), ("yongye", 3)]
    rows = [
        person.make(f"/rounds/{round_id}/registrations", **wish)
        for (person, _), wish in zip(people, wishes, strict=True)
    ]
    assert [row["state"] for row in rows] == ["submitted"] * 3
    for action in ("endorse", "approve"):
        assert chief.move(f"/rounds/{round_id}/registrations/moves", action=action)["count"] == 3
    chief.move(f"/rounds/{round_id}/moves", action="close")
    people[0][0].ask("POST", f"/rounds/{round_id}/registrations", 409, json=wishes[0])

    # three spaces, one of them the owners' reserve, for three people: a plan, a lock, a re-plan that keeps it
    run, plan = planned(chief, round_id)
    assert (run["incumbent"], run["bound"], plan["assigned"]) == (90, 90, 2)
    refused = chief.get(f"/plans/{plan['id']}/refusals")["items"]
    assert [line["receipt"] for line in refused] == [rows[2]["receipt"]]
    chief.make(f"/registrations/{rows[2]['id']}/locks", kind="fix", site_id=places["tower"], reason="after mediation")
    _, again = planned(chief, round_id)
    changes = {
        line["receipt"]: line["kind"]
        for line in chief.get(f"/plans/{again['id']}/differences", before=plan["id"])["items"]
    }
    assert changes[rows[2]["receipt"]] == "added"
    assert sorted(changes.values()) in (["added", "removed"], ["added", "moved", "removed"])

    # published: everybody sees the notice, each their own result
    version = published(chief, again["id"])
    notice = httpx.get(f"{office.address}/api/v1/public/rounds/{round_id}/notice").json()
    outcomes = {line["receipt"]: line["outcome"] for line in notice["items"]}
    assert sorted(outcomes.values()) == ["allocated", "allocated", "waitlisted"]
    assert notice["content_digest"] == version["content_digest"]
    served = [at for at in range(3) if outcomes[rows[at]["receipt"]] == "allocated"]
    (waiting,) = [at for at in range(3) if at not in served]

    # one accepts, one declines: the next in line is offered the place and accepts it
    people[served[0]][0].move(f"/registrations/{rows[served[0]]['id']}/moves", action="accept")
    people[served[1]][0].move(f"/registrations/{rows[served[1]]['id']}/moves", action="decline")
    next_in_line, row_id = people[waiting][0], rows[waiting]["id"]
    until(lambda: next_in_line.get(f"/registrations/{row_id}"), lambda seen: seen["state"] == "allocated")
    next_in_line.move(f"/registrations/{row_id}/moves", action="accept")
    told = until(lambda: next_in_line.get("/messages")["items"], lambda seen: len(seen) == 3)
    codes = sorted(message["code"] for message in told)
    assert codes == ["agreement_drawn_up", "offer_made", "result_waitlisted"]
    assert chief.get(f"/rounds/{round_id}/tally")["states"] == {"accepted": 2, "declined": 1}

    # at noon the spaces are free: one is booked, and not twice
    noon = datetime.combine(first, datetime.min.time(), UTC) + timedelta(hours=4, minutes=30)
    span = {"starts_at": noon.isoformat(), "ends_at": (noon + timedelta(hours=1)).isoformat()}
    booker, vehicle = people[served[1]]
    free = booker.get("/bookings/free", vehicle_id=vehicle, **span)["items"]
    assert [place["space_code"] for place in free] == ["yongye-1", "yongye-2", "yongye-3"]
    booker.make("/bookings", vehicle_id=vehicle, space_id=places["space"], channel="web", **span)
    again_booked = {"vehicle_id": people[waiting][1], "space_id": places["space"], "channel": "web", **span}
    assert next_in_line.ask("POST", "/bookings", 409, json=again_booked)["code"] == "space_taken"
