"""What a shift needs, as a form tells it: what is done, and the roles with how many people each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from api.pages.forms import Form
from scheduler.errors import Refused, Rejected

KINDS = ("home_visit", "patrol", "class", "event", "room")
MOST_ROLES = 50
FEW_ROLES = 3
"""How many roles a form begins with; so many more are shown whenever more are asked for."""
ROWS = "rows"
"""The field by which a form asks to be shown again with more roles."""
COUNTS = ("least", "target", "most")
TICKS = ("draw", "approval")
NEEDS = (
    "kind",
    "type",
    *(f"{name}_{number}" for number in range(1, MOST_ROLES + 1) for name in ("role", *COUNTS, "safety")),
    *TICKS,
)
OF_ROLE = re.compile(r"terms\.roles\.(\d+)\.(\w+)")


def rows_of(form: Form, stands: Mapping[str, str] | None = None) -> range:
    """Numbers of the roles that a form shows: all that it tells or that stand, and as many as were asked for."""
    asked = form.value(ROWS)
    wanted = int(asked) if asked.isdecimal() and len(asked) < 4 else 0
    told = (*_told(form), *_told(Form(NEEDS, stands or {})))
    return range(1, min(max(FEW_ROLES, wanted, *told), MOST_ROLES) + 1)


def terms_of(form: Form, before: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The terms that a form tells; what it does not ask for stays as it was `before`.

    Raises
    ------
    Rejected
        If no role is named, or a count is no number.
    """
    old = dict(before or {})
    known = {role["id"]: role for role in old.get("roles", ())}
    roles = [_role(form, number, known) for number in _told(form) or (1,)]
    kind = form.value("kind")
    told = {"kind": kind, "type": form.value("type").strip() or kind, "roles": roles}
    return {**old, **told, **{name: form.value(name) == "yes" for name in TICKS}}


@contextmanager
def at_their_fields(form: Form) -> Iterator[None]:
    """Tell what is wrong with a role at the field of the form where it stands."""
    try:
        yield
    except Refused as refused:
        found = OF_ROLE.fullmatch(refused.field)
        if found is None:
            raise
        name = f"{'role' if found[2] == 'id' else found[2]}_{_told(form)[int(found[1])]}"
        raise Rejected(refused.code, name, refused.value, refused.allowed) from None


def shown_of(terms: Mapping[str, Any]) -> dict[str, str]:
    """The fields of the form for terms as they are kept."""
    found = {"kind": str(terms.get("kind", "")), "type": str(terms.get("type", ""))}
    for number, role in enumerate(terms.get("roles", ()), start=1):
        found |= {f"role_{number}": str(role["id"])} | {f"{name}_{number}": str(role[name]) for name in COUNTS}
        found |= {f"safety_{number}": "yes"} if role.get("safety") else {}
    return found | {name: "yes" for name in TICKS if terms.get(name)}


def _told(form: Form) -> Sequence[int]:
    """Numbers of the roles of which a form tells something."""
    numbers = range(1, MOST_ROLES + 1)
    return [number for number in numbers if form.filled(*(f"{name}_{number}" for name in ("role", *COUNTS)))]


def _role(form: Form, number: int, known: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    name = form.value(f"role_{number}").strip()
    if not name:
        raise Rejected("missing_field", f"role_{number}", "", "a role")
    counts = {count: form.number(f"{count}_{number}") for count in COUNTS}
    return {**known.get(name, {}), "id": name, **counts, "safety": form.value(f"safety_{number}") == "yes"}
