"""Amounts of money as people write them into forms."""

from __future__ import annotations

import re
import unicodedata

from api.pages.forms import Form
from scheduler.errors import Rejected

YUAN = re.compile(r"¥?(\d{1,9})(?:\.(\d{1,2}))?元?")


def fen_of(form: Form, field: str = "fen") -> int:
    """Fen of an amount that somebody wrote in yuan, with whichever digits.

    Raises
    ------
    Rejected
        ``out_of_range`` for what is no such amount.
    """
    text = form.value(field)
    found = YUAN.fullmatch("".join(unicodedata.normalize("NFKC", text).replace(",", "").split()))
    if found is None:
        raise Rejected("out_of_range", field, text[:20], "an amount in yuan, such as 120.50")
    return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))
