"""One text for one value: compact JSON, keys sorted, one newline at the end; digests are SHA-256 of that text."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any


def canonical(value: Any) -> bytes:
    """The canonical text of a JSON value.

    Raises
    ------
    ValueError
        For a number that is none (NaN, infinity).
    """
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode() + b"\n"


def digest_of(value: Any) -> str:
    """SHA-256 of the canonical text, in hexadecimal."""
    return sha256(canonical(value)).hexdigest()
