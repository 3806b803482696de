"""Names for rows and people: row ids in the order of time, and receipts that can be told over the telephone."""

from __future__ import annotations

import secrets
import time
import unicodedata
from threading import Lock
from uuid import UUID

from stdnum.exceptions import ValidationError
from stdnum.iso7064 import mod_37_36

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O, U, which are misread or misheard."""
RECEIPT_LENGTH = 13
"""Random letters of a receipt: 65 bits."""
GROUP = 4
DOOR_LENGTH = 12
"""Random letters of the code at a door: 60 bits, few enough to be typed."""
HEARD = str.maketrans({"O": "0", "I": "1", "L": "1", "-": "", " ": ""})


STEP_BITS = 64
_lock = Lock()
_last = 0


def new_id() -> UUID:
    """UUID version 7 (RFC 9562): milliseconds since 1970, then 74 random bits; greater than the one before."""
    global _last
    fresh = (time.time_ns() // 1_000_000) << 74 | secrets.randbits(74)
    with _lock:
        # Within a millisecond, or when the clock was put back, the order is kept by a random step (RFC 9562, 6.2).
        _last = fresh if fresh > _last else _last + 1 + secrets.randbits(STEP_BITS)
        value = _last
    moment, high, low = value >> 74, value >> 62 & 0xFFF, value & (1 << 62) - 1
    return UUID(int=moment << 80 | 0x7 << 76 | high << 64 | 0x2 << 62 | low)


def new_receipt() -> str:
    """A random receipt with a check character (ISO 7064 mod 37,36), in groups of four."""
    body = "".join(secrets.choice(LETTERS) for _ in range(RECEIPT_LENGTH))
    return _grouped(body + mod_37_36.calc_check_digit(body))


def new_door_code() -> str:
    """A random code that hangs where people meet, in groups of four."""
    return _grouped("".join(secrets.choice(LETTERS) for _ in range(DOOR_LENGTH)))


def read_door_code(text: str) -> str:
    """The code that somebody typed or spelt, in its usual form."""
    return _grouped(unicodedata.normalize("NFKC", text).strip().upper()[:40].translate(HEARD))


def read_receipt(text: str) -> str | None:
    """The receipt that somebody typed or spelt, in its usual form; None if it cannot be one."""
    plain = unicodedata.normalize("NFKC", text).strip().upper()[:40]
    body, check = plain[:-1].translate(HEARD), plain[-1:]
    try:
        mod_37_36.validate(body + check)
    except ValidationError:
        return None
    return _grouped(body + check) if len(body) == RECEIPT_LENGTH else None


def _grouped(text: str) -> str:
    return "-".join(text[at : at + GROUP] for at in range(0, len(text), GROUP))
