"""Commands that are sent again: one effect for one key, and the same answer each time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler import queries
from scheduler.actors import Actor
from scheduler.errors import Busy, Conflict, Refused, Rejected
from scheduler.ids import new_id
from scheduler.models import Account, Community, IdempotencyKey
from scheduler.office import Office
from scheduler.usecases import commands
from scheduler.usecases.commands import Answer, Command
from tests.api.conftest import Signer

CALLERS, KEYS = 24, 6
TOKEN = {"name": "board", "scopes": ["read"]}
WHO = Actor(new_id(), new_id())


def told(refused: Refused) -> Answer:
    return Answer(409, refused.code.encode(), {"Content-Type": "x"})


def founding(slug: str) -> commands.Work:
    """Something that leaves a row: a community, by its unique name."""

    def found(session: Session, _actor: Actor, _now: datetime) -> Answer:
        session.add(Community(slug=slug, name_zh=slug, name_en=slug))
        session.flush()
        return Answer(201, slug.encode(), {"Location": f"/{slug}"})

    return found


def run(office: Office, key: str, work: commands.Work, content: str = "POST /x", who: Actor = WHO) -> Answer:
    command = Command(lambda _session, _now: who, key, content)
    return commands.run(office.database, office.vault, command, work, told)


def slugs(office: Office) -> list[str]:
    with office.database.reading() as session:
        return sorted(row.slug for row in queries.community.all_of_them(session))


def test_equal_commands_sent_at_once_have_one_effect_and_one_answer(office: Office) -> None:
    before = slugs(office)
    jobs = [(f"k{at % KEYS}", f"c{at % KEYS}") for at in range(KEYS * CALLERS)]

    with ThreadPoolExecutor(CALLERS) as pool:
        answers = list(pool.map(lambda job: (job[0], run(office, job[0], founding(job[1]))), jobs))

    assert slugs(office) == sorted([*before, *(f"c{at}" for at in range(KEYS))])
    assert {key: {answer.body for name, answer in answers if name == key} for key in ("k0", "k5")} == {
        "k0": {b"c0"},
        "k5": {b"c5"},
    }


def test_without_the_key_the_second_would_have_an_effect_of_its_own(office: Office) -> None:
    """The control of the test above: it is the key that holds the second back, not the name."""
    run(office, "k", founding("a"))
    run(office, "other", founding("b"))

    assert {"a", "b"} <= set(slugs(office))


def test_equal_calls_sent_at_once_make_one_token(signed_in: Signer) -> None:
    resident = signed_in("resident")

    def call(_at: int) -> bytes:
        answer = resident.post("/api/v1/tokens", json=TOKEN, headers={"Idempotency-Key": "once"})
        return answer.content + str(answer.status_code).encode()

    with ThreadPoolExecutor(8) as pool:
        answers = set(pool.map(call, range(16)))

    assert len(answers) == 1
    assert len(resident.get("/api/v1/tokens").json()["items"]) == 1


def test_a_call_without_a_key_is_a_new_one(signed_in: Signer) -> None:
    resident = signed_in("resident")
    for _ in range(2):
        resident.post("/api/v1/tokens", json=TOKEN)

    assert len(resident.get("/api/v1/tokens").json()["items"]) == 2


def test_a_key_with_another_body_or_address_is_refused(signed_in: Signer) -> None:
    admin = signed_in("admin")
    key = {"Idempotency-Key": "k"}
    admin.post("/api/v1/tokens", json=TOKEN, headers=key)

    answers = [
        admin.post("/api/v1/tokens", json={**TOKEN, "name": "other"}, headers=key),
        admin.post("/api/v1/accounts", json={"login": "a", "password": "a-long-password"}, headers=key),
    ]

    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [(422, "key_reused")] * 2


def test_a_key_belongs_to_whoever_sent_it(signed_in: Signer) -> None:
    made = [
        signed_in(role).post("/api/v1/tokens", json=TOKEN, headers={"Idempotency-Key": "k"})
        for role in ("resident", "admin")
    ]

    assert [answer.status_code for answer in made] == [201, 201]
    assert made[0].json()["id"] != made[1].json()["id"]


def test_the_answer_comes_again_with_its_status_and_headers(signed_in: Signer) -> None:
    admin = signed_in("admin")
    account = {"login": "newcomer", "password": "a-long-password"}
    first, again = (admin.post("/api/v1/accounts", json=account, headers={"Idempotency-Key": "k"}) for _ in range(2))

    assert again.content == first.content
    for name in ("etag", "location", "content-type"):
        assert again.headers[name] == first.headers[name]


def test_a_refusal_comes_again_even_where_the_call_would_now_succeed(office: Office, signed_in: Signer) -> None:
    admin = signed_in("admin")
    account = {"login": "newcomer", "password": "a-long-password"}
    admin.post("/api/v1/accounts", json=account)
    refused = admin.post("/api/v1/accounts", json=account, headers={"Idempotency-Key": "k"})

    office.database.transact(
        lambda session: session.delete(session.execute(select(Account).where(Account.login == "newcomer")).scalar_one())
    )
    again = admin.post("/api/v1/accounts", json=account, headers={"Idempotency-Key": "k"})

    assert (refused.status_code, refused.json()["code"]) == (409, "login_taken")
    assert (again.status_code, again.content) == (409, refused.content)


def test_a_refused_command_leaves_nothing_but_its_answer(office: Office) -> None:
    def refusing(session: Session, actor: Actor, now: datetime) -> Answer:
        founding("half")(session, actor, now)
        raise Conflict("space_taken")

    before = slugs(office)
    answer = run(office, "k", refusing)

    assert (answer.status, answer.body) == (409, b"space_taken")
    assert slugs(office) == before
    assert run(office, "k", founding("whole")) == answer


@pytest.mark.parametrize("failure", [Busy(), ValueError("a fault of ours")])
def test_a_failure_is_not_an_answer_and_the_same_key_may_try_again(office: Office, failure: Exception) -> None:
    def failing(session: Session, actor: Actor, now: datetime) -> Answer:
        founding("half")(session, actor, now)
        raise failure

    before = slugs(office)
    with pytest.raises(type(failure)):
        run(office, "k", failing)

    assert slugs(office) == before
    assert run(office, "k", founding("whole")).status == 201


def test_another_command_under_the_key_is_refused_and_the_first_answer_stays(office: Office) -> None:
    first = run(office, "k", founding("a"))

    with pytest.raises(Rejected, match="key_reused"):
        run(office, "k", founding("b"), content="POST /y")

    assert run(office, "k", founding("a")) == first


def test_answers_are_kept_sealed(office: Office, signed_in: Signer, tmp_path: Path) -> None:
    secret = signed_in("resident").post("/api/v1/tokens", json=TOKEN, headers={"Idempotency-Key": "k"}).json()["secret"]

    with office.database.reading() as session:
        (kept,) = session.execute(select(IdempotencyKey)).scalars()
        assert kept.body is not None
        assert secret.encode() not in kept.body
    files = [path.read_bytes() for path in tmp_path.iterdir() if path.is_file()]
    assert not any(secret.encode() in content for content in files)


@pytest.mark.parametrize("key", ["", "a b", "ü", "x" * 201])
def test_a_key_that_cannot_be_is_refused(signed_in: Signer, key: str) -> None:
    answer = signed_in("resident").post(
        "/api/v1/tokens",
        json=TOKEN,
        headers={b"Idempotency-Key": key.encode()},
    )

    assert (answer.status_code, answer.json()["field"]) == (422, "Idempotency-Key")


def test_every_route_that_makes_something_takes_a_key(client: TestClient) -> None:
    paths: dict[str, Any] = client.get("/api/v1/openapi.json").json()["paths"]
    making = [
        operations["post"]
        for operations in paths.values()
        if "201" in operations.get("post", {"responses": {}})["responses"]
    ]

    assert len(making) > 10
    assert all("Idempotency-Key" in str(operation["parameters"]) for operation in making)
