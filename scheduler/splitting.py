"""How a fee is divided among those who share it: in whole fen, by largest remainder, to the last fen."""

from __future__ import annotations

from collections.abc import Iterable
from typing import get_args

from scheduler.covenant.money import WHOLE, Income, Recipient, Split
from scheduler.errors import Rejected

ORDER: tuple[Recipient, ...] = ("fund", "owner", "operator", "platform")
"""Who comes first where remainders are equal."""
assert set(ORDER) == set(get_args(Recipient)), "somebody shares fees who has no place in the order"


def split_for(splits: Iterable[Split], income: Income) -> Split:
    """The split of an income; what a covenant does not speak of goes to the community fund as a whole."""
    found = next((split for split in splits if split.income == income), None)
    return found or Split.model_validate({"income": income, "parts": [{"to": "fund", "share": WHOLE}]})


def parts_of(fen: int, split: Split) -> dict[Recipient, int]:
    """Parts of a fee in fen, for everybody whom the split names; they sum to `fen` exactly.

    Each gets the whole fen of their share; what is left goes, a fen each, to those whose share was cut by most.

    Raises
    ------
    Rejected
        ``out_of_range`` for less than nothing.
    """
    if fen < 0:
        raise Rejected("out_of_range", "fen", fen, "0 or more")
    exact = {part.to: fen * part.share for part in split.parts}
    parts = {to: share // WHOLE for to, share in exact.items()}
    by_remainder = sorted(exact, key=lambda to: (-(exact[to] % WHOLE), ORDER.index(to)))
    for to in by_remainder[: fen - sum(parts.values())]:
        parts[to] += 1
    return {to: parts[to] for to in ORDER if to in parts}


def change_of(before: int, after: int, split: Split) -> dict[Recipient, int]:
    """What everybody gets more (or less) when of a fee `after` fen are paid instead of `before`.

    Changes of a fee that is paid in pieces sum to the parts of the whole. By largest remainder a part may become a fen
    smaller although more is paid, so that single changes may be against the direction of the others.
    """
    old, new = parts_of(before, split), parts_of(after, split)
    return {to: new[to] - old[to] for to in new}
