"""What people can rely on, what is not promised, and how to check it: one public page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages.desk import AtDesk, Context

router = APIRouter(include_in_schema=False)
PROMISED = (
    "reasons",
    "cause",
    "ways",
    "kept",
    "fair",
    "draw",
    "bound",
    "repeat",
    "certificate",
    "person",
    "once",
    "accepted",
    "published",
    "chain",
)
"""Promises in the order in which `docs/trust.md` explains them."""
LIMITS = ("input", "goals", "guarantee", "cause", "repeat", "draw", "owner")
CHECKS: Mapping[str, tuple[str, ...]] = {
    "audit": ("commontide audit certificate.zip --root ROOT",),
    "reasons": (
        "python3 -m zipfile -e certificate.zip certificate",
        "commontide reasons certificate/problem.json certificate/plan.json",
    ),
    "draw": (
        "printf '%s' 'SECRET' | sha256sum",
        "printf '%s' 'SECRET:NUMBER' | sha256sum",
        "printf '%s' 'SEED:RECEIPT' | sha256sum",
        "commontide draw --secret SECRET --number NUMBER RECEIPT",
    ),
    "person": (),
}
"""Ways to check, with the commands of each."""


@router.get("/trust")
def trust(desk: AtDesk) -> Response:
    """Promises, limits, and commands to check them."""

    def shown(_session: Any, _now: object) -> Context:
        return {"promised": PROMISED, "limits": LIMITS, "checks": CHECKS}

    return desk.show_public("trust", shown)
