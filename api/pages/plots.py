"""Boards of plans as drawings that a browser makes: what is drawn, filled into the models of the library."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from markupsafe import Markup

from api.pages.plot_models import HOLE, WIDTH, skeleton
from api.pages.plot_parts import DAYS, LOOKS, Frame, Hours, Mark, Row, factors_of, hours_of

ROW, HEAD = 26, 80
"""Pixels of a row, and of what stands above and below all rows."""
LETTER = 6.6
"""Pixels of a letter: what does not fit on its bar is not written there."""
FILLED = re.compile(f'"{HOLE}(\\w+)"')


def drawing(frame: Frame, rows: Sequence[Row], marks: Sequence[Mark]) -> Markup:
    """A board as JSON that may stand in a page."""
    factors = dict(zip((row.key for row in rows), factors_of(rows), strict=True))
    hours = hours_of(marks)
    filled = {
        "height": HEAD + ROW * len(rows) + ROW * len({row.group for row in rows}) // 2,
        "factors": list(reversed(factors.values())),
        "bars": _columns(_bars(frame, hours, marks, factors)),
        "told": [(head, f"@told{at}") for at, head in enumerate(frame.heads)],
        **_days(frame, hours),
    }
    models = skeleton(any(mark.place for mark in marks))
    text = FILLED.sub(lambda hole: json.dumps(filled[hole[1]]), models)
    for mark in "<>&":
        text = text.replace(mark, f"\\u{ord(mark):04x}")
    return Markup(text)


def _columns(columns: Mapping[Any, Any]) -> Mapping[str, Any]:
    """A mapping as the library writes it."""
    return {"type": "map", "entries": list(columns.items())}


def _bars(
    frame: Frame, hours: Hours, marks: Sequence[Mark], factors: Mapping[str, tuple[str, str]]
) -> Mapping[str, Sequence[Any]]:
    looks = [LOOKS[mark.state] for mark in marks]
    times = {moment for mark in marks for moment in (mark.starts, mark.ends)}
    lies = {moment: hours.at(frame.first, moment) for moment in times}
    left, right = [lies[mark.starts] for mark in marks], [lies[mark.ends] for mark in marks]
    hour = 0.78 * WIDTH / (DAYS * hours.width)
    fits = [LETTER * (len(mark.label) + 1) < (b - a) * hour for mark, a, b in zip(marks, left, right, strict=True)]
    return {
        "row": [factors[mark.row] for mark in marks],
        "left": left,
        "right": right,
        "label": [look.sign + mark.label * fit for mark, look, fit in zip(marks, looks, fits, strict=True)],
        "place": [mark.place for mark in marks],
        **{name: [getattr(look, name) for look in looks] for name in ("fill", "line", "text")},
        **{f"told{at}": [mark.told[at] for mark in marks] for at in range(len(frame.heads))},
    }


def _days(frame: Frame, hours: Hours) -> Mapping[str, Any]:
    """Days as heads, hours below, borders of days as lines, days of rest shaded."""
    borders = [at * hours.width for at in range(DAYS + 1)]
    rest = [at for at in range(DAYS) if frame.first + timedelta(days=at) in frame.rest]
    heads = {at + hours.width / 2: name for at, name in zip(borders, frame.days, strict=False)}
    return {
        "end": borders[-1],
        "borders": borders,
        "rest": _columns({"x0": [borders[at] for at in rest], "x1": [borders[at + 1] for at in rest]}),
        "head_ticks": list(heads),
        "head_names": _columns(heads),
        "hour_ticks": list(hours.named),
        "hour_names": _columns(hours.named),
    }
