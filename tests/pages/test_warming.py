"""What pages would otherwise wait for at their first look is there already."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from fastapi import APIRouter, FastAPI, routing
from fastapi.dependencies import utils
from fastapi.testclient import TestClient
from jinja2 import Environment

from api.pages import plot_models
from api.pages.rendering import ENVIRONMENT
from api.pages.warming import open_ways, warm


def test_after_warming_no_look_waits_for_a_template_or_for_the_models_of_a_drawing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    compiled: list[str] = []

    def told(_self: Environment, _source: Any, name: str, *_more: Any, **_named: Any) -> None:
        compiled.append(name)

    warm(date(2026, 5, 4), pause=0)
    built = plot_models.skeleton.cache_info().misses
    monkeypatch.setattr(Environment, "compile", told)
    for name in ("pages/mine.html", "pages/plan_board.html", "pages/layout.html"):
        ENVIRONMENT.get_template(name)
    plot_models.skeleton(True)

    assert (compiled, plot_models.skeleton.cache_info().misses) == ([], built)


@pytest.mark.parametrize(("opened", "waited"), [(False, True), (True, False)])
def test_a_call_waits_for_no_route_to_work_out_what_it_depends_on_once_ways_are_open(
    monkeypatch: pytest.MonkeyPatch, opened: bool, waited: bool
) -> None:
    made, router, depends = FastAPI(), APIRouter(), utils.get_dependant
    router.get("/here")(lambda: None)
    made.include_router(router)
    if opened:
        open_ways(made.routes)
    worked_out: list[str] = []

    def told(*, path: str, **given: Any) -> Any:
        worked_out.append(path)
        return depends(path=path, **given)

    monkeypatch.setattr(routing, "get_dependant", told)
    with TestClient(made) as client:
        assert client.get("/here").status_code == 200

    assert bool(worked_out) is waited
