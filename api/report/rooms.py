"""The page of a season round: who meets where and when, in both languages, without network or script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Protocol

from jinja2 import Environment, PackageLoader, StrictUndefined

from api.sentences import sentence

WEEKDAYS = {
    "en": ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
    "zh": ["周一", "周二", "周三", "周四", "周五", "周六", "周日"],
}
LABELS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "title": "Activity rooms: timetable of the season",
        "goals": "Goals",
        "goal": "Goal",
        "value": "Value",
        "bound": "Proven bound",
        "refused": "Not served",
        "dates": "dates",
        "moved": "moved",
        "left_out": "left out",
        "none": "No session",
        "digest": "Plan",
    },
    "zh": {
        "title": "活动室：本季时间表",
        "goals": "目标",
        "goal": "目标",
        "value": "数值",
        "bound": "已证明的上限",
        "refused": "未安排",
        "dates": "次",
        "moved": "调整",
        "left_out": "停止",
        "none": "没有活动",
        "digest": "方案",
    },
}


class _Session(Protocol):
    """A weekly slot as the page shows it."""

    @property
    def request(self) -> str: ...
    @property
    def room(self) -> str: ...
    @property
    def weekday(self) -> int: ...
    @property
    def start(self) -> str: ...
    @property
    def end(self) -> str: ...
    @property
    def dates(self) -> Sequence[date]: ...


class _Plan(Protocol):
    """A plan as the page shows it."""

    @property
    def assignments(self) -> Sequence[Any]: ...
    @property
    def tiers(self) -> Sequence[Any]: ...
    @property
    def status(self) -> str: ...
    @property
    def plan_digest(self) -> str: ...


def render_rooms(
    facilities: Sequence[tuple[str, str, Sequence[str]]], titles: Mapping[str, str], plan: _Plan, language: str
) -> str:
    """The whole page; `facilities` are ids with tier and rooms, `language` stands first."""
    environment = Environment(
        loader=PackageLoader("api", "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    by_room: dict[str, list[_Session]] = {}
    for one in sorted(plan.assignments, key=lambda session: (session.weekday, session.start)):
        by_room.setdefault(one.room, []).append(one)
    served = {one.request for one in plan.assignments}
    return environment.get_template("rooms_report.html").render(
        languages=sorted(LABELS, key=lambda other: other == language, reverse=True),
        labels=LABELS,
        weekdays=WEEKDAYS,
        facilities=facilities,
        by_room=by_room,
        titles=titles,
        refused=[request for request in titles if request not in served],
        plan=plan,
        sentence=sentence,
    )
