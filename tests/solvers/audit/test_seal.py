"""A certificate in which anything was changed is refused, and the refusal names the field."""

from typing import Any

import pytest

from solvers.audit.bundle import BundleRefused
from solvers.audit.report import audit
from solvers.audit.seal import OWN
from tests.bundles import changes_of, parts_of, resealed, small_certificate, zipped

PARTS = ("problem", "plan", "bound", "draw", "manifest")
CHANGES = [
    (name, path, changed) for name in PARTS for path, changed in changes_of(parts_of(small_certificate().bundle)[name])
]


def fields_found(bundle: bytes) -> set[str]:
    """Fields that an audit names, also where it does not get as far as the content."""
    try:
        return {finding.field for finding in audit(bundle).findings}
    except BundleRefused as error:
        return {error.field}


def named(name: str, path: str, found: set[str]) -> bool:
    """Whether one of the fields found is the changed one, or the column or object of the part that holds it."""
    wanted = f"{name}.{path.removeprefix('fields.')}" if name == "manifest" else f"{name}.{path}"
    levels = wanted.split(".")
    return not found.isdisjoint(".".join(levels[:depth]) for depth in range(2, len(levels) + 1))


def test_an_untouched_certificate_is_accepted() -> None:
    found = audit(small_certificate().bundle)

    assert (found.accepted, found.findings, found.unchecked) == (True, (), ())
    assert (found.checked_bound, found.solver_bound, found.gap) == (307, 307, 0.0)


@pytest.mark.parametrize(("name", "path", "changed"), CHANGES, ids=[f"{name}.{path}"[:80] for name, path, _ in CHANGES])
def test_a_changed_field_is_refused_by_its_name(name: str, path: str, changed: Any) -> None:
    found = fields_found(zipped({**parts_of(small_certificate().bundle), name: changed}))

    assert named(name, path, found), found


@pytest.mark.parametrize("name", PARTS)
def test_a_removed_field_is_refused_by_its_name(name: str) -> None:
    parts = parts_of(small_certificate().bundle)
    for field in parts[name]:
        left = {other: value for other, value in parts[name].items() if other != field}
        found = fields_found(zipped({**parts, name: left}))

        assert any(one.startswith(f"{name}.{field}") or (field in OWN and one.startswith(name)) for one in found), field


@pytest.mark.parametrize("name", PARTS)
def test_an_added_field_is_refused_by_its_name(name: str) -> None:
    parts = parts_of(small_certificate().bundle)

    assert f"{name}.extra" in fields_found(zipped({**parts, name: {**parts[name], "extra": 1}}))


def test_records_in_another_order_are_refused() -> None:
    parts = parts_of(small_certificate().bundle)
    requests = list(reversed(parts["problem"]["requests"]))

    assert "problem.requests.id" in fields_found(
        zipped({**parts, "problem": {**parts["problem"], "requests": requests}})
    )


def test_the_published_root_is_the_one_to_compare_with() -> None:
    made = small_certificate()
    other = [finding.code for finding in audit(made.bundle, "0" * 64).findings]

    assert audit(made.bundle, made.audit.root).accepted
    assert audit(made.bundle, f"  {made.audit.root.upper()}\n").accepted
    assert other == ["root_differs"]


def test_who_seals_a_changed_certificate_anew_cannot_keep_its_root() -> None:
    made = small_certificate()
    parts = parts_of(made.bundle)
    parts["manifest"]["made_on"] = "2026-05-05"
    forged = resealed(parts)

    assert audit(forged).accepted
    assert {finding.field for finding in audit(forged, made.audit.root).findings} == {"manifest.root"}


@pytest.mark.parametrize(
    ("name", "change", "code", "field"),
    [
        ("manifest", {"values": {"points": 308, "walking": 1600, "stability": 5}}, "value_differs", "manifest.values"),
        ("manifest", {"counts": {"served": 12}}, "value_differs", "manifest.counts"),
        ("manifest", {"domain": "gardens"}, "other_domain", "manifest.domain"),
        ("manifest", {"chain": 1, "draw": 1}, "malformed", "manifest"),
        ("bound", {"solver_bound": 306}, "beyond_bound", "bound.solver_bound"),
        ("bound", {"format": "commontide/bound"}, "other_format", "bound.format"),
        ("bound", {"denominator": 0}, "", "bound"),
        ("bound", {"rows": "many"}, "", "bound"),
        ("plan", {"tiers": 5}, "malformed", "plan"),
        ("plan", {"plan_digest": "0" * 64}, "digest_differs", "plan.plan_digest"),
        ("problem", {"requests": 7}, "malformed", ""),
        ("problem", {"domain": "rooms"}, "other_domain", "problem.domain"),
    ],
)
def test_false_claims_under_a_fresh_seal_are_found_by_their_content(
    name: str, change: dict[str, Any], code: str, field: str
) -> None:
    parts = parts_of(small_certificate().bundle)
    parts[name] = {**parts[name], **change}
    found = audit(resealed(parts)).findings

    assert [one for one in found if one.code in ("field_changed", "part_changed", "root_changed")] == []
    assert any(code in ("", one.code) and one.field.startswith(field) for one in found), found


def test_a_plan_under_a_fresh_seal_must_be_of_its_problem() -> None:
    parts = parts_of(small_certificate().bundle)
    parts["problem"]["requests"][0]["points"]["points"] += 1
    found = {(one.code, one.field) for one in audit(resealed(parts)).findings}

    assert ("digest_differs", "plan.problem_digest") in found
