"""Dates, numbers and hours as readers of a language write them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal

from api.pages.words import WORDS, say
from api.report.numbers import small_percent
from api.sentences import sentence
from scheduler.privacy import LANDLINE

LOCALES = {"zh": "zh_Hans_CN", "en": "en_GB"}
MOMENT = {"zh": "y年M月d日 HH:mm", "en": "d MMM y, HH:mm"}
DAY = {"zh": "y年M月d日", "en": "d MMM y"}
MONTH = {"zh": "y年M月", "en": "MMMM y"}
NEAR_DAY = {"zh": "M月d日 EEE", "en": "EEE d MMM"}
WRITTEN = re.compile(r"(?<![\d-])20\d\d-\d\d-\d\d(?: \d\d:\d\d)?(?![\dT:-])")
WHOLE_DAY = ("00:00", "24:00")


def duty(role: str, language: str) -> str:
    """A role of a shift: communities name theirs as they like, the usual ones have words."""
    return say(f"duty_{role}", language) if f"duty_{role}" in WORDS else role


def spoken(code: str, language: str, first: date | None = None, **numbers: object) -> str:
    """A sentence with its dates and times in the form of its readers."""
    return dated(sentence(code, language, first, **numbers), language)


def dated(text: str, language: str) -> str:
    """A sentence whose dates and times stand in it as a machine writes them, in the form of its readers."""
    return WRITTEN.sub(lambda found: _dated(found[0], language), text)


def _dated(written: str, language: str) -> str:
    try:
        at = datetime.fromisoformat(written)
    except ValueError:
        return written
    return format_datetime(
        at, MOMENT[language] if len(written) > len("2000-01-01") else DAY[language], locale=LOCALES[language]
    )


def count(value: float, language: str) -> str:
    """A number with separators."""
    return format_decimal(value, locale=LOCALES[language])


def telephone(number: str) -> str:
    """A telephone number as people here write and dial it: a mobile one in three parts, others by their area code."""
    if mobile := re.fullmatch(r"\+86(1[3-9]\d)(\d{4})(\d{4})", number):
        return " ".join(mobile.groups())
    if number.startswith("+86") and (landline := LANDLINE.fullmatch(f"0{number[3:]}")):
        return "0{}-{}".format(*landline.groups())
    return number


def yuan(fen: int, language: str) -> str:
    """An amount of fen in yuan, with both places."""
    return format_decimal(Decimal(fen) / 100, "#,##0.00", locale=LOCALES[language])


def day(value: date, language: str) -> str:
    """A date."""
    return format_date(value, DAY[language], locale=LOCALES[language])


def month(written: str, language: str) -> str:
    """A month that is written as in 2026-11."""
    return format_date(date.fromisoformat(f"{written}-01"), MONTH[language], locale=LOCALES[language])


def moment(value: datetime, zone: str, language: str) -> str:
    """An instant on the clock of a community."""
    return format_datetime(value, MOMENT[language], tzinfo=ZoneInfo(zone), locale=LOCALES[language])


def gap(share: float | None, language: str) -> str:
    """A gap to a bound, or that there is none."""
    if share is None:
        return say("unknown", language)
    return small_percent(share) if share else say("proven", language)


def hours(uses: Iterable[Mapping[str, Any]], language: str) -> list[str]:
    """Window rules, a line each."""
    return [_rule(use, language) for use in uses]


def clocks_of(rules: Iterable[Mapping[str, Any]], language: str) -> list[str]:
    """Times of the day that rules name, as those by which a space is left; a line each."""
    comma = "，" if language == "zh" else ", "
    return [comma.join([f"{_days(rule, language)} {rule['start']}", *_limits(rule, language)]) for rule in rules]


def _rule(use: Mapping[str, Any], language: str) -> str:
    comma = "，" if language == "zh" else ", "
    return f"{_days(use, language)} {_clock(use, language)}" + "".join(
        f"{comma}{part}" for part in _limits(use, language)
    )


def _days(use: Mapping[str, Any], language: str) -> str:
    kind = use.get("days", "every")
    named = say(f"days_{kind}", language) if kind in ("every", "workday", "rest_day") else str(kind)
    weekdays = use.get("weekdays") or ()
    if not weekdays:
        return named
    left_out = [number for number in range(1, 8) if number not in weekdays]
    if len(left_out) == 1:
        return say("days_but", language, days=named, weekday=weekday(left_out[0], language))
    listed = ("、" if language == "zh" else ", ").join(weekday(number, language) for number in weekdays)
    if kind == "every":
        return listed
    return f"{named}（{listed}）" if language == "zh" else f"{named} ({listed})"


def _clock(use: Mapping[str, Any], language: str) -> str:
    start, end = use.get("start", "00:00"), use.get("end", "24:00")
    if (start, end) == WHOLE_DAY:
        return say("whole_day", language)
    return say("from_to" if start < end else "from_to_next", language, start=start, end=end)


def _limits(use: Mapping[str, Any], language: str) -> Iterable[str]:
    if use.get("season", "any") != "any":
        yield say(f"season_{use['season']}", language)
    for name, key in (("first", "from_date"), ("last", "to_date")):
        if use.get(name):
            yield say(key, language, date=day(date.fromisoformat(use[name]), language))


def clock(value: datetime, zone: str) -> str:
    """The time of day of an instant on the clock of a community."""
    return value.astimezone(ZoneInfo(zone)).strftime("%H:%M")


def near_day(value: date, language: str) -> str:
    """A date of these weeks, with its weekday."""
    return format_date(value, NEAR_DAY[language], locale=LOCALES[language])


def span(starts: datetime, ends: datetime, zone: str, language: str) -> str:
    """From when until when, of what begins and ends on one day; midnight is its end."""
    day_of = starts.astimezone(ZoneInfo(zone)).date()
    told = clock(ends, zone)
    return f"{near_day(day_of, language)} {clock(starts, zone)}–{'24:00' if told == '00:00' else told}"


def weekday(number: int, language: str) -> str:
    """A weekday by its number, 1 being Monday."""
    return say("weekdays", language).split(",")[number - 1]
