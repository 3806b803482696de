"""Boards of plans as drawings that a browser makes: the one module that knows the library of drawings."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import bokeh
from bokeh.core.properties import value
from bokeh.document import Document
from bokeh.models import (
    ColumnDataSource,
    FactorRange,
    FixedTicker,
    HoverTool,
    LinearAxis,
    OpenURL,
    Range1d,
    TapTool,
)
from bokeh.plotting import figure
from markupsafe import Markup

from api.pages.plot_parts import DAYS, INK, LOOKS, Frame, Hours, Mark, Row, factors_of, hours_of

SCRIPT = Path(bokeh.__file__).parent / "server" / "static" / "js" / "bokeh.min.js"
"""What draws in the browser; it needs no `eval`, but styles of its own in the page."""
ROW, HEAD = 26, 80
"""Pixels of a row, and of what stands above and below all rows."""
WIDTH, LETTER = 720, 6.6
"""Pixels of the whole at least, and of a letter: what does not fit on its bar is not written there."""
LINE, QUIET = "#d3d9d8", "#505d64"
FONT = "system-ui, sans-serif"
MONO = "ui-monospace, Menlo, Consolas, monospace"


def drawing(frame: Frame, rows: Sequence[Row], marks: Sequence[Mark]) -> Markup:
    """A board as JSON that may stand in a page."""
    factors = dict(zip((row.key for row in rows), factors_of(rows), strict=True))
    hours = hours_of(marks)
    plot = figure(
        x_range=Range1d(start=0, end=DAYS * hours.width),
        y_range=FactorRange(factors=list(reversed(factors.values())), group_padding=0.6, range_padding=0.02),
        height=HEAD + ROW * len(rows) + ROW * len({row.group for row in rows}) // 2,
        min_width=WIDTH,
        sizing_mode="stretch_width",
        tools="",
        toolbar_location=None,
        x_axis_location="above",
    )
    _dress(plot, frame, hours)
    _bars(plot, frame, hours, marks, factors)
    return _written(plot)


def _written(plot: Any) -> Markup:
    """As `bokeh.embed.json_item`, which makes twice as many rounds through the models, gives it.

    The order of its fields counts: what is referred to stands before.
    """
    document = Document()
    document.add_root(plot)
    doc = {**document.to_json(deferred=False), "title": ""}
    text = json.dumps({"target_id": None, "root_id": plot.id, "doc": doc, "version": bokeh.__version__})
    for mark in "<>&":
        text = text.replace(mark, f"\\u{ord(mark):04x}")
    return Markup(text)


def _bars(plot: Any, frame: Frame, hours: Hours, marks: Sequence[Mark], factors: Mapping[str, tuple[str, str]]) -> None:
    looks = [LOOKS[mark.state] for mark in marks]
    left = [hours.at(frame.first, mark.starts) for mark in marks]
    right = [hours.at(frame.first, mark.ends) for mark in marks]
    hour = 0.78 * WIDTH / (DAYS * hours.width)
    fits = [LETTER * (len(mark.label) + 1) < (b - a) * hour for mark, a, b in zip(marks, left, right, strict=True)]
    source = ColumnDataSource(
        {
            "row": [factors[mark.row] for mark in marks],
            "left": left,
            "right": right,
            "label": [look.sign + mark.label * fit for mark, look, fit in zip(marks, looks, fits, strict=True)],
            "place": [mark.place for mark in marks],
            **{name: [getattr(look, name) for look in looks] for name in ("fill", "line", "text")},
            **{f"told{at}": [mark.told[at] for mark in marks] for at in range(len(frame.heads))},
        }
    )
    bars = plot.hbar(
        y="row",
        left="left",
        right="right",
        height=0.82,
        source=source,
        fill_color="fill",
        line_color="line",
    )
    _as_ever(bars)
    words = {"text_baseline": "middle", "text_font_size": "11px", "text_font": value(MONO), "x_offset": 3}
    _as_ever(plot.text(x="left", y="row", text="label", text_color="text", source=source, **words))
    told = [(head, f"@told{at}") for at, head in enumerate(frame.heads)]
    plot.add_tools(HoverTool(renderers=[bars], tooltips=told, point_policy="follow_mouse"))
    if any(mark.place for mark in marks):
        plot.add_tools(TapTool(renderers=[bars], callback=OpenURL(url="@place", same_tab=True)))


def _as_ever(drawn: Any) -> None:
    """Look alike whatever was chosen."""
    drawn.nonselection_glyph = drawn.selection_glyph = drawn.muted_glyph = drawn.glyph


def _dress(plot: Any, frame: Frame, hours: Hours) -> None:
    """Days as heads, hours below, borders of days as lines, days of rest shaded."""
    borders = [at * hours.width for at in range(DAYS + 1)]
    rest = [at for at in range(DAYS) if frame.first + timedelta(days=at) in frame.rest]
    sides = {"x0": [borders[at] for at in rest], "x1": [borders[at + 1] for at in rest]}
    _as_ever(plot.vstrip(fill_color="#eceff0", line_color=None, level="underlay", **sides))
    days = {at + hours.width / 2: name for at, name in zip(borders, frame.days, strict=False)}
    plot.add_layout(LinearAxis(), "below")
    heads: Sequence[Mapping[float, str]] = (days, {float(at): name for at, name in hours.named.items()})
    for axis, named in zip(plot.xaxis, heads, strict=True):
        axis.ticker, axis.major_label_overrides = FixedTicker(ticks=list(named)), dict(named)
        axis.major_tick_line_color = axis.minor_tick_line_color = axis.axis_line_color = None
    plot.xaxis[1].major_label_text_font_size, plot.xaxis[1].major_label_text_color = "10px", QUIET
    plot.xaxis[0].major_label_text_font_size, plot.xaxis[0].major_label_text_color = "12px", INK
    plot.xgrid.ticker, plot.xgrid.grid_line_color = FixedTicker(ticks=borders), LINE
    plot.ygrid.grid_line_color, plot.outline_line_color = None, LINE
    plot.axis.major_label_text_font = plot.yaxis.group_text_font = FONT
    plot.yaxis.major_label_text_font_size, plot.yaxis.major_label_text_color = "12px", INK
    plot.yaxis.group_text_font_size, plot.yaxis.group_text_color = "12px", QUIET
    plot.yaxis.group_label_orientation = "horizontal"
    plot.yaxis.major_tick_line_color = plot.yaxis.axis_line_color = None
    plot.yaxis.separator_line_color = LINE
