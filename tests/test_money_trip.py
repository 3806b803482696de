"""Parking as a community runs it: covenant, application path, agreement, use, disputes, money, all through HTTP.

A month goes by in it, so the service is called in this process, whose clock the test moves; what the worker does in
turn (solving, preparing, the clockwork) is done between the calls, as a worker would.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from fixtures import people
from scheduler.usecases import clockwork, publication
from tests.api.conftest import OWN_PAGE
from tests.apps import create_app
from tests.communities import PASSWORD
from tests.town import Town

NIGHT = [{"start": "19:00", "end": "07:30"}]
MONTH_FEN, HOUR_FEN = 10_001, 500
"""What a night space costs a month, and an hour of overstay; the first is divided by three with a remainder."""
SETTINGS: dict[str, Any] = {
    "parking": {"criteria": {"class": 1, "decision": 1}, "reserve_percent": 0, "outside_percent": 50},
    "path": {"signature_needed": True, "documents_needed": True, "documents": {"tenant": ["vehicle_licence"]}},
    "fees": {
        "tariffs": [
            {"subject": "right", "period": "month", "fen": MONTH_FEN},
            {"subject": "overstay", "period": "hour", "fen": HOUR_FEN},
        ]
    },
}
FIRST, SECOND, THIRD = 7, 8, 0
"""Three people of the compound, for its two spaces."""


class Caller:
    """Somebody who calls the service."""

    def __init__(self, app: FastAPI, login: str) -> None:
        self.client = TestClient(app, headers={**OWN_PAGE, "Accept-Language": "en"})
        answer = self.client.post("/api/v1/session", json={"login": login, "password": PASSWORD})
        assert answer.status_code == 204, answer.text

    def ask(self, method: str, path: str, status: int, **sent: Any) -> Any:
        """One call with the status it must have; its answer."""
        answer = self.client.request(method, f"/api/v1{path}", **sent)
        assert answer.status_code == status, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None

    def get(self, path: str, **query: Any) -> Any:
        return self.ask("GET", path, 200, params=query)

    def make(self, path: str, **sent: Any) -> Any:
        return self.ask("POST", path, 201, json=sent)

    def move(self, path: str, **sent: Any) -> Any:
        return self.ask("POST", path, 200, json=sent)


class Street:
    """The town as its people meet it over HTTP; time goes by when the test says so."""

    def __init__(self, town: Town) -> None:
        self.town, self.app = town, create_app(town.office)

    def by(self, login: str) -> Caller:
        """Somebody signed in now: sessions end, and weeks go by."""
        return Caller(self.app, login)

    def until(self, moment: datetime) -> None:
        """Let time pass, with what happens by itself."""
        self.town.clock.now = moment
        clockwork.nightly(self.town.office)
        clockwork.tick(self.town.office)

    def plan(self, round_id: str) -> dict[str, Any]:
        """A plan of a round, by a run that the office orders."""
        office = self.by("coordinator")
        run = office.make(f"/rounds/{round_id}/runs", seed=7, engine="direct")
        self.town.solve(UUID(run["id"]))
        plan: dict[str, Any] = office.get(f"/rounds/{round_id}/plans")["items"][0]
        return plan

    def publish(self, plan_id: str) -> None:
        office = self.by("coordinator")
        version = office.make(f"/plans/{plan_id}/publications")
        publication.prepare(self.town.office, UUID(version["id"]))
        office.move(f"/publications/{version['id']}/publish")
        clockwork.tick(self.town.office)


def shanghai(month: int, day: int, hour: int = 12, minute: int = 0) -> datetime:
    """A civil time of 2026."""
    return datetime(2026, month, day, hour, minute, tzinfo=UTC) - timedelta(hours=8)


def stamp(moment: datetime) -> str:
    return moment.isoformat()


def appointed(street: Street, login: str, role: str) -> None:
    """An account for a role, given by the administrator."""
    admin = street.by("admin")
    account = admin.make("/accounts", login=login, password=PASSWORD)
    admin.make(f"/accounts/{account['id']}/roles", name=role)


def adopted(street: Street) -> int:
    """A covenant with fees: drafted, put to the council, voted on, in force from the next day on."""
    office = street.by("coordinator")
    draft = street.by("admin").make(
        "/covenant-drafts", title="Fees", settings=SETTINGS, text_zh="公约", text_en="Covenant"
    )
    at = f"/covenant-drafts/{draft['id']}/moves"
    council = street.by("council")
    council.ask("POST", at, 409, json={"action": "adopt"})
    street.by("admin").move(at, action="propose")
    since = shanghai(5, 2, 0)
    assert (
        council.ask("POST", at, 422, json={"action": "adopt", "in_force_from": stamp(since)})["code"] == "vote_missing"
    )
    vote = {"votes_for": 9, "votes_against": 0, "abstained": 1, "voted_on": "2026-05-01", "minutes": "2026-7"}
    done = council.move(at, action="adopt", vote=vote, in_force_from=stamp(since))
    assert done["state"] == "adopted"
    told = office.ask("GET", "/public/communities/tangqiao/covenant/versions", 200)["items"]
    return int(told[0]["version"])


def opened(street: Street) -> str:
    """A round of June nights at the compound's two spaces; the tower is closed."""
    office = street.by("coordinator")
    tower = street.town.sites["T"]
    version = office.get(f"/sites/{tower}")["version"]
    closure = {"first": "2026-06-01", "last": "2026-06-30", "reason": "Resurfacing"}
    office.ask("POST", f"/sites/{tower}/closures", 201, json=closure, headers={"If-Match": f'"{version}"'})
    round_id = office.make(
        "/rounds",
        code="june",
        title_zh="六月",
        title_en="June",
        apply_from=stamp(shanghai(5, 2)),
        apply_until=stamp(shanghai(5, 20)),
        use_first="2026-06-01",
        use_last="2026-06-30",
        display_days=3,
        accept_days=5,
    )["id"]
    office.move(f"/rounds/{round_id}/moves", action="open")
    return str(round_id)


def registered(street: Street, round_id: str, person: int) -> dict[str, Any]:
    """A wish that was looked at, sent, endorsed with its document seen, and approved."""
    town = street.town
    asked = {"vehicle_id": str(town.vehicles[person]), "uses": NIGHT, "longest_walk": 500}
    resident = street.by(f"person{person}")
    slip = resident.move(f"/rounds/{round_id}/eligibility", **asked)
    assert [line["code"] for line in slip["missing"]] == [] or slip["bring"]
    row: dict[str, Any] = resident.make(f"/rounds/{round_id}/registrations", **asked)
    staff, office = street.by("staff"), street.by("coordinator")
    staff.move(f"/registrations/{row['id']}/moves", action="endorse")
    refused = office.ask("POST", f"/registrations/{row['id']}/moves", 409, json={"action": "approve"})
    assert refused["code"] == "documents_missing"
    member = town.people[person].member_id
    vehicle = str(town.vehicles[person])
    staff.make(f"/members/{member}/documents", document="vehicle_licence", vehicle_id=vehicle)
    office.move(f"/registrations/{row['id']}/moves", action="approve")
    return row


def outcomes(street: Street, round_id: str) -> dict[str, str]:
    """What came of each receipt, by the public notice."""
    lines = street.by("auditor").get(f"/public/rounds/{round_id}/notice")["items"]
    return {line["receipt"]: line["outcome"] for line in lines}


def passed(street: Street, person: int, direction: str, moment: datetime) -> None:
    """A vehicle at the compound's gate."""
    told = {
        "plate": people.plate_of(person),
        "direction": direction,
        "at": stamp(moment),
        "reference": f"{direction}-{person}-{moment:%d%H%M}",
    }
    gate = street.by("staff")
    answer = gate.move(f"/sites/{street.town.sites['H']}/passages", source="gate", passages=[told])
    assert (answer["recorded"], answer["refused"]) == (1, [])


@pytest.fixture
def street(town: Town) -> Street:
    return Street(town)


def test_a_community_runs_its_parking_from_the_covenant_to_the_public_statement(street: Street) -> None:
    appointed(street, "council", "council")
    appointed(street, "committee", "committee")
    version = adopted(street)
    street.until(shanghai(5, 2))

    # register → slip → documents → endorsed → approved → competing
    round_id = opened(street)
    rows = {person: registered(street, round_id, person) for person in (FIRST, SECOND, THIRD)}
    street.until(shanghai(5, 20))
    plan = street.plan(round_id)
    street.publish(plan["id"])
    found = outcomes(street, round_id)
    served = [person for person, row in rows.items() if found[row["receipt"]] == "allocated"]
    (waiting,) = [person for person in rows if person not in served]
    assert len(served) == 2

    # who was refused opens a case while the notice stands: the round stays open to a decision
    refused = street.by(f"person{waiting}").make(
        "/disputes", about="decision", subject_id=rows[waiting]["id"], statement="The space was promised to me."
    )

    # offered with a fee → accepted → agreement drawn up → signed
    agreements = {person: agreed(street, rows[person], version) for person in served}

    # June: rights are active, invoices are written, one vehicle stays too long
    street.until(shanghai(6, 1, 1))
    assert {street.by("staff").get(f"/agreements/{one['id']}")["state"] for one in agreements.values()} == {"active"}
    late, other = served
    invoice = paid(street, late)
    overstay = overstayed(street, late)

    # the overstay: a dispute, mediated, settled by waiving it; what was paid for it is paid back
    case = street.by(f"person{late}").make(
        "/disputes", about="violation", subject_id=overstay["violation"], statement="The gate would not open."
    )
    committee = street.by("committee")
    committee.move(f"/disputes/{case['id']}/moves", action="mediate")
    effects = [{"kind": "waive", "subject_id": overstay["violation"]}]
    settled = committee.move(f"/disputes/{case['id']}/moves", action="settle", reason="It did not.", effects=effects)
    assert settled["state"] == "settled"
    (back,) = street.by(f"person{late}").get("/refunds")["items"]
    assert (back["due_fen"], back["state"]) == (overstay["fen"], "due")

    # the refusal: a dispute that the council decides; its pin enters the next plan by itself
    pinned(street, round_id, rows[waiting], waiting, refused["id"])
    again = street.plan(round_id)
    street.publish(again["id"])
    after = outcomes(street, round_id)
    assert after[rows[waiting]["receipt"]] == "allocated"
    (displaced,) = [person for person in served if after[rows[person]["receipt"]] != "allocated"]

    # who had to give way is paid back the days that are left
    ended = street.by("staff").get(f"/agreements/{agreements[displaced]['id']}")
    assert ended["state"] == "ended"
    if displaced == late:
        unused = [one for one in street.by(f"person{late}").get("/refunds")["items"] if one["id"] != back["id"]]
        assert [0 < one["fen"] < invoice["fen"] for one in unused] == [True]
    office = street.by("coordinator")
    for refund in office.get("/refunds")["items"]:
        if refund["state"] == "due" and refund["due_fen"]:
            office.move(f"/refunds/{refund['id']}/pay-out", method="cash")

    # the month is closed, in its turn; its statement is public and sums
    street.until(shanghai(7, 2))
    closed_months(street, "2026-06")
    told = street.by(f"person{other}").get("/public/money/months/2026-06", community="tangqiao")["statement"]
    assert told["totals"]["held"]["closing"] == told["totals"]["owned"]["closing"]
    assert "H" not in [line["site"] for line in told["sites"]]  # so few paid there that everybody is told a sum only
    (site,) = [line for line in street.by("coordinator").get("/money/months/2026-06")["sites"] if line["site"] == "H"]
    assert sum(site["shares"].values()) == site["received"]
    assert site["received"] == invoice["fen"] + overstay["fen"]
    assert people.plate_of(late) not in str(told)


def agreed(street: Street, row: dict[str, Any], version: int) -> dict[str, Any]:
    """The price is told, the right accepted, the agreement drawn up, verified by its code, and signed."""
    resident = street.by(f"person{person_of(street, row)}")
    price = resident.get(f"/registrations/{row['id']}/price")
    assert (price["fen"], price["covenant_version"], price["accepted_at"]) == (MONTH_FEN, version, None)
    resident.move(f"/registrations/{row['id']}/moves", action="accept")
    assert resident.get(f"/registrations/{row['id']}/price")["fen"] == MONTH_FEN
    (drawn,) = resident.get("/agreements")["items"]
    assert (drawn["state"], drawn["covenant_version"]) == ("drawn_up", version)
    terms = resident.get(f"/agreements/{drawn['id']}/terms")
    assert terms["fee"]["fen"] == MONTH_FEN
    code = terms["verify_at"].rsplit("/", 1)[1]
    told = street.by("auditor").get(f"/public/agreements/{code}")
    assert told["number"] == drawn["number"]
    assert terms["plate"] not in str(told)
    signed: dict[str, Any] = street.by("staff").ask(
        "POST",
        f"/agreements/{drawn['id']}/sign",
        200,
        json={"signed_on": "2026-05-20", "channel": "door"},
        headers={"If-Match": f'"{drawn["version"]}"'},
    )
    assert signed["state"] == "signed"
    return signed


def person_of(street: Street, row: dict[str, Any]) -> int:
    """Whose a registration is."""
    return [str(actor.member_id) for actor in street.town.people].index(row["member_id"])


def paid(street: Street, person: int) -> dict[str, Any]:
    """The month's invoice, paid at the counter; its receipt has a number."""
    member = str(street.town.people[person].member_id)
    (invoice,) = street.by(f"person{person}").get("/invoices")["items"]
    assert (invoice["fen"], invoice["month"], invoice["state"]) == (MONTH_FEN, "2026-06", "issued")
    payment = street.by("staff").make(
        "/payments", member_id=member, method="cash", fen=invoice["fen"], received_on="2026-06-01"
    )
    assert payment["number"] == 1
    found: dict[str, Any] = street.by(f"person{person}").get(f"/invoices/{invoice['id']}")
    assert found["state"] == "paid"
    return found


def overstayed(street: Street, person: int) -> dict[str, Any]:
    """A night that ends two hours too late: checked by a warden, charged, paid."""
    street.town.clock.now = shanghai(6, 2, 19, 5)
    passed(street, person, "in", shanghai(6, 2, 19))
    staff, plate = street.by("staff"), people.plate_of(person)
    street.town.clock.now = shanghai(6, 2, 22)
    assert street.by("staff").move("/plate-checks", plate=plate)["may_stand"]
    street.town.clock.now = shanghai(6, 3, 9)
    clockwork.tick(street.town.office)
    assert not street.by("staff").move("/plate-checks", plate=plate)["may_stand"]
    street.town.clock.now = shanghai(6, 3, 9, 30)
    passed(street, person, "out", shanghai(6, 3, 9, 30))
    clockwork.tick(street.town.office)
    (violation,) = street.by(f"person{person}").get("/violations")["items"]
    assert (violation["kind"], violation["state"]) == ("overstay", "charged")
    resident = street.by(f"person{person}")
    (charged,) = [one for one in resident.get("/invoices")["items"] if one["income"] == "overstay"]
    assert charged["fen"] % HOUR_FEN == 0
    member = str(street.town.people[person].member_id)
    staff = street.by("staff")
    staff.make("/payments", member_id=member, method="cash", fen=charged["fen"], received_on="2026-06-03")
    return {"violation": violation["id"], "fen": charged["fen"]}


def pinned(street: Street, round_id: str, row: dict[str, Any], person: int, case: str) -> None:
    """The council decides that a refused registration is to have a place at the compound."""
    street.until(shanghai(6, 5))
    seen = street.by(f"person{person}").get(f"/disputes/{case}")
    if seen["state"] == "opened":
        street.by(f"person{person}").move(f"/disputes/{case}/moves", action="refer", reason="It is urgent.")
    street.by("coordinator").ask(
        "POST", f"/disputes/{case}/moves", 403, json={"action": "decide", "reason": "x", "upheld": True}
    )
    effects = [{"kind": "pin", "subject_id": row["id"], "site_id": str(street.town.sites["H"])}]
    done = street.by("council").move(
        f"/disputes/{case}/moves", action="decide", reason="It was.", upheld=True, effects=effects
    )
    assert (done["state"], done["upheld"]) == ("decided", True)
    locks = street.by("coordinator").get(f"/rounds/{round_id}/locks")["items"]
    assert [(lock["registration_id"], lock["kind"]) for lock in locks] == [(row["id"], "fix")]


def closed_months(street: Street, last: str) -> None:
    """Every month is closed in its order, up to one."""
    office = street.by("coordinator")
    while (month := office.get("/money/months")["next_to_close"]) is not None and month <= last:
        office.make(f"/money/months/{month}/close")
