"""The tide as blocks of text, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from api.report.heatmap import DAYS, HALF_HOURS, Day, curve_of
from api.report.numbers import count
from api.report.shapes import Curve, Figures, TideRow
from api.report.svg import width_of
from api.report.words import words_of

BLOCKS = " ▁▂▃▄▅▆▇█"
CLOSED = "·"
HEIGHT = 4
"""Lines of a curve."""
GAP = "   "


def terminal_picture(figures: Figures, width: int = 80, language: str = "en") -> str:
    """Spaces in use from 00 to 24 o'clock at compounds and towers, workday and rest day beside each other.

    Blocks show the share of the shared spaces in use, a dot that nothing is shared. A column is half an hour where
    `width` allows, else an hour; on a narrow terminal the days stand below each other.
    """
    kinds = [total for total in figures.totals if total.spaces]
    columns = HALF_HOURS if width >= 2 * HALF_HOURS + len(GAP) else HALF_HOURS // 2
    pictures = [_day(kinds, day, columns, language) for day in DAYS]
    if width >= 2 * columns + len(GAP):
        lines = (_padded(left, columns) + GAP + right for left, right in zip(*pictures, strict=True))
    else:
        lines = (line for picture in pictures for line in [*picture, ""])
    return "\n".join(line.rstrip() for line in lines).rstrip()


def _day(kinds: Sequence[TideRow], day: Day, columns: int, language: str) -> list[str]:
    words = words_of(language)
    lines = [words[day]]
    for total in kinds:
        curve = curve_of(total, day)
        most = count(round(max(curve.occupied)))
        lines += [f"{words[total.kind]} {most}/{count(total.spaces)}", *_blocks(curve, total.spaces, columns)]
        lines.append(_hours(columns))
    return lines


def _blocks(curve: Curve, spaces: int, columns: int) -> Iterator[str]:
    """The curve from its top line down."""
    per = HALF_HOURS // columns
    used = [sum(curve.occupied[at : at + per]) / per / spaces for at in range(0, HALF_HOURS, per)]
    closed = [not any(curve.open[at : at + per]) for at in range(0, HALF_HOURS, per)]
    for line in reversed(range(HEIGHT)):
        eighths = [min(8, max(0, round(share * HEIGHT * 8) - line * 8)) for share in used]
        if line == 0:
            eighths = [max(1, height) for height in eighths]
        yield "".join(
            CLOSED if shut and line == 0 else " " if shut else BLOCKS[height]
            for height, shut in zip(eighths, closed, strict=True)
        )


def _hours(columns: int) -> str:
    step = columns // 4
    return "".join(f"{hour:02d}".ljust(step) for hour in (0, 6, 12, 18))[: columns - 2].ljust(columns - 2) + "24"


def _padded(text: str, cells: int) -> str:
    return text + " " * (cells - width_of(text))
