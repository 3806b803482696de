"""Whoever forges a bundle with care, every digest and figure in order, is found by what does not hold in it."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

import pytest

from solvers.audit.bundle import BundleRefused
from solvers.audit.claims import plan_digest_of
from solvers.audit.report import audit
from solvers.audit.telling import told
from tests.bundles import parts_of, resealed
from tests.solvers.audit.forgeries import DOMAINS, Change, bundle, forged

HUGE = 10**4299


def found(made: bytes) -> set[tuple[str, str]]:
    """Codes and fields of an audit, also where it does not get as far as the content; it can be told as JSON."""
    try:
        outcome = audit(made)
    except BundleRefused as error:
        return {(error.code, error.field)}
    json.dumps(told(outcome))
    assert outcome.gap is None or outcome.gap >= 0
    return {(one.code, one.field) for one in outcome.findings}


def put(part: str, *path: str | int, value: Any) -> Change:
    """A change of one value."""

    def change(parts: dict[str, Any]) -> None:
        holder: Any = parts[part]
        for key in path[:-1]:
            holder = holder[key]
        holder[path[-1]] = value

    return change


def drop(part: str, *path: str) -> Change:
    """A change that leaves out a field."""

    def change(parts: dict[str, Any]) -> None:
        holder: Any = parts[part]
        for key in path[:-1]:
            holder = holder[key]
        del holder[path[-1]]

    return change


FORGERIES: dict[str, tuple[Change, tuple[str, str]]] = {
    # forms of another version, or none
    "newer problem": (
        lambda parts: parts["problem"].update(format=parts["problem"]["format"][:-1] + "7"),
        ("bundle_newer", "problem.format"),
    ),
    "newer plan": (
        lambda parts: parts["plan"].update(format=parts["plan"]["format"][:-1] + "99"),
        ("bundle_newer", "plan.format"),
    ),
    "newer bound": (put("bound", "format", value="commontide/bound/2"), ("bundle_newer", "bound.format")),
    "newer draw": (put("draw", "format", value="commontide/draw/2"), ("bundle_newer", "draw.format")),
    "unknown problem": (put("problem", "format", value="x/1"), ("other_format", "problem.format")),
    "unknown plan": (put("plan", "format", value="commontide/plan/01"), ("other_format", "plan.format")),
    # what says more than it may
    "field of a manifest": (put("manifest", "audited_by", value="X"), ("malformed", "manifest.audited_by")),
    "field of a bound": (put("bound", "gap", value=0), ("malformed", "bound.gap")),
    "bound told": (put("manifest", "bound", "gap", value=0), ("malformed", "manifest.bound.gap")),
    "field of a plan": (put("plan", "fair", value=True), ("malformed", "plan.fair")),
    "note on a line": (put("plan", "assignments", 0, "note", value="Wang"), ("malformed", "plan.assignments[0].note")),
    "field of a problem": (put("problem", "new_rule", value={}), ("malformed", "problem.new_rule")),
    # what the manifest tells
    "no policy digest": (drop("manifest", "policy_digest"), ("malformed", "manifest.policy_digest")),
    "no original": (drop("manifest", "plan_digest", "original"), ("malformed", "manifest.plan_digest.original")),
    "no digest": (
        put("manifest", "problem_digest", "original", value="yes"),
        ("malformed", "manifest.problem_digest.original"),
    ),
    "chain": (put("manifest", "chain", "seq", value=-5), ("malformed", "manifest.chain.seq")),
    "hash": (put("manifest", "chain", "hash", value="zz"), ("malformed", "manifest.chain.hash")),
    "day": (put("manifest", "made_on", value="9999"), ("malformed", "manifest.made_on")),
    "publication": (put("manifest", "publication", value=7), ("malformed", "manifest.publication")),
    "covenant": (put("manifest", "covenant", value=[1]), ("malformed", "manifest.covenant")),
    "covenant's digest": (put("manifest", "covenant", "digest", value=""), ("malformed", "manifest.covenant.digest")),
    "software": (put("manifest", "software", value=None), ("malformed", "manifest.software")),
    "seed": (put("manifest", "solver_seed", value=777), ("value_differs", "manifest.solver_seed")),
    # numbers that are none
    "bound of 3.0": (put("bound", "solver_bound", value=3.0), ("malformed", "bound.solver_bound")),
    "bound in words": (put("bound", "solver_bound", value="0\naccepted"), ("malformed", "bound.solver_bound")),
    "huge bound": (put("bound", "solver_bound", value=HUGE), ("out_of_range", "bound.solver_bound")),
    "huge denominator": (put("bound", "denominator", value=HUGE), ("out_of_range", "bound.denominator")),
    "true denominator": (put("bound", "denominator", value=True), ("malformed", "bound.denominator")),
    "denominator of 0": (put("bound", "denominator", value=0), ("malformed", "bound.denominator")),
    "huge seed": (put("plan", "seed", value=-HUGE), ("out_of_range", "plan.seed")),
    "seed of 0.0": (put("plan", "seed", value=0.0), ("malformed", "plan.seed")),
    "true seed": (put("plan", "seed", value=True), ("malformed", "plan.seed")),
    "number deep in a problem": (
        put("problem", "horizon", "days", 0, "names", value=[[HUGE]]),
        ("out_of_range", "problem.horizon.days[0].names[0][0]"),
    ),
    # goals and bounds
    "no goals": (put("plan", "tiers", value=[]), ("value_differs", "plan.tiers")),
    "invented goal": (
        lambda parts: parts["plan"]["tiers"].append({"name": "justice", "value": 100}),
        ("value_differs", "plan.tiers"),
    ),
    "goal twice": (
        lambda parts: parts["plan"]["tiers"].append(parts["plan"]["tiers"][0]),
        ("value_differs", "plan.tiers"),
    ),
    "goals in another order": (lambda parts: parts["plan"]["tiers"].reverse(), ("value_differs", "plan.tiers")),
    "field of a goal": (put("plan", "tiers", 0, "gap", value=0), ("malformed", "plan.tiers[0].gap")),
    "other goal": (
        lambda parts: parts["bound"].update(goal=parts["plan"]["tiers"][1]["name"], solver_bound=None),
        ("malformed", "bound.goal"),
    ),
    "status": (put("plan", "status", value="perfect"), ("malformed", "plan.status")),
    "no plan": (put("plan", "status", value="invalid"), ("malformed", "plan.status")),
    "optimal by word": (
        lambda parts: (parts["plan"].update(status="optimal"), parts["bound"].update(solver_bound=None)),
        ("value_differs", "plan.status"),
    ),
    # rows of no shape
    "rows of text": (put("bound", "rows", value="many"), ("malformed", "bound.rows")),
}
AFTERWARDS: dict[str, tuple[Change, tuple[str, str]]] = {
    "value beside": (
        put("manifest", "values", "justice", value=9),
        ("unknown_field", "manifest.values.justice"),
    ),
    "count beside": (put("manifest", "counts", "objections", value=0), ("unknown_field", "manifest.counts.objections")),
    "policy": (
        put("manifest", "policy_digest", "public", value="0" * 64),
        ("digest_differs", "manifest.policy_digest.public"),
    ),
    "digest of a plan elsewhere": (
        put("manifest", "plan_digest", "public", value="0" * 64),
        ("digest_differs", "manifest.plan_digest.public"),
    ),
    "digest of a plan": (put("plan", "plan_digest", value=7), ("malformed", "plan.plan_digest")),
    "digest of another plan": (put("plan", "plan_digest", value="0" * 64), ("digest_differs", "plan.plan_digest")),
    "digest of a problem": (put("plan", "problem_digest", value="0" * 64), ("digest_differs", "plan.problem_digest")),
    "counts of truth": (
        lambda parts: parts["manifest"].update(counts=dict.fromkeys(parts["manifest"]["counts"], True)),
        ("malformed", "manifest.counts."),
    ),
    "values of 1.0": (
        lambda parts: parts["manifest"].update(values={n: float(v) for n, v in parts["manifest"]["values"].items()}),
        ("malformed", "manifest.values."),
    ),
    "checked bound": (
        put("manifest", "bound", "checked_bound", value=-1),
        ("bound_differs", "manifest.bound.checked_bound"),
    ),
    "bound of the plan": (
        put("manifest", "bound", "solver_bound", value=-1),
        ("bound_differs", "manifest.bound.solver_bound"),
    ),
}


def is_found(wanted: tuple[str, str], made: bytes) -> bool:
    """Whether an audit tells this code and field (or a field within it)."""
    return any(code == wanted[0] and field.startswith(wanted[1]) for code, field in found(made))


@pytest.mark.parametrize("domain", DOMAINS)
def test_a_bundle_put_in_order_without_a_change_is_accepted(domain: str) -> None:
    assert found(forged(domain, lambda parts: None)) == set()


@pytest.mark.parametrize("name", FORGERIES)
@pytest.mark.parametrize("domain", DOMAINS)
def test_a_forgery_is_found_by_its_field(domain: str, name: str) -> None:
    change, wanted = FORGERIES[name]
    made = forged(domain, change)

    assert is_found(wanted, made), found(made)


@pytest.mark.parametrize("name", AFTERWARDS)
@pytest.mark.parametrize("domain", DOMAINS)
def test_a_false_claim_is_found_by_its_field(domain: str, name: str) -> None:
    change, wanted = AFTERWARDS[name]
    made = forged(domain, lambda parts: None, change)

    assert is_found(wanted, made), found(made)


@pytest.mark.parametrize("domain", ["parking", "rooms"])
def test_no_goal_is_better_than_its_bound_and_optimal_is_what_meets_all_of_them(domain: str) -> None:
    parts = parts_of(bundle(domain))
    at = next(at for at, one in enumerate(parts["plan"]["tiers"]) if one["name"] in ("walking", "openings"))
    value = parts["plan"]["tiers"][at]["value"]
    loose, passed = (put("plan", "tiers", at, "bound", value=bound) for bound in (value - 1, value + 1))

    assert found(forged(domain, loose)) == {("value_differs", "plan.status")}
    assert ("beyond_bound", f"plan.tiers[{at}].bound") in found(forged(domain, passed))


def test_parts_of_a_cost_have_no_bounds_of_their_own() -> None:
    assert ("unknown_field", "plan.tiers[1].bound") in found(
        forged("rosters", put("plan", "tiers", 1, "bound", value=0))
    )


@pytest.mark.parametrize("domain", DOMAINS)
def test_a_feasible_plan_with_a_gap_is_accepted_and_its_gap_is_told(domain: str) -> None:
    def nobody(parts: dict[str, Any]) -> None:
        parts["plan"].update(status="feasible")
        parts["bound"].update(solver_bound=None)
        for tier in parts["plan"]["tiers"]:
            tier.pop("bound", None)

    outcome = audit(forged(domain, nobody))

    assert (outcome.accepted, outcome.solver_bound) == (True, None)
    assert outcome.gap is not None


def test_settings_of_another_policy_show_in_its_digest_and_are_told() -> None:
    kinder = put("problem", "policy", "household_cap", value=99)
    before, after = audit(bundle("parking")), audit(forged("parking", kinder))
    digests = [parts_of(made)["manifest"]["policy_digest"] for made in (bundle("parking"), forged("parking", kinder))]

    assert after.accepted
    assert told(after)["policy"] == {**told(before)["policy"], "household_cap": 99}
    assert (digests[0]["original"] == digests[1]["original"], digests[0]["public"] == digests[1]["public"]) == (
        True,
        False,
    )


def drawn(**changed: Any) -> Change:
    """A change of a draw whose commitment, seed and digest follow from it, and whose lots do."""

    def change(parts: dict[str, Any]) -> None:
        draw = parts["draw"]
        draw.update(changed)
        draw["commitment"] = _hex(draw["secret"])
        draw["seed"] = _hex(f"{draw['secret']}:{draw['number']}")
        draw["entries_digest"] = _hex("\n".join(sorted(map(str, draw["entries"]))))
        for request in parts["problem"]["requests"]:
            request["lot"] = int(_hex(f"{draw['seed']}:{request['id']}")[:8], 16)

    return change


def _hex(text: str) -> str:
    return sha256(text.encode()).hexdigest()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"number": " 03 11 "}, "number"),
        ({"number": "whatever I like #17"}, "number"),
        ({"number": ""}, "number"),
        ({"secret": f"{'5e' * 32}:03"}, "secret"),
        ({"secret": ""}, "secret"),
        ({"number_on": "not a date"}, "number_on"),
        ({"source": None}, "source"),
        ({"source": ""}, "source"),
    ],
)
def test_a_draw_of_another_form_is_found_though_all_follows_from_it(changed: dict[str, Any], field: str) -> None:
    made = forged("parking", drawn(**changed))

    assert any(code == "malformed" and one.endswith(f"draw.{field}") for code, one in found(made)), found(made)


def test_entries_are_receipts_each_once_and_sorted() -> None:
    entries = parts_of(bundle("parking"))["draw"]["entries"]
    wrong = {
        "reversed": (entries[::-1], ("malformed", "draw.entries")),
        "twice": (sorted([*entries, entries[0]]), ("entry_twice", "draw.entries")),
        "two in one": (sorted([*entries[2:], "\n".join(entries[:2])]), ("malformed", "draw.entries")),
        "a number": ([*entries, 7], ("malformed", "draw.entries")),
    }

    assert {
        name for name, (told_, wanted) in wrong.items() if is_found(wanted, forged("parking", drawn(entries=told_)))
    } == set(wrong)


def test_the_manifest_tells_of_the_draw_what_it_is_and_all_of_it() -> None:
    without = forged("parking", lambda parts: None, drop("manifest", "draw", "number"))
    nothing = forged("parking", lambda parts: None, put("manifest", "draw", value={}))

    assert ("malformed", "manifest.draw.number") in found(without)
    assert ("value_differs", "manifest.draw.seed") in found(nothing)


def test_who_is_left_out_of_the_problem_is_told_by_receipt() -> None:
    def shortened(parts: dict[str, Any]) -> None:
        served = {line["request"] for line in parts["plan"]["assignments"]}
        parts["problem"]["requests"] = [one for one in parts["problem"]["requests"] if one["id"] in served]

    outcome = audit(forged("parking", shortened))
    entries = set(parts_of(bundle("parking"))["draw"]["entries"])
    served = {line["request"] for line in parts_of(bundle("parking"))["plan"]["assignments"]}

    assert set(outcome.not_planned) == entries - served


def test_whatever_a_checker_ends_in_is_told_as_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> Any:
        raise MemoryError

    monkeypatch.setattr("solvers.audit.parking.values", fail)
    outcome = audit(bundle("parking"))
    monkeypatch.setattr("solvers.audit.report.root_of", fail)
    without_root = audit(bundle("parking"))

    assert [(one.code, one.field, one.numbers) for one in outcome.findings] == [
        ("malformed", "plan", {"kind": "MemoryError"})
    ]
    assert [(one.code, one.field) for one in without_root.findings] == [("malformed", "$")]


def test_a_plan_digest_covers_the_assignments_in_any_order() -> None:
    parts = parts_of(bundle("parking"))
    parts["plan"]["assignments"].reverse()

    assert plan_digest_of("parking", parts["plan"]) == parts["plan"]["plan_digest"]
    assert found(resealed(parts)) == set()
