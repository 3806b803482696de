"""Limits of sites that were stored before they were checked: everything goes on, and they can be mended."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import update

from scheduler.models import PartnerSites, Run, Site
from scheduler.translation.site_limits import MOST
from scheduler.usecases import planning
from tests.api.conftest import OWN_PAGE
from tests.api.edge.test_draws import client_of
from tests.api.edge.test_setting_up import fault, seen
from tests.apps import create_app
from tests.town import Town

TOO_MANY = 250_000
ORDER = planning.Order(engine="greedy")
PAGES = (
    "/parking/tangqiao",
    "/counter/sites",
    "/counter/sites/{site}",
    "/office/sites",
    "/office/sites/{site}",
    "/office/sites/{site}/facts",
    "/office/sites/{site}/partners",
    "/api/v1/sites",
    "/api/v1/sites/{site}/partners",
    "/api/v1/public/guidance.geojson?community=tangqiao",
)


@pytest.fixture
def old(town: Town) -> Town:
    """A town whose limits are greater than any plan knows."""
    with town.database.writing() as session:
        session.execute(update(Site).values(gate_limit=TOO_MANY, outside_cap=TOO_MANY))
        session.add(PartnerSites(a_id=town.sites["H"], b_id=town.sites["T"], tolerance=TOO_MANY))
    return town


@pytest.mark.parametrize("page", PAGES)
def test_what_shows_a_site_is_shown(old: Town, page: str) -> None:
    office = client_of(old, "coordinator")

    assert office.get(page.format(site=old.sites["H"])).status_code == 200


def test_anybody_is_told_where_a_space_is_free(old: Town) -> None:
    anybody = TestClient(create_app(old.office), headers=OWN_PAGE)

    told = anybody.get("/api/v1/public/guidance.geojson?community=tangqiao")

    assert (told.status_code, len(told.json()["features"])) == (200, 2)


def test_a_round_is_planned_with_the_greatest_limits_that_a_plan_knows(old: Town) -> None:
    old.close()
    run = old.do(planning.queue_run, actor=old.coordinator, round_id=old.round_id, order=ORDER)
    planning.freeze(old.database, run.id)
    with old.database.reading() as session:
        problem: Any = json.loads(planning.problem_file_of(session.get_one(Run, run.id)))

    assert {(site["gate_limit"], site["outside_cap"]) for site in problem["sites"]} == {(MOST, MOST)}
    assert {pair["tolerance"] for pair in problem["partners"]} == {MOST}


def test_who_changes_the_site_is_told_which_limit_to_mend(old: Town) -> None:
    office, place = client_of(old, "coordinator"), f"/api/v1/sites/{old.sites['H']}"

    refused = office.patch(place, json={"name_en": "Village 1"}, headers=seen(office.get(place)))
    mended = {"name_en": "Village 1", "gate_limit": 20, "outside_cap": None}

    assert fault(refused) == (422, "out_of_range", "gate_limit")
    assert office.patch(place, json=mended, headers=seen(office.get(place))).json()["gate_limit"] == 20
