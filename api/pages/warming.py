"""What takes long once: done before anybody waits for it."""

from __future__ import annotations

import time
from datetime import date, timedelta

from api.pages.plot_models import skeleton
from api.pages.rendering import ENVIRONMENT
from scheduler import calendar

AHEAD = timedelta(days=366)
"""Rounds are looked at that lie this year and next."""


PAUSE = 0.03
"""Seconds between two templates, in which those who came already are answered."""


def warm(today: date, pause: float = PAUSE) -> None:
    """Compile all templates of pages, build what is the same of every drawing, and load the public holidays."""
    calendar.horizon(today, today + AHEAD)
    for name in ENVIRONMENT.list_templates(filter_func=lambda name: name.startswith("pages/")):
        ENVIRONMENT.get_template(name)
        time.sleep(pause)
    for leads in (True, False):
        skeleton(leads)
