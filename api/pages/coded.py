"""Pages whose address is a code that is printed or passed on: as a QR code, and kept from whoever was not given it."""

from __future__ import annotations

from functools import lru_cache

import segno
from markupsafe import Markup

UNSEEN = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow"}
"""Headers of what only those see who were given the address."""


@lru_cache(maxsize=200)
def qr_of(address: str, title: str) -> Markup:
    """An address as a QR code, drawn within the page."""
    drawn = segno.make(address, error="m", micro=False)
    return Markup(drawn.svg_inline(border=4, omitsize=True, svgclass="qr", title=title))
