"""Templates to pages: one environment, which escapes everything and knows no undefined names."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context

from api.pages import telling
from api.pages.assets import address_of
from api.pages.forms import VERSION, Form
from api.pages.head import navigation
from api.pages.own_rules import rule_told
from api.pages.words import WORDS, say
from scheduler.errors import Conflict

NUMBERED = re.compile(r"_\d+$")
TAGS = {"zh": "zh-Hans", "en": "en"}
OTHER = {"zh": "en", "en": "zh"}
OWN_SHIFTS = "/mine/shifts"
"""Where whoever is refused by a rule of the roster is told so themselves."""


def render(template: str, language: str, context: Mapping[str, Any]) -> str:
    """A whole page."""
    shown = {**context, "language": language, "tag": TAGS[language], "other": OTHER[language]}
    return ENVIRONMENT.get_template(f"pages/{template}.html").render(shown)


@pass_context
def _words(context: Context, key: str, **fields: object) -> str:
    return say(key, context["language"], **fields)


@pass_context
def _sentence(context: Context, code: str, first: date | None = None, **numbers: object) -> str:
    return telling.spoken(code, context["language"], first, **numbers)


@pass_context
def _named(context: Context, thing: Any, name: str = "name") -> str:
    """The name, title or text of something that has it in both languages."""
    return str(getattr(thing, f"{name}_{context['language']}"))


@pass_context
def _fault(context: Context, form: Form, field: str = "") -> str:
    """What is wrong with a field of a form, or with the form itself."""
    language = context["language"]
    refused = form.fault(field)
    if refused is None:
        return ""
    if context["path"].startswith(OWN_SHIFTS) and (told := rule_told(refused, language)):
        return told
    # Fields of rows are numbered; what nobody sees has a name for people as well.
    unseen = VERSION if refused.field.rpartition(".")[2] == VERSION else ""
    spoken_of = NUMBERED.sub("", field) or unseen
    keys = (f"{family}_{spoken_of}" for family in ("label", "field", "term"))
    label = next((say(key, language) for key in keys if key in WORDS), refused.field)
    named = {"field": label, "field_name": refused.field, "allowed": refused.allowed}
    # How things stand is told; what was typed stands in the form.
    stands = {"value": refused.value} if isinstance(refused, Conflict) else {}
    numbers: dict[str, Any] = {**refused.numbers, **named, **stands}
    return telling.spoken(refused.code, language, **numbers)


@pass_context
def _count(context: Context, value: float) -> str:
    return telling.count(value, context["language"])


@pass_context
def _yuan(context: Context, fen: int) -> str:
    return telling.yuan(fen, context["language"])


@pass_context
def _day(context: Context, value: date) -> str:
    return telling.day(value, context["language"])


@pass_context
def _month(context: Context, written: str) -> str:
    return telling.month(written, context["language"])


@pass_context
def _moment(context: Context, value: datetime, zone: str) -> str:
    return telling.moment(value, zone, context["language"])


@pass_context
def _dated(context: Context, written: str) -> str:
    return telling.dated(written, context["language"])


@pass_context
def _near_day(context: Context, value: date) -> str:
    return telling.near_day(value, context["language"])


@pass_context
def _span(context: Context, value: Any, zone: str) -> str:
    """From when until when, of anything that begins and ends."""
    return telling.span(value.starts_at, value.ends_at, zone, context["language"])


@pass_context
def _weekday(context: Context, number: int) -> str:
    return telling.weekday(number, context["language"])


@pass_context
def _duty(context: Context, role: str) -> str:
    return telling.duty(role, context["language"])


@pass_context
def _gap(context: Context, share: float | None) -> str:
    return telling.gap(share, context["language"])


@pass_context
def _hours(context: Context, uses: Iterable[Mapping[str, Any]]) -> list[str]:
    return telling.hours(uses, context["language"])


def _fresh_key() -> str:
    """What names one form as it is shown once."""
    return secrets.token_urlsafe(16)


FILTERS: Mapping[str, Callable[..., Any]] = {
    "count": _count,
    "day": _day,
    "moment": _moment,
    "month": _month,
    "dated": _dated,
    "duty": _duty,
    "gap": _gap,
    "hours": _hours,
    "named": _named,
    "near_day": _near_day,
    "clock": telling.clock,
    "span": _span,
    "telephone": telling.telephone,
    "weekday": _weekday,
    "yuan": _yuan,
}


def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("api", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(FILTERS)
    made.globals.update(t=_words, knows=WORDS.__contains__, sentence=_sentence, fault=_fault, asset=address_of)
    made.globals.update(fresh_key=_fresh_key, navigation=navigation)
    return made


ENVIRONMENT = _environment()
