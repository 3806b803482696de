"""The report as one page that needs nothing else: no network, no script."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from api.report import numbers
from api.report.calendar_strip import calendar_strip, used
from api.report.heatmap import DAYS, curve_of, described, legend, panel
from api.report.shapes import Document, Figures, Notice
from api.report.words import LANGUAGE_TAGS, LANGUAGES, words_of
from api.sentences import sentence

FILTERS: Mapping[str, Callable[..., str]] = {
    "count": numbers.count,
    "signed": numbers.signed,
    "mean": numbers.mean,
    "percent": numbers.percent,
    "fill": lambda text, **fields: text.format(**fields),
}
ASSETS = PackageLoader("api", "static")


def render(
    figures: Figures,
    document: Document,
    *,
    language: str = "zh",
    notices: Sequence[Notice] = (),
    problem_file: str = "PROBLEM.json",
    plan_file: str = "PLAN.json",
) -> str:
    """The whole page, in Chinese and English; `language` is the one that stands open.

    The two file names appear in the commands by which a reader checks the plan.
    """
    page = _environment()
    css, _, _ = ASSETS.get_source(page, "report.css")
    order = sorted(LANGUAGES, key=lambda other: other == language)
    return page.get_template("report.html").render(
        css=Markup(css),
        languages=order,
        tags=LANGUAGE_TAGS,
        parts={one: _part(figures, document, one, notices) for one in order},
        figures=figures,
        document=document,
        problem_file=problem_file,
        plan_file=plan_file,
    )


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("api", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(FILTERS)
    environment.globals.update(share=numbers.share, ratio=numbers.ratio, clock_of=numbers.clock_of, used=used)
    return environment


def _part(figures: Figures, document: Document, language: str, notices: Sequence[Notice]) -> Mapping[str, Any]:
    """What one language's part shows beside the bare figures."""
    return {
        "t": words_of(language),
        "status": sentence(str(document.status), language),
        "panels": [_day(figures, day, language) for day in DAYS] if any(row.spaces for row in figures.rows) else [],
        "legend": legend(language),
        "calendar": calendar_strip(figures, language),
        "tiers": [_tier(tier.name, tier.value, tier.bound, language) for tier in document.tiers],
        "gap": _first_gap(document),
        "notices": [sentence(notice.code, language, None, **notice.numbers) for notice in notices],
        "unheld": [(lock, sentence(lock.rule, language)) for lock in document.unheld],
        "longest": max((step.people for step in figures.walks), default=0),
    }


def _day(figures: Figures, day: Any, language: str) -> Mapping[str, Any]:
    return {
        "name": day,
        "days": figures.workdays if day == "workday" else figures.rest_days,
        "picture": panel(figures, day, language),
        "sentence": described(figures, day, language),
        "rows": [(row, curve_of(row, day)) for row in figures.rows],
    }


def _tier(name: str, value: int, bound: int | None, language: str) -> Mapping[str, str]:
    words = words_of(language)
    gap = None if bound is None else numbers.gap_of(value, bound)
    return {
        "name": words.get(f"goal_{name}", name),
        "note": words.get(f"note_{name}", ""),
        "value": numbers.count(value),
        "bound": words["no_bound"] if bound is None else numbers.count(bound),
        "gap": "–" if gap is None else numbers.small_percent(gap) if gap else words["proven_best"],
    }


def _first_gap(document: Document) -> str:
    """Gap of the first goal."""
    first = next(iter(document.tiers), None)
    if first is None or first.bound is None:
        return "–"
    return numbers.small_percent(numbers.gap_of(first.value, first.bound))
