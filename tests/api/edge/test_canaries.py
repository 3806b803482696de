"""Nobody reads what is another's: data planted for each person is looked for in every answer to others."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from fixtures import people
from scheduler.models import Base
from scheduler.usecases import members, registration
from scheduler.usecases.registration import Wish
from tests.api.edge.access_objects import MINE, THEIRS, Stage, body_of, filled, staged
from tests.api.edge.test_access_rules import TABLE
from tests.communities import ASKING, NEWCOMERS, town_on
from tests.databases import KINDS
from tests.town import Town

PLANTED = {
    "name": "欧阳金丝雀",
    "phone": "13987654321",
    "identity": "110105199003072370",
    "address": "金丝雀路99弄7号",
    "mail": "canary@example.org",
    "plate": "沪A99X77",
}
"""Of somebody of whom everything is known."""
IN_CLEAR = (
    "GET /api/v1/members/{member_id}",
    "POST /api/v1/members/search",
    "GET /api/v1/plans/{plan_id}/differences",
    "GET /api/v1/hours/certificate",
    "GET /api/v1/hours/records/{service_record_id}",
    "GET /api/v1/agreements/{agreement_id}/terms",
)
"""Where staff are shown people: one of them in clear, others by a search, and by name where they ask for names."""
COLUMNS = frozenset(column.name for table in Base.metadata.tables.values() for column in table.columns)


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.study)])
def stage(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """What is shown of a row is the same code on both kinds, so the second is for the long run."""
    with set_up(request.param, tmp_path_factory.mktemp("stage")) as made:
        yield made


@pytest.fixture(scope="module", params=KINDS)
def outspoken(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """On both kinds, for each database tells in its own words what it refuses."""
    with set_up(request.param, tmp_path_factory.mktemp("outspoken")) as made:
        yield made


@contextmanager
def set_up(kind: str, folder: Path) -> Iterator[Stage]:
    with town_on(kind, folder, "published") as town:
        plant(town)
        yield staged(town)


def plant(town: Town) -> None:
    """Somebody of whom everything is known."""
    about: Any = {name: text for name, text in PLANTED.items() if name != "plate"}
    person = members.Person(**about, home_site_id=town.sites["H"])
    made = town.do(members.enrol, actor=town.coordinator, vault=town.vault, person=person)
    car = members.Car(PLANTED["plate"])
    town.do(members.add_vehicle, actor=town.coordinator, vault=town.vault, member_id=made.id, car=car)


def canaries(but: int | None = None) -> set[str]:
    """What belongs to people: phones and plates of the town, and everything of the one who was planted."""
    numbers = [number for number in range(ASKING + NEWCOMERS) if number != but]
    own = set() if but is None else {people.phone_of(but), people.plate_of(but), people.name_of(but)}
    found = {*PLANTED.values(), *map(people.phone_of, numbers), *map(people.plate_of, numbers)}
    return (found | {people.name_of(number) for number in numbers}) - own


def answers(stage: Stage, role: str, relation: str, but: tuple[str, ...] = ()) -> Mapping[str, Any]:
    """What each GET, and the search, answers to a role."""
    client, things = stage.client(role, relation), stage.things(role, "same" if relation == "other" else relation)
    out = {}
    for route, rule in TABLE.items():
        method, address = route.split()
        if route in but or (method != "GET" and not address.endswith(("/search", "/eligibility"))):
            continue
        query = "?" + filled(rule["query"], things) if "query" in rule else ""
        out[route] = client.request(method, filled(address, things) + query, json=body_of(rule.get("body"), things))
    return out


def seen(found: Mapping[str, Any], hidden: set[str]) -> list[tuple[str, str]]:
    return [
        (route, canary)
        for route, answer in found.items()
        for canary in hidden
        if canary in answer.text or canary in str(answer.headers) or canary in str(answer.url)
    ]


@pytest.mark.parametrize(
    ("role", "relation"),
    [
        ("anonymous", "same"),
        ("resident", "same"),
        ("resident", "never"),
        ("auditor", "same"),
        ("token", "other"),
        ("admin", "other"),
        ("coordinator", "other"),
        ("property_staff", "other"),
    ],
)
def test_nobody_but_staff_is_shown_anything_of_others(stage: Stage, role: str, relation: str) -> None:
    found = answers(stage, role, relation)

    assert len(found) > 40
    assert seen(found, canaries(but=MINE if role == "resident" else None)) == []


@pytest.mark.parametrize("role", ["coordinator", "admin", "property_staff"])
def test_staff_are_shown_people_only_where_they_ask_for_them(stage: Stage, role: str) -> None:
    assert seen(answers(stage, role, "same", but=IN_CLEAR), canaries()) == []


@pytest.mark.parametrize("role", ["resident", "property_staff", "coordinator", "admin", "auditor", "token"])
@pytest.mark.parametrize("relation", ["own", "same"])
def test_nobody_is_shown_an_elder_by_reading(stage: Stage, role: str, relation: str) -> None:
    assert seen(answers(stage, role, relation), {"奶奶E", "南浦路E", "19900009000"}) == []


def test_an_elder_is_shown_where_one_is_revealed_or_that_would_prove_nothing(stage: Stage) -> None:
    told = stage.client("coordinator", "same").post(f"/api/v1/elders/{stage.same['elder_id']}/reveal").text

    assert all(text in told for text in ("奶奶E", "南浦路E", "19900009000"))


def test_the_search_itself_works_or_it_would_prove_nothing(stage: Stage) -> None:
    """The control: where staff ask for a person they are shown one, and the search for canaries finds it."""
    found = answers(stage, "coordinator", "same")

    assert {route for route, _ in seen(found, canaries())} >= {"GET /api/v1/members/{member_id}"}


def test_one_sees_ones_own(stage: Stage) -> None:
    shown = stage.client("resident", "own").get(f"/api/v1/members/{stage.own['member_id']}").json()

    assert shown["phone"].endswith(people.phone_of(MINE))
    assert [car["plate"] for car in shown["vehicles"]] == [people.plate_of(MINE)]


def test_whoever_looks_at_another_in_clear_is_on_record_before(stage: Stage) -> None:
    coordinator, auditor = stage.client("coordinator", "same"), stage.client("auditor", "same")
    coordinator.get(f"/api/v1/members/{stage.same['member_id']}")

    entries = auditor.get("/api/v1/audit?limit=200").json()["items"]

    assert [entry["action"] for entry in entries if entry["subject_id"] == stage.same["member_id"]][
        -1
    ] == "member.reveal"


def test_a_search_shows_people_masked(stage: Stage) -> None:
    wanted = {"plate": PLANTED["plate"]}

    (found,) = stage.client("property_staff", "own").post("/api/v1/members/search", json=wanted).json()["items"]

    assert (found["name"], found["phone"]) == ("欧*", "*4321")


def test_no_personal_data_reaches_the_logs(outspoken: Stage, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        for role in ("anonymous", "resident", "coordinator"):
            answers(outspoken, role, "same")
        client = outspoken.client("coordinator", "same")
        client.post("/api/v1/members", json={"name": PLANTED["name"], "phone": PLANTED["phone"]})
        client.post("/api/v1/members", json={"name": PLANTED["name"], "phone": PLANTED["phone"] + "x"})

    own_lines = [record.getMessage() for record in caplog.records if record.name != "httpx2"]
    assert [line for line in own_lines for canary in canaries() if canary in line] == []


def test_refusals_do_not_repeat_what_was_sent(outspoken: Stage) -> None:
    client = outspoken.client("coordinator", "same")
    sent = [
        client.post("/api/v1/members", json={"name": PLANTED["name"], "phone": PLANTED["phone"]}),
        client.post("/api/v1/members", json={"name": PLANTED["name"], "phone": "13987654321x"}),
        client.post("/api/v1/members", json={"name": "x", "phone": "13900000000", "identity": "110105199003072371"}),
        client.post("/api/v1/members", json={"name": "x", "phone": "13900000000", "mail": "canary.example.org"}),
        client.post(f"/api/v1/members/{outspoken.same['member_id']}/vehicles", json={"plate": PLANTED["plate"]}),
        client.post(f"/api/v1/members/{outspoken.same['member_id']}/vehicles", json={"plate": "A99X77A99X77"}),
        client.post("/api/v1/members", json={"name": PLANTED["name"], "phone": 13987654321}),
    ]

    assert [answer.status_code for answer in sent] == [409, 422, 422, 422, 409, 422, 422]
    texts = "".join(answer.text for answer in sent)
    assert not any(part in texts for part in ("13987654321", "欧阳", "11010519900307", "canary", "99X77"))


def test_a_note_is_for_nobody_else(tmp_path: Path) -> None:
    with town_on("sqlite", tmp_path) as town:
        note = "我的邻居是13987654321"
        wish = Wish(town.vehicles[-1], [{"days": "every", "start": "08:00", "end": "18:00"}], note=note)
        row = town.do(
            registration.register,
            actor=town.people[-1],
            vault=town.vault,
            round_id=town.round_id,
            wish=wish,
            channel="web",
        )
        assert row.note_cipher is not None
        assert note.encode() not in row.note_cipher
        assert not any(note.encode() in path.read_bytes() for path in tmp_path.iterdir() if path.is_file())


def test_no_body_can_set_what_is_the_services_own(stage: Stage) -> None:
    """Mass assignment: columns that a route does not name are refused, whoever sends them."""
    admin, things = stage.client("admin", "same"), stage.things("admin", "same")
    described = stage.app.openapi()
    told = {}
    for route, rule in TABLE.items():
        method, address = route.split()
        if "requestBody" not in described["paths"][address][method.lower()]:
            continue
        sent = {**dict.fromkeys(COLUMNS, 1), **body_of(rule["body"], things)}
        answer = admin.request(method, filled(address, things), json=sent, headers={"If-Match": '"1"'})
        told[route] = (answer.status_code, answer.json()["code"])

    assert len(told) > 20
    assert {status for status, _ in told.values()} == {422}


def test_every_object_of_a_body_is_closed(stage: Stage) -> None:
    described = stage.app.openapi()
    bodies = {
        operation["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
        for operations in described["paths"].values()
        for operation in operations.values()
        if "requestBody" in operation
    }
    reached: set[str] = set()
    while bodies:
        name = bodies.pop()
        reached.add(name)
        inner = re.findall(r"#/components/schemas/(\w+)", str(described["components"]["schemas"][name]))
        bodies |= set(inner) - reached

    assert len(reached) > 20
    open_ones = [
        name for name in reached if described["components"]["schemas"][name].get("additionalProperties") is not False
    ]
    assert open_ones == []


def test_the_two_residents_are_different_people() -> None:
    assert people.name_of(MINE) != people.name_of(THEIRS)
