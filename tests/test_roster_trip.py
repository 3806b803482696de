"""A month of volunteering from templates to a re-plan: only through HTTP, on both databases.

What comes after, check-in to statement, needs a clock that can be moved: tests/api/edge/test_roster_hours.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.engine import URL

from scheduler import calendar
from tests.processes import Installation
from tests.visitors import PASSWORD, Answers, Person, founded, planned, published

TODAY = calendar.today()
FIRST = TODAY + timedelta(days=7 + (7 - TODAY.weekday()))
"""A Monday at least a week away."""
LAST = FIRST + timedelta(days=13)
ALWAYS = [{"days": "every"}]
PEOPLE = 5


@pytest.fixture
def office(database_url: URL, tmp_path: Path) -> Iterator[Installation]:
    with founded(database_url, tmp_path) as made:
        yield made


def role(name: str, least: int, target: int, most: int, **more: Any) -> dict[str, Any]:
    return {"id": name, "least": least, "target": target, "most": most, **more}


VISIT = {"type": "visit", "kind": "home_visit", "roles": [role("visitor", 2, 2, 2, safety=True, priority=3)]}
LESSON = {"type": "lesson", "kind": "class", "roles": [role("helper", 1, 1, 2)]}


class Volunteer(Person):
    """Somebody who offers time."""

    def __init__(self, chief: Person, address: str, number: int) -> None:
        login = f"helper{number}@tangqiao"
        member = chief.make("/members", name=f"李{number}", phone=f"1990000010{number}")
        account = chief.make("/accounts", login=login, password=PASSWORD, member_id=member["id"])
        chief.make(f"/accounts/{account['id']}/roles", name="resident")
        super().__init__(address, login)
        self.row = self.make("/volunteers", born=f"1975-04-0{number + 1}", terms={"available": ALWAYS})
        chief.move(f"/volunteers/{self.row['id']}/verify")
        seen = chief.get(f"/volunteers/{self.row['id']}")
        known = {**seen["terms"], "experience": {"visit": 12, "lesson": 12}}
        chief.ask(
            "PATCH",
            f"/volunteers/{self.row['id']}",
            200,
            json={"terms": known},
            headers={"If-Match": f'"{seen["version"]}"'},
        )

    @property
    def receipt(self) -> str:
        return str(self.row["receipt"])

    def seats(self, **asked: Any) -> list[Answers]:
        found: list[Answers] = self.get("/seats", **asked)["items"]
        return found


def month_of(chief: Person, point: str) -> str:
    """A round with a visit each Tuesday and a lesson on every workday at nine, made from templates."""
    now = datetime.now(UTC).replace(second=0, microsecond=0)
    elder = chief.make("/elders", code="E1", name="王奶奶", address="南浦路 1 号", home_x=300, home_y=0)["id"]
    common = {"minutes": 60}
    chief.make(
        "/shift-templates",
        code="visit",
        title_zh="探访",
        title_en="Visit",
        start_clock="14:00",
        elder_id=elder,
        recurrence={"weekdays": [2]},
        terms=VISIT,
        **common,
    )
    chief.make(
        "/shift-templates",
        code="lesson",
        title_zh="助学",
        title_en="Lesson",
        start_clock="09:00",
        point_id=point,
        recurrence={"weekdays": [4]},
        terms=LESSON,
        **common,
    )
    round_id: str = chief.make(
        "/rounds",
        domain="rosters",
        code="month",
        title_zh="志愿服务",
        title_en="Volunteering",
        apply_from=(now + timedelta(minutes=30)).isoformat(),
        apply_until=(now + timedelta(days=1)).isoformat(),
        use_first=FIRST.isoformat(),
        use_last=LAST.isoformat(),
    )["id"]
    chief.move(f"/rounds/{round_id}/moves", action="open")
    assert chief.move(f"/rounds/{round_id}/shifts/from-templates")["made"] == 4
    assert chief.move(f"/rounds/{round_id}/shifts/from-templates") | {"warnings": []} == {
        "made": 0,
        "there": 4,
        "past": 0,
        "warnings": [],
    }
    chief.move(f"/rounds/{round_id}/moves", action="close")
    return round_id


def test_a_month_goes_from_templates_through_plan_and_drop_outs_to_hours_in_the_bank(office: Installation) -> None:
    chief = Person(office.address, "chief@tangqiao")
    point = chief.make("/meeting-points", code="hall", name_zh="大厅", name_en="Hall", x=0, y=0)["id"]
    helpers = [Volunteer(chief, office.address, number) for number in range(PEOPLE)]
    round_id = month_of(chief, point)

    # planned with its proof, shown before anything is sent, published: everybody is asked
    run, plan = planned(chief, round_id)
    assert (run["incumbent"], plan["assigned"], plan["requests"]) == (run["bound"], 6, 6)
    shown = chief.get(f"/plans/{plan['id']}/roster-changes")
    assert (len(shown["going"]), shown["left_out"], shown["kept"]) == (0, [], 0)
    assert all(person.seats() == [] for person in helpers)
    published(chief, plan["id"])
    seats = chief.get("/seats", round_id=round_id)["items"]
    assert {seat["state"] for seat in seats} == {"offered"}
    assert len(seats) == len(shown["coming"])
    by_receipt = {person.receipt: person for person in helpers}
    mine = {receipt: person.seats() for receipt, person in by_receipt.items()}
    assert sum(map(len, mine.values())) == len(seats)

    # why this shift: reasons and the next best, for oneself; nobody else's
    busy = next(receipt for receipt, own in mine.items() if own)
    other = next(person for person in helpers if person.receipt != busy)
    why = by_receipt[busy].get(f"/plans/{plan['id']}/volunteers/{by_receipt[busy].row['id']}/why")
    assert "roster_serves" in {reason["rule"] for reason in why["reasons"]}
    other.ask("GET", f"/plans/{plan['id']}/volunteers/{by_receipt[busy].row['id']}/why", 404)

    # all but one say yes; one declines a visit and is not asked for it again
    visits = [seat for seat in seats if seat["role"] == "visitor"]
    refused = visits[0]
    for seat in seats:
        person = by_receipt[seat["receipt"]]
        if seat["id"] == refused["id"]:
            person.move(f"/seats/{seat['id']}/decline", reason="")
        else:
            person.move(f"/seats/{seat['id']}/accept")
    # one cannot come at all in these weeks, and says so
    ill = by_receipt[next(seat["receipt"] for seat in visits if seat["receipt"] != refused["receipt"])]
    version = ill.get("/volunteers/me")["version"]
    away = {"available": ALWAYS, "blackouts": [{"first": FIRST.isoformat(), "last": LAST.isoformat()}]}
    ill.ask(
        "PATCH",
        f"/volunteers/{ill.row['id']}",
        200,
        json={"terms": {**ill.get("/volunteers/me")["terms"], **away}},
        headers={"If-Match": f'"{version}"'},
    )
    kept = {
        (seat["shift_code"], seat["role"], seat["receipt"])
        for seat in chief.get("/seats", round_id=round_id, state="accepted")["items"]
        if seat["receipt"] != ill.receipt
    }

    # planned again: whoever can stays, the ill person's seats go, the empty ones are filled
    _, again = planned(chief, round_id)
    changes = chief.get(f"/plans/{again['id']}/roster-changes")
    assert {one["receipt"] for one in changes["going"]} == {ill.receipt}
    published(chief, again["id"])
    standing = [
        (seat["shift_code"], seat["role"], seat["receipt"])
        for state in ("accepted", "offered")
        for seat in chief.get("/seats", round_id=round_id, state=state)["items"]
    ]
    assert kept <= set(standing)
    assert ill.receipt not in {receipt for _, _, receipt in standing}
    assert (refused["shift_code"], "visitor", refused["receipt"]) not in standing
    filled = [seat for seat in standing if seat[1] in ("visitor", "helper")]
    assert len(filled) == 6
    review = chief.get("/rosters/review")
    assert (review["volunteers"], len(review["at_risk"])) == (PEOPLE, 0)
