"""The description of the API says what it does: no fault of ours, and no answer that is not described."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import BaseSchema
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.api.edge.access_objects import Stage, staged
from tests.api.edge.test_access_rules import TABLE
from tests.communities import town_on

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
FEW, MANY = 4, 100
UNENDING = ("/api/v1/sessions", "/api/v1/session")
"""What would sign the caller out."""


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.study)])
def stage(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with town_on(request.param, tmp_path_factory.mktemp("contract"), "published") as town:
        yield staged(town)


@pytest.fixture(scope="module")
def schema(stage: Stage) -> BaseSchema:
    """The description of the API, read once: it tells of some two hundred calls."""
    return schemathesis.openapi.from_asgi("/api/v1/openapi.json", stage.app)


def credentials(client: TestClient) -> dict[str, str]:
    """What a browser sends that is signed in."""
    cookies = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
    return {"Cookie": cookies, "Sec-Fetch-Site": "same-origin"}


def attack(stage: Stage, schema: BaseSchema, route: str, examples: int) -> None:
    """Send what the description allows, and what it does not, as an administrator and a coordinator."""
    method, address = route.split()
    operation = schema[address][method]
    callers = [credentials(stage.client(role, "own")) for role in ("admin", "coordinator", "resident")]
    known = stage.things("coordinator", "own")

    @settings(
        max_examples=examples,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(), at=st.integers(0, len(callers) - 1), real=st.booleans())
    def sent(case: Any, at: int, real: bool) -> None:
        if real:
            case.path_parameters = {name: known[name] for name in case.path_parameters or {}}
        case.cookies = {}
        case.call_and_validate(headers=callers[at], checks=CHECKS)

    sent()


@pytest.mark.parametrize("route", [route for route in TABLE if not route.endswith(UNENDING)])
def test_whatever_is_sent_is_answered_as_described(stage: Stage, schema: BaseSchema, route: str) -> None:
    attack(stage, schema, route, FEW)


@pytest.mark.study
@pytest.mark.parametrize("route", [route for route in TABLE if not route.endswith(UNENDING)])
def test_whatever_is_sent_is_answered_as_described_many_times(stage: Stage, schema: BaseSchema, route: str) -> None:
    attack(stage, schema, route, MANY)
