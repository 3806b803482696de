"""What a bundle claims of itself, beside what was counted: digests, values, counts and bounds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import sha256
from math import ceil, floor
from typing import Any

from solvers.audit.bundle import Bundle, BundleRefused, is_newer
from solvers.audit.canonical import digest_of
from solvers.audit.finding import shown
from solvers.audit.formats import formats_of
from solvers.audit.frame import DRAWN
from solvers.audit.protocol import DomainAudit, Finding, Part

ORDER: Mapping[str, tuple[str, ...]] = {
    "parking": ("request", "site", "spaces"),
    "rooms": ("request", "weekday", "start", "room"),
    "rosters": ("shift", "role", "volunteer"),
}
"""By what the assignments of a plan are sorted for its digest."""


def check_formats(bundle: Bundle, domain: str) -> Iterator[Finding]:
    """That each part speaks of the domain, and is of the form that this program reads.

    Raises
    ------
    BundleRefused
        ``bundle_newer`` with the part, where one is of a later form.
    """
    for name, known in formats_of(domain).items():
        told = bundle.parts[name].get("format")
        if is_newer(told, known):
            raise BundleRefused("bundle_newer", f"{name}.format", told, known)
        if told != known and (name != "draw" or bundle.parts["draw"]):
            yield Finding("other_format", f"{name}.format", {"claimed": shown(told), "allowed": known})
        if name != "draw" and bundle.parts[name].get("domain") != domain:
            yield Finding("other_domain", f"{name}.domain", {"claimed": shown(bundle.parts[name].get("domain"))})


def check_summary(bundle: Bundle) -> Iterator[Finding]:
    """That the manifest tells of the seed and of the draw what they tell themselves."""
    manifest, parts = bundle.manifest, bundle.parts
    if manifest.get("solver_seed") != parts["plan"].get("seed"):
        yield _differing("manifest.solver_seed", manifest.get("solver_seed"), parts["plan"].get("seed"))
    summary = {name: parts["draw"].get(name) for name in DRAWN} if parts["draw"] else {}
    for name in sorted(manifest["draw"].keys() | summary.keys()):
        if manifest["draw"].get(name) != summary.get(name):
            yield _differing(f"manifest.draw.{name}", manifest["draw"].get(name), summary.get(name))


def check_digests(bundle: Bundle) -> Iterator[Finding]:
    """That digests which follow from the parts are those of the parts."""
    manifest, plan = bundle.manifest, bundle.parts["plan"]
    problem = sha256(bundle.texts["problem"]).hexdigest()
    own = plan_digest_of(str(manifest["domain"]), plan)
    for field, claimed, counted in (
        ("plan.problem_digest", plan.get("problem_digest"), problem),
        ("plan.plan_digest", plan.get("plan_digest"), own),
        ("manifest.problem_digest.public", manifest["problem_digest"].get("public"), problem),
        ("manifest.plan_digest.public", manifest["plan_digest"].get("public"), own),
        (
            "manifest.policy_digest.public",
            manifest["policy_digest"].get("public"),
            digest_of(bundle.parts["problem"]["policy"]),
        ),
    ):
        if claimed != counted:
            yield Finding("digest_differs", field, {"counted": counted, "claimed": shown(claimed)})


def plan_digest_of(domain: str, plan: Part) -> str:
    """SHA-256 of the problem's digest and the assignments, in whichever order they come."""
    order = ORDER[domain]
    ordered = sorted(plan["assignments"], key=lambda one: [one[name] for name in order])
    return digest_of({"assignments": ordered, "problem_digest": plan["problem_digest"]})


def check_values(bundle: Bundle, values: Mapping[str, int], counts: Mapping[str, int]) -> Iterator[Finding]:
    """That the plan has the values that it and the manifest state, and the counts, and that they state no others."""
    for at, tier in enumerate(bundle.parts["plan"]["tiers"]):
        counted = values.get(tier["name"], tier["value"])
        if tier["value"] != counted:
            yield _differing(f"plan.tiers.{tier['name']}", tier["value"], counted, place=at)
    for name, whole in (("values", values), ("counts", counts)):
        claimed = bundle.manifest[name]
        for key in claimed.keys() - whole.keys():
            yield Finding("unknown_field", f"manifest.{name}.{key}", {"allowed": ", ".join(whole)})
        for key, counted in whole.items():
            if claimed.get(key) != counted:
                yield _differing(f"manifest.{name}.{key}", claimed.get(key), counted)


def check_bounds(bundle: Bundle, checker: DomainAudit, value: int | None, checked: int | None) -> Iterator[Finding]:
    """That the bound is of the domain's goal, on the right side of its value, and the same wherever it is stated.

    `value` and `checked` are what was counted of the goal, None where it could not be.
    """
    bound, told = bundle.parts["bound"], bundle.manifest["bound"]
    solver, goal = bound["solver_bound"], checker.GOAL
    if bound["goal"] != goal:
        yield Finding("malformed", "bound.goal", {"value": shown(bound["goal"]), "allowed": goal})
    claims = {"goal": goal, "solver_bound": solver} | ({} if checked is None else {"checked_bound": checked})
    for name, counted in claims.items():
        if told.get(name) != counted:
            yield _differing(f"manifest.bound.{name}", told.get(name), counted, code="bound_differs")
    stated = {tier["name"]: tier.get("bound") for tier in bundle.parts["plan"]["tiers"]}
    if stated.get(goal) != solver:
        yield _differing("bound.solver_bound", solver, stated.get(goal), code="bound_differs")
    for field, limit in (("bound.rows", checked), ("bound.solver_bound", solver)):
        if value is not None and limit is not None and (value > limit if checker.MAXIMISED else value < limit):
            yield Finding("beyond_bound", field, {"value": shown(value), "bound": shown(limit)})


def proven(checker: DomainAudit, problem: Part, bound: Part) -> int:
    """The bound that multipliers prove, as a whole number: values are whole, so the next one holds as well."""
    found = checker.checked_bound(problem, bound)
    return floor(found) if checker.MAXIMISED else ceil(found)


def _differing(field: str, claimed: Any, counted: Any, code: str = "value_differs", **more: int) -> Finding:
    return Finding(code, field, {"counted": shown(counted), "claimed": shown(claimed), **more})
