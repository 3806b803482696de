"""What the forms of the office's roster pages have in common: their fields, and people named by their number."""

from __future__ import annotations

import re
import unicodedata
from typing import Any
from uuid import UUID

from api.pages.forms import Form
from scheduler import queries
from scheduler.actors import Actor
from scheduler.errors import Rejected
from scheduler.ids import read_receipt

ASSIGN, LOCK, TEAM, CALL_OFF = "assign", "lock", "team", "cancel"
"""Forms of the page of a shift."""
FIELDS = ("to_receipt", "role", "reason", "kind", "agreed", "channel", "organisation_id", "seats", "version")
WHOLE = re.compile(r"-?\d{1,8}")


def volunteer_id_of(session: Any, actor: Actor, form: Form, field: str = "to_receipt") -> UUID:
    """The volunteer whose number stands in a field.

    Raises
    ------
    Rejected
        ``unknown_id``.
    """
    number = form.value(field).strip()
    found = queries.volunteers.by_receipt(session, actor.community_id, read_receipt(number) or number)
    if found is None:
        raise Rejected("unknown_id", field, number[:40], "the number of a volunteer")
    return found.id


def whole_numbers(form: Form, *names: str) -> dict[str, int]:
    """Fields that are filled in: metres on the grid, which may lie west or south of its middle, or how many find room.

    Raises
    ------
    Rejected
        Where one is no whole number.
    """
    found = {}
    for name, text in form.filled(*names).items():
        plain = unicodedata.normalize("NFKC", text).replace("−", "-")
        if not WHOLE.fullmatch(plain):
            raise Rejected("wrong_type", name, text, "a whole number")
        found[name] = int(plain)
    return found
