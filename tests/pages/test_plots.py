"""A board's drawing: what is filled into the models of the library is what it would have written."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

import pytest
from bokeh.document import Document

from api.pages.plot_parts import Frame, Mark, Row
from api.pages.plots import drawing

MONDAY = date(2026, 11, 30)
FRAME = Frame(MONDAY, ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"], frozenset({date(2026, 12, 5)}), ["who", "where"])
ROWS = [Row("a", "Site <1>", "P-1"), Row("b", "Site <1>", "P-2")]


def mark(place: str = "/lock") -> Mark:
    nine, noon = (datetime.fromisoformat(f"2026-12-01T{clock}") for clock in ("09:00", "12:00"))
    told = ("K7-1 & co", "Site <1>")
    return Mark("b", nine, noon, "moved", "K7", told, place)


def drawn(marks: list[Mark]) -> Any:
    """The drawing as the library reads it; it refuses what its models do not allow."""
    text = drawing(FRAME, ROWS, marks)
    assert not {"<", ">", "&"} & set(text)
    (plot,) = Document.from_json(json.loads(text)["doc"]).roots
    return plot


def bars_of(plot: Any) -> dict[str, Any]:
    (source,) = {one.data_source for one in plot.renderers if "row" in one.data_source.data}
    return dict(source.data)


def test_a_drawing_has_its_own_rows_bars_and_days() -> None:
    plot = drawn([mark()])

    bars = bars_of(plot)
    assert plot.y_range.factors == [["Site <1>", "P-2"], ["Site <1>", "P-1"]]
    assert (bars["row"], bars["left"], bars["right"]) == ([["Site <1>", "P-2"]], [8 + 0.0], [8 + 3.0])
    assert (bars["told0"], bars["place"]) == (["K7-1 & co"], ["/lock"])
    assert list(plot.above[0].major_label_overrides.values()) == FRAME.days


@pytest.mark.parametrize(("place", "leads"), [("/lock", True), ("", False)])
def test_bars_lead_somewhere_only_where_one_may_decide(place: str, leads: bool) -> None:
    tools = {type(tool).__name__ for tool in drawn([mark(place)]).toolbar.tools}

    assert tools == ({"HoverTool", "TapTool"} if leads else {"HoverTool"})


def test_one_drawing_leaves_nothing_in_the_next() -> None:
    drawn([mark()])

    assert bars_of(drawn([]))["row"] == []
