"""Buttons of the office that are pressed twice, or too late."""

from __future__ import annotations

import threading
from collections.abc import Callable

from fastapi.testclient import TestClient

from scheduler import queries
from scheduler.office import Office
from scheduler.usecases import preparation
from scheduler.worker.solver import Solver
from tests.pages.street import Street, add_street

Reader = Callable[..., TestClient]


def runs_of(street: Street) -> list[str]:
    with street.office.database.reading() as session:
        return [run.state for run in queries.runs.of_round(session, street.round_id)]


def test_a_second_press_changes_nothing_and_is_no_fault(reader: Reader, streets_office: Office) -> None:
    street = add_street(streets_office, "hazel")
    client, home = reader(street.login("coordinator")), f"/office/rounds/{street.round_id}"

    def press_twice(place: str, **form: str) -> None:
        answers = [client.post(place, data=form) for _ in range(2)]
        assert [(answer.status_code, answer.headers.get("location")) for answer in answers] == [(303, home)] * 2

    press_twice(f"{home}/close")
    press_twice(f"{home}/runs/order", work_limit="10")
    assert runs_of(street) == ["queued"]
    with streets_office.database.reading() as session:
        run = queries.runs.of_round(session, street.round_id)[0]
    Solver(streets_office, "pages", threading.Event()).solve(run.id)
    press_twice(f"{home}/runs/{run.id}/stop")
    assert runs_of(street) == ["done"]
    with streets_office.database.reading() as session:
        plan = queries.plans.newest(session, street.round_id)
    assert plan is not None
    press_twice(f"/office/plans/{plan.id}/prepare")
    with streets_office.database.reading() as session:
        (version,) = queries.publications.of_round(session, street.round_id)
    preparation.prepare(streets_office, version.id)
    assert "Publish</button>" in client.get(f"/office/publications/{version.id}").text
    press_twice(f"/office/publications/{version.id}/publish")
    assert "Publish</button>" not in client.get(f"/office/publications/{version.id}").text
    late = client.post(f"/office/publications/{version.id}/abandon")
    assert (late.status_code, f'href="/office/publications/{version.id}"' in late.text) == (409, True)


def test_a_press_that_comes_too_late_is_told_in_plain_words(reader: Reader, published_street: Street) -> None:
    client = reader(published_street.login("coordinator"))
    place = f"/office/rounds/{published_street.round_id}/close"

    chinese = client.post(place, headers={"Accept-Language": "zh"})
    assert chinese.status_code == 409
    assert "轮次目前的状态（已公示）不能进行此操作；需要的状态：申请中。" in chinese.text
    assert "As the round stands (published), this is not possible; it needs: open." in client.post(place).text
