"""Agendas as iCalendar texts (RFC 5545)."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from api.sentences import sentence
from scheduler.usecases.calendars import Agenda

MEDIA_TYPE = "text/calendar; charset=utf-8"
PRODUCT = "-//Commontide//Commontide//EN"


def text_of(agenda: Agenda, language: str, now: datetime) -> bytes:
    """An agenda as a calendar file, in one language."""
    at = 1 if language == "en" else 0
    told = Calendar()
    told.add("prodid", PRODUCT)
    told.add("version", "2.0")
    told.add("method", "PUBLISH")
    told.add("x-wr-calname", agenda.name[at])
    told.add("x-wr-timezone", agenda.zone)
    zone = ZoneInfo(agenda.zone)
    for one in agenda.events:
        event = Event()
        event.add("uid", f"{one.uid}@commontide")
        event.add("dtstamp", now)
        event.add("dtstart", one.starts_at.astimezone(zone))
        event.add("dtend", one.ends_at.astimezone(zone))
        event.add("summary", one.title[at] or sentence(f"category_{one.category}", language))
        event.add("location", one.place[at])
        told.add_component(event)
    told.add_missing_timezones()
    content: bytes = told.to_ical()
    return content
