"""The few marks that pictures are made of, always escaped."""

from __future__ import annotations

import unicodedata

from markupsafe import Markup, escape

SCALE = ("#e3eaeb", "#c2dadd", "#93c0c6", "#5b9da7", "#2b7682", "#0c4954")
"""Fill of each level, from open and empty to full."""
CLOSED = "#faf9f6"
INK = "#1e2a30"
QUIET = "#56636a"
LINE = "#d5d9d8"
LEVELS = len(SCALE) - 1
FONT = "system-ui,-apple-system,'Segoe UI','PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif"


def level_of(share: float) -> int:
    """Level 0 for nothing, then one for each fifth: 1 up to 20 %, 5 above 80 %."""
    return next((level for level in range(LEVELS) if share <= level / LEVELS + 1e-9), LEVELS)


def tag(name: str, *content: str, **attributes: str | float | None) -> Markup:
    """An element; ``_`` in an attribute stands for ``-`` (a trailing one is dropped), None leaves it out."""
    inside = Markup("").join(content)
    written = Markup("").join(
        Markup(' {}="{}"').format(key.rstrip("_").replace("_", "-"), _number(value))
        for key, value in attributes.items()
        if value is not None
    )
    return Markup("<{}{}>{}</{}>").format(Markup(name), written, inside, Markup(name))


def _number(value: str | float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def image(width: float, height: float, name: str, title: str, desc: str, *content: str) -> Markup:
    """A picture with its text alternative; `name` makes the ids of one page differ."""
    return tag(
        "svg",
        tag("title", escape(title), id=f"{name}-title"),
        tag("desc", escape(desc), id=f"{name}-desc"),
        *content,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width:g} {height:g}",
        role="img",
        aria_labelledby=f"{name}-title {name}-desc",
        font_family=FONT,
        font_size=9,
    )


def label(x: float, y: float, words: str, anchor: str = "start", **attributes: str | float | None) -> Markup:
    """A line of text; `y` is its baseline."""
    fill = attributes.pop("fill", QUIET)
    return tag("text", escape(words), x=x, y=y, text_anchor=anchor, fill=fill, **attributes)


def wide(character: str) -> bool:
    """Whether a character takes two cells of a terminal."""
    return unicodedata.east_asian_width(character) in "WF"


def width_of(text: str) -> int:
    """Cells that a text takes."""
    return sum(2 if wide(character) else 1 for character in text)


def shortened(text: str, cells: int) -> str:
    """The text, or its beginning and an ellipsis."""
    if width_of(text) <= cells:
        return text
    kept = ""
    for character in text:
        if width_of(kept + character) > cells - 1:
            break
        kept += character
    return kept + "…"
