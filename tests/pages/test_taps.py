"""Buttons of the office that are pressed twice, or too late."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable

from fastapi.testclient import TestClient
from sqlalchemy import select

from scheduler import calendar, queries
from scheduler.models import Payment
from scheduler.office import Office
from scheduler.usecases import preparation
from scheduler.worker.solver import Solver
from tests.pages.street import Street, actor_of, add_street

Reader = Callable[..., TestClient]


def key_of(page: str) -> str:
    """What names the form of a page."""
    found = re.search(r'name="once" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def runs_of(street: Street) -> list[str]:
    with street.office.database.reading() as session:
        return [run.state for run in queries.runs.of_round(session, street.round_id)]


def test_a_second_press_changes_nothing_and_is_no_fault(reader: Reader, streets_office: Office) -> None:
    street = add_street(streets_office, "sorrel")
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


def test_a_form_has_one_effect_however_often_it_is_sent(reader: Reader, published_street: Street) -> None:
    member, office = actor_of(published_street, "resident").member_id, published_street.office
    client, place = reader(published_street.login("property_staff")), f"/counter/people/{member}/fees"
    with office.database.reading() as session:
        today = calendar.date_of(office.database.now(session), calendar.ZONE).isoformat()
    shown = {"method": "cash", "received_on": today, "once": key_of(client.get(place).text)}

    assert client.post(place, data={**shown, "fen": "x"}).status_code == 422
    pressed = [client.post(place, data={**shown, "fen": "2.80"}) for _ in "ab"]
    assert [answer.status_code for answer in pressed] == [303, 303]
    assert pressed[0].headers["location"] == pressed[1].headers["location"]
    other = client.post(place, data={**shown, "fen": "28"})
    assert (other.status_code, "said something else" in other.text) == (409, True)
    assert client.post(place, data={**shown, "fen": "28", "once": key_of(other.text)}).status_code == 303
    with office.database.reading() as session:
        paid = session.execute(select(Payment.fen).where(Payment.member_id == member).order_by(Payment.number))
        assert list(paid.scalars()) == [280, 2_800]


def test_a_press_that_comes_too_late_is_told_in_plain_words(reader: Reader, published_street: Street) -> None:
    client = reader(published_street.login("coordinator"))
    place = f"/office/rounds/{published_street.round_id}/close"

    chinese = client.post(place, headers={"Accept-Language": "zh"})
    assert chinese.status_code == 409
    assert "轮次目前的状态（已公示）不能进行此操作；需要的状态：申请中。" in chinese.text
    assert "轮次当前状态：已公示。" in chinese.text
    assert "As the round stands (published), this is not possible; it needs: open." in client.post(place).text
