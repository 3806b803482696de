"""How an answer may be packed for whoever asks."""

from __future__ import annotations

import re

WORTH_PACKING = 1_000
"""Fewer bytes are sent as they are."""
NOTHING = re.compile(r"q=0(\.0*)?")
"""The weight of what must not be sent."""


def takes_gzip(accepted: str) -> bool:
    """Whether an `Accept-Encoding` names gzip, and not as what must not be sent (RFC 9110, 12.5.3)."""
    weights = dict(part.replace(" ", "").partition(";")[::2] for part in accepted.split(","))
    return "gzip" in weights and not NOTHING.fullmatch(weights["gzip"])
