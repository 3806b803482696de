"""What takes long once: done before anybody waits for it."""

from __future__ import annotations

from datetime import date, timedelta

from api.pages.plot_models import skeleton
from api.pages.rendering import ENVIRONMENT
from scheduler import calendar

AHEAD = timedelta(days=366)
"""Rounds are looked at that lie this year and next."""


def warm(today: date) -> None:
    """Compile all templates of pages, build what is the same of every drawing, and load the public holidays."""
    calendar.horizon(today, today + AHEAD)
    for name in ENVIRONMENT.list_templates(filter_func=lambda name: name.startswith("pages/")):
        ENVIRONMENT.get_template(name)
    for leads in (True, False):
        skeleton(leads)
