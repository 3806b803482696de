"""What pages would otherwise wait for at their first look is there already."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from jinja2 import Environment

from api.pages import plot_models
from api.pages.rendering import ENVIRONMENT
from api.pages.warming import warm


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
