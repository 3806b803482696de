"""Who may call what on whose things: every route, every role, against the table `access.toml`.

The table is written by hand and is the rule; a route that it does not name fails. Not allowed to know and not there
give the same answer.
"""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI
from sqlalchemy.engine import make_url

from tests.api.edge.access_objects import RELATIONS, ROLES, Stage, body_of, filled, staged
from tests.communities import town_at, town_on

MODEL = "model.sqlite"
TABLE: dict[str, Any] = tomllib.loads(Path(__file__).with_name("access.toml").read_text(encoding="utf-8"))


class Scene:
    """A stage that is set up anew after a call that changed it."""

    def __init__(self, kind: str, folder: Path) -> None:
        self._kind, self._folder, self._open = kind, folder, ExitStack()
        self._model: Stage | None = None
        self.stage = self._set_up()

    def call(self, route: str, role: str, relation: str) -> httpx2.Response:
        """The answer to a call as the table describes it."""
        method, address = route.split()
        things = self.stage.things(role, "own" if relation == "any" else relation)
        rule = TABLE[route]
        query = "?" + filled(rule["query"], things) if "query" in rule else ""
        client = self.stage.client(role, relation)
        headers = {"If-Match": '"1"'} if method != "GET" else {}
        answer = client.request(
            method, filled(address, things) + query, json=body_of(rule.get("body"), things), headers=headers
        )
        if method != "GET" and answer.is_success:
            self.close()
            self.stage = self._set_up()
        return answer

    def close(self) -> None:
        self._open.close()

    def _set_up(self) -> Stage:
        if self._kind != "sqlite":
            return staged(self._open.enter_context(town_on(self._kind, self._folder, "published")))
        if self._model is None:
            with town_on(self._kind, self._folder, "published") as town:
                self._model = staged(town)
                for role in ROLES:
                    for relation in ("own", "other"):
                        self._model.client(role, relation)
            shutil.move(self._folder / "town.sqlite", self._folder / MODEL)
        # A copy of the file costs a hundredth of setting the stage up by use cases.
        shutil.copy(self._folder / MODEL, self._folder / "town.sqlite")
        for left in ("town.sqlite-wal", "town.sqlite-shm"):
            (self._folder / left).unlink(missing_ok=True)
        url = make_url(f"sqlite:///{self._folder / 'town.sqlite'}")
        town = self._open.enter_context(town_at(url, self._folder, self._model.town.clock))
        return self._model.on(town)


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.study)])
def scene(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """The rules are the same code on both kinds, so the second is for the long run."""
    made = Scene(request.param, tmp_path_factory.mktemp("scene"))
    yield made
    made.close()


def routes_of(app: FastAPI) -> list[str]:
    return [f"{method.upper()} {address}" for address, methods in app.openapi()["paths"].items() for method in methods]


@pytest.mark.parametrize("route", TABLE)
def test_a_route_answers_each_role_as_the_table_says(scene: Scene, route: str) -> None:
    expected = {relation: row for relation, row in TABLE[route].items() if relation in (*RELATIONS, "any")}

    found = {relation: [scene.call(route, role, relation).status_code for role in ROLES] for relation in expected}

    assert found == expected


@pytest.mark.parametrize(
    "route", [route for route, rule in TABLE.items() if route.startswith("GET") and "other" in rule]
)
def test_what_is_another_communitys_looks_as_if_it_never_was(scene: Scene, route: str) -> None:
    answers = [scene.call(route, "coordinator", relation) for relation in ("other", "never")]
    hidden = {answer.content for answer in answers if answer.status_code == 404}

    assert len(hidden) == 1


def test_the_table_names_every_route_and_no_other(app: FastAPI) -> None:
    assert sorted(TABLE) == sorted(routes_of(app))


def test_every_row_has_a_status_for_every_role() -> None:
    rows = [row for rule in TABLE.values() for name, row in rule.items() if name in (*RELATIONS, "any")]

    assert {len(row) for row in rows} == {len(ROLES)}


def test_what_has_an_address_of_its_own_is_asked_for_in_every_relation() -> None:
    missing = [
        route for route, rule in TABLE.items() if "_id}" in str([route, rule]) and not rule.keys() >= set(RELATIONS)
    ]

    assert missing == []


def test_auditors_change_nothing() -> None:
    at = ROLES.index("auditor")
    own_account = ("/session", "/sessions", "/me/password", "/tokens", "/tokens/{token_id}", "/feeds/{feed_id}")
    only_looks = ("/room-bookings/search", "/room-series/check", "/public/guidance")
    allowed = [
        route
        for route, rule in TABLE.items()
        if not route.startswith("GET") and not route.endswith((*own_account, *only_looks))
        for name, row in rule.items()
        if name in (*RELATIONS, "any") and row[at] != 403
    ]

    assert allowed == []
