"""The planned dates as a picture: a column a week, coloured by how full the sites are."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from markupsafe import Markup, escape

from api.report.numbers import mean, percent
from api.report.shapes import DateFigures, Figures
from api.report.svg import INK, SCALE, image, label, level_of, tag
from api.report.words import words_of

CELL, LEFT, TOP = 12, 26, 16


def calendar_strip(figures: Figures, language: str) -> Markup:
    """Every planned date."""
    words = words_of(language)
    weeks = _week(figures.last, figures.first) + 1
    width, height = max(120, LEFT + weeks * CELL + 4), TOP + 7 * CELL + 2
    names = words["weekdays"].split(",")
    weekdays = [label(LEFT - 4, TOP + at * CELL + 9, names[at], anchor="end", font_size=8) for at in (0, 2, 4, 6)]
    cells = [mark for day in figures.dates for mark in _cell(day, figures.first, language)]
    content = [*weekdays, *_months(figures, words["months"].split(",")), *cells]
    desc = _described(figures, language)
    return image(width, height, f"{language}-calendar", words["calendar_title"], desc, *content)


def used(day: DateFigures) -> float:
    """Share of the open spaces in use."""
    return day.occupied / day.open if day.open else 0.0


def _described(figures: Figures, language: str) -> str:
    most, least = max(figures.dates, key=used), min(figures.dates, key=used)
    return words_of(language)["calendar_desc"].format(
        most_date=most.date, most=percent(used(most)), least_date=least.date, least=percent(used(least))
    )


def _week(day: date, first: date) -> int:
    return (day.toordinal() - 1) // 7 - (first.toordinal() - 1) // 7


def _months(figures: Figures, names: list[str]) -> Iterator[Markup]:
    taken = -3
    for day in figures.dates:
        week = _week(day.date, figures.first)
        if (day.date.day == 1 or day.date == figures.first) and week >= taken + 3:
            taken = week
            yield label(LEFT + week * CELL, TOP - 5, names[day.date.month - 1])


def _cell(day: DateFigures, first: date, language: str) -> Iterator[Markup]:
    words = words_of(language)
    x, y = LEFT + _week(day.date, first) * CELL, TOP + day.date.weekday() * CELL
    level = level_of(used(day))
    text = f"{day.date} {words[day.day_type]}: {mean(day.occupied)}/{mean(day.open)}"
    yield tag("rect", tag("title", escape(text)), x=x, y=y, width=CELL - 1, height=CELL - 1, fill=SCALE[level])
    if day.day_type == "rest_day":
        yield tag("circle", cx=x + 5.5, cy=y + 5.5, r=1.4, fill=INK if level < 3 else "#ffffff")
