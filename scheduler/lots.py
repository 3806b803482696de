"""The arithmetic of a public draw: what is committed, the seed, and the lot of a receipt.

Everything is SHA-256 of text, written in hexadecimal, so that anybody can work it out again with ``sha256sum``. To
commit to a secret before the public number exists, and to join both afterwards, is the usual way to a number that
nobody chooses alone: M. Blum, Coin flipping by telephone, 1981.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from hashlib import sha256

from scheduler.errors import Rejected

LOT_DIGITS = 8
"""Hexadecimal digits of a lot that plans are told: 32 bits."""
NUMBER = re.compile(r"(?=.*[0-9])[0-9A-Za-z.,:+/ -]{1,100}")


def commitment_of(secret: str) -> str:
    """What is published of a secret before the draw."""
    return _hashed(secret)


def seed_of(secret: str, number: str) -> str:
    """The seed of a draw: its secret joined with the public number."""
    return _hashed(f"{secret}:{number}")


def lot_of(seed: str, receipt: str) -> str:
    """The lot of a receipt; the smallest comes first."""
    return _hashed(f"{seed}:{receipt}")


def lot_number(seed: str, receipt: str) -> int:
    """The lot as plans are told it, from 0 to 2**32 - 1: the beginning of `lot_of`."""
    return int(lot_of(seed, receipt)[:LOT_DIGITS], 16)


def number_of(text: str) -> str:
    """A public number in the form in which it is hashed: half-width, single spaces.

    Raises
    ------
    Rejected
        ``draw_number_malformed``.
    """
    plain = " ".join(unicodedata.normalize("NFKC", text).split())
    if not NUMBER.fullmatch(plain):
        raise Rejected("draw_number_malformed", "number", allowed="digits, letters and . , : + / -")
    return plain


def in_order(seed: str, receipts: Iterable[str]) -> list[tuple[str, str]]:
    """Lots with their receipts, the first one first; those that are equal as plans know them go by receipt."""
    drawn = ((lot_of(seed, receipt), receipt) for receipt in receipts)
    return sorted(drawn, key=lambda one: (one[0][:LOT_DIGITS], one[1]))


def entries_digest(receipts: Iterable[str]) -> str:
    """The digest that fixes who takes part: of the sorted receipts, one a line."""
    return _hashed("\n".join(sorted(receipts)))


def _hashed(text: str) -> str:
    return sha256(text.encode()).hexdigest()
