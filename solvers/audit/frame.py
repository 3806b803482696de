"""What the manifest, the bound and the draw of a bundle may hold: closed sets of fields, each of its own form.

Problem and plan are the domains' own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from solvers.audit.protocol import Part
from solvers.audit.shapes import NAME, Shape, day, each, letters, maybe, number, record, refuse, table

LARGEST = 2**63 - 1
MOST_IN_ROW = 10
NUMBER = re.compile(r"(?=.*[0-9])[0-9A-Za-z.,:+/ -]{1,100}")
HEXADECIMAL = re.compile("[0-9a-f]{64}")


def digest(value: Any, field: str) -> None:
    """SHA-256 in hexadecimal."""
    if not isinstance(value, str) or not HEXADECIMAL.fullmatch(value):
        refuse(value, field, "64 hexadecimal digits")


def public_number(value: Any, field: str) -> None:
    """A public number in the one form in which it is hashed: half-width, single spaces between its groups."""
    if not isinstance(value, str) or not NUMBER.fullmatch(value) or value != " ".join(value.split()):
        refuse(value, field, "digits, letters and . , : + / - with single spaces between")


def source(value: Any, field: str) -> None:
    """How people call the public number: some text, of one form."""
    if not isinstance(value, str) or not 1 <= len(value) <= 4_000 or value != unicodedata.normalize("NFC", value):
        refuse(value, field, "text of 1 to 4000 characters")


def receipts(value: Any, field: str) -> None:
    """Receipts, sorted; whether one stands twice is for the draw to tell."""
    each(NAME)(value, field)
    if value != sorted(value):
        refuse("", field, "sorted")


def optional(shape: Shape) -> Shape:
    """A record, or an empty object where there is nothing to tell."""
    return lambda value, field: None if value == {} else shape(value, field)


def day_if_any(value: Any, field: str) -> None:
    """A date, or an empty text."""
    if value != "":
        day(value, field)


WHOLE = number(-LARGEST, LARGEST)
FROM_ONE = number(1, LARGEST)
FIELD = letters(1, 200)
COUNTED = table(WHOLE, NAME)
DIGESTS = table(digest, letters(0, LARGEST))
BOTH = record({"original": digest, "public": digest})
"""Digests of what the office keeps and of what is in the bundle."""
DRAWN: Mapping[str, Shape] = {
    "source": source,
    "commitment": digest,
    "number": public_number,
    "seed": digest,
    "entries_digest": digest,
}
"""What the manifest tells of a draw."""
# A secret is of fixed length: otherwise it could be parted from the number at another place.
DRAW = record({**DRAWN, "format": NAME, "number_on": day, "secret": digest, "entries": receipts})
MANIFEST: Mapping[str, Shape] = {
    "format": NAME,
    "domain": NAME,
    "made_on": day_if_any,
    "publication": optional(record({"round": FIELD, "version": FROM_ONE, "content_digest": digest})),
    "covenant": optional(record({"version": FROM_ONE, "digest": digest})),
    "policy_digest": BOTH,
    "problem_digest": BOTH,
    "plan_digest": BOTH,
    "software": table(letters(0, 200), NAME),
    "solver_seed": WHOLE,
    "values": COUNTED,
    "counts": COUNTED,
    "bound": record({"goal": NAME, "solver_bound": maybe(WHOLE), "checked_bound": WHOLE}),
    "draw": optional(record(DRAWN)),
    "chain": optional(record({"seq": FROM_ONE, "hash": digest})),
    "parts": record(dict.fromkeys(("problem", "plan", "bound", "draw"), record({"sha256": digest, "fields": DIGESTS}))),
    "fields": DIGESTS,
    "root": digest,
}


def row(value: Any, field: str) -> None:
    """A row of a bound: its name, what it is about (names, numbers and lists of names), its multiplier."""
    each(lambda one, at: None, MOST_IN_ROW)(value, field)
    if len(value) < 2:
        refuse(len(value), field, "a name, and a multiplier at the end")
    NAME(value[0], f"{field}[0]")
    WHOLE(value[-1], f"{field}[{len(value) - 1}]")
    for at, one in enumerate(value[1:-1], start=1):
        if isinstance(one, list):
            each(FIELD)(one, f"{field}[{at}]")
        elif not isinstance(one, str):
            WHOLE(one, f"{field}[{at}]")


def prices(value: Any, field: str) -> None:
    """Multipliers by name, by name within a name, and so on."""
    if isinstance(value, dict):
        table(prices, FIELD)(value, field)
    else:
        WHOLE(value, field)


def rows_of(domain: str) -> Shape:
    """Shape of the rows of a domain's bound."""
    return each(row) if domain != "rosters" else table(table(prices, FIELD), NAME)


def check_manifest(manifest: Part) -> None:
    """Raise `Malformed` at the first field of the manifest that is not of its form."""
    record(MANIFEST)(manifest, "manifest")


def check_bound(domain: str, bound: Part) -> None:
    """The same for the bound."""
    fields = {"format": NAME, "domain": NAME, "goal": NAME, "solver_bound": maybe(WHOLE)}
    record({**fields, "denominator": number(1, 10**15), "rows": rows_of(domain)})(bound, "bound")


def check_draw_form(draw: Part) -> None:
    """The same for the draw, where there is one."""
    optional(DRAW)(draw, "draw")
