"""The drawing of a board but for what differs from board to board: the one module that knows the drawing library."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
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

from api.pages.plot_parts import INK

SCRIPT = Path(bokeh.__file__).parent / "server" / "static" / "js" / "bokeh.min.js"
"""What draws in the browser; it needs no `eval`, but styles of its own in the page."""
WIDTH = 720
"""Pixels of the whole at least."""
LINE, QUIET = "#d3d9d8", "#505d64"
FONT = "system-ui, sans-serif"
MONO = "ui-monospace, Menlo, Consolas, monospace"
COLUMNS = ("row", "left", "right", "label", "place", "fill", "line", "text")
"""What each bar has, beside what is told of it."""
HOLE = "hole:"
"""Begins the text that stands where something is to be filled in; then its name."""
Holes = dict[str, tuple[Any, str]]
"""Models with their attributes that differ from board to board, by name."""


@lru_cache(maxsize=2)
def skeleton(leads: bool) -> str:
    """All of a drawing that is the same on every board, whose models take long to build; with holes for the rest."""
    plot = figure(
        x_range=Range1d(start=0),
        y_range=FactorRange(group_padding=0.6, range_padding=0.02),
        min_width=WIDTH,
        sizing_mode="stretch_width",
        tools="",
        toolbar_location=None,
        x_axis_location="above",
    )
    return _written(plot, _drawn_days(plot) | _drawn_bars(plot, leads))


def _written(plot: Any, holes: Holes) -> str:
    """As `bokeh.embed.json_item`, which makes twice as many rounds through the models, gives it.

    The order of its fields counts: what is referred to stands before.
    """
    document = Document()
    document.add_root(plot)
    doc = {**document.to_json(deferred=False), "title": ""}
    written = dict(_models(doc))
    for name, (model, attribute) in holes.items():
        written[model.id].setdefault("attributes", {})[attribute] = f"{HOLE}{name}"
    return json.dumps({"target_id": None, "root_id": plot.id, "doc": doc, "version": bokeh.__version__})


def _models(node: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """The models of a document as they are written, by id."""
    if isinstance(node, dict) and node.get("type") == "object":
        yield node["id"], node
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from _models(child)


def _drawn_bars(plot: Any, leads: bool) -> Holes:
    source = ColumnDataSource({name: [] for name in COLUMNS})
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
    hover = HoverTool(renderers=[bars], point_policy="follow_mouse")
    plot.add_tools(hover)
    if leads:
        plot.add_tools(TapTool(renderers=[bars], callback=OpenURL(url="@place", same_tab=True)))
    return {"bars": (source, "data"), "told": (hover, "tooltips")}


def _as_ever(drawn: Any) -> None:
    """Look alike whatever was chosen."""
    drawn.nonselection_glyph = drawn.selection_glyph = drawn.muted_glyph = drawn.glyph


def _drawn_days(plot: Any) -> Holes:
    rest = plot.vstrip(x0=[], x1=[], fill_color="#eceff0", line_color=None, level="underlay")
    _as_ever(rest)
    plot.add_layout(LinearAxis(), "below")
    holes: Holes = {"height": (plot, "height"), "end": (plot.x_range, "end"), "factors": (plot.y_range, "factors")}
    for axis, name in zip(plot.xaxis, ("head", "hour"), strict=True):
        axis.ticker = FixedTicker()
        axis.major_tick_line_color = axis.minor_tick_line_color = axis.axis_line_color = None
        holes |= {f"{name}_ticks": (axis.ticker, "ticks"), f"{name}_names": (axis, "major_label_overrides")}
    plot.xgrid.ticker, plot.xgrid.grid_line_color = FixedTicker(), LINE
    _dress(plot)
    return holes | {"borders": (plot.xgrid[0].ticker, "ticks"), "rest": (rest.data_source, "data")}


def _dress(plot: Any) -> None:
    plot.xaxis[1].major_label_text_font_size, plot.xaxis[1].major_label_text_color = "10px", QUIET
    plot.xaxis[0].major_label_text_font_size, plot.xaxis[0].major_label_text_color = "12px", INK
    plot.ygrid.grid_line_color, plot.outline_line_color = None, LINE
    plot.axis.major_label_text_font = plot.yaxis.group_text_font = FONT
    plot.yaxis.major_label_text_font_size, plot.yaxis.major_label_text_color = "12px", INK
    plot.yaxis.group_text_font_size, plot.yaxis.group_text_color = "12px", QUIET
    plot.yaxis.group_label_orientation = "horizontal"
    plot.yaxis.major_tick_line_color = plot.yaxis.axis_line_color = None
    plot.yaxis.separator_line_color = LINE
