"""The form of a round: its fields, what it is filled with, and the terms that it states."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from api.pages.forms import Form
from scheduler import calendar, queries
from scheduler.actors import Actor
from scheduler.states import ROUND_STATES
from scheduler.usecases import looking

LINES = ("title_zh", "title_en")
MOMENTS = ("apply_from", "apply_until")
DATES = ("use_first", "use_last")
TEXTS = ("criteria_zh", "criteria_en")
COUNTS = ("display_days", "accept_days")
TERMS = (*LINES, *MOMENTS, *DATES, *TEXTS, *COUNTS)
FIELDS = ("code", *TERMS)
OPENS, CLOSES = timedelta(hours=9), timedelta(hours=18)
"""When a day of the office begins and ends: what a new form is filled with."""
APPLY_DAYS, USE_AFTER = 14, 21
USE_DAYS = {"parking": 182, "rooms": 182, "rosters": 27}


def usual(session: Any, actor: Actor, kind: str, now: datetime) -> dict[str, str]:
    """What a new form is filled with: dates from tomorrow on, and the texts of the last round of the same kind."""
    zone = zone_of(session, actor)
    today = calendar.date_of(now, zone)
    opens = datetime.combine(today, datetime.min.time(), ZoneInfo(zone)) + timedelta(days=1)
    first = today + timedelta(days=1 + APPLY_DAYS + USE_AFTER)
    last_round = looking.rounds_of(session, actor=actor, states=ROUND_STATES, domain=kind, limit=1)
    alike = texts_of(last_round[0], zone) if last_round else {"display_days": "7", "accept_days": "7"}
    dates = {
        "apply_from": local(opens + OPENS, zone),
        "apply_until": local(opens + timedelta(days=APPLY_DAYS) + CLOSES, zone),
        "use_first": first.isoformat(),
        "use_last": (first + timedelta(days=USE_DAYS[kind])).isoformat(),
    }
    return {**{name: alike[name] for name in (*TEXTS, *COUNTS) if name in alike}, **dates}


def texts_of(round_: Any, zone: str) -> dict[str, str]:
    """The terms of a round as its form shows them."""
    moments = {name: local(getattr(round_, name), zone) for name in MOMENTS}
    others = {name: str(getattr(round_, name)) for name in (*LINES, *DATES, *TEXTS, *COUNTS)}
    return {**moments, **others, "code": round_.code}


def local(moment: datetime, zone: str) -> str:
    """An instant as a field for it holds it."""
    return moment.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%dT%H:%M")


def stated_in(form: Form, zone: str) -> dict[str, Any]:
    """The terms that a form states, of the kinds that the API takes."""
    told: dict[str, Any] = {name: form.value(name).strip() for name in (*LINES, *DATES)}
    told |= {name: form.moment(name, zone) for name in MOMENTS}
    told |= {name: form.value(name).strip() for name in TEXTS}
    return told | {name: form.number(name) for name in COUNTS}


def zone_of(session: Any, actor: Actor) -> str:
    """The clock of somebody's community."""
    return str(queries.community.one(session, actor.community_id).zone)
