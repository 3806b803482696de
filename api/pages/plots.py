"""Boards of plans as drawings that a browser makes: the one module that knows the library of drawings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
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

SCRIPT = Path(bokeh.__file__).parent / "server" / "static" / "js" / "bokeh.min.js"
"""What draws in the browser; it needs no `eval`, but styles of its own in the page."""
DAYS = 7
ROW, HEAD = 26, 64
"""Pixels of a row, and of what stands above and below all rows."""
HOUR, LETTER = 4.2, 6.2
"""Pixels of an hour and of a letter: what does not fit on its bar is not written there."""
WIDTH = 720
INK, LINE, QUIET = "#1e2a30", "#d3d9d8", "#505d64"
FONT = "system-ui, sans-serif"
MONO = "ui-monospace, Menlo, Consolas, monospace"


@dataclass(frozen=True, slots=True)
class Look:
    """How bars in a state look: by colour, and by a pattern for whoever does not tell colours apart."""

    fill: str
    line: str
    hatch: str
    text: str = INK


LOOKS: Mapping[str, Look] = {
    "given": Look("#d5e6e9", "#2b7682", "blank"),
    "new": Look("#dff0e6", "#1c6b45", "dot"),
    "moved": Look("#fbf1dc", "#7a5200", "right_diagonal_line"),
    "decided": Look("#0c4954", "#0c4954", "blank", "#ffffff"),
    "vacant": Look("#ffffff", "#9b2c20", "cross"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a board, under the name of its group."""

    key: str
    group: str
    name: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A bar between two wall-clock times: `label` stands on it, `told` beside the pointer, `place` is behind it."""

    row: str
    starts: datetime
    ends: datetime
    state: str
    label: str
    told: Sequence[str]
    place: str


@dataclass(frozen=True, slots=True)
class Frame:
    """The week that is drawn: the names of its days, those without work, and what the lines beside a pointer tell."""

    first: date
    days: Sequence[str]
    rest: frozenset[date]
    heads: Sequence[str]


def drawing(frame: Frame, rows: Sequence[Row], marks: Sequence[Mark]) -> Mapping[str, Any]:
    """A board as JSON for the browser."""
    factors = dict(zip((row.key for row in rows), _factors(rows), strict=True))
    start = _millis(datetime.combine(frame.first, time()))
    plot = figure(
        x_range=Range1d(start, start + DAYS * _millis_of(timedelta(days=1))),
        y_range=FactorRange(*reversed(factors.values()), group_padding=0.6, range_padding=0.02),
        height=HEAD + ROW * len(rows) + ROW * len({row.group for row in rows}) // 2,
        min_width=WIDTH,
        sizing_mode="stretch_width",
        tools="",
        toolbar_location=None,
        x_axis_location="above",
    )
    _dress(plot, frame)
    _bars(plot, frame, marks, factors)
    return _item(plot)


def _item(plot: Any) -> Mapping[str, Any]:
    """As `bokeh.embed.json_item`, which makes twice as many rounds through the models, gives it."""
    document = Document()
    document.add_root(plot)
    doc = {**document.to_json(deferred=False), "title": ""}
    return {"target_id": None, "root_id": plot.id, "doc": doc, "version": bokeh.__version__}


def _bars(plot: Any, frame: Frame, marks: Sequence[Mark], factors: Mapping[str, tuple[str, str]]) -> None:
    looks = [LOOKS[mark.state] for mark in marks]
    source = ColumnDataSource(
        {
            "row": [factors[mark.row] for mark in marks],
            "left": [_millis(mark.starts) for mark in marks],
            "right": [_millis(mark.ends) for mark in marks],
            "label": [_label(mark) for mark in marks],
            "place": [mark.place for mark in marks],
            **{name: [getattr(look, name) for look in looks] for name in Look.__slots__},
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
        hatch_pattern="hatch",
        hatch_color="line",
        hatch_alpha=0.55,
        hatch_scale=7,
    )
    _as_ever(bars)
    words = {"text_baseline": "middle", "text_font_size": "11px", "text_font": value(MONO), "x_offset": 4}
    shown = plot.text(x="left", y="row", text="label", text_color="text", source=source, **words)
    _as_ever(shown)
    told = [(head, f"@told{at}") for at, head in enumerate(frame.heads)]
    plot.add_tools(HoverTool(renderers=[bars], tooltips=told, point_policy="follow_mouse"))
    if any(mark.place for mark in marks):
        plot.add_tools(TapTool(renderers=[bars], callback=OpenURL(url="@place", same_tab=True)))


def _as_ever(drawn: Any) -> None:
    """Look alike whatever was chosen."""
    drawn.nonselection_glyph = drawn.selection_glyph = drawn.muted_glyph = drawn.glyph


def _label(mark: Mark) -> str:
    """What fits on a bar."""
    room = (mark.ends - mark.starts) / timedelta(hours=1) * HOUR
    return mark.label if LETTER * len(mark.label) <= room else ""


def _dress(plot: Any, frame: Frame) -> None:
    """Days as heads above and below, their borders as lines, days of rest shaded."""
    midnights = [_millis(datetime.combine(frame.first + timedelta(days=at), time())) for at in range(DAYS + 1)]
    noons = [at + _millis_of(timedelta(hours=12)) for at in midnights[:-1]]
    rest = [at for at in range(DAYS) if frame.first + timedelta(days=at) in frame.rest]
    sides = {"x0": [midnights[at] for at in rest], "x1": [midnights[at + 1] for at in rest]}
    _as_ever(plot.vstrip(fill_color="#eceff0", line_color=None, level="underlay", **sides))
    plot.add_layout(LinearAxis(), "below")
    for axis in plot.xaxis:
        axis.ticker = FixedTicker(ticks=noons)
        axis.major_label_overrides = dict(zip(noons, frame.days, strict=True))
        axis.major_tick_line_color = axis.minor_tick_line_color = axis.axis_line_color = None
    plot.xgrid.ticker = FixedTicker(ticks=midnights)
    plot.xgrid.grid_line_color = LINE
    plot.ygrid.grid_line_color = None
    plot.outline_line_color = LINE
    plot.xaxis.major_label_text_color = plot.yaxis.major_label_text_color = INK
    plot.xaxis.major_label_text_font_size = plot.yaxis.major_label_text_font_size = "12px"
    plot.axis.major_label_text_font = plot.yaxis.group_text_font = FONT
    plot.yaxis.group_label_orientation = "horizontal"
    plot.yaxis.group_text_font_size, plot.yaxis.group_text_color = "12px", QUIET
    plot.yaxis.major_tick_line_color = plot.yaxis.axis_line_color = None
    plot.yaxis.separator_line_color = LINE


def _factors(rows: Sequence[Row]) -> Iterator[tuple[str, str]]:
    """Names of rows, told apart where two are alike."""
    met: Counter[tuple[str, str]] = Counter()
    for row in rows:
        met[row.group, row.name] += 1
        at = met[row.group, row.name]
        yield row.group, row.name if at == 1 else f"{row.name} ({at})"


def _millis(moment: datetime) -> int:
    """A wall-clock time as drawings count it."""
    return _millis_of(moment - datetime(1970, 1, 1))


def _millis_of(span: timedelta) -> int:
    return span // timedelta(milliseconds=1)
