"""Numbers as people read them; the same in every language."""

from __future__ import annotations


def count(value: int) -> str:
    """A whole number with separators."""
    return f"{value:,}"


def signed(value: int) -> str:
    """A whole number with its sign, 0 without."""
    return f"{value:+,}" if value else "0"


def mean(value: float) -> str:
    """A mean with one decimal, none where it is whole."""
    return f"{value:,.1f}".removesuffix(".0")


def percent(share: float, decimals: int = 1) -> str:
    """A share as per cent."""
    return f"{100 * share:.{decimals}f}%"


def gap_of(value: int, bound: int) -> float:
    """``|bound - value| / max(1, |bound|)``."""
    return abs(bound - value) / max(1, abs(bound))


def small_percent(share: float) -> str:
    """A small share as per cent, never rounded to nothing."""
    if share == 0:
        return "0%"
    return "<0.01%" if share < 0.00005 else percent(share, 2)


def ratio(part: float, whole: float) -> str:
    """How many times as much, a dash where there is nothing to compare with."""
    return f"{part / whole:.2f}" if whole else "–"


def share(part: float, whole: float) -> str:
    """Part of a whole as per cent, a dash where there is no whole."""
    return percent(part / whole) if whole else "–"


def clock_of(half_hour: int) -> str:
    """ "HH:MM" of the start of a half hour of the day."""
    return f"{half_hour // 2:02d}:{half_hour % 2 * 30:02d}"
