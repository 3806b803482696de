"""What takes long once: done before anybody waits for it."""

from __future__ import annotations

import time
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from starlette.routing import BaseRoute

from api.pages import telling
from api.pages.plot_models import skeleton
from api.pages.rendering import ENVIRONMENT
from scheduler import calendar

AHEAD = timedelta(days=366)
"""Rounds are looked at that lie this year and next."""
NOWHERE = {"type": "http", "method": "GET", "path": "/-", "root_path": ""}
"""A call that no route answers."""
PAUSE = 0.03
"""Seconds between two templates, in which those who came already are answered."""


def open_ways(routes: Iterable[BaseRoute]) -> None:
    """Have all routes work out what they depend on: a call waits for every route that was asked before its own."""
    for route in routes:
        route.matches(dict(NOWHERE))


def warm(today: date, pause: float = PAUSE) -> None:
    """Compile all templates of pages, build what is the same of every drawing, load the public holidays, and how dates
    and numbers are written.
    """
    calendar.horizon(today, today + AHEAD)
    for language in telling.LOCALES:
        _written(today, language)
    for name in ENVIRONMENT.list_templates(filter_func=lambda name: name.startswith("pages/")):
        ENVIRONMENT.get_template(name)
        time.sleep(pause)
    for leads in (True, False):
        skeleton(leads)


def _written(today: date, language: str) -> None:
    """All that pages write in a way of its own in each language."""
    telling.count(0, language)
    telling.yuan(0, language)
    telling.day(today, language)
    telling.near_day(today, language)
    telling.month(f"{today:%Y-%m}", language)
    telling.moment(datetime.combine(today, datetime.min.time(), UTC), calendar.ZONE, language)
