"""Amounts of money as people write them."""

from __future__ import annotations

FEN = 100
"""Fen of a yuan."""


def yuan(fen: int) -> str:
    """An amount in yuan, with both places: 12050 fen are "120.50"."""
    whole, rest = divmod(abs(fen), FEN)
    return f"{'-' if fen < 0 else ''}{whole}.{rest:02}"
