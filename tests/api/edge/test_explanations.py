"""The explanation of a result by HTTP: figures and words, in both languages, and nobody else's receipt."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from scheduler import queries
from scheduler.ids import new_id
from scheduler.models import Alternative, PublicationRow, Refusal
from tests import seasons
from tests.api.conftest import OWN_PAGE, PASSWORD
from tests.apps import create_app
from tests.town import Town

Ask = Callable[..., Any]
WAITING = 6


@pytest.fixture
def ask(published: Town) -> Ask:
    def asked(at: int = WAITING, login: str = "coordinator", language: str = "en") -> Any:
        client = TestClient(create_app(published.office), headers={**OWN_PAGE, "Accept-Language": language})
        assert client.post("/api/v1/session", json={"login": login, "password": PASSWORD}).status_code == 204
        return client.get(f"/api/v1/registrations/{published.registrations[at]}/explanation")

    return asked


def told(answer: Any) -> dict[str, list[str]]:
    return {part["code"]: part["sentences"] for part in answer.json()["parts"]}


def test_whoever_waits_reads_points_counts_cause_and_what_can_be_done(ask: Ask) -> None:
    answer = ask(login="person6")
    shown, parts = answer.json(), told(answer)

    assert (answer.status_code, shown["outcome"], shown["points"], shown["rank"]) == (200, "waitlisted", 10, 2)
    assert shown["criteria"] == [
        {"name": "class", "title": "kind of vehicle (owner, tenant, partner, outside)"}
        | {"points": 10, "weight": 1, "counted": 10}
    ]
    assert parts["explained_round"] == [
        "Taking part: 7; served: 5; on the waitlist: 2; not served: 0.",
        "With more points than you: 6, of which 5 were served.",
        "With as many points as you (you among them): 1, of which 0 were served.",
    ]
    assert (shown["cause"]["rivals"], shown["cause"]["rules"]) == (1, ["no_overlap"])
    assert parts["explained_cause"][0] == shown["cause"]["message"]
    assert f"With {shown['cause']['missing']} points more you would have come first." in parts["explained_cause"][0]
    assert "Still before you: 1." in parts["explained_now"][0]
    assert parts["explained_check"][-1] == "The certificate of this version is being made."


def test_whoever_is_served_reads_how_that_came(ask: Ask, published: Town) -> None:
    answer = ask(0, "person0", "zh")
    shown, parts = answer.json(), told(answer)
    with published.database.reading() as session:
        sites = {site.code: site for site in queries.supply.sites_of(session, published.community_id)}

    place = sites[shown["site_code"]].name_zh
    assert parts["explained_decision"][0] == f"您获得 {place} 的车位，步行 {shown['metres']} 米。"
    assert "explained_cause" not in parts
    assert "积分比您低的 6 项，其中 4 项已分配。" in parts["explained_round"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_nobody_else_is_named(ask: Ask, published: Town, language: str) -> None:
    with published.database.reading() as session:
        plan, own = published.newest_plan(), published.registrations[WAITING]
        refusal = session.get_one(Refusal, (plan, own))
        rows = session.query(PublicationRow.receipt, PublicationRow.masked_plate, PublicationRow.registration_id).all()
    text = ask(language=language).text

    assert refusal.cause is not None
    assert [row.receipt in text for row in rows if row.registration_id == own] == [True]
    others = [part for row in rows if row.registration_id != own for part in (row.receipt, row.masked_plate)]
    assert [part for part in others if part in text] == []


def test_other_ways_that_stand_are_told_while_nothing_is_given(ask: Ask, published: Town) -> None:
    with published.database.writing() as session:
        session.add(
            Alternative(
                id=new_id(),
                community_id=published.community_id,
                round_id=published.round_id,
                registration_id=published.registrations[WAITING],
                publication_id=queries.publications.of_round(session, published.round_id)[0].id,
                rank=1,
                kind="farther_site",
                site_id=published.sites["H"],
                walk=150,
                numbers={"longest_walk": 100},
                found_at=published.clock.now,
            )
        )
    told_now = told(ask())["explained_now"]

    assert told_now[1].startswith("Other ways were found for you")
    assert "150" in told_now[2]
    assert not any("Other ways" in line for line in told(ask(0))["explained_now"])


def test_the_household_of_a_reason_is_not_told(ask: Ask, published: Town) -> None:
    own, household = published.registrations[WAITING], "0" * 31 + "7"
    reason = {"rule": "household_cap", "place": household, "requests": [], "numbers": {"held": 3, "allowed": 2}}
    removal = {"kind": "limit", "rule": "household_cap", "place": household, "requests": [], "numbers": {}}
    cause = {"place": "H", "removals": [removal], "points": 10, "rival_points": 0, "missing": None}
    with published.database.writing() as session:
        session.get_one(Refusal, (published.newest_plan(), own)).cause = cause
        refusal = session.get_one(Refusal, (published.newest_plan(), own))
        refusal.reasons = [reason]
    answer = ask()

    assert household not in answer.text
    assert "The household holds as many rights as it may." in told(answer)["explained_cause"]


def test_a_group_reads_its_rooms_or_what_stood_in_the_way(town: Town) -> None:
    season = seasons.season_in(town)
    season.close()
    season.publish(season.plan())
    client = TestClient(create_app(town.office), headers={**OWN_PAGE, "Accept-Language": "zh"})
    assert client.post("/api/v1/session", json={"login": "coordinator", "password": PASSWORD}).status_code == 204
    for row in season.rows:
        answer = client.get(f"/api/v1/registrations/{row.id}/explanation")
        decided = told(answer)["explained_decision"]
        assert answer.status_code == 200
        assert decided[0].startswith("您获得活动室" if answer.json()["outcome"] == "allocated" else "本版公示没有")
        assert "—" not in "".join(line for lines in told(answer).values() for line in lines)
