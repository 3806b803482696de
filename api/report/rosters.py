"""The page of a roster: every shift with who serves, in both languages, without network or script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from jinja2 import Environment, PackageLoader, StrictUndefined

from api.sentences import sentence

LABELS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "title": "Volunteers: roster",
        "goals": "Cost by rule, lower is better",
        "goal": "Rule",
        "value": "Cost",
        "bound": "Proven bound",
        "shifts": "Shifts",
        "empty": "empty",
        "digest": "Plan",
    },
    "zh": {
        "title": "志愿者：排班表",
        "goals": "各规则的成本（越低越好）",
        "goal": "规则",
        "value": "成本",
        "bound": "已证明的下限",
        "shifts": "班次",
        "empty": "空缺",
        "digest": "方案",
    },
}


class _Plan(Protocol):
    """A roster as the page shows it."""

    @property
    def assignments(self) -> Sequence[Any]: ...
    @property
    def tiers(self) -> Sequence[Any]: ...
    @property
    def status(self) -> str: ...
    @property
    def plan_digest(self) -> str: ...


def render_roster(shifts: Sequence[Any], plan: _Plan, language: str) -> str:
    """The whole page; shifts have id, type, date, start and roles, `language` stands first."""
    environment = Environment(
        loader=PackageLoader("api", "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    seats: dict[tuple[str, str], list[str]] = {}
    for duty in plan.assignments:
        seats.setdefault((duty.shift, duty.role), []).append(duty.volunteer)
    by_day: dict[str, list[Any]] = {}
    for shift in sorted(shifts, key=lambda one: (one.date, one.start, one.id)):
        by_day.setdefault(shift.date.isoformat(), []).append(shift)
    return environment.get_template("roster_report.html").render(
        languages=sorted(LABELS, key=lambda other: other == language, reverse=True),
        labels=LABELS,
        by_day=by_day,
        seats=seats,
        plan=plan,
        sentence=sentence,
    )
