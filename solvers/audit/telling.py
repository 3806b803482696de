"""An audit as a program reads it."""

from __future__ import annotations

import json
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
        "policy": dict(found.policy),
        "not_planned": list(found.not_planned),
        "parts": dict(found.parts),
    }


def plain(text: str) -> str:
    """A line without characters that steer a terminal or hide something: such stand as JSON writes them.

    What was JSON on one line before is the same JSON afterwards.
    """
    return "".join(one if one.isprintable() else json.dumps(one)[1:-1] for one in text)
