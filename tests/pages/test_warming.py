"""What pages would otherwise wait for at their first look is there already."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from fastapi import routing
from fastapi.testclient import TestClient
from jinja2 import Environment

from api import app
from api.pages import plot_models
from api.pages.rendering import ENVIRONMENT
from api.pages.warming import open_ways, warm
from scheduler.office import Office


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


def test_after_the_start_no_call_waits_for_a_route_to_be_looked_through(
    monkeypatch: pytest.MonkeyPatch, streets_office: Office
) -> None:
    made = app.create_app(streets_office)
    open_ways(made.routes)
    looked_through: list[Any] = []
    monkeypatch.setattr(routing, "get_dependant", lambda **given: looked_through.append(given))
    with TestClient(made) as client:
        answered = [client.get(place).status_code for place in ("/", "/office/oversight", "/api/v1/health", "/-")]

    assert (answered, looked_through) == ([200, 303, 200, 404], [])
