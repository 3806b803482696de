"""An audit as a program reads it."""

from __future__ import annotations

from typing import Any

from solvers.audit.report import Audit

MOST_FINDINGS = 1_000
"""Beyond these, `more_findings` counts."""


def told(found: Audit) -> dict[str, Any]:
    """One JSON object; findings carry codes and numbers, sentences are the edge's."""
    return {
        "accepted": found.accepted,
        "domain": found.domain,
        "root": found.root,
        "findings": [
            {"code": one.code, "field": one.field, "numbers": dict(one.numbers)}
            for one in found.findings[:MOST_FINDINGS]
        ],
        "more_findings": max(0, len(found.findings) - MOST_FINDINGS),
        "goal": found.goal,
        "values": dict(found.values),
        "unchecked": list(found.unchecked),
        "counts": dict(found.counts),
        "checked_bound": found.checked_bound,
        "solver_bound": found.solver_bound,
        "gap": found.gap,
        "not_planned": list(found.not_planned),
        "parts": dict(found.parts),
    }
