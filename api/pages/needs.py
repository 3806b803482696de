"""What a shift needs, as a form tells it: what is done, and up to three roles with how many people each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from api.pages.forms import Form
from scheduler.errors import Rejected

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
