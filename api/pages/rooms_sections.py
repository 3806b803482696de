"""What a group asks for in a season: from a form to a section, and back to the form where something is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from api.pages.forms import Form, read_as
from api.pages.rooms_asking import HAS
from api.pages.rooms_times import KEPT, NEAR, PICKED, picked, ticked
from api.schemas.applications import SectionSent
from scheduler.errors import Refused, Rejected
from scheduler.translation.sections import LinkWish, SectionWish

T = TypeVar("T")
Stored = Mapping[str, Any]
ROWS = (1, 2, 3, 4)
"""Ranges that the form has room for."""
WISHES = (1, 2, 3)
"""Facilities that may be wished for, the most wished first."""
PLAIN = ("title", "category", "age_group", "note", "leader")
COUNTS = ("people", "sessions", "every_weeks", "longest")
TICKS = ("listed", "noisy")
OF_RANGE = {"weekday": "weekday", "start": "from", "end": "to"}
FIELDS = (
    *PLAIN,
    *COUNTS,
    "shortest",
    *TICKS,
    *(f"{name}_{row}" for row in ROWS for name in OF_RANGE.values()),
    *(f"wish_{rank}" for rank in WISHES),
    "members",
    *PICKED,
    "kept_times",
    "ranges",
    "channel",
    "organisation",
)
USUAL = {
    "category": "culture",
    "age_group": "any",
    "people": "12",
    "sessions": "1",
    "every_weeks": "1",
    "shortest": "",
    "longest": "90",
    **{f"from_{row}": "09:00" for row in ROWS},
    **{f"to_{row}": "11:00" for row in ROWS},
    "channel": "window",
}
AGES = ("any", "minor", "adult", "senior")
LENGTHS = (30, 45, 60, 90, 120, 150, 180, 240)
CLOCKS = tuple(f"{half // 2:02d}:{half % 2 * 30:02d}" for half in range(12, 45))
BETWEEN = re.compile(r"[\s,;，、；]+")
"""What may stand between the phones of members."""
IN_RANGE = re.compile(r"(?:sections\.0\.)?ranges\.(\d+)(?:\.(weekday|start|end))?")
UNASKED = ("rooms", "equipment", "excluded", "first", "last", "may_vary", "leader", "members", "previous")
"""Terms that the form does not ask for, or that only their people know: what was stated otherwise stays."""
STANDARD = {"people": 1, "sessions": 1, "every_weeks": 1, "shortest": 60, "longest": 60}
IN_WISH = re.compile(r"(?:sections\.0\.)?facilities\.(\d+)")
TERMS = frozenset(SectionSent.model_fields) - {"title", "listed", "leader", "members", "previous", "links", "note"}


def section_of(form: Form, near: Sequence[str] = (), before: Stored | None = None) -> SectionWish:
    """The section that a form states; `near` are facilities near home, `before` is what was asked until now.

    Raises
    ------
    Refused
        For the first field that is wrong, by its name in the form.
    """
    given: dict[str, Any] = form.filled(*PLAIN) | {name: form.number(name) for name in COUNTS}
    given |= {name: bool(form.value(name)) for name in TICKS}
    given["shortest"] = form.number("shortest") if form.value("shortest") else given["longest"]
    given["ranges"] = _ranges(form, before or {})
    if not given["ranges"]:
        raise Rejected("no_times_said", "ranges")
    given["facilities"] = _facilities(form, near, before or {})
    given["members"] = [phone for phone in BETWEEN.split(form.value("members")) if phone]
    given["features"] = [name.removeprefix(HAS) for name, text in form.values.items() if name.startswith(HAS) and text]
    checked = at_fields(form, lambda: read_as(SectionSent, given))
    terms = checked.model_dump(mode="json", include=set(TERMS), exclude_none=True)
    terms |= {name: value for name, value in (before or {}).items() if name in UNASKED}
    return SectionWish(
        title=checked.title,
        terms=terms,
        listed=checked.listed,
        leader=checked.leader,
        members=tuple(checked.members),
        links=[LinkWish(one["kind"], receipt=one["receipt"]) for one in (before or {}).get("links", ())],
        note=checked.note,
    )


def form_of(section: Stored, title: str, note: str, near: Sequence[str]) -> Form:
    """The form as a section would fill it in; its people are not told, for they are kept as marks only."""
    texts = {name: str(section.get(name, "")) for name in ("category", "age_group")} | {"title": title, "note": note}
    counts = {name: str(section.get(name, default)) for name, default in STANDARD.items()}
    ticks = {name: "yes" for name in TICKS if section.get(name)}
    has = {f"{HAS}{name}": "yes" for name in section.get("features", ())}
    times = ticked(section["ranges"])
    places = list(section.get("facilities", ()))
    wishes = {f"wish_{rank}": code for rank, code in zip(WISHES, places, strict=False)}
    if places and places == list(near):
        wishes = {"wish_1": NEAR}
    elif len(places) > len(WISHES):
        wishes = {"wish_1": KEPT}
    spans = {name: text for name, text in USUAL.items() if name.startswith(("from_", "to_"))}
    return Form(FIELDS, {**spans, **texts, **counts, **ticks, **has, **(times or {"kept_times": "yes"}), **wishes})


def _ranges(form: Form, before: Stored) -> list[Mapping[str, Any]]:
    """Ranges by days and parts, those that are stated one by one, and those that were asked until now."""
    kept = list(before.get("ranges", ())) if form.value("kept_times") else []
    stated = [
        {
            "weekday": int(form.value(f"weekday_{row}")),
            "start": form.value(f"from_{row}"),
            "end": form.value(f"to_{row}"),
        }
        for row in rows_of(form)
    ]
    return [*picked(form), *stated, *kept]


def _facilities(form: Form, near: Sequence[str], before: Stored) -> list[str]:
    """Facilities as they are wished for, each once."""
    meant = {NEAR: near, KEPT: before.get("facilities", ())}
    codes = [form.value(f"wish_{rank}") for rank in ranks_of(form)]
    return list(dict.fromkeys(one for code in codes for one in meant.get(code, (code,))))


def rows_of(form: Form) -> list[int]:
    """The ranges that are filled in."""
    return [row for row in ROWS if form.value(f"weekday_{row}") in "1234567" and form.value(f"weekday_{row}")]


def ranks_of(form: Form) -> list[int]:
    """The wishes that are filled in."""
    return [rank for rank in WISHES if form.value(f"wish_{rank}")]


def at_fields(form: Form, work: Callable[[], T]) -> T:
    """Do something with a section; what is refused speaks of the fields of the form.

    Raises
    ------
    Refused
        As the work does.
    """
    try:
        return work()
    except Refused as refused:
        named = _named(form, refused.field)
        if named == refused.field:
            raise
        given: Mapping[str, Any] = refused.numbers
        raise type(refused)(refused.code, named, refused.value, refused.allowed, **given) from None


def _named(form: Form, field: str) -> str:
    """The field of the form that a field of a section stands in."""
    in_range, in_wish = IN_RANGE.fullmatch(field), IN_WISH.fullmatch(field)
    rows, ranks = rows_of(form), ranks_of(form)
    before = len(picked(form))
    if in_range and before <= int(in_range[1]) < before + len(rows):
        return f"{OF_RANGE[in_range[2] or 'weekday']}_{rows[int(in_range[1]) - before]}"
    if in_range:
        return "ranges"
    if in_wish and int(in_wish[1]) < len(ranks):
        return f"wish_{ranks[int(in_wish[1])]}"
    return field.removeprefix("sections.0.")
