"""The tide as a picture: sites by half hours, a workday beside a rest day, compounds above towers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Literal

from markupsafe import Markup

from api.report.numbers import clock_of, count, mean, percent
from api.report.shapes import Curve, Figures, TideRow
from api.report.svg import CLOSED, INK, LEVELS, LINE, SCALE, image, label, level_of, shortened, tag
from api.report.words import words_of

Day = Literal["workday", "rest_day"]
DAYS: tuple[Day, Day] = ("workday", "rest_day")
HALF_HOURS = 48

CELL, LEFT, RIGHT = 6, 48, 8
ROW, GROUP, CURVE, TOP = 11, 17, 34, 16
WIDTH = LEFT + HALF_HOURS * CELL + RIGHT
KEY = 76


def panel(figures: Figures, day: Day, language: str) -> Markup:
    """One day type as a picture of its own."""
    words = words_of(language)
    content, height = _panel(figures, day, language)
    title = words["tide_title"].format(day=words[day])
    return image(WIDTH, height, f"{language}-{day}", title, described(figures, day, language), content)


def described(figures: Figures, day: Day, language: str) -> str:
    """What the picture of a day type shows, in a sentence for each kind of site."""
    return " ".join(_peak(curve_of(total, day), total, language) for total in figures.totals if total.spaces)


def _peak(curve: Curve, total: TideRow, language: str) -> str:
    words = words_of(language)
    most = max(curve.occupied)
    if most < 0.05:
        return words["tide_idle"].format(kind=words[total.kind])
    return words["tide_peak"].format(
        kind=words[total.kind],
        clock=clock_of(curve.occupied.index(most)),
        spaces=count(total.spaces),
        occupied=mean(most),
    )


def curve_of(row: TideRow, day: Day) -> Curve:
    """The row's curve of a day type."""
    return row.workday if day == "workday" else row.rest_day


def _panel(figures: Figures, day: Day, language: str) -> tuple[Markup, float]:
    content: list[Markup] = []
    y = float(TOP)
    for total in (total for total in figures.totals if total.spaces):
        rows = [row for row in figures.rows if row.kind == total.kind]
        drawn, y = _group(total, rows, day, language, y)
        content += drawn
    return Markup("").join([_hours(y), *content]), y + 4


def _group(total: TideRow, rows: Sequence[TideRow], day: Day, language: str, top: float) -> tuple[list[Markup], float]:
    words = words_of(language)
    heading = label(0, top + 12, words[total.kind], font_size=10, font_weight=600, fill=INK)
    spaces = label(WIDTH - RIGHT, top + 12, f"{words['spaces']} {count(total.spaces)}", anchor="end")
    y = top + GROUP
    curve = [_ground(y, CURVE), _area(curve_of(total, day).open, total, y, SCALE[1])]
    curve.append(_area(curve_of(total, day).occupied, total, y, SCALE[4]))
    y += CURVE + 3
    names = [label(LEFT - 4, y + at * ROW + 8, shortened(row.id, 8), anchor="end") for at, row in enumerate(rows)]
    tall = ROW * len(rows)
    return [heading, spaces, *curve, _ground(y, tall), *_cells(rows, day, y), *names], y + tall + 6


def _hours(bottom: float) -> Markup:
    marks = []
    for hour in range(0, 25, 6):
        x = LEFT + hour * 2 * CELL
        marks.append(label(x, TOP - 6, f"{hour:02d}", anchor="middle"))
        marks.append(tag("path", d=f"M{x} {TOP - 3}V{bottom - 5:g}", stroke=LINE, stroke_width=0.7))
    return Markup("").join(marks)


def _ground(y: float, height: float) -> Markup:
    return tag("rect", x=LEFT, y=y, width=HALF_HOURS * CELL, height=height, fill=CLOSED, stroke=LINE, stroke_width=0.5)


def _area(values: Sequence[float], total: TideRow, y: float, fill: str) -> Markup:
    """Spaces over time as steps above the ground line."""
    tops = [y + CURVE * (1 - min(1.0, value / total.spaces)) for value in values]
    steps = "".join(f"V{_short(top)}h{CELL}" for top in tops)
    return tag("path", d=f"M{LEFT} {y + CURVE:g}{steps}V{y + CURVE:g}z", fill=fill)


def _short(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _cells(rows: Sequence[TideRow], day: Day, top: float) -> Iterator[Markup]:
    """One path for each level: equal neighbours become one stroke of the brush."""
    drawn: dict[int, list[str]] = {}
    for at, row in enumerate(rows):
        x, y = LEFT, top + at * ROW + 0.5
        for level, run in groupby(_levels(row, day)):
            width = CELL * len(list(run))
            if level is not None:
                drawn.setdefault(level, []).append(f"M{x} {y:g}h{width}v{ROW - 1}h-{width}z")
            x += width
    for level, paths in sorted(drawn.items()):
        yield tag("path", d="".join(paths), fill=SCALE[level])


def _levels(row: TideRow, day: Day) -> Iterator[int | None]:
    """Level of every half hour, None where nothing is shared."""
    curve = curve_of(row, day)
    for occupied, available in zip(curve.occupied, curve.open, strict=True):
        yield level_of(occupied / row.spaces) if available > 0 and row.spaces else None


def legend(language: str) -> list[tuple[str, str]]:
    """Fill and meaning of each level."""
    steps = [f"{percent((at - 1) / LEVELS, 0)}–{percent(at / LEVELS, 0)}" for at in range(1, LEVELS + 1)]
    return list(zip(SCALE, [words_of(language)["legend_empty"], *steps], strict=True))


def svg_picture(figures: Figures, language: str) -> str:
    """The tide of a workday and a rest day in one stand-alone picture with its own ground, for light and dark pages."""
    words = words_of(language)
    margin, head = 20, 62
    panels = [_panel(figures, day, language) for day in DAYS]
    height = head + max(tall for _, tall in panels) + 52
    width = 2 * WIDTH + 3 * margin
    parts = [
        tag("rect", width=width, height=height, rx=8, fill="#ffffff"),
        label(margin, 28, words["tide"], font_size=16, font_weight=600, fill=INK),
        label(width - margin, 28, _dates(figures, language), anchor="end", font_size=11),
    ]
    for at, (day, (content, _)) in enumerate(zip(DAYS, panels, strict=True)):
        x = margin + at * (WIDTH + margin)
        parts.append(label(x, 52, words[day], font_size=12, font_weight=600, fill=INK))
        parts.append(tag("g", content, transform=f"translate({x} {head})"))
    parts.append(_legend_lines(margin, height - 32, language, width))
    desc = " ".join(f"{words[day]}: {described(figures, day, language)}" for day in DAYS)
    return str(image(width, height, "tide", f"{words['title']}: {words['tide']}", desc, *parts))


def _dates(figures: Figures, language: str) -> str:
    return words_of(language)["dates"].format(first=figures.first.isoformat(), last=figures.last.isoformat())


def _legend_lines(x: float, y: float, language: str, width: float) -> Markup:
    entries = legend(language)
    start = width - x - KEY * len(entries)
    words = words_of(language)
    parts = [label(x, y, words["legend"], font_size=10), label(x, y + 16, words["legend_curve"], font_size=10)]
    for at, (fill, meaning) in enumerate(entries):
        left = start + at * KEY
        parts.append(tag("rect", x=left, y=y - 9, width=10, height=10, fill=fill))
        parts.append(label(left + 13, y, meaning, font_size=9))
    return Markup("").join(parts)
