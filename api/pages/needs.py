"""What a shift needs, as a form tells it: what is done, and up to three roles with how many people each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from api.pages.forms import Form
from scheduler.errors import Refused, Rejected

KINDS = ("home_visit", "patrol", "class", "event", "room")
ROLES = (1, 2, 3)
"""Numbers of the roles of a form; more are stated in a file."""
COUNTS = ("least", "target", "most")
NEEDS = (
    "kind",
    "type",
    *(f"{name}_{number}" for number in ROLES for name in ("role", *COUNTS)),
    "safety",
    "draw",
    "approval",
)
OF_ROLE = re.compile(r"terms\.roles\.(\d+)\.(\w+)")
TICKS = ("draw", "approval")


def terms_of(form: Form, before: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The terms that a form tells; what it does not ask for stays as it was `before`.

    Raises
    ------
    Rejected
        If no role is named, or a count is no number.
    """
    old = dict(before or {})
    known = {role["id"]: role for role in old.get("roles", ())}
    roles = [_role(form, number, known) for number in ROLES if form.filled(f"role_{number}")]
    if not roles:
        raise Rejected("missing_field", "role_1", "", "a role")
    kind = form.value("kind")
    told = {"kind": kind, "type": form.value("type").strip() or kind, "roles": roles}
    return {**old, **told, **{name: form.value(name) == "yes" for name in TICKS}}


@contextmanager
def at_their_fields() -> Iterator[None]:
    """Tell what is wrong with a role at the field of the form where it stands."""
    try:
        yield
    except Refused as refused:
        found = OF_ROLE.fullmatch(refused.field)
        if found is None:
            raise
        name = f"{'role' if found[2] == 'id' else found[2]}_{int(found[1]) + 1}"
        raise Rejected(refused.code, name, refused.value, refused.allowed) from None


def shown_of(terms: Mapping[str, Any]) -> dict[str, str]:
    """The fields of the form for terms as they are kept."""
    roles: Sequence[Mapping[str, Any]] = terms.get("roles", ())
    found = {"kind": str(terms.get("kind", "")), "type": str(terms.get("type", ""))}
    for number, role in zip(ROLES, roles, strict=False):
        found |= {f"role_{number}": str(role["id"])} | {f"{name}_{number}": str(role[name]) for name in COUNTS}
    found |= {name: "yes" for name in TICKS if terms.get(name)}
    return found | ({"safety": "yes"} if any(role.get("safety") for role in roles) else {})


def too_many(terms: Mapping[str, Any]) -> bool:
    """Whether terms have more roles than the form can show."""
    return len(terms.get("roles", ())) > len(ROLES)


def _role(form: Form, number: int, known: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    name = form.value(f"role_{number}").strip()
    counts = {count: form.number(f"{count}_{number}") for count in COUNTS}
    return {**known.get(name, {}), "id": name, **counts, "safety": form.value("safety") == "yes"}
