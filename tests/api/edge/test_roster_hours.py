"""From a published roster to hours in the bank over HTTP, with a clock that moves through the month."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from scheduler.models import Shift
from scheduler.usecases import clockwork
from tests.api.conftest import OWN_PAGE, PASSWORD
from tests.apps import create_app
from tests.roster_months import Month
from tests.rosters_town import RosterTown, build
from tests.town import Town

API = "/api/v1"


@pytest.fixture
def roster(town: Town) -> RosterTown:
    made = build(town)
    for number in (0, 1):
        made.offer(number, mentor_of=["home_visit", "calligraphy", "night_patrol", "lantern_fair"])
    return made


class Somebody:
    """A person who signs in for every call: weeks lie between them."""

    def __init__(self, roster: RosterTown, login: str) -> None:
        self._app, self._login = create_app(roster.town.office), login

    def call(self, method: str, path: str, status: int = 200, **body: Any) -> Any:
        client = TestClient(self._app, headers={**OWN_PAGE, "Accept-Language": "en"})
        signed_in = client.post(f"{API}/session", json={"login": self._login, "password": PASSWORD})
        assert signed_in.status_code == 204
        answer = client.request(method, f"{API}{path}", json=body or None)
        assert answer.status_code == status, answer.text
        return answer.json()


def test_what_was_planned_and_served_is_in_the_bank_to_the_minute(roster: RosterTown) -> None:
    month, clock = Month(roster), roster.town.clock
    month.close()
    month.publish(month.plan())
    person, chief = Somebody(roster, "person0"), Somebody(roster, "coordinator")

    # everything that was offered to one person, answered
    mine = person.call("GET", "/seats?state=offered&limit=50")["items"]
    assert {seat["source"] for seat in mine} == {"plan"}
    for seat in mine:
        assert person.call("POST", f"/seats/{seat['id']}/accept")["state"] == "accepted"
    served = next(
        seat for seat in mine if seat["role"] in ("visitor", "teacher", "patroller", "steward", "first_aider")
    )
    shift = roster.one(Shift, next(row for code, row in roster.shifts.items() if code == served["shift_code"]))
    codes = {
        name: chief.call("POST", f"/meeting-points/{point}/check-in-code")["code"]
        for name, point in roster.points.items()
    }
    code = {"code": codes[name]} if (name := at(roster, shift)) else {}

    # too early, then in time; out again five minutes before the end
    clock.now = shift.starts_at - timedelta(hours=2)
    assert person.call("POST", f"/seats/{served['id']}/check-in", 409, **code)["code"] == "too_early"
    clock.now = shift.starts_at - timedelta(minutes=10)
    assert person.call("POST", f"/seats/{served['id']}/check-in", **code)["state"] == "checked_in"
    clock.now = shift.ends_at - timedelta(minutes=5)
    assert person.call("POST", f"/seats/{served['id']}/check-out", **code)["state"] == "checked_out"
    minutes = int((shift.ends_at - shift.starts_at).total_seconds() // 60) - 5

    # the clockwork settles it once the shift is over; a second turn changes nothing
    clock.now = shift.ends_at + timedelta(minutes=1)
    for _ in range(2):
        clockwork.tick(roster.town.office)
    statement = person.call("GET", "/hours/statement?month=2026-05")
    assert [(line["minutes"], line["evidence"]) for line in statement["lines"]] == [(minutes, "A")]
    assert (statement["opening"], statement["closing"]) == (0, minutes)
    assert person.call("GET", f"/seats/{served['id']}")["state"] == "done"
    assert person.call("GET", "/hours/certificate")["minutes"] == minutes


def at(roster: RosterTown, shift: Shift) -> str | None:
    """Name of the point where a shift meets; none at an elder's home."""
    return next((name for name, row in roster.points.items() if row == shift.point_id), None)
