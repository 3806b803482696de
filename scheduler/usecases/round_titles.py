"""What a round of an invented community is called, as people write dates."""

from __future__ import annotations

from datetime import date
from typing import TypedDict

KINDS = {
    "parking": ("潮汐停车", "Tidal parking"),
    "rooms": ("活动室", "Activity rooms"),
    "rosters": ("志愿服务", "Volunteering"),
}


class Titles(TypedDict):
    """The title of a round in both languages."""

    title_zh: str
    title_en: str


def titles(domain: str, first: date, last: date) -> Titles:
    """The title in Chinese and English of a round whose uses lie between two dates; a year told once if it is one."""
    zh, en = KINDS[domain]
    one_year = first.year == last.year
    until = f"{last.month}月{last.day}日" if one_year else _zh(last)
    since = f"{first.day} {first:%B}" if one_year else _en(first)
    return {"title_zh": f"{zh} {_zh(first)}至{until}", "title_en": f"{en}, {since} to {_en(last)}"}


def _zh(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _en(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"
