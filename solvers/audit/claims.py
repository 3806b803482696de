"""What a bundle claims of itself, beside what was counted: digests, values, counts and bounds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import sha256
from math import ceil, floor
from typing import Any

from solvers.audit.bundle import Bundle
from solvers.audit.canonical import digest_of
from solvers.audit.protocol import DomainAudit, Finding, Part

ORDER: Mapping[str, tuple[str, ...]] = {
    "parking": ("request", "site", "spaces"),
    "rooms": ("request", "weekday", "start", "room"),
    "rosters": ("shift", "role", "volunteer"),
}
"""By what the assignments of a plan are sorted for its digest."""
BOUND_FORMAT = "commontide/bound/1"


def check_names(bundle: Bundle) -> Iterator[Finding]:
    """That all parts speak of one domain, and the plan of this very problem."""
    domain, parts = bundle.manifest.get("domain"), bundle.parts
    for name in ("problem", "plan", "bound"):
        if parts[name].get("domain") != domain:
            yield Finding("other_domain", f"{name}.domain", {"claimed": _short(parts[name].get("domain"))})
    if parts["bound"].get("format") != BOUND_FORMAT:
        yield Finding("other_format", "bound.format", {"claimed": _short(parts["bound"].get("format"))})
    public = {
        "problem_digest": sha256(bundle.texts["problem"]).hexdigest(),
        "plan_digest": plan_digest_of(str(domain), parts["plan"]),
    }
    for name, counted in public.items():
        for field, claimed in (
            (f"plan.{name}", parts["plan"].get(name)),
            (f"manifest.{name}.public", bundle.manifest[name].get("public")),
        ):
            if claimed != counted:
                yield Finding("digest_differs", field, {"counted": counted, "claimed": _short(claimed)})
    yield from _check_draw_summary(bundle)


def plan_digest_of(domain: str, plan: Part) -> str:
    """SHA-256 of the problem's digest and the assignments, in whichever order they come."""
    order = ORDER[domain]
    ordered = sorted(plan["assignments"], key=lambda one: [one[name] for name in order])
    return digest_of({"assignments": ordered, "problem_digest": plan["problem_digest"]})


def _check_draw_summary(bundle: Bundle) -> Iterator[Finding]:
    """What the manifest says of the draw is what the draw says itself."""
    for name, claimed in bundle.manifest["draw"].items():
        if claimed != bundle.parts["draw"].get(name):
            yield Finding("value_differs", f"manifest.draw.{name}", {"claimed": _short(claimed)})
    if bundle.parts["draw"] and not bundle.manifest["draw"]:
        yield Finding("value_differs", "manifest.draw")


def check_values(bundle: Bundle, values: Mapping[str, int], counts: Mapping[str, int]) -> Iterator[Finding]:
    """That the plan has the values that it and the manifest state, and the counts."""
    tiers = {tier["name"]: tier["value"] for tier in bundle.parts["plan"]["tiers"]}
    yield from _differing("plan.tiers", tiers, {name: values[name] for name in tiers if name in values})
    yield from _differing("manifest.values", bundle.manifest["values"], values)
    yield from _differing("manifest.counts", bundle.manifest["counts"], counts)


def check_bounds(bundle: Bundle, value: int | None, checked: int, maximised: bool) -> Iterator[Finding]:
    """That no bound is on the wrong side of the value, and each is the one that the others state."""
    bound, told = bundle.parts["bound"], bundle.manifest["bound"]
    solver = bound["solver_bound"]
    claims = {"goal": bound["goal"], "solver_bound": solver, "checked_bound": checked}
    for name, counted in claims.items():
        if told.get(name) != counted:
            numbers = {"counted": _short(counted), "claimed": _short(told.get(name))}
            yield Finding("bound_differs", f"manifest.bound.{name}", numbers)
    tiers = {tier["name"]: tier.get("bound") for tier in bundle.parts["plan"]["tiers"]}
    if tiers.get(bound["goal"]) != solver:
        numbers = {"counted": _short(tiers.get(bound["goal"])), "claimed": _short(solver)}
        yield Finding("bound_differs", "bound.solver_bound", numbers)
    for field, limit in (("bound.rows", checked), ("bound.solver_bound", solver)):
        if value is not None and limit is not None and (value > limit if maximised else value < limit):
            yield Finding("beyond_bound", field, {"value": value, "bound": limit})


def proven(checker: DomainAudit, problem: Part, bound: Part) -> int:
    """The bound that multipliers prove, as a whole number: values are whole, so the next one holds as well."""
    found = checker.checked_bound(problem, bound)
    return floor(found) if checker.MAXIMISED else ceil(found)


def _differing(field: str, claimed: Mapping[str, Any], counted: Mapping[str, int]) -> Iterator[Finding]:
    for name, value in counted.items():
        if claimed.get(name) != value:
            numbers = {"counted": value, "claimed": _short(claimed.get(name))}
            yield Finding("value_differs", f"{field}.{name}", numbers)


def _short(value: Any) -> int | str:
    """A claimed value fit to be shown: whole numbers of a sane length as they are, all else as short text."""
    if isinstance(value, int) and not isinstance(value, bool) and value.bit_length() < 64:
        return value
    return "" if value is None or isinstance(value, dict | list | int) else str(value)[:80]
