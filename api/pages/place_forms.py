"""What the pages of sites and facilities have in common: who looks, values as they are typed, places on the map."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from api.pages.forms import Form
from scheduler import queries
from scheduler.actors import AUDITOR, OFFICE, STAFF, Actor
from scheduler.errors import NotAllowed, NotFound, Rejected

PLACED = ("datum", "latitude", "longitude")
DATUMS = ("GCJ-02", "WGS-84")
CLOCK = re.compile(r"(\d{1,2}):?(\d\d)")
MIDNIGHT = "24:00"


def look(actor: Actor) -> None:
    """Places are shown to staff and auditors.

    Raises
    ------
    NotAllowed
        For everybody else.
    """
    if not actor.has(*STAFF, AUDITOR):
        raise NotAllowed("not_for_this_role")


def office_looks(actor: Actor) -> None:
    """What concerns the whole community is shown to the office and auditors.

    Raises
    ------
    NotAllowed
        For everybody else.
    """
    if not actor.has(*OFFICE, AUDITOR):
        raise NotAllowed("not_for_this_role")


def writes(actor: Actor) -> bool:
    """Whether somebody states what concerns the whole community."""
    return actor.has(*OFFICE)


def runs_site(actor: Actor, site_id: Any) -> bool:
    """Whether somebody states what a site offers: the office, and its property staff."""
    return actor.has(*OFFICE) or (actor.has(*STAFF) and (not actor.sites or site_id in actor.sites))


def site_seen(session: Any, actor: Actor, site_id: Any) -> Any:
    """A site, for staff who run it and for auditors.

    Raises
    ------
    NotAllowed, NotFound
        Not for this role; no such site for this person.
    """
    look(actor)
    row = queries.supply.site(session, actor.community_id, site_id)
    if row is None or not (actor.has(AUDITOR) or runs_site(actor, row.id)):
        raise NotFound()
    return row


# ---- values as they are typed


def plain(text: str) -> str:
    """A text without spaces around it and with ordinary letters for wide ones."""
    return unicodedata.normalize("NFKC", text).strip()


def clock_of(text: str, ends: bool = False) -> str:
    """A time of the day as it is kept; midnight at the end of something is the end of the day."""
    found = CLOCK.fullmatch(plain(text).replace("：", ":"))
    clock = text if found is None else f"{int(found[1]):02d}:{found[2]}"
    return MIDNIGHT if ends and clock == "00:00" else clock


def number_of(form: Form, name: str) -> int | None:
    """A whole number, none where the field is empty.

    Raises
    ------
    Rejected
        If it is none.
    """
    return form.number(name) if form.value(name).strip() else None


def named_of(form: Form) -> dict[str, str]:
    """The names of something; without an English one the Chinese one stands for both."""
    name_zh = form.value("name_zh").strip()
    return {"name_zh": name_zh, "name_en": form.value("name_en").strip() or name_zh}


def placed_of(form: Form) -> dict[str, Any]:
    """Where something lies on the map, or that it is not known.

    Raises
    ------
    Rejected
        What is no number; half a place.
    """
    found = {name: _degrees(form, name) for name in PLACED[1:]}
    if all(value is None for value in found.values()):
        return dict.fromkeys(PLACED)
    for name, value in found.items():
        if value is None:
            raise Rejected("missing_field", name, None, "a value; this field is required")
    return {"datum": form.value("datum") or DATUMS[0], **found}


def _degrees(form: Form, name: str) -> float | None:
    text = plain(form.value(name)).rstrip("°")
    if not text:
        return None
    try:
        return float(text)
    except ValueError:
        raise Rejected("wrong_type", name, text[:40], "a number") from None


def shown_values(row: Any, names: Iterable[str]) -> dict[str, str]:
    """What stands of something, as the fields of its form show it."""
    return {name: shown_value(getattr(row, name)) for name in names}


def shown_value(value: Any) -> str:
    """A value as a field shows it."""
    if value is None or value is False:
        return ""
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return "yes" if value is True else str(value)


def words_of(form: Form, name: str) -> list[str]:
    """Short names that are typed in one field, with commas or spaces between them."""
    typed = re.split(r"[\s,;、]+", plain(form.value(name)))
    return list(dict.fromkeys(word for word in typed if word))


def place_of_site(site_id: UUID, *below: object) -> str:
    """Where a page of a site stands."""
    return "/".join(["/office/sites", str(site_id), *map(str, below)])
