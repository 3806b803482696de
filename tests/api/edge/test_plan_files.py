"""The files of a plan tell of everybody in the round: who serves some of its sites only does not read them."""

from __future__ import annotations

import json

import pytest
from fastapi.testclient import TestClient

from scheduler.usecases import accounts
from tests.api.conftest import PASSWORD
from tests.api.edge.test_draws import client_of, code
from tests.town import Town


def places(town: Town) -> list[str]:
    """Addresses of the plan file and of the problem file that it was made for."""
    plan = town.newest_plan()
    run = client_of(town, "coordinator").get(f"/api/v1/plans/{plan}").json()["run_id"]
    return [f"/api/v1/plans/{plan}/document", f"/api/v1/runs/{run}/problem"]


def everywhere(town: Town) -> TestClient:
    """Property staff who are bound to no site."""
    wanted = accounts.NewAccount("all", PASSWORD)
    made = town.do(accounts.create, actor=town.admin, wanted=wanted, settings=town.office.settings)
    town.do(accounts.grant, actor=town.admin, account_id=made.id, name="property_staff")
    return client_of(town, "all")


def test_the_files_name_people_of_every_site(planned: Town) -> None:
    plan, problem = (client_of(planned, "coordinator").get(place).content for place in places(planned))
    homes = {one.get("home_site") for one in json.loads(problem)["requests"]}

    assert homes >= {"H", "T"}
    assert len(json.loads(plan)["assignments"]) > 1


@pytest.mark.parametrize("language", ["en", "zh"])
def test_staff_of_one_site_are_refused_them_in_their_language(planned: Town, language: str) -> None:
    staff = client_of(planned, "staff")
    staff.headers["Accept-Language"] = language

    answers = [staff.get(place) for place in places(planned)]

    assert [code(answer) for answer in answers] == [(403, "whole_round_only")] * 2
    assert {("certificate" in answer.json()["detail"], "证书" in answer.json()["detail"]) for answer in answers} == {
        (language == "en", language == "zh")
    }


def test_whoever_is_told_of_everybody_reads_them(planned: Town) -> None:
    readers = [everywhere(planned), *(client_of(planned, login) for login in ("coordinator", "admin", "auditor"))]

    answers = [[reader.get(place).content for place in places(planned)] for reader in readers]

    assert [json.loads(file)["format"].split("/")[1] for file in answers[0]] == ["plan", "parking-problem"]
    assert answers == [answers[0]] * 4


def test_what_never_was_is_not_there_for_anybody(planned: Town) -> None:
    never = "01a21354-0000-7000-8000-000000000000"
    staff = client_of(planned, "staff")

    assert staff.get(f"/api/v1/plans/{never}/document").status_code == 404
    assert staff.get(f"/api/v1/runs/{never}/problem").status_code == 404
